// Package personweb shows who the person is, to those who hold the key.
package personweb

import (
	"embed"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/person"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// Texts are the words of these pages.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Room is all that the room adds to the network.
func Room(d *person.Desk) room.Room {
	return room.Room{Name: "person", Texts: Texts, Routes: routes(d), Home: d.HomePanels(),
		Finds:  []room.Finder{{Title: "person.called", Roles: callers, Find: called(d)}},
		Panels: []casefile.CasePanel{casefile.Panel("person", casefile.AboutHer, 20, d.OnCase, panelView, brief)}}
}

// callers are the roles whose teams may hold the key of a name.
var callers = []access.Role{access.Coordinator, access.Referrer, access.Host}

// routes lists the pages.
func routes(d *person.Desk) []web.Route {
	const home = "/cases/{case}"
	page := web.NewScreen(web.At(room.CaseOf, d.Open), "person.title", editView).Named(code).Back("person.back", home)
	return []web.Route{
		web.Get(home+"/person", person.Look, page.Show),
		web.Post(home+"/person", person.Edit,
			page.Compares().
				Take(web.EnterTwo(room.CaseOf, entry, d.Save), home, "person.saved")),
		web.Post(home+"/person/route", person.Route,
			web.Go(web.Do(room.CaseOf, d.TellRoute), home, "person.route.told")),
	}
}
