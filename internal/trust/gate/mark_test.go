package gate_test

import (
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

var qMarked = gate.CaseSQL("gatetest.mark", `select length(stage) from casefile_case where casefile_case.id = $1`)

// qTrips gives nothing that can be read as a number.
var qTrips = gate.CaseSQL("gatetest.trips", `select stage from casefile_case where casefile_case.id = $1`)

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
			_, err = w.Gate.Mark(ctx, who, readCase, w.ref, qTrips)
			w.refused(what+", who is refused before anything is read", err)
		}
		_, err = w.Gate.Mark(ctx, w.claire, hostCase, w.ref, qMarked)
		w.refused("somebody who evaluates, where the host alone may look", err)
		if e, _ := w.last(hostCase); e.Refused == "" || string(e.Object) != string(w.journal.Bytes()) {
			w.t.Errorf("the refusal does not say of which case: %+v", e)
		}
		n, err = w.Gate.Mark(ctx, w.claire, readCase, unknown(), qMarked)
		if w.refused("an alias that nobody has", err); n != 0 {
			w.t.Errorf("of an alias that nobody has came %d", n)
		}
		if n, err := w.Gate.Mark(ctx, w.claire, readCase, w.ref, qTrips); err == nil || fault.Is(err, fault.NotFound) {
			w.t.Errorf("what is no number is read as %d: %v", n, err)
		}
	})
}
