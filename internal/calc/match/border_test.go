package match

import (
	"slices"
	"testing"

	"havre.example/havre/internal/calc/geo"
)

// A rule says nothing of a level that it has no bound for, whatever else it holds.
func TestALevelWithoutABound(t *testing.T) {
	r := Rule{Bounds: []int{60, 120, 150, 61, 91, 121}}
	for level, want := range map[int]int{1: 60, 2: 120, 3: 150} {
		if got, ok := r.Least(level); got != want || !ok {
			t.Errorf("level %d: %d, %v", level, got, ok)
		}
	}
	for level, want := range map[int]int{-1: 240, 0: 240, 1: 61, 2: 91, 3: 121, 4: 240} {
		if got, ok := r.Least(level); (level < 1 || level > 3) && (ok || got != 0) {
			t.Errorf("level %d: %d, %v", level, got, ok)
		}
		if got := r.Counts(level); got != want {
			t.Errorf("level %d counts %d minutes, want %d", level, got, want)
		}
	}
}

// How long she may wait for a convention is what the rule on the calendar says, and no other rule.
func TestTheWaitIsTheCalendars(t *testing.T) {
	n, p := awa(), gue()
	p.ConventionFrom = n.ReadyOn.AddDays(10)
	for _, c := range []struct {
		rules []Rule
		code  string
	}{{Rules, "convention_from"}, {Bounded(Rules, RuleCalendar, []Bound{{Values: []int{9}}}), "convention_later"},
		{without(RuleCalendar), "convention_later"}} {
		r := Lexicographic{Times: roads, Rules: c.rules}.Judge(&n, &p)
		if got := r.Checks[slices.Index(RuleIDs, RuleConvention)].Datum.Code; got != c.code {
			t.Errorf("%s, want %s", got, c.code)
		}
	}
}

// A level of protection is explained by the first zone that asks as much, not by a lesser one before it.
func TestWhereALevelComesFrom(t *testing.T) {
	n := Need{Security: 1, Zones: []Zone{{lot, 1}, {lille, 2}, {rhone, 2}}}
	for level, want := range map[int][2]string{0: {"_most", ""}, 1: {"", ""}, 2: {"_zone", lille.Code},
		3: {"_need", ""}} {
		if why, item := n.wants(level); [2]string{why, item} != want {
			t.Errorf("level %d: %q %q, want %q", level, why, item, want)
		}
	}
}

// A place that has every scarce thing, for somebody who needs none, gives the whole list in its order; a household
// that is not known may need the beds.
func TestEveryScarceThingIsCounted(t *testing.T) {
	p := gue()
	p.Beds, p.Emergency = 2, true
	n := Need{Household: Household{Known: true, Adults: 1}}
	if got := unneeded(&n, &p); !slices.Equal(got, Scarce) || len(got) != 4 {
		t.Errorf("%v, want %v", got, Scarce)
	}
	n.Household = Household{}
	if got := unneeded(&n, &p); slices.Contains(got, ScarceFamily) {
		t.Errorf("a household that is not known needs none of %v", got)
	}
}

// Where no zone is stated the scale of safety is whole.
func TestTheMostThatSafetyCanBe(t *testing.T) {
	if got := engine.Safest(&Need{On: today}); got != Most(Safety) {
		t.Errorf("%d, want %d", got, Most(Safety))
	}
}

// Only the rule on wishes sets an area aside, and only one that it names.
func TestWhatIsAside(t *testing.T) {
	for _, c := range []struct {
		check Check
		want  bool
	}{
		{Check{Rule: RuleWish, Datum: Datum{Item: "974"}}, true},
		{Check{Rule: RuleVeto, Datum: Datum{Item: "974"}}, false},
		{Check{Rule: RuleWish}, false},
	} {
		if got := c.check.Aside(); got != c.want {
			t.Errorf("%+v: %v", c.check, got)
		}
	}
}

// An area refused in words alone keeps her from no place: it is said to be asked of her, once nothing else is refused.
func TestAVetoInWordsIsAskedOfHer(t *testing.T) {
	n, p := awa(), gue()
	n.Vetoes = []geo.Area{nord, {Code: "words"}}
	want := Check{Rule: RuleVeto, Verdict: Passed, Datum: Datum{Code: "veto_in_words", Item: "words"}, Fix: Person}
	if got := says(judge(n, p), RuleVeto); got != want {
		t.Errorf("refused in words: %+v", got)
	}
	n.Vetoes = []geo.Area{{Code: "words"}, lot}
	if got := says(judge(n, p), RuleVeto); got.Datum.Code != "vetoed" {
		t.Errorf("and its department too: %+v", got)
	}
}
