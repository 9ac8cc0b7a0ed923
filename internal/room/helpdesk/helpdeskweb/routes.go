// Package helpdeskweb shows the contact sheet, on one page, and the list of contacts.
package helpdeskweb

import (
	"embed"

	"havre.example/havre/internal/room/helpdesk"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Routes are the room's pages.
func Routes(d *helpdesk.Desk) []web.Route {
	return []web.Route{
		web.Get("/contacts", helpdesk.List, list(d)),
		web.Get("/contacts/new", helpdesk.List, blank(d)),
		web.Post("/contacts", helpdesk.Write, save(d)),
		web.Get("/contacts/{id}", helpdesk.Open, open(d)),
		web.Post("/contacts/{id}", helpdesk.Write, save(d)),
		web.Post("/contacts/{id}/reopening", helpdesk.Close, reopen(d)),
	}
}
