// Package placementweb shows placement: the search, the board, what a host is asked, the interview, the admission.
package placementweb

import (
	"context"
	"embed"
	"slices"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/pricing"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/placement/review"
	"havre.example/havre/internal/room/placement/weighing"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// Texts are the room's texts.
//
//go:embed *.toml
var Texts embed.FS

// Room is all that the room adds to the network.
func Room(d *placement.Desk) room.Room {
	// A host and a coordinator each know the case by an alias of their own.
	routes := slices.Concat(findingRoutes(d), askingRoutes(d), hostRoutes(d), roundRoutes(d), reviewRoutes(d))
	return room.Room{Name: "placement", Texts: Texts, Routes: routes, Home: d.HomePanels(),
		Agenda: d.Agenda(), Lists: []web.Kept{narrowed},
		Panels: []casefile.CasePanel{
			casefile.Panel("placement", casefile.ItsPlace, 10, d.Asking.OnCase, panelView, brief).Returns(asking.Back)},
		Jobs: d.Handlers(), Begin: d.Begin, Sweep: d.Sweep, Nav: []room.Entry{
			{Group: room.People, Rank: 40, Label: "placement.nav.rounds", URL: "/rounds",
				Roles: []access.Role{access.Coordinator}},
		}}
}

// findingRoutes are the search and what it says of places.
func findingRoutes(d *placement.Desk) []web.Route {
	found := web.At(caseOf, d.Finding.Search)
	search := web.NewScreen(found, "placement.search.title", searchView).Named(whose).Wide().Filled(prepareSearch).
		Compares().Beside(decision.ErrReason, "reason").Beside(decision.ErrWords, "words")
	return []web.Route{
		web.Get(searchPage, finding.Search, search.Show),
		web.Post(casePage+"/proposals", asking.Propose, search.TakeTo(propose(d)), web.Retold),
		web.Get(searchPage+"/map", finding.Search,
			web.NewScreen(found, "placement.map.heading", mapView).Named(whose).Wide().Show),
		web.Get(casePage+"/places/{place}", finding.Compare,
			web.NewScreen(web.AtBoth(caseOf, placeIn, d.Finding.Place), "placement.place.title",
				placeView).Wide().Show),
		web.Get(casePage+"/comparison", finding.Compare,
			web.NewScreen(compared(d), "placement.compare.title", compareView).Headed().Wide().Show),
	}
}

const (
	casePage   = "/cases/{case}"
	searchPage = casePage + "/search"
	onePage    = casePage + "/proposals/{proposal}"
)

// askingRoutes are what a coordinator does with the hosts asked.
func askingRoutes(d *placement.Desk) []web.Route {
	press := func(do func(context.Context, access.Actor, casefile.Ref, proposal.ID) error, said string) web.Handler {
		return web.Go(web.DoBoth(caseOf, proposalOf, do), searchPage, said)
	}
	plan := web.NewScreen(web.AtBoth(caseOf, proposalOf, d.Asking.OpenPlan), "placement.plan.title",
		planView).Headed().Filled(thereAt).Tries().
		Beside(decision.ErrReason, "reason").Beside(decision.ErrWords, "words")
	admit := web.NewScreen(web.AtBoth(caseOf, proposalOf, d.Asking.OpenAdmit), "placement.admit.title", admitView).
		Back("placement.search.case", casePage).Tries().
		Beside(decision.ErrReason, "reason").Beside(decision.ErrWords, "words")
	whole := web.At(caseOf, d.Asking.Whose)
	call := web.NewScreen(web.AtBoth(caseOf, proposalOf, d.Asking.Telephone), "placement.telephone.title",
		telephoneView).Headed().Filled(justCalled).Compares().Tries().Takes(web.TakeConflict).
		Back("placement.preview.back", searchPage).
		Beside(asking.ErrWho, "who").Beside(asking.ErrReason, "reason").Beside(asking.ErrCalled, "at").
		Beside(asking.ErrAgain, "again").Beside(asking.ErrYesStands, "outcome")
	spoke := web.EnterBoth(caseOf, proposalOf, cameOf, d.Asking.Spoke)
	return []web.Route{
		web.Changes(casePage+"/proposals/changes", asking.Follow, web.At(caseOf, d.Asking.Mark)),
		web.Post(casePage+"/search-again", asking.SearchAgain,
			web.NewScreen(whole, "placement.again.open", againView).Back("placement.search.case", casePage).Sure(again).
				Take(web.Enter(caseOf, web.Answers(asking.Resuming), d.Asking.Again), searchPage,
					"placement.said.again"), web.Retold),
		web.Post(casePage+"/no-place", asking.GiveUp,
			web.PressOn(whole, searchPage).Sure(noPlace).
				Take(web.Do(caseOf, d.Asking.NoPlace), casePage, "placement.said.no_place"), web.Retold),
		web.Post(onePage+"/withdrawal", asking.Withdraw,
			web.PressOn(web.AtBoth(caseOf, proposalOf, d.Asking.Asked), searchPage).
				Sure(thanked).
				Take(web.EnterBoth(caseOf, proposalOf, seen, d.Asking.Withdraw), searchPage,
					"placement.said.withdrawn"), web.Retold),
		web.Post(onePage+"/extension", asking.Extend, press(d.Asking.Extend, "placement.said.extended")),
		web.Post(onePage+"/reply", asking.Answer,
			web.Go(web.EnterBoth(caseOf, proposalOf, replied, d.Asking.Reply), searchPage,
				"placement.said.replied")),
		web.Get(onePage+"/telephone", asking.OpenTelephone, call.Show),
		web.Post(onePage+"/telephone", asking.AnswerFor, nobody(
			call.Take(spoke, searchPage, "placement.said.nobody"),
			call.Take(spoke, searchPage, "placement.said.spoken"))),
		web.Post(onePage+"/telephone/settled", asking.SettleAnswer, press(d.Asking.Settle, "placement.said.settled")),
		web.Get(onePage+"/interview", asking.OpenPlan, plan.Show),
		web.Post(onePage+"/interview", asking.Plan, plan.Take(
			web.EnterBoth(caseOf, proposalOf, meeting, d.Asking.Plan), searchPage,
			"placement.said.planned")),
		web.Post(onePage+"/interview/held", asking.Hold, web.Go(
			web.EnterBoth(caseOf, proposalOf, early, d.Asking.InterviewHeld), searchPage, "placement.said.held")),
		web.Get(onePage+"/admission", asking.OpenAdmit, admit.Show),
		web.Post(onePage+"/admission", asking.Admit, admit.Take(
			web.EnterBoth(caseOf, proposalOf, web.Answers(decision.Reasoning), d.Asking.Admit), casePage,
			"placement.said.admitted")),
	}
}

// hostRoutes are what a host sees and answers. A no leaves the circle with it, so that the next page is its home.
func hostRoutes(d *placement.Desk) []web.Route {
	host := web.NewScreen(web.AtBoth(caseOf, proposalOf, d.Asking.See), "placement.host.title", hostView).Headed().
		Compares()
	yes := func(do func(context.Context, access.Actor, casefile.Ref, proposal.ID) error, said string) web.Handler {
		return web.Go(web.DoBoth(caseOf, proposalOf, do), onePage, said)
	}
	no := func(do func(context.Context, access.Actor, casefile.Ref, proposal.ID, asking.Refusal) error) web.Handler {
		return host.Sure(refused).
			Take(web.EnterBoth(caseOf, proposalOf, refusal, do), "/", "placement.said.declined")
	}
	heard := web.NewScreen(web.At(saidOf, d.Asking.Heard), "placement.heard.title", heardView).Headed().
		Back("placement.host.home", "/")
	return []web.Route{
		web.Get("/answers/{said}", asking.Heard, heard.Show),
		web.Post("/answers/{said}", asking.Dispute,
			web.Go(web.Do(saidOf, d.Asking.Dispute), "/answers/{said}", "placement.said.disputed")),
		web.Post("/notices/{notice}", asking.Notice,
			web.PressOn(web.Nothing, "/").Take(web.Do(noticeOf, d.Asking.Noticed), "/", "")),
		web.Get(onePage, asking.See, host.Show),
		web.Post(onePage+"/acceptance", asking.Accept, yes(d.Asking.Accept, "placement.said.accepted")),
		web.Post(onePage+"/refusal", asking.Decline, no(d.Asking.Decline), web.Retold),
		web.Post(onePage+"/question", asking.Ask, host.Take(
			web.EnterBoth(caseOf, proposalOf, web.Answers(asking.Questioning), d.Asking.Ask), onePage,
			"placement.said.asked")),
		web.Post(onePage+"/final", asking.FinalAccept, yes(d.Asking.FinalAccept, "placement.said.final")),
		web.Post(onePage+"/final-refusal", asking.FinalDecline, no(d.Asking.FinalDecline), web.Retold),
	}
}

// roundRoutes are the pages that weigh the places for all who wait, and the prices of scarce ones.
func roundRoutes(d *placement.Desk) []web.Route {
	rounds := web.NewScreen(listRounds(d), "placement.round.title", roundsView).Headed().Wide()
	prices := web.NewScreen(web.All(d.Pricing.Prices), "placement.price.title", pricesView).
		Headed().Wide().Filled(fillCap)
	one := web.NewScreen(person(d), "placement.round.case_title", roundCaseView).Named(whichPerson).Wide().Show
	anew := func(r *web.Request) error { return d.Pricing.ComputePrices(r.Context(), r.Actor()) }
	return []web.Route{
		web.Get("/rounds", weighing.Rounds, rounds.Show),
		web.Post("/rounds", weighing.Weigh, rounds.TakeTo(weigh(d))),
		web.Get("/rounds/prices", pricing.SeePrices, prices.Show),
		web.Post("/rounds/prices", pricing.SetPriceCap,
			prices.Take(web.EnterAll(web.Answers(pricing.Capping), d.Pricing.SetPriceCap), "/rounds/prices",
				"placement.price.said_cap")),
		web.Post("/rounds/prices/anew", pricing.ComputePrices,
			web.Go(anew, "/rounds/prices", "placement.price.said_anew")),
		web.Get("/rounds/{round}", weighing.OpenRound,
			web.NewScreen(web.At(roundOf, d.Weighing.Round), "placement.round.one", roundView).
				Back("placement.round.back", "/rounds").Wide().Show),
		web.Post("/rounds/{round}/stop", weighing.StopRound,
			web.Go(web.Do(roundOf, d.Weighing.StopRound), "/rounds/{round}", "placement.round.said_stopped")),
		web.Get("/rounds/{round}/export", weighing.TakeRound,
			web.Download(web.At(roundOf, d.Weighing.TakeRound), "round.json", "application/json; charset=utf-8")),
		web.Get("/rounds/{round}/people/{person}", weighing.WhyRound, one),
		web.Get("/rounds/{round}/people/{person}/places/{place}", weighing.WhyRound, one),
	}
}

// reviewRoutes look back: at one decision, and at a year.
func reviewRoutes(d *placement.Desk) []web.Route {
	const one = casePage + "/decisions/{decision}"
	return []web.Route{
		web.Get(one, review.OpenDecision, web.NewScreen(web.AtBoth(caseOf, decisionOf, d.Review.Decision),
			"placement.decision.title", decisionView).Headed().Wide().Show),
		web.Get(one+"/record.json", review.TakeDecision,
			web.Download(web.AtBoth(caseOf, decisionOf, d.Review.Take), "decision.json", "application/json")),
		web.Get("/reports/{year}/fairness", review.ReadYear,
			web.NewScreen(reviewed(d.Review.Year), "placement.review.title", reviewView).
				Named(whichYear).Headed().Wide().Show),
		web.Get("/reports/{year}/fairness.csv", review.TakeYear,
			web.Spreadsheet(reviewed(d.Review.TakeYear), reviewFile, reviewSheet)),
	}
}
