package placementweb

import (
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/web"
)

// decisionOf reads the case and the decision of a link.
func decisionOf(r *web.Request) (c casefile.Ref, id decision.ID, err error) {
	if c, _, err = named(r); err != nil {
		return c, id, err
	}
	if err := id.UnmarshalText([]byte(r.Path("decision"))); err != nil {
		return c, id, fault.NewNotFound("fault.not_found")
	}
	return c, id, nil
}

func record(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, id, err := decisionOf(r)
		if err != nil {
			return web.Response{}, err
		}
		b, err := d.Review.Take(r.Context(), r.Actor(), c, id)
		if err != nil {
			return web.Response{}, err
		}
		return web.File("decision.json", "application/json", b), nil
	}
}

func openDecision(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, id, err := decisionOf(r)
		if err != nil {
			return web.Response{}, err
		}
		one, err := d.Review.Decision(r.Context(), r.Actor(), c, id)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("placement.decision.title", decisionView(one)).Wide(), nil
	}
}
