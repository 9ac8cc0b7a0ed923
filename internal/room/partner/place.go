package partner

import (
	"fmt"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/trust/gate"
)

// Reader is a handle beside which the office's tables can be read: a case's or a list's.
type Reader interface {
	Office(q gate.OfficeQuery, args ...any) (*gate.Rows, error)
	Now() time.Time
}

// PlaceRow is a place with what its site and its partner add to it: everything the search's rules need, and no address.
type PlaceRow struct {
	Place
	SiteName   string
	Department string // of the site
	Town       string
	Partner    Partner
	HostJoined bool  // the host's team has a member, so it can be asked and given keys
	State      State // at the instant of the reading, holds included
}

// HeldFor tells whether the place is held for this case at the instant of the reading.
func (p PlaceRow) HeldFor(c gate.CaseID) bool { return p.State == Held && p.heldFor == c }

// OccupiedFor tells whether this case's people stay there.
func (p PlaceRow) OccupiedFor(c gate.CaseID) bool { return p.ByNetwork && p.fullBy == c }

// placeRows reads PlaceRows, in the order of scanPlaces.
const placeRows = `select pl.id, pl.site_id, pl.name, pl.beds, pl.cots, pl.accepts_gender, pl.accepts_children,
		pl.max_children, pl.accepts_couples, pl.accepts_animals, pl.min_autonomy, pl.step_free, pl.ground_floor, pl.security_level, pl.languages,
		pl.specialisms, pl.emergency_flat, pl.state, pl.available_from_on, pl.confirmed_at, pl.held_for, pl.held_until_at, pl.occupied_for,
		pl.occupied_people, pl.version, s.name, s.department, s.town, p.id, p.code, p.name, p.kind, p.department, p.town, p.contact_telephone,
		p.team_id, p.convention_from_on, p.convention_until_on, p.yearly_places, p.state, p.version,
		case when exists (select 1 from access_membership m where m.team_id = p.team_id and m.left_at = 0) then 1 else 0 end
		from partner_place pl join partner_site s on s.id = pl.site_id join partner_partner p on p.id = s.partner_id`

var (
	qAllPlaces = gate.OfficeSQL("partner.all_places", placeRows+` order by p.name, s.name, pl.name, pl.id`)
	qPlaceOf   = gate.OfficeSQL("partner.place_of", placeRows+` where pl.id = $1`)
)

// AllPlaces returns every place of the network, by partner, site and name: one query.
func AllPlaces(v Reader) ([]PlaceRow, error) {
	rows, err := v.Office(qAllPlaces)
	if err != nil {
		return nil, fmt.Errorf("read places: %w", err)
	}
	return scanPlaces(rows, v.Now())
}

// PlaceOf returns one place; NotFound when there is none.
func PlaceOf(v Reader, place PlaceID) (PlaceRow, error) {
	rows, err := v.Office(qPlaceOf, place)
	if err != nil {
		return PlaceRow{}, fmt.Errorf("read place: %w", err)
	}
	return onlyPlace(rows, v.Now())
}

func onlyPlace(rows *gate.Rows, now time.Time) (PlaceRow, error) {
	list, err := scanPlaces(rows, now)
	if err != nil {
		return PlaceRow{}, err
	}
	if len(list) == 0 {
		return PlaceRow{}, errNotFound
	}
	return list[0], nil
}

func scanPlaces(rows *gate.Rows, now time.Time) ([]PlaceRow, error) {
	defer rows.Close()
	var out []PlaceRow
	for rows.Next() {
		var r PlaceRow
		p, h := &r.Place, &r.Partner
		var confirmed, held int64
		var spoken, special string
		err := rows.Scan(&p.ID, &p.Site, &p.Name, &p.Beds, &p.Cots, &p.Accepts, &p.Children, &p.MaxChildren, &p.Couples, &p.Animals,
			&p.Autonomy, &p.StepFree, &p.GroundFloor, &p.Security, &spoken, &special, &p.EmergencyFlat, &p.Marked, &p.AvailableFrom,
			&confirmed, &p.heldFor, &held, &p.fullBy, &p.OccupiedPeople, &p.Version, &r.SiteName, &r.Department, &r.Town,
			&h.ID, &h.Code, &h.Name, &h.Kind, &h.Department, &h.Town, &h.Telephone, &h.Team, &h.From, &h.Until, &h.Yearly, &h.Standing,
			&h.Version, &r.HostJoined)
		if err != nil {
			return nil, fmt.Errorf("read places: %w", err)
		}
		p.Languages, p.Specialisms = words(spoken), words(special)
		p.ByNetwork = !p.fullBy.IsZero()
		if confirmed > 0 {
			p.ConfirmedAt = clock.FromMicros(confirmed)
		}
		if held > 0 {
			p.HeldUntil = clock.FromMicros(held)
		}
		r.State = p.StateAt(now)
		out = append(out, r)
	}
	return out, rows.Err()
}
