// Package stayweb is the pages of the stay, made for a telephone first.
package stayweb

import (
	"embed"

	"github.com/a-h/templ"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/stay"
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
		Panels: []casefile.CasePanel{casefile.Panel("stay", 60, d.OnCase, panelView)}}
}

// routes are the room's pages and acts.
func routes(d *stay.Desk) []web.Route {
	open := web.At(room.CaseOf, d.Open)
	const home = "/cases/{case}/stay"
	page := func(title string, view func(*web.Form, stay.Shown) templ.Component) web.Screen[stay.Shown] {
		return web.NewScreen(open, title, view).Back("stay.back", home).Filled(propose)
	}
	overview := web.NewScreen(open, "stay.title", overviewView)
	notes, law := page("stay.notes.title", notesView), page("stay.legal.title", legalView)
	aids := page("stay.aid.title", aidView)
	services := page("stay.services.title", form{path: "/services", asks: stay.Giving.Questions(),
		save: "stay.services.save"}.view)
	rights := page("stay.justice.title", form{path: "/justice", asks: stay.Stating.Questions(), always: true,
		save: "stay.justice.save", words: "stay.legal.free"}.view)
	exit := page("stay.exit.title", form{path: "/exit", asks: stay.Planning.Questions(),
		save: "stay.exit.save"}.view).Filled(planned)
	moving := page("stay.transfer.title", form{path: "/transfer", asks: stay.Moving.Questions(),
		save: "stay.transfer.save", words: "stay.transfer.words"}.view)
	last := page("stay.end.title", form{path: "/end", asks: stay.Ending.Questions(),
		save: "stay.end.save", words: "stay.end.words"}.view)
	clock := web.NewScreen(web.AtBoth(room.CaseOf, clockOf, openClock(d)), "stay.clock.title", clockView).
		Back("stay.back", home)
	amounts := web.NewScreen(web.All(d.Amounts), "stay.amounts.title", amountsView).Headed()
	return []web.Route{
		web.Get(home, stay.Read, overview.Show),
		web.Get(home+"/notes", stay.Read, notes.Show),
		web.Post(home+"/notes", stay.WriteNote,
			notes.Take(web.Enter(room.CaseOf, web.Answers(stay.Noting), d.Note), home+"/notes", "stay.notes.said")),
		web.Get(home+"/services", stay.Read, services.Show),
		web.Post(home+"/services", stay.GiveService,
			services.Take(web.Enter(room.CaseOf, web.Answers(stay.Giving), d.Serve), home, "stay.services.said")),
		web.Get(home+"/aid", stay.Read, aids.Show),
		web.Post(home+"/aid", stay.PayAid, aids.Take(web.Enter(room.CaseOf, aid, d.Pay), home+"/aid", "stay.aid.said")),
		web.Post(home+"/aid/{aid}/undo", stay.UndoAid,
			aids.Takes(web.TakeConflict).Take(web.DoBoth(room.CaseOf, aidOf, d.UndoAid), home+"/aid",
				"stay.aid.undo_said")),
		web.Get(home+"/legal", stay.Read, law.Show),
		web.Post(home+"/legal", stay.RecordLegal,
			law.Take(web.Enter(room.CaseOf, web.Answers(stay.Stepping), d.RecordLegal), home+"/legal",
				"stay.legal.said")),
		web.Get(home+"/justice", stay.Read, rights.Show),
		web.Post(home+"/justice", stay.StateJustice,
			rights.Take(web.Enter(room.CaseOf, web.Answers(stay.Stating), d.StateJustice), home+"/legal",
				"stay.legal.said")),
		web.Get(home+"/clocks/{clock}", stay.Read, clock.Show),
		web.Post(home+"/clocks/{clock}", stay.CloseClock,
			clock.Take(web.EnterBoth(room.CaseOf, clockOf, web.Answers(stay.Closing), d.CloseClock), home+"/legal",
				"stay.legal.said")),
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
			overview.Take(web.Do(room.CaseOf, d.MakeSafe), home, "stay.breach.safe_said")),
		web.Get(home+"/end", stay.Read, last.Show),
		web.Post(home+"/end", stay.End, last.Take(web.Enter(room.CaseOf, web.Answers(stay.Ending), d.End), home,
			"stay.end.said")),
		web.Get("/aid-amounts", stay.ReadAmounts, amounts.Show),
		web.Post("/aid-amounts", stay.SetAmount,
			amounts.Take(web.EnterAll(web.Answers(stay.Valuing), d.SetAmount), "/aid-amounts", "stay.amounts.said")),
	}
}
