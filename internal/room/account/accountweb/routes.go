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

// How often one address may fail to sign in, and how often it may post to the other pages of the door, in an hour. A
// whole office may share an address.
const (
	signInsPerHour  = 600
	arrivalsPerHour = 60
)

// Room is all that the room adds to the network; lists are those of which people keep views, by name.
func Room(d *account.Desk, lists func(string) web.Kept) room.Room {
	return room.Room{Name: "account", Texts: Texts, Routes: routes(d, lists), Home: d.HomePanels(),
		Lists:  []web.Kept{narrowed},
		Limits: web.Limits{PerSecond: 10, Burst: 60}, Nav: []room.Entry{
			{Group: room.Administration, Rank: 10, Label: "account.nav.people", URL: "/people", Roles: access.Roles},
			{Group: room.Administration, Rank: 20, Label: "account.nav.settings", URL: "/settings",
				Roles: []access.Role{access.Administrator}},
			{Group: room.Own, Label: "account.nav.sessions", URL: "/sessions"},
		}}
}

// routes lists the room's pages.
func routes(d *account.Desk, lists func(string) web.Kept) []web.Route {
	arrives, tries := web.PerHour(arrivalsPerHour), web.FailuresPerHour(signInsPerHour)
	signsIn := web.NewScreen(web.Nothing, "account.sign_in.title", signInView).Headed().Takes(takeAtDoor)
	stepsUp := web.NewScreen(back, "account.step_up.title", stepUpView).Headed().Takes(takeAtDoor)
	setsUp := web.NewScreen(settingUp(d), "account.set_up.title", setUpView).Headed().Filled(nameTeams).
		Beside(account.ErrInvitation, "code")
	joins := web.NewScreen(web.Nothing, "account.join.title", joinView).Headed().Beside(account.ErrInvitation, "code")
	own := web.NewScreen(web.All(openOwn(d)), "account.sessions.title", sessionsView).Headed().Filled(fillOwn).
		Beside(account.ErrMail, "mail").Beside(account.ErrQuiet, "quiet_until")
	invites := web.NewScreen(web.Only(web.At(teamOf, d.Team), mayInvite), "account.invite.title", inviteView).
		Named(team).Headed().Filled(onlyRole).Beside(account.ErrTerm, "from")
	welcomes := web.NewScreen(openWaiting(d), "account.welcome.title", welcomeView).Named(name).
		Back("account.invited.back", "/people/{team}")
	departs := web.NewScreen(web.Only(openMember(d), mayEnd), "account.depart.title", departView).Named(name).Headed()
	settings := web.NewScreen(web.All(d.Settings), "account.settings.title", settingsView).Headed().Compares().
		Filled(fillSettings)
	return []web.Route{
		web.Get("/sign-in", account.SignIn, showSignIn(d, signsIn.Show)),
		web.Post("/sign-in", account.SignIn, signsIn.TakeTo(signIn(d)), tries),
		web.Post("/sign-out", account.SignOut, signOut(d)),
		web.Get("/step-up", account.StepUp, stepsUp.Show),
		web.Post("/step-up", account.StepUp, stepsUp.TakeTo(stepUp(d))),

		web.Get("/set-up", account.SetUp, setsUp.Show),
		web.Post("/set-up", account.SetUp, whileSettingUp(d, setsUp.TakeTo(found(d))), arrives),
		web.Post("/set-up/finish", account.SetUp, whileSettingUp(d, finish(d, account.ToSetUp, "/settings")), arrives),
		web.Get("/join", account.Join, joins.Show),
		web.Post("/join", account.Join, joins.TakeTo(readInvitation(d)), arrives),
		web.Post("/join/who", account.Join, introduce(d), arrives),
		web.Post("/join/finish", account.Join, finish(d, account.ToJoin, "/arrival"), arrives),
		web.Get("/arrival", account.People, arrival(d)),

		web.Get("/people", account.People,
			web.NewScreen(people(d), "account.people.title", peopleView).Headed().Wide().Show),
		web.Post("/people", account.People,
			web.NewScreen(findPeople(d), "account.people.title", peopleView).Headed().Wide().Show),
		web.Get("/people/{team}", account.People,
			web.NewScreen(web.At(teamOf, d.Team), "account.team.title", teamView).Named(team).
				Back("account.team.back", "/people").Show),
		web.Get("/people/{team}/invite", account.Invite, invites.Show),
		web.Post("/people/{team}/invite", account.Invite, invites.TakeTo(invite(d))),
		web.Get("/people/{team}/welcome/{user}", account.People, welcomes.Show),
		web.Post("/people/{team}/welcome/{user}", account.Welcome,
			welcomes.Take(welcome(d), "/people/{team}", "account.welcome.done")),
		web.Get("/people/{team}/depart/{user}", account.People, departs.Show),
		web.Post("/people/{team}/depart/{user}", account.Depart, depart(d)),

		web.Get("/sessions", account.OwnSessions, own.Show),
		web.Post("/sessions/close", account.OwnSessions, closeOne(d)),
		web.Post("/sessions/close-all", account.OwnSessions, closeAll(d)),
		web.Post("/sessions/notices", account.SetNotices,
			own.Take(web.EnterAll(web.Answers(account.Noticed), d.SetNotices), "/sessions",
				"account.sessions.mail_set")),
		web.Post("/sessions/language", account.SetLanguage,
			own.TakeTo(speak(d))),
		web.Post("/views", account.KeepView, viewed(lists, keep(d), "account.view_kept")),
		web.Post("/views/gone", account.DropView, viewed(lists, d.DropView, "account.view_gone")),
		web.Get("/settings", account.ReadSettings, settings.Show),
		web.Post("/settings", account.ChangeSettings,
			settings.Take(web.EnterAll(readSettings, d.Change), "/settings", "account.settings.saved")),
		web.Post("/settings/tasks/{task}/attempt", account.TryTask,
			web.Go(web.Do(taskOf, d.TryAgain), "/settings", "account.aside.tried")),
		web.Post("/settings/tasks/{task}/rest", account.RestTask,
			web.Go(web.Do(taskOf, d.LayToRest), "/settings", "account.aside.rested")),
	}
}

// team and name put the team's or the member's name into a title.
func team(_ *web.Request, p account.TeamPage) []any { return []any{"team", p.Name} }
func name(_ *web.Request, c colleague) []any        { return []any{"name", c.member.Name} }
