package referral

import (
	"context"
	"fmt"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

func sideOf(r access.Relation) (own, other Side) {
	if r == access.Evaluates {
		return OfOffice, OfReferrer
	}
	return OfReferrer, OfOffice
}

// Reply writes into the thread of a case; what the other side wrote counts as read. call, from the head office, asks
// the referrer to telephone until a later reply takes it back.
func (d *Desk) Reply(ctx context.Context, who access.Actor, ref casefile.Ref, words secret.Text, call bool) error {
	return d.gate.Case(ctx, who, Reply, ref, func(tx *gate.CaseTx) error {
		own, other := sideOf(tx.Relation())
		if own == OfOffice {
			at := int64(0)
			if call {
				at = clock.Micros(tx.Now())
			}
			if _, err := tx.Exec(qCall, at); err != nil {
				return fmt.Errorf("ask to be called: %w", err)
			}
		}
		if words.Empty() && !call {
			return fault.NewAbout("message", "referral.message_empty")
		}
		if _, err := tx.Exec(qRead, string(other), clock.Micros(tx.Now())); err != nil {
			return fmt.Errorf("mark thread read: %w", err)
		}
		if words.Empty() {
			return nil
		}
		m := id.New[messageEntity](tx.Now())
		sealed, err := saidIn.Seal(tx, m, words)
		if err != nil {
			return fmt.Errorf("seal message: %w", err)
		}
		_, err = tx.Exec(qSay, m, clock.Micros(tx.Now()), string(own), who.User().Or(), sealed)
		return fault.In("store message", err)
	})
}

// Seen marks what the other side wrote as read.
func (d *Desk) Seen(ctx context.Context, who access.Actor, ref casefile.Ref) error {
	return d.gate.Case(ctx, who, Seen, ref, func(tx *gate.CaseTx) error {
		_, other := sideOf(tx.Relation())
		_, err := tx.Exec(qRead, string(other), clock.Micros(tx.Now()))
		return fault.In("mark thread read", err)
	})
}

// Panel is a referral as received, with its thread, as far as the team holds the keys.
type Panel struct {
	Ref       casefile.Ref
	Way       Way
	SentAt    time.Time
	State     State
	CallAt    time.Time // the head office asks to be called since; zero: no
	CareToday tri.Value
	CanCall   tri.Value
	Office    bool    // shown to the evaluation team
	Referrer  Answers // who refers: the first step
	Danger    secret.Text
	Needs     secret.Text
	Health    secret.Text
	Former    secret.Text // code of the case before a transfer
	Thread    []Message
	Unread    bool // the other side wrote and nobody answered
	Transfer  bool // a transfer was asked for and is to be opened
}

// OnCase is the panel of the case page, for the evaluation team and the partner that referred.
func (d *Desk) OnCase(v *gate.CaseView) (Panel, bool, error) {
	if v.Relation() != access.Evaluates && v.Relation() != access.Referred {
		return Panel{}, false, nil
	}
	s, err := find(v)
	if fault.Is(err, fault.NotFound) { // a frozen row of the history
		return Panel{}, false, nil
	}
	if err != nil {
		return Panel{}, false, err
	}
	h, err := casefile.ReadHeader(v)
	if err != nil {
		return Panel{}, false, err
	}
	p := Panel{Ref: v.Ref(), Way: s.way, SentAt: s.submitted, State: stateOf(h.Stage, !s.call.IsZero()), CallAt: s.call,
		CareToday: s.careToday, CanCall: s.canCall, Office: v.Relation() == access.Evaluates}
	if err := p.open(v, s); err != nil {
		return Panel{}, false, err
	}
	if p.Office && h.Stage == casefile.Sheltered {
		p.Transfer, err = transferDue(v)
	}
	return p, err == nil, err
}

// open opens what the team holds keys to.
func (p *Panel) open(v *gate.CaseView, s stored) (err error) {
	if err = p.openWords(v, s); err != nil {
		return err
	}
	if p.Former, err = formerIn.Held(v, s.id, s.formerly); err != nil {
		return err
	}
	if !v.Holds(vault.Thread) {
		return nil
	}
	if p.Referrer, err = v.OpenRecord(vault.Thread, referrerColumn, s.id, s.referrer); err != nil {
		return err
	}
	_, other := sideOf(v.Relation())
	list, err := messages(v.Query, qSaid)
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.said.Words, err = saidIn.Open(v, m.id, m.words); err != nil {
			return err
		}
		p.Unread = p.Unread || m.said.Side == other && !m.said.Read
		p.Thread = append(p.Thread, m.said)
	}
	return nil
}

// openWords opens the chapters that were written about the person.
func (p *Panel) openWords(v *gate.CaseView, s stored) (err error) {
	if p.Danger, err = dangerIn.Held(v, s.id, s.danger); err != nil {
		return err
	}
	if p.Needs, err = needsIn.Held(v, s.id, s.needs); err != nil {
		return err
	}
	p.Health, err = healthIn.Held(v, s.id, s.health)
	return err
}
