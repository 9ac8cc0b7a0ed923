// Package referralweb shows the way in: small pages with one subject each, for partners, for the head office, and for
// professionals without account, whose pages leave no cookie and carry their receipt in the form, never in an address.
package referralweb

import (
	"embed"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/referral"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// Texts are the words of these pages.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Limits of pages without account, per network address and hour.
const (
	stepsPerHour    = 120
	sendsPerHour    = 10
	receiptsPerHour = 5
	messagesPerHour = 20
)

// site is the paths of the public pages in one language.
type site struct{ steps, send, receipt, message string }

var sites = map[lang.Tag]site{
	lang.FR: {"/fr/orienter", "/fr/orienter/envoi", "/fr/recu", "/fr/recu/message"},
	lang.EN: {"/en/refer", "/en/refer/send", "/en/receipt", "/en/receipt/message"},
}

// Room is all that the room adds to the network.
func Room(d *referral.Desk) room.Room {
	return room.Room{Name: "referral", Texts: Texts, Routes: routes(d), Home: d.HomePanels(), Panels: panels(d), Nav: []room.Entry{
		{Group: room.Cases, Rank: 50, Label: "referral.nav.refer", URL: "/referrals/new",
			Roles: []access.Role{access.Coordinator, access.Host, access.Referrer}},
	}}
}

// routes lists the pages.
func routes(d *referral.Desk) []web.Route {
	out := []web.Route{
		web.Get("/referrals/new", referral.Begin, start()),
		web.Post("/referrals/new", referral.Begin, begin(d)),
		web.Get("/referrals/{draft}", referral.Look, goOn(d)),
		web.Get("/referrals/{draft}/{step}", referral.Look, show(d)),
		web.Post("/referrals/{draft}/{step}", referral.Write, keep(d)),
		web.Post("/referrals/{draft}/send", referral.Submit, send(d)),
		web.Post("/referrals/{draft}/discard", referral.Discard, discard(d)),
		web.Post("/cases/{case}/referral/messages", referral.Reply, reply(d)),
		web.Post("/cases/{case}/referral/seen", referral.Seen, seen(d)),
		web.Get("/cases/{case}/transfer", referral.LookTransfer, transfer(d)),
		web.Post("/cases/{case}/transfer", referral.LookTransfer, openTransfer(d)),
	}
	fr, en := sites[lang.FR], sites[lang.EN]
	for _, pair := range [][2]site{{fr, en}, {en, fr}} {
		here, twin := pair[0], pair[1]
		out = append(out,
			web.Get(here.steps, referral.PublicWrite, welcome(), web.Public(twin.steps)),
			web.Post(here.steps, referral.PublicWrite, publicStep(d), web.Public(twin.steps),
				web.PerHour(stepsPerHour)),
			web.Get(here.send, referral.PublicSubmit, to(here.steps), web.Public(twin.send)),
			web.Post(here.send, referral.PublicSubmit, publicSend(d), web.Public(twin.send), web.PerHour(sendsPerHour)),
			web.Get(here.receipt, referral.PublicLook, askReceipt(), web.Public(twin.receipt)),
			web.Post(here.receipt, referral.PublicLook, publicReturn(d), web.Public(twin.receipt),
				web.PerHour(receiptsPerHour)),
			web.Get(here.message, referral.PublicReply, to(here.receipt), web.Public(twin.message)),
			web.Post(here.message, referral.PublicReply, publicReply(d), web.Public(twin.message),
				web.PerHour(messagesPerHour)),
		)
	}
	return out
}

// panels is what the room adds to the case page.
func panels(d *referral.Desk) []casefile.CasePanel {
	return []casefile.CasePanel{casefile.Panel("referral", 10, d.OnCase, panelView)}
}
