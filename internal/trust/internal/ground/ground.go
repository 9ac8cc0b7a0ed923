// Package ground is what the packages of floor trust stand on together: the database, the clock, the journal and the
// machine's keys. It is out of reach of every other floor.
package ground

import (
	"crypto/hkdf"
	"crypto/sha256"
	"log/slog"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/vault"
)

// Ground holds what one running node of Havre has.
type Ground struct {
	DB      *sqldb.DB
	Clock   clock.Clock
	Journal *journal.Log
	Stretch *vault.Stretcher
	Log     *slog.Logger
	Country *country.Pack
}

// TeamKey reads the number of a team's key in force, and its public half.
var TeamKey = sqldb.Declare("trust.team_key", `select epoch, public_key from vault_team_key where team_id = $1
	and retired_at = 0 order by epoch desc limit 1`)

// Derive returns 32 bytes of the machine's key for one purpose. The key itself is used for nothing else.
func Derive(machine []byte, purpose string) []byte {
	k, err := hkdf.Key(sha256.New, machine, nil, "havre/machine/1/"+purpose, 32)
	if err != nil {
		panic("ground: hkdf: " + err.Error())
	}
	return k
}
