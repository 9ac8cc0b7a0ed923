package referral

import (
	"context"
	"errors"
	"fmt"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// ErrClosed tells that the head office's evaluation team has no key yet: the network does not take referrals, and the
// draft is kept.
var ErrClosed = fault.NewInvalid("referral.not_open")

// errGone tells that the draft was submitted meanwhile.
var errGone = fault.NewConflict("referral.sent_already")

// evaluation is the team that every new case goes to, and what it opens.
var evaluation = gate.Holder{Kind: "evaluation", Relation: access.Evaluates,
	Opens: vault.Identity | vault.Danger | vault.Needs | vault.Health | vault.Legal | vault.Documents |
		vault.Linkage | vault.Thread}

// Submit sends a draft: a new case, sealed to the evaluation team; the partner's team keeps identity and the thread.
// Sent twice, it is one case. The ref is the acting team's own.
func (d *Desk) Submit(ctx context.Context, who access.Actor, which DraftID) (casefile.Ref, error) {
	w, office, err := d.lookToSend(ctx, who, which)
	if fault.Is(err, fault.NotFound) {
		return d.Sent(ctx, who, which)
	}
	if err != nil {
		return casefile.Ref{}, err
	}
	s, err := read(d.gate.Country(), w.Answers, d.gate.Today())
	if err != nil {
		return casefile.Ref{}, err
	}
	way, holders := ByPartner, []gate.Holder{evaluation}
	if w.Team == office {
		way = ByOffice
	} else {
		holders = append(holders, gate.Holder{Team: w.Team, Relation: access.Referred,
			Opens: vault.Identity | vault.Thread})
	}
	ref, err := d.gate.NewCase(ctx, who, Submit, holders, nil, func(tx *gate.CaseTx, j gate.JournalID) error {
		if err := tx.Forget(gate.As(which)); err != nil {
			return err
		}
		return d.open(tx, j, which, way, s)
	})
	if fault.Is(err, fault.Conflict) { // sent by another press meanwhile
		if again, found := d.Sent(ctx, who, which); found == nil {
			return again, nil
		}
	}
	return ref, tidy(err)
}

// closed tells that the evaluation team cannot be sealed to.
func closed(err error) bool { return errors.Is(err, gate.ErrNoKey) || fault.Is(err, fault.NotFound) }

func tidy(err error) error {
	if closed(err) {
		return ErrClosed
	}
	return err
}

// lookToSend is Look that also finds the evaluation team, in the same opening; zero where there is none yet.
func (d *Desk) lookToSend(ctx context.Context, who access.Actor, which DraftID) (w Work, office gate.TeamID,
	err error) {
	err = d.gate.Office(ctx, who, Look, func(v *gate.OfficeView) (err error) {
		if w, err = work(v, who, which); err != nil {
			return err
		}
		if office, err = v.TeamOf("evaluation"); fault.Is(err, fault.NotFound) {
			office = gate.TeamID{}
			return nil
		}
		return err
	})
	return w, office, err
}

// Sent finds the case that a draft became, for somebody of a team that has it.
func (d *Desk) Sent(ctx context.Context, who access.Actor, which DraftID) (casefile.Ref, error) {
	var ref casefile.Ref
	err := d.gate.Circle(ctx, who, casefile.Home, func(v *gate.CircleView) error {
		for _, t := range who.Teams() {
			err := v.As(t, func(v *gate.CircleView) error { return v.QueryRow(qOrigin, which).Scan(&ref) })
			if !fault.Is(err, fault.NotFound) {
				return fault.In("find the referral sent", err)
			}
		}
		return fault.ErrAbsent
	})
	return ref, err
}

// open writes a new case from a sheet, inside the transaction of NewCase: the draft goes, the case comes, or neither.
func (d *Desk) open(tx *gate.CaseTx, j gate.JournalID, origin DraftID, way Way, s sheet) error {
	n, err := tx.ChangeOffice(qDrop, origin)
	if err != nil {
		return fmt.Errorf("take draft: %w", err)
	}
	if n == 0 {
		return errGone
	}
	var c casefile.Coded
	household(&c, s.coded)
	enter, err := d.people.Introduce(&c, s.name, s.telephone, s.contact, s.coded, Born(s.answers))
	if err != nil {
		return err
	}
	given := []casefile.Agreed{s.agreed}
	if s.statistics.Answer.Known() {
		given = append(given, s.statistics)
	}
	facts, agree, err := d.agreed.First(&c, given...)
	if err != nil {
		return err
	}
	facts = append(facts, Referred{By: ask.In(s.answers, "who_kind").Code(), Case: "first"})
	if len(s.zones) > 0 {
		facts = append(facts, casefile.DangerZoneSet{Areas: areasOf(s.zones)})
	}
	if err := casefile.Begin(tx, j, "first", c, facts...); err != nil {
		return err
	}
	if err := answered.Write(tx, &s.answers); err != nil {
		return err
	}
	if err := enter(tx); err != nil {
		return err
	}
	if err := d.judged.Foretold(tx, ask.In(s.answers, "who_kind").Code(), s.coded.Adult.Tri(),
		ask.In(s.answers, "interpreter").Tri(), s.needs, s.health, s.elsewhere); err != nil {
		return err
	}
	if err := add(tx, origin, way, s, secret.Text{}); err != nil {
		return err
	}
	if err := agree(tx); err != nil {
		return err
	}
	return casefile.FirstZones(tx, s.zones) // from the first day (I4)
}

func areasOf(zones []casefile.Zone) []string {
	var areas []string
	for _, z := range zones {
		areas = append(areas, z.Area)
	}
	return areas
}

// household copies what follows from a referral for more than the person herself.
func household(c *casefile.Coded, from casefile.Coded) {
	c.OriginDepartment, c.Adults, c.NeedCodes = from.OriginDepartment, from.Adults, from.NeedCodes
	c.ChildrenBands, c.HouseholdShape = from.ChildrenBands, from.HouseholdShape
}

// mark tells of the danger zones, which hold for all cases of a person, from the first day (I4).
func mark(tx *gate.CaseTx, zones []casefile.Zone) error {
	if len(zones) == 0 {
		return nil
	}
	return casefile.Tell(tx, casefile.DangerZoneSet{Areas: areasOf(zones)})
}

// add stores what was said, each chapter in its own compartment. former is the code of the case before a transfer.
func add(tx *gate.CaseTx, origin DraftID, way Way, s sheet, former secret.Text) error {
	row := id.New[rowEntity](tx.Now())
	referrer, err := tx.SealRecord(vault.Thread, referrerColumn, row, s.referrer)
	if err != nil {
		return fmt.Errorf("seal referral: %w", err)
	}
	danger, err := dangerIn.Seal(tx, row, s.danger)
	if err != nil {
		return fmt.Errorf("seal referral: %w", err)
	}
	needs, err := needsIn.Seal(tx, row, s.needs)
	if err != nil {
		return fmt.Errorf("seal referral: %w", err)
	}
	health, err := healthIn.Seal(tx, row, s.health)
	if err != nil {
		return fmt.Errorf("seal referral: %w", err)
	}
	formerly := gate.Sealed{}
	if !former.Empty() {
		if formerly, err = formerIn.Seal(tx, row, former); err != nil {
			return fmt.Errorf("seal referral: %w", err)
		}
	}
	_, err = tx.Exec(qAdd, row, origin, string(way), clock.Micros(tx.Now()), s.careToday, s.canCall, referrer, danger,
		needs, health, formerly)
	return fault.In("store referral", err)
}
