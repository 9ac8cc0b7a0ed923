package session

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/letters"
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
type Keeper struct {
	g        *ground.Ground
	delays   *delays
	settings settings
}

// New returns the keeper of a ground that package trust has laid.
func New(g *ground.Ground) *Keeper { return &Keeper{g: g, delays: newDelays()} }

// Faults people see. A wrong login, passphrase or code are told alike.
var (
	ErrWrong   = fault.NewInvalid("session.wrong")
	ErrWait    = fault.NewBusy("session.wait")
	ErrCrowded = fault.NewBusy("session.crowded")
)

var (
	qLock = sqldb.Declare("session.lock", `select u.id, l.salt, l.private_sealed, l.totp_sealed, l.totp_last,
		l.failures, l.wait_until
		from access_user u join vault_lock l on l.user_id = u.id where u.login = $1 and u.left_at = 0`)
	qLoginOf = sqldb.Declare("session.login_of", `select login from access_user where id = $1 and left_at = 0`)
	qFail    = sqldb.Declare("session.fail", `update vault_lock set failures = failures + 1, wait_until = $2
		where user_id = $1 and failures = $3`)
	qUsed = sqldb.Declare("session.used", `update vault_lock set failures = 0, wait_until = 0, totp_last = $2
		where user_id = $1 and totp_last < $2 and failures = $3`)
	qWraps = sqldb.Declare("session.wraps", `select w.team_id, w.epoch, w.wrap from vault_member_wrap w
		join access_membership m on m.user_id = w.user_id and m.team_id = w.team_id
		where w.user_id = $1 and m.left_at = 0 group by w.team_id, w.epoch, w.wrap order by w.team_id, w.epoch`)
	qOpen = sqldb.Declare("session.open", `insert into session_open (token_hash, id, user_id, keys_sealed, started_at,
		seen_at, stepup_until_at)
		values ($1, $2, $3, $4, $5, $6, $7)`)
	qSession = sqldb.Declare("session.read", `select s.id, s.user_id, s.keys_sealed, s.started_at, s.seen_at,
		s.stepup_until_at, u.name, u.lang
		from session_open s join access_user u on u.id = s.user_id
		where s.token_hash = $1 and s.ended_at = 0 and u.left_at = 0`)
	qMembers = sqldb.Declare("session.members", `select m.team_id, m.role, m.from_at, m.until_at
		from `+access.MembershipsOf+` order by m.since_at, m.team_id, m.role`)
	qSeen = sqldb.Declare("session.seen", `update session_open set seen_at = $2, keys_sealed = $3
		where token_hash = $1 and ended_at = 0`)
	qEnd = sqldb.Declare("session.end", `update session_open set ended_at = $2 where token_hash = $1
		and ended_at = 0`)
	qEndOf = sqldb.Declare("session.end_of", `update session_open set ended_at = $2 where user_id = $1
		and ended_at = 0`)
	qEndOne = sqldb.Declare("session.end_one", `update session_open set ended_at = $3 where user_id = $1 and id = $2
		and ended_at = 0`)
	qSessions = sqldb.Declare("session.list", `select id, started_at, seen_at from session_open where user_id = $1
		and ended_at = 0 order by seen_at desc`)
	qForget = sqldb.Declare("session.forget", `delete from session_open where seen_at < $1`)
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
		return tx.QueryRow(qLock, login).Scan(&l.user, &l.lock.Salt, &l.lock.PrivateSealed, &l.lock.TOTPSealed, &l.last,
			&l.failures, &l.wait)
	})
	return l, err
}

// SignIn opens a session and returns its token. The answer takes as long and looks the same whether the login exists.
// Letter case and spaces do not matter. After wrong attempts each further one waits, doubling up to a minute: see
// delays. Nobody is ever locked out.
func (k *Keeper) SignIn(ctx context.Context, login, passphrase, code string) (token string, err error) {
	user, private, err := k.unlock(ctx, login, passphrase, code, true)
	if err != nil {
		return "", err
	}
	return k.open(ctx, user, private, SignIn.Name, time.Time{}, nil)
}

// ErrNotDemo tells that this network is a real one.
var ErrNotDemo = errors.New("session: not a demonstration network")

// SignInDemo opens a session in a demonstration network without the one-time code. In a real network it refuses.
func (k *Keeper) SignInDemo(ctx context.Context, login, passphrase string) (token string, err error) {
	demo, err := k.IsDemo(ctx)
	if err != nil {
		return "", err
	}
	if !demo {
		return "", ErrNotDemo
	}
	user, private, err := k.unlock(ctx, login, passphrase, "", false)
	if err != nil {
		return "", err
	}
	until := k.g.Clock.Now().Add(Absolute)
	return k.open(ctx, user, private, SignIn.Name, until, nil)
}

// CleanLogin is how a login is stored and compared: lower case, without accents and spaces.
func CleanLogin(s string) string { return strings.ReplaceAll(letters.Typed(s), " ", "") }

// cleanPassphrase forgives what people type or paste: capitals, accents, which no word of the lists has, spaces of
// every kind, letters that look the same. Seven words stay seven words.
func cleanPassphrase(s string) string { return letters.Typed(s) }

// unlock checks passphrase and code and returns the person's private key.
func (k *Keeper) unlock(ctx context.Context, login, passphrase, code string, withCode bool) (access.UserID,
	vault.PrivateKey, error) {
	user, private, err := k.check(ctx, CleanLogin(login), cleanPassphrase(passphrase),
		letters.Code(code), withCode)
	if err != nil {
		return access.UserID{}, vault.PrivateKey{}, err
	}
	return user, private, nil
}

func (k *Keeper) check(ctx context.Context, login, passphrase, code string, withCode bool) (user access.UserID,
	private vault.PrivateKey, err error) {
	key := delayKey(ctx, login)
	if k.delays.waits(key, k.g.Clock.Now()) {
		return user, private, ErrWait
	}
	l, err := k.find(ctx, login)
	if fault.Is(err, fault.NotFound) {
		if err := k.g.Stretch.Decoy(ctx, passphrase); err != nil {
			return user, private, crowded(err)
		}
		return user, private, k.wrong(ctx, key, access.UserID{})
	}
	if err != nil {
		return user, private, fmt.Errorf("find account: %w", err)
	}
	private, secret, err := k.g.Stretch.Unlock(ctx, l.user.Bytes(), passphrase, l.lock)
	if errors.Is(err, vault.ErrOpen) {
		return user, private, k.wrong(ctx, key, l.user)
	}
	if err != nil {
		return user, private, crowded(err)
	}
	if withCode {
		if err := k.checkCode(ctx, l, secret, code); err != nil {
			return user, private, err
		}
	}
	k.delays.forget(key)
	return l.user, private, nil
}

// wrong notes a wrong login or passphrase. An unknown login leaves the same traces as a known one: the journal's entry,
// so that the answer takes as long, and the delay.
func (k *Keeper) wrong(ctx context.Context, key [32]byte, user access.UserID) error {
	k.delays.fail(key, k.g.Clock.Now())
	err := k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		return k.append(tx, user, SignIn.Name, journal.Detail{Refused: "wrong"})
	})
	if err != nil {
		return fmt.Errorf("note a wrong attempt: %w", err)
	}
	return ErrWrong
}

// checkCode uses a code up, or counts the wrong one. Whoever comes here knows the passphrase already, so these delays
// are kept in the database and hold for everybody. Attempts made at the same instant compare the count they have read:
// one of them is judged, the others wait, so that a million codes cannot be tried at once.
func (k *Keeper) checkCode(ctx context.Context, l locked, secret []byte, code string) error {
	now := k.g.Clock.Now()
	if clock.Micros(now) < l.wait {
		return ErrWait
	}
	step, ok := matchCode(secret, code, now, l.last)
	var judged int64
	err := k.g.DB.Write(ctx, func(tx *sqldb.Tx) (err error) {
		if ok {
			judged, err = tx.Exec(qUsed, l.user, step, l.failures)
			return err
		}
		judged, err = tx.Exec(qFail, l.user, clock.Micros(now.Add(delayAfter(l.failures+1))), l.failures)
		if err != nil || judged == 0 {
			return err
		}
		return k.append(tx, l.user, SignIn.Name, journal.Detail{Refused: "wrong"})
	})
	switch {
	case err != nil:
		return fmt.Errorf("judge a code: %w", err)
	case judged == 0:
		return ErrWait
	case !ok:
		return ErrWrong
	}
	return nil
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
	return k.g.Journal.Append(tx, journal.New(tx.Now(), user.Bytes(), nil, act, nil, d))
}

// open stores a new session with the person's keys sealed under its token; the session of the old token, if any, ends.
func (k *Keeper) open(ctx context.Context, user access.UserID, private vault.PrivateKey, act string, stepUp time.Time,
	old []byte) (string, error) {
	token := vault.Random(32)
	err := k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		ring := vault.NewKeyring(user.Bytes(), private)
		if _, err := addTeams(tx, ring, user); err != nil {
			return err
		}
		now := clock.Micros(tx.Now())
		_, err := tx.Exec(qOpen, vault.SessionID(token), id.Random[sessionEntity](), user, ring.SealFor(token), now,
			now, clock.Micros(stepUp))
		if err != nil {
			return err
		}
		if old != nil {
			if _, err := tx.Exec(qEnd, vault.SessionID(old), now); err != nil {
				return err
			}
		}
		return k.append(tx, user, act, journal.Detail{Weak: true})
	})
	if err != nil {
		return "", fmt.Errorf("open session: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(token), nil
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
	return k.open(ctx, user, private, StepUpBy.Name, k.g.Clock.Now().Add(StepUp), old)
}
