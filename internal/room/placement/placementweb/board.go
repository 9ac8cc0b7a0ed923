package placementweb

import (
	"context"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// press is an act of a coordinator on one proposal that needs no other answer.
func press(do func(context.Context, access.Actor, casefile.Ref, proposal.ID) error, said string) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		if err := do(r.Context(), r.Actor(), c, p); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther(onCase(c) + "/search").Saying(said), nil
	}
}

func reply(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		if err := d.Asking.Reply(r.Context(), r.Actor(), c, p, r.Form().Value("reply")); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther(onCase(c) + "/search").Saying("placement.said.replied"), nil
	}
}

func again(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, _, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		if err := d.Asking.Again(r.Context(), r.Actor(), c, r.Form().Value("reason")); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther(onCase(c) + "/search").Saying("placement.said.again"), nil
	}
}

func noPlace(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, _, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		if err := d.Asking.NoPlace(r.Context(), r.Actor(), c); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther(onCase(c)).Saying("placement.said.no_place"), nil
	}
}
