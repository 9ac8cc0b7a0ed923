package partner

import (
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/trust/gate"
)

var qWhereabouts = gate.OfficeSQL("partner.whereabouts",
	placeRows+` where pl.occupied_for = $1 or (pl.held_for = $1 and pl.held_until_at > $2)
		or nx.next_for = $1`)

// Whereabouts returns the places where a case's people stay, or that are held for them, or theirs next: whoever must
// not be near them is kept away from there.
func Whereabouts(v Reader, c gate.CaseID) ([]PlaceRow, error) {
	return readPlaces(v.Office, v.Now(), qWhereabouts, c.Bytes(), clock.Micros(v.Now()))
}
