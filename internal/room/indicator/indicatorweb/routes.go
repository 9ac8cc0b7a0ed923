// Package indicatorweb shows the yearly report: as a page, as a file to keep, as CSV and as JSON.
package indicatorweb

import (
	"embed"

	"havre.example/havre/internal/room/indicator"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Routes are the room's pages.
func Routes(d *indicator.Desk) []web.Route {
	return []web.Route{
		web.Get("/reports", indicator.Years, years(d)),
		web.Get("/reports/{year}", indicator.Read, report(d)),
		web.Get("/reports/{year}/tables.csv", indicator.Export, tables(d)),
		web.Get("/history", indicator.Import, upload(d)),
		web.Post("/history", indicator.Import, load(d), web.Upload),
	}
}
