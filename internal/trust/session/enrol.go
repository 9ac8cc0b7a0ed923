package session

import (
	"context"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"

	"github.com/sethvargo/go-diceware/diceware"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/vault"
)

// Acts of enrolment and membership.
var (
	Enrolled = access.Define(access.Act{Name: "session.enrol", Door: access.PublicDoor, By: access.Anyone})
	Welcome  = access.Define(access.Act{Name: "session.welcome", Door: access.OfficeDoor, By: access.SignedIn, StepUp: true})
	Departed = access.Define(access.Act{Name: "session.depart", Door: access.OfficeDoor, By: access.ByAdministrator, StepUp: true})
)

// Secrets are what a newcomer is shown once: seven words and the secret of the one-time codes.
type Secrets struct {
	Passphrase string
	TOTP       string // base 32, for an authenticator
}

// words is the length of a passphrase: 7 of 7,776 words are 90 bits.
const words = 7

// NewSecrets makes a newcomer's passphrase and code secret.
func NewSecrets() (Secrets, error) {
	list, err := diceware.Generate(words)
	if err != nil {
		return Secrets{}, fmt.Errorf("draw a passphrase: %w", err)
	}
	secret := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(vault.Random(20))
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
	qAddUser   = sqldb.Declare("session.add_user", `insert into access_user (id, login, name, lang, created_at) values ($1, $2, $3, $4, $5)`)
	qAddKey    = sqldb.Declare("session.add_key", `insert into vault_user_key (user_id, public_key, created_at) values ($1, $2, $3)`)
	qAddLock   = sqldb.Declare("session.add_lock", `insert into vault_lock (user_id, salt, private_sealed, totp_sealed, totp_last, changed_at) values ($1, $2, $3, $4, $5, $6)`)
	qAddMember = sqldb.Declare("session.add_member", `insert into access_membership (user_id, team_id, role, since_at) values ($1, $2, $3, $4)
		on conflict (user_id, team_id, role) do update set left_at = 0, since_at = excluded.since_at`)
	qTeamEpoch  = sqldb.Declare("session.team_epoch", `select epoch, public_key from vault_team_key where team_id = $1 and retired_at = 0 order by epoch desc limit 1`)
	qAddTeamKey = sqldb.Declare("session.add_team_key", `insert into vault_team_key (team_id, epoch, public_key, created_at) values ($1, $2, $3, $4)`)
	qAddWrap    = sqldb.Declare("session.add_wrap", `insert into vault_member_wrap (team_id, epoch, user_id, wrap, granted_by, granted_at) values ($1, $2, $3, $4, $5, $6)
		on conflict (team_id, epoch, user_id) do nothing`)
	qUserKey = sqldb.Declare("session.user_key", `select k.public_key from vault_user_key k join access_membership m on m.user_id = k.user_id
		where k.user_id = $1 and m.team_id = $2 and m.left_at = 0 limit 1`)
	qEpochs  = sqldb.Declare("session.epochs", `select epoch from vault_team_key where team_id = $1 order by epoch`)
	qUnwraps = sqldb.Declare("session.unwrap_member", `delete from vault_member_wrap where user_id = $1 and team_id = $2`)
	qLeft    = sqldb.Declare("session.left", `update access_membership set left_at = $3 where user_id = $1 and team_id = $2 and left_at = 0`)
	qRest    = sqldb.Declare("session.rest", `select count(*) from access_membership where user_id = $1 and left_at = 0`)
	qGone    = sqldb.Declare("session.gone", `update access_user set left_at = $2 where id = $1`)
	qWaiting = sqldb.Declare("session.waiting", `select distinct u.id, u.name, k.public_key, m.since_at from access_membership m
		join access_user u on u.id = m.user_id
		join vault_user_key k on k.user_id = u.id
		join vault_team_key t on t.team_id = m.team_id and t.retired_at = 0
		where m.team_id = $1 and m.left_at = 0 and u.left_at = 0
		and not exists (select 1 from vault_member_wrap w where w.team_id = m.team_id and w.epoch = t.epoch and w.user_id = m.user_id)
		order by m.since_at`)
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
	step, ok := matchCode([]byte(n.Secret.TOTP), n.Code, k.g.Clock.Now(), 0)
	if !ok {
		return newcomer{}, ErrCode
	}
	out := newcomer{Newcomer: n, step: step}
	if err := out.user.Scan(id.New[userEntity](k.g.Clock.Now()).Bytes()); err != nil {
		return out, err
	}
	var err error
	if out.private, err = vault.GenerateKey(); err != nil {
		return out, err
	}
	out.lock, err = k.g.Stretch.NewLock(ctx, out.user.Bytes(), n.Secret.Passphrase, out.private, []byte(n.Secret.TOTP))
	return out, crowded(err)
}

// store writes the account and its first membership.
func (k *Keeper) store(tx *sqldb.Tx, n newcomer, team access.TeamID, roles []access.Role) error {
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
	if _, err := tx.Exec(qAddLock, n.user, n.lock.Salt, n.lock.PrivateSealed, n.lock.TOTPSealed, n.step, now); err != nil {
		return err
	}
	if err := joinTeam(tx, n.user, team, roles, n.private); err != nil {
		return err
	}
	return k.append(tx, n.user, Enrolled.Name, journal.Detail{})
}

type userEntity struct{}

// joinTeam adds the roles; where the team has no key yet, the newcomer founds it.
func joinTeam(tx *sqldb.Tx, user access.UserID, team access.TeamID, roles []access.Role, private vault.PrivateKey) error {
	now := clock.Micros(tx.Now())
	for _, r := range roles {
		if _, err := tx.Exec(qAddMember, user, team, string(r), now); err != nil {
			return err
		}
	}
	var epoch int64
	var raw []byte
	err := tx.QueryRow(qTeamEpoch, team).Scan(&epoch, &raw)
	if err == nil || !fault.Is(err, fault.NotFound) {
		return err
	}
	key, err := vault.GenerateKey()
	if err != nil {
		return err
	}
	if _, err := tx.Exec(qAddTeamKey, team, 1, key.Public().Bytes(), now); err != nil {
		return err
	}
	wrap, err := vault.WrapPrivate(private.Public(), memberBinding(user, team, 1), key)
	if err != nil {
		return err
	}
	_, err = tx.Exec(qAddWrap, team, 1, user, wrap, user, now)
	return err
}

func memberBinding(user access.UserID, team access.TeamID, epoch int64) vault.Binding {
	return vault.Binding{Purpose: vault.ForMember, Recipient: user.Bytes(), Object: team.Bytes(), Epoch: epoch}
}

// Join adds roles in a further team to somebody who has an account: they hold their own key already. The first member
// of a team founds its key.
func (k *Keeper) Join(ctx context.Context, who access.Actor, team access.TeamID, roles []access.Role) error {
	ring, ok := who.Keys().(*vault.Keyring)
	if !ok {
		return fault.NewNotFound("fault.not_found")
	}
	private, err := ring.Private()
	if err != nil {
		return err
	}
	return fault.In("join team", k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		if err := joinTeam(tx, who.User(), team, roles, private); err != nil {
			return err
		}
		return k.append(tx, who.User(), Enrolled.Name, journal.Detail{})
	}))
}

// Waiting is a newcomer whose colleagues have not yet wrapped the team's key for them.
type Waiting struct {
	User        access.UserID
	Name        string
	Fingerprint []string // six words both sides read out and compare
}

// WaitingIn returns the newcomers of one of the actor's own teams.
func (k *Keeper) WaitingIn(ctx context.Context, who access.Actor, team access.TeamID) ([]Waiting, error) {
	if !who.In(team) {
		return nil, fault.NewNotFound("fault.not_found")
	}
	var out []Waiting
	err := k.g.DB.Read(ctx, func(tx *sqldb.Tx) error {
		out = nil
		rows, err := tx.Query(qWaiting, team)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var w Waiting
			var raw []byte
			var since int64
			if err := rows.Scan(&w.User, &w.Name, &raw, &since); err != nil {
				return err
			}
			pub, err := vault.ParsePublicKey(raw)
			if err != nil {
				return err
			}
			w.Fingerprint = fingerprintWords(pub)
			out = append(out, w)
		}
		return rows.Err()
	})
	return out, fault.In("list newcomers", err)
}

// Fingerprint returns the six words of the person's own key, to read out.
func Fingerprint(who access.Actor) ([]string, error) {
	ring, ok := who.Keys().(*vault.Keyring)
	if !ok {
		return nil, fault.NewNotFound("fault.not_found")
	}
	p, err := ring.Private()
	if err != nil {
		return nil, err
	}
	return fingerprintWords(p.Public()), nil
}

// fingerprintWords turns the first 77 bits of a key's hash into six words of the 7,776-word list.
func fingerprintWords(p vault.PublicKey) []string {
	h := p.Fingerprint()
	list := diceware.WordListEffLarge()
	out := make([]string, 6)
	for i := range out {
		// Four bytes give a number far above 7,776; the bias of the remainder is below one in 500,000.
		n := int(uint32(h[4*i])<<24|uint32(h[4*i+1])<<16|uint32(h[4*i+2])<<8|uint32(h[4*i+3])) % 7776
		digits := 0
		for f := 10000; f >= 1; f /= 10 {
			digits += (n%6 + 1) * f
			n /= 6
		}
		out[i] = list.WordAt(digits)
	}
	return out
}

// Admit wraps the team's keys to a newcomer. The actor has compared the fingerprint by telephone; the act needs a
// step-up. Every epoch the actor holds is wrapped, so that the newcomer reads what the team reads.
func (k *Keeper) Admit(ctx context.Context, who access.Actor, team access.TeamID, newcomer access.UserID) error {
	d := access.Decide(who, Welcome, nil, k.g.Clock.Now())
	if d.StepUp {
		return access.ErrStepUp
	}
	ring, ok := who.Keys().(*vault.Keyring)
	if !ok || !d.Allowed || !who.In(team) {
		return fault.NewNotFound("fault.not_found")
	}
	return fault.In("welcome a colleague", k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		var raw []byte
		if err := tx.QueryRow(qUserKey, newcomer, team).Scan(&raw); err != nil {
			return err
		}
		pub, err := vault.ParsePublicKey(raw)
		if err != nil {
			return err
		}
		n, err := wrapEpochs(tx, ring, who, team, newcomer, pub)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Wrap(fault.NotFound, "fault.sealed", errors.New("no key of the team at hand"))
		}
		mark := k.g.Journal.Mark()
		err = k.g.Journal.Append(tx, journal.New(tx.Now(), who.User().Bytes(), team.Bytes(), Welcome.Name, newcomer.Bytes(), journal.Detail{Weak: true}))
		if err != nil {
			k.g.Journal.Undo(mark)
		}
		return err
	}))
}

func wrapEpochs(tx *sqldb.Tx, ring *vault.Keyring, who access.Actor, team access.TeamID, to access.UserID, pub vault.PublicKey) (int, error) {
	var epochs []int64
	rows, err := tx.Query(qEpochs, team)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var e int64
		if err := rows.Scan(&e); err != nil {
			return 0, err
		}
		epochs = append(epochs, e)
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	n := 0
	for _, e := range epochs {
		key, err := ring.Team(team.Bytes(), e)
		if err != nil {
			continue
		}
		wrap, err := vault.WrapPrivate(pub, memberBinding(to, team, e), key)
		if err != nil {
			return n, err
		}
		if _, err := tx.Exec(qAddWrap, team, e, to, wrap, who.User(), clock.Micros(tx.Now())); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Depart ends somebody's membership of a team: their sessions close at once, their wraps of the team's key are gone.
// Who is in no team any more has left. The team's next epoch is made by rotation.
func (k *Keeper) Depart(ctx context.Context, who access.Actor, team access.TeamID, leaver access.UserID) error {
	d := access.Decide(who, Departed, nil, k.g.Clock.Now())
	if d.StepUp {
		return access.ErrStepUp
	}
	if !d.Allowed {
		return fault.NewNotFound("fault.not_found")
	}
	return fault.In("end a membership", k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		now := clock.Micros(tx.Now())
		n, err := tx.Exec(qLeft, leaver, team, now)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.NewNotFound("fault.not_found")
		}
		if _, err := tx.Exec(qUnwraps, leaver, team); err != nil {
			return err
		}
		if _, err := tx.Exec(qEndOf, leaver, now); err != nil {
			return err
		}
		var rest int
		if err := tx.QueryRow(qRest, leaver).Scan(&rest); err != nil {
			return err
		}
		if rest == 0 {
			if _, err := tx.Exec(qGone, leaver, now); err != nil {
				return err
			}
		}
		mark := k.g.Journal.Mark()
		err = k.g.Journal.Append(tx, journal.New(tx.Now(), who.User().Bytes(), team.Bytes(), Departed.Name, leaver.Bytes(), journal.Detail{Weak: true}))
		if err != nil {
			k.g.Journal.Undo(mark)
		}
		return err
	}))
}
