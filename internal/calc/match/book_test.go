package match

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// The book names every rule once, in the order they are asked.
func TestTheBookNamesEveryRule(t *testing.T) {
	var ids []RuleID
	for _, r := range InForce(Rules, today) {
		ids = append(ids, r.ID)
	}
	if !slices.Equal(ids, RuleIDs) || len(checks) != len(RuleIDs) {
		t.Errorf("the book holds %v, the code %v", ids, RuleIDs)
	}
}

// An edition is ended and followed by another: a day has one of them, and what it says changes on that day.
func TestEditionsFollowOneAnother(t *testing.T) {
	next := date.Must(2027, 1, 1)
	old, _ := RuleOf(Rules, RuleDanger, today)
	old.Until = next.AddDays(-1)
	now := old
	now.Version, now.Since, now.Until, now.Bounds = 2, next, date.Date{}, []int{60, 120, 500}
	rules := append(slices.DeleteFunc(slices.Clone(Rules), func(r Rule) bool { return r.ID == RuleDanger }), old, now)
	e := Lexicographic{Times: roads, Rules: rules}
	n, p := awa(), gue()
	if v := e.Judge(&n, &p).Verdict; v != Passed {
		t.Errorf("by the old edition: %s", v)
	}
	n.On, n.ReadyOn = next, next
	if r := e.Judge(&n, &p); r.Verdict != Excluded || r.Broken()[0].Rule != RuleDanger ||
		r.Broken()[0].Datum.Want != 500 {
		t.Errorf("by the new edition: %s %+v", r.Verdict, r.Broken())
	}
}

// I10: a hole in the rule book lets nothing pass.
func TestAMissingRuleAsks(t *testing.T) {
	n, p := awa(), gue()
	for _, id := range RuleIDs {
		e := Lexicographic{Times: roads, Rules: without(id)}
		r := e.Judge(&n, &p)
		if id == RuleWish { // a book without it leaves no area aside
			if got := r.Checks[slices.Index(RuleIDs, id)]; r.Verdict != Passed || got.Datum.Code != "not_on_wish" {
				t.Errorf("without %s: %s %+v", id, r.Verdict, got)
			}
			continue
		}
		if asks := r.Asks(); r.Verdict != Unknown || len(asks) != 1 || asks[0].Rule != id || asks[0].Fix != HeadOffice {
			t.Errorf("without %s: %s %+v", id, r.Verdict, asks)
		}
	}
	if r := (Lexicographic{Rules: Rules}).Judge(&n, &p); r.Verdict != Unknown {
		t.Errorf("without travel times: %s", r.Verdict)
	}
}

// without is the rule book without a rule.
func without(id RuleID) []Rule {
	return slices.DeleteFunc(slices.Clone(Rules), func(r Rule) bool { return r.ID == id })
}

func TestParseRulesRefuses(t *testing.T) {
	danger := func(bounds string) string {
		return `[{"id": "h2_danger", "version": 1, "owner": "office", "since": "2020-01-01", "text": "h2_danger",
			"bounds": [` + bounds + `]}]`
	}
	edition := `{"id": "h1_veto", "version": 1, "owner": "office", "since": "2020-01-01", "text": "h1_veto"}`
	for name, b := range map[string]string{
		"no list":             `{}`,
		"two lists":           `[] []`,
		"a field of no use":   `[{"id": "h1_veto", "weight": 3}]`,
		"an unknown rule":     "[" + strings.Replace(edition, `"h1_veto", "v`, `"h11_papers", "v`, 1) + "]",
		"no owner":            `[{"id": "h1_veto", "version": 1, "since": "2020-01-01", "text": "h1_veto"}]`,
		"two on one day":      "[" + edition + "," + strings.Replace(edition, "2020", "2021", 1) + "]",
		"ends before it is":   "[" + strings.Replace(edition, `"text"`, `"until": "2019-01-01", "text"`, 1) + "]",
		"bounds missing":      danger("60"),
		"less for graver":     danger("180, 120, 60"),
		"bounds of no danger": danger("-60, 120, 180"),
		"caps that shrink":    danger("60, 120, 180, 90, 60, 120"),
		"half of the caps":    danger("60, 120, 180, 60"),
		"half of them graver": danger("60, 120, 180, 120, 90, 60"),
		"graver half of them": danger("180, 120, 60, 60, 90, 120"),
		"an area of no name": "[" + strings.NewReplacer("h1_veto", "h1_wish", `"text"`,
			`"areas": [""], "text"`).Replace(edition) + "]",
		"caps of a calendar": "[" + strings.NewReplacer("h1_veto", "h4_calendar", `"text"`, `"bounds": [1, 1], "text"`).
			Replace(edition) + "]",
		"areas of no wish": "[" + strings.Replace(edition, `"text"`, `"areas": ["974"], "text"`, 1) + "]",
	} {
		if _, err := ParseRules([]byte(b)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	for name, b := range map[string]string{"one edition": "[" + edition + "]", "the least": danger("60, 120, 180"),
		"the least, and caps": danger("60, 120, 180, 60, 90, 120"),
		"areas": "[" + strings.NewReplacer("h1_veto", "h1_wish", `"text"`,
			`"areas": ["974"], "text"`).Replace(edition) + "]",
	} {
		if _, err := ParseRules([]byte(b)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParseRules(f *testing.F) {
	f.Add(book)
	f.Add([]byte(`[{"id": "h2_danger", "version": 1, "owner": "office", "since": "2020-01-01", "text": "h2_danger", ` +
		`"bounds": [1,2,3]}]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		rules, err := ParseRules(b)
		if err != nil {
			return
		}
		again, err := json.Marshal(rules)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ParseRules(again); err != nil || len(got) != len(rules) {
			t.Fatalf("%d rules written and read again: %d, %v", len(rules), len(got), err)
		}
		n, p := awa(), gue()
		_ = Lexicographic{Times: roads, Rules: rules}.Judge(&n, &p)
	})
}

// The written scale of each criterion, at its bounds.
func TestScales(t *testing.T) {
	n, p := awa(), gue()
	for _, c := range []struct {
		name   string
		change func(*Need, *Place, *Lexicographic)
		of     Criterion
		want   int
	}{
		{"no zone stated", func(n *Need, _ *Place, _ *Lexicographic) { n.Zones = nil }, Safety, 0},
		{"nearer than allowed", func(_ *Need, p *Place, _ *Lexicographic) { p.Area = aisne }, Safety, 0},
		{"far beyond", func(*Need, *Place, *Lexicographic) {}, Safety, 9},
		{"the worst zone counts",
			func(n *Need, _ *Place, _ *Lexicographic) { n.Zones = append(n.Zones, Zone{rhone, 2}) }, Safety, 3},
		{"trauma care, ground floor, French", func(*Need, *Place, *Lexicographic) {}, Covered, 3},
		{"her own room", func(n *Need, p *Place, _ *Lexicographic) {
			n.Codes, p.OwnRoom = []string{"own_room"},
				tri.Yes
		}, Covered, 2},
		{"said a week ago", func(_ *Need, p *Place, _ *Lexicographic) { p.ConfirmedOn = today.AddDays(-7) }, Freshness,
			3},
		{"said a month ago", func(_ *Need, p *Place, _ *Lexicographic) { p.ConfirmedOn = today.AddDays(-31) },
			Freshness, 1},
		{"never said", func(_ *Need, p *Place, _ *Lexicographic) { p.ConfirmedOn = date.Date{} }, Freshness, 0},
		{"nothing fixed", func(*Need, *Place, *Lexicographic) {}, Reached, 4},
		{"a hearing in Lyon", func(n *Need, _ *Place, _ *Lexicographic) { n.Continuity = []Tie{{rhone, 600}} }, Reached,
			1},
		{"a hearing nowhere", func(n *Need, _ *Place, _ *Lexicographic) { n.Continuity = []Tie{{areas[5], 600}} },
			Reached, 0},
		{"wishes for the Lot", func(n *Need, _ *Place, _ *Lexicographic) { n.Wishes = []geo.Area{lot} }, Wished, 2},
		{"wishes for Lyon", func(n *Need, _ *Place, _ *Lexicographic) { n.Wishes = []geo.Area{rhone} }, Wished, 0},
		{"high security spared", func(*Need, *Place, *Lexicographic) {}, Spared, 40},
		{"a flat that she does not need", func(_ *Need, p *Place, _ *Lexicographic) { p.Beds = 9 }, Spared, 39},
		{"the same, dear", func(_ *Need, p *Place, e *Lexicographic) {
			p.Beds, e.Prices = 9, map[string]int{ScarceFamily: 4}
		}, Spared, 35},
		{"a price out of bounds", func(_ *Need, p *Place, e *Lexicographic) {
			p.Beds, e.Prices = 9, map[string]int{ScarceFamily: 4000}
		}, Spared, 30},
		{"five left this year", func(*Need, *Place, *Lexicographic) {}, Shared, 5},
	} {
		n2, p2, e := n, p, engine
		c.change(&n2, &p2, &e)
		r := e.Judge(&n2, &p2)
		if got := r.Of(c.of).Value; got != c.want {
			t.Errorf("%s: %s is %d, want %d", c.name, c.of, got, c.want)
		}
		if !slices.EqualFunc(r.Tiers, e.Tiers(&n2, &p2), func(a, b Tier) bool {
			return a.Value == b.Value &&
				a.Criterion == b.Criterion
		}) {
			t.Errorf("%s: Judge and Tiers disagree", c.name)
		}
	}
	if n.Class() != 3 || (&Need{}).Class() != 0 {
		t.Error("the class of danger is not that of the worst zone")
	}
}

// What the page shows of the ways is what the rule went by.
func TestWaysAreTheRulesOwn(t *testing.T) {
	n, p := awa(), gue()
	n.Zones = append(n.Zones, Zone{areas[5], 1})
	w := engine.Ways(&n, &p)
	if len(w) != 2 || !w[0].Known || w[0].Least != 150 || w[0].Travel.Measured || w[1].Known {
		t.Errorf("%+v", w)
	}
}

// Metamorphic (H3): one more conflict never makes a place look better.
func TestOneMoreConflictNeverImproves(t *testing.T) {
	for _, reach := range []Reach{SameHouse, SameTown, SameDepartment} {
		for _, area := range []geo.Area{lot, rhone, {}} {
			for _, town := range []string{"", "Cahors", "Figeac"} {
				n, p := awa(), gue()
				p.House, p.Town = "s1", "Cahors"
				before := engine.Judge(&n, &p)
				for _, house := range []string{"", "s1", "s2"} {
					n.Conflicts = []Conflict{{With: "b", Reach: reach, House: house, Town: town, Area: area}}
					if after := engine.Judge(&n, &p); after.Verdict.order() < before.Verdict.order() {
						t.Errorf("%s %q %q: from %s to %s", reach, house, town, before.Verdict, after.Verdict)
					}
				}
			}
		}
	}
}
