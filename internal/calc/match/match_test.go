package match

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"pgregory.net/rapid"
)

var (
	today = date.Must(2026, 11, 23)
	nord  = geo.Area{Code: "59", Kind: geo.Department, Parent: "R32", At: geo.Point{Lat: 50.63, Lon: 3.06}}
	lille = geo.Area{Code: "59350", Kind: geo.Town, Parent: "59", At: geo.Point{Lat: 50.63, Lon: 3.06}}
	aisne = geo.Area{Code: "02", Kind: geo.Department, Parent: "R32", At: geo.Point{Lat: 49.56, Lon: 3.62}}
	lot   = geo.Area{Code: "46", Kind: geo.Department, Parent: "R76", At: geo.Point{Lat: 44.45, Lon: 1.44}}
	rhone = geo.Area{Code: "69", Kind: geo.Department, Parent: "R84", At: geo.Point{Lat: 45.76, Lon: 4.84}}
	ille  = geo.Area{Code: "35", Kind: geo.Department, Parent: "R53", At: geo.Point{Lat: 48.11, Lon: -1.68}}
	pot   = geo.Area{Code: "2B", Kind: geo.Department, Parent: "R94", At: geo.Point{Lat: 42.70, Lon: 9.45}}
	areas = []geo.Area{nord, lille, aisne, lot, rhone, {Code: "99", Kind: geo.Department}} // the last has no point
)

// roads knows nothing but the map: every way is an estimate.
var roads = func() geo.Times {
	w, err := geo.NewNetwork([]geo.Area{nord, lille, aisne, lot, rhone, ille, pot}, nil, func(a geo.Area) string {
		if a.Parent == "R94" {
			return a.Parent
		}
		return ""
	})
	if err != nil {
		panic(err)
	}
	return w
}()

var engine = Lexicographic{Times: roads}

// awa is one adult with two children who fled Lille and speaks Bambara and French.
func awa() Need {
	return Need{
		Key: "awa", On: today, Household: Household{Known: true, Adults: 1, Infants: 1, Older: 1},
		Codes: []string{"trauma_care", "ground_floor"}, CodesKept: true, Security: 2, ReadyOn: today.AddDays(5),
		Weeks:     26,
		Languages: []string{"bm", "fr"}, Zones: []Zone{{lille, 3}},
	}
}

// gue is a place in the Lot that fits Awa in every respect.
func gue() Place {
	return Place{
		Key: "gue", Area: lot, Beds: 3, Cots: 1, StepFree: tri.Yes, GroundFloor: tri.Yes, Security: 3,
		Languages: []string{"fr"}, Specialisms: []string{"trauma_care"}, State: Available,
		ConfirmedOn:   today.AddDays(-2),
		PartnerActive: tri.Yes, ConventionFrom: date.Must(2020, 1, 1), ConventionTo: date.Must(2027, 12, 31), Yearly: 8,
		Received: 3,
		Declared: Check{RuleProfile, Passed, Datum{Code: "profile_fits"}, ""},
	}
}

func rank1(n Need, p Place) Result { return engine.Rank(n, []Place{p})[0] }

// Each rule, from one place that passes all of them: what makes it exclude, and what makes it ask.
func TestEachRuleExcludesAndAsks(t *testing.T) {
	if r := rank1(awa(), gue()); r.Verdict != Passed || len(r.Broken())+len(r.Asks()) != 0 {
		t.Fatalf("a place that fits: %s, %+v", r.Verdict, r.Checks)
	}
	for _, c := range []struct {
		name    string
		change  func(*Need, *Place)
		rule    RuleID
		verdict Verdict
		code    string
		fix     Owner
	}{
		{"vetoed department", func(n *Need, _ *Place) { n.Vetoes = []geo.Area{lot} }, RuleVeto, Excluded, "vetoed",
			Person},
		{"vetoed town nearby",
			func(n *Need, p *Place) { n.Vetoes = []geo.Area{{Code: "46042", Kind: geo.Town, Parent: "46"}} }, RuleVeto,
			Unknown, "veto_nearby", Person},
		{"I4: in a zone", func(n *Need, _ *Place) { n.Zones = append(n.Zones, Zone{lot, 1}) }, RuleDanger, Excluded,
			"in_zone", Evaluation},
		{"I4: department of a town zone", func(_ *Need, p *Place) { p.Area = nord }, RuleDanger, Excluded, "in_zone",
			Evaluation},
		{"too near for a grave danger", func(_ *Need, p *Place) { p.Area = aisne }, RuleDanger, Excluded, "too_near",
			Evaluation},
		{"I10: no zone stated", func(n *Need, _ *Place) { n.Zones = nil }, RuleDanger, Unknown, "zones_unknown",
			Evaluation},
		{"no point on the map", func(n *Need, _ *Place) { n.Zones = append(n.Zones, Zone{areas[5], 1}) }, RuleDanger,
			Unknown, "distance_unknown", Evaluation},
		{"H3: she stays in that house", func(n *Need, p *Place) {
			p.House, n.Conflicts = "s1",
				[]Conflict{{With: "b", Reach: SameHouse, House: "s1", Town: "Cahors", Area: lot}}
		}, RuleConflict, Excluded, "same_house", Evaluation},
		{"H3: she stays in that town", func(n *Need, p *Place) {
			p.House, p.Town, n.Conflicts = "s2", "cahors ",
				[]Conflict{{With: "b", Reach: SameTown, House: "s1", Town: "Cahors", Area: lot}}
		}, RuleConflict, Excluded, "same_town", Evaluation},
		{"H3: she stays in that department", func(n *Need, p *Place) {
			p.House, p.Town, n.Conflicts = "s2", "Figeac",
				[]Conflict{{With: "b", Reach: SameDepartment, House: "s1", Town: "Cahors", Area: lot}}
		}, RuleConflict, Excluded, "same_department", Evaluation},
		{"H3: the town of the place is not known", func(n *Need, p *Place) {
			p.House, n.Conflicts = "s2",
				[]Conflict{{With: "b", Reach: SameTown, House: "s1", Town: "Cahors", Area: lot}}
		}, RuleConflict, Unknown, "town_unknown", HeadOffice},
		{"H3: where she stays only the town is known", func(n *Need, p *Place) {
			p.House, p.Town, n.Conflicts = "s2", "Cahors", []Conflict{{With: "b", Reach: SameTown, Town: "Cahors"}}
		}, RuleConflict, Unknown, "town_unknown", HeadOffice},
		{"H8: a hearing too far away", func(n *Need, _ *Place) { n.Continuity = []Tie{{rhone, 120}} }, RuleContinuity,
			Excluded, "out_of_reach", Evaluation},
		{"H8: a treatment nobody can place", func(n *Need, _ *Place) { n.Continuity = []Tie{{areas[5], 120}} },
			RuleContinuity, Unknown, "reach_unknown", Evaluation},
		{"H4: filled, nobody knows until when", func(_ *Need, p *Place) { p.State = Occupied }, RuleFree, Excluded,
			"occupied", Host},
		{"H4: filled beyond the day planned", func(_ *Need, p *Place) {
			p.State, p.FreeOn = Occupied,
				today.AddDays(-3)
		}, RuleFree, Unknown, "overdue", Host},
		{"H4: filled until long after her arrival", func(_ *Need, p *Place) {
			p.State, p.FreeOn = Occupied,
				today.AddDays(60)
		}, RuleCalendar, Excluded, "free_later", Host},
		{"H4: a shared room", func(n *Need, p *Place) { n.Codes, p.OwnRoom = append(n.Codes, "own_room"), tri.No },
			RuleBeds, Excluded, "room_shared", Host},
		{"H4: perhaps a shared room", func(n *Need, _ *Place) { n.Codes = append(n.Codes, "own_room") }, RuleBeds,
			Unknown, "room_unknown", Host},
		{"I5: the partner that referred her", func(_ *Need, p *Place) { p.Follows = true }, RuleApart, Excluded,
			"referred_her", HeadOffice},
		{"I7: held for somebody else", func(_ *Need, p *Place) { p.State = Held }, RuleFree, Excluded, "held", Host},
		{"paused", func(_ *Need, p *Place) { p.State = Cooling }, RuleFree, Excluded, "cooling", Host},
		{"paused on a day", func(n *Need, p *Place) { p.State, p.PausedOn = Cooling, n.On }, RuleFree, Excluded,
			"cooling_since", Host},
		{"no room for somebody", func(n *Need, p *Place) { p.State, p.PausedOn, p.NoRoom = Cooling, n.On, true },
			RuleFree, Excluded, "no_room", Host},
		{"withdrawn", func(_ *Need, p *Place) { p.State = Withdrawn }, RuleFree, Excluded, "withdrawn", Host},
		{"state never said", func(_ *Need, p *Place) { p.State = "" }, RuleFree, Unknown, "state_unknown", Host},
		{"free in a month", func(_ *Need, p *Place) { p.AvailableFrom = today.AddDays(40) }, RuleCalendar, Excluded,
			"free_later", Host},
		{"free next week, travel day unknown",
			func(n *Need, p *Place) { p.AvailableFrom = today.AddDays(7); n.ReadyOn = date.Date{} }, RuleCalendar,
			Unknown, "ready_unknown", Evaluation},
		{"one bed for two", func(_ *Need, p *Place) { p.Beds = 1 }, RuleBeds, Excluded, "beds_missing", Host},
		{"no cot, no spare bed", func(_ *Need, p *Place) { p.Beds, p.Cots = 2, 0 }, RuleBeds, Excluded, "cots_missing",
			Host},
		{"beds never said", func(_ *Need, p *Place) { p.Beds = 0 }, RuleBeds, Unknown, "beds_unknown", Host},
		{"household unknown", func(n *Need, _ *Place) { n.Household.Known = false }, RuleBeds, Unknown,
			"household_unknown", Evaluation},
		{"stairs", func(_ *Need, p *Place) { p.GroundFloor = tri.No }, RuleAccess, Excluded, "not_accessible", Host},
		{"ground floor unknown", func(_ *Need, p *Place) { p.GroundFloor = tri.Unknown }, RuleAccess, Unknown,
			"access_unknown", Host},
		{"less protected than the danger", func(_ *Need, p *Place) { p.Security = 2 }, RuleSecurity, Excluded,
			"less_protected_zone", Host},
		{"partner gone", func(_ *Need, p *Place) { p.PartnerActive = tri.No }, RulePartner, Excluded, "not_active",
			HeadOffice},
		{"convention over before she comes", func(_ *Need, p *Place) { p.ConventionTo = today.AddDays(2) },
			RuleConvention, Excluded, "convention_ended", HeadOffice},
		{"convention unknown", func(_ *Need, p *Place) { p.ConventionTo = date.Date{} }, RuleConvention, Unknown,
			"convention_unknown", HeadOffice},
		{"convention over before the place is free", func(_ *Need, p *Place) {
			p.AvailableFrom, p.ConventionTo = today.AddDays(12), today.AddDays(9)
		}, RuleConvention, Excluded, "convention_ended", HeadOffice},
		{"two left, three would come", func(_ *Need, p *Place) { p.Received = 6 }, RuleQuota, Excluded, "quota_short",
			HeadOffice},
		{"three left, three would come", func(_ *Need, p *Place) { p.Received = 5 }, RuleQuota, Passed, "quota_left",
			""},
		{"one left, the household not stated", func(n *Need, p *Place) { n.Household, p.Received = Household{}, 7 },
			RuleQuota, Passed, "quota_left", ""},
		{"year full, the household not stated", func(n *Need, p *Place) { n.Household, p.Received = Household{}, 8 },
			RuleQuota, Excluded, "quota_reached", HeadOffice},
		{"year full", func(_ *Need, p *Place) { p.Received = 8 }, RuleQuota, Excluded, "quota_reached", HeadOffice},
		{"a flat of the head office, no number known", func(_ *Need, p *Place) { p.Emergency, p.Yearly = true, 0 },
			RuleQuota, Passed, "quota_none", ""},
		{"a flat of the head office, a number long passed", func(_ *Need, p *Place) {
			p.Emergency, p.Received = true,
				90
		}, RuleQuota, Passed, "quota_none", ""},
		{"profile never compared", func(_ *Need, p *Place) { p.Declared = Check{} }, RuleProfile, Unknown,
			"profile_unknown", Host},
	} {
		n, p := awa(), gue()
		c.change(&n, &p)
		r := rank1(n, p)
		i := slices.IndexFunc(r.Checks, func(k Check) bool { return k.Rule == c.rule })
		got := r.Checks[i]
		if got.Verdict != c.verdict || got.Datum.Code != c.code || got.Fix != c.fix ||
			r.Verdict.order() < c.verdict.order() {
			t.Errorf("%s: %s %s %q fix %q, all together %s", c.name, c.rule, got.Verdict, got.Datum.Code, got.Fix,
				r.Verdict)
		}
	}
}

// H5 compares what a host declared, and only that; what a host left open is asked, never assumed.
func TestDeclaredProfile(t *testing.T) {
	open := Profile{Accepts: "any", Children: tri.Yes, Couples: tri.Yes, Animals: tri.Yes, Autonomy: 1}
	alone := ProfileAsked{Sex: "F", Household: Household{Known: true, Adults: 1}, Couple: tri.No, Animals: tri.No,
		Autonomy: 2}
	for _, c := range []struct {
		name   string
		change func(*ProfileAsked, *Profile)
		want   string
		is     Verdict
	}{
		{"open to all", func(*ProfileAsked, *Profile) {}, "profile_fits", Passed},
		{"women, a woman", func(_ *ProfileAsked, h *Profile) { h.Accepts = "women" }, "profile_fits", Passed},
		{"women, a man", func(a *ProfileAsked, h *Profile) { h.Accepts, a.Sex = "women", "M" }, "profile_women",
			Excluded},
		{"women, not stated", func(a *ProfileAsked, h *Profile) { h.Accepts, a.Sex = "women", "unknown" },
			"profile_ask", Unknown},
		{"host did not say", func(_ *ProfileAsked, h *Profile) { h.Accepts = "" }, "accepts_unknown", Unknown},
		{"too many children", func(a *ProfileAsked, h *Profile) { a.Household.Older, h.MaxChildren = 3, 2 },
			"fewer_children", Excluded},
		{"no children here", func(a *ProfileAsked, h *Profile) { a.Household.Infants, h.Children = 1, tri.No },
			"no_children", Excluded},
		{"children perhaps", func(a *ProfileAsked, h *Profile) { a.Household.Infants, h.Children = 1, tri.Unknown },
			"children_unknown", Unknown},
		{"a dog perhaps", func(a *ProfileAsked, h *Profile) { a.Animals, h.Animals = tri.Unknown, tri.No },
			"animals_unasked", Unknown},
		{"a dog", func(a *ProfileAsked, h *Profile) { a.Animals, h.Animals = tri.Yes, tri.No }, "no_animals", Excluded},
		{"couple", func(a *ProfileAsked, h *Profile) { a.Couple, h.Couples = tri.Yes, tri.No }, "no_couples", Excluded},
		{"own flat", func(a *ProfileAsked, h *Profile) { h.Autonomy = 3 }, "more_autonomy", Excluded},
		{"own flat, autonomy unknown", func(a *ProfileAsked, h *Profile) { h.Autonomy, a.Autonomy = 3, 0 },
			"autonomy_unasked", Unknown},
	} {
		a, h := alone, open
		c.change(&a, &h)
		if got := CompareDeclaredProfile(a, h); got.Datum.Code != c.want || got.Verdict != c.is ||
			got.Rule != RuleProfile {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestOrderOfCriteria(t *testing.T) {
	best := gue()
	near, bare, stale, wide := gue(), gue(), gue(), gue()
	near.Key, near.Area = "a-near", ille
	bare.Key, bare.Specialisms = "b-bare", nil
	stale.Key, stale.ConfirmedOn = "c-stale", today.AddDays(-40)
	wide.Key, wide.Beds = "d-wide", 9
	unsure := gue()
	unsure.Key, unsure.State = "e-unsure", ""
	bridge := gue()
	bridge.Key, bridge.Emergency = "f-bridge", true
	var got []string
	for _, r := range engine.Rank(awa(), []Place{bridge, unsure, near, wide, stale, bare, best}) {
		got = append(got, r.Key)
	}
	want := []string{"gue", "d-wide", "c-stale", "b-bare", "a-near", "f-bridge", "e-unsure"}
	if !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
}

// I1: neither the need nor the place can even hold what must never count.
func TestI1NoFieldForWhatMustNotCount(t *testing.T) {
	forbidden := []string{"gender", "sex", "nation", "status", "paper", "permit", "cooperat", "complain", "police",
		"country", "religion"}
	var walk func(reflect.Type)
	walk = func(typ reflect.Type) {
		for typ.Kind() == reflect.Slice || typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct {
			return
		}
		for i := range typ.NumField() {
			f := typ.Field(i)
			for _, bad := range forbidden {
				if strings.Contains(strings.ToLower(f.Name), bad) {
					t.Errorf("%s has a field %s", typ, f.Name)
				}
			}
			walk(f.Type)
		}
	}
	walk(reflect.TypeFor[Rule]())
	walk(reflect.TypeFor[Need]())
	walk(reflect.TypeFor[Place]())
}

func TestRulesAreDated(t *testing.T) {
	if len(InForce(Rules, today)) != len(Rules) || len(InForce(Rules, date.Must(2011, 12, 31))) != 0 {
		t.Error("rules in force do not follow their dates")
	}
	for _, r := range Rules {
		if r.ID == "" || r.Version < 1 || r.Owner == "" || r.Since.IsZero() {
			t.Errorf("rule %q is incomplete", r.ID)
		}
	}
}

func BenchmarkRank(b *testing.B) {
	for _, size := range []int{100, 10_000} {
		places := make([]Place, size)
		for i := range places {
			places[i] = gue()
			places[i].Key = fmt.Sprintf("p%05d", i)
			places[i].Area = areas[i%5]
			places[i].Beds, places[i].Security, places[i].Received = i%5, i%4, i%9
			places[i].ConfirmedOn = today.AddDays(-i % 100)
		}
		n := awa()
		n.Zones = append(n.Zones, Zone{aisne, 2}, Zone{rhone, 1})
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if r := engine.Rank(n, places); len(r) != size {
					b.Fatal(len(r))
				}
			}
		})
	}
}

// A6: whatever prices say, the first place is as good in every criterion before T6, and no rule's answer changes.
func TestPricesReachNoFurtherThanTheirCriterion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, places := drawNeed(t), drawPlaces(t)
		dear := engine
		dear.Prices = map[string]int{}
		for _, k := range []string{ScarceAccess, ScarceFamily, ScarceSecurity, ScarceBridge} {
			dear.Prices[k] = rapid.IntRange(-5, 50).Draw(t, k)
		}
		plain, got := engine.Rank(n, places), dear.Rank(n, places)
		for i := range plain {
			if got[i].Verdict != plain[i].Verdict {
				t.Fatalf("place %d of the list: %s, without prices %s", i, got[i].Verdict, plain[i].Verdict)
			}
			for k, c := range Criteria {
				if c == Spared {
					break
				}
				if got[i].Tiers[k].Value != plain[i].Tiers[k].Value {
					t.Fatalf("place %d of the list: %s is %d, without prices %d", i, c, got[i].Tiers[k].Value,
						plain[i].Tiers[k].Value)
				}
			}
		}
	})
}
