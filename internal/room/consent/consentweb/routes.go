// Package consentweb shows a person's agreements and the page on which the second one is asked.
package consentweb

import (
	"embed"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/consent"
	"havre.example/havre/internal/web"
)

// Texts are the words of these pages.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Room is all that the room adds to the network.
func Room(d *consent.Desk) room.Room {
	return room.Room{Name: "consent", Texts: Texts, Routes: routes(d), Home: d.HomePanels(), Panels: panels(d)}
}

// routes lists the pages.
func routes(d *consent.Desk) []web.Route {
	return []web.Route{
		web.Get("/cases/{case}/agreements", consent.Look, show(d)),
		web.Post("/cases/{case}/agreements", consent.Record, add(d)),
		web.Post("/cases/{case}/agreements/{agreement}/revoke", consent.Revoke, revoke(d)),
		web.Get("/cases/{case}/second-agreement", consent.SecondAgreement, ask(d)),
		web.Post("/cases/{case}/second-agreement", consent.SecondAgreement, answer(d)),
	}
}

// panels is what the room adds to the case page.
func panels(d *consent.Desk) []casefile.CasePanel {
	return []casefile.CasePanel{casefile.Panel("consent", 20, d.OnCase, panelView)}
}
