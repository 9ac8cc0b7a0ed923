package account

import (
	"context"
	"fmt"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/vault"
)

// Desk is what people do at the door and about their teams.
type Desk struct {
	gate   *gate.Gate
	keeper *session.Keeper
	key    []byte // seals what a newcomer's pages carry; it lives as long as the process
	tls    bool
}

// New returns the desk. tls tells whether the network is reached over an encrypted connection: without it, it serves
// its own machine only, and the administrator is reminded.
func New(g *gate.Gate, k *session.Keeper, tls bool) *Desk {
	return &Desk{gate: g, keeper: k, key: vault.Random(32), tls: tls}
}

// Faults at the door, told in the form rather than as an error page.
var (
	ErrWrong      = session.ErrWrong
	ErrWait       = session.ErrWait
	ErrCrowded    = session.ErrCrowded
	ErrCode       = session.ErrCode
	ErrLogin      = session.ErrLogin
	ErrInvitation = session.ErrInvitation
	ErrLast       = session.ErrLastAdministrator
	ErrTerm       = session.ErrTerm
	ErrPending    = fault.NewInvalid("account.begin_again")
)

// SignIn opens a session and returns its token. address is where the request comes from, cut short.
func (d *Desk) SignIn(ctx context.Context, address, login, passphrase, code string) (string, error) {
	return d.keeper.SignIn(session.From(ctx, address), login, passphrase, code)
}

// StepUp checks passphrase and code again and returns the token of a fresh session in place of the old.
func (d *Desk) StepUp(ctx context.Context, who access.Actor, address, token, passphrase, code string) (string, error) {
	return d.keeper.Again(session.From(ctx, address), who, token, passphrase, code)
}

// SignOut ends the session.
func (d *Desk) SignOut(ctx context.Context, who access.Actor, token string) error {
	return d.keeper.SignOut(ctx, who, token)
}

// Open is one of the person's open sessions.
type Open struct {
	session.Open
	Here bool // the one that asks
}

// Sessions returns the person's open sessions, the latest used first.
func (d *Desk) Sessions(ctx context.Context, who access.Actor) ([]Open, error) {
	list, err := d.keeper.List(ctx, who)
	if err != nil {
		return nil, err
	}
	out := make([]Open, 0, len(list))
	for _, o := range list {
		out = append(out, Open{o, o.ID == who.Session()})
	}
	return out, nil
}

// Close ends one of the person's sessions. A session that is not theirs, or has ended, changes nothing.
func (d *Desk) Close(ctx context.Context, who access.Actor, which access.SessionID) error {
	if which.IsZero() {
		return fault.ErrAbsent
	}
	return d.keeper.Close(ctx, who, which)
}

// CloseAll ends all of the person's sessions, this one too.
func (d *Desk) CloseAll(ctx context.Context, who access.Actor) error {
	return d.keeper.Close(ctx, who, access.SessionID{})
}

// Speak sets the language the person reads in, one of the network's, on every device that has not chosen its own.
func (d *Desk) Speak(ctx context.Context, who access.Actor, tag lang.Tag) error {
	if !d.gate.Country().Spoken().Has(tag) {
		return fault.NewInvalid("fault.invalid")
	}
	return d.gate.ChangeOffice(ctx, who, SetLanguage, func(tx *gate.OfficeTx) error {
		if _, err := tx.Exec(qSpeak, who.User(), string(tag)); err != nil {
			return fmt.Errorf("set the language: %w", err)
		}
		return nil
	})
}

// SettingUp tells whether the network still waits for its first administrator.
func (d *Desk) SettingUp(ctx context.Context) (bool, error) { return d.keeper.SettingUp(ctx) }

// CleanLogin is how a login is stored and compared.
func CleanLogin(s string) string { return session.CleanLogin(s) }
