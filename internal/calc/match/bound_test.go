package match

import (
	"slices"
	"testing"

	"havre.example/havre/internal/kernel/date"
)

// Another's bounds take the place of a rule's own, an edition for each day they change; every other rule stays.
func TestBoundsOfACountry(t *testing.T) {
	then := date.Must(2026, 12, 1)
	own, _ := RuleOf(Rules, RuleDanger, today)
	book := Bounded(Rules, RuleDanger, []Bound{{Values: []int{10, 20, 30}}, {From: then, Values: []int{40, 50, 60}}})
	if len(book) != len(Rules)+1 {
		t.Fatalf("%d editions", len(book))
	}
	for day, want := range map[date.Date]Rule{
		own.Since: {Version: own.Version, Since: own.Since, Until: then.AddDays(-1), Bounds: []int{10, 20, 30}},
		then.AddDays(-1): {Version: own.Version, Since: own.Since, Until: then.AddDays(-1),
			Bounds: []int{10, 20, 30}},
		then: {Version: own.Version + 1, Since: then, Bounds: []int{40, 50, 60}},
	} {
		got, ok := RuleOf(book, RuleDanger, day)
		if !ok || got.Version != want.Version || got.Since != want.Since || got.Until != want.Until ||
			!slices.Equal(got.Bounds, want.Bounds) || got.Owner != own.Owner || got.Text != own.Text {
			t.Errorf("on %s: %+v", day, got)
		}
	}
	for _, r := range Rules {
		if r.ID != RuleDanger {
			if got, ok := RuleOf(book, r.ID, today); !ok || got.Version != r.Version ||
				!slices.Equal(got.Bounds, r.Bounds) {
				t.Errorf("%s became %+v", r.ID, got)
			}
		}
	}
	if was, _ := RuleOf(Rules, RuleDanger, then); !slices.Equal(was.Bounds, own.Bounds) {
		t.Error("the rule book itself was changed")
	}
}
