package placementweb

import (
	"context"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

func see(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		s, err := d.Asking.See(r.Context(), r.Actor(), c, p)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("placement.host.title", hostView(r.Form(), s, r.Today())), nil
	}
}

// answer is a host's yes: one press, then the same page says what comes next.
func answer(d *placement.Desk, do func(context.Context, access.Actor, casefile.Ref, proposal.ID) error,
	said string) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		if err := do(r.Context(), r.Actor(), c, p); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther(onCase(c) + "/proposals/" + p.String()).Saying(said), nil
	}
}

// decline is a host's no. It leaves the circle with it, so the next page is its home.
func decline(d *placement.Desk, do func(context.Context, access.Actor, casefile.Ref, proposal.ID,
	string) error) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		on := r.Today()
		reason := web.Choice(f, "reason", keys(codelist.Decline, on), web.Required)
		if f.OK() {
			if err := do(r.Context(), r.Actor(), c, p, reason); err != nil {
				return web.Response{}, err
			}
			return web.SeeOther("/").Saying("placement.said.declined"), nil
		}
		s, err := d.Asking.See(r.Context(), r.Actor(), c, p)
		if err != nil {
			return web.Response{}, err
		}
		return web.Invalid("placement.host.title", hostView(f, s, on)), nil
	}
}

func ask(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		on := r.Today()
		q := web.Choice(f, "question", keys(codelist.ProposalQuestion, on), web.Required)
		if f.OK() {
			if err := d.Asking.Ask(r.Context(), r.Actor(), c, p, q); err != nil {
				return web.Response{}, err
			}
			return web.SeeOther(onCase(c) + "/proposals/" + p.String()).Saying("placement.said.asked"), nil
		}
		s, err := d.Asking.See(r.Context(), r.Actor(), c, p)
		if err != nil {
			return web.Response{}, err
		}
		return web.Invalid("placement.host.title", hostView(f, s, on)), nil
	}
}
