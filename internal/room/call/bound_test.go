package call

import (
	"testing"
	"time"

	"havre.example/havre/internal/kernel/id"
)

// The answer of a host holds its own line, as long as a press could undo it; a correction of the line does not.
func TestAnAnswerHoldsItsOwnLineAlone(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	l := Log{Now: now}
	for what, c := range map[string]struct {
		e              Entry
		bound, slipped bool
	}{
		"an answer":              {Entry{Noted: now, Answer: "yes"}, true, false},
		"no answer":              {Entry{Noted: now}, false, true},
		"an answer put right":    {Entry{Noted: now, Answer: "yes", instead: id.New[entity](now)}, false, true},
		"an answer of yesterday": {Entry{Noted: now.Add(-24 * time.Hour), Answer: "yes"}, false, false},
	} {
		if l.Bound(c.e) != c.bound || l.Slipped(c.e) != c.slipped {
			t.Errorf("%s: bound %t, slipped %t", what, l.Bound(c.e), l.Slipped(c.e))
		}
	}
}
