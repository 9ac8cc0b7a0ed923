package country

import (
	"time"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/kernel/date"
)

// Zones lists one area for each time zone of the country that is not the head office's, the largest first. A network
// within one zone has none.
func (p *Pack) Zones() []geo.Area {
	var out []geo.Area
	seen := map[string]bool{p.Zone().String(): true}
	for _, a := range append(p.Regions(), p.Departments()...) {
		if z := p.ZoneOf(a.Code).String(); !seen[z] {
			seen[z] = true
			out = append(out, a)
		}
	}
	return out
}

// Latest is the day that it already is somewhere in the country: what is typed before anybody knows where may bear it.
func (p *Pack) Latest(now time.Time) date.Date {
	last := p.Day(now)
	for _, a := range p.Zones() {
		if d := date.In(now, p.ZoneOf(a.Code)); last.Before(d) {
			last = d
		}
	}
	return last
}

// ZoneArea is the area among Zones whose hours an area has; empty where they are the head office's.
func (p *Pack) ZoneArea(code string) string {
	if z := p.ZoneOf(code); z != nil {
		for _, a := range p.Zones() {
			if p.ZoneOf(a.Code).String() == z.String() {
				return a.Code
			}
		}
	}
	return ""
}

// HoursOf is the time zone of an area, the head office's where none is named or known.
func (p *Pack) HoursOf(code string) *time.Location {
	if z := p.ZoneOf(code); z != nil {
		return z
	}
	return p.Zone()
}
