package fault

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

// What is wrong at once is told apart again, whoever passed it on; what caused a fault stays within it.
func TestEverythingWrongAtOnce(t *testing.T) {
	one, two := NewAbout("a", "x.one"), NewAbout("b", "x.two")
	if Join() != nil || Join(nil, nil) != nil || Join(nil, one) != one {
		t.Error("nothing, or one alone, is not itself")
	}
	both := Join(one, nil, two)
	if !Is(both, Invalid) || !errors.Is(both, one) || !errors.Is(both, two) {
		t.Error(both)
	}
	for _, err := range []error{both, In("write", both), Join(both, nil), Join(one, Join(two))} {
		if got := All(err); !slices.Equal(got, []error{one, two}) {
			t.Errorf("%v is %v", err, got)
		}
	}
	for _, err := range []error{one, In("write", one), Wrap(Busy, "x.busy", both)} {
		if got := All(err); !slices.Equal(got, []error{err}) {
			t.Errorf("%v is %v", err, got)
		}
	}
}

func TestKindSurvivesWrapping(t *testing.T) {
	err := fmt.Errorf("accept proposal: %w", NewConflict("placement.step_refused"))
	if !Is(err, Conflict) || Key(err) != "placement.step_refused" {
		t.Fatal(KindOf(err), Key(err))
	}
	if plain := errors.New("x"); KindOf(plain) != Internal || Key(plain) != "fault.internal" {
		t.Fatal(KindOf(plain), Key(plain))
	}
}
