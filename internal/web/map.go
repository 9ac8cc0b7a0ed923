package web

import (
	"context"
	"fmt"
	"html"
	"slices"
	"strings"
)

// Drawing is the outlines of a country's areas on one sheet, as a country pack keeps them. Paths are SVG path data made
// of letters and numbers alone.
type Drawing interface {
	Size() (width, height int)                          // of the sheet, in the unit of its paths
	Frames() int                                        // around what is drawn apart
	Frame(i int) (path, name string, x, y int)          // x and y: where its name begins
	Codes() []string                                    // of the areas that are drawn
	Shape(code string) (path string, x, y int, ok bool) // x and y: where a sign fits
}

// Map is a map of areas drawn on the server, the table of the same facts beside it. It shows whole departments: no
// point of it is an address.
type Map struct {
	ID      string
	Title   string // in words
	Words   string // in words: what the map says at a glance, for who does not see it
	Drawing Drawing
	Areas   []MapArea      // those that say something, in reading order; each is reached by keyboard
	Ground  map[string]int // band of an area, 1 nearest to 5; 0 or missing: none
	Legend  []MapKey
	Heads   []string // of the table, in words; the first names the area
}

// MapKind says how an area is drawn. Each kind has its own pattern or edge and its own sign besides its colour.
type MapKind string

// The kinds of area.
const (
	MapDanger MapKind = "danger" // hatched: nobody is sent there
	MapOpen   MapKind = "open"   // a strong edge
	MapAsk    MapKind = "ask"    // a broken edge: something is to be asked
	MapFull   MapKind = "full"   // dotted: nothing there now
)

// MapArea is one area that says something.
type MapArea struct {
	Code  string
	Name  string // in words: "Lot (46)"
	Kind  MapKind
	Sign  string // drawn in it, three signs at most: a count, "?"
	Words string // in words, said after the name: "2 places, 412 km from the nearest zone"
	URL   string // where it is seen closely; empty: its row of the table
	Cells []Cell // its row of the table, after the name
}

// MapKey is one line of the legend: a kind, or a band when Band is not 0.
type MapKey struct {
	Kind  MapKind
	Band  int
	Words string
}

func (m Map) row(a MapArea) string { return m.ID + "-" + a.Code }

func (m Map) to(a MapArea) string {
	if a.URL != "" {
		return a.URL
	}
	return "#" + m.row(a)
}

func (a MapArea) said(ctx context.Context) string {
	if a.Words == "" {
		return a.Name
	}
	return Pair(ctx, a.Name, a.Words)
}

// drawing writes the SVG. What says nothing is drawn as one path a band, out of reach of keyboard and screen reader.
func (m Map) drawing(ctx context.Context) string {
	width, height := m.Drawing.Size()
	id := html.EscapeString(m.ID)
	var s strings.Builder
	fmt.Fprintf(&s, `<svg class="map" viewBox="0 0 %d %d" role="group" aria-labelledby="%s-t" `+
		`aria-describedby="%s-d"><title id="%s-t">%s</title><desc id="%s-d">%s</desc>`,
		width, height, id, id, id, html.EscapeString(m.Title), id, html.EscapeString(m.Words))
	s.WriteString(patterns(id))
	for i := range m.Drawing.Frames() {
		path, name, x, y := m.Drawing.Frame(i)
		fmt.Fprintf(&s, `<path class="map-frame" d="%s"/><text class="map-name" x="%d" y="%d" `+
			`aria-hidden="true">%s</text>`, path, x, y, html.EscapeString(name))
	}
	m.ground(&s)
	var signs strings.Builder // above every area, and nobody's name
	for _, a := range m.Areas {
		path, x, y, ok := m.Drawing.Shape(a.Code)
		if !ok {
			continue
		}
		fill := fmt.Sprintf(` class="map-area map-%s map-b%d"`, a.Kind, m.Ground[a.Code])
		if a.Kind == MapDanger || a.Kind == MapFull {
			fill = fmt.Sprintf(` class="map-area map-%s" fill="url(#%s-%s)"`, a.Kind, id, a.Kind)
		}
		fmt.Fprintf(&s, `<a href="%s"><title>%s</title><path%s d="%s"/></a>`,
			html.EscapeString(m.to(a)), html.EscapeString(a.said(ctx)), fill, path)
		fmt.Fprintf(&signs, `<text x="%d" y="%d" text-anchor="middle" dy="0.36em">%s</text>`, x, y,
			html.EscapeString(a.Sign))
	}
	fmt.Fprintf(&s, `<g aria-hidden="true">%s</g></svg>`, signs.String())
	return s.String()
}

// ground draws the areas that say nothing by themselves, together by band.
func (m Map) ground(s *strings.Builder) {
	byBand := map[int]string{}
	for _, code := range m.Drawing.Codes() {
		if slices.ContainsFunc(m.Areas, func(a MapArea) bool { return a.Code == code }) {
			continue
		}
		path, _, _, _ := m.Drawing.Shape(code)
		byBand[m.Ground[code]] += path
	}
	for band := range mapBands + 1 {
		if path := byBand[band]; path != "" {
			fmt.Fprintf(s, `<path class="map-ground map-b%d" d="%s"/>`, band, path)
		}
	}
}

// mapBands is how many shades of ground there are besides none, nearest to farthest.
const mapBands = 5

// patterns are the hatching of danger and the dots of what is full; their colours are the style sheet's.
func patterns(id string) string {
	return fmt.Sprintf(
		`<defs><pattern id="%s-danger" width="3.5" height="3.5" patternUnits="userSpaceOnUse" `+
			`patternTransform="rotate(45)"><rect class="map-hatch-ground" width="3.5" height="3.5"/><rect `+
			`class="map-hatch" width="1.5" height="3.5"/></pattern>`+
			`<pattern id="%s-full" width="3" height="3" patternUnits="userSpaceOnUse"><rect class="map-dots-ground" `+
			`width="3" height="3"/><circle class="map-dots" cx="1.5" cy="1.5" r="0.5"/></pattern></defs>`, id, id)
}

// swatch draws the sample of one line of the legend.
func (m Map) swatch(k MapKey) string {
	class, sign := fmt.Sprintf("map-area map-%s map-b0", k.Kind), ""
	fill := ""
	switch {
	case k.Band > 0:
		class = fmt.Sprintf("map-ground map-b%d", k.Band)
	case k.Kind == MapDanger || k.Kind == MapFull:
		class, fill = fmt.Sprintf("map-area map-%s", k.Kind),
			fmt.Sprintf(` fill="url(#%s-%s)"`, html.EscapeString(m.ID), k.Kind)
	}
	switch k.Kind {
	case MapDanger:
		sign = "▲"
	case MapAsk:
		sign = "?"
	case MapOpen:
		sign = "2"
	}
	return fmt.Sprintf(
		`<svg class="map map-swatch" viewBox="0 0 18 12" width="36" height="24" aria-hidden="true"><rect `+
			`class="%s"%s x="1" y="1" width="16" height="10"/><text x="9" y="6" dy="0.36em" `+
			`text-anchor="middle">%s</text></svg>`,
		class, fill, sign)
}
