// Package stayweb is the pages of the stay, made for a telephone first.
package stayweb

import (
	"context"
	"embed"

	"github.com/a-h/templ"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Room is all that the room adds to the network.
func Room(d *stay.Desk) room.Room {
	return room.Room{Name: "stay", Texts: Texts, Routes: routes(d), Home: d.HomePanels(), Agenda: d.Agenda(),
		Jobs:   d.Handlers(),
		Panels: []casefile.CasePanel{panel(d)}}
}

// panel is the stay on the case page, with what is left to do of it.
func panel(d *stay.Desk) casefile.CasePanel {
	p := casefile.With(casefile.Panel("stay", casefile.ItsStay, 10, d.OnCase, panelView, brief), d.Past, happened)
	p.Left, p.Back = stay.ToDo, stay.Back
	return p
}

// routes are the room's pages and acts.
func routes(d *stay.Desk) []web.Route {
	open := web.At(room.CaseOf, d.Open)
	const home = "/cases/{case}/stay"
	page := func(title string, view func(*web.Form, stay.Shown) templ.Component) web.Screen[stay.Shown] {
		return web.NewScreen(open, title, view).Back("stay.back", home).Filled(propose).Tries()
	}
	overview := web.NewScreen(open, "stay.title", overviewView)
	roof := overview.Beside(stay.ErrPlaceGone, "roof")
	notes := page("stay.notes.title", notesView)
	law := page("stay.legal.title", legalView).Beside(stay.ErrEarlier, "earlier")
	aids := page("stay.aid.title", aidView).Beside(stay.ErrMonthAhead, "month")
	services := page("stay.services.title", form{path: "/services", asks: stay.Giving.Questions(),
		save: "stay.services.save"}.view)
	rights := page("stay.justice.title", form{path: "/justice", asks: stay.Stating.Questions(), always: true,
		save: "stay.justice.save", words: "stay.legal.free"}.view)
	exit := page("stay.exit.title", form{path: "/exit", asks: stay.Planning.Questions(),
		save: "stay.exit.save"}.view).Filled(planned)
	moving := page("stay.transfer.title", form{path: "/transfer", asks: stay.Moving.Questions(),
		save: "stay.transfer.save", words: "stay.transfer.words", done: transferAsked}.view).Takes(web.TakeConflict)
	last := page("stay.end.title", form{path: "/end", asks: stay.Ending.Questions(),
		save: "stay.end.save", words: "stay.end.words"}.view).Sure(ending)
	clock := web.NewScreen(web.AtBoth(room.CaseOf, clockOf, openOne(d, stay.Shown.Clock)), "stay.clock.title",
		clockView).
		Back("stay.back", home).Sure(closing)
	amounts := web.NewScreen(web.All(d.Amounts), "stay.amounts.title", amountsView).Headed()
	return append(corrections(d), []web.Route{
		web.Get(home, stay.Read, overview.Show),
		web.Get(home+"/notes", stay.Read, notes.Show),
		web.Post(home+"/notes", stay.WriteNote,
			notes.Take(web.Enter(room.CaseOf, web.Answers(stay.Noting), d.Note), home+"/notes", "stay.notes.said")),
		web.Get(home+"/services", stay.Read, services.Show),
		web.Post(home+"/services", stay.GiveService,
			services.Take(web.Enter(room.CaseOf, web.Answers(stay.Giving), d.Serve), home, "stay.services.said")),
		web.Get(home+"/aid", stay.Read, aids.Show),
		web.Post(home+"/aid", stay.PayAid, aids.Take(web.Enter(room.CaseOf, aid, d.Pay), home+"/aid", "stay.aid.said")),
		web.Get(home+"/legal", stay.Read, law.Show),
		web.Post(home+"/legal", stay.RecordLegal,
			law.Take(web.Enter(room.CaseOf, step, d.RecordLegal), home+"/legal",
				"stay.legal.said")),
		web.Get(home+"/justice", stay.Read, rights.Show),
		web.Post(home+"/justice", stay.StateJustice,
			rights.Take(web.Enter(room.CaseOf, web.Answers(stay.Stating), d.StateJustice), home+"/legal",
				"stay.legal.said")),
		web.Get(home+"/clocks/{clock}", stay.Read, clock.Show),
		web.Post(home+"/clocks/{clock}", stay.CloseClock,
			web.Undone(clock.Take(web.EnterBoth(room.CaseOf, clockOf, web.Answers(stay.Closing), d.CloseClock),
				home+"/legal", "stay.legal.said"), "stay.correct.undo", home+"/clocks/{clock}/undo"), web.Retold),
		web.Post(home+"/ongoing", stay.Settle, overview.Take(web.Do(room.CaseOf, d.Settle), home, "stay.said")),
		web.Get(home+"/exit", stay.Read, exit.Show),
		web.Post(home+"/exit", stay.PlanExit, exit.Take(web.Enter(room.CaseOf, web.Answers(stay.Planning),
			d.PlanExit), home, "stay.said")),
		web.Get(home+"/transfer", stay.Read, moving.Show),
		web.Post(home+"/transfer", stay.AskTransfer,
			moving.Take(web.Enter(room.CaseOf, web.Answers(stay.Moving), d.AskTransfer), home, "stay.transfer.said")),
		web.Post(home+"/breach", stay.ReportBreach,
			overview.Take(web.Do(room.CaseOf, d.ReportBreach), home, "stay.breach.said")),
		web.Post(home+"/safety", stay.MakeSafe,
			overview.Sure(safe).
				Take(web.Do(room.CaseOf, d.MakeSafe), home, "stay.breach.safe_said"), web.Retold),
		web.Post(home+"/roof", stay.TellRoof,
			roof.Take(web.Enter(room.CaseOf, web.Answers(stay.Roofing), d.TellRoof), home, "stay.roof.said")),
		web.Get(home+"/end", stay.Read, last.Show),
		web.Post(home+"/end", stay.End,
			web.Undone(last.Take(web.Enter(room.CaseOf, web.Answers(stay.Ending), d.End), home, "stay.end.said"),
				"casefile.page.reopen", "/cases/{case}/reopening"), web.Retold),
		web.Get("/aid-amounts", stay.ReadAmounts, amounts.Show),
		web.Post("/aid-amounts", stay.SetAmount,
			amounts.Take(web.EnterAll(web.Answers(stay.Valuing), d.SetAmount), "/aid-amounts", "stay.amounts.said")),
	}...)
}

// corrections are the pages and acts that put right what was recorded: a press for ten minutes, then a page that shows
// both.
func corrections(d *stay.Desk) []web.Route {
	const home = "/cases/{case}/stay"
	aidOnce := web.NewScreen(web.AtBoth(room.CaseOf, entryOf, openOne(d, stay.Shown.Aid)), "stay.correct.aid",
		rightAidView).Back("stay.back", home).Filled(fillAid).Tries().Beside(stay.ErrMonthAhead,
		"month").Takes(web.TakeConflict)
	help := web.NewScreen(web.AtBoth(room.CaseOf, entryOf, openOne(d, stay.Shown.Service)), "stay.correct.service",
		rightServiceView).Back("stay.back", home).Filled(fillService).Tries().Takes(web.TakeConflict)
	legal := web.NewScreen(web.AtBoth(room.CaseOf, entryOf, openOne(d, stay.Shown.Legal)), "stay.correct.legal",
		rightLegalView).Back("stay.back", home).Filled(fillLegal).Tries().Beside(stay.ErrEarlier, "earlier").
		Takes(web.TakeConflict)
	outcome := web.NewScreen(web.AtBoth(room.CaseOf, clockOf, openOne(d, stay.Shown.Clock)), "stay.correct.clock",
		rightClockView).Back("stay.back", home).Filled(fillClock).Takes(web.TakeConflict)
	end := web.NewScreen(web.At(room.CaseOf, d.Open), "stay.correct.end", rightEndView).Back("stay.back", home).
		Filled(fillEnd).Tries().Takes(web.TakeConflict)
	undo := func(do func(context.Context, access.Actor, casefile.Ref, stay.EntryID) error, next string) web.Handler {
		return web.Go(web.DoBoth(room.CaseOf, entryOf, do), next, "stay.correct.undo_said")
	}
	return []web.Route{
		web.Post(home+"/services/{entry}/undo", stay.UndoService, undo(d.UndoService, home)),
		web.Get(home+"/services/{entry}", stay.Read, help.Show),
		web.Post(home+"/services/{entry}", stay.CorrectService, help.Take(web.EnterBoth(room.CaseOf, entryOf,
			web.Answers(stay.Righting), d.CorrectService), home, "stay.correct.said")),
		web.Post(home+"/services/{entry}/removal", stay.CorrectService, undo(d.DropService, home)),
		web.Post(home+"/aid/{entry}/undo", stay.UndoAid, undo(d.UndoAid, home+"/aid")),
		web.Get(home+"/aid/{entry}", stay.Read, aidOnce.Show),
		web.Post(home+"/aid/{entry}", stay.CorrectAid, aidOnce.Take(web.EnterBoth(room.CaseOf, entryOf, aid,
			d.CorrectAid), home+"/aid", "stay.correct.said")),
		web.Post(home+"/aid/{entry}/removal", stay.CorrectAid, undo(d.DropAid, home+"/aid")),
		web.Post(home+"/legal/{entry}/undo", stay.UndoLegal, undo(d.UndoLegal, home+"/legal")),
		web.Get(home+"/legal/{entry}", stay.Read, legal.Show),
		web.Post(home+"/legal/{entry}", stay.CorrectLegal, legal.Take(web.EnterBoth(room.CaseOf, entryOf,
			step, d.CorrectLegal), home+"/legal", "stay.correct.said")),
		web.Post(home+"/legal/{entry}/removal", stay.CorrectLegal, undo(d.DropLegal, home+"/legal")),
		web.Post(home+"/clocks/{clock}/undo", stay.UndoClock,
			web.Go(web.DoBoth(room.CaseOf, clockOf, d.UndoClock), home+"/legal", "stay.correct.undo_said")),
		web.Get(home+"/clocks/{clock}/correction", stay.Read, outcome.Show),
		web.Post(home+"/clocks/{clock}/correction", stay.CorrectClock, outcome.Take(web.EnterBoth(room.CaseOf, clockOf,
			web.Answers(stay.Closing), d.CorrectClock), home+"/legal", "stay.correct.said")),
		web.Post(home+"/clocks/{clock}/removal", stay.CorrectClock,
			outcome.Take(web.DoBoth(room.CaseOf, clockOf, d.DropOutcome), home+"/legal", "stay.correct.undo_said")),
		web.Get(home+"/end/correction", stay.Read, end.Show),
		web.Post(home+"/end/correction", stay.CorrectEnd, end.Take(web.Enter(room.CaseOf,
			web.Answers(stay.Ending), d.CorrectEnd), home, "stay.correct.said")),
	}
}
