package session

import (
	"context"
	"encoding/base32"
	"fmt"
	"strings"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/kernel/words"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/ground"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/vault"
)

// Acts of enrolment and membership.
var (
	Enrolled = access.Define(access.Act{Name: "session.enrol", Door: access.PublicDoor, By: access.Anyone})
	Welcome  = access.Define(access.Act{Name: "session.welcome", Door: access.OfficeDoor, By: access.SignedIn,
		StepUp: true})
	Departed = access.Define(access.Act{Name: "session.depart", Door: access.OfficeDoor, By: access.ByAdministrator,
		StepUp: true})
)

// Secrets are what a newcomer is shown once: seven words and the secret of the one-time codes.
type Secrets struct {
	Passphrase string
	TOTP       string // base 32, for an authenticator
}

// The length of a passphrase, 86 bits at least, and of what two people compare by telephone, 73 bits at least.
const (
	passWords    = 7
	compareWords = 6
)

// NewSecrets makes a newcomer's passphrase, in words of their language, and code secret.
func NewSecrets(tag lang.Tag) (Secrets, error) {
	list, err := words.In(tag).Draw(passWords)
	if err != nil {
		return Secrets{}, fmt.Errorf("draw a passphrase: %w", err)
	}
	secret := base32.StdEncoding.EncodeToString(vault.Random(20)) // fills its letters: no padding
	return Secrets{strings.Join(list, " "), secret}, nil
}

// Newcomer is somebody who joins.
type Newcomer struct {
	Login  string
	Name   string
	Lang   lang.Tag
	Secret Secrets
	Code   string // a code of the moment, proving that the authenticator works
}

// ErrCode tells that the code does not fit: the authenticator is not set up yet.
var ErrCode = fault.NewInvalid("session.code_does_not_fit")

// ErrLogin tells that the login is taken.
var ErrLogin = fault.NewConflict("session.login_taken")

var (
	qAddUser = sqldb.Declare("session.add_user", `insert into access_user (id, login, name, lang, created_at)
		values ($1, $2, $3, $4, $5)`)
	qAddKey = sqldb.Declare("session.add_key", `insert into vault_user_key (user_id, public_key, created_at)
		values ($1, $2, $3)`)
	qAddLock = sqldb.Declare("session.add_lock", `insert into vault_lock (user_id, salt, private_sealed, totp_sealed,
		totp_last, changed_at) values ($1, $2, $3, $4, $5, $6)`)
	qAddMember = sqldb.Declare("session.add_member", `insert into access_membership (user_id, team_id, role, since_at)
		values ($1, $2, $3, $4)
		on conflict (user_id, team_id, role) do update set left_at = 0, welcomed_at = 0, since_at = excluded.since_at,
		from_at = 0, until_at = 0, stands_for = null`)
	qStandIn = sqldb.Declare("session.stand_in", `insert into access_membership (user_id, team_id, role, since_at,
		from_at, until_at, stands_for) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (user_id, team_id, role) do update set left_at = 0, welcomed_at = 0, since_at = excluded.since_at,
		from_at = excluded.from_at, until_at = excluded.until_at, stands_for = excluded.stands_for
		where access_membership.left_at > 0 or access_membership.until_at > 0`)
	qWelcomed = sqldb.Declare("session.welcomed", `update access_membership set welcomed_at = $3 where user_id = $1
		and team_id = $2 and left_at = 0 and welcomed_at = 0`)
	qHolds = sqldb.Declare("session.holds", `select count(*) from vault_member_wrap where team_id = $1
		and epoch = $2 and user_id = $3`)
	qLogin      = sqldb.Declare("session.login", `select count(*) from access_user where login = $1`)
	qAddTeamKey = sqldb.Declare("session.add_team_key", `insert into vault_team_key (team_id, epoch, public_key,
		created_at) values ($1, $2, $3, $4)`)
	qAddWrap = sqldb.Declare("session.add_wrap", `insert into vault_member_wrap (team_id, epoch, user_id, wrap,
		granted_by, granted_at) values ($1, $2, $3, $4, $5, $6)
		on conflict (team_id, epoch, user_id) do nothing`)
	qLastEpoch = sqldb.Declare("session.last_epoch", `select coalesce(max(epoch), 0) from vault_team_key
		where team_id = $1`)
)

// newcomer is a Newcomer whose keys and locks are made, ready to be stored.
type newcomer struct {
	Newcomer
	user    access.UserID
	private vault.PrivateKey
	lock    vault.Lock
	step    int64
}

// prepare checks the code and makes keys and locks, outside any transaction.
func (k *Keeper) prepare(ctx context.Context, n Newcomer) (newcomer, error) {
	n.Login = CleanLogin(n.Login)
	step, ok := matchCode([]byte(n.Secret.TOTP), letters.Code(n.Code), k.g.Clock.Now(), 0)
	if !ok {
		return newcomer{}, ErrCode
	}
	out := newcomer{Newcomer: n, step: step, user: access.NewUser(k.g.Clock.Now())}
	var err error
	if out.private, err = vault.GenerateKey(); err != nil {
		return out, err
	}
	out.lock, err = k.g.Stretch.NewLock(ctx, out.user.Bytes(), cleanPassphrase(n.Secret.Passphrase), out.private,
		[]byte(n.Secret.TOTP))
	return out, crowded(err)
}

// store writes the account and its first membership.
func (k *Keeper) store(tx *sqldb.Tx, n newcomer, team access.TeamID, roles []access.Role, in StandIn) error {
	now := clock.Micros(tx.Now())
	if _, err := tx.Exec(qAddUser, n.user, n.Login, n.Name, string(n.Lang), now); err != nil {
		if fault.Is(err, fault.Conflict) {
			return ErrLogin
		}
		return err
	}
	if _, err := tx.Exec(qAddKey, n.user, n.private.Public().Bytes(), now); err != nil {
		return err
	}
	if _, err := tx.Exec(qAddLock, n.user, n.lock.Salt, n.lock.PrivateSealed, n.lock.TOTPSealed, n.step,
		now); err != nil {
		return err
	}
	if err := joinTeam(tx, n.user, team, roles, in, n.private); err != nil {
		return err
	}
	return k.append(tx, n.user, Enrolled.Name, journal.Detail{})
}

// joinTeam adds the roles; where the team has no living key, the newcomer founds it. A role somebody has in their own
// right is not made a deputy's.
func joinTeam(tx *sqldb.Tx, user access.UserID, team access.TeamID, roles []access.Role, in StandIn,
	private vault.PrivateKey) error {
	now := clock.Micros(tx.Now())
	for _, r := range roles {
		var err error
		if in.Deputy() {
			_, err = tx.Exec(qStandIn, user, team, string(r), now, clock.Micros(in.From), clock.Micros(in.Until),
				optional(in.For))
		} else {
			_, err = tx.Exec(qAddMember, user, team, string(r), now)
		}
		if err != nil {
			return err
		}
	}
	var epoch int64
	var raw []byte
	err := tx.QueryRow(ground.TeamKey, team).Scan(&epoch, &raw)
	switch {
	case fault.Is(err, fault.NotFound):
		if err := foundKey(tx, user, team, private.Public()); err != nil {
			return err
		}
	case err != nil:
		return err
	default:
		var held int
		if err := tx.QueryRow(qHolds, team, epoch, user).Scan(&held); err != nil || held == 0 {
			return err // they wait for a colleague
		}
	}
	_, err = tx.Exec(qWelcomed, user, team, now)
	return err
}

// foundKey makes the team's next key and hands it to its only member.
func foundKey(tx *sqldb.Tx, user access.UserID, team access.TeamID, pub vault.PublicKey) error {
	return newEpoch(tx, team, user, []holder{{user, pub}})
}

type holder struct {
	user access.UserID
	key  vault.PublicKey
}

// newEpoch makes the team's next key and wraps it to the holders.
func newEpoch(tx *sqldb.Tx, team access.TeamID, by access.UserID, holders []holder) error {
	now := clock.Micros(tx.Now())
	var epoch int64
	if err := tx.QueryRow(qLastEpoch, team).Scan(&epoch); err != nil {
		return err
	}
	epoch++
	key, err := vault.GenerateKey()
	if err != nil {
		return err
	}
	if _, err := tx.Exec(qAddTeamKey, team, epoch, key.Public().Bytes(), now); err != nil {
		return err
	}
	for _, h := range holders {
		wrap, err := vault.WrapPrivate(h.key, memberBinding(h.user, team, epoch), key)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(qAddWrap, team, epoch, h.user, wrap, by, now); err != nil {
			return err
		}
	}
	return nil
}

// LoginFree tells whether nobody has the login yet.
func (k *Keeper) LoginFree(ctx context.Context, login string) (bool, error) {
	var n int
	err := k.g.DB.Read(ctx, func(tx *sqldb.Tx) error { return tx.QueryRow(qLogin, CleanLogin(login)).Scan(&n) })
	return n == 0, fault.In("look for a login", err)
}

func memberBinding(user access.UserID, team access.TeamID, epoch int64) vault.Binding {
	return vault.Binding{Purpose: vault.ForMember, Recipient: user.Bytes(), Object: team.Bytes(), Epoch: epoch}
}
