// Package journeyweb is the pages of the way to the place.
package journeyweb

import (
	"embed"

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
	return room.Room{Name: "journey", Texts: Texts, Routes: routes(d), Home: d.HomePanels(), Panels: panels(d),
		Jobs: d.Handlers()}
}

// routes are the room's pages and acts.
func routes(d *journey.Desk) []web.Route {
	const home = "/cases/{case}/journey"
	page := web.NewScreen(web.At(caseOf, d.Draft), "journey.plan.title", planView).Compares().
		Filled(func(r *web.Request, s journey.Shown) { fill(r.Form(), s) })
	arrival := web.NewScreen(web.At(caseOf, d.Open), "journey.arrival.title", arrivalView)
	company := web.NewScreen(web.At(caseOf, d.OpenCompany), "journey.company.title", companyView)
	return []web.Route{
		web.Get(home, journey.Read, web.Show(web.At(caseOf, d.Open), "journey.title", journeyView)),
		web.Get(home+"/plan", journey.Draft, page.Show),
		web.Post(home+"/plan", journey.Organise, page.TakeTo(plan(d, page))),
		web.Post(home+"/changes", journey.Change, page.TakeTo(plan(d, page))),
		web.Post(home+"/departure", journey.Depart, web.Go(web.Do(caseOf, d.Depart), home, "journey.departed_said")),
		web.Get(home+"/arrival", journey.Read, arrival.Show),
		web.Post(home+"/arrival", journey.ConfirmArrival,
			arrival.Take(web.Enter(caseOf, arrivedAt, d.ConfirmArrival), "/cases/{case}", "journey.arrival.said")),
		web.Post(home+"/no-show", journey.RecordNoShow,
			web.Go(web.Do(caseOf, d.NoShow), "/cases/{case}", "journey.no_show_said")),
		web.Get(home+"/company", journey.OpenCompany, company.Show),
		web.Post(home+"/company", journey.NameCompany,
			company.Take(web.Enter(caseOf, companion, d.NameCompany), home, "journey.company.said")),
		web.Post(home+"/company/end", journey.EndCompany,
			web.Go(web.Do(caseOf, d.EndCompany), home, "journey.company.ended_said")),
		web.Get("/cases/{case}/step", journey.Step, web.Show(web.At(caseOf, d.Step), "journey.step.title", stepView)),
		web.Post(home+"/sheets", journey.PrintSheet,
			web.Show(web.At(caseOf, d.Sheet), "journey.sheet.title", sheetView)),
	}
}

// panels is the journey on the case page.
func panels(d *journey.Desk) []casefile.CasePanel {
	return []casefile.CasePanel{casefile.Panel("journey", 50, d.OnCase, panelView)}
}
