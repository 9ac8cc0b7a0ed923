package account

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/vault"
)

// pendingLife is how long somebody may take between two pages of joining.
const pendingLife = time.Hour

// Use says what a pending arrival is for, so that the pages of one cannot be continued as the other.
type Use string

// The uses.
const (
	ToJoin  Use = "join"
	ToSetUp Use = "set_up"
)

// Pending is somebody on their way in. Between pages it travels sealed, in a hidden field: nothing is stored before
// they have shown that their words are copied and their authenticator works.
type Pending struct {
	Use       Use
	Code      string // of the invitation, or of set-up
	TeamName  string
	Roles     []access.Role
	Deputy    // the days of somebody who stands in
	Login     string
	Name      string
	Lang      lang.Tag
	Network   session.Network
	Secrets   session.Secrets
	Positions [2]int // which of the seven words to type back, from 0
	Since     int64  // µs UTC
}

// Format keeps the secrets out of every print.
func (Pending) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("***")) }

// Words are the seven words, to be copied by hand.
func (p Pending) Words() []string { return strings.Fields(p.Secrets.Passphrase) }

// AuthenticatorURI is what the square code holds (otpauth).
func (p Pending) AuthenticatorURI() string {
	q := url.Values{"secret": {p.Secrets.TOTP}, "issuer": {"Havre"}}
	return "otpauth://totp/" + url.PathEscape("Havre:"+p.Login) + "?" + q.Encode()
}

// Sealed returns the pending arrival as a text for a hidden field; only this process opens it.
func (d *Desk) Sealed(p Pending) (string, error) {
	b, err := json.Marshal(p)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(vault.Box(d.key, "account.pending", []byte(p.Use), b)), nil
}

// Pending opens what Sealed sealed. ErrPending when it is not for this use, older than an hour, or of a process that
// has ended: the person begins again.
func (d *Desk) Pending(use Use, sealed string) (Pending, error) {
	var p Pending
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return p, ErrPending
	}
	plain, err := vault.Unbox(d.key, "account.pending", []byte(use), raw)
	if err != nil || json.Unmarshal(plain, &p) != nil {
		return Pending{}, ErrPending
	}
	if d.gate.Now().Sub(clock.FromMicros(p.Since)) > pendingLife {
		return Pending{}, ErrPending
	}
	return p, nil
}

// ReadInvitation begins a newcomer's arrival with the code that was read out to them.
func (d *Desk) ReadInvitation(ctx context.Context, code string) (Pending, error) {
	inv, err := d.keeper.Read(ctx, code)
	if err != nil {
		return Pending{}, err
	}
	p := Pending{Use: ToJoin, Code: code, TeamName: inv.TeamName, Roles: inv.Roles,
		Since: clock.Micros(d.gate.Now())}
	if inv.Term.Deputy() {
		p.Deputy = days(d.gate.Country().Zone(), inv.Term)
	}
	return p, nil
}

// CheckSetUp tells whether the code is the one printed when the empty network was started.
func (d *Desk) CheckSetUp(ctx context.Context, code string) error {
	return d.keeper.CheckSetUp(ctx, code)
}

// LoginFree tells whether nobody has the login yet.
func (d *Desk) LoginFree(ctx context.Context, login string) (bool, error) {
	return d.keeper.LoginFree(ctx, login)
}

// Draw makes the newcomer's secrets, and chooses the two words they will type back.
func (d *Desk) Draw(p Pending) (Pending, error) {
	s, err := session.NewSecrets(p.Lang)
	if err != nil {
		return Pending{}, err
	}
	dice := vault.Random(2)
	first := int(dice[0]) % 3    // one of the words 1 to 3
	second := 3 + int(dice[1])%4 // one of the words 4 to 7
	p.Login = CleanLogin(p.Login)
	p.Secrets, p.Positions, p.Since = s, [2]int{first, second}, clock.Micros(d.gate.Now())
	return p, nil
}

// Copied tells for each of the two words asked back whether it was typed right; capitals and accents do not matter.
func (p Pending) Copied(first, second string) (bool, bool) {
	same := func(typed string, i int) bool {
		return letters.Typed(typed) == letters.Typed(p.Words()[i])
	}
	return same(first, p.Positions[0]), same(second, p.Positions[1])
}

// Arrive makes the account and opens its first session. code is the authenticator's of the moment.
func (d *Desk) Arrive(ctx context.Context, p Pending, code string) (token string, err error) {
	n := session.Newcomer{Login: p.Login, Name: p.Name, Lang: p.Lang, Secret: p.Secrets, Code: code}
	switch p.Use {
	case ToJoin:
		return d.keeper.EnrolSignedIn(ctx, p.Code, n)
	case ToSetUp:
		return d.keeper.FoundSignedIn(ctx, p.Code, p.Network, n)
	}
	return "", fault.NewInvalid("account.begin_again")
}

// Accept adds the invitation's team and roles to the account of somebody who is signed in.
func (d *Desk) Accept(ctx context.Context, who access.Actor, code string) error {
	return d.keeper.Accept(ctx, who, code)
}

// TeamKinds lists the head office's teams, in the order set-up asks for their names.
func TeamKinds() []string { return session.Kinds }
