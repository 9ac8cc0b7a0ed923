package fault

import (
	"errors"
	"fmt"
	"testing"
)

func TestKindSurvivesWrapping(t *testing.T) {
	err := fmt.Errorf("accept proposal: %w", NewConflict("placement.step_refused"))
	if !Is(err, Conflict) || Key(err) != "placement.step_refused" {
		t.Fatal(KindOf(err), Key(err))
	}
	if plain := errors.New("x"); KindOf(plain) != Internal || Key(plain) != "fault.internal" {
		t.Fatal(KindOf(plain), Key(plain))
	}
}
