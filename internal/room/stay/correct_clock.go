package stay

import (
	"context"
	"slices"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Closed is the outcome of a deadline, as a line of the correction keeps it.
type Closed struct {
	Outcome string    `json:"outcome"` // one of Outcomes
	On      date.Date `json:"on"`
}

// Closed is what was noted of a deadline that has an outcome.
func (c Clock) Closed() Closed { return Closed{c.Outcome, c.ClosedOn} }

// Settled tells whether a deadline has an outcome that was noted by itself: one that followed from a step before the
// law is put right with that step.
func (s Shown) Settled(c Clock) bool { return c.Outcome != "" && !byStep(s.Legals, c.ID) }

func byStep(steps []Legal, c ClockID) bool {
	return slices.ContainsFunc(steps, func(l Legal) bool {
		return l.trace.Clock == c && effects[l.Event].Outcome != ""
	})
}

// noted finds a deadline whose outcome was noted by itself. No other runs where another may: one runs at a time.
func noted(v *gate.CaseView, which ClockID) (it Clock, runs bool, err error) {
	all, err := listClocks(v)
	if err != nil {
		return it, false, err
	}
	if it, err = gate.Among(all, func(c Clock) bool { return c.ID == which }); err != nil {
		return it, false, err
	}
	steps, err := listLegals(v)
	if err == nil && (it.Outcome == "" || byStep(steps, which)) {
		err = casefile.ErrStep
	}
	return it, slices.ContainsFunc(all, func(c Clock) bool { return c.Outcome == "" }), err
}

// UndoClock takes back an outcome that was a slip, within ten minutes: the deadline runs, and reminds again.
func (d *Desk) UndoClock(ctx context.Context, who access.Actor, ref casefile.Ref, which ClockID) error {
	return d.runAgain(ctx, who, UndoClock, ref, which, true)
}

// DropOutcome takes back, at any time, an outcome that there was not.
func (d *Desk) DropOutcome(ctx context.Context, who access.Actor, ref casefile.Ref, which ClockID) error {
	return d.runAgain(ctx, who, CorrectClock, ref, which, false)
}

func (d *Desk) runAgain(ctx context.Context, who access.Actor, act access.Act, ref casefile.Ref, which ClockID,
	slip bool) error {
	return d.right(ctx, who, act, ref, func(tx *gate.CaseTx, _ *Stay) error {
		was, runs, err := noted(&tx.CaseView, which)
		switch {
		case err != nil:
			return err
		case slip && !casefile.Slipped(was.ClosedAt, tx.Now()):
			return casefile.ErrNoSlip
		case runs:
			return fault.NewConflict("stay.invalid.clock_runs")
		}
		if err := gate.Replaced(tx.Exec(qRunClock, which, was.Outcome)); err != nil {
			return err
		}
		return casefile.Correct(tx, clockRecord, was.Closed(), nil)
	})
}

// CorrectClock puts the outcome of a deadline right, by the rules of one that is noted.
func (d *Desk) CorrectClock(ctx context.Context, who access.Actor, ref casefile.Ref, which ClockID,
	outcome string) error {
	if !slices.Contains(Outcomes, outcome) {
		return fault.NewAbout("outcome", "stay.invalid.outcome")
	}
	return d.right(ctx, who, CorrectClock, ref, func(tx *gate.CaseTx, _ *Stay) error {
		was, _, err := noted(&tx.CaseView, which)
		switch {
		case err != nil:
			return err
		case was.Outcome == outcome:
			return fault.ErrSame
		}
		if outcome == elapsed {
			if err := over(tx, which); err != nil {
				return err
			}
		}
		if err := gate.Replaced(tx.Exec(qSetClock, which, was.Outcome, outcome)); err != nil {
			return err
		}
		return casefile.Correct(tx, clockRecord, was.Closed(), Closed{outcome, was.ClosedOn})
	})
}
