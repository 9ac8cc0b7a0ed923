package indicatorweb

import (
	"bytes"
	"strconv"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/indicator"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

func years(d *indicator.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		list, err := d.Period(r.Context(), r.Actor())
		if err != nil {
			return web.Response{}, err
		}
		return web.View("indicator.years.title", yearsView(list, r.Actor().Has(access.Administrator))), nil
	}
}

// yearOf reads the year of the path; what is none answers like a year that does not exist.
func yearOf(r *web.Request) (int, error) {
	y, err := strconv.Atoi(r.Path("year"))
	if err != nil {
		return 0, fault.Wrap(fault.NotFound, "indicator.no_such_year", err)
	}
	return y, nil
}

func report(d *indicator.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		y, err := yearOf(r)
		if err != nil {
			return web.Response{}, err
		}
		form := indicator.Exact
		if r.Query("form") == string(indicator.Protected) {
			form = indicator.Protected
		}
		rep, err := d.Report(r.Context(), r.Actor(), y, form)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("indicator.report.title", pageView(rep, indicator.MayReadExact(r.Actor())), "year",
			strconv.Itoa(y)).Wide(), nil
	}
}

func tables(d *indicator.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		y, err := yearOf(r)
		if err != nil {
			return web.Response{}, err
		}
		rep, err := d.Take(r.Context(), r.Actor(), y)
		if err != nil {
			return web.Response{}, err
		}
		out, err := sheetOf(r.Context(), rep)
		if err != nil {
			return web.Response{}, err
		}
		return web.File("tables-"+strconv.Itoa(y)+".csv", "text/csv; charset=utf-8", out), nil
	}
}

// mayImport answers like a page that does not exist where the act is not the person's: an empty form opens no door that
// would.
func mayImport(r *web.Request) error {
	if !access.Decide(r.Actor(), indicator.Import, nil, r.Now()).Allowed {
		return fault.NewNotFound("fault.not_found")
	}
	return nil
}

func upload(*indicator.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		if err := mayImport(r); err != nil {
			return web.Response{}, err
		}
		return web.View("indicator.import.title", importView(r.Form(), indicator.Loaded{})), nil
	}
}

func load(d *indicator.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		if err := mayImport(r); err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		var done indicator.Loaded
		content, partial := f.File("file", web.Required), f.Bool("partial")
		if f.OK() {
			var err error
			done, err = d.Import(r.Context(), r.Actor(), bytes.NewReader(content), partial)
			switch {
			case err == nil && done.Known > 0:
				return web.View("indicator.import.title", importView(f, done)), nil
			case err == nil:
				return web.SeeOther("/reports").Saying("indicator.import.done"), nil
			case fault.Is(err, fault.Invalid), fault.Is(err, fault.Conflict) &&
				fault.Key(err) == "indicator.import.twice":
				f.Fail("file", fault.Key(err))
			default:
				return web.Response{}, err
			}
		}
		return web.Invalid("indicator.import.title", importView(f, done)), nil
	}
}
