package session

import (
	"context"
	"encoding/json"
	"fmt"
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
	qKeep = sqldb.Declare("session.keep", `insert into session_kept (user_id, path, form_sealed, kept_at)
		values ($1, $2, $3, $4) on conflict (user_id, path) do update set form_sealed = excluded.form_sealed,
		kept_at = excluded.kept_at`)
	qKept = sqldb.Declare("session.kept", `select form_sealed from session_kept where user_id = $1 and kept_at >= $2
		and path = $3`)
	qKeptAt = sqldb.Declare("session.kept_at", `select path from session_kept where user_id = $1 and kept_at >= $2
		order by kept_at desc limit 1`)
	qStale   = sqldb.Declare("session.drop_stale", `delete from session_kept where kept_at < $1`)
	qDropped = sqldb.Declare("session.drop_kept", `delete from session_kept where user_id = $1 and path = $2`)
)

// Keep seals a form posted over a session that has ended (or that must step up first) to its writer's own key. An
// unknown token keeps nothing.
func (k *Keeper) Keep(ctx context.Context, tokenText, path string, form url.Values) error {
	token, err := parseToken(tokenText)
	if err != nil {
		return err
	}
	plain, err := json.Marshal(form)
	if err != nil {
		return fmt.Errorf("keep a form: %w", err)
	}
	return fault.In("keep a form", k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		var user access.UserID
		var raw []byte
		since := clock.Micros(tx.Now().Add(-keptFor))
		if err := tx.QueryRow(qOwner, vault.SessionID(token), since).Scan(&user, &raw); err != nil {
			return err
		}
		pub, err := vault.ParsePublicKey(raw)
		if err != nil {
			return err
		}
		sealed, err := vault.Wrap(pub, keptBinding(user, path), plain)
		if err != nil {
			return err
		}
		_, err = tx.Exec(qKeep, user, path, sealed, clock.Micros(tx.Now()))
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

// Take gives the form kept for a page back to its writer, once; false when there is none.
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
		if _, err := tx.Exec(qDropped, who.User(), path); err != nil {
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
