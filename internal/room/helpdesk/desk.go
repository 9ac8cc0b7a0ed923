package helpdesk

import (
	"context"
	"fmt"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Prefill is what a contact hands on to a referral, so that nobody types it twice.
type Prefill struct {
	CallerName   secret.Text
	Telephone    secret.Text
	Organisation string // code list organisation_kind; "unknown" when not stated
	Department   string // code of the country pack; empty: not known
	Note         secret.Text
}

// Referrals is the door to the room that opens referrals. It returns the page where the referral goes on.
type Referrals interface {
	// OpenFromContact opens a referral for who with what the contact told.
	OpenFromContact(ctx context.Context, who access.Actor, p Prefill) (link string, err error)
}

// Desk is what people do with contacts.
type Desk struct {
	gate      *gate.Gate
	referrals Referrals
}

// New returns the desk.
func New(g *gate.Gate, r Referrals) *Desk { return &Desk{g, r} }

// Prepare checks, before the empty page is shown, that the asker notes contacts.
func (d *Desk) Prepare(ctx context.Context, who access.Actor) error {
	return d.gate.Blank(ctx, who, List)
}

// Contact opens a contact with its words.
func (d *Desk) Contact(ctx context.Context, who access.Actor, c ContactID) (Contact, error) {
	return gate.FromOffice(ctx, d.gate, who, Open, func(v *gate.OfficeView) (Contact, error) { return find(v, c) })
}

// Saved says what became of an entry.
type Saved struct {
	ID   ContactID
	Link string // where the referral goes on; empty when none was opened
}

// Save notes a contact, or writes an open one anew (c and version as they were read), and ends it where end is not
// StateOpen. A referral is opened only once everything typed is safe: were it refused, the contact stays open with all
// its words. ErrChanged when somebody else was faster.
func (d *Desk) Save(ctx context.Context, who access.Actor, c ContactID, version int64, e Entry, end State) (Saved,
	error) {
	e = e.cleaned()
	if err := e.mayEnd(end); err != nil {
		return Saved{ID: c}, err
	}
	now := end
	if end == Opened {
		now = StateOpen
	}
	var made ContactID // the contact counts as kept only once the transaction has committed
	err := d.gate.ChangeOffice(ctx, who, Write, func(tx *gate.OfficeTx) error {
		if made = c; c.IsZero() {
			made = id.New[contactEntity](tx.Now())
			if err := e.check(tx.Country(), tx.Today(), Entry{}); err != nil {
				return err
			}
			if err := add(tx, made, e); err != nil {
				return err
			}
		} else if err := rewrite(tx, c, version, e); err != nil {
			return err
		}
		return finish(tx, made, now)
	})
	if err != nil {
		return Saved{ID: c}, err
	}
	saved := Saved{ID: made}
	if end == Opened {
		saved.Link, err = d.refer(ctx, who, made, e)
	}
	return saved, err
}

func rewrite(tx *gate.OfficeTx, c ContactID, version int64, e Entry) error {
	have, err := find(&tx.OfficeView, c)
	if err != nil {
		return err
	}
	if have.State != StateOpen {
		return ErrClosed
	}
	if err := e.check(tx.Country(), tx.Today(), have.Entry); err != nil {
		return err
	}
	ok, err := change(tx, c, version, e)
	if err == nil && !ok {
		err = casefile.ErrChanged
	}
	return err
}

func finish(tx *gate.OfficeTx, c ContactID, end State) error {
	if end == StateOpen {
		return nil
	}
	n, err := tx.Exec(qEnd, c, string(end), clock.Micros(tx.Now()))
	if err == nil && n == 0 {
		err = ErrClosed
	}
	return fault.In("end contact", err)
}

// refer hands a kept contact on and ends it. Each step carries a one-time number of its own, derived from the form's.
func (d *Desk) refer(ctx context.Context, who access.Actor, c ContactID, e Entry) (string, error) {
	p := Prefill{CallerName: e.Name, Telephone: e.Telephone, Organisation: e.Organisation, Department: e.Department,
		Note: e.Note}
	link, err := d.referrals.OpenFromContact(step(ctx, "referral"), who, p)
	if err != nil {
		return "", fmt.Errorf("open a referral from a contact: %w", err)
	}
	return link, d.gate.ChangeOffice(step(ctx, "end"), who, Close,
		func(tx *gate.OfficeTx) error { return finish(tx, c, Opened) })
}

func step(ctx context.Context, name string) context.Context {
	once := access.Once(ctx)
	if once == "" {
		return ctx
	}
	return access.WithOnce(ctx, once+"."+name)
}

// Reopen takes up a contact again that was ended too early; not one that became a referral.
func (d *Desk) Reopen(ctx context.Context, who access.Actor, c ContactID) error {
	return d.gate.ChangeOffice(ctx, who, Close, func(tx *gate.OfficeTx) error {
		n, err := tx.Exec(qReopen, c)
		if err == nil && n == 0 {
			err = ErrClosed
		}
		return fault.In("reopen contact", err)
	})
}
