package session

import (
	"context"
	"fmt"
	"strings"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/internal/sqldb"
)

// AbroadError tells that a network is opened with another pack than the one it was set up for: its facts, deadlines and
// rules would be read by another country's. Home and Pack are codes of ISO 3166-1; of a namesake, another pack of the
// same country, the names of both packs.
type AbroadError struct {
	Home, Pack string
	Namesake   bool
}

// Error says which, for logs.
func (e *AbroadError) Error() string {
	return fmt.Sprintf("session: a network of %s, opened with a pack of %s", e.Home, e.Pack)
}

// OlderPackError tells that a network is opened with an older edition of its pack than it was last served with: what
// that one changed would be read as it was before.
type OlderPackError struct{ Last, Pack string }

// Error says which, for logs.
func (e *OlderPackError) Error() string {
	return fmt.Sprintf("session: a network last served with edition %s, opened with %s", e.Last, e.Pack)
}

// countrySetting is the code of the country for which the network was set up. It is written once. packSetting is which
// pack that is, and the edition it was last served with.
const (
	countrySetting = "country"
	packSetting    = "pack"
)

// served is a pack, and its edition.
type served struct{ id, edition string }

// String is how it is kept.
func (s served) String() string { return s.id + " " + s.edition }

func (k *Keeper) pack() served { return served{k.g.Country.Manifest().ID, k.g.Country.Edition()} }

// last is what the network was last served with; empty where nobody kept it.
func last(tx *sqldb.Tx) (s served, err error) {
	var kept string
	err = tx.QueryRow(qSetting, packSetting).Scan(&kept)
	if fault.Is(err, fault.NotFound) {
		return s, nil
	}
	s.id, s.edition, _ = strings.Cut(kept, " ")
	return s, err
}

var qSettle = sqldb.Declare("session.settle", `insert into network_setting (name, value, changed_at)
	values ($1, $2, $3) on conflict (name) do nothing`)

// Home tells whether the pack is the network's own, whatever its edition: an AbroadError where it is not. A network
// that is not set up yet may still become one of any country.
func (k *Keeper) Home(ctx context.Context) error {
	return fault.In("look for the country", k.g.DB.Read(ctx, k.atHome))
}

func (k *Keeper) atHome(tx *sqldb.Tx) error {
	var home string
	switch err := tx.QueryRow(qSetting, countrySetting).Scan(&home); {
	case fault.Is(err, fault.NotFound):
		return nil
	case err != nil:
		return err
	}
	if here := k.g.Country.Manifest().Code; home != here {
		return &AbroadError{Home: home, Pack: here}
	}
	was, err := last(tx)
	if here := k.pack(); err == nil && was.id != "" && was.id != here.id {
		return &AbroadError{Home: was.id, Pack: here.id, Namesake: true}
	}
	return err
}

// Edition tells whether the pack is as new as the network was last served with: an OlderPackError where it is not.
func (k *Keeper) Edition(ctx context.Context) error {
	return fault.In("look for the edition", k.g.DB.Read(ctx, func(tx *sqldb.Tx) error {
		was, err := last(tx)
		if here := k.pack(); err == nil && here.edition < was.edition {
			return &OlderPackError{Last: was.edition, Pack: here.edition}
		}
		return err
	}))
}

// Settle keeps which pack, and which edition, a network is served with. One that was set up before its country was
// recorded belongs to that of the pack from now on, and the log says so.
func (k *Keeper) Settle(ctx context.Context) error {
	var settled int64
	here := k.g.Country.Manifest().Code
	err := k.g.DB.Write(ctx, func(tx *sqldb.Tx) (err error) {
		settled = 0
		var people int
		if err := tx.QueryRow(qAnyUser).Scan(&people); err != nil || people == 0 {
			return err
		}
		if settled, err = tx.Exec(qSettle, countrySetting, here, clock.Micros(tx.Now())); err != nil {
			return err
		}
		if err := k.atHome(tx); err != nil { // another node may have been quicker, with another pack
			return err
		}
		was, err := last(tx)
		if err == nil && was != k.pack() {
			_, err = tx.Exec(qSet, packSetting, k.pack().String(), clock.Micros(tx.Now()))
		}
		return err
	})
	if err == nil && settled > 0 {
		k.g.Log.Warn("the network belongs to the country of this pack from now on", "country", here)
	}
	return fault.In("settle the country", err)
}
