package journey_test

import (
	"context"
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

var (
	qStays = gate.OfficeSQL("journeytest.stays", `update partner_place set occupied_for = $2, state = 'occupied',
		occupied_people = 1, free_on = '2026-12-24' where id = $1`)
	qIsNext = gate.OfficeSQL("journeytest.is_next", `insert into partner_next (place_id, next_for, people)
		values ($1, $2, 2)`)
	qLeft = gate.OfficeSQL("journeytest.left", `update partner_place set occupied_for = $2, state = 'available',
		occupied_people = 0, free_on = '' where id = $1`)
)

// I7: nobody arrives at a place where somebody else still stays; once their departure is recorded, it is hers.
func TestNobodyArrivesBeforeThePlaceIsLeft(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		w := newTown(t, f, true)
		ctx := context.Background()
		office := func(q gate.OfficeQuery, args ...any) {
			must(t, w.Gate.Case(ctx, w.claire, tellTest, w.ref, func(tx *gate.CaseTx) error {
				if len(args) == 1 && args[0] == nil {
					args = []any{tx.ID().Bytes()}
				}
				return gate.Done(tx.ChangeOffice(q, append([]any{w.place}, args...)...))
			}))
		}
		other := []byte("sixteen bytes id")
		office(qStays, other)
		office(qIsNext, nil)
		must(t, w.desk.Organise(ctx, w.claire, w.ref, w.plan()))
		w.Clock.Set(w.plan().Expected)
		w.claire, w.hugo = w.SignIn("claire"), w.SignIn("hugo")
		err := w.desk.ConfirmArrival(ctx, w.hugo, w.seenBy(t, w.hugo), journey.Arrival{Early: true})
		if !fault.Is(err, fault.Conflict) || fault.Key(err) != "partner.place_not_yet" {
			t.Fatalf("she arrives where somebody stays: %v", err)
		}
		if w.stage(t) == casefile.Sheltered {
			t.Error("the refused arrival counts")
		}
		office(qLeft, []byte{})
		must(t, w.desk.ConfirmArrival(ctx, w.hugo, w.seenBy(t, w.hugo), journey.Arrival{Early: true}))
		if got := w.stage(t); got != casefile.Sheltered {
			t.Errorf("she has arrived, and the stage is %s", got)
		}
	})
}
