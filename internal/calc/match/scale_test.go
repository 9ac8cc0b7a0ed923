package match

import (
	"reflect"
	"slices"
	"testing"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// Each step of the scales that TestScales leaves out, on both sides.
func TestScalesStepByStep(t *testing.T) {
	said := func(days int) func(*Need, *Place) {
		return func(_ *Need, p *Place) { p.ConfirmedOn = today.AddDays(-days) }
	}
	wish := func(codes ...string) func(*Need, *Place) {
		return func(n *Need, _ *Place) {
			for _, c := range codes {
				n.Wishes = append(n.Wishes, geo.Area{Code: c, Kind: geo.Department})
			}
		}
	}
	needs := func(codes ...string) func(*Need, *Place) {
		return func(n *Need, _ *Place) { n.Codes, n.Languages = codes, nil }
	}
	none := func(p *Place) *Place {
		p.StepFree, p.GroundFloor, p.OwnRoom = tri.Unknown, tri.No, tri.Unknown
		p.Cots, p.Security, p.Specialisms, p.Languages = 0, 2, nil, []string{"en"}
		return p
	}
	every := []string{"step_free", "ground_floor", "own_room", "cot", "high_security", "trauma_care"}
	e := Lexicographic{Times: minutes(map[string]int{"59": 400, "69": 89, "35": 90})}
	for _, c := range []struct {
		name   string
		change func(*Need, *Place)
		of     Criterion
		want   int
		items  []string
	}{
		{"8 days ago", said(8), Freshness, 2, nil},
		{"30 days ago", said(30), Freshness, 2, nil},
		{"31 days ago", said(31), Freshness, 1, nil},
		{"90 days ago", said(90), Freshness, 1, nil},
		{"91 days ago", said(91), Freshness, 0, nil},
		{"asked on no day", func(n *Need, _ *Place) { n.On = date.Date{} }, Freshness, 0, nil},
		{"no wish", wish(), Wished, 0, nil},
		{"89 minutes from a wish", wish("69"), Wished, 1, nil},
		{"90 minutes from a wish", wish("35"), Wished, 0, nil},
		{"near one, in another", wish("69", "46"), Wished, 2, nil},
		{"far from one, near another", wish("35", "69"), Wished, 1, nil},
		{"a wish nobody can place", wish("99"), Wished, 0, nil},
		{"nothing covered", func(n *Need, p *Place) { needs(every...)(n, none(p)) }, Covered, 0, nil},
		{"everything covered", func(n *Need, p *Place) { needs(every...)(n, p); p.OwnRoom = tri.Yes }, Covered, 6,
			every},
		{"a room of her own for another need", func(n *Need, p *Place) {
			needs("trauma_care")(n, none(p))
			p.OwnRoom = tri.Yes
		}, Covered, 0, nil},
		{"a second language shared", func(n *Need, p *Place) { n.Languages = []string{"bm", "en"}; none(p) }, Covered,
			1,
			[]string{"language"}},
		{"access she does not need", func(n *Need, _ *Place) { n.Codes = nil }, Spared, 39, []string{ScarceAccess}},
		{"a ground floor alone", func(n *Need, p *Place) { n.Codes, p.StepFree = nil, tri.No }, Spared, 39,
			[]string{ScarceAccess}},
		{"no steps alone", func(n *Need, p *Place) { n.Codes, p.GroundFloor = nil, tri.Unknown }, Spared, 39,
			[]string{ScarceAccess}},
		{"no access", func(n *Need, p *Place) { n.Codes, p.GroundFloor, p.StepFree = nil, tri.No, tri.Unknown }, Spared,
			40, nil},
		{"no steps needed", func(n *Need, _ *Place) { n.Codes = []string{"step_free"} }, Spared, 40, nil},
		{"one bed more than people", func(_ *Need, p *Place) { p.Beds = 4 }, Spared, 39, []string{ScarceFamily}},
		{"high security for a serious danger", func(n *Need, _ *Place) { n.Zones = []Zone{{nord, 2}} }, Spared, 39,
			[]string{ScarceSecurity}},
		{"less than high security", func(n *Need, p *Place) { n.Zones, p.Security = []Zone{{nord, 2}}, 2 }, Spared, 40,
			nil},
		{"a flat of the head office", func(_ *Need, p *Place) { p.Emergency = true }, Spared, 39,
			[]string{ScarceBridge}},
		{"all of them", func(n *Need, p *Place) {
			n.Codes, n.Zones, p.Beds, p.Emergency = nil, []Zone{{nord, 2}}, 9, true
		}, Spared, 36, []string{ScarceAccess, ScarceFamily, ScarceSecurity, ScarceBridge}},
		{"many left", func(_ *Need, p *Place) { p.Yearly, p.Received = 60, 10 }, Shared, 20, nil},
		{"more received than agreed", func(_ *Need, p *Place) { p.Yearly, p.Received = 4, 9 }, Shared, 0, nil},
		{"no zone", func(n *Need, _ *Place) { n.Zones = nil }, Safety, 0, nil},
	} {
		n, p := awa(), gue()
		n.Zones = []Zone{{nord, 3}}
		c.change(&n, &p)
		got := e.Judge(&n, &p).Of(c.of)
		if got.Value != c.want || !slices.Equal(got.Items, c.items) && (c.items != nil || c.of == Spared) {
			t.Errorf("%s: %s is %d %v, want %d %v", c.name, c.of, got.Value, got.Items, c.want, c.items)
		}
	}
	low := e
	low.Prices = map[string]int{ScarceFamily: -4, ScarceBridge: 9}
	n, p := awa(), gue()
	p.Beds, p.Emergency = 9, true
	if got := low.Judge(&n, &p).Of(Spared).Value; got != 40-2-9 {
		t.Errorf("a price below nothing and the highest: %d", got)
	}
	if got := (Result{}).Of(Shared); got.Criterion != Shared || got.Value != 0 {
		t.Errorf("a criterion nobody looked at: %+v", got)
	}
	for c, want := range map[Criterion]int{Safety: 9, Covered: 0, Freshness: 3, Reached: 4, Wished: 2, Spared: 40,
		Shared: 20, Drawn: 0} {
		if got := Most(c); got != want {
			t.Errorf("%s ends at %d", c, got)
		}
	}
	for host, want := range map[string]string{"fr": "fr", "bm": "bm", "en": ""} {
		if got := Spoken([]string{"bm", "fr"}, []string{"de", host}); got != want {
			t.Errorf("with who speaks %s she speaks %q", host, got)
		}
	}
	// A way that nobody knows is no safe one, even where the rule asks for none.
	free := Lexicographic{Times: minutes(nil), Rules: slices.Clone(Rules)}
	for i := range free.Rules {
		if free.Rules[i].ID == RuleDanger {
			free.Rules[i].Bounds = []int{0, 0, 0}
		}
	}
	if got := free.Judge(&n, &p).Of(Safety).Value; got != 0 {
		t.Errorf("a way nobody knows is worth %d", got)
	}
	n.Zones = []Zone{{nord, 3}, {lille, 1}}
	if n.Class() != 3 {
		t.Error("the class of danger is that of the last zone, not of the worst")
	}
}

// A draw is the same in every release, and keys that read alike together draw apart.
func TestDrawsAreKept(t *testing.T) {
	if a, b := Draw("awa", "gue"), Draw("", ""); a != 2137525974 || b != 45897101 {
		t.Errorf("drawn %d and %d", a, b)
	}
	if Draw("ab", "c") == Draw("a", "bc") {
		t.Error("case and place run into one another")
	}
}

// Where verdict and criteria are equal, a destination comes before a bridge, and then the keys decide.
func TestEqualPlacesComeByTheirKeys(t *testing.T) {
	a, b := Result{Key: "a", Verdict: Passed}, Result{Key: "b", Verdict: Passed}
	bridge := Result{Key: "0", Verdict: Passed, Bridge: true}
	unsure := Result{Key: "0"}
	for _, c := range []struct {
		x, y Result
		want int
	}{{a, b, -1}, {b, a, 1}, {a, a, 0}, {a, bridge, -1}, {bridge, a, 1}, {bridge, unsure, -1}, {unsure, a, 1}} {
		if got := before(c.x, c.y); got != c.want {
			t.Errorf("%s before %s: %d", c.x.Key, c.y.Key, got)
		}
	}
	e := Lexicographic{Times: roads}
	n, places := awa(), []Place{gue(), gue()}
	places[0].State = ""
	ranked := e.Rank(n, places)
	if ranked[0].Place != 1 || ranked[1].Place != 0 {
		t.Errorf("places %d and %d", ranked[0].Place, ranked[1].Place)
	}
	for _, r := range ranked {
		want := e.Judge(&n, &places[r.Place])
		if want.Place = r.Place; !reflect.DeepEqual(r, want) {
			t.Errorf("ranked %+v, alone %+v", r, want)
		}
	}
}

// H5, answer by answer.
func TestDeclaredProfileAnswerByAnswer(t *testing.T) {
	alone := Household{Known: true, Adults: 1}
	with := func(n int) Household { return Household{Known: true, Adults: 1, Older: n} }
	for _, c := range []struct {
		name  string
		asked ProfileAsked
		host  Profile
		what  func(ProfileAsked, Profile) Check
		code  string
		is    Verdict
	}{
		{"men, a man", ProfileAsked{Sex: "M"}, Profile{Accepts: "men"}, compareGender, "profile_fits", Passed},
		{"men, a woman", ProfileAsked{Sex: "F"}, Profile{Accepts: "men"}, compareGender, "profile_men", Excluded},
		{"women, a man", ProfileAsked{Sex: "M"}, Profile{Accepts: "women"}, compareGender, "profile_women", Excluded},
		{"men, not stated", ProfileAsked{}, Profile{Accepts: "men"}, compareGender, "profile_ask", Unknown},
		{"any, not stated", ProfileAsked{}, Profile{Accepts: "any"}, compareGender, "profile_fits", Passed},

		{"children, nobody counted", ProfileAsked{}, Profile{Children: tri.Yes}, compareChildren, "profile_fits",
			Passed},
		{"as many as they take", ProfileAsked{Household: with(2)}, Profile{Children: tri.Yes, MaxChildren: 2},
			compareChildren, "profile_fits", Passed},
		{"no number given", ProfileAsked{Household: with(5)}, Profile{Children: tri.Yes}, compareChildren,
			"profile_fits", Passed},
		{"none, household not stated", ProfileAsked{}, Profile{Children: tri.No}, compareChildren, "household_unknown",
			Unknown},
		{"none, not stated, one counted", ProfileAsked{Household: Household{Infants: 1}}, Profile{Children: tri.No},
			compareChildren, "no_children", Excluded},
		{"none, nobody comes along", ProfileAsked{Household: alone}, Profile{Children: tri.No}, compareChildren,
			"profile_fits", Passed},
		{"not said, nobody comes along", ProfileAsked{Household: alone}, Profile{}, compareChildren, "profile_fits",
			Passed},
		{"not said, a number given", ProfileAsked{Household: with(1)}, Profile{MaxChildren: 3}, compareChildren,
			"children_unknown", Unknown},

		{"couples", ProfileAsked{Couple: tri.Yes}, Profile{Couples: tri.Yes}, compareCouple, "profile_fits", Passed},
		{"no couple", ProfileAsked{Couple: tri.No}, Profile{}, compareCouple, "profile_fits", Passed},
		{"perhaps a couple", ProfileAsked{}, Profile{Couples: tri.No}, compareCouple, "household_unknown", Unknown},
		{"couples not said", ProfileAsked{Couple: tri.Yes}, Profile{}, compareCouple, "couples_unknown", Unknown},
		{"no couples here", ProfileAsked{Couple: tri.Yes}, Profile{Couples: tri.No}, compareCouple, "no_couples",
			Excluded},

		{"animals", ProfileAsked{}, Profile{Animals: tri.Yes}, compareAnimals, "profile_fits", Passed},
		{"no animal", ProfileAsked{Animals: tri.No}, Profile{}, compareAnimals, "profile_fits", Passed},
		{"animals not said", ProfileAsked{Animals: tri.Yes}, Profile{}, compareAnimals, "animals_unknown", Unknown},

		{"the least autonomy", ProfileAsked{}, Profile{Autonomy: 1}, compareAutonomy, "profile_fits", Passed},
		{"as much as they ask", ProfileAsked{Autonomy: 2}, Profile{Autonomy: 2}, compareAutonomy, "profile_fits",
			Passed},
		{"less than they ask", ProfileAsked{Autonomy: 1}, Profile{Autonomy: 2}, compareAutonomy, "more_autonomy",
			Excluded},
		{"not said", ProfileAsked{Autonomy: 3}, Profile{}, compareAutonomy, "autonomy_unknown", Unknown},
		{"neither said", ProfileAsked{}, Profile{}, compareAutonomy, "autonomy_unknown", Unknown},
	} {
		if got := c.what(c.asked, c.host); got.Datum.Code != c.code || got.Verdict != c.is {
			t.Errorf("%s: %s %q", c.name, got.Verdict, got.Datum.Code)
		}
	}
	for _, c := range []struct {
		host Profile
		want Datum
	}{
		{Profile{Children: tri.No}, Datum{Code: "no_children", Want: 3}},
		{Profile{Children: tri.Yes, MaxChildren: 2}, Datum{Code: "fewer_children", Have: 2, Want: 3}},
	} {
		if got := compareChildren(ProfileAsked{Household: with(3)}, c.host).Datum; got != c.want {
			t.Errorf("three children: %+v", got)
		}
	}
	if got := compareAutonomy(ProfileAsked{Autonomy: 1}, Profile{Autonomy: 3}).Datum; got.Have != 1 || got.Want != 3 {
		t.Errorf("less autonomy: %+v", got)
	}
	open := Profile{Accepts: "any", Children: tri.Yes, Autonomy: 1}
	got := CompareDeclaredProfile(ProfileAsked{Sex: "F", Household: alone, Couple: tri.Yes, Animals: tri.Yes}, open)
	if got.Datum.Code != "couples_unknown" || got.Rule != RuleProfile {
		t.Errorf("of two questions the first is asked first: %+v", got)
	}
}

// A rule book that lacks one thing is refused, and editions that touch without overlapping are taken in either order.
func TestParseRulesToTheDay(t *testing.T) {
	veto := func(version, owner, since, until, text, more string) string {
		return `{"id": "h1_veto", "version": ` + version + `, "owner": "` + owner + `"` + since + until +
			`, "text": "` +
			text + `"` + more + `}`
	}
	since := func(day string) string { return `, "since": "` + day + `"` }
	until := func(day string) string { return `, "until": "` + day + `"` }
	was := veto("1", "office", since("2020-01-01"), until("2020-12-31"), "h1_veto", "")
	is := veto("2", "office", since("2021-01-01"), "", "h1_veto", "")
	for name, b := range map[string]string{
		"whole":             was,
		"one day alone":     veto("1", "office", since("2020-01-01"), until("2020-01-01"), "h1_veto", ""),
		"one after another": was + "," + is,
		"the newer first":   is + "," + was,
		"danger from 0 minutes": `{"id": "h2_danger", "version": 1, "owner": "office", "since": "2020-01-01",
			"text": "x", "bounds": [0, 0, 150]}`,
		"a wait of 0 days": `{"id": "h4_calendar", "version": 1, "owner": "office", "since": "2020-01-01", "text": "x",
			"bounds": [0]}`,
	} {
		if _, err := ParseRules([]byte("[" + b + "]")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, b := range map[string]string{
		"another field": veto("1", "office", since("2020-01-01"), "", "h1_veto", `, "weight": 3`),
		"no version":    veto("0", "office", since("2020-01-01"), "", "h1_veto", ""),
		"no owner":      veto("1", "", since("2020-01-01"), "", "h1_veto", ""),
		"no date":       veto("1", "office", "", "", "h1_veto", ""),
		"no text":       veto("1", "office", since("2020-01-01"), "", "", ""),
		"a wait of -1 day": `{"id": "h4_calendar", "version": 1, "owner": "office", "since": "2020-01-01", "text": "x",
			"bounds": [-1]}`,
		"bounds nobody asks": veto("1", "office", since("2020-01-01"), "", "h1_veto", `, "bounds": [1]`),
		"a day in common": was + "," + veto("2", "office", since("2020-12-31"), "", "h1_veto",
			""),
	} {
		if _, err := ParseRules([]byte("[" + b + "]")); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if rules, err := ParseRules([]byte(`{"no": "list"}`)); err == nil || rules != nil {
		t.Errorf("no list: %v", rules)
	}
	first, holds := RuleOf(Rules, RuleDanger, date.Must(2012, 1, 1))
	if _, before := RuleOf(Rules, RuleDanger, date.Must(2011, 12, 31)); before || !holds || first.ID != RuleDanger {
		t.Errorf("%q holds on its first day: %v, and on the day before: %v", first.ID, holds, before)
	}
}

// An edition that ended without another to follow it lets nothing pass from the next day on.
func TestAnEditionEnds(t *testing.T) {
	was := Rules
	defer func() { Rules = was }()
	Rules = slices.Clone(was)
	for i := range Rules {
		if Rules[i].ID == RuleDanger {
			Rules[i].Until = today
		}
	}
	for day, holds := range map[date.Date]bool{today: true, today.AddDays(1): false} {
		n, p := awa(), gue()
		n.On = day
		if got := says(judge(n, p), RuleDanger); (got.Verdict == Passed) != holds ||
			(got.Datum.Code == "no_rule") == holds {
			t.Errorf("on %s: %+v", day, got)
		}
		if _, ok := RuleOf(Rules, RuleDanger, day); ok != holds {
			t.Errorf("on %s it holds: %v", day, ok)
		}
	}
}

// The one who has no travel times, and a round's tiers, go by the rule book of the day.
func TestTiersGoByTheBookOfTheDay(t *testing.T) {
	n, p := awa(), gue()
	n.On = date.Must(2011, 12, 31)
	if got := engine.Tiers(&n, &p)[0].Value; got != 0 {
		t.Errorf("before the first edition safety is %d", got)
	}
	if len(engine.Tiers(&n, &p)) != len(Criteria) {
		t.Error("not every criterion")
	}
	if ways := engine.Ways(&n, &p); ways[0].Least != 0 {
		t.Errorf("before the first edition a way asks %d minutes", ways[0].Least)
	}
}
