// Package casefileweb shows the home, the list of cases and the case page, which every room's panels make up.
package casefileweb

import (
	"embed"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Routes are the room's pages.
func Routes(d *casefile.Desk) []web.Route {
	return []web.Route{
		web.Get("/{$}", casefile.Home, home(d)),
		web.Get("/cases", casefile.List, list(d)),
		web.Post("/find", casefile.List, find(d)),
		web.Get("/cases/{case}", casefile.Open, open(d)),
		web.Get("/cases/{case}/end", casefile.Open, ending(d)),
		web.Post("/cases/{case}/withdrawal", casefile.Withdraw, withdraw(d)),
		web.Post("/cases/{case}/pause", casefile.Pause, pause(d)),
		web.Post("/cases/{case}/end", casefile.Close, end(d)),
	}
}
