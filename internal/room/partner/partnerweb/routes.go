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
//go:embed texts.fr.toml texts.en.toml import.fr.toml import.en.toml
var Texts embed.FS

// readers are the roles that read the directory.
var readers = []access.Role{access.Coordinator, access.Logistics, access.Administrator}

// Room is all that the room adds to the network.
func Room(d *partner.Desk) room.Room {
	return room.Room{Name: "partner", Texts: Texts, Routes: append(directory(d), places(d)...), Home: d.HomePanels(),
		Lists: []web.Kept{narrowed, called, weeks},
		Jobs:  d.Handlers(), Begin: d.Begin, Letters: letters,
		Finds: []room.Finder{{Title: "partner.list.title", Roles: readers, Find: find(d)}},
		Nav: []room.Entry{
			{Group: room.Network, Rank: 10, Label: "partner.nav.places", URL: "/places",
				Roles: []access.Role{access.Host}},
			{Group: room.Network, Rank: 20, Label: "partner.nav.partners", URL: "/partners",
				Roles: readers},
		}}
}

// letters are the weekly question to hosts: one link, the same for all of them.
var letters = map[string]room.Letter{partner.FreshJob: {Subject: "partner.mail.fresh_subject",
	Body: "partner.mail.fresh_body", Page: "/places/fresh"}}

var (
	partnerOf = web.ID[partner.PartnerID]("partner")
	siteOf    = web.ID[partner.SiteID]("site")
	importOf  = web.ID[partner.ImportID]("import")
	placeOf   = web.ID[partner.PlaceID]("place")
)

// edit is a page whose form changes something of the directory.
func edit[T any, V web.Draws[T]](open func(*web.Request) (T, error), title string, view V) web.Screen[T] {
	return web.NewScreen(open, title, view).Headed().Compares().Takes(web.TakeConflict)
}

// directory are the pages of partners and of what they have.
func directory(d *partner.Desk) []web.Route {
	added := edit(web.All(d.NewPartner), "partner.edit.new_title", partnerEdit)
	changed := edit(web.At(partnerOf, d.PartnerForm), "partner.edit.title", partnerChange)
	siteAdded := edit(web.At(partnerOf, d.NewSite), "partner.site.new_title", siteEdit)
	siteChanged := edit(web.AtBoth(partnerOf, siteOf, d.SiteForm), "partner.site.title", siteEdit)
	placeAdded := edit(web.At(siteOf, d.NewPlace), "partner.place.new_title", placeEdit)
	placeChanged := edit(web.At(placeOf, d.PlaceForm), "partner.place.title", placeEdit)
	address := edit(web.At(siteOf, d.AddressForm), "partner.address.edit_title", addressEdit)
	file := edit(importing(d), "partner.import.title", importView).Wide()
	const one, site, saved = "/partners/{partner}", "/partners/{partner}/sites/{site}", "partner.saved"
	return []web.Route{
		web.Get("/partners", partner.List,
			web.NewScreen(list(d), "partner.list.title", listView).Headed().Wide().Show),
		web.Get("/partners/new", partner.Create, added.Show),
		web.Post("/partners", partner.Create,
			added.TakeTo(web.EnterAllTo(web.Answers(partner.OfPartner), d.CreatePartner, toNew))),
		web.Get("/partners/import", partner.ImportPage, file.Show),
		web.Post("/partners/import", partner.ImportPage, file.TakeTo(importFile(d)), web.Upload),
		web.Post("/imports/{import}/undo", partner.Undo, undo(d)),
		web.Get("/partners/export", partner.Export, web.Spreadsheet(web.All(d.Export), exported, asItIs)),
		web.Get(one, partner.Open, web.NewScreen(web.At(partnerOf, d.Partner), "partner.page.title", partnerView).
			Named(func(_ *web.Request, v partner.View) []any { return []any{"name", v.Partner.Name} }).Wide().Show),
		web.Get(one+"/edit", partner.Edit, changed.Show),
		web.Post(one+"/edit", partner.Edit,
			changed.Take(web.Enter(partnerOf, changedPartner, d.ChangePartner), one, saved)),
		web.Get(one+"/sites/new", partner.Edit, siteAdded.Show),
		web.Post(one+"/sites", partner.Edit, siteAdded.TakeOn(saveSite(d), ofSite, saved)),
		web.Get(site, partner.Edit, siteChanged.Show),
		web.Post(site, partner.Edit, siteChanged.TakeOn(saveSite(d), ofSite, saved)),
		web.Get("/sites/{site}/places/new", partner.EditPlace, placeAdded.Show),
		web.Post("/sites/{site}/places", partner.EditPlace, placeAdded.TakeOn(savePlace(d), ofPlace, saved)),
		web.Get("/places/{place}/edit", partner.EditPlace, placeChanged.Show),
		web.Post("/places/{place}/edit", partner.EditPlace, placeChanged.TakeOn(savePlace(d), ofPlace, saved)),
		web.Get("/sites/{site}/address", partner.ReadAddress, web.NewScreen(web.At(siteOf, d.ReadAddress),
			"partner.address.title", addressView).Headed().Show),
		web.Get("/sites/{site}/address/edit", partner.SetAddress, address.Show),
		web.Post("/sites/{site}/address/edit", partner.SetAddress,
			address.Take(web.EnterTwo(siteOf, newAddress, d.SetAddress), "/sites/{site}/address", saved)),
		web.Post("/sites/{site}/share", partner.ShareAddress,
			web.Go(web.Do(siteOf, d.ShareAddress), "/", "partner.address.shared_said")),
	}
}

// places are the pages on which places stand as they are today, to hosts and to the head office.
func places(d *partner.Desk) []web.Route {
	mine := web.All(d.MyPlaces)
	marked := web.Enter[partner.PlaceID, partner.State]
	return []web.Route{
		web.Get("/places", partner.MyPlaces, web.NewScreen(mine, "partner.mine.title", mineView).Headed().Show),
		web.Get("/places/fresh", partner.MyPlaces, web.NewScreen(mine, "partner.fresh.title", freshView).Headed().Show),
		web.Get("/places/calendar", partner.SeeCalendar,
			web.NewScreen(calendar(d), "partner.calendar.title", calendarView).Headed().Wide().Show),
		web.Get("/places/overview", partner.SeeOverview,
			web.NewScreen(web.All(d.Overview), "partner.overview.title", overviewView).Headed().Wide().Show),
		web.Get("/places/stale", partner.SeeStale,
			web.NewScreen(toCall(d), "partner.stale.title", staleView).Headed().Show),
		web.Post("/places/told", partner.MarkTold,
			web.GoTo(confirming(d.ConfirmTold), called.Back, "partner.stale.noted")),
		web.Post("/places/confirm", partner.MarkPlace,
			web.GoTo(confirming(d.Confirm), backTo, "partner.mark.confirmed")),
		web.Post("/places/{place}/state", partner.MarkPlace,
			web.GoTo(marked(placeOf, stateOf, d.Mark), backTo, "partner.mark.said")),
		web.Post("/places/{place}/told", partner.MarkTold,
			web.GoTo(marked(placeOf, stateOf, d.MarkTold), backToPartner, "partner.mark.said")),
	}
}
