package indicatorweb

import (
	"bytes"
	"context"
	"strconv"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/indicator"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// yearOf reads the year of the path; what is none answers like a year that does not exist.
func yearOf(r *web.Request) (int, error) {
	y, err := strconv.Atoi(r.Path("year"))
	if err != nil {
		return 0, fault.Wrap(fault.NotFound, "indicator.no_such_year", err)
	}
	return y, nil
}

func report(d *indicator.Desk) func(*web.Request) (indicator.Report, error) {
	return func(r *web.Request) (indicator.Report, error) {
		form := indicator.Exact
		if r.Query("form") == string(indicator.Protected) {
			form = indicator.Protected
		}
		return web.At(yearOf, func(ctx context.Context, who access.Actor, y int) (indicator.Report, error) {
			return d.Report(ctx, who, y, form)
		})(r)
	}
}

func tables(d *indicator.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		rep, err := web.At(yearOf, d.Take)(r)
		if err != nil {
			return web.Response{}, err
		}
		out, err := sheetOf(r.Context(), rep)
		return web.File("tables-"+strconv.Itoa(rep.Year)+".csv", "text/csv; charset=utf-8", out), err
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

func upload(*indicator.Desk) func(*web.Request) (indicator.Loaded, error) {
	return func(r *web.Request) (indicator.Loaded, error) { return indicator.Loaded{}, mayImport(r) }
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
