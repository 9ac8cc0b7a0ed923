// Package indicatorweb shows the yearly report: as a page, as a file to keep, as CSV and as JSON.
package indicatorweb

import (
	"embed"
	"strconv"

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
	return []web.Route{
		web.Get("/reports", indicator.Years, web.Show(web.All(d.Period), "indicator.years.title", yearsView)),
		web.Get("/reports/{year}", indicator.Read, web.NewScreen(report(d), "indicator.report.title", pageView).Wide().
			Named(func(_ *web.Request, r indicator.Report) []any { return []any{"year", strconv.Itoa(r.Year)} }).Show),
		web.Get("/reports/{year}/tables.csv", indicator.Export, tables(d)),
		web.Get("/history", indicator.Import, web.Show(upload(d), "indicator.import.title", importView)),
		web.Post("/history", indicator.Import, load(d), web.Upload),
	}
}
