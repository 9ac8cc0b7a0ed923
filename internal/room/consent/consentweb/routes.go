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
	return room.Room{Name: "consent", Texts: Texts, Routes: routes(d), Home: d.HomePanels(),
		Panels: []casefile.CasePanel{
			casefile.Panel("consent", casefile.AboutHer, 30, d.OnCase, panelView).Returns(consent.Back)}}
}

// routes lists the pages.
func routes(d *consent.Desk) []web.Route {
	page := screen(web.At(room.CaseOf, d.Open), "consent.title", pageView)
	ask := screen(web.At(room.CaseOf, d.OpenSecond), "consent.second.title", askView)
	const list = "/cases/{case}/agreements"
	return []web.Route{
		web.Get(list, consent.Look, page.Show),
		web.Post(list, consent.Record, page.Take(web.Enter(room.CaseOf, given, d.Add), list, "consent.recorded")),
		web.Post(list+"/{agreement}/revoke", consent.Revoke,
			page.Beside(consent.ErrBefore, "revoked_on").Sure(taken).
				TakeTo(revoke(d)), web.Retold),
		web.Get("/cases/{case}/second-agreement", consent.SecondAgreement, ask.Show),
		web.Post("/cases/{case}/second-agreement", consent.SecondAgreement, ask.TakeTo(second(d))),
	}
}
