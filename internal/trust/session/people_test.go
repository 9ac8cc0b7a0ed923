package session_test

import (
	"net/url"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

// Who is sent away is out at once, of this team and of nothing else; a team is never left without an administrator.
func TestSendingAwayTakesWhatItShould(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		evaluation, logistics := f.Teams["evaluation"], f.Teams["logistics"]
		f.Person("claire", "Claire", evaluation, "", access.Coordinator)
		f.Person("luc", "Luc", logistics, "", access.Logistics)
		f.Person("malo", "Malo", evaluation, "claire", access.Coordinator)
		spoken, err := f.Sessions.Invite(ctx, f.SignIn("root"), logistics, []access.Role{access.Logistics})
		must(t, err)
		malo := f.SignIn("malo")
		must(t, f.Sessions.Accept(ctx, malo, spoken))
		welcomed := func(team access.TeamID) bool {
			return number(t, f, `select welcomed_at from access_membership where user_id = $1 and team_id = $2`,
				malo.User().Bytes(), team.Bytes()) > 0
		}
		if !welcomed(evaluation) || welcomed(logistics) {
			t.Error("whoever joins a second team waits there")
		}
		must(t, f.Sessions.Admit(ctx, f.SignIn("luc"), logistics, malo.User()))
		if !welcomed(logistics) {
			t.Error("welcomed, and still waiting")
		}
		wraps := func(team access.TeamID) int {
			return number(t, f, `select count(*) from vault_member_wrap where user_id = $1 and team_id = $2`,
				malo.User().Bytes(), team.Bytes())
		}
		late := f.SignIn("root")
		f.Clock.Advance(session.StepUp)
		want(t, "without step-up", f.Sessions.Depart(ctx, late, evaluation, malo.User()), access.ErrStepUp)
		must(t, f.Sessions.Depart(ctx, f.SignIn("root"), evaluation, malo.User()))
		if a, b := wraps(evaluation), wraps(logistics); a != 0 || b != 1 {
			t.Errorf("%d wraps of the team left, %d of the other", a, b)
		}
		living := func(team access.TeamID) int {
			return number(t, f, `select count(*) from vault_team_key where team_id = $1 and retired_at = 0`,
				team.Bytes())
		}
		if a, b := living(evaluation), living(logistics); a != 1 || b != 1 {
			t.Errorf("%d and %d living keys", a, b)
		}
		if n := number(t, f, `select count(*) from vault_member_wrap w join vault_team_key k on k.team_id = w.team_id
			and k.epoch = w.epoch where k.team_id = $1 and k.retired_at = 0`, evaluation.Bytes()); n != 1 {
			t.Errorf("the new key lies with %d people", n)
		}
		if malo = f.SignIn("malo"); malo.In(evaluation) || !malo.In(logistics) || !holds(malo, logistics, 1) {
			t.Error("the other team was taken too")
		}

		// Another administrator who has left is none, nor is one of another role; one in a second team is.
		administration := f.Teams["administration"]
		root := f.SignIn("root")
		second := f.Person("second", "Second", administration, "root", access.Administrator)
		must(t, f.Sessions.Depart(ctx, f.SignIn("root"), administration, second.User()))
		f.Person("helper", "Helper", administration, "root", access.Observer)
		third := f.Person("third", "Third", administration, "root", access.Administrator)
		spoken, err = f.Sessions.Invite(ctx, f.SignIn("root"), logistics, []access.Role{access.Logistics})
		must(t, err)
		must(t, f.Sessions.Accept(ctx, f.SignIn("third"), spoken))
		must(t, f.Sessions.Depart(ctx, f.SignIn("root"), administration, third.User())) // and works on elsewhere
		want(t, "the last administrator", f.Sessions.Depart(ctx, f.SignIn("root"), administration, root.User()),
			session.ErrLastAdministrator)
		if _, err := f.Raw().Exec(`update access_membership set left_at = 0 where user_id = $1`,
			second.User().Bytes()); err != nil {
			t.Fatal(err)
		}
		want(t, "beside one whose account ended", f.Sessions.Depart(ctx, f.SignIn("root"), administration, root.User()),
			session.ErrLastAdministrator)
		spoken, err = f.Sessions.Invite(ctx, f.SignIn("root"), f.Teams["oversight"],
			[]access.Role{access.Administrator})
		must(t, err)
		must(t, f.Sessions.Accept(ctx, f.SignIn("root"), spoken))
		must(t, f.Sessions.Depart(ctx, f.SignIn("root"), administration, root.User()))
	})
}

// The next key goes to those who held the one before and are members still, whatever else lies about.
func TestTheNextKeyGoesToWhoStays(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team := f.Teams["evaluation"]
		f.Person("claire", "Claire", team, "", access.Coordinator)
		people := map[string]access.Actor{}
		for _, login := range []string{"out", "old", "one", "two"} {
			people[login] = f.Person(login, login, team, "claire", access.Coordinator)
		}
		do := func(sql string, args ...any) {
			t.Helper()
			if _, err := f.Raw().Exec(sql, args...); err != nil {
				t.Fatal(err)
			}
		}
		holds := func(login string, epoch int) bool {
			return number(t, f, `select count(*) from vault_member_wrap where team_id = $1 and user_id = $2
				and epoch = $3`,
				team.Bytes(), people[login].User().Bytes(), epoch) == 1
		}
		spoken, err := f.Sessions.Invite(ctx, f.SignIn("root"), f.Teams["logistics"], []access.Role{access.Logistics})
		must(t, err)
		must(t, f.Sessions.Accept(ctx, f.SignIn("out"), spoken))
		depart := func(login string) error {
			return f.Sessions.Depart(ctx, f.SignIn("root"), team, people[login].User())
		}
		must(t, depart("one"))
		retired := number(t, f, `select retired_at from vault_team_key where team_id = $1 and epoch = 1`, team.Bytes())
		// One left in some other way and kept a wrap; one holds an older key alone.
		do(`update access_membership set left_at = 1 where user_id = $1 and team_id = $2`, people["out"].User().Bytes(),
			team.Bytes())
		do(`delete from vault_member_wrap where user_id = $1 and epoch = 2`, people["old"].User().Bytes())
		must(t, depart("two"))
		if holds("out", 3) || holds("old", 3) || !holds("out", 2) || !holds("old", 1) {
			t.Error("the next key went to who left, or to who did not hold the one before")
		}
		if again := number(t, f, `select retired_at from vault_team_key where team_id = $1 and epoch = 1`,
			team.Bytes()); again != retired {
			t.Error("a key that was retired long ago is retired again")
		}
		// A key that does not read stops all of it.
		last := f.Person("last", "Last", team, "claire", access.Coordinator)
		people["last"] = last
		do(`update vault_user_key set public_key = $1 where user_id = $2`, []byte("no key"), last.User().Bytes())
		claires := people["old"]
		if err := f.Sessions.Depart(ctx, f.SignIn("root"), team, claires.User()); err == nil {
			t.Error("rotated though a key does not read")
		}
		if n := number(t, f, `select count(*) from access_membership where user_id = $1 and left_at = 0`,
			claires.User().Bytes()); n != 1 {
			t.Error("half of it was done")
		}
		// A team whose key was retired before: nothing to rotate.
		do(`update vault_team_key set retired_at = 7 where team_id = $1`, team.Bytes())
		must(t, depart("last"))
	})
}

// Whoever waits is shown to their own colleagues, and only a colleague who holds the key lets them in.
func TestWelcomingIsTheTeamsOwn(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team := f.Teams["evaluation"]
		f.Person("claire", "Claire", team, "", access.Coordinator)
		f.Person("luc", "Luc", f.Teams["logistics"], "", access.Logistics)
		join := func(login string) access.Actor {
			spoken, err := f.Sessions.Invite(ctx, f.SignIn("claire"), team, []access.Role{access.Coordinator})
			must(t, err)
			token, err := f.Sessions.EnrolSignedIn(ctx, spoken, newcomer(t, f, login))
			must(t, err)
			who, err := f.Sessions.Resolve(ctx, token)
			must(t, err)
			return who
		}
		first := join("malo").User()
		since := f.Clock.Now()
		f.Clock.Advance(time.Hour)
		lou := join("lou")
		second := lou.User()
		list, err := f.Sessions.WaitingIn(ctx, f.SignIn("claire"), team)
		must(t, err)
		if len(list) != 2 || list[0].User != first || list[1].User != second || !list[0].Since.Equal(since) ||
			list[0].Name != "Name of malo" {
			t.Errorf("who waits: %+v", list)
		}
		welcomed := func() int {
			return number(t, f, `select count(*) from access_membership where welcomed_at > 0 and team_id = $1`,
				team.Bytes())
		}
		if n := welcomed(); n != 1 {
			t.Errorf("%d are welcomed before anybody did", n)
		}
		for what, try := range map[string]func() error{
			"somebody of another team": func() error { return f.Sessions.Admit(ctx, f.SignIn("luc"), team, first) },
			"nobody":                   func() error { return f.Sessions.Admit(ctx, access.Nobody(), team, first) },
			"the machine":              func() error { return f.Sessions.Admit(ctx, access.Machine("x"), team, first) },
			"into a team that is not one's own": func() error {
				return f.Sessions.Admit(ctx, f.SignIn("claire"), f.Teams["logistics"], first)
			},
		} {
			if err := try(); fault.Key(err) != "fault.not_found" {
				t.Errorf("%s: %v", what, err)
			}
		}
		f.Clock.Advance(time.Minute)
		must(t, f.Sessions.Admit(ctx, f.SignIn("claire"), team, first))
		if n := welcomed(); n != 2 {
			t.Errorf("%d are welcomed", n)
		}
		list, err = f.Sessions.WaitingIn(ctx, f.SignIn("claire"), team)
		must(t, err)
		if len(list) != 1 || list[0].User != second {
			t.Errorf("who still waits: %+v", list)
		}
		// Somebody who waits in two teams is welcomed in one.
		spoken, err := f.Sessions.Invite(ctx, f.SignIn("root"), f.Teams["logistics"], []access.Role{access.Logistics})
		must(t, err)
		must(t, f.Sessions.Accept(ctx, lou, spoken))
		must(t, f.Sessions.Admit(ctx, f.SignIn("luc"), f.Teams["logistics"], second))
		if n := welcomed(); n != 2 {
			t.Errorf("welcomed by logistics, %d are of the evaluation", n)
		}
		// A colleague who was never welcomed holds nothing to hand on.
		if _, err := f.Raw().Exec(`delete from vault_member_wrap where team_id = $1`, team.Bytes()); err != nil {
			t.Fatal(err)
		}
		if err := f.Sessions.Admit(ctx, f.SignIn("claire"), team, second); fault.Key(err) != "fault.sealed" {
			t.Errorf("welcomed without a key: %v", err)
		}
		empty := access.NewActor(access.Profile{User: f.SignIn("claire").User(), Keys: &vault.Keyring{}})
		if words, err := f.Sessions.Fingerprint(empty); err == nil || len(words) > 0 {
			t.Errorf("a ring without a key reads %v, %v", words, err)
		}
		for _, who := range []access.Actor{access.Nobody(), access.Machine("x")} {
			if _, err := f.Sessions.Fingerprint(who); !fault.Is(err, fault.NotFound) {
				t.Errorf("the fingerprint of nobody: %v", err)
			}
			if err := f.Sessions.Accept(ctx, who, "x"); !fault.Is(err, fault.NotFound) {
				t.Errorf("nobody accepts: %v", err)
			}
			if form, found, err := f.Sessions.Take(ctx, who, "/p"); form != nil || found || err != nil {
				t.Errorf("nobody's words: %v %v", found, err)
			}
		}
	})
}

func TestSmallAnswers(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		for login, free := range map[string]bool{"claire": false, " CLAIRE ": false, "malo": true} {
			if got, err := f.Sessions.LoginFree(ctx, login); err != nil || got != free {
				t.Errorf("%q is free: %v, %v", login, got, err)
			}
		}
		if _, err := f.Raw().Exec(
			`insert into network_setting (name, value, changed_at) values ('set_up', 'x', 0)`); err != nil {
			t.Fatal(err)
		}
		set, err := f.Sessions.Settings(ctx)
		must(t, err)
		if _, told := set["set_up"]; told || len(set) != 2 {
			t.Errorf("the settings tell %v", set)
		}
		if n := number(t, f, `select count(*) from access_team where kind in ('administration', 'evaluation',
			'logistics',
			'oversight')`); n != 4 {
			t.Errorf("%d teams of the head office", n)
		}
		// The newest kept words first.
		claire, token := f.SignInToken("claire")
		for _, p := range []string{"/a", "/b"} {
			must(t, f.Sessions.Keep(ctx, token, p, url.Values{"x": {p}}))
			f.Clock.Advance(time.Second)
		}
		if path, found, err := f.Sessions.Waiting(ctx, claire); err != nil || !found || path != "/b" {
			t.Errorf("the newest words: %q %v", path, err)
		}
		// The newest session first.
		_, _ = f.SignInToken("claire")
		list, err := f.Sessions.List(ctx, claire)
		must(t, err)
		if len(list) != 3 || list[1].Seen.After(list[0].Seen) || list[1].ID != claire.Session() {
			t.Errorf("the sessions: %+v", list)
		}
		if n := number(t, f, `select count(*) from session_open where stepup_until_at > 0 and ended_at = 0`); n != 4 {
			t.Errorf("%d sessions stepped up", n) // Claire's three and the administrator's
		}
	})
}

// Whoever holds an invitation at the same instant as another: one of them is in.
func TestAnInvitationIsUsedOnce(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team := f.Teams["evaluation"]
		spoken, err := f.Sessions.Invite(ctx, f.SignIn("root"), team, []access.Role{access.Coordinator})
		must(t, err)
		f.Clock.Advance(session.InvitationLife - time.Microsecond)
		_, err = f.Sessions.Read(ctx, spoken)
		must(t, err)
		n := newcomer(t, f, "second")
		_, err = f.Sessions.Enrol(trusttest.Before(ctx, 1, func() {
			_, err := f.Sessions.Enrol(ctx, spoken, newcomer(t, f, "first"))
			must(t, err)
		}), spoken, n)
		want(t, "used meanwhile", err, session.ErrInvitation)
		_, err = f.Sessions.Read(ctx, spoken)
		want(t, "read after its use", err, session.ErrInvitation)
		_, err = f.Sessions.EnrolSignedIn(ctx, spoken, n)
		want(t, "signing in with it", err, session.ErrInvitation)
		if c := number(t, f, `select count(*) from access_user where login = 'second'`); c != 0 {
			t.Error("an account without an invitation")
		}
		one, err := f.Sessions.Invite(ctx, f.SignIn("root"), team, []access.Role{access.Coordinator})
		must(t, err)
		two, err := f.Sessions.Invite(ctx, f.SignIn("root"), team, []access.Role{access.Coordinator})
		must(t, err)
		_, err = f.Sessions.Enrol(ctx, one, newcomer(t, f, "one"))
		must(t, err)
		_, err = f.Sessions.Enrol(ctx, two, newcomer(t, f, "two")) // each has its own
		must(t, err)
		spoken, err = f.Sessions.Invite(ctx, f.SignIn("root"), f.Teams["logistics"], []access.Role{access.Logistics})
		must(t, err)
		if _, err := f.Raw().Exec(`update access_team set ended_at = 1 where id = $1`,
			f.Teams["logistics"].Bytes()); err != nil {
			t.Fatal(err)
		}
		_, err = f.Sessions.Read(ctx, spoken)
		want(t, "to a team that ended", err, session.ErrInvitation)
	})
}

// A second role in one's own team: welcomed at once by whoever holds the key, and nothing of before is written over.
func TestASecondRoleInTheSameTeam(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team := f.Teams["evaluation"]
		claire := f.Person("claire", "Claire", team, "", access.Coordinator)
		malo := f.Person("malo", "Malo", team, "claire", access.Coordinator)
		lou := f.Person("lou", "Lou", team, "claire", access.Coordinator)
		at := func(who access.Actor, role access.Role) int {
			return number(t, f, `select welcomed_at from access_membership where user_id = $1 and team_id = $2
				and role = $3`,
				who.User().Bytes(), team.Bytes(), string(role))
		}
		accept := func(login string, role access.Role) {
			t.Helper()
			spoken, err := f.Sessions.Invite(ctx, f.SignIn("root"), team, []access.Role{role})
			must(t, err)
			must(t, f.Sessions.Accept(ctx, f.SignIn(login), spoken))
		}
		before := at(claire, access.Coordinator)
		accept("claire", access.Logistics)
		if at(claire, access.Logistics) == 0 || at(claire, access.Coordinator) != before {
			t.Error("who holds the key waits, or was welcomed anew")
		}
		// A role that was left stays left.
		if _, err := f.Raw().Exec(`update access_membership set left_at = 1, welcomed_at = 0 where user_id = $1
			and role = 'logistics'`, claire.User().Bytes()); err != nil {
			t.Fatal(err)
		}
		accept("claire", access.Observer)
		if at(claire, access.Logistics) != 0 || at(claire, access.Observer) == 0 {
			t.Error("a role that was left was welcomed, or a new one was not")
		}
		// Who holds an older key alone waits for the present one.
		must(t, f.Sessions.Depart(ctx, f.SignIn("root"), team, lou.User()))
		if _, err := f.Raw().Exec(`delete from vault_member_wrap where user_id = $1 and epoch = 2`,
			malo.User().Bytes()); err != nil {
			t.Fatal(err)
		}
		accept("malo", access.Observer)
		if at(malo, access.Observer) != 0 {
			t.Error("welcomed with an old key")
		}
		// Of two roles either may be handed on.
		for _, role := range []access.Role{access.Coordinator, access.Observer} {
			_, err := f.Sessions.Invite(ctx, f.SignIn("claire"), team, []access.Role{role})
			must(t, err)
		}
	})
}
