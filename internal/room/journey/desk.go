package journey

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Desk is what people do to bring somebody safely to a place.
type Desk struct {
	gate *gate.Gate
	safe Safe
}

// New returns the desk; safe says whether a place is still safe.
func New(g *gate.Gate, safe Safe) *Desk { return &Desk{g, safe} }

// lateJob is the job that notices a late arrival.
const lateJob = "journey.late"

// Organise plans the journey of a case whose person and place have said yes. It hands the keys of the compartment
// journey to the evaluation team, logistics and the receiving host, and asks to be woken when the arrival is late.
func (d *Desk) Organise(ctx context.Context, who access.Actor, ref casefile.Ref, p Plan) error {
	return d.gate.Case(ctx, who, Organise, ref, func(tx *gate.CaseTx) error {
		if err := mayTravel(&tx.CaseView); err != nil {
			return err
		}
		if err := d.check(tx, p, Plan{}, true); err != nil {
			return err
		}
		host, err := findHost(&tx.CaseView)
		if err != nil {
			return err
		}
		if err := openKeys(tx, host); err != nil {
			return fmt.Errorf("hand the keys of the journey on: %w", err)
		}
		if err := dropLeftOver(tx); err != nil {
			return err
		}
		j := Journey{ID: id.New[journeyEntity](tx.Now()), Number: 1}
		if _, err := tx.Exec(qInsert, j.ID, host, clock.Micros(p.Expected), p.leaves()); err != nil {
			return fmt.Errorf("open the journey: %w", err)
		}
		if err := insertPlan(tx, j.ID, j.Number, p); err != nil {
			return err
		}
		if err := wake(tx, j.ID, j.Number, p.Expected); err != nil {
			return err
		}
		return casefile.Tell(tx, JourneyPlanned{Expected: clock.Micros(p.Expected)})
	})
}

// check refuses a plan that cannot be travelled, one in the past that nobody confirmed, and where the place counts, one
// to a place that is not safe any more: all that is wrong at once.
func (d *Desk) check(tx *gate.CaseTx, p, before Plan, goes bool) error {
	wrong := []error{p.Check(tx.Country(), d.gate.Today(), before), p.ahead(tx.Now(), before)}
	if goes {
		err := d.decide(tx, stepPlan, p.Despite)
		if err != nil && !fault.Is(err, fault.Invalid) {
			return err
		}
		wrong = append(wrong, err)
	}
	return fault.Join(wrong...)
}

// dropLeftOver closes a journey that the search overtook before callOff did. One that is under way is not planned
// twice: two people planned at once, and the second sees what the first wrote.
func dropLeftOver(tx *gate.CaseTx) error {
	j, err := findLatest(&tx.CaseView)
	if fault.Is(err, fault.NotFound) || err == nil && !j.State.Open() {
		return nil
	}
	if err != nil {
		return err
	}
	h, err := casefile.ReadHeader(&tx.CaseView)
	if err != nil {
		return err
	}
	if h.Stage != casefile.Accepted {
		return casefile.ErrChanged
	}
	return move(tx, j, Cancelled)
}

// openKeys makes the keys of the compartment journey with the first journey, and hands them to the host of a later
// one. Logistics joins the circle, and gets the keys as soon as somebody works there.
func openKeys(tx *gate.CaseTx, host access.TeamID) error {
	logistics, err := tx.TeamOf("logistics")
	if err != nil {
		return err
	}
	if err := casefile.Bring(tx, logistics, access.Organises); err != nil {
		return err
	}
	if tx.Holds(vault.Journey) {
		return tx.Grant(host, vault.Journey)
	}
	if _, err := findLatest(&tx.CaseView); !fault.Is(err, fault.NotFound) {
		return gate.ErrSealed // there are keys, and this team does not hold them
	}
	evaluation, err := tx.TeamOf("evaluation")
	if err != nil {
		return err
	}
	if err := tx.Create(vault.Journey, evaluation, host); err != nil {
		return err
	}
	if err := tx.Grant(logistics, vault.Journey); err != nil && !errors.Is(err, gate.ErrNoKey) {
		return err
	}
	return nil
}

// wake asks for the job that notices a late arrival.
func wake(tx *gate.CaseTx, j JourneyID, number int64, expected time.Time) error {
	return tx.Later(gate.Job{Kind: lateJob, Dedupe: fmt.Sprintf("%s/%d", j, number), Object: tx.ID().Bytes(),
		Payload: j.String(), Due: expected})
}

// Change replaces the plan of a journey that is not over. number is the plan that the writer saw: ErrChanged when
// somebody else has changed it since. The earlier plan stays on record.
func (d *Desk) Change(ctx context.Context, who access.Actor, ref casefile.Ref, number int64, p Plan) error {
	return d.gate.Case(ctx, who, Change, ref, func(tx *gate.CaseTx) error {
		j, err := findOpen(&tx.CaseView)
		if err != nil {
			return err
		}
		before, err := readPlan(&tx.CaseView, j)
		if err != nil {
			return err
		}
		if err := d.check(tx, p, before, j.State == Planned); err != nil { // on the way, she is met where she is
			return err
		}
		n, err := tx.Exec(qReplan, j.ID, number, clock.Micros(p.Expected), p.leaves())
		if err != nil {
			return fmt.Errorf("change the journey: %w", err)
		}
		if n == 0 {
			return casefile.ErrChanged
		}
		if err := insertPlan(tx, j.ID, number+1, p); err != nil {
			return err
		}
		if err := wake(tx, j.ID, number+1, p.Expected); err != nil {
			return err
		}
		from, until := p.window()
		if err := moveCompany(tx, from, until); err != nil {
			return err
		}
		if j.State == OnTheWay {
			return nil // still on the way: nobody else has anything to do
		}
		return casefile.Tell(tx, JourneyPlanned{Expected: clock.Micros(p.Expected)})
	})
}

// Departure is what is said of somebody who leaves now: why, where the place is not safe any more, and whether it is
// confirmed that it is before the train of the plan.
type Departure struct {
	Despite string
	Early   bool
}

// Depart records that the person is on the way.
func (d *Desk) Depart(ctx context.Context, who access.Actor, ref casefile.Ref, is Departure) error {
	return d.gate.Case(ctx, who, Depart, ref, func(tx *gate.CaseTx) error {
		if err := mayTravel(&tx.CaseView); err != nil {
			return err
		}
		if err := d.decide(tx, stepDeparture, is.Despite); err != nil {
			return err
		}
		j, err := findOpen(&tx.CaseView)
		if err != nil {
			return err
		}
		if !is.Early && j.leavesEarly(tx.Now()) {
			return ErrTooEarly
		}
		if err := move(tx, j, OnTheWay); err != nil {
			return err
		}
		return casefile.Tell(tx, Departed{})
	})
}

// Arrival is when she arrived, zero for now, and whether it is confirmed that it was well before the plan has it.
type Arrival struct {
	At    time.Time
	Early bool
}

// ConfirmArrival records that the person is safely there; the stay begins.
func (d *Desk) ConfirmArrival(ctx context.Context, who access.Actor, ref casefile.Ref, a Arrival) error {
	return d.gate.Case(ctx, who, ConfirmArrival, ref, func(tx *gate.CaseTx) error {
		if err := mayTravel(&tx.CaseView); err != nil {
			return err
		}
		at := a.At
		if at.IsZero() {
			at = tx.Now()
		}
		if at.After(tx.Now()) {
			return ErrArrivesAhead
		}
		j, err := findOpen(&tx.CaseView)
		if err != nil {
			return err
		}
		if at.Before(j.DepartedAt) {
			return ErrBeforeDeparture
		}
		if err := sinceOpened(&tx.CaseView, at); err != nil {
			return err
		}
		if !a.Early && j.comesEarly(at) {
			return ErrEarly
		}
		if err := moveAt(tx, j, Arrived, at); err != nil {
			return err
		}
		if err := moveCompany(tx, at.Add(-Around), at.Add(Around)); err != nil {
			return err
		}
		p, err := placed(&tx.CaseView)
		if err != nil {
			return err
		}
		if err := receive(tx, p.Place); err != nil {
			return err
		}
		on, weeks := date.In(at, tx.Country().HoursOf(p.Department)), 0
		err = casefile.ChangeCoded(tx, func(c *casefile.Coded) {
			c.HostDepartment, c.HostRegion, weeks = p.Department, p.Region, c.StayWeeks
		})
		if err != nil {
			return err
		}
		if err := planEnd(tx, p.Place, partner.EndAfter(on, weeks)); err != nil {
			return err
		}
		if err := leaveElsewhere(tx, date.Date{}, on); err != nil {
			return err
		}
		return casefile.Tell(tx, casefile.Arrived{On: on, At: clock.Micros(at)})
	})
}

// movedJob is the job that has her former stay follow her arrival here: its payload is the day that was noted before,
// empty at first, and the one that is noted now, empty where she has not arrived after all.
const movedJob = "stay.moved"

// leaveElsewhere has the stay end that she leaves for this one (I6), end on another day, or go on: by Havre's own job,
// since it is another case's.
func leaveElsewhere(tx *gate.CaseTx, was, on date.Date) error {
	list, err := casefile.Before(&tx.CaseView)
	if err != nil {
		return err
	}
	for _, c := range list {
		dedupe := fmt.Sprintf("%s %s %d", tx.ID(), c, clock.Micros(tx.Now()))
		if err := tx.Later(gate.Job{Kind: movedJob, Dedupe: dedupe, Object: c.Bytes(),
			Payload: was.String() + " " + on.String()}); err != nil {
			return err
		}
	}
	return nil
}

// receive gives her the place where somebody stayed until now; whoever still stays there has to have left before.
func receive(tx *gate.CaseTx, place string) error {
	p, err := partner.ParsePlace(place)
	if err != nil {
		return fmt.Errorf("read the place: %w", err)
	}
	return partner.Receive(tx, p)
}

// planEnd says until when the place is taken, now that the day of arrival is known.
func planEnd(tx *gate.CaseTx, place string, on date.Date) error {
	p, err := partner.ParsePlace(place)
	if err != nil {
		return fmt.Errorf("read the place: %w", err)
	}
	return partner.PlanEnd(tx, p, on)
}

// Sheet is what an accompanier without an account carries on paper.
type Sheet struct {
	Serial    string // stands on the paper and in the register of sheets
	PrintedAt time.Time
	Plan      Plan
	Next      int // the leg that comes next
}

// Sheet prints the steps for an accompanier, and registers the paper under its serial.
func (d *Desk) Sheet(ctx context.Context, who access.Actor, ref casefile.Ref) (Sheet, error) {
	var s Sheet
	err := d.gate.Case(ctx, who, PrintSheet, ref, func(tx *gate.CaseTx) error {
		s = Sheet{Serial: newSerial(), PrintedAt: tx.Now()}
		j, err := findOpen(&tx.CaseView)
		if err != nil {
			return err
		}
		if s.Plan, err = readPlan(&tx.CaseView, j); err != nil {
			return err
		}
		s.Next = s.Plan.NextLeg(tx.Now())
		tx.Note("sheet")
		_, err = tx.Exec(qInsertSheet, s.Serial, j.ID, j.Number, clock.Micros(tx.Now()), tx.Actor().User())
		return fault.In("register the sheet", err)
	})
	return s, err
}

// newSerial draws eight letters and digits in two groups: "k7qm-2x4p".
func newSerial() string {
	s := id.Random[planEntity]().String()
	s = strings.ToUpper(s[len(s)-8:])
	return s[:4] + "-" + s[4:]
}

func mayTravel(v *gate.CaseView) error {
	facts, err := casefile.Facts(v)
	if err != nil {
		return err
	}
	return MayTravel(facts)
}

// placed returns the place told last.
func placed(v *gate.CaseView) (casefile.Placed, error) {
	p, ok, err := casefile.LatestIn[casefile.Placed](v)
	if err == nil && !ok {
		err = fault.NewConflict("journey.no_place")
	}
	return p, err
}
