// Package placementweb shows placement: the search, the board, what a host is asked, the interview, the admission.
package placementweb

import (
	"embed"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/review"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// Texts are the room's texts.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Room is all that the room adds to the network.
func Room(d *placement.Desk) room.Room {
	return room.Room{Name: "placement", Texts: Texts, Routes: routes(d), Home: d.HomePanels(), Panels: panels(d),
		Jobs: d.Handlers(), Begin: d.Begin, Sweep: d.Sweep, Nav: []room.Entry{
			{Group: room.Cases, Rank: 40, Label: "placement.nav.rounds", URL: "/rounds",
				Roles: []access.Role{access.Coordinator}},
		}}
}

// routes are the room's pages and acts. A host and a coordinator each know the case by an alias of their own.
func routes(d *placement.Desk) []web.Route {
	return append(roundRoutes(d), []web.Route{
		web.Get("/cases/{case}/search", finding.Search, search(d)),
		web.Get("/cases/{case}/search/map", finding.Search, onMap(d)),
		web.Post("/cases/{case}/proposals", asking.Propose, propose(d)),
		web.Get("/cases/{case}/places/{place}", finding.Compare, place(d)),
		web.Get("/cases/{case}/comparison", finding.Compare, compare(d)),
		web.Get("/cases/{case}/decisions/{decision}", review.OpenDecision, openDecision(d)),
		web.Get("/cases/{case}/decisions/{decision}/record.json", review.TakeDecision, record(d)),
		web.Get("/reports/{year}/fairness", review.ReadYear, openYear(d)),
		web.Get("/reports/{year}/fairness.csv", review.TakeYear, takeYear(d)),
		web.Post("/cases/{case}/search-again", asking.SearchAgain, again(d)),
		web.Post("/cases/{case}/no-place", asking.GiveUp, noPlace(d)),
		web.Post("/cases/{case}/proposals/{proposal}/withdrawal", asking.Withdraw,
			press(d.Asking.Withdraw, "placement.said.withdrawn")),
		web.Post("/cases/{case}/proposals/{proposal}/extension", asking.Extend,
			press(d.Asking.Extend, "placement.said.extended")),
		web.Post("/cases/{case}/proposals/{proposal}/reply", asking.Answer, reply(d)),
		web.Get("/cases/{case}/proposals/{proposal}/interview", asking.OpenPlan, openPlan(d)),
		web.Post("/cases/{case}/proposals/{proposal}/interview", asking.Plan, plan(d)),
		web.Post("/cases/{case}/proposals/{proposal}/interview/held", asking.Hold,
			press(d.Asking.InterviewHeld, "placement.said.held")),
		web.Get("/cases/{case}/proposals/{proposal}/admission", asking.OpenAdmit, openAdmit(d)),
		web.Post("/cases/{case}/proposals/{proposal}/admission", asking.Admit, admit(d)),
		web.Get("/cases/{case}/proposals/{proposal}", asking.See, see(d)),
		web.Post("/cases/{case}/proposals/{proposal}/acceptance", asking.Accept,
			answer(d, d.Asking.Accept, "placement.said.accepted")),
		web.Post("/cases/{case}/proposals/{proposal}/refusal", asking.Decline, decline(d, d.Asking.Decline)),
		web.Post("/cases/{case}/proposals/{proposal}/question", asking.Ask, ask(d)),
		web.Post("/cases/{case}/proposals/{proposal}/final", asking.FinalAccept,
			answer(d, d.Asking.FinalAccept, "placement.said.final")),
		web.Post("/cases/{case}/proposals/{proposal}/final-refusal", asking.FinalDecline,
			decline(d, d.Asking.FinalDecline)),
	}...)
}

// panels are what placement adds to the case page.
func panels(d *placement.Desk) []casefile.CasePanel {
	return []casefile.CasePanel{casefile.Panel("placement", 40, d.Asking.OnCase, panelView)}
}
