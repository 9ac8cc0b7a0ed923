package session

import (
	"context"
	"crypto/sha256"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/vault"
)

// InvitationLife is how long an invitation can be used.
const InvitationLife = 48 * time.Hour

// Invited invites somebody to a team: the head office's administrator, or a member for their own team.
var Invited = access.Define(access.Act{Name: "session.invite", Door: access.OfficeDoor, By: access.SignedIn,
	StepUp: true})

// ErrInvitation tells that a code is unknown, used or too old; which of them is not told.
var ErrInvitation = fault.NewInvalid("session.invitation_unknown")

type invitationEntity struct{}

var (
	qInvite = sqldb.Declare("session.invite", `insert into session_invitation (code_hash, id, team_id, roles,
		invited_by, invited_at, until_at, deputy_from, deputy_until, stands_for)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
	qInvitation = sqldb.Declare("session.invitation", `select i.team_id, i.roles, t.name, i.deputy_from,
		i.deputy_until, i.stands_for from session_invitation i
		join access_team t on t.id = i.team_id
		where i.code_hash = $1 and i.used_at = 0 and i.until_at > $2 and t.ended_at = 0`)
	qInvitationUsed = sqldb.Declare("session.invitation_used", `update session_invitation set used_at = $2
		where code_hash = $1 and used_at = 0`)
)

// codeLetters leaves out what is misheard or misread on the telephone.
const codeLetters = "23456789abcdefghjkmnpqrstvwxyz"

// newCode returns a code of twelve letters and digits (58 bits) in groups of four.
func newCode() string { return codeOf(vault.Random(64)) }

// codeOf makes a code of random bytes, of which it uses some twelve.
func codeOf(raw []byte) string {
	var b strings.Builder
	n := 0
	for _, c := range raw {
		if int(c) >= 256-256%len(codeLetters) {
			continue // keep every letter equally likely
		}
		if n == 4 || n == 8 {
			b.WriteByte('-')
		}
		b.WriteByte(codeLetters[int(c)%len(codeLetters)])
		if n++; n == 12 {
			break
		}
	}
	return b.String()
}

func codeHash(code string) []byte {
	h := sha256.Sum256([]byte("havre/invitation/1|" + letters.Code(code)))
	return h[:]
}

// StandIn is what a deputy is invited to: for which days, and for whom, if for one person. Zero for everybody else.
type StandIn struct {
	access.Term
	For access.UserID // zero where they stand in for a role, whoever has it
}

// ErrTerm tells that the days of a deputy are missing, over, or end before they begin.
var ErrTerm = fault.NewInvalid("session.deputy_days")

// mayInvite: the administrator anywhere, everybody else to a team and roles they have themselves. Who stands in for
// somebody invites nobody.
func mayInvite(who access.Actor, team access.TeamID, roles []access.Role) bool {
	for _, m := range who.Members() {
		if m.Role == access.Administrator && !m.Term.Deputy() {
			return true
		}
	}
	for _, r := range roles {
		own := false
		for _, m := range who.Members() {
			own = own || m.Team == team && m.Role == r && !m.Term.Deputy()
		}
		if !own {
			return false
		}
	}
	return len(roles) > 0
}

// Invite makes a one-time invitation and returns its code, to be read out by telephone. It is kept nowhere in clear.
func (k *Keeper) Invite(ctx context.Context, who access.Actor, team access.TeamID, roles []access.Role) (string,
	error) {
	return k.invite(ctx, who, team, roles, StandIn{})
}

// InviteDeputy is Invite for somebody who stands in for others, on some days alone: before and after them the gate
// refuses, and once they are over the membership ends by itself.
func (k *Keeper) InviteDeputy(ctx context.Context, who access.Actor, team access.TeamID, roles []access.Role,
	in StandIn) (string, error) {
	if !in.From.Before(in.Until) || !k.g.Clock.Now().Before(in.Until) {
		return "", ErrTerm
	}
	return k.invite(ctx, who, team, roles, in)
}

func (k *Keeper) invite(ctx context.Context, who access.Actor, team access.TeamID, roles []access.Role,
	in StandIn) (string, error) {
	d := access.Decide(who, Invited, nil, k.g.Clock.Now())
	if d.StepUp {
		return "", access.ErrStepUp
	}
	if !d.Allowed || !mayInvite(who, team, roles) {
		return "", fault.ErrAbsent
	}
	code := newCode()
	err := k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		now := tx.Now()
		_, err := tx.Exec(qInvite, codeHash(code), id.New[invitationEntity](now), team, joinRoles(roles),
			who.User().Bytes(),
			clock.Micros(now), clock.Micros(now.Add(InvitationLife)), clock.Micros(in.From), clock.Micros(in.Until),
			optional(in.For))
		if err != nil {
			return err
		}
		return k.append(tx, who.User(), Invited.Name, journal.Detail{Weak: true})
	})
	return code, fault.In("invite", err)
}

// Invitation is what a newcomer is shown before joining.
type Invitation struct {
	Team     access.TeamID
	TeamName string
	Roles    []access.Role
	StandIn
}

// optional is an id for a column that may be empty.
func optional(u access.UserID) any {
	if u.IsZero() {
		return nil
	}
	return u
}

// Read returns the invitation behind a code.
func (k *Keeper) Read(ctx context.Context, code string) (Invitation, error) {
	var inv Invitation
	err := k.g.DB.Read(ctx, func(tx *sqldb.Tx) (err error) {
		inv, err = readInvitation(tx, code)
		return err
	})
	return inv, err
}

func readInvitation(tx *sqldb.Tx, code string) (Invitation, error) {
	var inv Invitation
	var roles string
	var from, until int64
	err := tx.QueryRow(qInvitation, codeHash(code), clock.Micros(tx.Now())).Scan(&inv.Team, &roles, &inv.TeamName,
		&from, &until, &inv.For)
	if fault.Is(err, fault.NotFound) {
		return inv, ErrInvitation
	}
	if err != nil {
		return inv, err
	}
	inv.Roles = splitRoles(roles)
	inv.Term = access.Term{From: clock.FromMicros(from), Until: clock.FromMicros(until)}
	return inv, nil
}

// Enrol uses an invitation up: it makes the account with its key pair and the membership. The first member of a team
// founds the team's key; a later one waits until a member has compared fingerprints by telephone and calls Admit.
func (k *Keeper) Enrol(ctx context.Context, code string, n Newcomer) (access.UserID, error) {
	p, err := k.enrol(ctx, code, n)
	return p.user, err
}

// EnrolSignedIn is Enrol that also opens the newcomer's first session and returns its token.
func (k *Keeper) EnrolSignedIn(ctx context.Context, code string, n Newcomer) (token string, err error) {
	p, err := k.enrol(ctx, code, n)
	if err != nil {
		return "", err
	}
	return k.open(ctx, p.user, p.private, SignIn.Name, time.Time{}, nil)
}

func (k *Keeper) enrol(ctx context.Context, code string, n Newcomer) (newcomer, error) {
	p, err := k.prepare(ctx, n)
	if err != nil {
		return p, err
	}
	err = k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		inv, err := k.use(tx, code)
		if err != nil {
			return err
		}
		return k.store(tx, p, inv.Team, inv.Roles, inv.StandIn)
	})
	return p, fault.In("enrol", err)
}

func (k *Keeper) use(tx *sqldb.Tx, code string) (Invitation, error) {
	inv, err := readInvitation(tx, code)
	if err != nil {
		return inv, err
	}
	n, err := tx.Exec(qInvitationUsed, codeHash(code), clock.Micros(tx.Now()))
	if err != nil {
		return inv, err
	}
	if n == 0 {
		return inv, ErrInvitation
	}
	return inv, nil
}

// Accept uses an invitation up for somebody who has an account: a second role or team.
func (k *Keeper) Accept(ctx context.Context, who access.Actor, code string) error {
	ring, ok := who.Keys().(*vault.Keyring)
	if !ok {
		return fault.ErrAbsent
	}
	private, err := ring.Private()
	if err != nil {
		return err
	}
	return fault.In("accept invitation", k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		inv, err := k.use(tx, code)
		if err != nil {
			return err
		}
		if err := joinTeam(tx, who.User(), inv.Team, inv.Roles, inv.StandIn, private); err != nil {
			return err
		}
		return k.append(tx, who.User(), Enrolled.Name, journal.Detail{})
	}))
}

func joinRoles(roles []access.Role) string {
	var out []string
	for _, r := range roles {
		out = append(out, string(r))
	}
	return strings.Join(out, " ")
}

func splitRoles(s string) []access.Role {
	var out []access.Role
	for r := range strings.FieldsSeq(s) {
		out = append(out, access.Role(r))
	}
	return out
}
