package stay

import (
	"context"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// aidRecord is what a correction of an aid is called.
const aidRecord = "aid"

// UndoAid takes back an aid that was a slip (pressed twice, the wrong day), within ten minutes: it counts no more, and
// a line says that it was there.
func (d *Desk) UndoAid(ctx context.Context, who access.Actor, ref casefile.Ref, which EntryID) error {
	return d.gate.Case(ctx, who, UndoAid, ref, func(tx *gate.CaseTx) error {
		s, err := begin(tx)
		if err != nil {
			return err
		}
		list, err := listAids(&tx.CaseView)
		if err != nil {
			return err
		}
		for _, a := range list {
			switch {
			case a.ID != which:
				continue
			case !casefile.Slipped(a.At, tx.Now()):
				return casefile.ErrNoSlip
			}
			if _, err := tx.Exec(qUndoAid, a.ID); err != nil {
				return fault.In("undo an aid", err)
			}
			if err := casefile.Correct(tx, aidRecord, a, nil); err != nil {
				return err
			}
			return set(tx, s)
		}
		return fault.NewNotFound("fault.not_found")
	})
}
