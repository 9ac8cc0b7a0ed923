package session

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/vault"
)

// InvitationLife is how long an invitation can be used.
const InvitationLife = 48 * time.Hour

// Invited invites somebody to a team: the head office's administrator, or a member for their own team.
var Invited = access.Define(access.Act{Name: "session.invite", Door: access.OfficeDoor, By: access.SignedIn, StepUp: true})

// SetUp founds a network; it works once, with the code printed when the empty network was started.
var SetUp = access.Define(access.Act{Name: "session.set_up", Door: access.PublicDoor, By: access.Anyone})

// ErrInvitation tells that a code is unknown, used or too old; which of them is not told.
var ErrInvitation = fault.NewInvalid("session.invitation_unknown")

type invitationEntity struct{}

var (
	qInvite = sqldb.Declare("session.invite", `insert into session_invitation (code_hash, id, team_id, roles, invited_by, invited_at, until_at)
		values ($1, $2, $3, $4, $5, $6, $7)`)
	qInvitation = sqldb.Declare("session.invitation", `select i.team_id, i.roles, t.name from session_invitation i join access_team t on t.id = i.team_id
		where i.code_hash = $1 and i.used_at = 0 and i.until_at > $2 and t.ended_at = 0`)
	qInvitationUsed = sqldb.Declare("session.invitation_used", `update session_invitation set used_at = $2 where code_hash = $1 and used_at = 0`)
	qAddTeam        = sqldb.Declare("session.add_team", `insert into access_team (id, kind, name, created_at) values ($1, $2, $3, $4)`)
	qSetting        = sqldb.Declare("session.setting", `select value from network_setting where name = $1`)
	qSet            = sqldb.Declare("session.set", `insert into network_setting (name, value, changed_at) values ($1, $2, $3)
		on conflict (name) do update set value = excluded.value, changed_at = excluded.changed_at`)
	qUnset   = sqldb.Declare("session.unset", `delete from network_setting where name = $1`)
	qAnyUser = sqldb.Declare("session.any_user", `select count(*) from access_user`)
)

// codeLetters leaves out what is misheard or misread on the telephone.
const codeLetters = "23456789abcdefghjkmnpqrstvwxyz"

// newCode returns a code of twelve letters and digits (58 bits) in groups of four.
func newCode() string {
	raw := vault.Random(64)
	var b strings.Builder
	n := 0
	for _, c := range raw {
		if int(c) >= 256-256%len(codeLetters) {
			continue // keep every letter equally likely
		}
		if n > 0 && n%4 == 0 {
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
	clean := strings.ToLower(strings.NewReplacer("-", "", " ", "").Replace(code))
	h := sha256.Sum256([]byte("havre/invitation/1|" + clean))
	return h[:]
}

// mayInvite: the administrator anywhere, everybody else to a team and roles they have themselves.
func mayInvite(who access.Actor, team access.TeamID, roles []access.Role) bool {
	if who.Has(access.Administrator) {
		return true
	}
	for _, r := range roles {
		own := false
		for _, m := range who.Members() {
			own = own || m.Team == team && m.Role == r
		}
		if !own {
			return false
		}
	}
	return len(roles) > 0
}

// Invite makes a one-time invitation and returns its code, to be read out by telephone. It is kept nowhere in clear.
func (k *Keeper) Invite(ctx context.Context, who access.Actor, team access.TeamID, roles []access.Role) (string, error) {
	d := access.Decide(who, Invited, nil, k.g.Clock.Now())
	if d.StepUp {
		return "", access.ErrStepUp
	}
	if !d.Allowed || !mayInvite(who, team, roles) {
		return "", fault.NewNotFound("fault.not_found")
	}
	code := newCode()
	err := k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		now := tx.Now()
		_, err := tx.Exec(qInvite, codeHash(code), id.New[invitationEntity](now), team, joinRoles(roles), who.User().Bytes(),
			clock.Micros(now), clock.Micros(now.Add(InvitationLife)))
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
	err := tx.QueryRow(qInvitation, codeHash(code), clock.Micros(tx.Now())).Scan(&inv.Team, &roles, &inv.TeamName)
	if fault.Is(err, fault.NotFound) {
		return inv, ErrInvitation
	}
	inv.Roles = splitRoles(roles)
	return inv, err
}

// Enrol uses an invitation up: it makes the account with its key pair and the membership. The first member of a team
// founds the team's key; a later one waits until a member has compared fingerprints by telephone and calls Admit.
func (k *Keeper) Enrol(ctx context.Context, code string, n Newcomer) (access.UserID, error) {
	p, err := k.prepare(ctx, n)
	if err != nil {
		return p.user, err
	}
	err = k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		inv, err := k.use(tx, code)
		if err != nil {
			return err
		}
		return k.store(tx, p, inv.Team, inv.Roles)
	})
	return p.user, fault.In("enrol", err)
}

func (k *Keeper) use(tx *sqldb.Tx, code string) (Invitation, error) {
	inv, err := readInvitation(tx, code)
	if err != nil {
		return inv, err
	}
	n, err := tx.Exec(qInvitationUsed, codeHash(code), clock.Micros(tx.Now()))
	if err == nil && n == 0 {
		err = ErrInvitation
	}
	return inv, err
}

// Accept uses an invitation up for somebody who has an account: a second role or team.
func (k *Keeper) Accept(ctx context.Context, who access.Actor, code string) error {
	ring, ok := who.Keys().(*vault.Keyring)
	if !ok {
		return fault.NewNotFound("fault.not_found")
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
		if err := joinTeam(tx, who.User(), inv.Team, inv.Roles, private); err != nil {
			return err
		}
		return k.append(tx, who.User(), Enrolled.Name, journal.Detail{})
	}))
}

// Network is what set-up asks for.
type Network struct {
	Name string
	// Teams names the head office's teams by kind: evaluation, logistics, administration, oversight.
	Teams map[string]string
}

// Kinds of the head office's teams, in the order they are founded.
var Kinds = []string{"administration", "evaluation", "logistics", "oversight"}

// NewSetUpCode returns the code that lets the first administrator in, and keeps its hash. It returns "" when the
// network is already set up.
func (k *Keeper) NewSetUpCode(ctx context.Context) (string, error) {
	code := newCode()
	err := k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		var n int
		if err := tx.QueryRow(qAnyUser).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			code = ""
			return nil
		}
		_, err := tx.Exec(qSet, "set_up", fmt.Sprintf("%x", codeHash(code)), clock.Micros(tx.Now()))
		return err
	})
	return code, fault.In("prepare set-up", err)
}

// SettingUp tells whether the network still waits for its first administrator.
func (k *Keeper) SettingUp(ctx context.Context) (bool, error) {
	var n int
	err := k.g.DB.Read(ctx, func(tx *sqldb.Tx) error { return tx.QueryRow(qAnyUser).Scan(&n) })
	return n == 0, fault.In("look for the first administrator", err)
}

// CheckSetUp tells whether the code is the one printed at the start.
func (k *Keeper) CheckSetUp(ctx context.Context, code string) error {
	return k.g.DB.Read(ctx, func(tx *sqldb.Tx) error { return checkSetUp(tx, code) })
}

func checkSetUp(tx *sqldb.Tx, code string) error {
	var hash string
	err := tx.QueryRow(qSetting, "set_up").Scan(&hash)
	if fault.Is(err, fault.NotFound) || err == nil && hash != fmt.Sprintf("%x", codeHash(code)) {
		return ErrInvitation
	}
	return err
}

// Found founds the network: its head office's teams and its first administrator. roles beyond administrator may be
// given where one person does several things; each team's key is founded by its first member.
func (k *Keeper) Found(ctx context.Context, code string, net Network, n Newcomer) (access.UserID, map[string]access.TeamID, error) {
	p, err := k.prepare(ctx, n)
	if err != nil {
		return p.user, nil, err
	}
	teams := map[string]access.TeamID{}
	err = k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		if err := checkSetUp(tx, code); err != nil {
			return err
		}
		now := tx.Now()
		for _, kind := range Kinds {
			var t access.TeamID
			if err := t.Scan(id.New[invitationEntity](now).Bytes()); err != nil {
				return err
			}
			if _, err := tx.Exec(qAddTeam, t, kind, net.Teams[kind], clock.Micros(now)); err != nil {
				return err
			}
			teams[kind] = t
		}
		if _, err := tx.Exec(qSet, "name", net.Name, clock.Micros(now)); err != nil {
			return err
		}
		if _, err := tx.Exec(qUnset, "set_up"); err != nil {
			return err
		}
		return k.store(tx, p, teams["administration"], []access.Role{access.Administrator})
	})
	return p.user, teams, fault.In("found the network", err)
}

// MarkDemo marks an empty network as a demonstration: it can never serve real people.
func (k *Keeper) MarkDemo(ctx context.Context) error {
	return k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(qSet, "demo", "yes", clock.Micros(tx.Now()))
		return err
	})
}

// IsDemo tells whether the network is a demonstration.
func (k *Keeper) IsDemo(ctx context.Context) (bool, error) {
	var v string
	err := k.g.DB.Read(ctx, func(tx *sqldb.Tx) error { return tx.QueryRow(qDemo).Scan(&v) })
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return v == "yes", err
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
