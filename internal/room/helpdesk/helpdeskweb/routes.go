// Package helpdeskweb shows the contact sheet, on one page, and the list of contacts.
package helpdeskweb

import (
	"embed"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/helpdesk"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Room is all that the room adds to the network.
func Room(d *helpdesk.Desk) room.Room {
	return room.Room{Name: "helpdesk", Texts: Texts, Routes: routes(d), Home: d.HomePanels(),
		Lists: []web.Kept{narrowed},
		Site:  public, Nav: []room.Entry{
			{Group: room.People, Rank: 20, Label: "helpdesk.nav.new_contact", URL: "/contacts/new", Key: "n",
				Roles: []access.Role{access.Coordinator}},
			{Group: room.People, Rank: 30, Label: "helpdesk.nav.contacts", URL: "/contacts",
				Roles: []access.Role{access.Coordinator}},
		}}
}

// public tells whoever needs help how to ask for it.
var public = room.Site{
	Front: []web.FrontEntry{{Title: "helpdesk.now.title", Words: "helpdesk.now.lead", Path: "helpdesk.url.now"}},
	Routes: []web.Route{web.PublicGet("helpdesk.url.now", helpdesk.Help, func(*web.Request) (web.Response, error) {
		return web.View("helpdesk.now.title", nowView()), nil
	}, web.Still)},
}

// routes are the room's pages.
func routes(d *helpdesk.Desk) []web.Route {
	sheet := func(open func(*web.Request) (helpdesk.Contact, error), title string) web.Screen[helpdesk.Contact] {
		return web.NewScreen(open, title, contactView).Headed().Wide().Compares().Takes(web.TakeConflict)
	}
	one := sheet(web.At(contactOf, d.Contact), "helpdesk.page.title").Back("helpdesk.page.back", "/contacts")
	next := sheet(blank(d), "helpdesk.new.title")
	all := web.NewScreen(list(d), "helpdesk.list.title", listView).Headed().Wide()
	return []web.Route{
		web.Get("/contacts", helpdesk.List, all.Show),
		web.Get("/contacts/new", helpdesk.List, next.Show),
		web.Post("/contacts", helpdesk.Write, next.TakeTo(save(d, fresh))),
		web.Get("/contacts/{id}", helpdesk.Open, one.Show),
		web.Post("/contacts/{id}", helpdesk.Write, one.TakeTo(save(d, contactOf))),
		web.Post("/contacts/{id}/reopening", helpdesk.Close,
			web.Go(web.Do(contactOf, d.Reopen), "/contacts/{id}", "helpdesk.reopened")),
	}
}
