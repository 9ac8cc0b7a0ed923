package session

import (
	"context"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/vault"
)

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
// over an expired session can be given back. Words that nobody came back for go too. What deputies stood in for ends
// with their days.
func (k *Keeper) Sweep(ctx context.Context) error {
	if err := k.endDeputies(ctx); err != nil {
		return err
	}
	return k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		if _, err := tx.Exec(qForget, clock.Micros(tx.Now().Add(-Idle-keptFor))); err != nil {
			return err
		}
		_, err := tx.Exec(qStale, clock.Micros(tx.Now().Add(-keptFor)))
		return err
	})
}
