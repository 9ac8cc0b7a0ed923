package question

import (
	"slices"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// PlaceOf makes the engine's place of what the partner declared. Danger is measured from the department alone; a
// place is a room or a flat for one household, so that a room of one's own is given.
func PlaceOf(c *country.Pack, r partner.PlaceRow, received int) match.Place {
	p := match.Place{
		Key: r.ID.String(), House: r.Site.String(), Partner: r.Partner.ID.String(), Area: AreaOf(c, r.Department),
		Town:    c.TownLabel(r.Town, r.Department),
		OwnRoom: tri.Yes, Emergency: r.EmergencyFlat || slices.Contains(r.Specialisms, "emergency_flat"), Beds: r.Beds,
		Cots: r.Cots, StepFree: r.StepFree, GroundFloor: r.GroundFloor,
		Security: r.Security, Languages: r.Languages, Specialisms: r.Specialisms, State: match.State(r.State),
		AvailableFrom: r.AvailableFrom, FreeOn: r.FreeOn,
		PartnerActive: tri.Of(r.Partner.Standing == partner.Active), ConventionFrom: r.Partner.From,
		ConventionTo: r.Partner.Until,
		Yearly:       r.Partner.Yearly, Received: received,
	}
	if r.Promised() { // to who comes after whoever stays there: the search of that case says otherwise
		p.State = match.Held
	}
	if !r.ConfirmedAt.IsZero() {
		p.ConfirmedOn = c.Day(r.ConfirmedAt)
	}
	if r.State == partner.Paused {
		p.PausedOn = p.ConfirmedOn
		if p.NoRoom = r.NoRoom(); p.NoRoom {
			p.PausedOn = c.Day(r.UsedAt)
		}
	}
	return p
}

// ProfileOf is the host's own profile of a place, for rule H5.
func ProfileOf(c *country.Pack, p partner.Place) match.Profile {
	autonomy, _ := c.List(codelist.Autonomy).Find(p.Autonomy)
	return match.Profile{
		Accepts: p.Accepts, Children: p.Children, MaxChildren: p.MaxChildren, Couples: p.Couples, Animals: p.Animals,
		Autonomy: autonomy.Rank,
	}
}

var (
	qReceived = gate.OfficeSQL("placement.received", `select team_id, people from placement_received where year = $1`)
	qReceive  = gate.OfficeSQL("placement.receive", `insert into placement_received (team_id, year, people)
		values ($1, $2, $3)
		on conflict (team_id, year) do update set people = placement_received.people + excluded.people`)
)

// Reader is a handle that reads what belongs to the office.
type Reader interface {
	partner.Reader
	// Today is the day of the reading, at the head office.
	Today() date.Date
}

// ReceivedBy returns how many people each host's team received in the year of the reading (H10).
func ReceivedBy(v Reader) (map[access.TeamID]int, error) {
	out := map[access.TeamID]int{}
	err := gate.Each(v.Office, qReceived, func(rows *gate.Rows) error {
		var t access.TeamID
		var n int
		err := rows.Scan(&t, &n)
		out[t] = n
		return err
	}, v.Today().Year())
	return out, err
}

// Receive counts people towards what a partner agreed to receive in the year; a negative number takes them back.
func Receive(tx *gate.CaseTx, team access.TeamID, year, people int) error {
	return gate.Done(tx.ChangeOffice(qReceive, team, year, people))
}
