// Package assessmentweb shows the joint evaluation on one page, its history, the decision and its panel of the case
// page.
package assessmentweb

import (
	"embed"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Room is all that the room adds to the network.
func Room(d *assessment.Desk) room.Room {
	return room.Room{Name: "assessment", Texts: Texts, Routes: routes(d), Home: d.HomePanels(), Panels: panels(d)}
}

// routes are the room's pages.
func routes(d *assessment.Desk) []web.Route {
	return []web.Route{
		web.Get("/cases/{case}/assessment", assessment.Read, open(d)),
		web.Post("/cases/{case}/assessment", assessment.Write, save(d)),
		web.Post("/cases/{case}/assessment/start", assessment.Start, start(d)),
		web.Post("/cases/{case}/assessment/check", assessment.Recheck, recheck(d)),
		web.Get("/cases/{case}/assessment/apart", assessment.Read, apart(d)),
		web.Post("/cases/{case}/assessment/apart", assessment.KeepApart, keepApart(d)),
		web.Post("/cases/{case}/assessment/apart/{conflict}/lifting", assessment.LiftApart, liftApart(d)),
		web.Get("/cases/{case}/assessment/zones", assessment.Read, zoneMap(d)),
		web.Get("/cases/{case}/assessment/decision", assessment.Read, decision(d)),
		web.Post("/cases/{case}/assessment/decision", assessment.Decide, turn(d)),
		web.Get("/cases/{case}/assessment/versions/{number}", assessment.Read, version(d)),
	}
}

// panels are what the evaluation adds to the case page.
func panels(d *assessment.Desk) []casefile.CasePanel {
	return []casefile.CasePanel{casefile.Panel("assessment", 30, d.OnCase, panelView)}
}
