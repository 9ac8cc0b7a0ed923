package gate_test

import (
	"testing"

	"havre.example/havre/internal/trust/gate"
)

// What was read comes out with its entry, or not at all: nothing of it where reading gives up, and nothing where the
// door is shut.
func TestWhatWasReadComesOutOrNothing(t *testing.T) {
	each(t, func(w *world) {
		of := func(err error) func(*gate.CaseView) (gate.CaseID, error) {
			return func(v *gate.CaseView) (gate.CaseID, error) { return v.ID(), err }
		}
		got, err := gate.Seen(ctx, w.Gate, w.claire, readCase, w.ref, of(nil))
		if _, n := w.last(readCase); err != nil || got != w.id || n != 1 {
			w.t.Errorf("read %v with %d entries, %v", got, n, err)
		}
		got, err = gate.Seen(ctx, w.Gate, w.claire, readCase, w.ref, of(errStop))
		w.is("reading that gives up", err, errStop)
		if _, n := w.last(readCase); !got.IsZero() || n != 1 {
			w.t.Errorf("reading gave up, and %v came out with %d entries", got, n-1)
		}
		got, err = gate.Seen(ctx, w.Gate, w.hana, readCase, w.ref, of(nil))
		if w.refused("a stranger", err); !got.IsZero() {
			w.t.Errorf("a stranger read %v", got)
		}
		office := func(err error) func(*gate.OfficeView) (string, error) {
			return func(v *gate.OfficeView) (string, error) { return v.Actor().Name(), err }
		}
		name, err := gate.FromOffice(ctx, w.Gate, w.claire, reading, office(nil))
		if _, n := w.last(reading); err != nil || name != "Claire" || n != 1 {
			w.t.Errorf("the office gave %q with %d entries, %v", name, n, err)
		}
		name, err = gate.FromOffice(ctx, w.Gate, w.claire, reading, office(errStop))
		if w.is("the office gives up", err, errStop); name != "" {
			w.t.Errorf("the office gave up, and gave %q", name)
		}
		name, err = gate.FromOffice(ctx, w.Gate, w.hana, reading, office(nil))
		if w.refused("a host at the office", err); name != "" {
			w.t.Errorf("a host at the office was given %q", name)
		}
	})
}

// The entry of an act names the team that did it and, apart, the one whose word it wrote down.
func TestTheEntryNamesWhoseWordItIs(t *testing.T) {
	each(t, func(w *world) {
		w.work(func(tx *gate.CaseTx) error { tx.For(w.north); return nil })
		e, _ := w.last(workCase)
		if e.For != w.north.String() || string(e.Team) != string(w.evaluation.Bytes()) {
			w.t.Errorf("the word of %q, written down by %x", e.For, e.Team)
		}
		w.work(func(*gate.CaseTx) error { return nil })
		if e, _ := w.last(workCase); e.For != "" {
			w.t.Errorf("an act of its own is the word of %q", e.For)
		}
	})
}
