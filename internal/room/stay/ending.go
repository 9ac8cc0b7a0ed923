package stay

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
)

// End ends the stay on a day, with a reason of the list exit_reason. The place is free again; the host goes on reading
// its own notes. Where the case has ended otherwise (withdrawn, contact lost, died), only the stay is closed.
func (d *Desk) End(ctx context.Context, who access.Actor, ref casefile.Ref, l Leaving) error {
	return d.move(ctx, who, End, ref, Ended, func(tx *gate.CaseTx, s *Stay) error {
		if err := l.may(tx, s, ""); err != nil {
			return err
		}
		return leave(tx, s, l)
	})
}

// ErrDay tells that a day lies before the stay, after it, or ahead.
var ErrDay = fault.NewAbout("on", "stay.invalid.on")

// check refuses a reason that is in no list, or that had ended by that day and is not the one that was noted.
func (l Leaving) check(in *country.Pack, was string) error {
	if !l.On.IsZero() && !in.List(codelist.ExitReason).Takes(l.Reason, l.On, was) {
		return fault.NewAbout("reason", "stay.invalid.reason")
	}
	return nil
}

// may refuses such a reason, and a day on which nobody can have left the stay: both at once.
func (l Leaving) may(tx *gate.CaseTx, s *Stay, was string) error {
	today, err := casefile.TodayThere(&tx.CaseView)
	if err != nil {
		return err
	}
	var day error
	if !l.Fits(*s, today) {
		day = ErrDay
	}
	return fault.Join(l.check(tx.Country(), was), day)
}

// Fits tells whether somebody can have left the stay on that day. A day that was not given lies before every stay.
func (l Leaving) Fits(s Stay, today date.Date) bool {
	return !today.Before(l.On) && !l.On.Before(s.ArrivedOn)
}

// leave writes that she left: the place is free, and the case over where it was not before.
func leave(tx *gate.CaseTx, s *Stay, l Leaving) error {
	s.EndedOn, s.ExitReason = l.On, l.Reason
	if err := vacate(tx); err != nil {
		return err
	}
	h, err := casefile.ReadHeader(&tx.CaseView)
	if err != nil || !h.Stage.Open() {
		return err
	}
	return casefile.Tell(tx, Left(l))
}

// Handlers are the stay's jobs, by kind.
func (d *Desk) Handlers() map[string]outbox.Handler {
	return map[string]outbox.Handler{movedJob: d.moved}
}

// movedJob is asked for when somebody has arrived at another place of the network, when the day of that arrival is put
// right, and when she has not arrived there after all.
const movedJob = "stay.moved"

// transferred is why a stay ends once she has arrived elsewhere in the network.
const transferred = "transfer_in_network"

// moved has a stay follow her arrival elsewhere: she is in one place at a time (I6). One that ended otherwise, or never
// began, is left alone. Where somebody else wrote of the stay at the same moment, the job comes again.
func (d *Desk) moved(ctx context.Context, j outbox.Job) error {
	before, after, _ := strings.Cut(j.Payload, " ")
	was, err := date.Parse(before)
	if err != nil {
		return fmt.Errorf("read the job's day: %w", err)
	}
	on, err := date.Parse(after)
	if err != nil {
		return fmt.Errorf("read the job's day: %w", err)
	}
	err = casefile.OnTime(ctx, d.gate, j, Moved, func(tx *gate.CaseTx) error { return followMove(tx, was, on) })
	if fault.Is(err, fault.Conflict) && !errors.Is(err, fault.ErrChanged) {
		return nil
	}
	return err
}

// followMove ends the stay on the day of her arrival elsewhere, on the day that was put right, or not at all where that
// arrival was undone.
func followMove(tx *gate.CaseTx, was, on date.Date) error {
	s, err := find(&tx.CaseView)
	if err != nil {
		return err
	}
	if s.State == Ended {
		switch {
		case s.ExitReason != transferred || s.EndedOn != later(was, s.ArrivedOn):
			return nil
		case on.IsZero():
			return casefile.TakeUp(tx, casefile.Reopened{})
		}
		if err := rightEnd(tx, &s, Leaving{Reason: transferred, On: later(on, s.ArrivedOn)}); err != nil {
			return err
		}
		return set(tx, s)
	}
	there, err := casefile.Elsewhere(&tx.CaseView)
	if err != nil || len(there) == 0 || on.IsZero() {
		return err
	}
	if err := s.store(tx); err != nil {
		return err
	}
	s.Former, s.State, s.Since = s.State, Ended, tx.Now()
	if err := leave(tx, &s, Leaving{Reason: transferred, On: later(on, s.ArrivedOn)}); err != nil {
		return err
	}
	return set(tx, s)
}

// later is the later of two days.
func later(a, b date.Date) date.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// vacate gives the place back.
func vacate(tx *gate.CaseTx) error {
	place, err := placeOf(&tx.CaseView)
	if err != nil {
		return err
	}
	return partner.Vacate(tx, place)
}

// planned is the first day on which the place is planned to be free again.
func (s Stay) planned(coded casefile.Coded) date.Date {
	if !s.ExitPlannedOn.IsZero() {
		return s.ExitPlannedOn
	}
	return partner.EndAfter(s.ArrivedOn, coded.StayWeeks)
}
