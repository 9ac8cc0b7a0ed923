package consent

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Desk is what people do with agreements.
type Desk struct{ gate *gate.Gate }

// New returns the desk.
func New(g *gate.Gate) *Desk { return &Desk{g} }

// Record writes an agreement inside the transaction of another room's act, and tells it where the path waits for it.
// Referral calls it as it opens a case.
func (d *Desk) Record(tx *gate.CaseTx, a casefile.Agreed) error {
	if err := check(tx.Country(), a, tx.Today(), tx.Latest()); err != nil {
		return err
	}
	// the new answer takes the place of the one before
	if _, err := tx.Exec(qRevokeKind, a.Agreement, a.On, clock.Micros(tx.Now())); err != nil {
		return fmt.Errorf("record agreement: %w", err)
	}
	if err := add(tx, a); err != nil {
		return err
	}
	switch a.Agreement {
	case First, Second:
		return casefile.Tell(tx, a)
	case Statistics:
		return casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.StatisticsConsent = counts(a.Answer, false) })
	case KeepName:
		return casefile.KeepName(tx, a.Answer)
	}
	return nil
}

// First is how a case opens with agreements: it codes them into the row that is about to be written, and returns the
// facts they are and what writes them down in the same act.
func (d *Desk) First(c *casefile.Coded, given ...casefile.Agreed) ([]casefile.Fact, func(*gate.CaseTx) error, error) {
	var facts []casefile.Fact
	for _, a := range given {
		if err := check(d.gate.Country(), a, d.gate.Today(), d.gate.Latest()); err != nil {
			return nil, nil, err
		}
		switch a.Agreement {
		case First:
			facts = append(facts, a)
		case Statistics:
			c.StatisticsConsent = counts(a.Answer, false)
		}
	}
	return facts, func(tx *gate.CaseTx) error {
		for _, a := range given {
			if err := add(tx, a); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// Carry reads the agreements of a case that stay true in a transfer (all in force but the two of the path) and returns
// what records them in the new case.
func (d *Desk) Carry(v *gate.CaseView) (func(*gate.CaseTx) error, error) {
	list, err := all(v)
	if err != nil {
		return nil, err
	}
	return func(tx *gate.CaseTx) error {
		for _, a := range list {
			if !a.Live() || a.Kind == First || a.Kind == Second {
				continue
			}
			if err := d.Record(tx, casefile.Agreed{Agreement: a.Kind, Answer: a.Answer, On: a.On, Language: a.Language,
				Interpret: a.Interpreter}); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// Add records an agreement of one of Kinds.
func (d *Desk) Add(ctx context.Context, who access.Actor, ref casefile.Ref, a casefile.Agreed) error {
	if a.Agreement == First || a.Agreement == Second {
		return fault.NewInvalid("fault.invalid")
	}
	return d.gate.Case(ctx, who, Record, ref, func(tx *gate.CaseTx) error {
		if err := casefile.StillWrites(&tx.CaseView); err != nil {
			return err
		}
		return d.Record(tx, a)
	})
}

// ErrBefore is a day before the one on which the agreement was given.
var ErrBefore = fault.NewAbout("revoked_on", "consent.date_before")

// Revoke takes an agreement back on a day; what follows for the path is told at once (I3). Where she was admitted and a
// service that only referred her says so, she is asked first: passed tells that nothing was taken back yet.
func (d *Desk) Revoke(ctx context.Context, who access.Actor, ref casefile.Ref, which ID,
	on date.Date) (passed bool, err error) {
	err = d.gate.Case(ctx, who, Revoke, ref, func(tx *gate.CaseTx) error {
		switch {
		case on.IsZero():
			return fault.NewAbout("revoked_on", "consent.date_needed")
		case tx.Latest().Before(on):
			return fault.NewAbout("revoked_on", "consent.date_ahead")
		}
		list, err := all(&tx.CaseView)
		if err != nil {
			return err
		}
		a, err := find(list, which)
		if err != nil {
			return err
		}
		if on.Before(a.On) {
			return ErrBefore
		}
		if passed, err = passOn(tx, casefile.LeavingSaid{Agreement: a.Kind, On: on}); passed || err != nil {
			return err
		}
		n, err := tx.Exec(qRevoke, a.ID, on, clock.Micros(tx.Now()))
		if err != nil {
			return fmt.Errorf("take agreement back: %w", err)
		}
		if n == 0 {
			return casefile.ErrChanged
		}
		return revoked(tx, a.Kind)
	})
	return passed && err == nil, err
}

// passOn makes of the word of a service that only referred her, on an agreement that her path stands on, a question to
// those who can ask her; on any other it is refused once she has a place.
func passOn(tx *gate.CaseTx, said casefile.LeavingSaid) (bool, error) {
	hers, err := casefile.WithHer(&tx.CaseView)
	if err != nil || hers {
		return false, err
	}
	if said.Agreement == First || said.Agreement == Second {
		return true, casefile.PassOn(tx, said)
	}
	return false, casefile.StillWrites(&tx.CaseView)
}

func revoked(tx *gate.CaseTx, kind string) error {
	switch kind {
	case Statistics:
		return casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.StatisticsConsent = counts(tri.Yes, true) })
	case KeepName:
		return casefile.KeepName(tx, tri.No)
	}
	h, err := casefile.ReadHeader(&tx.CaseView)
	if err != nil {
		return err
	}
	if f := effect(kind, h.Stage); f != nil {
		return casefile.Tell(tx, f)
	}
	return nil
}

// ErrInterviewFirst tells that the second agreement is asked after the interview, not before (I2).
var ErrInterviewFirst = fault.NewConflict("consent.interview_first")

// ErrBeforeInterview is a day on which nobody had met yet.
var ErrBeforeInterview = fault.NewAbout("on", "consent.date_before_interview")

// afterInterview refuses a day before the interview that was held last. No day at all is refused elsewhere.
func afterInterview(v *gate.CaseView, facts []casefile.Told, on date.Date) error {
	if on.IsZero() {
		return nil
	}
	place, err := placeOf(v)
	if err == nil && beforeMeeting(v.Country(), place.Department, interviewed(facts), on) {
		return ErrBeforeInterview
	}
	return err
}

// Second records the person's answer after the pre-admission interview. A no leads back to the search and takes
// nothing from her: her place in the order stays as it was.
func (d *Desk) Second(ctx context.Context, who access.Actor, ref casefile.Ref, a casefile.Agreed) error {
	a.Agreement = Second
	return d.gate.Case(ctx, who, SecondAgreement, ref, func(tx *gate.CaseTx) error {
		facts, err := casefile.Facts(&tx.CaseView)
		if err != nil {
			return err
		}
		if !asksSecond(facts) {
			return ErrInterviewFirst
		}
		if err := afterInterview(&tx.CaseView, facts, a.On); err != nil {
			return err
		}
		if err := d.Record(tx, a); err != nil {
			return err
		}
		if a.Answer == tri.No {
			return casefile.Tell(tx, casefile.SearchAgain{Reason: "refused_by_person"})
		}
		return nil
	})
}

// Page is the person's agreements on one case.
type Page struct {
	Header casefile.Header
	List   []Agreement // oldest first
	Ask    bool        // the second agreement is to be asked
	Given  bool        // it was answered since the interview
	Passes bool        // what the reader says of the two agreements of the path is passed on: she is asked first
	// Over tells that the reader only referred her, and she has a place: it records nothing any more.
	Over bool
	// Passed is what the reader passed on of these agreements, newest first.
	Passed []casefile.Passing
	// Place is what the second agreement is about, on its own page: where the host that agreed last has room.
	Place partner.PlaceRow
}

// Moves tells whether taking an agreement back changes the path now (I3).
func (p Page) Moves(kind string) bool { return effect(kind, p.Header.Stage) != nil }

// TakesBack tells whether the reader may say that an agreement is taken back. A service that only referred her says so,
// once she has a place, of the two agreements of her path alone: that is passed on, and she is asked.
// While that waits it is not passed on again.
func (p Page) TakesBack(kind string) bool {
	if p.Passes && slices.ContainsFunc(casefile.Unanswered(p.Passed), func(w casefile.Passing) bool {
		return w.Agreement == kind
	}) {
		return false
	}
	return !p.Over || kind == First || kind == Second
}

// Open shows the agreements of a case.
func (d *Desk) Open(ctx context.Context, who access.Actor, ref casefile.Ref) (Page, error) {
	return d.page(ctx, who, Look, ref)
}

// OpenSecond is Open for the page on which the second agreement is asked.
func (d *Desk) OpenSecond(ctx context.Context, who access.Actor, ref casefile.Ref) (Page, error) {
	return d.page(ctx, who, SecondAgreement, ref)
}

func (d *Desk) page(ctx context.Context, who access.Actor, act access.Act, ref casefile.Ref) (Page, error) {
	return gate.Seen(ctx, d.gate, who, act, ref, func(v *gate.CaseView) (Page, error) {
		p, err := read(v)
		if err == nil && p.Ask {
			p.Place, err = placeOf(v)
		}
		return p, err
	})
}

// placeOf finds the place of the host that agreed last; a place that is gone has no name.
func placeOf(v *gate.CaseView) (partner.PlaceRow, error) {
	facts, err := casefile.Facts(v)
	if err != nil {
		return partner.PlaceRow{}, err
	}
	var accepted struct {
		Place string `json:"place"`
	}
	if told, ok := casefile.Last(facts, "host_accepted"); ok {
		if err := told.Read(&accepted); err != nil {
			return partner.PlaceRow{}, err
		}
	}
	id, err := partner.ParsePlace(accepted.Place)
	if err != nil {
		return partner.PlaceRow{}, nil
	}
	row, err := partner.PlaceOf(v, id)
	if fault.Is(err, fault.NotFound) {
		return partner.PlaceRow{}, nil
	}
	return row, err
}

func read(v *gate.CaseView) (Page, error) {
	var p Page
	var err error
	if p.Header, err = casefile.ReadHeader(v); err != nil {
		return p, err
	}
	if p.List, err = all(v); err != nil {
		return p, err
	}
	hers, err := casefile.WithHer(v)
	if err != nil {
		return p, err
	}
	p.Passes = !hers
	if err := casefile.StillWrites(v); errors.Is(err, casefile.ErrWithHost) {
		p.Over = true
	} else if err != nil {
		return p, err
	}
	facts, err := casefile.Facts(v)
	if err != nil {
		return p, err
	}
	p.Ask, p.Given = asksSecond(facts), answered(facts)
	if v.Relation() == access.Referred {
		p.Passed, err = casefile.Passed(v)
	}
	return p, err
}

// OnCase is the panel of the case page, for those who work with the person.
func (d *Desk) OnCase(v *gate.CaseView) (Page, bool, error) {
	if v.Relation() != access.Evaluates && v.Relation() != access.Referred {
		return Page{}, false, nil
	}
	p, err := read(v)
	p.Ask = p.Ask && v.Relation() == access.Evaluates && p.Header.Stage.Open()
	return p, err == nil, err
}
