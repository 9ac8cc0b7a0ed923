package gate_test

import (
	"testing"
	"time"

	"havre.example/havre/internal/trust/access"
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

// What is said of a new case by somebody of its circle lets the first holders in before; they come in once, and an act
// on a case that stands lets nobody in.
func TestTheFirstHoldersComeInOnce(t *testing.T) {
	each(t, func(w *world) {
		w.Clock.Advance(time.Second)
		var at gate.CaseRef
		ref, err := w.Gate.NewCase(ctx, w.claire, openCase, evaluates(both), nil,
			func(tx *gate.CaseTx, j gate.JournalID) error {
				if err := w.begin(tx, j); err != nil {
					return err
				}
				w.id = tx.ID()
				if err := tx.Enter(); err != nil {
					return err
				}
				if at = tx.Ref(); at.IsZero() || tx.Relation() != access.Evaluates {
					w.t.Errorf("within, it is %v to %s", at, tx.Relation())
				}
				return tx.Enter()
			})
		w.ok(err)
		keys := func(what string) {
			w.t.Helper()
			if n := w.number(`select count(*) from vault_wrap where object_id = $1`, w.id.Bytes()); n != 1 {
				w.t.Errorf("%s: %d keys were handed out", what, n)
			}
		}
		if keys("opened"); ref != at || w.alias(w.evaluation) != at {
			w.t.Errorf("let in as %v, and known as %v", at, ref)
		}
		w.ref = ref
		w.work(func(tx *gate.CaseTx) error { return tx.Enter() })
		if keys("worked on"); w.alias(w.evaluation) != at {
			w.t.Error("an act on a case that stands let its holders in again")
		}
	})
}
