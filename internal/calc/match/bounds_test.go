package match

import (
	"slices"
	"testing"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// ways is a table of travel times from the place, by the code of the other area; what is not in it is not known.
type ways map[string]geo.Travel

func (w ways) Between(a, b geo.Area) (geo.Travel, bool) {
	t, ok := w[a.Code+b.Code]
	if !ok {
		t, ok = w[b.Code+a.Code]
	}
	return t, ok
}

// minutes gives the ways from the Lot to other departments.
func minutes(to map[string]int) ways {
	out := ways{}
	for code, m := range to {
		out["46"+code] = geo.Travel{Minutes: m, Metres: geo.Metres(m * 1000), Measured: m%2 == 0}
	}
	return out
}

// says is what a rule said.
func says(r Result, id RuleID) Check {
	return r.Checks[slices.IndexFunc(r.Checks, func(c Check) bool { return c.Rule == id })]
}

func judge(n Need, p Place) Result { return engine.Judge(&n, &p) }

// I4: a way of exactly the minimum is long enough, a minute less is not; the least margin is the one shown.
func TestDangerToTheMinute(t *testing.T) {
	p := gue()
	zone := func(code string, level int) Zone { return Zone{geo.Area{Code: code, Kind: geo.Department}, level} }
	for _, c := range []struct {
		name    string
		to      map[string]int
		zones   []Zone
		verdict Verdict
		datum   Datum
		safety  int
	}{
		{"exactly", map[string]int{"59": 60}, []Zone{zone("59", 1)}, Passed,
			Datum{Code: "far_enough", Have: 60, Want: 60, Item: "59", Kilometres: 60}, 1},
		{"a minute less", map[string]int{"59": 59}, []Zone{zone("59", 1)}, Excluded,
			Datum{Code: "too_near", Have: 59, Want: 60, Item: "59", Kilometres: 59, Estimated: true}, 0},
		{"grave, exactly", map[string]int{"59": 150}, []Zone{zone("59", 3)}, Passed,
			Datum{Code: "far_enough", Have: 150, Want: 150, Item: "59", Kilometres: 150}, 1},
		{"the least margin", map[string]int{"59": 110, "02": 140, "69": 190},
			[]Zone{zone("59", 1), zone("02", 2), zone("69", 3)}, Passed,
			Datum{Code: "far_enough", Have: 140, Want: 120, Item: "02", Kilometres: 140}, 1},
		{"the first of equal margins", map[string]int{"59": 90, "02": 150}, []Zone{zone("59", 1), zone("02", 2)},
			Passed, Datum{Code: "far_enough", Have: 90, Want: 60, Item: "59", Kilometres: 90}, 2},
		{"no level", map[string]int{"59": 500}, []Zone{zone("59", 0)}, Unknown, Datum{Code: "distance_unknown"}, 0},
		{"a level beyond the scale", map[string]int{"59": 500}, []Zone{zone("59", 4)}, Unknown,
			Datum{Code: "distance_unknown"}, 0},
		{"one not known, the next too near", map[string]int{"02": 119}, []Zone{zone("59", 1), zone("02", 2)}, Excluded,
			Datum{Code: "too_near", Have: 119, Want: 120, Item: "02", Kilometres: 119, Estimated: true}, 0},
		{"one not known, the next far", map[string]int{"02": 500}, []Zone{zone("59", 1), zone("02", 2)}, Unknown,
			Datum{Code: "distance_unknown"}, 0},
		{"the region around", nil, []Zone{{geo.Area{Code: "R76", Kind: geo.Region}, 1}}, Excluded,
			Datum{Code: "in_zone", Item: "R76"}, 0},
		{"29 minutes beyond", map[string]int{"59": 89}, []Zone{zone("59", 1)}, Passed,
			Datum{Code: "far_enough", Have: 89, Want: 60, Item: "59", Kilometres: 89, Estimated: true}, 1},
		{"four hours beyond", map[string]int{"59": 300}, []Zone{zone("59", 1)}, Passed,
			Datum{Code: "far_enough", Have: 300, Want: 60, Item: "59", Kilometres: 300}, 9},
		{"a minute less than that", map[string]int{"59": 299}, []Zone{zone("59", 1)}, Passed,
			Datum{Code: "far_enough", Have: 299, Want: 60, Item: "59", Kilometres: 299, Estimated: true}, 8},
	} {
		n := awa()
		n.Zones = c.zones
		e := Lexicographic{Times: minutes(c.to)}
		r := e.Judge(&n, &p)
		if got := says(r, RuleDanger); got.Verdict != c.verdict || got.Datum != c.datum {
			t.Errorf("%s: %s %+v", c.name, got.Verdict, got.Datum)
		}
		if got := r.Of(Safety).Value; got != c.safety {
			t.Errorf("%s: safety %d, want %d", c.name, got, c.safety)
		}
		for i, w := range e.Ways(&n, &p) {
			want := map[int]int{1: 60, 2: 120, 3: 150}[c.zones[i].Level]
			m, known := c.to[c.zones[i].Area.Code]
			if w.Zone != c.zones[i] || w.Known != known || w.Travel.Minutes != m || w.Least != want {
				t.Errorf("%s: the way is told as %+v", c.name, w)
			}
		}
	}
}

// Each bound of the other rules, on both sides.
func TestRulesToTheirBounds(t *testing.T) {
	day := func(n int) date.Date { return today.AddDays(n) }
	unplaced := Conflict{With: "b", Reach: SameDepartment}
	near := func(reach Reach, house, town string, area geo.Area) Conflict {
		return Conflict{With: "b", Reach: reach, House: house, Town: town, Area: area}
	}
	town := geo.Area{Code: "46042", Kind: geo.Town, Parent: "46"}
	for _, c := range []struct {
		name    string
		change  func(*Need, *Place)
		rule    RuleID
		verdict Verdict
		datum   Datum
	}{
		{"nothing vetoed, area not known", func(_ *Need, p *Place) { p.Area = geo.Area{} }, RuleVeto, Passed,
			Datum{Code: "not_vetoed"}},
		{"something vetoed, area not known", func(n *Need, p *Place) {
			n.Vetoes, p.Area = []geo.Area{nord}, geo.Area{}
		}, RuleVeto, Unknown, Datum{Code: "area_unknown"}},
		{"another department vetoed", func(n *Need, _ *Place) { n.Vetoes = []geo.Area{nord} }, RuleVeto, Passed,
			Datum{Code: "not_vetoed"}},
		{"a town, then the whole department", func(n *Need, _ *Place) { n.Vetoes = []geo.Area{town, lot} }, RuleVeto,
			Excluded, Datum{Code: "vetoed", Item: "46"}},
		{"a town of it", func(n *Need, _ *Place) { n.Vetoes = []geo.Area{nord, town} }, RuleVeto, Unknown,
			Datum{Code: "veto_nearby", Item: "46042"}},

		{"placed nowhere", func(n *Need, _ *Place) { n.Conflicts = []Conflict{unplaced} }, RuleConflict, Passed,
			Datum{Code: "kept_apart"}},
		{"placed, in a house without a name", func(n *Need, p *Place) {
			p.House, n.Conflicts = "s2", []Conflict{near(SameDepartment, "", "", lot)}
		}, RuleConflict, Excluded, Datum{Code: "same_department", Item: "b"}},
		{"two houses without a name", func(n *Need, p *Place) {
			p.Town, n.Conflicts = "Figeac", []Conflict{near(SameHouse, "", "Cahors", lot)}
		}, RuleConflict, Passed, Datum{Code: "kept_apart"}},
		{"another house of the town", func(n *Need, p *Place) {
			p.House, p.Town, n.Conflicts = "s2", "Cahors", []Conflict{near(SameHouse, "s1", "Cahors", lot)}
		}, RuleConflict, Passed, Datum{Code: "kept_apart"}},
		{"another department", func(n *Need, p *Place) {
			p.House, p.Town, n.Conflicts = "s2", "Figeac", []Conflict{near(SameDepartment, "s1", "Cahors", nord)}
		}, RuleConflict, Passed, Datum{Code: "kept_apart"}},
		{"one town, two departments: the town", func(n *Need, p *Place) {
			p.House, p.Town, n.Conflicts = "s2", "Cahors", []Conflict{near(SameTown, "s1", "Cahors", nord)}
		}, RuleConflict, Unknown, Datum{Code: "town_twice"}},
		{"one town, two departments: the department", func(n *Need, p *Place) {
			p.House, p.Town, n.Conflicts = "s2", "Cahors", []Conflict{near(SameDepartment, "s1", "Cahors", nord)}
		}, RuleConflict, Unknown, Datum{Code: "town_twice"}},
		{"one town, two departments: another house", func(n *Need, p *Place) {
			p.House, p.Town, n.Conflicts = "s2", "Cahors", []Conflict{near(SameHouse, "s1", "Cahors", nord)}
		}, RuleConflict, Passed, Datum{Code: "kept_apart"}},
		{"in the department, in what house nobody says", func(n *Need, p *Place) {
			p.House, p.Town, n.Conflicts = "s2", "Cahors", []Conflict{near(SameHouse, "", "", lot)}
		}, RuleConflict, Unknown, Datum{Code: "house_unknown"}},
		{"in the town, in what house nobody says", func(n *Need, p *Place) {
			p.House, p.Town, n.Conflicts = "s2", "Cahors", []Conflict{near(SameHouse, "", "Cahors", lot)}
		}, RuleConflict, Unknown, Datum{Code: "house_unknown"}},
		{"in another department, in what house nobody says", func(n *Need, p *Place) {
			p.House, p.Town, n.Conflicts = "s2", "Cahors", []Conflict{near(SameHouse, "", "", nord)}
		}, RuleConflict, Passed, Datum{Code: "kept_apart"}},
		{"another town", func(n *Need, p *Place) {
			p.House, p.Town, n.Conflicts = "s2", "Figeac", []Conflict{near(SameTown, "s1", "Cahors", lot)}
		}, RuleConflict, Passed, Datum{Code: "kept_apart"}},
		{"her town not known", func(n *Need, p *Place) {
			p.House, p.Town, n.Conflicts = "s2", "Figeac", []Conflict{near(SameTown, "s1", " ", lot)}
		}, RuleConflict, Unknown, Datum{Code: "town_unknown"}},
		{"the other's department not known", func(n *Need, p *Place) {
			p.House, n.Conflicts = "s2", []Conflict{near(SameDepartment, "s1", "", geo.Area{})}
		}, RuleConflict, Unknown, Datum{Code: "town_unknown"}},
		{"the place's department not known", func(n *Need, p *Place) {
			p.House, p.Area, n.Conflicts = "s2", geo.Area{}, []Conflict{near(SameDepartment, "s1", "", lot)}
		}, RuleConflict, Unknown, Datum{Code: "town_unknown"}},
		{"neither department known", func(n *Need, p *Place) {
			p.House, p.Area, n.Conflicts = "s2", geo.Area{}, []Conflict{near(SameDepartment, "s1", "", geo.Area{})}
		}, RuleConflict, Unknown, Datum{Code: "town_unknown"}},
		{"one not known, one in the house", func(n *Need, p *Place) {
			p.House, n.Conflicts = "s2", []Conflict{near(SameTown, "s1", "", lot), near(SameHouse, "s2", "", lot)}
		}, RuleConflict, Excluded, Datum{Code: "same_house", Item: "b"}},

		{"leaves today", func(_ *Need, p *Place) { p.State, p.FreeOn = Occupied, today }, RuleFree, Passed,
			Datum{Code: "leaving", On: today}},
		{"left yesterday, they said", func(_ *Need, p *Place) { p.State, p.FreeOn = Occupied, day(-1) }, RuleFree,
			Unknown, Datum{Code: "overdue", On: day(-1)}},
		{"held for her", func(_ *Need, p *Place) { p.State = HeldHere }, RuleFree, Passed, Datum{Code: "held_here"}},
		{"declared only", func(_ *Need, p *Place) { p.State = Declared }, RuleFree, Unknown, Datum{Code: "declared"}},

		{"free on the day", func(_ *Need, p *Place) { p.AvailableFrom = today }, RuleCalendar, Passed,
			Datum{Code: "free_now"}},
		{"free tomorrow", func(_ *Need, p *Place) { p.AvailableFrom = day(1) }, RuleCalendar, Passed,
			Datum{Code: "free_from", On: day(1)}},
		{"two weeks after she is ready", func(_ *Need, p *Place) { p.AvailableFrom = day(19) }, RuleCalendar, Passed,
			Datum{Code: "free_from", On: day(19)}},
		{"a day more", func(_ *Need, p *Place) { p.AvailableFrom = day(20) }, RuleCalendar, Excluded,
			Datum{Code: "free_later", Have: 15, Want: 14, On: day(20)}},
		{"ready long ago: counted from today", func(n *Need, p *Place) {
			n.ReadyOn, p.AvailableFrom = day(-9), day(14)
		}, RuleCalendar, Passed, Datum{Code: "free_from", On: day(14)}},
		{"filled, and free for us later still", func(_ *Need, p *Place) {
			p.State, p.FreeOn, p.AvailableFrom = Occupied, day(2), day(8)
		}, RuleCalendar, Passed, Datum{Code: "free_from", On: day(8)}},
		{"filled beyond the day it was to be free for us", func(_ *Need, p *Place) {
			p.State, p.FreeOn, p.AvailableFrom = Occupied, day(8), day(2)
		}, RuleCalendar, Passed, Datum{Code: "free_from", On: day(8)}},
		{"no longer filled: the planned day says nothing", func(_ *Need, p *Place) { p.FreeOn = day(60) }, RuleCalendar,
			Passed, Datum{Code: "free_now"}},

		{"exactly the beds", func(n *Need, p *Place) { p.Beds = 2 }, RuleBeds, Passed,
			Datum{Code: "beds_enough", Have: 2, Want: 2}},
		{"one bed, one person", func(n *Need, p *Place) {
			n.Household, p.Beds, p.Cots = Household{Known: true, Adults: 1}, 1, 0
		}, RuleBeds, Passed, Datum{Code: "beds_enough", Have: 1, Want: 1}},
		{"a bed for the infant", func(_ *Need, p *Place) { p.Cots = 0 }, RuleBeds, Passed,
			Datum{Code: "beds_enough", Have: 3, Want: 2}},
		{"two infants, a cot and no spare bed", func(n *Need, p *Place) { n.Household.Infants, p.Beds = 2, 2 },
			RuleBeds, Excluded, Datum{Code: "cots_missing", Have: 1, Want: 2}},
		{"beds not known, a shared room", func(n *Need, p *Place) {
			n.Codes, p.Beds, p.OwnRoom = []string{"own_room"}, 0, tri.No
		}, RuleBeds, Excluded, Datum{Code: "room_shared"}},
		{"a shared room she did not refuse", func(_ *Need, p *Place) { p.OwnRoom = tri.No }, RuleBeds, Passed,
			Datum{Code: "beds_enough", Have: 3, Want: 2}},
		{"a shared room, and nobody asked what she needs", func(n *Need, p *Place) {
			n.Codes, n.CodesKept, p.OwnRoom = nil, false, tri.No
		}, RuleBeds, Unknown, Datum{Code: "needs_unknown"}},
		{"a room that is given, and nobody asked what she needs", func(n *Need, p *Place) {
			n.Codes, n.CodesKept, p.OwnRoom = nil, false, tri.Yes
		}, RuleBeds, Passed, Datum{Code: "beds_enough", Have: 3, Want: 2}},
		{"a room of her own", func(n *Need, p *Place) { n.Codes, p.OwnRoom = []string{"own_room"}, tri.Yes }, RuleBeds,
			Passed, Datum{Code: "beds_enough", Have: 3, Want: 2}},
		{"a household of nobody", func(n *Need, _ *Place) { n.Household = Household{Known: true} }, RuleBeds, Unknown,
			Datum{Code: "household_unknown"}},

		{"both asked, both there", func(n *Need, _ *Place) { n.Codes = []string{"step_free", "ground_floor"} },
			RuleAccess, Passed, Datum{Code: "accessible"}},
		{"both asked, the first not known", func(n *Need, p *Place) {
			n.Codes, p.StepFree = []string{"step_free", "ground_floor"}, tri.Unknown
		}, RuleAccess, Unknown, Datum{Code: "access_unknown", Item: "step_free"}},
		{"both asked, the second not known", func(n *Need, p *Place) {
			n.Codes, p.GroundFloor = []string{"step_free", "ground_floor"}, tri.Unknown
		}, RuleAccess, Unknown, Datum{Code: "access_unknown", Item: "ground_floor"}},
		{"both asked, neither known", func(n *Need, p *Place) {
			n.Codes, p.StepFree, p.GroundFloor = []string{"step_free", "ground_floor"}, tri.Unknown, tri.Unknown
		}, RuleAccess, Unknown, Datum{Code: "access_unknown", Item: "step_free"}},
		{"the first not known, the second missing", func(n *Need, p *Place) {
			n.Codes, p.StepFree, p.GroundFloor = []string{"step_free", "ground_floor"}, tri.Unknown, tri.No
		}, RuleAccess, Excluded, Datum{Code: "not_accessible", Item: "ground_floor"}},
		{"not asked for, stairs", func(n *Need, p *Place) { n.Codes, p.StepFree = nil, tri.No }, RuleAccess, Passed,
			Datum{Code: "access_not_asked"}},
		{"needs not asked about", func(n *Need, p *Place) { n.Codes, n.CodesKept, p.StepFree = nil, false, tri.No },
			RuleAccess, Unknown, Datum{Code: "needs_unknown"}},
		{"the same, upstairs", func(n *Need, p *Place) {
			n.Codes, n.CodesKept, p.GroundFloor = nil, false, tri.Unknown
		}, RuleAccess, Unknown, Datum{Code: "needs_unknown"}},
		{"the same, wholly accessible", func(n *Need, _ *Place) { n.Codes, n.CodesKept = nil, false }, RuleAccess,
			Passed, Datum{Code: "access_not_asked"}},
		{"one need stated before all were asked about", func(n *Need, p *Place) {
			n.Codes, n.CodesKept, p.StepFree = []string{"ground_floor"}, false, tri.Unknown
		}, RuleAccess, Passed, Datum{Code: "accessible"}},

		{"as protected as asked", func(n *Need, p *Place) { n.Zones, n.Security, p.Security = nil, 2, 2 }, RuleSecurity,
			Passed, Datum{Code: "protected", Have: 2, Want: 2}},
		{"the least, in the least protected", func(n *Need, p *Place) { n.Zones, n.Security, p.Security = nil, 1, 1 },
			RuleSecurity, Passed, Datum{Code: "protected", Have: 1, Want: 1}},
		{"nothing known of the level", func(n *Need, p *Place) { n.Zones, n.Security, p.Security = nil, 0, 2 },
			RuleSecurity, Unknown, Datum{Code: "level_unknown"}},
		{"nothing known, the most protected", func(n *Need, p *Place) { n.Zones, n.Security = nil, 0 }, RuleSecurity,
			Passed, Datum{Code: "protected_most", Have: 3}},
		{"more than her zone asks, and nobody said what is asked", func(n *Need, p *Place) {
			n.Zones, n.Security, p.Security = []Zone{{nord, 1}}, 0, 2
		}, RuleSecurity, Unknown, Datum{Code: "level_unknown"}},
		{"less than her zone asks, and nobody said what is asked", func(n *Need, p *Place) {
			n.Zones, n.Security, p.Security = []Zone{{nord, 3}}, 0, 2
		}, RuleSecurity, Excluded, Datum{Code: "less_protected_zone", Have: 2, Want: 3, Item: "59"}},
		{"house not known", func(_ *Need, p *Place) { p.Security = 0 }, RuleSecurity, Unknown,
			Datum{Code: "security_unknown"}},
		{"a need of high security", func(n *Need, p *Place) {
			n.Zones, n.Security, n.Codes, p.Security = nil, 1, []string{"high_security"}, 2
		}, RuleSecurity, Excluded, Datum{Code: "less_protected_need", Have: 2, Want: 3}},
		{"asked for more than the zone needs", func(n *Need, p *Place) {
			n.Zones, n.Security, p.Security = []Zone{{nord, 1}}, 3, 2
		}, RuleSecurity, Excluded, Datum{Code: "less_protected", Have: 2, Want: 3}},

		{"partner not known", func(_ *Need, p *Place) { p.PartnerActive = tri.Unknown }, RulePartner, Unknown,
			Datum{Code: "active_unknown"}},
		{"the convention's last day", func(n *Need, p *Place) { p.ConventionTo = day(5) }, RuleConvention, Passed,
			Datum{Code: "convention_valid", On: day(5)}},
		{"its first day", func(n *Need, p *Place) { p.ConventionFrom = day(5) }, RuleConvention, Passed,
			Datum{Code: "convention_valid", On: date.Must(2027, 12, 31)}},
		{"the day after, for which she waits", func(n *Need, p *Place) { p.ConventionFrom = day(6) }, RuleConvention,
			Passed, Datum{Code: "convention_from", On: day(6)}},
		{"the last day for which she waits", func(n *Need, p *Place) { p.ConventionFrom = day(19) }, RuleConvention,
			Passed, Datum{Code: "convention_from", On: day(19)}},
		{"a day too late", func(n *Need, p *Place) { p.ConventionFrom = day(20) }, RuleConvention, Excluded,
			Datum{Code: "convention_later", On: day(20)}},
		{"later, and nobody knows when she can travel", func(n *Need, p *Place) {
			n.ReadyOn, p.ConventionFrom = date.Date{}, day(1)
		}, RuleConvention, Excluded, Datum{Code: "convention_later", On: day(1)}},
		{"begins before the place is free", func(n *Need, p *Place) {
			p.ConventionFrom, p.AvailableFrom = day(6), day(6)
		}, RuleConvention, Passed, Datum{Code: "convention_valid", On: date.Must(2027, 12, 31)}},
		{"no beginning", func(n *Need, p *Place) { p.ConventionFrom = date.Date{} }, RuleConvention, Unknown,
			Datum{Code: "convention_unknown"}},

		{"one place a year", func(n *Need, p *Place) {
			n.Household, p.Yearly, p.Received = Household{Known: true, Adults: 1}, 1, 0
		}, RuleQuota, Passed, Datum{Code: "quota_left", Have: 1, Want: 1}},
		{"no number", func(_ *Need, p *Place) { p.Yearly = 0 }, RuleQuota, Unknown, Datum{Code: "quota_unknown"}},
		{"two left for three", func(_ *Need, p *Place) { p.Received = 6 }, RuleQuota, Excluded,
			Datum{Code: "quota_short", Have: 2, Want: 3}},
		{"none left", func(_ *Need, p *Place) { p.Received = 8 }, RuleQuota, Excluded,
			Datum{Code: "quota_reached", Have: 8, Want: 8}},
	} {
		n, p := awa(), gue()
		c.change(&n, &p)
		got := says(judge(n, p), c.rule)
		if got.Verdict != c.verdict || got.Datum != c.datum || (got.Fix == "") != (got.Verdict == Passed) {
			t.Errorf("%s: %s %+v", c.name, got.Verdict, got)
		}
	}
	p := gue()
	if got := Quota(&p, 3).Rule; got != RuleQuota {
		t.Errorf("a number asked for alone is of the rule %q", got)
	}
}

// What cannot move: exactly as far as it may be; one thing out of reach excludes whatever else is not known.
func TestReachToTheMinute(t *testing.T) {
	tie := func(code string, most int) Tie { return Tie{geo.Area{Code: code, Kind: geo.Department}, most} }
	for _, c := range []struct {
		name    string
		to      map[string]int
		ties    []Tie
		verdict Verdict
		datum   Datum
		reached int
	}{
		{"nothing", nil, nil, Passed, Datum{Code: "nothing_fixed"}, 4},
		{"exactly", map[string]int{"69": 29}, []Tie{tie("69", 29)}, Passed, Datum{Code: "within_reach"}, 4},
		{"half an hour", map[string]int{"69": 30}, []Tie{tie("69", 300)}, Passed, Datum{Code: "within_reach"}, 3},
		{"just under an hour", map[string]int{"69": 59}, []Tie{tie("69", 300)}, Passed, Datum{Code: "within_reach"}, 3},
		{"an hour", map[string]int{"69": 60}, []Tie{tie("69", 300)}, Passed, Datum{Code: "within_reach"}, 2},
		{"just under two", map[string]int{"69": 119}, []Tie{tie("69", 300)}, Passed, Datum{Code: "within_reach"}, 2},
		{"two hours", map[string]int{"69": 120}, []Tie{tie("69", 300)}, Passed, Datum{Code: "within_reach"}, 1},
		{"the longest counts", map[string]int{"69": 120, "35": 10}, []Tie{tie("69", 300), tie("35", 300)}, Passed,
			Datum{Code: "within_reach"}, 1},
		{"a minute more", map[string]int{"69": 101}, []Tie{tie("69", 100)}, Excluded, Datum{Code: "out_of_reach",
			Have: 101, Want: 100, Item: "69", Kilometres: 101, Estimated: true}, 2},
		{"not known, then out of reach", map[string]int{"69": 120}, []Tie{tie("35", 100), tie("69", 100)}, Excluded,
			Datum{Code: "out_of_reach", Have: 120, Want: 100, Item: "69", Kilometres: 120}, 0},
		{"not known", map[string]int{"69": 20}, []Tie{tie("35", 100), tie("69", 100)}, Unknown,
			Datum{Code: "reach_unknown", Item: "35"}, 0},
	} {
		n, p := awa(), gue()
		n.Continuity = c.ties
		r := Lexicographic{Times: minutes(c.to)}.Judge(&n, &p)
		if got := says(r, RuleContinuity); got.Verdict != c.verdict || got.Datum != c.datum {
			t.Errorf("%s: %s %+v", c.name, got.Verdict, got.Datum)
		}
		if got := r.Of(Reached).Value; got != c.reached {
			t.Errorf("%s: reached %d, want %d", c.name, got, c.reached)
		}
	}
}
