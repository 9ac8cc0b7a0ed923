// Package accountweb shows the pages of the door and of the teams.
package accountweb

import (
	"embed"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// Texts are the room's texts.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

// How often one address may post to the pages of the door in an hour. A whole office may share an address.
const (
	signInsPerHour  = 600
	arrivalsPerHour = 60
)

// Room is all that the room adds to the network.
func Room(d *account.Desk) room.Room {
	return room.Room{Name: "account", Texts: Texts, Routes: routes(d), Home: d.HomePanels(), Nav: []room.Entry{
		{Group: room.Network, Rank: 10, Label: "account.nav.people", URL: "/people", Roles: access.Roles},
		{Group: room.Network, Rank: 20, Label: "account.nav.settings", URL: "/settings",
			Roles: []access.Role{access.Administrator}},
		{Group: room.Own, Label: "account.nav.sessions", URL: "/sessions"},
	}}
}

// routes lists the room's pages.
func routes(d *account.Desk) []web.Route {
	own := ownScreen(d)
	invites := web.NewScreen(web.At(teamOf, inviting(d)), "account.invite.title",
		inviteView).Named(named).Filled(onlyRole)
	welcomes := web.NewScreen(web.AtBoth(teamOf, memberOf, openWaiting(d)), "account.welcome.title", welcomeView).
		Named(func(_ *web.Request, c colleague) []any { return []any{"name", c.waiting.Name} })
	departs := web.NewScreen(web.AtBoth(teamOf, memberOf, openLeaving(d)), "account.depart.title", departView).
		Named(func(_ *web.Request, c colleague) []any { return []any{"name", c.member.Name} })
	settings := web.NewScreen(web.All(d.Settings), "account.settings.title", settingsView).Filled(fillSettings)
	return []web.Route{
		web.Get("/sign-in", account.SignIn, showSignIn(d)),
		web.Post("/sign-in", account.SignIn, signIn(d), web.PerHour(signInsPerHour)),
		web.Post("/sign-out", account.SignOut, signOut(d)),
		web.Get("/step-up", account.StepUp, showStepUp()),
		web.Post("/step-up", account.StepUp, stepUp(d)),

		web.Get("/set-up", account.SetUp, showSetUp(d)),
		web.Post("/set-up", account.SetUp, beginSetUp(d), web.PerHour(arrivalsPerHour)),
		web.Post("/set-up/finish", account.SetUp, finishSetUp(d), web.PerHour(arrivalsPerHour)),
		web.Get("/join", account.Join, showJoin(d)),
		web.Post("/join", account.Join, readInvitation(d), web.PerHour(arrivalsPerHour)),
		web.Post("/join/who", account.Join, introduce(d), web.PerHour(arrivalsPerHour)),
		web.Post("/join/finish", account.Join, finishJoin(d), web.PerHour(arrivalsPerHour)),
		web.Get("/arrival", account.People, arrival(d)),

		web.Get("/people", account.People, web.NewScreen(people(d), "account.people.title", peopleView).Wide().Show),
		web.Post("/people", account.People, findPeople(d)),
		web.Get("/people/{team}", account.People,
			web.NewScreen(web.At(teamOf, d.Team), "account.team.title", teamView).Named(named).Show),
		web.Get("/people/{team}/invite", account.Invite, invites.Show),
		web.Post("/people/{team}/invite", account.Invite, invite(d)),
		web.Get("/people/{team}/welcome/{user}", account.People, welcomes.Show),
		web.Post("/people/{team}/welcome/{user}", account.Welcome,
			welcomes.Take(web.EnterBoth(teamOf, memberOf, compared, welcome(d)), "/people/{team}",
				"account.welcome.done")),
		web.Get("/people/{team}/depart/{user}", account.People, departs.Show),
		web.Post("/people/{team}/depart/{user}", account.Depart, depart(d)),

		web.Get("/sessions", account.OwnSessions, own.Show),
		web.Post("/sessions/close", account.OwnSessions, closeOne(d)),
		web.Post("/sessions/close-all", account.OwnSessions, closeAll(d)),
		web.Post("/sessions/notices", account.SetNotices,
			own.Take(web.EnterAll(mail, d.SetNotices), "/sessions", "account.sessions.mail_set")),
		web.Post("/sessions/language", account.SetLanguage,
			own.Take(web.EnterAll(language, d.Speak), "/sessions", "account.sessions.language_set")),
		web.Get("/settings", account.ReadSettings, settings.Show),
		web.Post("/settings", account.ChangeSettings,
			settings.Take(web.EnterAll(readSettings, d.Change), "/settings", "account.settings.saved")),
		web.Post("/settings/tasks/{task}/attempt", account.TryTask, decideAside(d.TryAgain, "account.aside.tried")),
		web.Post("/settings/tasks/{task}/rest", account.RestTask, decideAside(d.LayToRest, "account.aside.rested")),
	}
}

// named puts the team's name into a title.
func named(_ *web.Request, p account.TeamPage) []any { return []any{"team", p.Name} }
