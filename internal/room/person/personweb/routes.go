// Package personweb shows who the person is, to those who hold the key.
package personweb

import (
	"embed"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/web"
)

// Texts are the words of these pages.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Room is all that the room adds to the network.
func Room(d *person.Desk) room.Room {
	return room.Room{Name: "person", Texts: Texts, Routes: routes(d), Home: d.HomePanels(), Panels: panels(d)}
}

// routes lists the pages.
func routes(d *person.Desk) []web.Route {
	return []web.Route{
		web.Get("/cases/{case}/person", person.Look, show(d)),
		web.Post("/cases/{case}/person", person.Edit, save(d)),
		web.Post("/cases/{case}/person/route", person.Route,
			web.Go(web.Do(caseOf, d.TellRoute), "/cases/{case}", "person.route.told")),
	}
}

// panels is what the room adds to the case page.
func panels(d *person.Desk) []casefile.CasePanel {
	return []casefile.CasePanel{casefile.Panel("person", 15, d.OnCase, panelView)}
}
