package app

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"havre.example/havre/internal/trust"
	"havre.example/havre/packs"
)

// Whoever starts Havre on tables that another build changed reads which step it is, in either language.
func TestAnotherBuildsStepIsToldInWords(t *testing.T) {
	for odd, want := range map[error][2]string{
		trust.ErrStepUnknown: {"ne connaît pas l’étape 60", "a step 60 of the tables that this one does not know"},
		trust.ErrStepChanged: {"l’étape 60 des tables n’est pas la même", "step 60 of the tables is not the same"},
		trust.ErrStepSkipped: {"a sauté l’étape 60", "passed over step 60"},
	} {
		err := plain(fmt.Errorf("open: %w", &trust.StepError{Number: 60, Odd: odd}), Place{Data: "net"}, "key")
		told, ok := errors.AsType[*Told](err)
		if !ok {
			t.Fatalf("%v is told as %v", odd, err)
		}
		for i, tag := range packs.France().Spoken().Tags() {
			say, err := printer(packs.France(), tag)
			if err != nil {
				t.Fatal(err)
			}
			if said := told.In(say); !strings.Contains(said, want[i]) || !strings.Contains(said, "net ") {
				t.Errorf("%s: %s", tag, said)
			}
		}
	}
}
