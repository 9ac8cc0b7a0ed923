package placementweb

import (
	"context"
	"strings"

	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/web"
)

func openAdmit(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		o, err := d.Asking.OpenAdmit(r.Context(), r.Actor(), c, p)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("placement.admit.title", admitView(o)), nil
	}
}

func admit(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		if err := d.Asking.Admit(r.Context(), r.Actor(), c, p); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther(onCase(c)).Saying("placement.said.admitted"), nil
	}
}

// opening names what admission opens.
func opening(ctx context.Context, o asking.Opening) string {
	var out []string
	for c := range strings.FieldsSeq(o.Opens.String()) {
		out = append(out, web.T(ctx, "placement.opens."+c))
	}
	return strings.Join(out, ", ")
}
