package assessment_test

import (
	"errors"
	"slices"
	"testing"

	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/packs"
)

// An area is wished for or refused, not both; a town she refuses in a department she wishes for is no contradiction.
func TestAnAreaIsWishedForOrRefused(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		ref := c.referred()
		base := 0
		for _, x := range []struct{ wishes, vetoes, both []string }{
			{[]string{"34"}, []string{"34"}, []string{"34"}},
			{[]string{"35", "34172"}, []string{"34"}, []string{"34172"}}, // Montpellier lies in the Hérault
			{[]string{"34"}, []string{"34172"}, nil},
			{[]string{"35", "34", "35"}, []string{"13"}, nil},
		} {
			e := assessment.Entry{Base: base, Wishes: x.wishes, Vetoes: x.vetoes}
			if got := e.Contradicted(packs.France()); !slices.Equal(got, x.both) {
				t.Errorf("%v against %v: %v", x.wishes, x.vetoes, got)
			}
			if err := c.desk.Save(c.ctx, c.claire, ref, e); errors.Is(err,
				assessment.ErrContradicted) != (x.both != nil) || err != nil && x.both == nil {
				t.Fatalf("%v against %v: %v", x.wishes, x.vetoes, err)
			}
			if x.both == nil {
				base++
			}
		}
		if now := c.open(ref); !slices.Equal(now.Wishes, []string{"34", "35"}) {
			t.Errorf("she wishes for %v", now.Wishes)
		}
		was, err := c.desk.At(c.ctx, c.claire, ref, 1)
		if err != nil || !slices.Equal(was.Wishes, []string{"34"}) {
			t.Errorf("the version before: %v, %v", was.Wishes, err)
		}
		if changed := assessment.Changed(was, c.open(ref)); !slices.Contains(changed, "wishes") {
			t.Errorf("changed: %v", changed)
		}
	})
}
