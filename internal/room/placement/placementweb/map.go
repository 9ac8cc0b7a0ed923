package placementweb

import (
	"context"
	"strconv"
	"strings"

	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/web"
)

// mapOf shows a search on the map: danger zones, departments with places to think of, and how far each department lies
// from the nearest zone. It knows departments only.
func mapOf(ctx context.Context, found finding.Found) web.Map {
	m := web.Map{
		ID: "map", Title: web.T(ctx, "placement.map.title"), Drawing: web.Country(ctx).Drawing(),
		Ground: map[string]int{},
		Heads: []string{web.T(ctx, "placement.map.area"), web.T(ctx, "placement.map.what"),
			web.T(ctx, "placement.map.away"), web.T(ctx, "placement.map.confirmed")},
	}
	zones, open, ask := 0, 0, 0
	for _, g := range found.Grounds() {
		m.Ground[g.Department] = g.Band
		if !g.Speaks() {
			continue
		}
		a := groundArea(ctx, searchOf(found), g)
		switch a.Kind {
		case web.MapDanger:
			zones++
		case web.MapOpen:
			open++
		case web.MapAsk:
			ask++
		}
		m.Areas = append(m.Areas, a)
	}
	words := []string{web.T(ctx, "placement.map.zones", "n", zones), web.T(ctx, "placement.map.open", "n", open)}
	if ask > 0 {
		words = append(words, web.T(ctx, "placement.map.ask", "n", ask))
	}
	m.Words = strings.Join(words, " ")
	m.Legend = legend(ctx, found)
	return m
}

func groundArea(ctx context.Context, search string, g finding.Ground) web.MapArea {
	a := web.MapArea{Code: g.Department, Name: area(ctx, g.Department)}
	var what []string
	if g.Danger != "" {
		a.Kind, a.Sign = web.MapDanger, "▲"
		what = append(what, web.T(ctx, "placement.map.danger", "level", label(ctx, codelist.DangerLevel, g.Danger)))
	}
	cell := web.Cell{}
	if g.Possible > 0 {
		what = append(what, web.T(ctx, "placement.map.possible", "n", g.Possible))
		cell.URL = search + "#possible"
		if a.Kind == "" {
			a.Kind, a.Sign = web.MapOpen, strconv.Itoa(g.Possible)
		}
	}
	if g.ToAsk > 0 {
		what = append(what, web.T(ctx, "placement.map.to_ask", "n", g.ToAsk))
		if cell.URL == "" {
			cell.URL = search + "#ask"
		}
		if a.Kind == "" {
			a.Kind, a.Sign = web.MapAsk, "?"
		}
	}
	cell.Words = strings.Join(what, ", ")
	away, confirmed := awayWords(ctx, g), ""
	if g.Possible+g.ToAsk > 0 {
		confirmed = web.T(ctx, "placement.map.never")
		if !g.Confirmed.IsZero() {
			confirmed = web.ShortDay(ctx, g.Confirmed)
		}
	}
	a.Words = cell.Words
	if g.Danger == "" {
		a.Words += ", " + away
	} else {
		away = ""
	}
	a.Cells = []web.Cell{cell, {Words: away}, {Words: confirmed}}
	return a
}

// awayWords says how far the nearest danger zone is.
func awayWords(ctx context.Context, g finding.Ground) string {
	switch {
	case g.Band == 0 || g.Zone == "":
		return web.T(ctx, "placement.map.unknown")
	case g.Minutes > 0:
		return web.T(ctx, "placement.map.minutes", "h", g.Minutes/60, "min", twoDigits(g.Minutes%60), "km",
			web.Number(ctx, g.Kilometres), "zone", area(ctx, g.Zone))
	}
	return web.T(ctx, "placement.map.km", "km", web.Number(ctx, g.Kilometres), "zone", area(ctx, g.Zone))
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func legend(ctx context.Context, found finding.Found) []web.MapKey {
	out := []web.MapKey{
		{Kind: web.MapDanger, Words: web.T(ctx, "placement.map.key_danger")},
		{Kind: web.MapOpen, Words: web.T(ctx, "placement.map.key_open")},
		{Kind: web.MapAsk, Words: web.T(ctx, "placement.map.key_ask")},
	}
	for i := range 5 {
		words := web.T(ctx, "placement.map.distance."+strconv.Itoa(i+1))
		if found.ByTime() {
			words = web.T(ctx, "placement.map.time."+strconv.Itoa(i+1))
		}
		out = append(out, web.MapKey{Band: i + 1, Words: words})
	}
	return out
}
