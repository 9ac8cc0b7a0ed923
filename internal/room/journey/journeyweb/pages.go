package journeyweb

import (
	"context"
	"strconv"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

func open(d *journey.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		s, err := d.Open(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("journey.title", journeyView(s)), nil
	}
}

func draft(d *journey.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		s, err := d.Draft(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		fill(r.Context(), f, s)
		return web.View("journey.plan.title", planView(f, s, legsOf(f), false)), nil
	}
}

// plan records a first plan or a change of it; "one more leg" shows the form again with room for it.
func plan(d *journey.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		f, legs := r.Form(), legsOf(r.Form())
		if f.Value("more") != "" {
			return again(d, r, ref, min(legs+1, journey.MaxLegs), web.View)
		}
		p := readPlan(r, legs)
		if f.OK() {
			err := save(r.Context(), d, r.Actor(), ref, f, p)
			if err == nil {
				return web.SeeOther("/cases/" + ref.String() + "/journey").Saying("journey.plan.said"), nil
			}
			if fault.Key(err) == fault.Key(casefile.ErrChanged) {
				return again(d, r, ref, legs, web.Conflicted)
			}
			if !f.Take(err) {
				return web.Response{}, err
			}
		}
		return again(d, r, ref, legs, web.Invalid)
	}
}

// save plans for the first time when the form saw no plan, and changes the plan it saw otherwise.
func save(ctx context.Context, d *journey.Desk, who access.Actor, ref casefile.Ref, f *web.Form, p journey.Plan) error {
	seen, err := strconv.ParseInt(f.Value("seen"), 10, 64)
	if err != nil || seen == 0 {
		return d.Organise(ctx, who, ref, p)
	}
	return d.Change(ctx, who, ref, seen, p)
}

// again shows the form with what was typed.
func again(d *journey.Desk, r *web.Request, ref casefile.Ref, legs int, how answer) (web.Response, error) {
	s, err := d.Draft(r.Context(), r.Actor(), ref)
	if err != nil {
		return web.Response{}, err
	}
	seen, _ := strconv.ParseInt(r.Form().Value("seen"), 10, 64)
	return how("journey.plan.title", planView(r.Form(), s, legs, seen != openNumber(s))), nil
}

func depart(d *journey.Desk) web.Handler {
	return press(d.Depart, "journey.departed_said")
}

func noShow(d *journey.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		if err := d.NoShow(r.Context(), r.Actor(), ref); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/cases/" + ref.String()).Saying("journey.no_show_said"), nil
	}
}

func arrival(d *journey.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		s, err := d.Open(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("journey.arrival.title", arrivalView(r.Form(), s)), nil
	}
}

func arrive(d *journey.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		at := f.Moment("at")
		if f.OK() {
			err := d.ConfirmArrival(r.Context(), r.Actor(), ref, at)
			if err == nil {
				return web.SeeOther("/cases/" + ref.String()).Saying("journey.arrival.said"), nil
			}
			if !f.Take(err) {
				return web.Response{}, err
			}
		}
		s, err := d.Open(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		return web.Invalid("journey.arrival.title", arrivalView(f, s)), nil
	}
}

func sheet(d *journey.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		s, err := d.Sheet(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("journey.sheet.title", sheetView(s, r.Actor().Name())), nil
	}
}

// press is an act of one press that comes back to the journey.
func press(act func(context.Context, access.Actor, casefile.Ref) error, said string) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		if err := act(r.Context(), r.Actor(), ref); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/cases/" + ref.String() + "/journey").Saying(said), nil
	}
}

// codes lists the keys that may be chosen today.
func codes(r *web.Request, n codelist.Name) []string {
	var out []string
	for _, c := range r.Country().List(n).Codes(r.Today()) {
		out = append(out, c.Key)
	}
	return out
}
