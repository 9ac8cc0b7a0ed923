// Package assessmentweb shows the joint evaluation on one page, its history, the decision and its panel of the case
// page.
package assessmentweb

import (
	"embed"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// Room is all that the room adds to the network.
func Room(d *assessment.Desk) room.Room {
	return room.Room{Name: "assessment", Texts: Texts, Routes: routes(d), Home: d.HomePanels(),
		Panels: []casefile.CasePanel{casefile.Panel("assessment", casefile.Evaluated, 10, d.OnCase, panelView, brief)}}
}

// Where the room's pages are.
const (
	onCase = "/cases/{case}"
	sheet  = onCase + "/assessment"
	apart  = sheet + "/apart"
	other  = sheet + "/decision"
)

var (
	caseOf     = room.CaseOf
	conflictOf = web.ID[casefile.ConflictID]("conflict")
)

// routes are the room's pages.
func routes(d *assessment.Desk) []web.Route {
	open, toSheet := web.At(caseOf, d.Open), "assessment.back_to_sheet"
	whole := web.NewScreen(open, "assessment.page.title", sheetView).Named(code).Filled(fill).Wide().Compares().
		Takes(refused)
	decides := web.NewScreen(open, "assessment.decision.title", decisionView).Back(toSheet, sheet).
		Filled(func(r *web.Request, x assessment.File) { r.Form().Default("age_route", x.Sheet.AgeRoute) }).
		Compares().Takes(refused)
	apartFrom := web.NewScreen(open, "assessment.apart.title", apartView).Back(toSheet, sheet).
		Takes(web.TakeAbsent("code", "assessment.apart.no_such_code"))
	return []web.Route{
		web.Get(sheet, assessment.Read, whole.Show),
		web.Post(sheet, assessment.Write, admits(
			whole.Take(web.EnterTwo(caseOf, signed, d.Admit), onCase, "assessment.said.admitted"),
			whole.Take(web.Enter(caseOf, read, d.Save), sheet, "assessment.said.saved"))),
		web.Post(sheet+"/start", assessment.Start,
			web.Go(web.Do(caseOf, d.Start), sheet, "assessment.said.started")),
		web.Post(sheet+"/check", assessment.Recheck,
			web.Go(web.Do(caseOf, d.Recheck), onCase, "assessment.said.checked")),
		web.Get(apart, assessment.Read, apartFrom.Show),
		web.Post(apart, assessment.KeepApart, apartFrom.Take(
			web.Enter(caseOf, web.Answers(assessment.KeptApart), d.KeepApart), apart, "assessment.said.apart")),
		web.Post(apart+"/{conflict}/lifting", assessment.LiftApart,
			web.PressOn(open, apart).Sure(lifted).
				Take(web.DoBoth(caseOf, conflictOf, d.LiftApart), apart, "assessment.said.apart_lifted"), web.Retold),
		web.Get(sheet+"/zones", assessment.Read,
			web.NewScreen(open, "assessment.zone.map", zoneMapView).Wide().Back(toSheet, sheet).Show),
		web.Get(other, assessment.Read, decides.Show),
		web.Post(other, assessment.Decide,
			decides.Take(web.Enter(caseOf, turning, d.Turn), onCase, "assessment.said.turned")),
		web.Get(sheet+"/versions/{number}", assessment.Read,
			web.NewScreen(web.AtBoth(caseOf, web.Whole("number"), d.At), "assessment.version.title", versionView).
				Named(number).Back(toSheet, sheet).Show),
	}
}
