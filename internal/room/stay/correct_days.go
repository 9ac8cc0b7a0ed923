package stay

import (
	"context"
	"errors"
	"slices"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// CorrectEnd puts the day or the reason of an end right. Figures follow.
func (d *Desk) CorrectEnd(ctx context.Context, who access.Actor, ref casefile.Ref, now Leaving) error {
	return d.right(ctx, who, CorrectEnd, ref, func(tx *gate.CaseTx, s *Stay) error {
		if s.State != Ended {
			return casefile.ErrStep
		}
		if err := now.may(tx, s, s.ExitReason); err != nil {
			return err
		}
		if now == (Leaving{Reason: s.ExitReason, On: s.EndedOn}) {
			return fault.ErrSame
		}
		if err := rightEnd(tx, s, now); err != nil {
			return err
		}
		return holds(tx, *s)
	})
}

// rightEnd writes another end over the one that was noted: in the fact that told it, or beside it where the case ended
// otherwise.
func rightEnd(tx *gate.CaseTx, s *Stay, l Leaving) error {
	was, now := Left{Reason: s.ExitReason, On: s.EndedOn}, Left(l)
	s.EndedOn, s.ExitReason = l.On, l.Reason
	facts, err := casefile.Facts(&tx.CaseView)
	if err != nil {
		return err
	}
	if told, _ := casefile.Last(facts, now.Kind(), casefile.Reopened{}.Kind()); told.Kind == now.Kind() {
		return casefile.Replace(tx, now)
	}
	return casefile.Correct(tx, endRecord, was, now)
}

// ErrBegun tells that something was recorded of the stay already: its arrival is corrected, not undone.
var ErrBegun = fault.NewConflict("stay.begun")

// followArrival has the stay begin on the day of arrival that was put right, and its place be free so much sooner or
// later. Nothing that was recorded of a stay loses its arrival.
func followArrival(tx *gate.CaseTx, kind casefile.Kind) error {
	if kind != (casefile.Arrived{}).Kind() {
		return nil
	}
	s, err := find(&tx.CaseView)
	switch {
	case fault.Is(err, fault.Conflict):
		return nil // she has not arrived, and nothing was recorded
	case err != nil:
		return err
	case !s.stored:
		return s.planFree(tx) // it begins as the fact says
	}
	a, ok, err := casefile.LatestIn[casefile.Arrived](&tx.CaseView)
	switch {
	case err != nil:
		return err
	case !ok:
		return ErrBegun
	case !s.EndedOn.IsZero() && s.EndedOn.Before(a.On):
		return fault.NewAbout("on", "stay.invalid.arrived_after_end")
	}
	s.ArrivedOn = a.On
	if err := holds(tx, s); err != nil {
		return err
	}
	return errors.Join(s.planFree(tx), set(tx, s))
}

// planFree says anew from which day the place is planned to be free; of one that she has left nothing is said.
func (s Stay) planFree(tx *gate.CaseTx) error {
	place, coded, err := room(&tx.CaseView)
	if err != nil {
		return err
	}
	return partner.PlanEnd(tx, place, s.planned(coded))
}

// holds refuses a stay whose days no longer hold what was recorded of it: help and aid since the arrival, monthly aid
// in a month of the stay (I8).
func holds(tx *gate.CaseTx, s Stay) error {
	services, err := listServices(&tx.CaseView)
	if err != nil {
		return err
	}
	aids, err := listAids(&tx.CaseView)
	if err != nil {
		return err
	}
	outside := slices.ContainsFunc(services, func(g Service) bool { return g.On.Before(s.ArrivedOn) }) ||
		slices.ContainsFunc(aids, func(a Aid) bool {
			return a.PaidOn.Before(s.ArrivedOn) || a.Kind == Monthly && !s.Active(a.Month)
		})
	if outside {
		return fault.NewAbout("on", "stay.invalid.outside")
	}
	return nil
}
