package stay

import (
	"context"
	"fmt"
	"slices"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Desk is what people do during a stay.
type Desk struct{ gate *gate.Gate }

// New returns the desk.
func New(g *gate.Gate) *Desk { return &Desk{g} }

// Note adds a note of the shelter; with the first, the host's team makes the key that it alone holds.
func (d *Desk) Note(ctx context.Context, who access.Actor, ref casefile.Ref, words secret.Text) error {
	if words.Empty() {
		return fault.NewAbout("words", "stay.invalid.note")
	}
	return d.gate.Case(ctx, who, WriteNote, ref, func(tx *gate.CaseTx) error {
		s, err := begin(tx)
		if err != nil {
			return err
		}
		if !tx.Holds(vault.ShelterNotes) {
			if err := tx.Create(vault.ShelterNotes, tx.Team()); err != nil {
				return fmt.Errorf("make the key of the notes: %w", err)
			}
		}
		row := id.New[noteEntity](tx.Now())
		sealed, err := noteWords.Seal(tx, row, words)
		if err != nil {
			return fmt.Errorf("seal a note: %w", err)
		}
		if _, err := tx.Exec(qAddNote, row, clock.Micros(tx.Now()), tx.Team(), tx.Actor().User(), sealed); err != nil {
			return fmt.Errorf("write a note: %w", err)
		}
		return set(tx, s)
	})
}

// errService tells that no help was chosen, or none that is of the list on that day.
var errService = fault.NewAbout("service", "stay.invalid.service")

// Serve records help given on a day; codes of the list service.
func (d *Desk) Serve(ctx context.Context, who access.Actor, ref casefile.Ref, g Given) error {
	codes, on := g.Codes, g.On
	return d.gate.Case(ctx, who, GiveService, ref, func(tx *gate.CaseTx) error {
		s, err := begin(tx)
		if err != nil {
			return err
		}
		today, err := casefile.TodayThere(&tx.CaseView)
		if err != nil {
			return err
		}
		services := tx.Country().List(codelist.Service)
		var none error
		unlisted := func(c string) bool { return !on.IsZero() && !services.Has(c, on) }
		if len(codes) == 0 || slices.ContainsFunc(codes, unlisted) {
			none = errService
		}
		if err := fault.Join(s.mayServe(on, today), none); err != nil {
			return err
		}
		for _, c := range codes {
			if _, err := tx.Exec(qAddService, id.New[entryEntity](tx.Now()), c, on, clock.Micros(tx.Now()),
				tx.Team()); err != nil {
				return fmt.Errorf("record a service: %w", err)
			}
		}
		return set(tx, s)
	})
}

// Pay records an aid (I8). Without cents, the usual amount of that day is meant.
func (d *Desk) Pay(ctx context.Context, who access.Actor, ref casefile.Ref, a Aid) error {
	return d.gate.Case(ctx, who, PayAid, ref, func(tx *gate.CaseTx) error {
		s, err := begin(tx)
		if err != nil {
			return err
		}
		if a, err = mayPay(tx, s, a); err != nil {
			return err
		}
		_, err = tx.Exec(qAddAid, id.New[entryEntity](tx.Now()), a.Kind, int64(a.Cents), a.PaidOn, string(a.Month),
			clock.Micros(tx.Now()), tx.Actor().User())
		if err != nil {
			return fmt.Errorf("record an aid: %w", err)
		}
		return set(tx, s)
	})
}

// Settle says that the first days are over, or that the stay goes on after all.
func (d *Desk) Settle(ctx context.Context, who access.Actor, ref casefile.Ref) error {
	return d.move(ctx, who, Settle, ref, Ongoing, func(*gate.CaseTx, *Stay) error { return nil })
}

// PlanExit says on which day the stay is planned to end.
func (d *Desk) PlanExit(ctx context.Context, who access.Actor, ref casefile.Ref, on date.Date) error {
	return d.move(ctx, who, PlanExit, ref, ExitPlanned, func(tx *gate.CaseTx, s *Stay) error {
		if today, err := casefile.TodayThere(&tx.CaseView); err != nil {
			return err
		} else if on.Before(today) {
			return fault.NewAbout("on", "stay.invalid.exit_on")
		}
		s.ExitPlannedOn = on
		place, err := placeOf(&tx.CaseView)
		if err != nil {
			return err
		}
		return partner.PlanEnd(tx, place, on)
	})
}

// AskTransfer says that another place is needed, and why: one of TransferReasons.
func (d *Desk) AskTransfer(ctx context.Context, who access.Actor, ref casefile.Ref, reason string) error {
	if !slices.Contains(TransferReasons, reason) {
		return fault.NewAbout("reason", "stay.invalid.reason")
	}
	return d.move(ctx, who, AskTransfer, ref, Transfer, func(tx *gate.CaseTx, _ *Stay) error {
		if err := nameAgain(tx); err != nil {
			return err
		}
		return casefile.Tell(tx, TransferAsked{Reason: reason})
	})
}

// ErrHostAsks tells that the head office no longer holds the name: the host has to ask for the transfer.
var ErrHostAsks = fault.NewConflict("stay.transfer.host_asks")

// nameAgain hands the name to the head office once more, where a month after the arrival it was left with the host
// alone: no other place can be found for somebody without it.
func nameAgain(tx *gate.CaseTx) error {
	switch holds := tx.Holds(vault.Identity); {
	case tx.Relation() == access.Evaluates && !holds:
		return ErrHostAsks
	case tx.Relation() != access.Hosts || !holds:
		return nil
	}
	office, err := tx.TeamOf("evaluation")
	if err != nil {
		return err
	}
	return tx.Grant(office, vault.Identity)
}

// ReportBreach says that the danger knows the address: an alarm on the coordinator's home until MakeSafe.
func (d *Desk) ReportBreach(ctx context.Context, who access.Actor, ref casefile.Ref) error {
	return d.change(ctx, who, ReportBreach, ref, func(tx *gate.CaseTx, s *Stay) error {
		s.BreachedAt = tx.Now()
		return casefile.Tell(tx, SecretBreached{})
	})
}

// MakeSafe says that what had to be done about a known address is decided.
func (d *Desk) MakeSafe(ctx context.Context, who access.Actor, ref casefile.Ref) error {
	return d.change(ctx, who, MakeSafe, ref, func(tx *gate.CaseTx, s *Stay) error {
		if !s.Unsafe() {
			return casefile.ErrStep
		}
		s.SecuredAt = tx.Now()
		return nil
	})
}

// placeOf is the place of the latest admission: nobody arrives without one.
func placeOf(v *gate.CaseView) (partner.PlaceID, error) {
	p, _, err := casefile.LatestIn[casefile.Placed](v)
	if err != nil {
		return partner.PlaceID{}, err
	}
	place, err := partner.ParsePlace(p.Place)
	return place, fault.In("read the place", err)
}

// room is the place of the stay, and what is coded of who lives there.
func room(v *gate.CaseView) (place partner.PlaceID, coded casefile.Coded, err error) {
	if place, err = placeOf(v); err == nil {
		coded, err = casefile.ReadCoded(v)
	}
	return place, coded, err
}

// move takes the stay to another state, with whatever else the act does.
func (d *Desk) move(ctx context.Context, who access.Actor, act access.Act, ref casefile.Ref, to State,
	also func(*gate.CaseTx, *Stay) error) error {
	return d.change(ctx, who, act, ref, func(tx *gate.CaseTx, s *Stay) error {
		next, err := s.State.Next(to)
		if err != nil {
			return err
		}
		s.Former, s.State, s.Since = s.State, next, tx.Now()
		return also(tx, s)
	})
}

// change is the frame of every act on the stay's own row.
func (d *Desk) change(ctx context.Context, who access.Actor, act access.Act, ref casefile.Ref,
	do func(*gate.CaseTx, *Stay) error) error {
	return d.gate.Case(ctx, who, act, ref, func(tx *gate.CaseTx) error {
		s, err := begin(tx)
		if err != nil {
			return err
		}
		if err := do(tx, &s); err != nil {
			return err
		}
		return set(tx, s)
	})
}
