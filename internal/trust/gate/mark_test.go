package gate_test

import (
	"testing"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

var qMarked = gate.CaseSQL("gatetest.mark", `select length(stage) from casefile_case where casefile_case.id = $1`)

// A page that follows a case is told a number without an entry, since it is shown nothing; whoever may not look reads
// none, and stands in the journal.
func TestAMarkIsNoLook(t *testing.T) {
	each(t, func(w *world) {
		n, err := w.Gate.Mark(ctx, w.claire, readCase, w.ref, qMarked)
		want := w.number(`select length(stage) from casefile_case where id = $1`, w.id)
		if _, entries := w.last(readCase); err != nil || int(n) != want || n == 0 || entries != 0 {
			w.t.Errorf("the mark is %d, not %d, with %d entries, %v", n, want, entries, err)
		}
		for what, who := range map[string]access.Actor{"a stranger": w.hana, "nobody": access.Nobody()} {
			_, before := w.last(readCase)
			n, err := w.Gate.Mark(ctx, who, readCase, w.ref, qMarked)
			w.refused(what, err)
			if e, after := w.last(readCase); n != 0 || after != before+1 || e.Refused != string(readCase.By) {
				w.t.Errorf("%s read %d, with %d entries more, the last %+v", what, n, after-before, e)
			}
		}
		n, err = w.Gate.Mark(ctx, w.claire, readCase, unknown(), qMarked)
		if w.refused("an alias that nobody has", err); n != 0 {
			w.t.Errorf("of an alias that nobody has came %d", n)
		}
	})
}
