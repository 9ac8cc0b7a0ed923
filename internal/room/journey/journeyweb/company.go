package journeyweb

import (
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

func openCompany(d *journey.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		p, err := d.OpenCompany(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("journey.company.title", companyView(r.Form(), p)), nil
	}
}

func nameCompany(d *journey.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		var who access.UserID
		if who.UnmarshalText([]byte(f.Value("who"))) != nil {
			f.Fail("who", "journey.company.unknown")
		}
		if f.OK() {
			err := d.NameCompany(r.Context(), r.Actor(), ref, who)
			if err == nil {
				return web.SeeOther("/cases/" + ref.String() + "/journey").Saying("journey.company.said"), nil
			}
			if !f.Take(err) {
				return web.Response{}, err
			}
		}
		p, err := d.OpenCompany(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		return web.Invalid("journey.company.title", companyView(f, p)), nil
	}
}

func nextStepOf(d *journey.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		n, err := d.Step(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("journey.step.title", stepView(n)), nil
	}
}

func memberOptions(list []journey.Member) []web.Option {
	out := make([]web.Option, len(list))
	for i, m := range list {
		out[i] = web.Option{Value: m.User.String(), Label: m.Name + ", " + m.Team}
	}
	return out
}
