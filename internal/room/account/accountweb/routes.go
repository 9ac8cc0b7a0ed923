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

		web.Get("/people", account.People, people(d)),
		web.Post("/people", account.People, findPeople(d)),
		web.Get("/people/{team}", account.People, team(d)),
		web.Get("/people/{team}/invite", account.Invite, showInvite(d)),
		web.Post("/people/{team}/invite", account.Invite, invite(d)),
		web.Get("/people/{team}/welcome/{user}", account.People, showWelcome(d)),
		web.Post("/people/{team}/welcome/{user}", account.Welcome, welcome(d)),
		web.Get("/people/{team}/depart/{user}", account.People, showDepart(d)),
		web.Post("/people/{team}/depart/{user}", account.Depart, depart(d)),

		web.Get("/sessions", account.OwnSessions, sessions(d)),
		web.Post("/sessions/close", account.OwnSessions, closeOne(d)),
		web.Post("/sessions/close-all", account.OwnSessions, closeAll(d)),
		web.Post("/sessions/notices", account.SetNotices, setNotices(d)),
		web.Post("/sessions/language", account.SetLanguage, setLanguage(d)),
		web.Get("/settings", account.ReadSettings, showSettings(d)),
		web.Post("/settings", account.ChangeSettings, changeSettings(d)),
		web.Post("/settings/tasks/{task}/attempt", account.TryTask, decideAside(d.TryAgain, "account.aside.tried")),
		web.Post("/settings/tasks/{task}/rest", account.RestTask, decideAside(d.LayToRest, "account.aside.rested")),
	}
}
