package placement_test

import (
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/gate"
)

// The home says how many places are possible as long as what they are weighed by stands as it did at the last search:
// a new danger, another refusal, other needs, or one of them gone, and it says that something changed, until it is
// searched again.
func TestPossiblePlacesAreCountedUntilSomethingChanges(t *testing.T) {
	each(t, func(n *net) {
		awa, other := n.awa(nil), n.awa(nil)
		n.search(awa)
		n.search(other)
		says := func(what string, want ...string) {
			n.t.Helper()
			n.signIn()
			got := n.home(n.claire)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				n.t.Errorf("%s: the home says %v, not %v", what, got, want)
			}
			n.Clock.Advance(time.Second)
		}
		const counts, changed = "placement.home.waiting", "placement.home.waiting_changed"
		says("searched", counts)
		vetoes := func(areas ...string) func() {
			return func() { n.work(awa, func(tx *gate.CaseTx) error { return casefile.SetVetoes(tx, areas) }) }
		}
		for _, c := range []struct {
			what   string
			change func()
		}{
			{"a danger", func() { n.tell(awa, casefile.DangerZoneSet{Areas: []string{"46"}}) }},
			{"none any more", func() { n.tell(awa, casefile.DangerZoneSet{}) }},
			{"other needs", func() { n.tell(awa, assessment.NeedsStated{}) }},
			{"a refusal", vetoes("46")}, {"no refusal any more", vetoes()},
		} {
			c.change()
			says(c.what, counts, changed)
			n.search(awa)
			says(c.what+", and searched again", counts)
		}
	})
}
