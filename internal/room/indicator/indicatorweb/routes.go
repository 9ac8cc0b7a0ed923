// Package indicatorweb shows the yearly report: as a page, as a file to keep, as CSV and as JSON.
package indicatorweb

import (
	"bytes"
	"context"
	"embed"
	"strconv"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/indicator"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Room is all that the room adds to the network.
func Room(d *indicator.Desk) room.Room {
	return room.Room{Name: "indicator", Texts: Texts, Routes: routes(d), Nav: []room.Entry{
		{Group: room.Figures, Label: "indicator.nav.reports", URL: "/reports",
			Roles: []access.Role{access.Coordinator, access.Administrator, access.Observer}},
	}}
}

// routes are the room's pages.
func routes(d *indicator.Desk) []web.Route {
	yearOf := web.Whole("year")
	return []web.Route{
		web.Get("/reports", indicator.Years,
			web.NewScreen(web.All(d.Period), "indicator.years.title", yearsView).Headed().Show),
		web.Get("/reports/{year}", indicator.Read, web.NewScreen(report(d), "indicator.report.title", pageView).
			Named(func(_ *web.Request, r indicator.Report) []any { return []any{"year", strconv.Itoa(r.Year)} }).
			Headed().Wide().Show),
		web.Get("/reports/{year}/tables.csv", indicator.Export, web.Spreadsheet(web.At(yearOf, d.Take),
			func(r indicator.Report) string { return "tables-" + strconv.Itoa(r.Year) + ".csv" }, sheetOf)),
		web.Get("/history", indicator.Import,
			web.NewScreen(importing(d), "indicator.import.title", importView).Headed().Show),
		web.Post("/history", indicator.Import, load(d), web.Upload),
		web.Post("/history/{import}/undo", indicator.Undo, undo(d)),
	}
}

func report(d *indicator.Desk) func(*web.Request) (indicator.Report, error) {
	return func(r *web.Request) (indicator.Report, error) {
		form := indicator.Exact
		if r.Query("form") == string(indicator.Protected) {
			form = indicator.Protected
		}
		return web.At(web.Whole("year"), func(ctx context.Context, who access.Actor, y int) (indicator.Report, error) {
			return d.Report(ctx, who, y, form)
		})(r)
	}
}

// imports is the room's page of imports.
type imports = room.Imports[indicator.Loaded, indicator.Undone, indicator.Imported]

func importing(d *indicator.Desk) func(*web.Request) (imports, error) {
	return room.ImportsOf[indicator.Loaded, indicator.Undone](d.Imports)
}

// undo takes an import back, and says what could not be.
func undo(d *indicator.Desk) web.Handler {
	digest := func(r *web.Request) (string, error) { return r.Path("import"), nil }
	return room.UndoImport(web.At(digest, d.Undo), importing(d), func(p imports) web.Response {
		return web.View("indicator.import.title", importView(web.NewForm(nil), p)).Headed()
	})
}

// load brings a file in, or says what that would do and shows it again, ready to be brought in. What is to be corrected
// in it, and what another file had brought, is said on the same page.
func load(d *indicator.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p, err := importing(d)(r)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		content, partial := web.FileOrText(f, "indicator.import.nothing"), web.Answers(indicator.Importing)(r)
		p.Checked = f.Value("do") == "check"
		switch {
		case !f.OK():
		case p.Checked:
			p.Done, err = d.Check(r.Context(), r.Actor(), bytes.NewReader(content))
		default:
			p.Done, err = d.Import(r.Context(), r.Actor(), bytes.NewReader(content), partial)
		}
		switch {
		case fault.Is(err, fault.Invalid), fault.Key(err) == "indicator.import.twice":
			f.Fail("file", fault.Key(err))
		case err != nil:
			return web.Response{}, err
		}
		switch {
		case !f.OK():
			return web.Invalid("indicator.import.title", importView(f, p)).Headed(), nil
		case p.Checked:
			return web.View("indicator.import.title", importView(web.FilledWith(content), p)).Headed(), nil
		case p.Done.Known+len(p.Done.Corrected) > 0:
			if p.All, err = d.Imports(r.Context(), r.Actor()); err != nil {
				return web.Response{}, err
			}
			return web.View("indicator.import.title", importView(web.NewForm(nil), p)).Headed(), nil
		}
		return web.SeeOther("/reports").Saying("indicator.import.done"), nil
	}
}
