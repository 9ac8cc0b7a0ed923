package stay

import (
	"context"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// UndoLegal takes back a step before the law that was a slip, within ten minutes, with what followed from it.
func (d *Desk) UndoLegal(ctx context.Context, who access.Actor, ref casefile.Ref, which EntryID) error {
	return d.right(ctx, who, UndoLegal, ref,
		func(tx *gate.CaseTx, _ *Stay) error { return legals.drop(tx, which, true, stepBack) })
}

// DropLegal takes back, at any time, a step before the law that was not taken.
func (d *Desk) DropLegal(ctx context.Context, who access.Actor, ref casefile.Ref, which EntryID) error {
	return d.right(ctx, who, CorrectLegal, ref,
		func(tx *gate.CaseTx, _ *Stay) error { return legals.drop(tx, which, false, stepBack) })
}

// CorrectLegal puts a step before the law right, with what follows from it: a deadline that began moves to its day.
func (d *Desk) CorrectLegal(ctx context.Context, who access.Actor, ref casefile.Ref, which EntryID, now Step) error {
	return d.right(ctx, who, CorrectLegal, ref, func(tx *gate.CaseTx, _ *Stay) error {
		was, list, err := legals.find(&tx.CaseView, which)
		if err != nil {
			return err
		}
		now.ID, now.At, now.trace = was.ID, was.At, was.trace
		if now.Legal == was {
			return fault.ErrSame
		}
		if err := now.may(tx, was); err != nil {
			return err
		}
		raw, err := stepAnew(tx, was, now, list)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(qSetLegal, now.ID, now.Event, now.On, now.Language, raw); err != nil {
			return fault.In("correct a step before the law", err)
		}
		return casefile.Correct(tx, legalRecord, was, now.Legal)
	})
}

// stepAnew undoes what followed from a step and does what follows from what it was indeed; a deadline that began goes
// on from its day, under its owner and with the outcome that it may have.
func stepAnew(tx *gate.CaseTx, was Legal, now Step, list []Legal) (string, error) {
	e := effects[now.Event]
	if now.Event != was.Event || e.Outcome != "" {
		if err := stepBack(tx, was, list); err != nil {
			return "", err
		}
		return takeStep(tx, now)
	}
	if c := was.trace.Clock; e.Begins && !c.IsZero() {
		if _, err := tx.Exec(qMoveClock, c, now.On, ends(tx, now.On)); err != nil {
			return "", fault.In("move the deadline", err)
		}
	}
	return was.trace.text()
}

// stepBack undoes what followed from a step: the deadline that it opened or closed, and what it said of justice, where
// nothing else says so too and nobody has said otherwise since.
func stepBack(tx *gate.CaseTx, l Legal, all []Legal) error {
	e := effects[l.Event]
	if c := l.trace.Clock; !c.IsZero() {
		var err error
		if e.Begins {
			_, err = tx.Exec(qUndoClock, c)
		} else {
			_, err = tx.Exec(qRunClock, c, e.Outcome)
		}
		if err != nil {
			return fault.In("take the deadline back", err)
		}
	}
	var others Justice
	for _, o := range all {
		if o.ID != l.ID {
			others = effects[o.Event].justice(others)
		}
	}
	return changeJustice(tx, func(now Justice) Justice { return e.back(now, l.trace.Before, others) })
}

// back is what is known of justice once a step did not take place: before is what was known before it, others what the
// other steps say.
func (e effect) back(now, before, others Justice) Justice {
	if e.Told && now.Told == tri.Yes && others.Told != tri.Yes {
		now.Told = before.Told
	}
	if e.Cooperation && now.Cooperation == tri.Yes && others.Cooperation != tri.Yes {
		now.Cooperation = before.Cooperation
	}
	if e.Complaint != "" && now.Complaint == e.Complaint && others.Complaint != e.Complaint {
		if now.Complaint = before.Complaint; others.Complaint != "" {
			now.Complaint = others.Complaint
		}
	}
	return now
}
