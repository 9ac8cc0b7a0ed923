package partner

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Reader is a handle beside which the office's tables can be read: a case's or a list's.
type Reader interface {
	// Office runs a query of the office door.
	Office(q gate.OfficeQuery, args ...any) (*gate.Rows, error)
	// Now is the instant of the reading.
	Now() time.Time
	// Country is the country as it stands with the network's edits.
	Country() *country.Pack
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
	heldNow    bool
	nextFor    gate.CaseID // who has it after whoever stays there
}

// HeldFor tells whether the place is held for this case at the instant of the reading.
func (p PlaceRow) HeldFor(c gate.CaseID) bool {
	return p.State == Held && (p.heldNow && p.heldFor == c || p.nextFor == c)
}

// TakesBack tells whether this case's people, who left, could take the place again: the rule of Occupy.
func (p PlaceRow) TakesBack(c gate.CaseID) bool {
	return p.State == Free || p.HeldFor(c) || p.OccupiedFor(c)
}

// OccupiedFor tells whether this case's people stay there.
func (p PlaceRow) OccupiedFor(c gate.CaseID) bool { return p.ByNetwork && p.fullBy == c }

// The columns of a place and of a partner, as their rows are read, and whether anybody of a partner works with Havre.
const (
	placeColumns = `pl.id, pl.site_id, pl.name, pl.beds, pl.cots, pl.accepts_gender, pl.accepts_children,
		pl.max_children, pl.accepts_couples, pl.accepts_animals, pl.min_autonomy, pl.step_free, pl.ground_floor,
		pl.security_level, pl.languages, pl.specialisms, pl.emergency_flat, pl.state, pl.available_from_on,
		pl.confirmed_at, pl.held_for, pl.held_until_at, pl.occupied_for, pl.occupied_people + pl.beyond_people,
		pl.free_on, pl.confirmed_way, pl.used_at, pl.version`
	partnerColumns = `p.id, p.code, p.name, p.kind, p.department, p.town, p.contact_telephone, p.team_id,
		p.convention_from_on, p.convention_until_on, p.yearly_places, p.state, p.version`
	peopled   = `exists (select 1 from access_membership m where m.team_id = p.team_id and m.left_at = 0)`
	hasPeople = `case when ` + peopled + ` then 1 else 0 end`
)

// placeRows reads PlaceRows, in the order of readPlaces.
const placeRows = `select ` + placeColumns + `, s.name, s.department, s.town,
		` + partnerColumns + `, ` + hasPeople + `, nx.next_for
		from partner_place pl left join partner_next nx on nx.place_id = pl.id join partner_site s on s.id = pl.site_id
		join partner_partner p on p.id = s.partner_id`

// The whole network is read table by table and joined here: a join would send each partner again with each of its
// places, and most of the time goes into columns sent.
var (
	qEveryPlace = gate.OfficeSQL("partner.every_place", `select `+placeColumns+` from partner_place pl`)
	qEverySite  = gate.OfficeSQL("partner.every_site", `select id, partner_id, name, department, town
		from partner_site`)
	qEveryPartner = gate.OfficeSQL("partner.every_partner", `select `+partnerColumns+`, `+hasPeople+`
		from partner_partner p`)
	qAllPlaces = gate.OfficeSQL("partner.all_places", placeRows+` order by p.name, s.name, pl.name, pl.id`)
	qPlaceOf   = gate.OfficeSQL("partner.place_of", placeRows+` where pl.id = $1`)
)

// AllPlaces returns every place of the network, by partner, site and name.
func AllPlaces(v Reader) ([]PlaceRow, error) {
	sites, err := allSites(v)
	if err != nil {
		return nil, err
	}
	var out []PlaceRow
	next, err := nexts(v)
	if err != nil {
		return nil, err
	}
	err = gate.Each(v.Office, qEveryPlace, func(rows *gate.Rows) error {
		var r PlaceRow
		var n stored
		if err := rows.Scan(n.into(&r.Place)...); err != nil {
			return err
		}
		n.finish(&r.Place)
		s := sites[r.Site]
		r.SiteName, r.Department, r.Town, r.Partner, r.HostJoined = s.SiteName, s.Department, s.Town, s.Partner,
			s.HostJoined
		r.stand(v.Now(), next[r.ID])
		out = append(out, r)
		return nil
	})
	slices.SortFunc(out, func(a, b PlaceRow) int {
		return cmp.Or(strings.Compare(a.Partner.Name, b.Partner.Name), strings.Compare(a.SiteName, b.SiteName),
			strings.Compare(a.Name, b.Name), bytes.Compare(a.ID.Or(), b.ID.Or()))
	})
	return out, err
}

// stand says where the place stands at an instant.
func (p *PlaceRow) stand(now time.Time, next gate.CaseID) {
	p.State, p.nextFor = p.StateAt(now), next
	p.heldNow = !p.heldFor.IsZero() && now.Before(p.HeldUntil)
	if p.State == Free && !next.IsZero() {
		p.State = Held
	}
}

// nexts are who has each place after whoever stays there.
func nexts(v Reader) (map[PlaceID]gate.CaseID, error) {
	out := map[PlaceID]gate.CaseID{}
	err := gate.Each(v.Office, qNexts, func(rows *gate.Rows) error {
		var p PlaceID
		var c gate.CaseID
		err := rows.Scan(&p, &c)
		out[p] = c
		return err
	})
	return out, err
}

// allSites returns what each site and its partner add to their places.
func allSites(v Reader) (map[SiteID]PlaceRow, error) {
	partners, err := allPartners(v)
	if err != nil {
		return nil, err
	}
	out := map[SiteID]PlaceRow{}
	err = gate.Each(v.Office, qEverySite, func(rows *gate.Rows) error {
		var s SiteID
		var p PartnerID
		var r PlaceRow
		if err := rows.Scan(&s, &p, &r.SiteName, &r.Department, &r.Town); err != nil {
			return err
		}
		r.Partner, r.HostJoined = partners[p].Partner, partners[p].HostJoined
		out[s] = r
		return nil
	})
	return out, err
}

func allPartners(v Reader) (map[PartnerID]PlaceRow, error) {
	out := map[PartnerID]PlaceRow{}
	err := gate.Each(v.Office, qEveryPartner, func(rows *gate.Rows) error {
		var r PlaceRow
		if err := rows.Scan(append(partnerInto(&r.Partner), &r.HostJoined)...); err != nil {
			return err
		}
		out[r.Partner.ID] = r
		return nil
	})
	return out, err
}

// PlaceOf returns one place; NotFound when there is none.
func PlaceOf(v Reader, place PlaceID) (PlaceRow, error) {
	return onlyPlace(readPlaces(v.Office, v.Now(), qPlaceOf, place))
}

// TelephoneOf is the number on which a team that hosts is called; empty where none is noted.
func TelephoneOf(v Reader, team access.TeamID) (string, error) {
	numbers, err := gate.Values[string](v.Office, qTelephone, team)
	if err != nil || len(numbers) == 0 {
		return "", err
	}
	return numbers[0], nil
}

func onlyPlace(list []PlaceRow, err error) (PlaceRow, error) {
	switch {
	case err != nil:
		return PlaceRow{}, err
	case len(list) == 0:
		return PlaceRow{}, fault.ErrAbsent
	}
	return list[0], nil
}

// readPlaces reads the places that a query over placeRows finds, with the state they are in at an hour.
func readPlaces[Q gate.Asked](ask func(Q, ...any) (*gate.Rows, error), now time.Time, q Q,
	args ...any) ([]PlaceRow, error) {
	return gate.Collect(ask, q, func(rows *gate.Rows) (r PlaceRow, err error) {
		var n stored
		dest := append(n.into(&r.Place), &r.SiteName, &r.Department, &r.Town)
		var next gate.CaseID
		err = rows.Scan(append(append(dest, partnerInto(&r.Partner)...), &r.HostJoined, &next)...)
		n.finish(&r.Place)
		r.stand(now, next)
		return r, err
	}, args...)
}

// stored is what of a place's columns is read in another form than it is used.
type stored struct {
	confirmed, held int64
}

// into lists where the columns of a place go, in the order of the queries.
func (n *stored) into(p *Place) []any {
	return []any{&p.ID, &p.Site, &p.Name, &p.Beds, &p.Cots, &p.Accepts, &p.Children, &p.MaxChildren, &p.Couples,
		&p.Animals,
		&p.Autonomy, &p.StepFree, &p.GroundFloor, &p.Security, gate.Codes{List: &p.Languages},
		gate.Codes{List: &p.Specialisms}, &p.EmergencyFlat, &p.Marked,
		&p.AvailableFrom,
		&n.confirmed, &p.heldFor, &n.held, &p.fullBy, &p.OccupiedPeople, &p.FreeOn, &p.ConfirmedWay,
		clock.Stored{T: &p.UsedAt},
		&p.Version}
}

func (n *stored) finish(p *Place) {
	p.ByNetwork = !p.fullBy.IsZero()
	if n.confirmed > 0 {
		p.ConfirmedAt = clock.FromMicros(n.confirmed)
	}
	if n.held > 0 {
		p.HeldUntil = clock.FromMicros(n.held)
	}
}

// partnerInto lists where the columns of a partner go, in the order of the queries.
func partnerInto(h *Partner) []any {
	return []any{&h.ID, &h.Code, &h.Name, &h.Kind, &h.Department, &h.Town, &h.Telephone, &h.Team, &h.From, &h.Until,
		&h.Yearly, &h.Standing, &h.Version}
}
