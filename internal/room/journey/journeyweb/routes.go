// Package journeyweb is the pages of the way to the place.
package journeyweb

import (
	"embed"

	"github.com/a-h/templ"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Room is all that the room adds to the network.
func Room(d *journey.Desk) room.Room {
	return room.Room{Name: "journey", Texts: Texts, Routes: routes(d), Home: d.HomePanels(), Panels: panels(d), Jobs: d.Handlers()}
}

// routes are the room's pages and acts.
func routes(d *journey.Desk) []web.Route {
	return []web.Route{
		web.Get("/cases/{case}/journey", journey.Read, open(d)),
		web.Get("/cases/{case}/journey/plan", journey.Draft, draft(d)),
		web.Post("/cases/{case}/journey/plan", journey.Organise, plan(d)),
		web.Post("/cases/{case}/journey/changes", journey.Change, plan(d)),
		web.Post("/cases/{case}/journey/departure", journey.Depart, depart(d)),
		web.Get("/cases/{case}/journey/arrival", journey.Read, arrival(d)),
		web.Post("/cases/{case}/journey/arrival", journey.ConfirmArrival, arrive(d)),
		web.Post("/cases/{case}/journey/no-show", journey.RecordNoShow, noShow(d)),
		web.Get("/cases/{case}/journey/company", journey.OpenCompany, openCompany(d)),
		web.Post("/cases/{case}/journey/company", journey.NameCompany, nameCompany(d)),
		web.Post("/cases/{case}/journey/company/end", journey.EndCompany,
			press(d.EndCompany, "journey.company.ended_said")),
		web.Get("/cases/{case}/step", journey.Step, nextStepOf(d)),
		web.Post("/cases/{case}/journey/sheets", journey.PrintSheet, sheet(d)),
	}
}

// panels is the journey on the case page.
func panels(d *journey.Desk) []casefile.CasePanel {
	return []casefile.CasePanel{casefile.Panel("journey", 50, d.OnCase,
		func(s journey.Shown) templ.Component { return panelView(s) })}
}
