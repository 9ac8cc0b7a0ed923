package partnerweb

import (
	"errors"
	"strconv"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/web"
)

func version(f *web.Form) int64 {
	n, err := strconv.ParseInt(f.Value("version"), 10, 64)
	if err != nil {
		return 0 // no row has it: answered like one that has changed
	}
	return n
}

// refused puts a fault about what was typed, or about what cannot be done now, into the form; false for any other.
func refused(f *web.Form, err error) bool {
	if f.Take(err) {
		return true
	}
	if fault.Is(err, fault.Conflict) {
		f.Fail("", fault.Key(err))
		return true
	}
	return false
}

// again shows a form once more: to be corrected, or because somebody else was faster.
func again(changed bool, title string, view templ.Component) web.Response {
	if changed {
		return web.Conflicted(title, view)
	}
	return web.Invalid(title, view)
}

// readPartner reads what may change of a partner; its code is read where it is given.
func readPartner(r *web.Request) partner.Partner {
	p := partner.Partner{Version: version(r.Form())}
	web.Read(r, changing, &p)
	return p
}

// changing is what may change of a partner.
var changing = partner.OfPartner.Without("code")

func newPartner() web.Handler {
	return func(r *web.Request) (web.Response, error) {
		return web.View("partner.edit.new_title", partnerEdit(r.Form(), partner.Partner{Standing: partner.Prospect},
			false)), nil
	}
}

func createPartner(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		p := readPartner(r)
		web.Read(r, partner.OfPartner.Only("code"), &p)
		if f.OK() {
			id, err := d.CreatePartner(r.Context(), r.Actor(), p)
			if err == nil {
				return web.SeeOther("/partners/" + id.String()).Saying("partner.saved"), nil
			}
			if !refused(f, err) {
				return web.Response{}, err
			}
		}
		return web.Invalid("partner.edit.new_title", partnerEdit(f, partner.Partner{}, false)), nil
	}
}

func editPartner(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		v, err := partnerOf(d, r)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("partner.edit.title", partnerEdit(r.Form(), v.Partner, false)), nil
	}
}

func partnerOf(d *partner.Desk, r *web.Request) (partner.View, error) {
	id, err := partner.ParsePartner(r.Path("partner"))
	if err != nil {
		return partner.View{}, err
	}
	return d.PartnerForm(r.Context(), r.Actor(), id)
}

func changePartner(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		id, err := partner.ParsePartner(r.Path("partner"))
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		p := readPartner(r)
		p.ID = id
		changed := false
		if f.OK() {
			err := d.ChangePartner(r.Context(), r.Actor(), p)
			if err == nil {
				return web.SeeOther("/partners/" + id.String()).Saying("partner.saved"), nil
			}
			if changed = errors.Is(err, casefile.ErrChanged); !changed && !refused(f, err) {
				return web.Response{}, err
			}
		}
		v, err := d.PartnerForm(r.Context(), r.Actor(), id)
		if err != nil {
			return web.Response{}, err
		}
		return again(changed, "partner.edit.title", partnerEdit(f, v.Partner, changed)), nil
	}
}

func newSite(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		v, err := partnerOf(d, r)
		if err != nil {
			return web.Response{}, err
		}
		s := partner.Site{Department: v.Partner.Department, Town: v.Partner.Town}
		return web.View("partner.site.new_title", siteEdit(r.Form(), v.Partner, s, false)), nil
	}
}

func readSite(r *web.Request) partner.Site {
	s := partner.Site{Version: version(r.Form())}
	web.Read(r, partner.OfSite, &s)
	return s
}

func createSite(d *partner.Desk) web.Handler { return saveSite(d, false) }
func changeSite(d *partner.Desk) web.Handler { return saveSite(d, true) }

func saveSite(d *partner.Desk, old bool) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		v, err := partnerOf(d, r)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		s, was := readSite(r), partner.Site{}
		s.Partner = v.Partner.ID
		if old {
			if was, err = siteOf(v, r); err != nil {
				return web.Response{}, err
			}
			s.ID = was.ID
		}
		changed := false
		if f.OK() {
			_, err := d.SaveSite(r.Context(), r.Actor(), s)
			if err == nil {
				return web.SeeOther("/partners/" + v.Partner.ID.String()).Saying("partner.saved"), nil
			}
			if changed = errors.Is(err, casefile.ErrChanged); !changed && !refused(f, err) {
				return web.Response{}, err
			}
		}
		return again(changed, "partner.site.title", siteEdit(f, v.Partner, was, changed)), nil
	}
}

func siteOf(v partner.View, r *web.Request) (partner.Site, error) {
	id, err := partner.ParseSite(r.Path("site"))
	if err != nil {
		return partner.Site{}, err
	}
	for _, s := range v.Sites {
		if s.ID == id {
			return s.Site, nil
		}
	}
	return partner.Site{}, fault.NewNotFound("fault.not_found")
}

func editSite(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		v, err := partnerOf(d, r)
		if err != nil {
			return web.Response{}, err
		}
		s, err := siteOf(v, r)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("partner.site.title", siteEdit(r.Form(), v.Partner, s, false)), nil
	}
}

func readPlace(r *web.Request) partner.Place {
	p := partner.Place{Version: version(r.Form())}
	web.Read(r, partner.OfPlace, &p)
	return p
}

func newPlace(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		id, err := partner.ParseSite(r.Path("site"))
		if err != nil {
			return web.Response{}, err
		}
		s, name, err := d.SiteForm(r.Context(), r.Actor(), id)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("partner.place.new_title",
				placeEdit(r.Form(), placeForm{Partner: name, Site: s.Name, Action: "/sites/" + id.String() +
					"/places"})),
			nil
	}
}

func createPlace(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		id, err := partner.ParseSite(r.Path("site"))
		if err != nil {
			return web.Response{}, err
		}
		s, name, err := d.SiteForm(r.Context(), r.Actor(), id)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		p := readPlace(r)
		p.Site = id
		if f.OK() {
			_, err := d.SavePlace(r.Context(), r.Actor(), p)
			if err == nil {
				return web.SeeOther("/partners/" + s.Partner.String()).Saying("partner.saved"), nil
			}
			if !refused(f, err) {
				return web.Response{}, err
			}
		}
		return web.Invalid("partner.place.new_title",
			placeEdit(f, placeForm{Partner: name, Site: s.Name, Action: "/sites/" + id.String() + "/places"})), nil
	}
}

func editPlace(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		id, err := partner.ParsePlace(r.Path("place"))
		if err != nil {
			return web.Response{}, err
		}
		p, err := d.PlaceForm(r.Context(), r.Actor(), id)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("partner.place.title", placeEdit(r.Form(), formOf(p, false))), nil
	}
}

func changePlace(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		id, err := partner.ParsePlace(r.Path("place"))
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		p := readPlace(r)
		p.ID = id
		changed := false
		was, err := d.PlaceForm(r.Context(), r.Actor(), id)
		if err != nil {
			return web.Response{}, err
		}
		if f.OK() {
			_, err := d.SavePlace(r.Context(), r.Actor(), p)
			if err == nil {
				return web.SeeOther("/partners/" + was.Partner.ID.String()).Saying("partner.saved"), nil
			}
			if changed = errors.Is(err, casefile.ErrChanged); !changed && !refused(f, err) {
				return web.Response{}, err
			}
		}
		return again(changed, "partner.place.title", placeEdit(f, formOf(was, changed))), nil
	}
}
