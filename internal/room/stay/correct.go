package stay

import (
	"context"
	"slices"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// The records of a stay that are put right, as a line of the correction calls them; an end and an arrival by the kind
// of their fact.
const (
	serviceRecord = "service"
	aidRecord     = "aid"
	legalRecord   = "legal"
	clockRecord   = "clock"
)

var (
	endRecord     = string(Left{}.Kind())
	arrivalRecord = string(casefile.Arrived{}.Kind())
)

// Righted is one record of the stay that was put right or undone: a Service, an Aid, a Legal, a Closed, a Left or a
// casefile.Arrived, as it was and as it is.
type Righted struct {
	casefile.Correction
	Was, Now any
}

// readers read the two sides of a line of a correction, by what was put right.
var readers = map[string]func(*Righted) error{serviceRecord: both[Service], aidRecord: both[Aid],
	legalRecord: both[Legal], clockRecord: both[Closed], endRecord: both[Left], arrivalRecord: both[casefile.Arrived]}

// righted lists what was put right of a stay, newest first.
func righted(v *gate.CaseView) ([]Righted, error) {
	list, err := casefile.Corrections(v, serviceRecord, aidRecord, legalRecord, clockRecord, endRecord,
		arrivalRecord)
	if err != nil {
		return nil, err
	}
	out := make([]Righted, len(list))
	for i, c := range list {
		out[i].Correction = c
		if err := readers[c.What](&out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func both[T any](r *Righted) error {
	var was, now T
	err := r.Read(&was, &now)
	r.Was, r.Now = was, now
	return err
}

// right is the frame of every act that puts a record of a stay right, also of one that is over.
func (d *Desk) right(ctx context.Context, who access.Actor, act access.Act, ref casefile.Ref,
	do func(*gate.CaseTx, *Stay) error) error {
	return d.gate.Case(ctx, who, act, ref, func(tx *gate.CaseTx) error {
		s, err := find(&tx.CaseView)
		if err != nil {
			return err
		}
		if !s.stored {
			return fault.ErrAbsent
		}
		if err := do(tx, &s); err != nil {
			return err
		}
		return set(tx, s)
	})
}

// record is one kind of what is written down of a stay, each with an id and the hour at which it was.
type record[T any] struct {
	name   string // as a line of the correction calls it
	list   func(*gate.CaseView) ([]T, error)
	key    func(T) (EntryID, time.Time)
	remove gate.CaseQuery
}

var (
	services = record[Service]{serviceRecord, listServices,
		func(g Service) (EntryID, time.Time) { return g.ID, g.At }, qUndoService}
	aids   = record[Aid]{aidRecord, listAids, func(a Aid) (EntryID, time.Time) { return a.ID, a.At }, qUndoAid}
	legals = record[Legal]{legalRecord, listLegals,
		func(l Legal) (EntryID, time.Time) { return l.ID, l.At }, qUndoLegal}
)

// find finds a record by its id, among all of its kind.
func (k record[T]) find(v *gate.CaseView, which EntryID) (it T, all []T, err error) {
	if all, err = k.list(v); err != nil {
		return it, nil, err
	}
	it, err = gate.Among(all, func(x T) bool { is, _ := k.key(x); return is == which })
	return it, all, err
}

// drop takes a record away, a slip within ten minutes alone: it counts no more, and a line says that it was there. also
// is what went with it; nil for nothing.
func (k record[T]) drop(tx *gate.CaseTx, which EntryID, slip bool, also func(*gate.CaseTx, T, []T) error) error {
	it, all, err := k.find(&tx.CaseView, which)
	if err != nil {
		return err
	}
	if _, at := k.key(it); slip && !casefile.Slipped(at, tx.Now()) {
		return casefile.ErrNoSlip
	}
	if also != nil {
		if err := also(tx, it, all); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(k.remove, which); err != nil {
		return fault.In("take back "+k.name, err)
	}
	return casefile.Correct(tx, k.name, it, nil)
}

// UndoAid takes back an aid that was a slip (pressed twice, the wrong day), within ten minutes.
func (d *Desk) UndoAid(ctx context.Context, who access.Actor, ref casefile.Ref, which EntryID) error {
	return d.right(ctx, who, UndoAid, ref,
		func(tx *gate.CaseTx, _ *Stay) error { return aids.drop(tx, which, true, nil) })
}

// DropAid takes back, at any time, an aid that was not paid.
func (d *Desk) DropAid(ctx context.Context, who access.Actor, ref casefile.Ref, which EntryID) error {
	return d.right(ctx, who, CorrectAid, ref,
		func(tx *gate.CaseTx, _ *Stay) error { return aids.drop(tx, which, false, nil) })
}

// CorrectAid puts an aid right, by the rules of one that is paid (I8).
func (d *Desk) CorrectAid(ctx context.Context, who access.Actor, ref casefile.Ref, which EntryID, now Aid) error {
	return d.right(ctx, who, CorrectAid, ref, func(tx *gate.CaseTx, s *Stay) error {
		was, _, err := aids.find(&tx.CaseView, which)
		if err != nil {
			return err
		}
		now.ID, now.At = was.ID, was.At
		if now, err = mayPay(tx, *s, now, was.Kind); err != nil {
			return err
		}
		if now == was {
			return fault.ErrSame
		}
		if _, err := tx.Exec(qSetAid, now.ID, now.Kind, int64(now.Cents), now.PaidOn, string(now.Month)); err != nil {
			return fault.In("correct an aid", err)
		}
		return casefile.Correct(tx, aidRecord, was, now)
	})
}

// UndoService takes back a help that was noted by mistake, within ten minutes.
func (d *Desk) UndoService(ctx context.Context, who access.Actor, ref casefile.Ref, which EntryID) error {
	return d.right(ctx, who, UndoService, ref,
		func(tx *gate.CaseTx, _ *Stay) error { return services.drop(tx, which, true, nil) })
}

// DropService takes back, at any time, a help that was not given.
func (d *Desk) DropService(ctx context.Context, who access.Actor, ref casefile.Ref, which EntryID) error {
	return d.right(ctx, who, CorrectService, ref,
		func(tx *gate.CaseTx, _ *Stay) error { return services.drop(tx, which, false, nil) })
}

// CorrectService puts a help right, by the rules of one that is noted: within the stay, and not ahead.
func (d *Desk) CorrectService(ctx context.Context, who access.Actor, ref casefile.Ref, which EntryID, to Helped) error {
	return d.right(ctx, who, CorrectService, ref, func(tx *gate.CaseTx, s *Stay) error {
		was, _, err := services.find(&tx.CaseView, which)
		if err != nil {
			return err
		}
		now := was
		now.Code, now.On = to.Code, to.On
		if now == was {
			return fault.ErrSame
		}
		today, err := casefile.TodayThere(&tx.CaseView)
		if err != nil {
			return err
		}
		var none error
		if !to.On.IsZero() && !tx.Country().List(codelist.Service).Takes(to.Code, to.On, was.Code) {
			none = errService
		}
		if err := fault.Join(s.mayServe(now.On, today), none); err != nil {
			return err
		}
		if _, err := tx.Exec(qSetService, now.ID, now.Code, now.On); err != nil {
			return fault.In("correct a help", err)
		}
		return casefile.Correct(tx, serviceRecord, was, now)
	})
}

// mayServe tells whether help may be noted on a day.
func (s Stay) mayServe(on, today date.Date) error {
	if today.Before(on) || on.Before(s.ArrivedOn) || !s.EndedOn.IsZero() && s.EndedOn.Before(on) {
		return ErrDay
	}
	return nil
}

// mayPay completes an aid and tells whether it may be paid, given all that was paid to her besides itself (I8). Stood
// is the kind of one that is put right.
func mayPay(tx *gate.CaseTx, s Stay, a Aid, stood ...string) (Aid, error) {
	if a.Cents == 0 {
		a.Cents = tx.Country().Amount(country.Amount(a.Kind), a.PaidOn)
	}
	if a.Kind != Monthly {
		a.Month = ""
	}
	h, err := casefile.ReadHeader(&tx.CaseView)
	if err != nil {
		return a, err
	}
	paid, err := listHerAids(&tx.CaseView)
	if err != nil {
		return a, err
	}
	paid = slices.DeleteFunc(paid, func(p Aid) bool { return p.ID == a.ID })
	today, err := casefile.TodayThere(&tx.CaseView)
	if err != nil {
		return a, err
	}
	return a, MayPay(tx.Country(), a, s, h.Kind == "transfer", paid, today, stood...)
}
