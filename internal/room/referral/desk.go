package referral

import (
	"context"
	"fmt"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// People is what the person room does as a case opens.
type People interface {
	// Introduce codes what was told about a person into the row of a case about to open, with what is known of her
	// birth, and returns what adds her identity.
	Introduce(c *casefile.Coded, names, telephone, contact secret.Text, told casefile.Coded,
		born date.Rough) (func(*gate.CaseTx) error, error)
	// Carry reads who she is from a case and returns what writes it into another.
	Carry(v *gate.CaseView) (func(*gate.CaseTx) error, error)
}

// Agreements is what the consent room does as a case opens.
type Agreements interface {
	// First codes the agreements with which a case opens and returns the facts they are and what writes them down.
	First(c *casefile.Coded, given ...casefile.Agreed) ([]casefile.Fact, func(*gate.CaseTx) error, error)
	// Record writes an agreement and tells the path.
	Record(tx *gate.CaseTx, a casefile.Agreed) error
	// Carry reads the agreements that stay true in a transfer and returns what records them in the new case.
	Carry(v *gate.CaseView) (func(*gate.CaseTx) error, error)
}

// Evaluations is what the assessment room does as a case opens.
type Evaluations interface {
	// Foretold keeps what a referral told, and by whom (code list organisation_kind), so that the evaluation begins
	// with it and asks none of it again; elsewhere are dangerous places that no list of areas holds.
	Foretold(tx *gate.CaseTx, by string, adult, interpreter tri.Value, needs, health, elsewhere secret.Text) error
	// Carry reads what stays true of an evaluation in a transfer and returns what writes it into the new case.
	Carry(v *gate.CaseView) (func(*gate.CaseTx) error, error)
}

// Desk is what people do with referrals.
type Desk struct {
	gate    *gate.Gate
	stretch Stretcher
	people  People
	agreed  Agreements
	judged  Evaluations
	along   []Along
}

// Along reads what else stays true of a person in a transfer and returns what writes it into the new case.
type Along func(*gate.CaseView) (func(*gate.CaseTx) error, error)

// New returns the desk.
func New(g *gate.Gate, s Stretcher, p People, a Agreements, e Evaluations, along ...Along) *Desk {
	return &Desk{g, s, p, a, e, along}
}

// Prefill is what a contact of the helpdesk knows already, so that nobody types it twice.
type Prefill struct {
	Name       secret.Text // who called
	Service    secret.Text
	Telephone  secret.Text
	Kind       string      // code list organisation_kind; empty: not known
	Department string      // of the caller; empty: not known
	Words      secret.Text // what was noted during the call
}

func (p Prefill) answers() Answers {
	a := NewAnswers()
	for name, w := range map[string]secret.Text{"who_name": p.Name, "who_service": p.Service,
		"who_telephone": p.Telephone, "danger_words": p.Words} {
		if !w.Empty() {
			a.Words[name] = w
		}
	}
	for name, c := range map[string]string{"who_kind": p.Kind, "who_department": p.Department} {
		if c != "" {
			a.Codes[name] = []string{c}
		}
	}
	return a
}

// Open begins a draft from a contact and returns it; the caller goes on at its first step.
func (d *Desk) Open(ctx context.Context, who access.Actor, p Prefill) (DraftID, error) {
	return d.Begin(ctx, who, p.answers())
}

// Blank opens the empty form of a new draft to whoever may begin one.
func (d *Desk) Blank(ctx context.Context, who access.Actor) error {
	return d.gate.Blank(ctx, who, Begin)
}

// Begin starts a draft with the answers of its first step.
func (d *Desk) Begin(ctx context.Context, who access.Actor, first Answers) (DraftID, error) {
	var draft DraftID
	err := d.gate.ChangeOffice(ctx, who, Begin, func(tx *gate.OfficeTx) error {
		draft = id.New[originEntity](tx.Now())
		box, err := tx.NewBox(gate.As(draft), vault.Contact, tx.Team())
		if err != nil {
			return fmt.Errorf("begin draft: %w", err)
		}
		sealed, err := box.SealRecord(vault.Contact, answersColumn, draft, first)
		if err != nil {
			return fmt.Errorf("begin draft: %w", err)
		}
		now := tx.Now()
		_, err = tx.Exec(qAddDraft, draft, tx.Team().Or(), who.User().Or(), clock.Micros(now),
			clock.Micros(keptUntil(d.gate.Country(), now)), sealed)
		return fault.In("begin draft", err)
	})
	return draft, err
}

// Work is a draft as its writer sees it.
type Work struct {
	ID      DraftID
	Team    gate.TeamID
	Began   time.Time
	Changed time.Time
	Answers Answers
}

// Look opens a draft of one of the person's teams.
func (d *Desk) Look(ctx context.Context, who access.Actor, which DraftID) (Work, error) {
	var w Work
	err := d.gate.Office(ctx, who, Look, func(v *gate.OfficeView) (err error) {
		w, err = work(v, who, which)
		return err
	})
	return w, err
}

func work(v *gate.OfficeView, who access.Actor, which DraftID) (Work, error) {
	r, err := readDraft(v.QueryRow(qDraft, which), who)
	if err != nil {
		return Work{}, err
	}
	w := Work{ID: which, Team: r.team, Began: r.began, Changed: r.changed}
	w.Answers, err = openDraft(v, which, r)
	return w, err
}

func openDraft(v *gate.OfficeView, which DraftID, r draftRow) (Answers, error) {
	box, err := v.Box(gate.As(which))
	if err != nil {
		return Answers{}, err
	}
	return box.OpenRecord(vault.Contact, answersColumn, which, r.sealed)
}

// Write puts the answers of one step into a draft and returns the whole. stood tells what the step was typed on: what
// its writer did not touch keeps the newer answer, and ErrChanged tells where both wrote differently.
func (d *Desk) Write(ctx context.Context, who access.Actor, which DraftID, step Answers, stood Stood) (Answers, error) {
	var whole Answers
	err := d.gate.ChangeOffice(ctx, who, Write, func(tx *gate.OfficeTx) error {
		r, err := readDraft(tx.QueryRow(qDraft, which), who)
		if err != nil {
			return err
		}
		box, err := tx.Box(gate.As(which))
		if err != nil {
			return err
		}
		before, err := box.OpenRecord(vault.Contact, answersColumn, which, r.sealed)
		if err != nil {
			return err
		}
		if whole, err = over(before, step, stood); err != nil {
			return err
		}
		sealed, err := box.SealRecord(vault.Contact, answersColumn, which, whole)
		if err != nil {
			return err
		}
		now := tx.Now()
		_, err = tx.Exec(qSet, which, sealed, clock.Micros(now), clock.Micros(keptUntil(d.gate.Country(), now)))
		return fault.In("keep draft", err)
	})
	return whole, err
}

// Discard deletes a draft and the keys to it.
func (d *Desk) Discard(ctx context.Context, who access.Actor, which DraftID) error {
	return d.gate.ChangeOffice(ctx, who, Discard, func(tx *gate.OfficeTx) error {
		if _, err := readDraft(tx.QueryRow(qDraft, which), who); err != nil {
			return err
		}
		if _, err := tx.Exec(qDrop, which); err != nil {
			return fmt.Errorf("discard draft: %w", err)
		}
		return tx.Forget(gate.As(which))
	})
}
