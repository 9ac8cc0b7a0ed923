package placementweb

import (
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/web"
)

func openPlan(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		pl, err := d.Asking.OpenPlan(r.Context(), r.Actor(), c, p)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("placement.plan.title", planView(r.Form(), pl)), nil
	}
}

func plan(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		m := proposal.Meeting{
			At: f.Moment("at", web.Required), Way: web.Choice(f, "way", asking.Ways(), web.Required),
			Attends: web.Choices(f, "attends", asking.Attendants()),
			Prepare: f.Secret("prepare", web.Max(2000), web.Lines),
		}
		if f.OK() {
			err := d.Asking.Plan(r.Context(), r.Actor(), c, p, m)
			if err == nil {
				return web.SeeOther(onCase(c) + "/search").Saying("placement.said.planned"), nil
			}
			if !f.Take(err) {
				return web.Response{}, err
			}
		}
		pl, err := d.Asking.OpenPlan(r.Context(), r.Actor(), c, p)
		if err != nil {
			return web.Response{}, err
		}
		return web.Invalid("placement.plan.title", planView(f, pl)), nil
	}
}
