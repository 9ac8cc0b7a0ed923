package stay

import (
	"context"
	"slices"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Shown is a stay as a reader may see it.
type Shown struct {
	Header      casefile.Header
	Stay        Stay
	Adults      int
	Children    []string // age bands of the children who came along: part of this stay (I6)
	Host        bool     // the reader's team is the shelter: it writes notes
	Coordinator bool
	Nowhere     bool   // ended for a place where she has not arrived after all, and cannot go on here
	Placeless   bool   // goes on without a place
	Roof        string // then, where she sleeps as was said last, one of Roofs; "" while nobody has said so
	Noted       int    // how many notes there are
	Notes       []Note // newest first; none for whoever is not of the shelter's team
	Services    []Service
	Aids        []Aid
	Righted     []Righted // what was put right or undone, newest first
	Legals      []Legal
	Clocks      []Clock
	Justice     Justice
	Usual       map[string]money.Cents // what each aid amounts to today
	Now         time.Time
	Today       date.Date // by the clocks of her place
	Department  string    // of her place
}

// Clock returns a deadline by its id; a NotFound fault when the case has none such.
func (s Shown) Clock(id ClockID) (Clock, error) {
	return gate.Among(s.Clocks, func(c Clock) bool { return c.ID == id })
}

// Aid returns an aid by its id; a NotFound fault when the case has none such.
func (s Shown) Aid(which EntryID) (Aid, error) {
	return gate.Among(s.Aids, func(a Aid) bool { return a.ID == which })
}

// Service returns a help by its id; a NotFound fault when the case has none such.
func (s Shown) Service(which EntryID) (Service, error) {
	return gate.Among(s.Services, func(g Service) bool { return g.ID == which })
}

// Legal returns a step before the law by its id; a NotFound fault when the case has none such.
func (s Shown) Legal(which EntryID) (Legal, error) {
	return gate.Among(s.Legals, func(l Legal) bool { return l.ID == which })
}

// Open shows the stay: to the shelter with its notes, to the coordinator without.
func (d *Desk) Open(ctx context.Context, who access.Actor, ref casefile.Ref) (Shown, error) {
	return gate.Seen(ctx, d.gate, who, Read, ref, show)
}

// OnCase is the stay on the case page, from the arrival on, for the shelter and the coordinator.
func (d *Desk) OnCase(v *gate.CaseView) (Shown, bool, error) {
	if v.Relation() != access.Hosts && v.Relation() != access.Evaluates {
		return Shown{}, false, nil
	}
	s, err := outline(v)
	if fault.Is(err, fault.Conflict) {
		return Shown{}, false, nil // nobody has arrived
	}
	if err == nil {
		s.Clocks, err = listClocks(v)
	}
	return s, err == nil, err
}

// Past is what was put right of an end or an arrival, for the timeline of the case.
func (d *Desk) Past(v *gate.CaseView) ([]Righted, bool, error) {
	if v.Relation() != access.Hosts && v.Relation() != access.Evaluates {
		return nil, false, nil
	}
	list, err := righted(v)
	list = slices.DeleteFunc(list, func(r Righted) bool { return r.What != endRecord && r.What != arrivalRecord })
	return list, err == nil, err
}

func show(v *gate.CaseView) (s Shown, err error) {
	if s, err = outline(v); err != nil {
		return s, err
	}
	if err := v.QueryRow(qCount).Scan(&s.Noted); err != nil {
		return s, fault.In("count notes", err)
	}
	if s.Host && v.Holds(vault.ShelterNotes) {
		if s.Notes, err = listNotes(v); err != nil {
			return s, err
		}
	}
	return s, gather(v, &s)
}

// outline is how the stay stands: what the case page shows of it.
func outline(v *gate.CaseView) (s Shown, err error) {
	s = Shown{Host: v.Relation() == access.Hosts, Coordinator: v.Relation() == access.Evaluates, Now: v.Now()}
	if s.Header, err = casefile.ReadHeader(v); err != nil {
		return s, err
	}
	if s.Stay, err = find(v); err != nil {
		return s, err
	}
	if s.Coordinator && s.Stay.State == Ended {
		n, err := gate.Value[int](v.Query, qIsNowhere)
		if err == nil && n > 0 {
			s.Nowhere, err = settled(v.Office, v.ID())
		}
		if err != nil {
			return s, err
		}
	}
	facts, err := casefile.Facts(v)
	if err != nil {
		return s, err
	}
	if s.Header.Stage == casefile.Sheltered {
		if s.Placeless, s.Roof, err = withoutRoom(facts); err != nil {
			return s, err
		}
	}
	coded, err := casefile.ReadCoded(v)
	if err != nil {
		return s, err
	}
	s.Department = coded.HostDepartment
	if s.Today, err = casefile.TodayThere(v); err != nil {
		return s, err
	}
	s.Adults, s.Children, s.Justice = coded.Adults, coded.ChildrenBands, justiceOf(coded)
	return s, nil
}

// gather adds the coded rows of the stay.
func gather(v *gate.CaseView, s *Shown) (err error) {
	if s.Services, err = listServices(v); err != nil {
		return err
	}
	if s.Aids, err = listAids(v); err != nil {
		return err
	}
	if s.Righted, err = righted(v); err != nil {
		return err
	}
	if s.Legals, err = listLegals(v); err != nil {
		return err
	}
	if s.Clocks, err = listClocks(v); err != nil {
		return err
	}
	s.Usual = map[string]money.Cents{}
	for _, k := range AmountKinds {
		s.Usual[k] = v.Country().Amount(country.Amount(k), s.Today)
	}
	return nil
}

// ToDo is what a host still has to do of a stay whose case ended otherwise: to free the place, as its home says.
func ToDo(v *gate.CaseView) (casefile.Do, bool, error) {
	s, err := find(v)
	if v.Relation() != access.Hosts || fault.Is(err, fault.Conflict) || err == nil && s.State == Ended {
		return casefile.Do{}, false, nil
	}
	return casefile.Do{Text: "stay.home.to_close", Action: "stay.home.close",
		To: "/cases/" + v.Ref().String() + "/stay/end"}, err == nil, err
}
