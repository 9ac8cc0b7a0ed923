package journey

import (
	"context"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// The records of a journey that are put right, as a line of the correction calls them: by the kind of their fact.
var (
	departure = string(Departed{}.Kind())
	arrival   = string(casefile.Arrived{}.Kind())
)

// hour is a departure in a line of a correction.
type hour struct {
	At int64 `json:"at"` // µs since 1970, UTC
}

// Righted is a departure or an arrival that was put right or undone: when which was and is, departures by the hour,
// arrivals by the day;
// or where she was said to be who had lost her place, which was undone.
type Righted struct {
	casefile.Correction
	WasAt, NowAt time.Time
	WasOn, NowOn date.Date
	Was          string // where she was said to be
}

// righted lists what was put right of the journey, newest first.
func righted(v *gate.CaseView) ([]Righted, error) {
	list, err := casefile.Corrections(v, departure, arrival, whereabouts)
	if err != nil {
		return nil, err
	}
	out := make([]Righted, len(list))
	for i, c := range list {
		var was, now hour
		var from, to casefile.Arrived
		var roof WhereaboutsTold
		r := Righted{Correction: c}
		switch c.What {
		case departure:
			err = c.Read(&was, &now)
			r.WasAt, r.NowAt = clock.FromMicros(was.At), clock.FromMicros(now.At)
		case whereabouts:
			err = c.Read(&roof, &roof)
			r.Was = roof.Where
		default:
			err = c.Read(&from, &to)
			r.WasOn, r.NowOn = from.On, to.On
		}
		if err != nil {
			return nil, err
		}
		out[i] = r
	}
	return out, nil
}

// Left is when she left, by the clocks of an area, and whether it is confirmed that it was well before the train of the
// plan.
type Left struct {
	At    time.Time
	In    string
	Early bool
}

// UndoDeparture takes back a departure that was a slip, within ten minutes.
func (d *Desk) UndoDeparture(ctx context.Context, who access.Actor, ref casefile.Ref) error {
	return d.gate.Case(ctx, who, UndoDeparture, ref, func(tx *gate.CaseTx) error {
		j, err := findOpen(&tx.CaseView)
		if err != nil {
			return err
		}
		if err := casefile.Undo(tx, Departed{}.Kind(), hour{clock.Micros(j.DepartedAt)}); err != nil {
			return err
		}
		return back(tx, j, Planned, time.Time{})
	})
}

// CorrectDeparture puts the hour right at which she left.
func (d *Desk) CorrectDeparture(ctx context.Context, who access.Actor, ref casefile.Ref, left Left) error {
	at := left.At
	return d.gate.Case(ctx, who, CorrectDeparture, ref, func(tx *gate.CaseTx) error {
		j, err := findLatest(&tx.CaseView)
		if err != nil {
			return err
		}
		was := j.DepartedAt
		if was.IsZero() || j.State != OnTheWay && j.State != Arrived {
			return casefile.ErrStep
		}
		if at.Equal(was.Truncate(time.Minute)) { // the form asks for no seconds
			return fault.ErrSame
		}
		if at.After(tx.Now()) {
			return ErrDepartsAhead
		}
		if err := sinceOpened(&tx.CaseView, at); err != nil {
			return err
		}
		if !left.Early && j.leavesEarly(at) {
			return ErrTooEarly
		}
		if err := beforeArrival(&tx.CaseView, j, at); err != nil {
			return err
		}
		if err := casefile.Correct(tx, departure, hour{clock.Micros(was)}, hour{clock.Micros(at)}); err != nil {
			return err
		}
		_, err = tx.Exec(qBack, j.ID, string(j.State), clock.Micros(at), clock.Micros(j.ClosedAt))
		return fault.In("correct the departure", err)
	})
}

// beforeArrival refuses a departure after the arrival that is noted: by the minute, or by the day where another day of
// arrival was noted since.
func beforeArrival(v *gate.CaseView, j Journey, at time.Time) error {
	if j.State != Arrived {
		return nil
	}
	a, err := arrived(v)
	if err != nil {
		return err
	}
	p, err := placed(v)
	if err != nil {
		return err
	}
	there := v.Country().HoursOf(p.Department)
	if a.On.Before(date.In(at, there)) || a.On == date.In(j.ClosedAt, there) && at.After(j.ClosedAt) {
		return ErrAfterArrival
	}
	return nil
}

// sinceOpened refuses an hour before the case was opened.
func sinceOpened(v *gate.CaseView, at time.Time) error {
	h, err := casefile.ReadHeader(v)
	if err == nil && at.Before(h.Opened.Truncate(time.Minute)) {
		err = ErrBeforeCase
	}
	return err
}

// UndoArrival takes back an arrival that was a slip, within ten minutes and before anything was recorded of the stay.
func (d *Desk) UndoArrival(ctx context.Context, who access.Actor, ref casefile.Ref) error {
	return d.gate.Case(ctx, who, UndoArrival, ref, func(tx *gate.CaseTx) error {
		a, err := arrived(&tx.CaseView)
		if err != nil {
			return err
		}
		j, err := findLatest(&tx.CaseView)
		if err != nil {
			return err
		}
		if err := casefile.Undo(tx, a.Kind(), a); err != nil {
			return err
		}
		to := OnTheWay
		if j.DepartedAt.IsZero() {
			to = Planned
		}
		if err := back(tx, j, to, j.DepartedAt); err != nil {
			return err
		}
		if err := moveCompany(tx, j.Leaves.Add(-Around), j.Expected.Add(Around)); err != nil {
			return err
		}
		p, err := placed(&tx.CaseView)
		if err != nil {
			return err
		}
		if err := planEnd(tx, p.Place, date.Date{}); err != nil {
			return err
		}
		return leaveElsewhere(tx, a.On, date.Date{})
	})
}

// CorrectArrival puts the day right on which she arrived: her stay, the other that ended with it, the end that is
// planned and the figures of both days follow.
func (d *Desk) CorrectArrival(ctx context.Context, who access.Actor, ref casefile.Ref, on date.Date) error {
	return d.gate.Case(ctx, who, CorrectArrival, ref, func(tx *gate.CaseTx) error {
		was, err := arrived(&tx.CaseView)
		if err != nil {
			return err
		}
		j, err := findLatest(&tx.CaseView)
		if err != nil {
			return err
		}
		p, err := placed(&tx.CaseView)
		if err != nil {
			return err
		}
		there := tx.Country().HoursOf(p.Department)
		switch {
		case date.In(tx.Now(), there).Before(on):
			return ErrDayAhead
		case on.Before(date.In(j.DepartedAt, there)): // never, where nobody noted a departure
			return ErrBeforeDeparture
		}
		if on == was.On {
			return fault.ErrSame
		}
		if err := sinceOpened(&tx.CaseView, on.AddDays(1).Time(there)); err != nil { // at some hour of the day
			return err
		}
		if err := casefile.Replace(tx, casefile.Arrived{On: on}); err != nil {
			return err
		}
		return leaveElsewhere(tx, was.On, on)
	})
}

// back takes a journey to where it stood before its last step.
func back(tx *gate.CaseTx, j Journey, to State, departed time.Time) error {
	_, err := tx.Exec(qBack, j.ID, string(to), clock.Micros(departed), int64(0))
	return fault.In("take the journey back", err)
}

// arrived is the arrival of the case; a Conflict while there is none.
func arrived(v *gate.CaseView) (casefile.Arrived, error) {
	a, ok, err := casefile.LatestIn[casefile.Arrived](v)
	if err == nil && !ok {
		err = casefile.ErrStep
	}
	return a, err
}
