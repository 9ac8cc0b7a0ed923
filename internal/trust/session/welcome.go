package session

import (
	"context"
	"errors"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/words"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/vault"
)

var (
	qUserKey = sqldb.Declare("session.user_key", `select k.public_key from vault_user_key k
		join access_membership m on m.user_id = k.user_id
		where k.user_id = $1 and m.team_id = $2 and m.left_at = 0 limit 1`)
	qEpochs  = sqldb.Declare("session.epochs", `select epoch from vault_team_key where team_id = $1 order by epoch`)
	qWaiting = sqldb.Declare("session.waiting", `select distinct u.id, u.name, k.public_key, m.since_at
		from `+access.Members+`
		join vault_user_key k on k.user_id = u.id
		join vault_team_key t on t.team_id = m.team_id and t.retired_at = 0
		where m.team_id = $1
		and not exists (select 1 from vault_member_wrap w where w.team_id = m.team_id and w.epoch = t.epoch
		and w.user_id = m.user_id)
		order by m.since_at`)
)

// Waiting is a newcomer whose colleagues have not yet wrapped the team's key for them.
type Waiting struct {
	User        access.UserID
	Name        string
	Since       time.Time
	Fingerprint []string // six words both sides read out and compare
}

// WaitingIn returns the newcomers of one of the actor's own teams.
func (k *Keeper) WaitingIn(ctx context.Context, who access.Actor, team access.TeamID) ([]Waiting, error) {
	if !who.In(team) {
		return nil, fault.ErrAbsent
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
			w.Since = clock.FromMicros(since)
			w.Fingerprint = k.fingerprintWords(pub)
			out = append(out, w)
		}
		return rows.Err()
	})
	return out, fault.In("list newcomers", err)
}

// Fingerprint returns the six words of the person's own key, to read out.
func (k *Keeper) Fingerprint(who access.Actor) ([]string, error) {
	ring, ok := who.Keys().(*vault.Keyring)
	if !ok {
		return nil, fault.ErrAbsent
	}
	p, err := ring.Private()
	if err != nil {
		return nil, err
	}
	return k.fingerprintWords(p.Public()), nil
}

// fingerprintWords turns the first bytes of a key's hash into six words of the network's first language: both sides
// read the same ones, whatever language each of them has chosen.
func (k *Keeper) fingerprintWords(p vault.PublicKey) []string {
	h := p.Fingerprint()
	return words.In(k.g.Country.Spoken().First()).Read(h[:], compareWords)
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
		return fault.ErrAbsent
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
		if _, err := tx.Exec(qWelcomed, newcomer, team, clock.Micros(tx.Now())); err != nil {
			return err
		}
		return k.g.Journal.Append(tx, journal.New(tx.Now(), who.User().Bytes(), team.Bytes(), Welcome.Name,
			newcomer.Bytes(), journal.Detail{Weak: true}))
	}))
}

func wrapEpochs(tx *sqldb.Tx, ring *vault.Keyring, who access.Actor, team access.TeamID, to access.UserID,
	pub vault.PublicKey) (int, error) {
	var epochs []int64
	err := tx.Each(qEpochs, func(rows *sqldb.Rows) error {
		var e int64
		err := rows.Scan(&e)
		epochs = append(epochs, e)
		return err
	}, team)
	n := 0
	if err != nil {
		return n, err
	}
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
