package partner

import (
	"context"
	"fmt"
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Desk is what people do with partners, sites and places.
type Desk struct{ gate *gate.Gate }

// New returns the desk.
func New(g *gate.Gate) *Desk { return &Desk{g} }

// Faults of editing.
var (
	ErrCodeTaken = fault.NewAbout("code", "partner.code_taken")
	ErrNameTaken = fault.NewAbout("name", "partner.name_taken")
	ErrStaying   = fault.NewAbout("beds", "partner.fewer_beds_than_people") // I7
)

// Sort is an order of the list of partners.
type Sort string

// The orders.
const (
	ByName       Sort = "name"
	ByDepartment Sort = "department"
	ByConvention Sort = "convention" // what ends first
	ByPlaces     Sort = "places"     // most free places first
	BySilence    Sort = "silence"    // of places to confirm: longest silent first
)

// Sorts lists every order of the directory.
var Sorts = []Sort{ByName, ByDepartment, ByConvention, ByPlaces}

// PageSize is how many partners a list shows at once.
const PageSize = 50

// Line is one partner of the list.
type Line struct {
	Partner
	Places, Free int  // places declared, and those free now
	HostJoined   bool // its team has a member

	Heard time.Time // of those to call: when the oldest word on its free places was said
}

// Query is what somebody looks for in the list; what is empty leaves nothing out.
type Query struct {
	Name       string // part of a name, a town or a code
	Kind       string // code list partner_kind
	Department string // code
	Free       bool   // with a free place
	Ending     bool   // whose convention ends soon
	Absent     bool   // whose team has no member
	Sort       Sort
	Page       int // from 0
}

// The names under which views of the list of partners, and of those to call, are kept.
const (
	ListName = "partners"
	CallName = "calls"
)

// Listing is one page of partners.
type Listing struct {
	Query Query
	Lines []Line
	Total int // of the whole list
	Page  int
	More  bool
	Views []string // of the list, that its reader keeps
}

var qList = gate.OfficeSQL("partner.list", `select `+partnerColumns+`,
	coalesce(c.places, 0), coalesce(c.free, 0), `+hasPeople+`
	from partner_partner p left join (select s.partner_id, count(*) as places,
		sum(case when pl.state = 'available' and pl.held_until_at <= $1 then 1 else 0 end) as free
		from partner_place pl join partner_site s on s.id = pl.site_id group by s.partner_id) c on c.partner_id = p.id
	order by p.name, p.code`)

// Partners returns a page of the partners that fit what somebody looks for.
func (d *Desk) Partners(ctx context.Context, who access.Actor, q Query) (Listing, error) {
	return gate.FromOffice(ctx, d.gate, who, List, func(v *gate.OfficeView) (Listing, error) {
		all, err := lines(v)
		if err != nil {
			return Listing{}, err
		}
		l := page(v.Country(), all, q, v.Today())
		l.Views, err = gate.Views(v.Query, who, ListName)
		return l, err
	})
}

func lines(v *gate.OfficeView) ([]Line, error) {
	return gate.Collect(v.Query, qList, func(rows *gate.Rows) (Line, error) {
		var p Line
		err := rows.Scan(&p.ID, &p.Code, &p.Name, &p.Kind, &p.Department, &p.Town, &p.Telephone, &p.Team, &p.From,
			&p.Until, &p.Yearly,
			&p.Standing, &p.Version, &p.Places, &p.Free, &p.HostJoined)
		if err != nil {
			return p, err
		}
		return p, nil
	}, clock.Micros(v.Now()))
}

// SiteView is a site with its places.
type SiteView struct {
	Site
	Places []PlaceRow
}

// View is the page of a partner.
type View struct {
	Partner    Partner
	HostJoined bool
	Sites      []SiteView
	Now        time.Time
}

var (
	qPlacesOfPartner = gate.OfficeSQL("partner.places_of_partner",
		placeRows+` where p.id = $1 order by s.name, pl.name, pl.id`)
	qJoined = gate.OfficeSQL("partner.joined", `select count(*) from access_membership where team_id = $1
		and left_at = 0`)
)

// Partner opens the page of a partner.
func (d *Desk) Partner(ctx context.Context, who access.Actor, partner PartnerID) (View, error) {
	return d.open(ctx, who, Open, partner)
}

// SiteForm is a site that somebody is about to add (zero ID) or to change.
type SiteForm struct {
	Partner Partner
	Site    Site
}

// NewSite opens the form of a site that a partner does not have yet, with what is likely of it.
func (d *Desk) NewSite(ctx context.Context, who access.Actor, partner PartnerID) (SiteForm, error) {
	v, err := d.PartnerForm(ctx, who, partner)
	return SiteForm{v.Partner, Site{Department: v.Partner.Department, Town: v.Partner.Town}}, err
}

// SiteForm opens a site of a partner for somebody about to change it.
func (d *Desk) SiteForm(ctx context.Context, who access.Actor, partner PartnerID, site SiteID) (SiteForm, error) {
	v, err := d.PartnerForm(ctx, who, partner)
	if err != nil {
		return SiteForm{}, err
	}
	s, err := gate.Among(v.Sites, func(s SiteView) bool { return s.ID == site })
	return SiteForm{v.Partner, s.Site}, err
}

// PartnerForm opens a partner, its sites or its places for somebody about to change them.
func (d *Desk) PartnerForm(ctx context.Context, who access.Actor, partner PartnerID) (View, error) {
	return d.open(ctx, who, Edit, partner)
}

func (d *Desk) open(ctx context.Context, who access.Actor, act access.Act, partner PartnerID) (View, error) {
	return gate.FromOffice(ctx, d.gate, who, act, func(v *gate.OfficeView) (View, error) {
		return readPartner(v, partner)
	})
}

func readPartner(v *gate.OfficeView, partner PartnerID) (View, error) {
	p, err := findPartner(v, partner)
	if err != nil {
		return View{}, err
	}
	out := View{Partner: p, Now: v.Now()}
	var members int
	if err := v.QueryRow(qJoined, p.Team).Scan(&members); err != nil {
		return View{}, fmt.Errorf("read partner: %w", err)
	}
	out.HostJoined = members > 0
	sites, err := sitesOf(v, partner)
	if err != nil {
		return View{}, err
	}
	places, err := readPlaces(v.Query, v.Now(), qPlacesOfPartner, partner)
	if err != nil {
		return View{}, err
	}
	for _, s := range sites {
		view := SiteView{Site: s}
		for _, p := range places {
			if p.Site == s.ID {
				view.Places = append(view.Places, p)
			}
		}
		out.Sites = append(out.Sites, view)
	}
	return out, nil
}

func sitesOf(v *gate.OfficeView, partner PartnerID) ([]Site, error) {
	return gate.Collect(v.Query, qSites, func(rows *gate.Rows) (Site, error) {
		var name string
		s, err := scanSite(rows, &name)
		if err != nil {
			return s, err
		}
		return s, nil
	}, partner)
}

// NewPartner opens the form of a partner that the network does not have yet.
func (d *Desk) NewPartner(ctx context.Context, who access.Actor) (Partner, error) {
	return Partner{Standing: Prospect}, d.gate.Blank(ctx, who, Create)
}

// CreatePartner adds a partner with its team, which nobody has joined yet. The fault is Invalid when a field or the
// code is refused.
func (d *Desk) CreatePartner(ctx context.Context, who access.Actor, p Partner) (PartnerID, error) {
	if err := p.check(d.gate.Country(), d.gate.Today()); err != nil {
		return PartnerID{}, err
	}
	err := d.gate.ChangeOffice(ctx, who, Create, func(tx *gate.OfficeTx) error {
		all, err := gate.List(tx.Query, qCodes, func(c *string) []any { return []any{c} })
		if err != nil {
			return err
		}
		if slices.ContainsFunc(all, func(c string) bool { return key(c) == key(p.Code) }) {
			return ErrCodeTaken
		}
		return addPartner(tx, &p)
	})
	return p.ID, err
}

// ChangePartner stores what was changed of a partner; its code and team stay. p.Version is that of the page it was
// typed on: casefile.ErrChanged when somebody was faster.
func (d *Desk) ChangePartner(ctx context.Context, who access.Actor, partner PartnerID, p Partner) error {
	p.ID = partner
	return d.gate.ChangeOffice(ctx, who, Edit, func(tx *gate.OfficeTx) error {
		was, err := findPartner(&tx.OfficeView, p.ID)
		if err != nil {
			return err
		}
		p.Code, p.Team = was.Code, was.Team
		if err := p.check(d.gate.Country(), d.gate.Today(), &was); err != nil {
			return err
		}
		return setPartner(tx, p)
	})
}

// SaveSite adds a site (zero ID) or changes one. Its address is set apart, by logistics.
func (d *Desk) SaveSite(ctx context.Context, who access.Actor, s Site) (SiteID, error) {
	if err := s.check(d.gate.Country(), d.gate.Today()); err != nil {
		return SiteID{}, err
	}
	err := d.gate.ChangeOffice(ctx, who, Edit, func(tx *gate.OfficeTx) error {
		if s.ID.IsZero() {
			if _, err := findPartner(&tx.OfficeView, s.Partner); err != nil {
				return err
			}
			return addSite(tx, &s)
		}
		was, _, err := findSite(&tx.OfficeView, s.ID)
		if err != nil {
			return err
		}
		if was.Version != s.Version {
			return casefile.ErrChanged
		}
		n, err := tx.Exec(qSetSite, s.ID, s.Version, s.Name, s.Department, s.Town)
		if err == nil && n == 0 {
			return ErrNameTaken
		}
		return fault.In("change site", err)
	})
	return s.ID, err
}

// NewPlace opens the form of a place that a site does not have yet.
func (d *Desk) NewPlace(ctx context.Context, who access.Actor, site SiteID) (PlaceRow, error) {
	return gate.FromOffice(ctx, d.gate, who, EditPlace, func(v *gate.OfficeView) (PlaceRow, error) {
		s, name, err := findSite(v, site)
		return PlaceRow{Place: Place{Site: s.ID}, SiteName: s.Name, Partner: Partner{ID: s.Partner, Name: name}}, err
	})
}

// PlaceForm opens one place for somebody about to change it.
func (d *Desk) PlaceForm(ctx context.Context, who access.Actor, place PlaceID) (PlaceRow, error) {
	return gate.FromOffice(ctx, d.gate, who, EditPlace, func(v *gate.OfficeView) (PlaceRow, error) {
		return findPlace(v, place)
	})
}

func findPlace(v *gate.OfficeView, place PlaceID) (PlaceRow, error) {
	return onlyPlace(readPlaces(v.Query, v.Now(), qPlaceOf, place))
}

// SavePlace adds a place (zero ID), free and not yet confirmed by its host, or changes what it is. ErrStaying when it
// would have fewer beds and cots than people staying (I7).
func (d *Desk) SavePlace(ctx context.Context, who access.Actor, p Place) (PlaceID, error) {
	err := d.gate.ChangeOffice(ctx, who, EditPlace, func(tx *gate.OfficeTx) error {
		if p.ID.IsZero() {
			if err := p.check(tx.Country(), tx.Today()); err != nil {
				return err
			}
			if _, _, err := findSite(&tx.OfficeView, p.Site); err != nil {
				return err
			}
			p.Marked = Free
			return addPlace(tx, &p)
		}
		was, err := findPlace(&tx.OfficeView, p.ID)
		if err != nil {
			return err
		}
		if err := p.check(tx.Country(), tx.Today(), &was.Place); err != nil {
			return err
		}
		switch n, err := setPlace(tx, p); {
		case err != nil || n > 0:
			return err
		case was.Version != p.Version:
			return casefile.ErrChanged
		case was.OccupiedPeople > p.Beds+p.Cots:
			return ErrStaying
		}
		return ErrNameTaken
	})
	return p.ID, err
}

// Today is the day by the network's clock, in its time zone.
func (d *Desk) Today() date.Date { return d.gate.Today() }
