package partner

import (
	"fmt"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/gate"
)

var (
	qPartner = gate.OfficeSQL("partner.partner", `select id, code, name, kind, department, town, contact_telephone,
		team_id, convention_from_on,
		convention_until_on, yearly_places, state, version from partner_partner where id = $1`)
	qAddTeam = gate.OfficeSQL("partner.add_team", `insert into access_team (id, kind, name, created_at)
		values ($1, 'partner', $2, $3)`)
	qNameTeam  = gate.OfficeSQL("partner.name_team", `update access_team set name = $2 where id = $1`)
	qTelephone = gate.OfficeSQL("partner.telephone", `select contact_telephone from partner_partner where team_id = $1
		order by contact_telephone desc limit 1`)
	qCodes      = gate.OfficeSQL("partner.codes", `select code from partner_partner`)
	qAddPartner = gate.OfficeSQL("partner.add", `insert into partner_partner (id, code, name, kind, department, town,
		contact_telephone, team_id,
		convention_from_on, convention_until_on, yearly_places, state, created_at) values ($1, $2, $3, $4, $5, $6, $7,
		$8, $9, $10, $11, $12, $13)
		on conflict (code) do nothing`)
	qSetPartner = gate.OfficeSQL("partner.set", `update partner_partner set name = $3, kind = $4, department = $5,
		town = $6, contact_telephone = $7,
		convention_from_on = $8, convention_until_on = $9, yearly_places = $10, state = $11, version = version + 1
		where id = $1 and version = $2`)
	qSite = gate.OfficeSQL("partner.site", `select s.id, s.partner_id, s.name, s.department, s.town, s.has_address,
		s.shared_at, s.version, p.name
		from partner_site s join partner_partner p on p.id = s.partner_id where s.id = $1`)
	qSites = gate.OfficeSQL("partner.sites", `select s.id, s.partner_id, s.name, s.department, s.town, s.has_address,
		s.shared_at, s.version, p.name
		from partner_site s join partner_partner p on p.id = s.partner_id where s.partner_id = $1
		order by s.name, s.id`)
	qAddSite = gate.OfficeSQL("partner.add_site", `insert into partner_site (id, partner_id, name, department, town,
		address_sealed, telephone_sealed,
		access_sealed) values ($1, $2, $3, $4, $5, $6, $6, $6) on conflict (partner_id, name) do nothing`)
	qSetSite = gate.OfficeSQL("partner.set_site", `update partner_site set name = $3, department = $4, town = $5,
		version = version + 1
		where id = $1 and version = $2 and not exists (select 1 from partner_site o
		where o.partner_id = partner_site.partner_id and o.name = $3 and o.id <> $1)`)
	qAddPlace = gate.OfficeSQL("partner.add_place", `insert into partner_place (id, site_id, name, beds, cots,
		accepts_gender, accepts_children,
		max_children, accepts_couples, accepts_animals, min_autonomy, step_free, ground_floor, security_level,
		languages, specialisms,
		emergency_flat, state, available_from_on, confirmed_at, held_for, occupied_for)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $21)
		on conflict (site_id, name) do nothing`)
	qSetPlace = gate.OfficeSQL("partner.set_place", `update partner_place set name = $3, beds = $4, cots = $5,
		accepts_gender = $6, accepts_children = $7,
		max_children = $8, accepts_couples = $9, accepts_animals = $10, min_autonomy = $11, step_free = $12,
		ground_floor = $13,
		security_level = $14, languages = $15, specialisms = $16, emergency_flat = $17, available_from_on = $18,
		occupied_people = case when occupied_people + beyond_people - $4 <= $5 then occupied_people + beyond_people
			else $4 + $5 end,
		beyond_people = case when occupied_people + beyond_people - $4 <= $5 then 0
			else occupied_people + beyond_people - $4 - $5 end,
		version = version + 1
		where id = $1 and version = $2 and (occupied_people + beyond_people - $4 <= $5 or beds + cots - $4 <= $5)
		and not exists (select 1 from partner_place o where o.site_id = partner_place.site_id and o.name = $3
		and o.id <> $1)`)
)

func findPartner(v *gate.OfficeView, partner PartnerID) (Partner, error) {
	var p Partner
	err := v.QueryRow(qPartner, partner).Scan(&p.ID, &p.Code, &p.Name, &p.Kind, &p.Department, &p.Town, &p.Telephone,
		&p.Team, &p.From, &p.Until,
		&p.Yearly, &p.Standing, &p.Version)
	return p, fault.In("read partner", err)
}

func findSite(v *gate.OfficeView, site SiteID) (Site, string, error) {
	var name string
	s, err := scanSite(v.QueryRow(qSite, site), &name)
	return s, name, fault.In("read site", err)
}

type scanner interface{ Scan(dest ...any) error }

func scanSite(row scanner, partner *string) (Site, error) {
	var s Site
	var shared int64
	err := row.Scan(&s.ID, &s.Partner, &s.Name, &s.Department, &s.Town, &s.HasAddress, &shared, &s.Version, partner)
	if shared > 0 {
		s.SharedAt = clock.FromMicros(shared)
	}
	return s, err
}

// addPartner stores a new partner with its team; ErrCodeTaken when its code stands already.
func addPartner(tx *gate.OfficeTx, p *Partner) error {
	now := clock.Micros(tx.Now())
	p.ID, p.Team, p.Version = id.New[partnerEntity](tx.Now()), fresh(p.Team, tx.Now()), 1
	if _, err := tx.Exec(qAddTeam, p.Team, p.Name, now); err != nil {
		return fmt.Errorf("add the partner's team: %w", err)
	}
	n, err := tx.Exec(qAddPartner, p.ID, p.Code, p.Name, p.Kind, p.Department, p.Town, p.Telephone, p.Team, p.From,
		p.Until, p.Yearly,
		string(p.Standing), now)
	if err == nil && n == 0 {
		return ErrCodeTaken
	}
	return fault.In("add partner", err)
}

// fresh returns a new id of the kind of like.
func fresh[E any](like id.ID[E], now time.Time) id.ID[E] { return id.New[E](now) }

// setPartner stores what changed; casefile.ErrChanged when somebody was faster.
func setPartner(tx *gate.OfficeTx, p Partner) error {
	n, err := tx.Exec(qSetPartner, p.ID, p.Version, p.Name, p.Kind, p.Department, p.Town, p.Telephone, p.From, p.Until,
		p.Yearly, string(p.Standing))
	if err := changed("change partner", n, err); err != nil {
		return err
	}
	_, err = tx.Exec(qNameTeam, p.Team, p.Name)
	return fault.In("name the partner's team", err)
}

func addSite(tx *gate.OfficeTx, s *Site) error {
	s.ID, s.Version = id.New[siteEntity](tx.Now()), 1
	n, err := tx.Exec(qAddSite, s.ID, s.Partner, s.Name, s.Department, s.Town, []byte{})
	if err == nil && n == 0 {
		return ErrNameTaken
	}
	return fault.In("add site", err)
}

func addPlace(tx *gate.OfficeTx, p *Place) error {
	p.ID, p.Version = id.New[placeEntity](tx.Now()), 1
	n, err := tx.Exec(qAddPlace, p.ID, p.Site, p.Name, p.Beds, p.Cots, p.Accepts, p.Children, p.MaxChildren, p.Couples,
		p.Animals, p.Autonomy,
		p.StepFree, p.GroundFloor, p.Security, gate.Codes{List: &p.Languages}, gate.Codes{List: &p.Specialisms},
		p.EmergencyFlat,
		string(p.Marked), p.AvailableFrom,
		clock.Micros(p.ConfirmedAt), nobody)
	if err == nil && n == 0 {
		return ErrNameTaken
	}
	return fault.In("add place", err)
}

// setPlace stores what a place is; not where it stands. The statement itself refuses fewer beds than people (I7).
func setPlace(tx *gate.OfficeTx, p Place) (int64, error) {
	n, err := tx.Exec(qSetPlace, p.ID, p.Version, p.Name, p.Beds, p.Cots, p.Accepts, p.Children, p.MaxChildren,
		p.Couples, p.Animals, p.Autonomy,
		p.StepFree, p.GroundFloor, p.Security, gate.Codes{List: &p.Languages}, gate.Codes{List: &p.Specialisms},
		p.EmergencyFlat,
		p.AvailableFrom)
	return n, fault.In("change place", err)
}
