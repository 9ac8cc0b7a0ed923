// Package casefileweb shows the home, the list of cases and the case page, which every room's panels make up.
package casefileweb

import (
	"embed"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// Texts are the room's words.
//
//go:embed *.toml
var Texts embed.FS

// Room is all that the room adds to the network; the one box finds what the others find.
func Room(d *casefile.Desk, others ...room.Room) room.Room {
	return room.Room{Name: "casefile", Texts: Texts, Routes: routes(d, room.Finders(others)), Jobs: d.Handlers(),
		Lists: []web.Kept{narrowed, loaded},
		Nav: []room.Entry{
			{Group: room.Today, Label: "casefile.nav.home", URL: "/"},
			{Group: room.Today, Rank: 1, Label: "casefile.notice.nav", URL: noticesPath, Roles: casefile.AtCases,
				Waits: waits(d)},
			{Group: room.Today, Rank: 2, Label: "casefile.nav.calendar", URL: "/calendar", Roles: casefile.AtCases},
			{Group: room.People, Rank: 10, Label: "casefile.nav.cases", URL: "/cases",
				Roles: casefile.AtCases},
			{Group: room.People, Rank: 11, Label: "casefile.nav.caseload", URL: "/caseload", Roles: casefile.AtCases},
		}}
}

// routes are the room's pages.
func routes(d *casefile.Desk, finders func(access.Actor) []room.Finder) []web.Route {
	page := web.NewScreen(onCase(d), "casefile.page.title", caseView).Wide().
		Named(func(_ *web.Request, p casefile.Page) []any { return []any{"code", p.Header.Code} })
	ending := web.NewScreen(web.At(room.CaseOf, d.OnCase), "casefile.end.title", endView).Called(endTitle).
		Back("casefile.end.back", "/cases/{case}").Takes(web.TakeConflict)
	leaving := ending.Beside(casefile.ErrCode, "case_code")
	// Of a code that no team of the person follows is said what is said of one that does not exist.
	finding := web.NewScreen(web.Nothing, "casefile.find.title", findView).Headed().
		Takes(web.TakeAbsent("code", "casefile.no_such_code"))
	owning := web.NewScreen(web.At(room.CaseOf, d.Followed), "casefile.owner.title", ownerView).Filled(fill).
		Back("casefile.end.back", "/cases/{case}").Beside(casefile.ErrOwner, "owner").
		Beside(casefile.ErrDeputy, "deputy").Takes(web.TakeConflict)
	loading := web.NewScreen(caseload(d), "casefile.caseload.title", caseloadView).Headed().Wide().
		Beside(casefile.ErrOwner, "owner").Beside(casefile.ErrDeputy, "deputy").Takes(web.TakeConflict)
	return []web.Route{
		web.Get("/{$}", casefile.Home, web.NewScreen(home(d), "casefile.home.title", homeView).Wide().Show),
		web.Get(noticesPath, casefile.OpenNotices,
			web.NewScreen(notices(d), "casefile.notice.title", noticesView).Headed().Wide().Show),
		web.Post(noticesPath+"/seen", casefile.SeeNotices, web.Go(saw(d), noticesPath, "casefile.notice.saw_said")),
		web.Get("/calendar", casefile.OpenCalendar, web.Show(calendar(d), "casefile.calendar.title", calendarView)),
		web.Get("/cases", casefile.List, web.NewScreen(list(d), "casefile.list.title", listView).Headed().Wide().Show),
		web.Get("/caseload", casefile.OpenCaseload, loading.Show),
		web.Post("/caseload", casefile.Assign, loading.TakeTo(handOver(d))),
		web.Get("/cases/{case}/owner", casefile.OpenOwners, owning.Show),
		web.Post("/cases/{case}/owner", casefile.Assign,
			owning.Compares().Take(web.EnterTwo(room.CaseOf, typed, d.Assign), "/cases/{case}", "casefile.owner.said")),
		web.Post("/cases/{case}/owner/take", casefile.Assign,
			web.Go(web.Do(room.CaseOf, d.Take), "/cases/{case}", "casefile.owner.said")),
		web.Post("/find", casefile.List, finding.TakeTo(find(d, finders)), web.Retold),
		web.Get("/cases/{case}", casefile.Open, page.Show),
		web.Get("/cases/{case}/looks", casefile.Open, web.NewScreen(looksAt(d), "casefile.looked.title", looksView).
			Headed().Wide().Back("casefile.end.back", "/cases/{case}").Show),
		web.Get("/cases/{case}/end", casefile.Open, ending.Show),
		web.Post("/cases/{case}/withdrawal", casefile.Withdraw, leaving.TakeTo(withdraw(d))),
		web.Post("/cases/{case}/stays", casefile.Stays,
			web.Go(web.Do(room.CaseOf, d.Stays), "/cases/{case}", "casefile.end.stays_said")),
		web.Post("/cases/{case}/reopening", casefile.Reopen,
			ending.Take(web.Enter(room.CaseOf, how, d.Reopen), "/cases/{case}", "casefile.end.reopened_said")),
		web.Post("/cases/{case}/pause", casefile.Pause, pause(d)),
		web.Post("/cases/{case}/end", casefile.Close,
			web.Undone(ending.Beside(casefile.ErrCode, "end_code").Take(
				web.Enter(room.CaseOf, web.Answers(casefile.Ending), d.Close), "/cases/{case}", "casefile.end.said"),
				"casefile.page.reopen", "/cases/{case}/reopening")),
	}
}
