package partner

import (
	"context"
	"errors"
	"fmt"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Faults of addresses.
var (
	// nobody of head-office logistics has joined yet
	ErrNoLogistics = fault.NewConflict("partner.logistics_without_key")
	ErrNoHost      = fault.NewConflict("partner.host_without_key") // nobody of the host has joined yet
)

var (
	qAddress = gate.OfficeSQL("partner.address", `select address_sealed, telephone_sealed, access_sealed
		from partner_site where id = $1`)
	qSetAddress = gate.OfficeSQL("partner.set_address", `update partner_site set has_address = 1, address_sealed = $3,
		telephone_sealed = $4,
		access_sealed = $5, version = version + 1 where id = $1 and version = $2`)
	qShared = gate.OfficeSQL("partner.shared", `update partner_site set shared_at = $2 where id = $1`)
	qSiteOf = gate.OfficeSQL("partner.site_of_place", `select site_id from partner_place where id = $1`)
)

var (
	siteStreet    = gate.Column(vault.Address, "partner_site.address_sealed")
	siteTelephone = gate.Column(vault.Address, "partner_site.telephone_sealed")
	siteAccess    = gate.Column(vault.Address, "partner_site.access_sealed")
)

func (a *Address) words() gate.Words {
	return gate.Words{{In: siteStreet, At: &a.Street}, {In: siteTelephone, At: &a.Telephone},
		{In: siteAccess, At: &a.Access}}
}

// AddressOf opens the address of a place beside a case: for the journey, by an act that opens vault.Address.
// gate.ErrSealed where the team holds no key; empty fields where nothing is known yet.
func AddressOf(v *gate.CaseView, place PlaceID) (Address, error) {
	var site SiteID
	if err := v.OfficeRow(qSiteOf, place).Scan(&site); err != nil {
		return Address{}, fmt.Errorf("read the address of a place: %w", err)
	}
	var a Address
	w := a.words()
	if err := v.OfficeRow(qAddress, site).Scan(w.Cells()...); err != nil {
		return Address{}, fmt.Errorf("read the address of a place: %w", err)
	}
	box, err := v.BoxOf(gate.As(site))
	if err != nil {
		return Address{}, err
	}
	if err := w.Open(box, site); err != nil {
		return Address{}, err
	}
	return a, nil
}

// SiteAddress is a site with its opened address.
type SiteAddress struct {
	Site    Site
	Partner string
	Address Address
}

// ReadAddress opens the address of a site to those who hold its key; to anybody else it does not exist.
func (d *Desk) ReadAddress(ctx context.Context, who access.Actor, site SiteID) (SiteAddress, error) {
	return gate.FromOffice(ctx, d.gate, who, ReadAddress, func(v *gate.OfficeView) (SiteAddress, error) {
		return readAddress(v, site)
	})
}

// AddressForm opens the address of a site to be corrected by logistics.
func (d *Desk) AddressForm(ctx context.Context, who access.Actor, site SiteID) (SiteAddress, error) {
	return gate.FromOffice(ctx, d.gate, who, SetAddress, func(v *gate.OfficeView) (SiteAddress, error) {
		return readAddress(v, site)
	})
}

func readAddress(v *gate.OfficeView, site SiteID) (SiteAddress, error) {
	var out SiteAddress
	var err error
	if out.Site, out.Partner, err = findSite(v, site); err != nil {
		return out, err
	}
	if !out.Site.HasAddress {
		if !v.Actor().Has(access.Logistics) {
			return SiteAddress{}, fault.ErrAbsent // an absent address and another's address look alike
		}
		return out, nil
	}
	w := out.Address.words()
	if err := v.QueryRow(qAddress, site).Scan(w.Cells()...); err != nil {
		return out, fmt.Errorf("read address: %w", err)
	}
	box, err := v.Box(gate.As(site))
	if err != nil {
		return out, err
	}
	err = w.Open(box, site)
	return out, err
}

// SetAddress seals a new address of a site. The first one makes the site's keys, held by logistics; later ones are
// sealed under the same keys, so a host who reads the address goes on reading it. version is that of the page the
// words were typed on: casefile.ErrChanged when somebody was faster.
func (d *Desk) SetAddress(ctx context.Context, who access.Actor, site SiteID, version int64, a Address) error {
	if a.Street.Empty() {
		return fault.NewAbout("street", "partner.address_missing")
	}
	return d.gate.ChangeOffice(ctx, who, SetAddress, func(tx *gate.OfficeTx) error {
		s, _, err := findSite(&tx.OfficeView, site)
		if err != nil {
			return err
		}
		if s.Version != version {
			return casefile.ErrChanged
		}
		var box *gate.Box
		if s.HasAddress {
			box, err = tx.Box(gate.As(site))
		} else {
			box, err = newAddressBox(tx, site)
		}
		if err != nil {
			return err
		}
		return storeAddress(tx, box, site, version, a)
	})
}

// newAddressBox makes the keys of a site's address and hands them to head-office logistics.
func newAddressBox(tx *gate.OfficeTx, site SiteID) (*gate.Box, error) {
	team, err := tx.TeamOf("logistics")
	if err != nil {
		return nil, err
	}
	box, err := tx.NewBox(gate.As(site), vault.Address, team)
	if errors.Is(err, gate.ErrNoKey) {
		return nil, ErrNoLogistics
	}
	return box, err
}

func storeAddress(tx *gate.OfficeTx, box *gate.Box, site SiteID, version int64, a Address) error {
	args, err := a.words().Seal(box, site, site, version)
	if err != nil {
		return err
	}
	n, err := tx.Exec(qSetAddress, args...)
	return changed("store address", n, err)
}

// ShareAddress hands the address of a site to its host's team, once the host's first member has joined.
func (d *Desk) ShareAddress(ctx context.Context, who access.Actor, site SiteID) error {
	return d.gate.ChangeOffice(ctx, who, ShareAddress, func(tx *gate.OfficeTx) error {
		s, _, err := findSite(&tx.OfficeView, site)
		if err != nil {
			return err
		}
		if !s.HasAddress || !s.SharedAt.IsZero() {
			return fault.NewConflict("partner.nothing_to_share")
		}
		p, err := findPartner(&tx.OfficeView, s.Partner)
		if err != nil {
			return err
		}
		box, err := tx.Box(gate.As(site))
		if err != nil {
			return err
		}
		if err := tx.Grant(box, p.Team, vault.Address); err != nil {
			if errors.Is(err, gate.ErrNoKey) {
				return ErrNoHost
			}
			return err
		}
		_, err = tx.Exec(qShared, site, clock.Micros(tx.Now()))
		return fault.In("share address", err)
	})
}

// changed turns an update of no row into casefile.ErrChanged.
func changed(attempt string, n int64, err error) error {
	if err == nil && n == 0 {
		return casefile.ErrChanged
	}
	return fault.In(attempt, err)
}
