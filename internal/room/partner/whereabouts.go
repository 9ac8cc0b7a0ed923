package partner

import (
	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/calc/match"
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

// TooNear tells whether the people of two cases stay nearer than a reach allows, or may: an unknown town counts as
// near.
func TooNear(v Reader, a, b gate.CaseID, reach string) (bool, error) {
	ours, err := Whereabouts(v, a)
	if err != nil {
		return false, err
	}
	theirs, err := Whereabouts(v, b)
	if err != nil {
		return false, err
	}
	for _, o := range ours {
		p := match.Place{House: o.Site.String(), Town: v.Country().TownLabel(o.Town, o.Department),
			Area: geo.Area{Code: o.Department}}
		for _, t := range theirs {
			c := match.Conflict{Reach: match.Reach(reach), House: t.Site.String(),
				Town: v.Country().TownLabel(t.Town, t.Department), Area: geo.Area{Code: t.Department}}
			if _, verdict := c.Against(&p); verdict != match.Passed {
				return true, nil
			}
		}
	}
	return false, nil
}
