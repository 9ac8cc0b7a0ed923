package session

import (
	"context"
	"encoding/base64"
	"fmt"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/vault"
)

type sessionEntity struct{}

// addTeams puts on the ring the keys of the person's teams that are not on it yet.
func addTeams(tx *sqldb.Tx, ring *vault.Keyring, user access.UserID) (added bool, err error) {
	rows, err := tx.Query(qWraps, user)
	if err != nil {
		return added, err
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

// Resolve returns who a token belongs to, with their keys, who have just done something. A NotFound fault when the
// session is over.
func (k *Keeper) Resolve(ctx context.Context, tokenText string) (access.Actor, error) {
	return k.resolve(ctx, tokenText, true)
}

// Look is Resolve for a page that renews itself: nobody did anything, and the session ends as if it had not looked.
func (k *Keeper) Look(ctx context.Context, tokenText string) (access.Actor, error) {
	return k.resolve(ctx, tokenText, false)
}

func (k *Keeper) resolve(ctx context.Context, tokenText string, active bool) (access.Actor, error) {
	token, err := parseToken(tokenText)
	if err != nil {
		return access.Nobody(), err
	}
	var p access.Profile
	var ring *vault.Keyring
	var seen time.Time
	var grown bool
	err = k.g.DB.Read(ctx, func(tx *sqldb.Tx) error {
		var sealed []byte
		var startedAt, seenAt, stepAt int64
		var tongue string
		err := tx.QueryRow(qSession, vault.SessionID(token)).Scan(&p.Session, &p.User, &sealed, &startedAt, &seenAt,
			&stepAt, &p.Name, &tongue)
		if err != nil {
			return err
		}
		now := tx.Now()
		seen = clock.FromMicros(seenAt)
		if now.Sub(seen) > Idle || now.Sub(clock.FromMicros(startedAt)) > Absolute {
			return fault.NewNotFound("session.none")
		}
		p.Lang, p.StepUp = lang.Tag(tongue), clock.FromMicros(stepAt)
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
	if now := k.g.Clock.Now(); active && (grown || now.Sub(seen) > time.Minute) {
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
		var from, until int64
		if err := rows.Scan(&m.Team, &m.Role, &from, &until); err != nil {
			return nil, err
		}
		m.Term = access.Term{From: clock.FromMicros(from), Until: clock.FromMicros(until)}
		if !m.Term.Holds(tx.Now()) {
			m = access.Membership{Role: access.Deputy} // in no team until the day comes, nor after
		}
		out = append(out, m)
	}
	return out, rows.Err()
}
