package consentweb

import (
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/consent"
	"havre.example/havre/internal/web"
)

func languageKeys(r *web.Request) []string {
	var out []string
	for _, c := range r.Country().List(codelist.Language).Codes(r.Today()) {
		out = append(out, c.Key)
	}
	return out
}

// parseID reads the id of an agreement from a link; NotFound when it is none.
func parseID(s string) (consent.ID, error) {
	var v consent.ID
	if err := v.UnmarshalText([]byte(s)); err != nil {
		return v, fault.Wrap(fault.NotFound, "fault.not_found", err)
	}
	return v, nil
}

// answers are the two that may be recorded: what nobody asked is not recorded at all.
var answers = []string{"yes", "no"}

// read takes an agreement from a form; the kind is the caller's to set.
func read(r *web.Request) casefile.Agreed {
	f := r.Form()
	v, err := tri.Parse(web.Choice(f, "answer", answers, web.Required))
	if err != nil {
		v = tri.Unknown
	}
	a := casefile.Agreed{Answer: v, On: f.Date("on", web.Required), Interpret: f.Tri("interpreter"),
		Language: web.Choice(f, "language", languageKeys(r))}
	if r.Today().Before(a.On) {
		f.Fail("on", "consent.date_ahead")
	}
	return a
}

func show(d *consent.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		p, err := d.Open(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		r.Form().DefaultDate("on", r.Today())
		return web.View("consent.title", pageView(r.Form(), p, r.Today()), "code", p.Header.Code), nil
	}
}

func add(d *consent.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		a := read(r)
		a.Agreement = web.Choice(f, "kind", consent.Kinds(r.Country(), r.Today()), web.Required)
		if f.OK() {
			err := d.Add(r.Context(), r.Actor(), ref, a)
			if err == nil {
				return web.SeeOther("/cases/" + ref.String() + "/agreements").Saying("consent.recorded"), nil
			}
			if !f.Take(err) {
				return web.Response{}, err
			}
		}
		return again(r, d, ref)
	}
}

// again shows the page with what is to be corrected.
func again(r *web.Request, d *consent.Desk, ref casefile.Ref) (web.Response, error) {
	p, err := d.Open(r.Context(), r.Actor(), ref)
	if err != nil {
		return web.Response{}, err
	}
	return web.Invalid("consent.title", pageView(r.Form(), p, r.Today()), "code", p.Header.Code), nil
}

func revoke(d *consent.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		which, err := parseID(r.Path("agreement"))
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		on := f.Date("revoked_on", web.Required)
		if f.OK() {
			err := d.Revoke(r.Context(), r.Actor(), ref, which, on)
			if err == nil {
				return web.SeeOther("/cases/" + ref.String() + "/agreements").Saying("consent.revoked"), nil
			}
			if !f.Take(err) {
				return web.Response{}, err
			}
		}
		return again(r, d, ref)
	}
}

func ask(d *consent.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		p, err := d.OpenSecond(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		r.Form().DefaultDate("on", r.Today())
		return web.View("consent.second.title", askView(r.Form(), p, r.Today()), "code", p.Header.Code), nil
	}
}

func answer(d *consent.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		a := read(r)
		if f.OK() {
			err := d.Second(r.Context(), r.Actor(), ref, a)
			switch {
			case err == nil && a.Answer == tri.No:
				return web.SeeOther("/cases/" + ref.String()).Saying("consent.second.said_no"), nil
			case err == nil:
				return web.SeeOther("/cases/" + ref.String()).Saying("consent.second.said_yes"), nil
			case !f.Take(err):
				return web.Response{}, err
			}
		}
		p, err := d.OpenSecond(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		return web.Invalid("consent.second.title", askView(f, p, r.Today()), "code", p.Header.Code), nil
	}
}
