package call

import (
	"testing"
	"time"

	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room/casefile"
)

// An answer of a host from which something followed holds its own line, as long as a press could undo it; one that goes
// with its call does not, nor does a correction of the line.
func TestAnAnswerHoldsItsOwnLineAlone(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	l, followed := Log{Now: now}, casefile.Given{Answer: "yes", Else: "call"}
	for what, c := range map[string]struct {
		e              Entry
		bound, slipped bool
	}{
		"an answer":              {Entry{Noted: now, Given: casefile.Given{Answer: "yes"}}, false, true},
		"one that was followed":  {Entry{Noted: now, Given: followed}, true, false},
		"no answer":              {Entry{Noted: now}, false, true},
		"an answer put right":    {Entry{Noted: now, Given: followed, instead: id.New[entity](now)}, false, true},
		"an answer of yesterday": {Entry{Noted: now.Add(-24 * time.Hour), Given: followed}, false, false},
	} {
		if l.Bound(c.e) != c.bound || l.Slipped(c.e) != c.slipped {
			t.Errorf("%s: bound %t, slipped %t", what, l.Bound(c.e), l.Slipped(c.e))
		}
	}
}
