package assessment

import (
	"testing"

	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
)

// An evaluation says nothing while no question is answered; the words beside a criterion, or its answer, say something,
// and a criterion that was only shown does not.
func TestAnEvaluationThatSaysNothing(t *testing.T) {
	for what, c := range map[string]struct {
		e     Entry
		blank bool
	}{
		"nothing":            {Entry{}, true},
		"a criterion shown":  {Entry{Criteria: []Assertion{{Criterion: "adult"}}}, true},
		"a criterion":        {Entry{Criteria: []Assertion{{Criterion: "adult", Answer: tri.No}}}, false},
		"words beside it":    {Entry{Criteria: []Assertion{{Criterion: "adult", Note: secret.Of("So.")}}}, false},
		"an indicator":       {Entry{Sheet: Sheet{Indicators: map[string]tri.Value{"watched": tri.Yes}}}, false},
		"a place to keep to": {Entry{Wishes: []string{"34"}}, false},
	} {
		if got := c.e.blank(); got != c.blank {
			t.Errorf("%s: blank %t", what, got)
		}
	}
}
