package round_test

import (
	"fmt"
	"math/rand/v2"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// straight travels in a straight line at 100 km/h: an invented table that is known everywhere.
type straight struct{}

// Between implements geo.Times.
func (straight) Between(a, b geo.Area) (geo.Travel, bool) {
	m, ok := geo.Apart(a, b)
	return geo.Travel{Minutes: int(m) * 60 / 100_000, Metres: m}, ok
}

var monday = date.Must(2026, 3, 2)

// areas are invented departments on a grid over a country as large as France.
var areas = func() []geo.Area {
	var out []geo.Area
	for i := range 96 {
		out = append(out, geo.Area{Code: fmt.Sprintf("D%02d", i), Kind: geo.Department, Parent: fmt.Sprintf("R%d", i/8),
			At: geo.Point{Lat: 43 + float64(i/10)*0.83, Lon: -3.9 + float64(i%10)*1.13}})
	}
	return out
}()

// shape sets how large and how entangled random rounds are.
type shape struct {
	cases, places, houses, partners, areas, weeks int
	flats                                         int
	conflicts, together, locks, refused           float64 // chance per case
	shared, busy, short, unknown, family          float64
	quota                                         int     // largest number left to a partner
	staff                                         int     // resources
	nights                                        int     // most nights in a flat
	mixed                                         float64 // chance that a place is another partner's than its house
	unnumbered                                    float64 // chance of a partner without a yearly number
	asking                                        bool
}

func chance(r *rand.Rand, p float64) bool { return r.Float64() < p }

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// randomRound draws a round; the same seed gives the same one.
func randomRound(r *rand.Rand, s shape) round.Round {
	out := round.Round{On: monday, Weeks: s.weeks, Nights: s.nights, Asking: s.asking, Times: straight{},
		Prices: map[string]int{"accessible": r.IntN(3), "family": r.IntN(3)}}
	type house struct {
		key, town, partner string
		area               geo.Area
		security           int
		to                 date.Date
	}
	var houses []house
	yearly, received := map[string]int{}, map[string]int{}
	for i := range s.houses {
		h := house{key: fmt.Sprintf("h%03d", i), area: areas[r.IntN(s.areas)],
			partner: fmt.Sprintf("q%03d", r.IntN(s.partners)), security: pick(r, []int{3, 3, 3, 2, 1}),
			to: monday.AddDays(400)}
		h.town = fmt.Sprintf("t%s-%d", h.area.Code, r.IntN(2))
		numbered(r, s, h.partner, yearly, received)
		houses = append(houses, h)
	}
	for i := range s.places {
		h := pick(r, houses)
		if s.mixed > 0 && chance(r, s.mixed) {
			h.partner = fmt.Sprintf("q%03d", r.IntN(s.partners))
			numbered(r, s, h.partner, yearly, received)
		}
		p := round.Place{Place: match.Place{Key: fmt.Sprintf("p%04d", i), Area: h.area, House: h.key, Town: h.town,
			Partner: h.partner, Beds: 1 + r.IntN(2), Cots: r.IntN(2),
			StepFree: tri.Of(chance(r, .3)), GroundFloor: tri.Of(chance(r, .3)), Security: h.security,
			Languages: []string{pick(r, []string{"fr", "en", "ro", "ar"})},
			State:     match.Available, ConfirmedOn: monday.AddDays(-r.IntN(120)), PartnerActive: tri.Yes,
			ConventionFrom: monday.AddDays(-100), ConventionTo: h.to,
			Yearly: yearly[h.partner], Received: received[h.partner]}, Profile: fmt.Sprintf("f%d", r.IntN(3))}
		if chance(r, .3) {
			p.Specialisms = []string{"trauma"}
		}
		if chance(r, s.family) {
			p.Beds += 2
		}
		if i < s.flats {
			p.Emergency, p.Security, p.Beds = true, 3, 3
		} else if chance(r, s.shared) {
			p.Shared, p.Beds = true, 2+r.IntN(3)
		}
		if chance(r, s.busy) {
			from := monday.AddDays(r.IntN(7*s.weeks) - 7)
			p.Busy = []round.Busy{{From: from, To: from.AddDays(1 + r.IntN(14)), Beds: 1, People: 1}}
			p.Mode = pick(r, []string{"", "a", "b"})
		}
		if chance(r, s.busy) {
			p.State, p.FreeOn = match.Occupied, monday.AddDays(r.IntN(7*s.weeks))
		}
		if chance(r, s.unknown) {
			p.State = match.Declared
		}
		out.Places = append(out.Places, p)
	}
	for i := range s.staff {
		out.Resources = append(out.Resources, round.Resource{Kind: "hours", House: houses[i%len(houses)].key,
			Weekly: 2 + r.IntN(5)})
	}
	for i := range s.cases {
		out.Cases = append(out.Cases, randomCase(r, s, out.Places, i))
	}
	return out
}

// numbered draws what a partner agreed to, once.
func numbered(r *rand.Rand, s shape, partner string, yearly, received map[string]int) {
	if _, done := yearly[partner]; done {
		return
	}
	yearly[partner], received[partner] = s.quota+2, 2+r.IntN(s.quota+1)
	if s.unnumbered > 0 && chance(r, s.unnumbered) {
		yearly[partner] = 0
	}
}

func randomCase(r *rand.Rand, s shape, places []round.Place, i int) round.Case {
	c := round.Case{Need: match.Need{Key: fmt.Sprintf("c%03d", i), On: monday,
		Household: match.Household{Known: true, Adults: 1}, CodesKept: true,
		Security: pick(r, []int{1, 1, 2, 3}), ReadyOn: monday.AddDays(r.IntN(10) - 3), Weeks: 20 + r.IntN(20),
		Languages: []string{pick(r, []string{"ro", "ar", "yo"})},
		Zones:     []match.Zone{{Area: areas[r.IntN(s.areas)], Level: pick(r, []int{1, 1, 1, 2, 2, 3})}},
		Waited:    r.IntN(200)},
		Mode: pick(r, []string{"", "a", "b"}), Profiles: map[string]match.Check{}}
	for k := range 3 {
		x := match.Check{Verdict: match.Passed, Datum: match.Datum{Code: "profile_fits"}}
		if chance(r, .15) {
			x = match.Check{Verdict: match.Excluded, Datum: match.Datum{Code: "no_children"}, Fix: match.Host}
		} else if chance(r, s.unknown) {
			x = match.Check{Datum: match.Datum{Code: "children_unknown"}, Fix: match.Host}
		}
		c.Profiles[fmt.Sprintf("f%d", k)] = x
	}
	if chance(r, s.family) {
		c.Household.Older, c.Household.Infants = r.IntN(2), r.IntN(2)
	}
	if chance(r, .3) {
		c.Codes = append(c.Codes, pick(r, []string{"trauma", "step_free", "cot", "ground_floor"}))
	}
	if chance(r, .3) {
		c.Vetoes = append(c.Vetoes, areas[r.IntN(s.areas)])
	}
	if chance(r, .4) {
		c.Wishes = append(c.Wishes, areas[r.IntN(s.areas)])
	}
	if chance(r, s.short) {
		c.Need.Weeks = 1 + r.IntN(s.weeks)
	}
	reach := []match.Reach{match.SameHouse, match.SameTown, match.SameDepartment}
	if i > 0 && chance(r, s.conflicts) {
		c.Conflicts = append(c.Conflicts, match.Conflict{With: fmt.Sprintf("c%03d", r.IntN(i)), Reach: pick(r, reach)})
	}
	if chance(r, s.conflicts/2) {
		p := pick(r, places)
		c.Conflicts = append(c.Conflicts, match.Conflict{With: "elsewhere", Reach: pick(r, reach), House: p.House,
			Town: p.Town, Area: p.Area})
	}
	if i > 0 && chance(r, s.together) {
		c.Together = append(c.Together, fmt.Sprintf("c%03d", r.IntN(i)))
	}
	if chance(r, s.locks) {
		c.Lock = pick(r, places).Key
	}
	for chance(r, s.refused) {
		c.Refused = append(c.Refused, pick(r, places).Key)
	}
	if s.staff > 0 {
		c.Uses = map[string]int{"hours": r.IntN(4)}
	}
	return c
}
