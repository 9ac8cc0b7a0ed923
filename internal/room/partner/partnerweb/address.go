package partnerweb

import (
	"errors"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

func address(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		s, err := partner.ParseSite(r.Path("site"))
		if err != nil {
			return web.Response{}, err
		}
		a, err := d.ReadAddress(r.Context(), r.Actor(), s)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("partner.address.title", addressView(a, r.Actor().Has(access.Logistics))), nil
	}
}

func addressForm(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		s, err := partner.ParseSite(r.Path("site"))
		if err != nil {
			return web.Response{}, err
		}
		a, err := d.AddressForm(r.Context(), r.Actor(), s)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("partner.address.edit_title", addressEdit(r.Form(), a, false)), nil
	}
}

func setAddress(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		s, err := partner.ParseSite(r.Path("site"))
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		next := web.Answers(partner.OfAddress)(r)
		changed := false
		if f.OK() {
			err := d.SetAddress(r.Context(), r.Actor(), s, version(f), next)
			if err == nil {
				return web.SeeOther("/sites/" + s.String() + "/address").Saying("partner.saved"), nil
			}
			if changed = errors.Is(err, casefile.ErrChanged); !changed && !refused(f, err) {
				return web.Response{}, err
			}
		}
		a, err := d.AddressForm(r.Context(), r.Actor(), s)
		if err != nil {
			return web.Response{}, err
		}
		return again(changed, "partner.address.edit_title", addressEdit(f, a, changed)), nil
	}
}

func share(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		s, err := partner.ParseSite(r.Path("site"))
		if err != nil {
			return web.Response{}, err
		}
		if err := d.ShareAddress(r.Context(), r.Actor(), s); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/").Saying("partner.address.shared_said"), nil
	}
}
