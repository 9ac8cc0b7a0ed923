package session

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/ground"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/vault"
)

// How long sessions last.
const (
	Idle     = 30 * time.Minute
	Absolute = 12 * time.Hour
	StepUp   = 5 * time.Minute
	maxWait  = 60 * time.Second // the longest delay after wrong attempts
)

// Acts of this package, for the journal and the matrix.
var (
	SignIn   = access.Define(access.Act{Name: "session.sign_in", Door: access.PublicDoor, By: access.Anyone})
	SignOut  = access.Define(access.Act{Name: "session.sign_out", Door: access.OfficeDoor, By: access.SignedIn})
	StepUpBy = access.Define(access.Act{Name: "session.step_up", Door: access.OfficeDoor, By: access.SignedIn})
)

// Keeper signs people in and resolves their sessions.
type Keeper struct{ g *ground.Ground }

// New returns the keeper of a ground that package trust has laid.
func New(g *ground.Ground) *Keeper { return &Keeper{g} }

// Faults people see. A wrong login, passphrase or code are told alike.
var (
	ErrWrong   = fault.NewInvalid("session.wrong")
	ErrWait    = fault.NewBusy("session.wait")
	ErrCrowded = fault.NewBusy("session.crowded")
)

var (
	qLock = sqldb.Declare("session.lock", `select u.id, l.salt, l.private_sealed, l.totp_sealed, l.totp_last, l.failures, l.wait_until
		from access_user u join vault_lock l on l.user_id = u.id where u.login = $1 and u.left_at = 0`)
	qLoginOf = sqldb.Declare("session.login_of", `select login from access_user where id = $1 and left_at = 0`)
	qFail    = sqldb.Declare("session.fail", `update vault_lock set failures = failures + 1, wait_until = $2 where user_id = $1`)
	qUsed    = sqldb.Declare("session.used", `update vault_lock set failures = 0, wait_until = 0, totp_last = $2 where user_id = $1 and totp_last < $2`)
	qWraps   = sqldb.Declare("session.wraps", `select w.team_id, w.epoch, w.wrap from vault_member_wrap w
		join access_membership m on m.user_id = w.user_id and m.team_id = w.team_id
		where w.user_id = $1 and m.left_at = 0 group by w.team_id, w.epoch, w.wrap order by w.team_id, w.epoch`)
	qOpen = sqldb.Declare("session.open", `insert into session_open (token_hash, id, user_id, keys_sealed, started_at, seen_at, stepup_until_at)
		values ($1, $2, $3, $4, $5, $6, $7)`)
	qSession = sqldb.Declare("session.read", `select s.id, s.user_id, s.keys_sealed, s.started_at, s.seen_at, s.stepup_until_at, u.name, u.lang
		from session_open s join access_user u on u.id = s.user_id
		where s.token_hash = $1 and s.ended_at = 0 and u.left_at = 0`)
	qMembers = sqldb.Declare("session.members", `select m.team_id, m.role from access_membership m join access_team t on t.id = m.team_id
		where m.user_id = $1 and m.left_at = 0 and t.ended_at = 0 order by m.since_at, m.team_id, m.role`)
	qSeen     = sqldb.Declare("session.seen", `update session_open set seen_at = $2, keys_sealed = $3 where token_hash = $1 and ended_at = 0`)
	qEnd      = sqldb.Declare("session.end", `update session_open set ended_at = $2 where token_hash = $1 and ended_at = 0`)
	qEndOf    = sqldb.Declare("session.end_of", `update session_open set ended_at = $2 where user_id = $1 and ended_at = 0`)
	qEndOne   = sqldb.Declare("session.end_one", `update session_open set ended_at = $3 where user_id = $1 and id = $2 and ended_at = 0`)
	qSessions = sqldb.Declare("session.list", `select id, started_at, seen_at from session_open where user_id = $1 and ended_at = 0 order by seen_at desc`)
	qForget   = sqldb.Declare("session.forget", `delete from session_open where seen_at < $1`)
)

type locked struct {
	user     access.UserID
	lock     vault.Lock
	last     int64
	failures int
	wait     int64
}

func (k *Keeper) find(ctx context.Context, login string) (locked, error) {
	var l locked
	err := k.g.DB.Read(ctx, func(tx *sqldb.Tx) error {
		return tx.QueryRow(qLock, login).Scan(&l.user, &l.lock.Salt, &l.lock.PrivateSealed, &l.lock.TOTPSealed, &l.last, &l.failures, &l.wait)
	})
	return l, err
}

// SignIn opens a session and returns its token. The answer takes as long and looks the same whether the login exists.
// After wrong attempts each further one waits, doubling up to a minute; nobody is ever locked out.
func (k *Keeper) SignIn(ctx context.Context, login, passphrase, code string) (token string, err error) {
	user, private, err := k.unlock(ctx, login, passphrase, code, true)
	if err != nil {
		return "", err
	}
	return k.open(ctx, user, private, SignIn.Name, time.Time{})
}

// ErrNotDemo tells that this network is a real one.
var ErrNotDemo = errors.New("session: not a demonstration network")

var qDemo = sqldb.Declare("session.demo", `select value from network_setting where name = 'demo'`)

// SignInDemo opens a session in a demonstration network without the one-time code. In a real network it refuses.
func (k *Keeper) SignInDemo(ctx context.Context, login, passphrase string) (token string, err error) {
	var demo string
	err = k.g.DB.Read(ctx, func(tx *sqldb.Tx) error { return tx.QueryRow(qDemo).Scan(&demo) })
	if err != nil || demo != "yes" {
		return "", ErrNotDemo
	}
	user, private, err := k.unlock(ctx, login, passphrase, "", false)
	if err != nil {
		return "", err
	}
	until := k.g.Clock.Now().Add(Absolute)
	return k.open(ctx, user, private, SignIn.Name, until)
}

// unlock checks passphrase and code and returns the person's private key.
func (k *Keeper) unlock(ctx context.Context, login, passphrase, code string, withCode bool) (access.UserID, vault.PrivateKey, error) {
	fail := func(err error) (access.UserID, vault.PrivateKey, error) {
		return access.UserID{}, vault.PrivateKey{}, err
	}
	now := k.g.Clock.Now()
	l, err := k.find(ctx, login)
	if fault.Is(err, fault.NotFound) {
		if err := k.g.Stretch.Decoy(ctx, passphrase); err != nil {
			return fail(crowded(err))
		}
		return fail(ErrWrong)
	}
	if err != nil {
		return fail(fmt.Errorf("find account: %w", err))
	}
	if clock.Micros(now) < l.wait {
		return fail(ErrWait)
	}
	private, secret, err := k.g.Stretch.Unlock(ctx, l.user.Bytes(), passphrase, l.lock)
	if err != nil && !errors.Is(err, vault.ErrOpen) {
		return fail(crowded(err))
	}
	step, ok := int64(0), err == nil
	if ok && withCode {
		step, ok = matchCode(secret, code, now, l.last)
	}
	if !ok {
		wait := time.Duration(0)
		if l.failures >= 2 {
			wait = min(time.Second<<min(l.failures-2, 10), maxWait)
		}
		err := k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
			if _, err := tx.Exec(qFail, l.user, clock.Micros(now.Add(wait))); err != nil {
				return err
			}
			return k.append(tx, l.user, SignIn.Name, journal.Detail{Refused: "wrong"})
		})
		if err != nil {
			return fail(fmt.Errorf("note a wrong attempt: %w", err))
		}
		return fail(ErrWrong)
	}
	if withCode {
		var n int64
		err := k.g.DB.Write(ctx, func(tx *sqldb.Tx) (err error) {
			n, err = tx.Exec(qUsed, l.user, step)
			return err
		})
		if err != nil {
			return fail(fmt.Errorf("use the code: %w", err))
		}
		if n == 0 {
			return fail(ErrWrong) // used a moment ago by another request
		}
	}
	return l.user, private, nil
}

func crowded(err error) error {
	if errors.Is(err, vault.ErrCrowded) {
		return ErrCrowded
	}
	return err
}

const codePeriod = 30 // seconds, RFC 6238

// matchCode tells whether the code fits now, the period before or the one after, and was not used already.
func matchCode(secret []byte, code string, now time.Time, last int64) (int64, bool) {
	step, found := int64(0), false
	for d := int64(-1); d <= 1; d++ {
		s := now.Unix()/codePeriod + d
		want, err := totp.GenerateCodeCustom(string(secret), time.Unix(s*codePeriod, 0), codeOptions)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && s > last {
			step, found = s, true
		}
	}
	return step, found
}

var codeOptions = totp.ValidateOpts{Period: codePeriod, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// CodeAt returns the code that belongs to a secret at an instant: for tests and the demonstration.
func CodeAt(secret string, at time.Time) (string, error) {
	return totp.GenerateCodeCustom(secret, at, codeOptions)
}

func (k *Keeper) append(tx *sqldb.Tx, user access.UserID, act string, d journal.Detail) error {
	mark := k.g.Journal.Mark()
	err := k.g.Journal.Append(tx, journal.New(tx.Now(), user.Bytes(), nil, act, nil, d))
	if err != nil {
		k.g.Journal.Undo(mark)
	}
	return err
}

// open stores a new session with the person's keys sealed under its token.
func (k *Keeper) open(ctx context.Context, user access.UserID, private vault.PrivateKey, act string, stepUp time.Time) (string, error) {
	token := vault.Random(32)
	err := k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		ring := vault.NewKeyring(user.Bytes(), private)
		if _, err := addTeams(tx, ring, user); err != nil {
			return err
		}
		now := clock.Micros(tx.Now())
		_, err := tx.Exec(qOpen, vault.SessionID(token), id.Random[sessionEntity](), user, ring.SealFor(token), now, now, clock.Micros(stepUp))
		if err != nil {
			return err
		}
		return k.append(tx, user, act, journal.Detail{Weak: true})
	})
	if err != nil {
		return "", fmt.Errorf("open session: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(token), nil
}

type sessionEntity struct{}

// addTeams puts on the ring the keys of the person's teams that are not on it yet.
func addTeams(tx *sqldb.Tx, ring *vault.Keyring, user access.UserID) (added bool, err error) {
	rows, err := tx.Query(qWraps, user)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	for rows.Next() {
		var team access.TeamID
		var epoch int64
		var wrap []byte
		if err := rows.Scan(&team, &epoch, &wrap); err != nil {
			return added, err
		}
		if ring.HasTeam(team.Bytes(), epoch) {
			continue
		}
		if err := ring.AddTeam(team.Bytes(), epoch, wrap); err != nil {
			return added, fmt.Errorf("open a team's key: %w", err)
		}
		added = true
	}
	return added, rows.Err()
}

func parseToken(s string) ([]byte, error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) != 32 {
		return nil, fault.NewNotFound("session.none")
	}
	return b, nil
}

// Resolve returns who a token belongs to, with their keys. A NotFound fault when the session is over.
func (k *Keeper) Resolve(ctx context.Context, tokenText string) (access.Actor, error) {
	token, err := parseToken(tokenText)
	if err != nil {
		return access.Nobody(), err
	}
	var p access.Profile
	var ring *vault.Keyring
	var seen time.Time
	grown := false
	err = k.g.DB.Read(ctx, func(tx *sqldb.Tx) error {
		var sealed []byte
		var startedAt, seenAt, stepAt int64
		var sid id.ID[sessionEntity]
		var tongue string
		err := tx.QueryRow(qSession, vault.SessionID(token)).Scan(&sid, &p.User, &sealed, &startedAt, &seenAt, &stepAt, &p.Name, &tongue)
		if err != nil {
			return err
		}
		now := tx.Now()
		seen = clock.FromMicros(seenAt)
		if now.Sub(seen) > Idle || now.Sub(clock.FromMicros(startedAt)) > Absolute {
			return fault.NewNotFound("session.none")
		}
		p.Lang, p.StepUp = lang.Tag(tongue), clock.FromMicros(stepAt)
		if err := p.Session.Scan(sid.Bytes()); err != nil {
			return err
		}
		if ring, err = vault.OpenKeyring(token, sealed); err != nil {
			return fault.Wrap(fault.NotFound, "session.none", err)
		}
		if p.Members, err = members(tx, p.User); err != nil {
			return err
		}
		grown, err = addTeams(tx, ring, p.User)
		return err
	})
	if err != nil {
		return access.Nobody(), fault.In("resolve session", err)
	}
	p.Keys = ring
	if now := k.g.Clock.Now(); grown || now.Sub(seen) > time.Minute {
		err := k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
			_, err := tx.Exec(qSeen, vault.SessionID(token), clock.Micros(now), ring.SealFor(token))
			return err
		})
		if err != nil {
			return access.Nobody(), fmt.Errorf("keep session: %w", err)
		}
	}
	return access.NewActor(p), nil
}

func members(tx *sqldb.Tx, user access.UserID) ([]access.Membership, error) {
	rows, err := tx.Query(qMembers, user)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []access.Membership
	for rows.Next() {
		var m access.Membership
		if err := rows.Scan(&m.Team, &m.Role); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, rows.Err()
}

// Again checks the passphrase and a fresh code of a signed-in person and returns a new token, on which acts that need
// a step-up are allowed for five minutes. The old token ends.
func (k *Keeper) Again(ctx context.Context, who access.Actor, tokenText, passphrase, code string) (string, error) {
	old, err := parseToken(tokenText)
	if err != nil {
		return "", err
	}
	var login string
	err = k.g.DB.Read(ctx, func(tx *sqldb.Tx) error { return tx.QueryRow(qLoginOf, who.User()).Scan(&login) })
	if err != nil {
		return "", fmt.Errorf("step up: %w", err)
	}
	user, private, err := k.unlock(ctx, login, passphrase, code, true)
	if err != nil {
		return "", err
	}
	token, err := k.open(ctx, user, private, StepUpBy.Name, k.g.Clock.Now().Add(StepUp))
	if err != nil {
		return "", err
	}
	return token, k.end(ctx, old)
}

func (k *Keeper) end(ctx context.Context, token []byte) error {
	return fault.In("end session", k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(qEnd, vault.SessionID(token), clock.Micros(tx.Now()))
		return err
	}))
}

// SignOut ends the session of a token.
func (k *Keeper) SignOut(ctx context.Context, who access.Actor, tokenText string) error {
	token, err := parseToken(tokenText)
	if err != nil {
		return err
	}
	return fault.In("sign out", k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		if _, err := tx.Exec(qEnd, vault.SessionID(token), clock.Micros(tx.Now())); err != nil {
			return err
		}
		return k.append(tx, who.User(), SignOut.Name, journal.Detail{})
	}))
}

// Close ends one of the person's own sessions, or all of them when which is zero.
func (k *Keeper) Close(ctx context.Context, who access.Actor, which access.SessionID) error {
	return fault.In("close sessions", k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		var err error
		if which.IsZero() {
			_, err = tx.Exec(qEndOf, who.User(), clock.Micros(tx.Now()))
		} else {
			_, err = tx.Exec(qEndOne, who.User(), which, clock.Micros(tx.Now()))
		}
		if err != nil {
			return err
		}
		return k.append(tx, who.User(), SignOut.Name, journal.Detail{})
	}))
}

// Open is one of a person's sessions, for their own list.
type Open struct {
	ID            access.SessionID
	Started, Seen time.Time
}

// List returns the person's open sessions.
func (k *Keeper) List(ctx context.Context, who access.Actor) ([]Open, error) {
	var out []Open
	err := k.g.DB.Read(ctx, func(tx *sqldb.Tx) error {
		out = nil
		rows, err := tx.Query(qSessions, who.User())
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var o Open
			var started, seen int64
			if err := rows.Scan(&o.ID, &started, &seen); err != nil {
				return err
			}
			o.Started, o.Seen = clock.FromMicros(started), clock.FromMicros(seen)
			if tx.Now().Sub(o.Seen) <= Idle && tx.Now().Sub(o.Started) <= Absolute {
				out = append(out, o)
			}
		}
		return rows.Err()
	})
	return out, fault.In("list sessions", err)
}

// Sweep forgets sessions that ended more than 12 hours ago: until then their owner is known, so that words typed
// over an expired session can be given back.
func (k *Keeper) Sweep(ctx context.Context) error {
	return k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(qForget, clock.Micros(tx.Now().Add(-Idle-12*time.Hour)))
		return err
	})
}
