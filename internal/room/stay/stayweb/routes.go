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
	return room.Room{Name: "stay", Texts: Texts, Routes: routes(d), Home: d.HomePanels(), Panels: panels(d)}
}

// routes are the room's pages and acts.
func routes(d *stay.Desk) []web.Route {
	open := web.At(caseOf, d.Open)
	page := func(title string, view func(*web.Form, stay.Shown) templ.Component) web.Screen[stay.Shown] {
		return web.NewScreen(open, title, view)
	}
	overview, notes := page("stay.title", overviewView), page("stay.notes.title", notesView)
	services, aids := page("stay.services.title", servicesView), page("stay.aid.title", aidView)
	law, rights := page("stay.legal.title", legalView), page("stay.justice.title", justiceView)
	exit, moving := page("stay.exit.title", exitView), page("stay.transfer.title", transferView)
	last := page("stay.end.title", endView)
	clock := web.NewScreen(web.AtBoth(caseOf, clockOf, openClock(d)), "stay.clock.title", clockView)
	amounts := web.NewScreen(web.All(d.Amounts), "stay.amounts.title", amountsView)
	const home = "/cases/{case}/stay"
	return []web.Route{
		web.Get(home, stay.Read, overview.Show),
		web.Get(home+"/notes", stay.Read, notes.Show),
		web.Post(home+"/notes", stay.WriteNote,
			notes.Take(web.Enter(caseOf, web.Answers(stay.Noting), d.Note), home+"/notes", "stay.notes.said")),
		web.Get(home+"/services", stay.Read, services.Show),
		web.Post(home+"/services", stay.GiveService,
			services.Take(web.EnterTwo(caseOf, service, d.Serve), home, "stay.services.said")),
		web.Get(home+"/aid", stay.Read, aids.Show),
		web.Post(home+"/aid", stay.PayAid, aids.Take(web.Enter(caseOf, aid, d.Pay), home+"/aid", "stay.aid.said")),
		web.Get(home+"/legal", stay.Read, law.Show),
		web.Post(home+"/legal", stay.RecordLegal,
			law.Take(web.EnterTwo(caseOf, legal, d.RecordLegal), home+"/legal", "stay.legal.said")),
		web.Get(home+"/justice", stay.Read, rights.Show),
		web.Post(home+"/justice", stay.StateJustice,
			rights.Take(web.Enter(caseOf, web.Answers(stay.Stating), d.StateJustice), home+"/legal",
				"stay.legal.said")),
		web.Get(home+"/clocks/{clock}", stay.Read, clock.Show),
		web.Post(home+"/clocks/{clock}", stay.CloseClock,
			clock.Take(web.EnterBoth(caseOf, clockOf, web.Answers(stay.Closing), d.CloseClock), home+"/legal",
				"stay.legal.said")),
		web.Post(home+"/ongoing", stay.Settle, overview.Take(web.Do(caseOf, d.Settle), home, "stay.said")),
		web.Get(home+"/exit", stay.Read, exit.Show),
		web.Post(home+"/exit", stay.PlanExit, exit.Take(web.Enter(caseOf, web.Answers(stay.Planning), d.PlanExit), home,
			"stay.said")),
		web.Get(home+"/transfer", stay.Read, moving.Show),
		web.Post(home+"/transfer", stay.AskTransfer,
			moving.Take(web.Enter(caseOf, web.Answers(stay.Moving), d.AskTransfer), home, "stay.transfer.said")),
		web.Post(home+"/breach", stay.ReportBreach,
			overview.Take(web.Do(caseOf, d.ReportBreach), home, "stay.breach.said")),
		web.Post(home+"/safety", stay.MakeSafe,
			overview.Take(web.Do(caseOf, d.MakeSafe), home, "stay.breach.safe_said")),
		web.Get(home+"/end", stay.Read, last.Show),
		web.Post(home+"/end", stay.End, last.Take(web.EnterTwo(caseOf, end, d.End), home, "stay.end.said")),
		web.Get("/aid-amounts", stay.ReadAmounts, amounts.Show),
		web.Post("/aid-amounts", stay.SetAmount,
			amounts.Take(web.EnterAll(web.Answers(stay.Valuing), d.SetAmount), "/aid-amounts", "stay.amounts.said")),
	}
}

// panels is the stay on the case page.
func panels(d *stay.Desk) []casefile.CasePanel {
	return []casefile.CasePanel{casefile.Panel("stay", 60, d.OnCase, panelView)}
}
