package stay

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"havre.example/havre/internal/ask"
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
var ErrClockRuns = fault.NewAbout("event", "stay.invalid.clock_runs")

// RecordLegal records a step before the law. It changes what reports count and which deadlines run, and nothing of
// the help (I1). owner answers for the deadline that the beginning of a reflection period opens: hosts or evaluates.
func (d *Desk) RecordLegal(ctx context.Context, who access.Actor, ref casefile.Ref, step Step) error {
	return d.gate.Case(ctx, who, RecordLegal, ref, func(tx *gate.CaseTx) error {
		s, err := begin(tx)
		if err != nil {
			return err
		}
		if err := step.may(tx, Legal{}); err != nil {
			return err
		}
		raw, err := takeStep(tx, step)
		if err != nil {
			return err
		}
		l := step.Legal
		_, err = tx.Exec(qAddLegal, id.New[entryEntity](tx.Now()), l.Event, l.On, l.Language, raw,
			clock.Micros(tx.Now()), tx.Team(), tx.Actor().User())
		if err != nil {
			return fmt.Errorf("record a step before the law: %w", err)
		}
		return set(tx, s)
	})
}

// may tells all that is wrong with a step at once; was is the step before it is put right.
func (s Step) may(tx *gate.CaseTx, was Legal) error {
	err := mayTake(tx, s)
	if err != nil && !fault.Is(err, fault.Invalid) {
		return err
	}
	return fault.Join(s.check(tx.Country(), was), err)
}

// check refuses a step that cannot be; was is the step before it is put right, empty for a new one.
func (s Step) check(in *country.Pack, was Legal) error {
	var wrong []error
	events := in.List(codelist.LegalEvent)
	event, _ := events.Find(s.Event)
	if !s.On.IsZero() && !events.Takes(s.Event, s.On, was.Event) || !recorded(event) {
		wrong = append(wrong, fault.NewAbout("event", "stay.invalid.event"))
	}
	if s.Language != "" && !s.On.IsZero() && !in.List(codelist.Language).Takes(s.Language, s.On, was.Language) {
		wrong = append(wrong, fault.NewAbout("language", "stay.invalid.language"))
	}
	return fault.Join(wrong...)
}

// ErrEarlier asks whether a step was taken before the case was opened, as a complaint may be, or whether its day is a
// slip of the hand.
var ErrEarlier = fault.NewAbout("earlier", "stay.invalid.earlier")

// mayTake tells whether a step lies between her birth and today, and asks once about one before the case.
func mayTake(tx *gate.CaseTx, step Step) error {
	today, err := casefile.TodayThere(&tx.CaseView)
	if err != nil {
		return err
	}
	coded, err := casefile.ReadCoded(&tx.CaseView)
	if err != nil {
		return err
	}
	h, err := casefile.ReadHeader(&tx.CaseView)
	if err != nil {
		return err
	}
	born := today.Year() - ask.LifeYears
	if coded.BirthYear > 0 && coded.BirthAbout == "" {
		born = max(born, coded.BirthYear)
	}
	switch {
	case today.Before(step.On):
		return fault.NewAbout("on", "stay.invalid.future")
	case step.On.Year() < born:
		return fault.NewAbout("on", "stay.invalid.before_birth")
	case !step.Earlier && step.On.Before(tx.Country().Day(h.Opened)):
		return ErrEarlier
	}
	return nil
}

// takeStep does what a step before the law changes besides its own row, and returns the trace of it.
func takeStep(tx *gate.CaseTx, step Step) (string, error) {
	coded, err := casefile.ReadCoded(&tx.CaseView)
	if err != nil {
		return "", err
	}
	e, left := effects[step.Event], trace{Before: justiceOf(coded)}
	if left.Clock, err = moveClock(tx, e, step.On, step.Owner); err != nil {
		return "", err
	}
	if err := changeJustice(tx, e.justice); err != nil {
		return "", err
	}
	return left.text()
}

// text is a trace as its column holds it.
func (t trace) text() (string, error) {
	raw, err := json.Marshal(t)
	return string(raw), err
}

// moveClock opens or closes the reflection period; it returns the deadline that it opened or closed.
func moveClock(tx *gate.CaseTx, e effect, on date.Date, owner access.Relation) (none ClockID, err error) {
	if !e.Begins && e.Outcome == "" {
		return none, nil
	}
	clocks, err := listClocks(&tx.CaseView)
	if err != nil {
		return none, err
	}
	for _, c := range clocks {
		if c.Outcome != "" {
			continue
		}
		if e.Begins {
			return none, ErrClockRuns
		}
		_, err := tx.Exec(qEndClock, c.ID, e.Outcome, on, clock.Micros(tx.Now()))
		return c.ID, fault.In("close the deadline", err)
	}
	if !e.Begins {
		return none, nil // refused, or ended elsewhere, without ever having run here
	}
	if owner != access.Hosts && owner != access.Evaluates {
		return none, fault.NewAbout("owner", "stay.invalid.owner")
	}
	c := id.New[clockEntity](tx.Now())
	_, err = tx.Exec(qAddClock, c, on, ends(tx, on), string(owner))
	return c, fault.In("open the deadline", err)
}

// ends is the last day of a reflection period.
func ends(tx *gate.CaseTx, begins date.Date) date.Date {
	return begins.AddDays(tx.Country().Number(country.ReflectionDays, begins))
}

// ErrRuns is a deadline that is said to have come to its end before its last day.
var ErrRuns = fault.NewAbout("outcome", "stay.invalid.runs")

// over refuses a deadline that still runs, by the day of the place where she stays: reminders would stop.
func over(tx *gate.CaseTx, c ClockID) error {
	today, err := casefile.TodayThere(&tx.CaseView)
	if err != nil {
		return err
	}
	clocks, err := listClocks(&tx.CaseView)
	if err != nil {
		return err
	}
	for _, one := range clocks {
		if one.ID == c && today.Before(one.Ends) {
			return ErrRuns
		}
	}
	return nil
}

// CloseClock gives a deadline its outcome: one of Outcomes. It has come to its end on its last day, not before.
func (d *Desk) CloseClock(ctx context.Context, who access.Actor, ref casefile.Ref, c ClockID, outcome string) error {
	if !slices.Contains(Outcomes, outcome) {
		return fault.NewAbout("outcome", "stay.invalid.outcome")
	}
	return d.gate.Case(ctx, who, CloseClock, ref, func(tx *gate.CaseTx) error {
		if outcome == elapsed {
			if err := over(tx, c); err != nil {
				return err
			}
		}
		n, err := tx.Exec(qEndClock, c, outcome, tx.Today(), clock.Micros(tx.Now()))
		if err == nil && n == 0 {
			return casefile.ErrChanged
		}
		return fault.In("close the deadline", err)
	})
}

// StateJustice records what is known, each answer yes, no or not known yet (I10).
func (d *Desk) StateJustice(ctx context.Context, who access.Actor, ref casefile.Ref, j Justice) error {
	return d.gate.Case(ctx, who, StateJustice, ref, func(tx *gate.CaseTx) error {
		stood, err := casefile.ReadCoded(&tx.CaseView)
		if err != nil {
			return err
		}
		if !tx.Country().List(codelist.Complaint).Takes(j.Complaint, tx.Today(), stood.Complaint) {
			return fault.NewAbout("complaint", "stay.invalid.complaint")
		}
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
