package session

import (
	"context"
	"fmt"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/internal/sqldb"
)

// AbroadError tells that a network is opened with the pack of another country than the one it was set up for: its
// facts, deadlines and rules would be read by another country's. Both are codes of ISO 3166-1.
type AbroadError struct{ Home, Pack string }

// Error says which, for logs.
func (e *AbroadError) Error() string {
	return fmt.Sprintf("session: a network of %s, opened with a pack of %s", e.Home, e.Pack)
}

// countrySetting is the code of the country for which the network was set up. It is written once.
const countrySetting = "country"

var qSettle = sqldb.Declare("session.settle", `insert into network_setting (name, value, changed_at)
	values ($1, $2, $3) on conflict (name) do nothing`)

// Home tells whether the pack is of the network's own country, whatever its edition: an AbroadError where it is not. A
// network that is not set up yet may still become one of any country.
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
	return nil
}

// Settle gives a network that was set up before its country was recorded that of the pack it is served with, and the
// log says so. Every other network stays as it is.
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
		return k.atHome(tx) // another node may have been quicker, with another pack
	})
	if err == nil && settled > 0 {
		k.g.Log.Warn("the network belongs to the country of this pack from now on", "country", here)
	}
	return fault.In("settle the country", err)
}
