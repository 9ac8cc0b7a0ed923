// Package journeyweb is the pages of the way to the place.
package journeyweb

import (
	"embed"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Room is all that the room adds to the network.
func Room(d *journey.Desk) room.Room {
	return room.Room{Name: "journey", Texts: Texts, Routes: routes(d), Home: d.HomePanels(), Agenda: d.Agenda(),
		Panels: []casefile.CasePanel{casefile.Panel("journey", casefile.ItsPlace, 20, d.OnCase, panelView)},
		Jobs:   d.Handlers()}
}

// routes are the room's pages and acts.
func routes(d *journey.Desk) []web.Route {
	const home = "/cases/{case}/journey"
	whole := web.NewScreen(web.At(room.CaseOf, d.Open), "journey.title", journeyView).
		Beside(journey.ErrBack, "despite")
	page := web.NewScreen(web.At(room.CaseOf, d.Prepare), "journey.plan.title",
		planView).Headed().Compares().Filled(fill).Tries().
		Beside(journey.ErrDecide, "despite").Beside(journey.ErrExpected, "expected").Beside(journey.ErrPast, "past").
		Beside(journey.ErrClosed, "")
	departure := web.NewScreen(web.At(room.CaseOf, d.Draft), "journey.depart", departureView).Headed().
		Beside(journey.ErrDecide, "despite").Beside(journey.ErrTooEarly, "early").Beside(journey.ErrClosed, "")
	arrival := web.NewScreen(web.At(room.CaseOf, d.Open), "journey.arrival.title", arrivalView).Headed()
	arrival = arrival.Beside(journey.ErrEarly, "early").Beside(journey.ErrArrivesAhead, "at").
		Beside(journey.ErrBeforeDeparture, "at").Beside(journey.ErrBeforeCase, "at")
	wasLeft := web.NewScreen(web.At(room.CaseOf, d.Draft), "journey.correct.departure_title", leftView).
		Back("journey.company.back", home).Filled(leftAt).Beside(journey.ErrAfterArrival, "at").
		Beside(journey.ErrBeforeCase, "at").Beside(journey.ErrDepartsAhead, "at").Beside(journey.ErrTooEarly, "early").
		Takes(web.TakeConflict)
	came := web.NewScreen(web.At(room.CaseOf, d.Open), "journey.correct.arrival_title", cameView).
		Back("journey.company.back", home).Filled(arrivedOn).Beside(journey.ErrBeforeDeparture, "on").
		Beside(journey.ErrDayAhead, "on").Beside(journey.ErrBeforeCase, "on").
		Takes(web.TakeConflict)
	company := web.NewScreen(web.At(room.CaseOf, d.OpenCompany), "journey.company.title", companyView).
		Back("journey.company.back", home)
	return []web.Route{
		web.Get(home, journey.Read, whole.Show),
		web.Get(home+"/plan", journey.Prepare, page.Show),
		web.Post(home+"/plan", journey.Organise, plan(d, page)),
		web.Post(home+"/changes", journey.Change, plan(d, page)),
		web.Post(home+"/seen", journey.SeeDoubt,
			web.Go(web.Do(room.CaseOf, d.SeeDoubt), home, "journey.doubt.seen_said")),
		web.Get(home+"/departure", journey.Draft, departure.Show),
		web.Post(home+"/departure", journey.Depart,
			web.Undone(departure.Take(web.Enter(room.CaseOf, leaves, d.Depart), home, "journey.departed_said"),
				"journey.correct.undo_departure", home+"/departure/undo")),
		web.Get(home+"/arrival", journey.Read, arrival.Show),
		web.Post(home+"/arrival", journey.ConfirmArrival,
			web.Undone(arrival.Take(web.Enter(room.CaseOf, arrivedAt, d.ConfirmArrival), "/cases/{case}",
				"journey.arrival.said"), "journey.correct.undo_arrival", home+"/arrival/undo")),
		web.Post(home+"/departure/undo", journey.UndoDeparture,
			web.Go(web.Do(room.CaseOf, d.UndoDeparture), home, "journey.correct.departure_undone")),
		web.Get(home+"/departure/correction", journey.Draft, wasLeft.Show),
		web.Post(home+"/departure/correction", journey.CorrectDeparture,
			wasLeft.Take(web.Enter(room.CaseOf, left, d.CorrectDeparture), home,
				"journey.correct.said")),
		web.Post(home+"/arrival/undo", journey.UndoArrival,
			web.Go(web.Do(room.CaseOf, d.UndoArrival), home, "journey.correct.arrival_undone")),
		web.Get(home+"/arrival/correction", journey.Read, came.Show),
		web.Post(home+"/arrival/correction", journey.CorrectArrival,
			came.Take(web.Enter(room.CaseOf, web.Answers(journey.OfArrival), d.CorrectArrival), home,
				"journey.correct.said")),
		web.Post(home+"/no-show", journey.RecordNoShow,
			whole.Sure(notCome).
				Take(web.Enter(room.CaseOf, web.Answers(journey.OfNoShow), d.NoShow), "/cases/{case}",
					"journey.no_show_said"), web.Retold),
		web.Post(home+"/whereabouts", journey.TellWhereabouts,
			web.Undone(whole.Take(web.Enter(room.CaseOf, roof, d.TellWhereabouts), "/cases/{case}",
				"journey.stranded.said"), "journey.stranded.undo", home+"/whereabouts/undo")),
		web.Post(home+"/whereabouts/undo", journey.UndoWhereabouts,
			web.Go(web.Do(room.CaseOf, d.UndoWhereabouts), home, "journey.stranded.undone")),
		web.Post(home+"/cannot-receive", journey.CannotReceive,
			whole.Sure(cannot).
				Take(web.Do(room.CaseOf, d.CannotReceive), "/", "journey.cannot.said"), web.Retold),
		web.Get(home+"/company", journey.OpenCompany, company.Show),
		web.Post(home+"/company", journey.NameCompany,
			company.Take(web.Enter(room.CaseOf, companion, d.NameCompany), home, "journey.company.said")),
		web.Post(home+"/company/end", journey.EndCompany,
			web.Go(web.Do(room.CaseOf, d.EndCompany), home, "journey.company.ended_said")),
		web.Get("/cases/{case}/step", journey.Step, web.NewScreen(web.At(room.CaseOf, d.Step), "journey.step.title",
			stepView).Headed().Show),
		web.Post(home+"/sheets", journey.PrintSheet,
			web.NewScreen(web.At(room.CaseOf, d.Sheet), "journey.sheet.title", sheetView).Headed().Show),
	}
}
