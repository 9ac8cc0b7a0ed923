package referral

import (
	"context"
	"errors"
	"fmt"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Return is what a receipt opens: a draft to go on with, or the neutral state and the thread of what was sent.
type Return struct {
	Receipt   Receipt
	State     State
	Answers   Answers   // of a draft
	Changed   time.Time // of a draft
	SentAt    time.Time
	Thread    []Message
	Telephone string // of the network; empty where none is set
	began     time.Time
	object    gate.CaseID
}

// PublicBegin starts a draft without account and draws its receipt. Drafts that nobody went on with for as long as the
// country keeps one (country.DraftDays) go with the same step.
func (d *Desk) PublicBegin(ctx context.Context, first Answers) (Return, error) {
	r := Return{Receipt: NewReceipt(), State: Draft, Answers: first}
	h, err := d.hold(ctx, r.Receipt)
	if err != nil {
		return r, err
	}
	err = d.gate.Public(ctx, PublicWrite, func(tx *gate.PublicTx) error {
		now := tx.Now()
		if _, err := tx.Exec(qPublicSweep, clock.Micros(now)); err != nil {
			return fmt.Errorf("sweep drafts: %w", err)
		}
		sealed, err := tx.SealTo(h.key.Public(), h.id, first)
		if err != nil {
			return err
		}
		_, err = tx.Exec(qPublicAdd, h.id, []byte{}, []byte{}, clock.Micros(now),
			clock.Micros(keptUntil(d.gate.Country(), now)), sealed)
		return fault.In("begin draft", err)
	})
	return r, err
}

// PublicWrite puts the answers of one step into the draft of a receipt and returns the whole; what was sent already is
// returned as its state, unchanged. ErrReceipt when nothing is known under the digits; ErrChanged as in Write.
func (d *Desk) PublicWrite(ctx context.Context, receipt Receipt, step Answers, stood Stood) (Return,
	error) {
	h, err := d.hold(ctx, receipt)
	if err != nil {
		return Return{}, err
	}
	var r Return
	err = d.gate.Public(ctx, PublicWrite, func(tx *gate.PublicTx) error {
		if r, err = look(tx, h, receipt, false); err != nil || r.State != Draft {
			return err
		}
		whole, err := over(r.Answers, step, stood)
		if err != nil {
			return err
		}
		r.Answers = whole
		sealed, err := tx.SealTo(h.key.Public(), h.id, r.Answers)
		if err != nil {
			return err
		}
		now := tx.Now()
		_, err = tx.Exec(qPublicSet, h.id, sealed, clock.Micros(now), clock.Micros(keptUntil(d.gate.Country(), now)))
		return fault.In("keep draft", err)
	})
	return r, err
}

// PublicLook opens what a receipt stands for: with the thread where it was sent.
func (d *Desk) PublicLook(ctx context.Context, receipt Receipt) (Return, error) {
	h, err := d.hold(ctx, receipt)
	if err != nil {
		return Return{}, err
	}
	var r Return
	err = d.gate.Public(ctx, PublicLook, func(tx *gate.PublicTx) (err error) {
		r, err = look(tx, h, receipt, true)
		return err
	})
	return r, err
}

// look finds a draft or a case by the id that the digits gave.
func look(tx *gate.PublicTx, h holder, receipt Receipt, withThread bool) (Return, error) {
	r := Return{Receipt: receipt}
	if err := tx.QueryRow(qTelephone).Scan(&r.Telephone); err != nil && !fault.Is(err, fault.NotFound) {
		return r, fmt.Errorf("read telephone: %w", err)
	}
	var began, changed, call, sent int64
	var sealed gate.Sealed
	var stage casefile.Stage
	drafted := tx.QueryRow(qPublicDraft, h.id, clock.Micros(tx.Now())).Scan(&began, &changed, &sealed)
	known := tx.QueryRow(qPublicCase, h.id).Scan(&r.object, &call, &stage, &sent)
	switch {
	case drafted == nil:
		var err error
		r.State, r.began, r.Changed = Draft, clock.FromMicros(began), clock.FromMicros(changed)
		r.Answers, err = tx.OpenFrom(h.key, h.id, sealed)
		return r, err
	case known == nil:
		r.State, r.SentAt = stateOf(stage, call != 0), clock.FromMicros(sent)
		if !withThread {
			return r, nil
		}
		var err error
		r.Thread, err = publicThread(tx, h, r.object)
		return r, err
	case fault.Is(drafted, fault.NotFound) && fault.Is(known, fault.NotFound):
		return r, ErrReceipt
	}
	return r, fault.In("find a receipt", errors.Join(drafted, known))
}

func publicThread(tx *gate.PublicTx, h holder, c gate.CaseID) ([]Message, error) {
	list, err := messages(tx.Query, qPublicSaid, c)
	if err != nil {
		return nil, err
	}
	var out []Message
	for _, m := range list {
		if m.said.Words, err = tx.OpenWith(h.key, h.id, gate.As(c), vault.Thread, wordsColumn, m.id,
			m.words); err != nil {
			return nil, fmt.Errorf("open thread: %w", err)
		}
		out = append(out, m.said)
	}
	return out, nil
}

// PublicSubmit sends the draft of a receipt. Without the person's agreement it stays a draft (I2); sent twice, it is
// one case, and the answer is its state. ErrClosed when the network takes none yet.
func (d *Desk) PublicSubmit(ctx context.Context, receipt Receipt) (Return, error) {
	h, err := d.hold(ctx, receipt)
	if err != nil {
		return Return{}, err
	}
	r, err := d.lookFor(ctx, PublicWrite, h, receipt)
	if err != nil || r.State != Draft {
		return r, err
	}
	now := d.gate.Now()
	if now.Sub(r.began) < humanTime {
		return r, ErrTooQuick
	}
	s, err := read(d.gate.Country(), r.Answers, d.gate.Country().Day(now))
	if err != nil {
		return r, err
	}
	outsider := gate.Outsider{ID: h.id, Public: h.key.Public(), Opens: vault.Thread}
	_, err = d.gate.NewCase(ctx, access.Nobody(), PublicSubmit, []gate.Holder{evaluation}, []gate.Outsider{outsider},
		func(tx *gate.CaseTx, j gate.JournalID) error { return d.open(tx, j, h.id, ByPublic, s) })
	if err != nil && (closed(err) || !fault.Is(err, fault.Conflict)) {
		return r, tidy(err)
	}
	return d.lookFor(ctx, PublicWrite, h, receipt) // sent by this press or by the one before
}

func (d *Desk) lookFor(ctx context.Context, act access.Act, h holder, receipt Receipt) (Return, error) {
	var r Return
	err := d.gate.Public(ctx, act, func(tx *gate.PublicTx) (err error) {
		r, err = look(tx, h, receipt, false)
		return err
	})
	return r, err
}

// PublicReply writes a message of the referrer without account into the thread, sealed with the thread's own key. The
// words that stand last there by the same side are not written again.
func (d *Desk) PublicReply(ctx context.Context, receipt Receipt, words secret.Text) (Return, error) {
	h, err := d.hold(ctx, receipt)
	if err != nil {
		return Return{}, err
	}
	if words.Empty() {
		return Return{}, fault.NewAbout("message", "referral.message_empty")
	}
	var r Return
	err = d.gate.Public(ctx, PublicReply, func(tx *gate.PublicTx) error {
		if r, err = look(tx, h, receipt, false); err != nil {
			return err
		}
		if r.State == Draft {
			return ErrReceipt
		}
		if r.Thread, err = publicThread(tx, h, r.object); err != nil {
			return err
		}
		if n := len(r.Thread); n > 0 && r.Thread[n-1].Side == OfReferrer && r.Thread[n-1].Words.Equal(words) {
			return nil // pressed twice
		}
		m := id.New[messageEntity](tx.Now())
		sealed, err := tx.SealWith(h.key, h.id, gate.As(r.object), vault.Thread, wordsColumn, m, words)
		if err != nil {
			return fmt.Errorf("seal message: %w", err)
		}
		if _, err = tx.Exec(qPublicSay, m, r.object, clock.Micros(tx.Now()), []byte{}, sealed); err != nil {
			return fmt.Errorf("store message: %w", err)
		}
		r.Thread, err = publicThread(tx, h, r.object)
		return err
	})
	return r, err
}
