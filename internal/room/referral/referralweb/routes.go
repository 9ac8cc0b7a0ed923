// Package referralweb shows the way in: small pages with one subject each, for partners, for the head office, and for
// professionals without account, whose receipt is carried in the form and, sealed, in a cookie for an hour, never in an
// address.
package referralweb

import (
	"context"
	"embed"

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

// Limits of pages without account, per network address and hour: drafts begun, referrals sent, receipts that open
// nothing wherever they are tried, and messages. Nobody loses words to them, and whoever has a receipt goes on writing.
const (
	draftsPerHour   = 120
	sendsPerHour    = 10
	receiptsPerHour = 10
	messagesPerHour = 20
)

// site is the addresses of the public pages, in the language of the page that leads to them.
type site struct{ steps, send, receipt, message string }

func here(ctx context.Context) site {
	return site{web.PublicURL(ctx, "referral.url.steps"), web.PublicURL(ctx, "referral.url.send"),
		web.PublicURL(ctx, "referral.url.receipt"), web.PublicURL(ctx, "referral.url.message")}
}

// Room is all that the room adds to the network.
func Room(d *referral.Desk) room.Room {
	return room.Room{Name: "referral", Texts: Texts, Routes: staffRoutes(d), Site: public(d),
		Home:   d.HomePanels(),
		Panels: []casefile.CasePanel{casefile.Panel("referral", casefile.AboutHer, 10, d.OnCase, panelView)},
		Nav: []room.Entry{
			{Group: room.People, Rank: 50, Label: "referral.nav.refer", URL: "/referrals/new",
				Roles: []access.Role{access.Coordinator, access.Host, access.Referrer}},
		}}
}

// public is the way in for professionals without account.
func public(d *referral.Desk) room.Site {
	return room.Site{Front: []web.FrontEntry{
		{Title: "referral.public.title", Words: "referral.public.what", Path: "referral.url.steps"},
		{Title: "referral.public.come_back", Words: "referral.public.next", Path: "referral.url.receipt"},
	}, Routes: []web.Route{
		web.PublicGet("referral.url.steps", referral.PublicWrite, publicSteps(d)),
		web.PublicPost("referral.url.steps", referral.PublicWrite, publicStep(d), web.DonePerHour(draftsPerHour),
			web.SaysWait),
		web.PublicGet("referral.url.begin", referral.PublicWrite, to(d, "referral.url.steps")),
		web.PublicPost("referral.url.begin", referral.PublicWrite, publicBegin(d), web.DonePerHour(draftsPerHour),
			web.SaysWait),
		web.PublicGet("referral.url.send", referral.PublicSubmit, to(d, "referral.url.steps")),
		web.PublicPost("referral.url.send", referral.PublicSubmit, publicSend(d), web.DonePerHour(sendsPerHour),
			web.SaysWait),
		web.PublicGet("referral.url.receipt", referral.PublicLook, publicReceipt(d)),
		web.PublicPost("referral.url.receipt", referral.PublicLook, publicReturn(d)),
		web.PublicGet("referral.url.message", referral.PublicReply, to(d, "referral.url.receipt")),
		web.PublicPost("referral.url.message", referral.PublicReply, publicReply(d), web.DonePerHour(messagesPerHour),
			web.SaysWait),
	}}
}
