package session

import (
	"context"
	"sync"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/internal/sqldb"
)

// Fresh is how old a setting may be: what one node changes, every other sees within it.
const Fresh = 2 * time.Second

// settings is what is known of the network's settings, at most Fresh old while the database answers.
type settings struct {
	mu    sync.Mutex
	known map[string]string
	at    time.Time // of the last reading, zero when the next one is due at once
}

// Setting returns one of the network's settings, "" when it is not set. It may be asked anywhere, as often as a page is
// drawn: one asker in two seconds reads, the others take what is known, and so does everybody while the database does
// not answer.
func (k *Keeper) Setting(name string) string {
	now := k.g.Clock.Now()
	s := &k.settings
	s.mu.Lock()
	due := now.Sub(s.at) >= Fresh
	if due {
		s.at = now
	}
	known := s.known
	s.mu.Unlock()
	if !due {
		return known[name]
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	read, err := k.Settings(ctx)
	if err != nil {
		return known[name]
	}
	s.mu.Lock()
	s.known = read
	s.mu.Unlock()
	return read[name]
}

// SettingsChanged has the next asker read: this node has just written settings.
func (k *Keeper) SettingsChanged() {
	k.settings.mu.Lock()
	defer k.settings.mu.Unlock()
	k.settings.at = time.Time{}
}

var qSettings = sqldb.Declare("session.settings", `select name, value from network_setting
	where name not in ('set_up', 'country', 'pack')`)

// Settings reads the network's settings by name: name, telephone, exit_site and others. They hold nothing about a
// person.
func (k *Keeper) Settings(ctx context.Context) (map[string]string, error) {
	var out map[string]string
	err := k.g.DB.Read(ctx, func(tx *sqldb.Tx) error {
		out = map[string]string{}
		return tx.Each(qSettings, func(rows *sqldb.Rows) error {
			var name, value string
			if err := rows.Scan(&name, &value); err != nil {
				return err
			}
			out[name] = value
			return nil
		})
	})
	return out, fault.In("read the settings", err)
}
