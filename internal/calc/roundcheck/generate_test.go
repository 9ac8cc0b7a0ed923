package roundcheck

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Size says how large the rounds of Generate are.
type Size struct {
	Cases, Places, Weeks [2]int // from, to
	// Moving lets conventions begin or end among the days on which somebody may arrive.
	Moving bool
}

// Small rounds can be searched whole; middle ones are for GLPK; of large ones only the rules are judged.
var (
	Small  = Size{Cases: [2]int{1, 6}, Places: [2]int{1, 8}, Weeks: [2]int{1, 5}}
	Middle = Size{Cases: [2]int{6, 12}, Places: [2]int{10, 30}, Weeks: [2]int{2, 9}}
	Large  = Size{Cases: [2]int{20, 30}, Places: [2]int{30, 60}, Weeks: [2]int{3, 8}}
)

// maker draws one file.
type maker struct {
	*rand.Rand
	*File
	size   Size
	odd    int // of a hundred: how much of what excludes somebody this round has
	areas  []string
	labels []string // of profiles
	later  bool     // most places are free only later
	used   map[string]bool
}

// Generate draws a file in which everything occurs that docs/round.md speaks of and gives one meaning to.
func Generate(rng *rand.Rand, size Size) *File {
	g := &maker{Rand: rng, size: size, File: new(File), used: map[string]bool{}}
	g.odd = g.IntN(60)
	g.Havre, g.Version = "round", 1
	g.On = DayOf(2026, 3, 2) + Day(g.IntN(7))
	g.Weeks = g.among(size.Weeks)
	g.Nights = g.IntN(36)
	g.Asking = g.chance(35)
	g.Prices = map[string]int{}
	for _, kind := range []string{"accessible", "family", "high_security"} {
		g.Prices[kind] = g.IntN(4)
	}
	g.later = g.chance(35)
	g.land()
	g.labels = []string{g.key("l"), g.key("l"), g.key("l")}
	g.network(g.among(size.Places))
	for range g.among(size.Cases) {
		g.Cases = append(g.Cases, g.person())
	}
	g.ties()
	g.locks()
	if g.chance(10) {
		g.Relaxed = []string{g.relaxable()}
	}
	if g.chance(50) {
		g.book()
	}
	return g.File
}

// book is a rule book of the round's own: how far farther is safer, by level, and areas to which nobody goes who does
// not wish it. Now and then it ends such a rule, or has none.
func (g *maker) book() {
	var rules []Rule
	for _, h := range append(slices.Clone(hardRules), rule{id: "h4_calendar"}) {
		x := Rule{ID: h.id, Version: 1, Owner: "office", Since: g.On - 500, Text: h.id, Bounds: own[h.id]}
		if h.id == "h2_danger" && g.chance(80) {
			most := g.IntN(4) * 30
			x.Bounds = append(slices.Clone(x.Bounds), most, most+15*g.IntN(3), most+15*(2+g.IntN(6)))
		}
		rules = append(rules, x)
	}
	if g.chance(80) {
		x := Rule{ID: "h1_wish", Version: 1, Owner: "office", Since: g.On - Day(g.IntN(2)), Text: "h1_wish",
			Areas: g.some(35, g.areas...)}
		if g.chance(10) {
			x.Until = g.On - 1
			x.Since = g.On - 90
		}
		rules = append(rules, x)
	}
	g.Rules = &rules
}

func (g *maker) among(b [2]int) int      { return b[0] + g.IntN(b[1]-b[0]+1) }
func (g *maker) chance(percent int) bool { return g.IntN(100) < percent }
func (g *maker) one(of ...string) string { return of[g.IntN(len(of))] }

// oddly is chance, less often in a round with little that is odd.
func (g *maker) oddly(percent int) bool { return g.IntN(10_000) < percent*g.odd }

func (g *maker) day(from, until int) Day { return g.On + Day(from+g.IntN(until-from+1)) }
func (g *maker) relaxable() string {
	return g.one("h4_calendar", "h5_profile", "h6_access", "h7_security", "h8_continuity", "h9_partner",
		"h9_convention")
}

// some draws each with the given chance; never nil, which would be "not asked".
func (g *maker) some(percent int, of ...string) []string {
	out := []string{}
	for _, s := range of {
		if g.chance(percent) {
			out = append(out, s)
		}
	}
	return out
}

// key is an opaque key that says nothing but its kind.
func (g *maker) key(kind string) string {
	for {
		k := fmt.Sprintf("%s%03x", kind, g.IntN(1<<12))
		if !g.used[k] {
			g.used[k] = true
			return k
		}
	}
}

// land draws departments in regions, a town of its own in one of them, and travel times of which a few are not known.
func (g *maker) land() {
	regions := []string{g.key("r"), g.key("r"), g.key("r")}
	for i := range 7 + g.IntN(4) {
		a := Area{Code: g.key("a"), Parent: regions[i%3]}
		g.Areas = append(g.Areas, a)
		g.areas = append(g.areas, a.Code)
	}
	g.Areas = append(g.Areas, Area{Code: g.key("t"), Parent: g.areas[0]})
	if g.chance(30) {
		g.Areas = append(g.Areas, Area{Code: regions[0]})
	}
	for i, a := range g.Areas {
		for _, b := range g.Areas[:i] {
			if !g.oddly(10) {
				g.Travel = append(g.Travel, Travel{A: a.Code, B: b.Code, Minutes: 110 + 10*g.IntN(36),
					Estimated: g.chance(30)})
			}
		}
	}
}

// network draws houses and their places. The places of a house may belong to different partners.
func (g *maker) network(n int) {
	type home struct{ key, area, town, partner string }
	var homes []home
	number := map[string][2]int{}
	var partners []string
	for range 1 + n/3 {
		partners = append(partners, g.key("q"))
	}
	for range 1 + n/2 {
		h := home{key: g.key("h"), area: g.areas[g.IntN(len(g.areas))], partner: partners[g.IntN(len(partners))]}
		if g.chance(80) {
			h.town = fmt.Sprint("w", h.area, g.IntN(2))
		}
		if g.chance(8) { // one town, whatever department is written beside it
			h.town = "w"
		}
		if g.chance(15) {
			h.key = ""
		}
		homes = append(homes, h)
	}
	for range n {
		h := homes[g.IntN(len(homes))]
		p := g.place()
		p.House, p.Area, p.Town, p.Partner = h.key, h.area, h.town, h.partner
		if g.chance(25) {
			p.Partner = g.one(append(partners, "")...)
		}
		y, seen := number[p.Partner]
		if !seen || p.Partner == "" {
			y = [2]int{3 + g.IntN(7), 0}
			if g.oddly(60) {
				y[1] = g.IntN(y[0] + 1)
			}
			if g.oddly(25) {
				y[0] = 0
			}
			number[p.Partner] = y
		}
		p.Yearly, p.Received = y[0], y[1]
		g.Places = append(g.Places, p)
	}
	for _, h := range homes {
		if h.key != "" && g.chance(20) {
			g.Resources = append(g.Resources, Resource{Kind: "hours", House: h.key, Weekly: g.IntN(15)})
		}
	}
	for _, q := range partners {
		if g.chance(20) {
			g.Resources = append(g.Resources, Resource{Kind: g.one("hours", "care"), Partner: q, Weekly: g.IntN(15)})
		}
	}
}

// place draws a place without house, area and partner.
func (g *maker) place() Place {
	tri := func() string { return g.one("yes", "yes", "no", "no", "no", "unknown") }
	p := Place{Key: g.key("p"), Beds: 2 - g.IntN(4)/3 + g.IntN(3), Cots: g.IntN(2), OwnRoom: tri(), StepFree: tri(),
		GroundFloor: tri(),
		Active:      "yes", Security: 3 - g.IntN(5)/4, State: "available", Profile: g.one(g.labels...),
		Emergency: g.chance(20), From: g.On - 300, To: g.On + Day(7*g.Weeks) + 60, Shared: g.chance(25),
		Languages: g.some(30, "fr", "en"), Specialisms: g.some(30, "trauma", "law")}
	odd := g.IntN(12)
	if !g.oddly(120) {
		odd = -1
	}
	switch odd {
	case 0:
		p.State = g.one("declared", "cooling", "withdrawn", "held", "held_here")
	case 1, 2, 3:
		p.State, p.FreeOn = "occupied", g.day(-1, 20)
	case 4:
		p.Available = g.day(-1, 20)
	case 5:
		p.From, p.To = g.On-300, g.On-30
	case 6:
		p.To = 0
	case 7:
		p.Active = g.one("no", "unknown")
	case 8:
		p.Beds = 0
	case 9:
		p.Security = 0
	case 10:
		p.State = "held"
	case 11:
		if g.size.Moving {
			p.From, p.To = g.day(-20, 7*g.Weeks), g.day(0, 7*g.Weeks+10)
			p.To = max(p.From, p.To)
		}
	}
	if g.later && odd < 0 && g.chance(70) {
		p.State, p.FreeOn = "occupied", g.day(1, 14)
		if p.Emergency {
			p.State = "available"
		}
	}
	if g.chance(60) {
		p.Confirmed = g.day(-120, 0)
	}
	if p.Shared {
		if p.Beds > 0 {
			p.Beds++
		}
		p.Mode = g.one("", "m", "m", "n")
	}
	for range g.IntN(3) * g.IntN(3) / 2 {
		b := Busy{From: g.day(-20, 7*g.Weeks-1)}
		if g.chance(20) {
			b.From = g.day(7*g.Weeks, 14*g.Weeks)
		}
		if g.chance(80) {
			b.To = b.From + 1 + Day(g.IntN(21))
		}
		if p.Shared {
			b.Beds = 1
			b.People = 1 + g.IntN(2)
		}
		p.Busy = append(p.Busy, b)
	}
	return p
}

// person draws a case without what ties it to others.
func (g *maker) person() Case {
	c := Case{Key: g.key("c"), Household: &Household{Adults: 1 + g.IntN(6)/5}, Security: 1 + g.IntN(3)/2 + g.IntN(4)/3,
		Needs: g.some(4+g.odd/10, "cot", "own_room", "step_free", "ground_floor", "trauma",
			"high_security"),
		Languages: g.some(40, "fr", "en", "es"), Waited: g.IntN(30) * g.IntN(15), Mode: g.one("", "m", "m", "n"),
		Profiles: map[string]Profile{}, Uses: map[string]int{}}
	if g.chance(30) {
		c.Household.Older = g.IntN(3)
	}
	if g.chance(30) {
		c.Household.Infants = g.IntN(3)
	}
	if g.oddly(8) {
		c.Needs = nil
	}
	if g.oddly(8) {
		c.Household = nil
	}
	if g.oddly(8) {
		c.Security = 0
	}
	switch {
	case g.chance(15):
	case g.chance(40):
		c.Ready = g.day(-20, 0)
	default:
		c.Ready = g.day(0, 7*g.Weeks)
	}
	if g.chance(75) {
		c.Weeks = 1 + g.IntN(g.Weeks+1)
	}
	if g.chance(20) {
		c.Weeks = 26
	}
	for range 1 + g.IntN(4)/3 {
		c.Zones = append(c.Zones, Zone{g.Areas[g.IntN(len(g.Areas))].Code, 1 + g.IntN(5)/2})
	}
	if g.oddly(4) {
		c.Zones = []Zone{}
	}
	if g.oddly(40) {
		c.Vetoes = []string{g.Areas[g.IntN(len(g.Areas))].Code}
	}
	if g.chance(30) {
		c.Wishes = []string{g.Areas[g.IntN(len(g.Areas))].Code}
	}
	if g.oddly(40) {
		c.Continuity = []Tie{{g.Areas[g.IntN(len(g.Areas))].Code, 60 + 10*g.IntN(40)}}
	}
	for _, l := range g.labels {
		v := "passed"
		if g.oddly(25) {
			v = g.one("excluded", "unknown", "")
		}
		if v != "" {
			c.Profiles[l] = Profile{Verdict: v}
		}
	}
	for _, kind := range g.some(40, "hours", "care") {
		c.Uses[kind] = 1 + g.IntN(8)
	}
	if g.chance(5) {
		c.Relaxed = []string{g.relaxable()}
	}
	return c
}

// ties draws who is kept apart from whom, and who asked for one another.
func (g *maker) ties() {
	share := g.one("0", "10", "40")
	for i := range g.Cases {
		for j := range g.Cases {
			if i != j && g.chance(map[string]int{"0": 0, "10": 5, "40": 20}[share]) {
				g.Cases[i].Conflicts = append(g.Cases[i].Conflicts,
					Conflict{With: g.Cases[j].Key, Reach: g.one("house", "town", "department")})
			}
		}
		if g.chance(8) { // kept apart from somebody who stays in a house of the network, or elsewhere
			p := g.Places[g.IntN(len(g.Places))]
			x := Conflict{With: g.key("c"), Reach: g.one("house", "town", "department"), House: p.House, Town: p.Town,
				Area: p.Area}
			switch {
			case g.chance(25):
				x.House = ""
			case x.House == "" || g.chance(50):
				x.House = g.key("h")
			}
			if g.chance(25) {
				x.Town = g.one("", "w")
			}
			if g.chance(10) {
				x.Area = ""
			}
			g.Cases[i].Conflicts = append(g.Cases[i].Conflicts, x)
		}
		if i > 0 && g.chance(15) {
			g.Cases[i].Together = []string{g.Cases[g.IntN(i)].Key}
		}
	}
}

// locks draws who was fixed where, who declined what, and what is held for whom.
func (g *maker) locks() {
	for i := range g.Cases {
		c := &g.Cases[i]
		p := g.Places[g.IntN(len(g.Places))]
		switch {
		case g.chance(8):
			c.Lock = p.Key
		case g.chance(12):
			c.Refused = []string{p.Key}
		}
		for _, p := range g.Places {
			if p.State == "held" && g.chance(40) {
				c.Holds = append(c.Holds, p.Key)
			}
		}
		slices.Sort(c.Holds)
	}
}
