package session

import (
	"context"
	"encoding/json"
	"net/url"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/vault"
)

// keptFor is how long words typed over an expired session wait for their writer.
const keptFor = 12 * time.Hour

var (
	qOwner = sqldb.Declare("session.owner", `select s.user_id, k.public_key from session_open s
		join vault_user_key k on k.user_id = s.user_id where s.token_hash = $1 and s.seen_at >= $2`)
	qKeep = sqldb.Declare("session.keep", `insert into session_kept (user_id, path, form_sealed, kept_at, draft)
		values ($1, $2, $3, $4, $5) on conflict (user_id, path) do update set form_sealed = excluded.form_sealed,
		kept_at = excluded.kept_at, draft = excluded.draft`)
	qKept = sqldb.Declare("session.kept", `select form_sealed from session_kept where user_id = $1 and kept_at >= $2
		and path = $3`)
	qKeptAt = sqldb.Declare("session.kept_at", `select path from session_kept where user_id = $1 and kept_at >= $2
		and draft = 0 order by kept_at desc limit 1`)
	qBegun = sqldb.Declare("session.begun", `select kept_at from session_kept where user_id = $1 and kept_at >= $2
		and path = $3`)
	qLate    = sqldb.Declare("session.late", `select count(*) from gate_once where user_id = $1 and once = $2`)
	qStale   = sqldb.Declare("session.drop_stale", `delete from session_kept where kept_at < $1`)
	qDropped = sqldb.Declare("session.drop_kept", `delete from session_kept where user_id = $1 and path = $2`)
	// a draft stays until its form is saved, or it is forgotten
	qGiven = sqldb.Declare("session.given_back", `delete from session_kept where user_id = $1 and path = $2
		and draft = 0`)
)

// Keep seals a form posted over a session that has ended (or that must step up first) to its writer's own key. An
// unknown token keeps nothing.
func (k *Keeper) Keep(ctx context.Context, tokenText, path string, form url.Values) error {
	return k.keep(ctx, tokenText, "", path, form)
}

// Draft is Keep in passing, while somebody types, and until the press once is recorded: what arrives later is late.
// Signing in leads nobody to it.
func (k *Keeper) Draft(ctx context.Context, tokenText, once, path string, form url.Values) error {
	return k.keep(ctx, tokenText, once, path, form)
}

// keep is of a draft where once is not empty.
func (k *Keeper) keep(ctx context.Context, tokenText, once, path string, form url.Values) error {
	token, err := parseToken(tokenText)
	if err != nil {
		return err
	}
	plain := fault.Must(json.Marshal(form)) // words under names are always written
	return fault.In("keep a form", k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		var user access.UserID
		var raw []byte
		since := clock.Micros(tx.Now().Add(-keptFor))
		if err := tx.QueryRow(qOwner, vault.SessionID(token), since).Scan(&user, &raw); err != nil {
			return err
		}
		if once != "" {
			var late int
			if err := tx.QueryRow(qLate, user, once).Scan(&late); err != nil || late > 0 {
				return err
			}
		}
		pub, err := vault.ParsePublicKey(raw)
		if err != nil {
			return err
		}
		sealed, err := vault.Wrap(pub, keptBinding(user, path), plain)
		if err != nil {
			return err
		}
		_, err = tx.Exec(qKeep, user, path, sealed, clock.Micros(tx.Now()), once != "")
		return err
	}))
}

func keptBinding(user access.UserID, path string) vault.Binding {
	return vault.Binding{Purpose: vault.ForWriting, Recipient: user.Bytes(), Object: []byte(path)}
}

// Waiting returns the page to which the person's newest kept words belong; false when there are none.
func (k *Keeper) Waiting(ctx context.Context, who access.Actor) (path string, found bool, err error) {
	err = k.g.DB.Read(ctx, func(tx *sqldb.Tx) error {
		return tx.QueryRow(qKeptAt, who.User(), clock.Micros(tx.Now().Add(-keptFor))).Scan(&path)
	})
	if fault.Is(err, fault.NotFound) {
		return "", false, nil
	}
	return path, err == nil, fault.In("look for kept words", err)
}

// Begun tells when words kept for a page were written last; false when there are none.
func (k *Keeper) Begun(ctx context.Context, who access.Actor, path string) (at time.Time, found bool, err error) {
	err = k.g.DB.Read(ctx, func(tx *sqldb.Tx) error {
		return tx.QueryRow(qBegun, who.User(), clock.Micros(tx.Now().Add(-keptFor)), path).Scan(clock.Stored{T: &at})
	})
	if fault.Is(err, fault.NotFound) {
		return time.Time{}, false, nil
	}
	return at, err == nil, fault.In("look for a draft", err)
}

// Forget lets go of the words kept for a page.
func (k *Keeper) Forget(ctx context.Context, who access.Actor, path string) error {
	return fault.In("forget a draft", k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(qDropped, who.User(), path)
		return err
	}))
}

// Take gives the form kept for a page back to its writer, once, a draft as often as it is asked for; false when there
// is none.
func (k *Keeper) Take(ctx context.Context, who access.Actor, path string) (form url.Values, found bool, err error) {
	ring, _ := who.Keys().(*vault.Keyring)
	private, err := ring.Private()
	if err != nil {
		return nil, false, nil // nobody, or the machine
	}
	err = k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		form, found = nil, false
		var sealed []byte
		err := tx.QueryRow(qKept, who.User(), clock.Micros(tx.Now().Add(-keptFor)), path).Scan(&sealed)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(qGiven, who.User(), path); err != nil {
			return err
		}
		plain, err := private.Unwrap(keptBinding(who.User(), path), sealed)
		if err != nil {
			return nil // sealed to a key the person no longer has
		}
		found = true
		return json.Unmarshal(plain, &form)
	})
	return form, found, fault.In("give back a form", err)
}
