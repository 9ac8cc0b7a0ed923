package partner

import (
	"encoding/json"
	"fmt"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/gate"
)

// undoing takes back what one import did.
type undoing struct {
	tx    *gate.OfficeTx
	since int64 // when it was
	out   *Undone
}

// take takes back what the import did to one thing; what is gone already is passed over.
func (u *undoing) take(n note) error {
	var err error
	switch n.kind {
	case ofPlace:
		err = u.place(n, id.As[placeEntity](n.thing))
	case ofAddress:
		err = u.address(n, id.As[siteEntity](n.thing))
	case ofSite:
		err = u.site(n, id.As[siteEntity](n.thing))
	case ofPartner:
		err = u.partner(n, id.As[partnerEntity](n.thing))
	}
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

func (u *undoing) leave(l Left, why string, columns ...string) error {
	l.Why, l.Columns = why, columns
	u.out.Left = append(u.out.Left, l)
	return nil
}

// gone counts what a statement took away, and tells what it did not.
func (u *undoing) gone(l Left, why string, n int64, err error) error {
	if err == nil && n == 0 {
		return u.leave(l, why)
	}
	u.out.Gone += int(n)
	return err
}

// restored counts what is as before, and tells what somebody was faster to change.
func (u *undoing) restored(l Left, n int64, err error) error {
	if err == nil && n == 0 {
		return u.leave(l, leftUsed)
	}
	u.out.Restored += int(n)
	return err
}

// changed are the columns in which a thing is no longer as the import left it.
func (n note) changed(now []field) ([]string, error) {
	var left map[string]string
	if err := json.Unmarshal([]byte(n.after), &left); err != nil {
		return nil, fmt.Errorf("read what an import did: %w", err)
	}
	var out []string
	for _, f := range now {
		if was, known := left[f.column]; known && was != f.value {
			out = append(out, f.column)
		}
	}
	return out, nil
}

// stands tells whether a thing is as the import left it; where it is not, it stays, and is told.
func (u *undoing) stands(l Left, n note, now []field) (bool, error) {
	columns, err := n.changed(now)
	if err == nil && len(columns) > 0 {
		return false, u.leave(l, leftChanged, columns...)
	}
	return err == nil, err
}

// was reads what stood before the import as the row of a file. Where a code or an area has gone since, the thing stays,
// and is told. more says where the thing stands, without which no row is read.
func (u *undoing) was(l Left, n note, more ...field) (r record, ok bool, err error) {
	var at map[string]string
	if err := json.Unmarshal([]byte(n.before), &at); err != nil {
		return r, false, fmt.Errorf("read what an import did: %w", err)
	}
	for _, f := range more {
		at[f.column] = f.value
	}
	p := parsed{in: u.tx.Country()}
	fields, order := make([]string, len(Columns)), make([]int, len(Columns))
	for i, c := range Columns {
		fields[i], order[i] = at[c.Name], i
	}
	r = p.record(0, fields, order)
	for _, m := range p.mistakes {
		if _, said := at[m.Column]; said {
			return r, false, u.leave(l, leftChanged, m.Column)
		}
	}
	return r, true, nil
}

func (u *undoing) place(n note, place PlaceID) error {
	now, err := findPlace(&u.tx.OfficeView, place)
	if err != nil {
		return err
	}
	l := Left{Partner: now.Partner.Code, Site: now.SiteName, Place: now.Name}
	if ok, err := u.stands(l, n, placeKept(u.tx.Country(), now.Place)); !ok {
		return err
	}
	used, err := gate.Value[int64](u.tx.Query, qUsed, place)
	if err != nil {
		return err
	}
	if used > u.since {
		return u.leave(l, leftUsed)
	}
	if n.before == "" {
		gone, err := u.tx.Exec(qDropPlace, place)
		return u.gone(l, leftUsed, gone, err)
	}
	r, ok, err := u.was(l, n, field{"site_name", now.SiteName})
	if !ok {
		return err
	}
	to := r.place
	to.ID, to.Name, to.Version = now.ID, now.Name, now.Version
	done, err := setPlace(u.tx, to)
	return u.restored(l, done, err)
}

// address takes a sealed address away with its keys, unless somebody holds it or may be on the way to it.
func (u *undoing) address(n note, site SiteID) error {
	s, l, err := u.where(site)
	if err != nil || !s.HasAddress {
		return err
	}
	now, err := addressKept(u.tx, site)
	if err != nil {
		return err
	}
	columns, err := n.changed(now)
	if err != nil {
		return err
	}
	used, err := gate.Value[int](u.tx.Query, qUsedAt, site)
	switch {
	case err != nil:
		return err
	case len(columns) > 0 || used > 0 || !s.SharedAt.IsZero():
		return u.leave(l, leftAddress)
	}
	if err := u.tx.Forget(gate.As(site)); err != nil {
		return err
	}
	gone, err := u.tx.Exec(qDropAddress, site, []byte{})
	return u.gone(l, leftAddress, gone, err)
}

func (u *undoing) where(site SiteID) (Site, Left, error) {
	s, _, err := findSite(&u.tx.OfficeView, site)
	if err != nil {
		return s, Left{}, err
	}
	p, err := findPartner(&u.tx.OfficeView, s.Partner)
	return s, Left{Partner: p.Code, Site: s.Name}, err
}

func (u *undoing) site(n note, site SiteID) error {
	s, l, err := u.where(site)
	if err != nil {
		return err
	}
	if ok, err := u.stands(l, n, siteFields(s)); !ok {
		return err
	}
	if n.before == "" {
		gone, err := u.tx.Exec(qDropSite, site)
		return u.gone(l, leftFilled, gone, err)
	}
	r, ok, err := u.was(l, n)
	if !ok {
		return err
	}
	done, err := u.tx.Exec(qSetSite, site, s.Version, s.Name, r.siteDepartment, r.siteTown)
	return u.restored(l, done, err)
}

func (u *undoing) partner(n note, partner PartnerID) error {
	p, err := findPartner(&u.tx.OfficeView, partner)
	if err != nil {
		return err
	}
	l := Left{Partner: p.Code}
	if ok, err := u.stands(l, n, partnerKept(p)); !ok {
		return err
	}
	if n.before == "" {
		return u.dropPartner(l, p)
	}
	r, ok, err := u.was(l, n)
	if !ok {
		return err
	}
	to := r.partner
	to.ID, to.Team, to.Code, to.Standing, to.Version = p.ID, p.Team, p.Code, p.Standing, p.Version
	if err := setPartner(u.tx, to); err != nil {
		return err
	}
	u.out.Restored++
	return nil
}

// dropPartner takes a partner away with its team, of which nobody was ever invited.
func (u *undoing) dropPartner(l Left, p Partner) error {
	invited, err := gate.Value[int](u.tx.Query, qInvited, p.Team)
	if err != nil {
		return err
	}
	if invited > 0 {
		return u.leave(l, leftJoined)
	}
	gone, err := u.tx.Exec(qDropPartner, p.ID)
	if err := u.gone(l, leftFilled, gone, err); err != nil || gone == 0 {
		return err
	}
	return gate.Done(u.tx.Exec(qDropTeam, p.Team))
}
