package assessment

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/packs"
)

// I1: a decision is given five criteria and the way child protection takes, and could not be given anything else.
func TestI1GroundsHaveNoFieldBesideTheCriteria(t *testing.T) {
	g := reflect.TypeOf(Grounds{})
	var names []string
	for i := range g.NumField() {
		names = append(names, g.Field(i).Name)
	}
	if got := strings.Join(names, " "); got != "Adult Trafficking DangerHere DistanceNeeded Agrees AgeRoute" {
		t.Errorf("Grounds has fields %s", got)
	}
	if n := reflect.TypeOf(tri.Said{}).NumField(); n != 2 {
		t.Errorf("Said has %d fields: it must hold yes and no alone, not who says so", n)
	}
}

func anyAssertions(t *rapid.T) []Assertion {
	answer := rapid.SampledFrom([]tri.Value{tri.Yes, tri.No, tri.Unknown})
	var out []Assertion
	for _, c := range Criteria {
		for range rapid.IntRange(0, 3).Draw(t, c) {
			out = append(out,
				Assertion{Criterion: c, Asserter: rapid.SampledFrom(Asserters(packs.France(), monday)).Draw(t, "who"),
					Answer: answer.Draw(t, "answer")})
		}
	}
	return out
}

// turnReasons are the reasons that the form offers.
func turnReasons() []string {
	var out []string
	for _, c := range Turned.Named("reason").Choices(packs.France(), "fr", date.Must(2026, 11, 1)) {
		out = append(out, c.Code)
	}
	return out
}

// I1: whoever says it, police or association, the outcome is the same.
func TestI1WhoSaysSoChangesNoOutcome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := anyAssertions(t)
		route := rapid.SampledFrom(append([]string{""}, AgeRoutes...)).Draw(t, "route")
		other := append([]Assertion(nil), list...)
		for i := range other {
			other[i].Asserter = rapid.SampledFrom(Asserters(packs.France(), monday)).Draw(t, "other")
		}
		reason := rapid.SampledFrom(turnReasons()).Draw(t, "reason")
		a, b := groundsOf(list, route), groundsOf(other, route)
		if fmt.Sprint(a.MayAdmit()) != fmt.Sprint(b.MayAdmit()) ||
			fmt.Sprint(a.MayTurn(packs.France(), reason, monday)) !=
				fmt.Sprint(b.MayTurn(packs.France(), reason, monday)) {
			t.Fatalf("%+v and %+v differ", a, b)
		}
	})
}

// What keeps a decision from being taken is told at once.
func TestWhatIsMissingIsToldAtOnce(t *testing.T) {
	none := Grounds{}
	if err := none.MayAdmit(); !errors.Is(err, ErrAgeRoute) || !errors.Is(err, ErrOpen) {
		t.Error(err)
	}
	if err := none.MayTurn(packs.France(), "", monday); !errors.Is(err, ErrAgeRoute) || !errors.Is(err, ErrReason) {
		t.Error(err)
	}
	both := Entry{Sheet: Sheet{NoNeeds: true, Needs: []string{"family"}}, Vetoes: []string{"31"},
		Wishes: []string{"31"}}.contradictions(packs.France())
	if !errors.Is(both, ErrNeedsTwo) || !errors.Is(both, ErrContradicted) {
		t.Error(both)
	}
}

// Who is counted is the household that is chosen; what stood before the form was opened holds up no other answer.
func TestAHouseholdIsOfThoseCounted(t *testing.T) {
	alone := Sheet{Shape: "single", Adults: 1, Children: []string{"age_3_5"}}
	for what, c := range map[string]struct {
		now, before Sheet
		want        error
	}{
		"alone with a child":  {alone, Sheet{}, ErrHousehold},
		"as it stood":         {alone, alone, nil},
		"chosen later":        {alone, Sheet{Adults: 1, Children: alone.Children}, ErrHousehold},
		"counted later":       {alone, Sheet{Shape: "single", Adults: 1}, ErrHousehold},
		"with another child":  {Sheet{Shape: "single", Children: []string{"age_3_5", "age_3_5"}}, alone, ErrHousehold},
		"two, and one":        {Sheet{Shape: "couple", Adults: 1}, Sheet{Shape: "couple", Adults: 2}, ErrHousehold},
		"an adult with them":  {Sheet{Shape: "adult_with_children", Adults: 1, Children: alone.Children}, Sheet{}, nil},
		"nobody knows":        {Sheet{Shape: codelist.Unknown, Adults: 1, Children: alone.Children}, Sheet{}, nil},
		"not asked, as yet":   {Sheet{Adults: 1, Children: alone.Children}, Sheet{}, nil},
		"nobody counted, yet": {Sheet{Shape: "single"}, Sheet{}, nil},
	} {
		_, err := (Entry{Sheet: c.now}).checked(packs.France(), monday, File{Sheet: c.before})
		if !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// I9: an age that is unknown or disputed is never a silent refusal, and never a silent admission.
func TestI9OpenAgeAsksForARoute(t *testing.T) {
	yes := tri.Said{Yes: true}
	for _, age := range []tri.Said{{}, {Yes: true, No: true}} {
		g := Grounds{Adult: age, Trafficking: yes, DangerHere: yes, DistanceNeeded: yes, Agrees: yes}
		if !errors.Is(g.MayAdmit(), ErrAgeRoute) ||
			!errors.Is(g.MayTurn(packs.France(), "minor_route", monday), ErrAgeRoute) ||
			!errors.Is(g.MayTurn(packs.France(), "other", monday), ErrAgeRoute) {
			t.Errorf("age %+v is decided silently", age)
		}
		g.AgeRoute = "child_protection_asked"
		if err := g.MayTurn(packs.France(), "minor_route", monday); err != nil {
			t.Errorf("with a route: %v", err)
		}
		if got := g.MayAdmit(); (got == nil) != age.Yes {
			t.Errorf("with a route, age %+v: %v", age, got)
		}
	}
}

// I10: what nobody said is neither yes nor no.
func TestI10NothingSaidIsUnknown(t *testing.T) {
	if (tri.Said{}).Tri() != tri.Unknown || (tri.Said{Yes: true, No: true}).Tri() != tri.Unknown {
		t.Error("silence or dispute became an answer")
	}
	empty := File{}
	missing := strings.Join(empty.Missing(packs.France(), monday), " ")
	for _, c := range Criteria {
		if !strings.Contains(missing, c) {
			t.Errorf("%s is not asked", c)
		}
	}
	said := File{Assertions: []Assertion{{Criterion: "adult", Asserter: Person, Answer: tri.No}},
		Sheet: Sheet{Animals: tri.No, NoNeeds: true}}
	for _, k := range said.Missing(packs.France(), monday) {
		if k == "adult" || k == "animals" || k == "needs" {
			t.Errorf("%s was answered no, and is asked again", k)
		}
	}
}

func TestEachMissingCriterionKeepsFromAdmission(t *testing.T) {
	var full []Assertion
	for _, c := range Criteria {
		full = append(full, Assertion{Criterion: c, Asserter: "NGO", Answer: tri.Yes})
	}
	if err := groundsOf(full, "").MayAdmit(); err != nil {
		t.Fatal(err)
	}
	for i, c := range Criteria {
		without := append(append([]Assertion(nil), full[:i]...), full[i+1:]...)
		if groundsOf(without, "taken_at_word").MayAdmit() == nil {
			t.Errorf("admitted without %s", c)
		}
	}
}

func TestDimensionRule(t *testing.T) {
	for _, c := range []struct {
		s    Strength
		want bool
	}{{Strength{2, 0, 0}, true}, {Strength{1, 1, 0}, true}, {Strength{1, 0, 1}, true}, {Strength{0, 3, 0}, true},
		{Strength{0, 2, 1}, true},
		{Strength{1, 0, 0}, false}, {Strength{0, 2, 0}, false}, {Strength{0, 1, 5}, false}, {Strength{}, false}} {
		if c.s.Speaks() != c.want {
			t.Errorf("%+v speaks: %v", c.s, !c.want)
		}
	}
	d := Dimensions(packs.France(), map[string]tri.Value{"taken_by_force": tri.Yes, "sold_or_handed_over": tri.Yes,
		"debt_before_departure": tri.No}, monday)[1]
	if d.Key != "coercive_recruitment" || d.Present.Strong != 2 || d.Answered != 3 || d.Of < 3 {
		t.Errorf("%+v", d)
	}
}

func TestZonesReachPlaces(t *testing.T) {
	for _, c := range []struct {
		zone, level, department string
		want                    bool
	}{
		{"34", "watch", "34", true}, {"34172", "watch", "34", true}, {"R11", "watch", "75", true},
		{"34", "grave", "75", false}, {"R11", "grave", "34", false},
		{"59", "watch", "75", false}, {"59", "serious", "75", true}, {"75", "grave", "69", true},
		{"75", "serious", "69", true}, {"75", "watch", "69", false},
		{"nowhere", "watch", "34", true},                                        // what is not known counts as near
		{"59", "", "75", true}, {"75", "", "69", true}, {"34", "", "75", false}, // nobody said how grave: as serious
	} {
		if codelist.Reaches(packs.France(), c.zone, c.level, c.department, date.Must(2026, 11, 23)) != c.want {
			t.Errorf("zone %s (%s) reaches %s: %v", c.zone, c.level, c.department, !c.want)
		}
	}
}
