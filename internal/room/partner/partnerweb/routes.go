// Package partnerweb shows the directory of partners, its import, and the hosts' own page of places.
package partnerweb

import (
	"embed"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Room is all that the room adds to the network.
func Room(d *partner.Desk) room.Room {
	return room.Room{Name: "partner", Texts: Texts, Routes: routes(d), Home: d.HomePanels(), Jobs: d.Handlers(),
		Begin: d.Begin, Letters: letters, Nav: []room.Entry{
			{Group: room.Places, Rank: 10, Label: "partner.nav.places", URL: "/places",
				Roles: []access.Role{access.Host}},
			{Group: room.Places, Rank: 20, Label: "partner.nav.partners", URL: "/partners",
				Roles: []access.Role{access.Coordinator, access.Logistics, access.Administrator}},
		}}
}

// letters are the weekly question to hosts: one link, the same for all of them.
var letters = map[string]room.Letter{partner.FreshJob: {Subject: "partner.mail.fresh_subject",
	Body: "partner.mail.fresh_body", Page: "/places/fresh"}}

// routes are the room's pages.
func routes(d *partner.Desk) []web.Route {
	return []web.Route{
		web.Get("/partners", partner.List, list(d)),
		web.Get("/partners/new", partner.Create, newPartner()),
		web.Post("/partners", partner.Create, createPartner(d)),
		web.Get("/partners/import", partner.ImportPage, importForm()),
		web.Post("/partners/import", partner.ImportPage, importFile(d), web.Upload),
		web.Get("/partners/export", partner.Export, export(d)),
		web.Get("/partners/{partner}", partner.Open, open(d)),
		web.Get("/partners/{partner}/edit", partner.Edit, editPartner(d)),
		web.Post("/partners/{partner}/edit", partner.Edit, changePartner(d)),
		web.Get("/partners/{partner}/sites/new", partner.Edit, newSite(d)),
		web.Post("/partners/{partner}/sites", partner.Edit, createSite(d)),
		web.Get("/partners/{partner}/sites/{site}", partner.Edit, editSite(d)),
		web.Post("/partners/{partner}/sites/{site}", partner.Edit, changeSite(d)),
		web.Get("/sites/{site}/places/new", partner.EditPlace, newPlace(d)),
		web.Post("/sites/{site}/places", partner.EditPlace, createPlace(d)),
		web.Get("/places/{place}/edit", partner.EditPlace, editPlace(d)),
		web.Post("/places/{place}/edit", partner.EditPlace, changePlace(d)),
		web.Post("/places/{place}/told", partner.MarkTold, markTold(d)),
		web.Get("/sites/{site}/address", partner.ReadAddress, address(d)),
		web.Get("/sites/{site}/address/edit", partner.SetAddress, addressForm(d)),
		web.Post("/sites/{site}/address/edit", partner.SetAddress, setAddress(d)),
		web.Post("/sites/{site}/share", partner.ShareAddress, share(d)),
		web.Get("/places", partner.MyPlaces, mine(d)),
		web.Get("/places/fresh", partner.MyPlaces, fresh(d)),
		web.Get("/places/calendar", partner.SeeCalendar, calendar(d)),
		web.Get("/places/overview", partner.SeeOverview, overview(d)),
		web.Get("/places/stale", partner.SeeStale, stalePlaces(d)),
		web.Post("/places/told", partner.MarkTold, confirmTold(d)),
		web.Post("/places/confirm", partner.MarkPlace, confirm(d)),
		web.Post("/places/{place}/state", partner.MarkPlace, mark(d)),
	}
}
