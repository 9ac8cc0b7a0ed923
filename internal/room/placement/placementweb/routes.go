// Package placementweb shows placement: the search, the board, what a host is asked, the interview, the admission.
package placementweb

import (
	"embed"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/web"
)

// Texts are the room's texts.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Routes are the room's pages and acts. A host and a coordinator each know the case by an alias of their own.
func Routes(d *placement.Desk) []web.Route {
	return append(roundRoutes(d), []web.Route{
		web.Get("/cases/{case}/search", placement.Search, search(d)),
		web.Get("/cases/{case}/search/map", placement.Search, onMap(d)),
		web.Post("/cases/{case}/proposals", placement.Propose, propose(d)),
		web.Get("/cases/{case}/places/{place}", placement.Compare, place(d)),
		web.Get("/cases/{case}/comparison", placement.Compare, compare(d)),
		web.Get("/cases/{case}/decisions/{decision}", placement.OpenDecision, decision(d)),
		web.Get("/cases/{case}/decisions/{decision}/record.json", placement.TakeDecision, record(d)),
		web.Get("/reports/{year}/fairness", placement.ReadReview, review(d)),
		web.Get("/reports/{year}/fairness.csv", placement.TakeReview, takeReview(d)),
		web.Post("/cases/{case}/search-again", placement.SearchAgain, again(d)),
		web.Post("/cases/{case}/no-place", placement.GiveUp, noPlace(d)),
		web.Post("/cases/{case}/proposals/{proposal}/withdrawal", placement.Withdraw,
			press(d.Withdraw, "placement.said.withdrawn")),
		web.Post("/cases/{case}/proposals/{proposal}/extension", placement.Extend,
			press(d.Extend, "placement.said.extended")),
		web.Post("/cases/{case}/proposals/{proposal}/reply", placement.Answer, reply(d)),
		web.Get("/cases/{case}/proposals/{proposal}/interview", placement.OpenPlan, openPlan(d)),
		web.Post("/cases/{case}/proposals/{proposal}/interview", placement.Plan, plan(d)),
		web.Post("/cases/{case}/proposals/{proposal}/interview/held", placement.Hold,
			press(d.InterviewHeld, "placement.said.held")),
		web.Get("/cases/{case}/proposals/{proposal}/admission", placement.OpenAdmit, openAdmit(d)),
		web.Post("/cases/{case}/proposals/{proposal}/admission", placement.Admit, admit(d)),
		web.Get("/cases/{case}/proposals/{proposal}", placement.See, see(d)),
		web.Post("/cases/{case}/proposals/{proposal}/acceptance", placement.Accept,
			answer(d, d.Accept, "placement.said.accepted")),
		web.Post("/cases/{case}/proposals/{proposal}/refusal", placement.Decline, decline(d, d.Decline)),
		web.Post("/cases/{case}/proposals/{proposal}/question", placement.Ask, ask(d)),
		web.Post("/cases/{case}/proposals/{proposal}/final", placement.FinalAccept,
			answer(d, d.FinalAccept, "placement.said.final")),
		web.Post("/cases/{case}/proposals/{proposal}/final-refusal", placement.FinalDecline,
			decline(d, d.FinalDecline)),
	}...)
}

// Panels are what placement adds to the case page.
func Panels(d *placement.Desk) []casefile.CasePanel {
	return []casefile.CasePanel{casefile.Panel("placement", 40, d.OnCase, panelView)}
}
