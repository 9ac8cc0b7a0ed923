package stay

import (
	"context"
	"fmt"
	"slices"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// ErrClockRuns tells that a reflection period is running already.
var ErrClockRuns = fault.NewInvalid("stay.invalid.clock_runs")

// RecordLegal records a step before the law. It changes what reports count and which deadlines run, and nothing of
// the help (I1). owner answers for the deadline that the beginning of a reflection period opens: hosts or evaluates.
func (d *Desk) RecordLegal(ctx context.Context, who access.Actor, ref casefile.Ref, step Step) error {
	l, owner := step.Legal, step.Owner
	event, known := d.gate.Country().List(codelist.LegalEvent).Find(l.Event)
	if !known || !recorded(event) || !event.On(l.On) || l.On.IsZero() {
		return fault.NewInvalid("stay.invalid.event")
	}
	if l.Language != "" {
		if _, ok := d.gate.Country().List(codelist.Language).Find(l.Language); !ok {
			return fault.NewInvalid("stay.invalid.language")
		}
	}
	return d.gate.Case(ctx, who, RecordLegal, ref, func(tx *gate.CaseTx) error {
		s, err := begin(tx)
		if err != nil {
			return err
		}
		if tx.Today().Before(l.On) {
			return fault.NewInvalid("stay.invalid.future")
		}
		_, err = tx.Exec(qAddLegal, id.New[entryEntity](tx.Now()), l.Event, l.On, l.Language, clock.Micros(tx.Now()),
			tx.Team(), tx.Actor().User())
		if err != nil {
			return fmt.Errorf("record a step before the law: %w", err)
		}
		e := effects[l.Event]
		if err := moveClock(tx, e, l.On, owner); err != nil {
			return err
		}
		if err := changeJustice(tx, e.justice); err != nil {
			return err
		}
		return set(tx, s)
	})
}

// moveClock opens or closes the reflection period.
func moveClock(tx *gate.CaseTx, e effect, on date.Date, owner access.Relation) error {
	if !e.Begins && e.Outcome == "" {
		return nil
	}
	clocks, err := listClocks(&tx.CaseView)
	if err != nil {
		return err
	}
	for _, c := range clocks {
		if c.Outcome != "" {
			continue
		}
		if e.Begins {
			return ErrClockRuns
		}
		_, err := tx.Exec(qEndClock, c.ID, e.Outcome, on)
		return fault.In("close the deadline", err)
	}
	if !e.Begins {
		return nil // refused, or ended elsewhere, without ever having run here
	}
	if owner != access.Hosts && owner != access.Evaluates {
		return fault.NewInvalid("stay.invalid.owner")
	}
	_, err = tx.Exec(qAddClock, id.New[clockEntity](tx.Now()), on,
		on.AddDays(tx.Country().Number(country.ReflectionDays, on)), string(owner))
	return fault.In("open the deadline", err)
}

// CloseClock gives a deadline its outcome: one of Outcomes.
func (d *Desk) CloseClock(ctx context.Context, who access.Actor, ref casefile.Ref, c ClockID, outcome string) error {
	if !slices.Contains(Outcomes, outcome) {
		return fault.NewInvalid("stay.invalid.outcome")
	}
	return d.gate.Case(ctx, who, CloseClock, ref, func(tx *gate.CaseTx) error {
		n, err := tx.Exec(qEndClock, c, outcome, tx.Today())
		if err == nil && n == 0 {
			return casefile.ErrChanged
		}
		return fault.In("close the deadline", err)
	})
}

// StateJustice records what is known, each answer yes, no or not known yet (I10).
func (d *Desk) StateJustice(ctx context.Context, who access.Actor, ref casefile.Ref, j Justice) error {
	if _, known := d.gate.Country().List(codelist.Complaint).Find(j.Complaint); !known {
		return fault.NewInvalid("stay.invalid.complaint")
	}
	return d.gate.Case(ctx, who, StateJustice, ref, func(tx *gate.CaseTx) error {
		s, err := begin(tx)
		if err != nil {
			return err
		}
		if err := changeJustice(tx, func(Justice) Justice { return j }); err != nil {
			return err
		}
		return set(tx, s)
	})
}

func changeJustice(tx *gate.CaseTx, fn func(Justice) Justice) error {
	return casefile.ChangeCoded(tx, func(c *casefile.Coded) {
		j := fn(justiceOf(*c))
		c.ReflectionTold, c.Complaint, c.Cooperation = j.Told, j.Complaint, j.Cooperation
	})
}

func justiceOf(c casefile.Coded) Justice {
	return Justice{Told: c.ReflectionTold, Complaint: c.Complaint, Cooperation: c.Cooperation}
}
