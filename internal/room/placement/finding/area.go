package finding

import (
	"cmp"
	"slices"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/codelist"
)

// Ground is what the map of a search says of one department. It names no place and no host.
type Ground struct {
	Department string
	// level of the gravest danger zone that touches it, code list danger_level; empty: none is known
	Danger     string
	Possible   int       // places that pass every rule
	ToAsk      int       // places of which something is not known
	Confirmed  date.Date // the latest confirmation of those places; zero: none was ever confirmed
	Zone       string    // the area of the nearest danger zone; empty when no way to one is known
	Minutes    int       // of travel from there; 0: not known, or inside it
	Kilometres int       // from there as the crow flies
	Band       int       // 1 nearest to 5 farthest; 0: not known
}

// Speaks tells whether the department is a danger zone or has places to think of.
func (g Ground) Speaks() bool { return g.Danger != "" || g.Possible+g.ToAsk > 0 }

// TravelBands are the least minutes of the bands of travel time, nearest first.
var TravelBands = [5]int{0, 60, 120, 240, 360}

// ByTime tells whether the bands of the map are of travel times; else they are of distances.
func (f Found) ByTime() bool { return f.Times != nil && len(f.Zones) > 0 }

// Grounds returns every department: danger zones first, gravest first, then where most places are possible, then where
// most are to be asked about, then the others; by code among equals.
func (f Found) Grounds() []Ground {
	at := map[string]*Ground{}
	var out []*Ground
	for _, a := range f.Country.Departments() {
		g := f.ground(a)
		at[a.Code] = &g
		out = append(out, &g)
	}
	for _, m := range f.Matches {
		g := at[m.Row.Department]
		if g == nil || m.Result.Verdict == match.Excluded {
			continue
		}
		if m.Result.Verdict == match.Passed {
			g.Possible++
		} else {
			g.ToAsk++
		}
		if on := f.Country.Day(m.Row.ConfirmedAt); !m.Row.ConfirmedAt.IsZero() && g.Confirmed.Before(on) {
			g.Confirmed = on
		}
	}
	slices.SortFunc(out, func(a, b *Ground) int {
		return cmp.Or(rankOf(f.Country, b.Danger)-rankOf(f.Country, a.Danger), b.Possible-a.Possible, b.ToAsk-a.ToAsk,
			cmp.Compare(a.Department, b.Department))
	})
	list := make([]Ground, len(out))
	for i, g := range out {
		list[i] = *g
	}
	return list
}

func rankOf(p *country.Pack, level string) int {
	c, _ := p.List(codelist.DangerLevel).Find(level)
	return c.Rank
}

// ground measures one department against every danger zone. One zone whose distance is not known leaves the band
// unknown: what is not known is never far.
func (f Found) ground(a geo.Area) Ground {
	g := Ground{Department: a.Code}
	known := len(f.Zones) > 0
	for _, z := range f.Zones {
		if z.Area.Covers(a) || a.Covers(z.Area) {
			if level := levelOf(f.Country, z.Level); rankOf(f.Country, level) >= rankOf(f.Country, g.Danger) {
				g.Danger = level
			}
		}
		t, ok := f.away(a, z.Area)
		if !ok {
			known = false
			continue
		}
		if km := int(t.Metres.Kilometres()); g.Zone == "" || cmp.Or(t.Minutes-g.Minutes, km-g.Kilometres) < 0 {
			g.Zone, g.Minutes, g.Kilometres = z.Area.Code, t.Minutes, km
		}
	}
	if known {
		g.Band = f.band(g)
	}
	return g
}

// away is the way between two areas: by time where the search knows times, else the great circle alone.
func (f Found) away(a, zone geo.Area) (geo.Travel, bool) {
	if f.Times != nil {
		return f.Times.Between(a, zone)
	}
	m, ok := geo.Apart(a, zone)
	return geo.Travel{Metres: m}, ok
}

func (f Found) band(g Ground) int {
	if !f.ByTime() {
		return (geo.Metres(g.Kilometres) * geo.Kilometre).Band().Rank()
	}
	band := 0
	for i, least := range TravelBands {
		if g.Minutes >= least {
			band = i + 1
		}
	}
	return band
}

// levelOf is the key of a danger level by its rank; the gravest where the rank is not known, so that nothing looks less
// grave than it is.
func levelOf(p *country.Pack, rank int) string {
	levels := p.List(codelist.DangerLevel)
	if c, ok := levels.Ranked(rank); ok {
		return c.Key
	}
	var gravest codelist.Code
	for _, c := range levels.All() {
		if c.Rank > gravest.Rank {
			gravest = c
		}
	}
	return gravest.Key
}
