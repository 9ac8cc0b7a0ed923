package placementweb

import (
	"strings"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/pricing"
	"havre.example/havre/internal/room/placement/weighing"
	"havre.example/havre/internal/web"
)

// roundRoutes are the pages that weigh the places for all who wait.
func roundRoutes(d *placement.Desk) []web.Route {
	return []web.Route{
		web.Get("/rounds", weighing.Rounds, rounds(d)),
		web.Post("/rounds", weighing.Weigh, weigh(d)),
		web.Get("/rounds/prices", pricing.SeePrices, prices(d)),
		web.Post("/rounds/prices", pricing.SetPriceCap, setPriceCap(d)),
		web.Post("/rounds/prices/anew", pricing.ComputePrices, computePrices(d)),
		web.Get("/rounds/{round}", weighing.OpenRound, openRound(d)),
		web.Post("/rounds/{round}/stop", weighing.StopRound, stopRound(d)),
		web.Get("/rounds/{round}/export", weighing.TakeRound, takeRound(d)),
		web.Get("/rounds/{round}/people/{person}", weighing.WhyRound, roundCase(d, false)),
		web.Get("/rounds/{round}/people/{person}/places/{place}", weighing.WhyRound, roundCase(d, true)),
	}
}

func namedRound(r *web.Request) (weighing.ID, error) {
	var n weighing.ID
	if err := n.UnmarshalText([]byte(r.Path("round"))); err != nil || n.IsZero() {
		return n, fault.NewNotFound("fault.not_found")
	}
	return n, nil
}

func rounds(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		l, err := d.Weighing.Rounds(r.Context(), r.Actor())
		if err != nil {
			return web.Response{}, err
		}
		return web.View("placement.round.title", roundsView(r.Form(), l)).Wide(), nil
	}
}

// readRoundChoice reads what is asked of a round: a lock stands as "case place" in a field of its own.
func readRoundChoice(f *web.Form) weighing.Choice {
	c := weighing.Choice{Asking: f.Bool("asking"), Locks: map[string]string{}}
	for _, v := range f.Values("lock") {
		who, where, ok := strings.Cut(v, " ")
		if _, err := id.Parse[any](who); !ok || err != nil {
			continue
		}
		if where == "" {
			delete(c.Locks, who)
			continue
		}
		if _, err := finding.ParsePlace(where); err == nil {
			c.Locks[who] = where
		}
	}
	return c
}

func weigh(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		n, err := d.Weighing.Weigh(r.Context(), r.Actor(), readRoundChoice(f))
		if err == nil {
			return web.SeeOther("/rounds/" + n.String()), nil
		}
		if !f.Take(err) {
			return web.Response{}, err
		}
		l, err := d.Weighing.Rounds(r.Context(), r.Actor())
		if err != nil {
			return web.Response{}, err
		}
		return web.Invalid("placement.round.title", roundsView(f, l)).Wide(), nil
	}
}

func openRound(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		n, err := namedRound(r)
		if err != nil {
			return web.Response{}, err
		}
		p, err := d.Weighing.Round(r.Context(), r.Actor(), n)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("placement.round.one", roundView(p)).Wide(), nil
	}
}

func stopRound(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		n, err := namedRound(r)
		if err != nil {
			return web.Response{}, err
		}
		if err := d.Weighing.StopRound(r.Context(), r.Actor(), n); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/rounds/" + n.String()).Saying("placement.round.said_stopped"), nil
	}
}

func takeRound(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		n, err := namedRound(r)
		if err != nil {
			return web.Response{}, err
		}
		out, err := d.Weighing.TakeRound(r.Context(), r.Actor(), n)
		if err != nil {
			return web.Response{}, err
		}
		return web.File("round.json", "application/json; charset=utf-8", out), nil
	}
}

func roundCase(d *placement.Desk, asks bool) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		n, err := namedRound(r)
		if err != nil {
			return web.Response{}, err
		}
		c, err := casefile.ParseRef(r.Path("person"))
		if err != nil {
			return web.Response{}, err
		}
		place := ""
		if asks {
			p, err := finding.ParsePlace(r.Path("place"))
			if err != nil {
				return web.Response{}, err
			}
			place = p.String()
		}
		one, err := d.Weighing.Person(r.Context(), r.Actor(), n, c.String(), place)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("placement.round.case_title", roundCaseView(one), "label",
			one.Line.Header.Label(r)).Wide(), nil
	}
}
