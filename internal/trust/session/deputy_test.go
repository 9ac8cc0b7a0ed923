package session_test

import (
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/trusttest"
)

const day = 24 * time.Hour

// deputise invites somebody to stand in for claire from tomorrow for two days, lets them in, and returns what signs
// them in at the moment.
func deputise(t *testing.T, f *trusttest.Floor, team access.TeamID, claire access.Actor) func() access.Actor {
	t.Helper()
	from := f.Clock.Now().Add(day)
	f.Deputy("malo", "Malo", team, "claire", session.StandIn{
		Term: access.Term{From: from, Until: from.Add(2 * day)}, For: claire.User()}, access.Coordinator)
	return func() access.Actor { return f.SignIn("malo") }
}

func TestADeputyIsOfTheTeamOnTheDaysAlone(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team := f.Teams["evaluation"]
		claire := f.Person("claire", "Claire", team, "", access.Coordinator)
		malo := deputise(t, f, team, claire)

		is := func(what string, who access.Actor, want bool) {
			t.Helper()
			if who.Has(access.Coordinator) != want || who.In(team) != want || who.Has(access.Deputy) == want {
				t.Fatalf("%s: %+v", what, who.Members())
			}
		}
		is("before", malo(), false)
		f.Clock.Advance(day)
		within := malo()
		is("within", within, true)
		if !within.Members()[0].Term.Deputy() {
			t.Fatal("a deputy is not known as one")
		}
		for _, roles := range [][]access.Role{{access.Coordinator}, {access.Administrator}} {
			if _, err := f.Sessions.Invite(ctx, within, team, roles); err == nil {
				t.Fatal("a deputy invites somebody")
			}
		}
		f.Clock.Advance(2 * day)
		is("after", malo(), false)

		before := len(f.Entries("session.deputy_over"))
		must(t, f.Sessions.Sweep(ctx))
		must(t, f.Sessions.Sweep(ctx))
		if n := len(f.Entries("session.deputy_over")) - before; n != 1 {
			t.Fatalf("the end is told %d times", n)
		}
		if again := f.SignIn("claire"); !holds(again, team, 1) || !holds(again, team, 2) {
			t.Fatal("the team's key did not go on without the deputy")
		}
		_, err := f.Sessions.SignIn(ctx, "malo", "any words at all", "000000")
		want(t, "who stood in, and is in no team any more", err, session.ErrWrong)
	})
}

func TestADeputyHasDays(t *testing.T) {
	f := trusttest.SQLite(t)
	now := f.Clock.Now()
	for what, term := range map[string]access.Term{
		"none":     {},
		"no end":   {From: now},
		"reversed": {From: now.Add(2 * day), Until: now.Add(day)},
		"empty":    {From: now.Add(day), Until: now.Add(day)},
		"over":     {From: now.Add(-2 * day), Until: now},
	} {
		_, err := f.Sessions.InviteDeputy(ctx, f.SignIn("root"), f.Teams["evaluation"],
			[]access.Role{access.Coordinator}, session.StandIn{Term: term})
		want(t, what, err, session.ErrTerm)
	}
	term := access.Term{From: now, Until: now.Add(day)}
	_, err := f.Sessions.InviteDeputy(ctx, access.Nobody(), f.Teams["evaluation"], []access.Role{access.Coordinator},
		session.StandIn{Term: term})
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("invited by nobody: %v", err)
	}
}

// Whoever is invited reads for which days and for whom they stand in, and it is kept with the membership.
func TestAnInvitationSaysForWhom(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team := f.Teams["evaluation"]
		claire := f.Person("claire", "Claire", team, "", access.Coordinator)
		from := time.UnixMicro(f.Clock.Now().UnixMicro())
		term := access.Term{From: from, Until: from.Add(day)}
		for _, in := range []session.StandIn{{Term: term, For: claire.User()}, {Term: term}} {
			spoken, err := f.Sessions.InviteDeputy(ctx, f.SignIn("root"), team, []access.Role{access.Coordinator}, in)
			must(t, err)
			inv, err := f.Sessions.Read(ctx, spoken)
			must(t, err)
			if inv.For != in.For || !inv.From.Equal(in.From) || !inv.Until.Equal(in.Until) {
				t.Errorf("invited for %v, from %s to %s", inv.For, inv.From, inv.Until)
			}
			_, err = f.Sessions.Enrol(ctx, spoken, newcomer(t, f, "deputy-"+spoken[:4]))
			must(t, err)
		}
		if n := number(t, f, `select count(*) from access_membership where stands_for = $1`,
			claire.User().Bytes()); n != 1 {
			t.Errorf("%d stand in for Claire", n)
		}
		if n := number(t, f,
			`select count(*) from access_membership where until_at > 0 and stands_for is null`); n != 1 {
			t.Errorf("%d stand in for nobody by name", n)
		}
	})
}

// A role somebody has in their own right outlives an invitation to stand in for it.
func TestStandingInTakesNothingAway(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team := f.Teams["evaluation"]
		claire := f.Person("claire", "Claire", team, "", access.Coordinator)
		now := f.Clock.Now()
		spoken, err := f.Sessions.InviteDeputy(ctx, f.SignIn("root"), team, []access.Role{access.Coordinator},
			session.StandIn{Term: access.Term{From: now, Until: now.Add(day)}})
		must(t, err)
		must(t, f.Sessions.Accept(ctx, claire, spoken))
		f.Clock.Advance(2 * day)
		must(t, f.Sessions.Sweep(ctx))
		if again := f.SignIn("claire"); !again.Has(access.Coordinator) || again.Members()[0].Term.Deputy() {
			t.Fatalf("lost by standing in: %+v", again.Members())
		}
	})
}

// At the end of a deputy's days what they stood in for ends: for them, in this team, and nothing they are in their own
// right. What changed meanwhile is seen, and what cannot be done whole is told.
func TestTheDaysOfEachDeputyEndAlone(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		evaluation, logistics := f.Teams["evaluation"], f.Teams["logistics"]
		f.Person("claire", "Claire", evaluation, "", access.Coordinator)
		until := f.Clock.Now().Add(2 * day)
		term := func(until time.Time) session.StandIn {
			return session.StandIn{Term: access.Term{From: f.Clock.Now(), Until: until}}
		}
		who := map[string]access.Actor{}
		for login, end := range map[string]time.Time{"malo": until, "lou": until, "nina": until.Add(day)} {
			who[login] = f.Deputy(login, login, evaluation, "claire", term(end), access.Coordinator)
		}
		accept := func(login string, team access.TeamID, end time.Time, role access.Role) {
			t.Helper()
			spoken, err := f.Sessions.InviteDeputy(ctx, f.SignIn("root"), team, []access.Role{role}, term(end))
			must(t, err)
			who[login] = f.SignIn(login)
			must(t, f.Sessions.Accept(ctx, who[login], spoken))
		}
		accept("malo", logistics, until.Add(day), access.Logistics)
		accept("lou", logistics, until, access.Logistics)
		accept("claire", evaluation, until, access.Observer)
		who["zoe"] = f.Deputy("zoe", "zoe", logistics, "malo", term(until), access.Logistics)
		do := func(sql string, args ...any) {
			t.Helper()
			if _, err := f.Raw().Exec(sql, args...); err != nil {
				t.Fatal(err)
			}
		}
		do(`insert into access_membership (user_id, team_id, role, since_at, left_at, from_at, until_at)
			values ($1, $2, 'observer', 1, 7, 1, 2)`, who["lou"].User().Bytes(), evaluation.Bytes())
		over := func() int { return len(f.Entries("session.deputy_over")) }
		before := over()
		left := func(login string, team access.TeamID, role access.Role) int {
			return number(t, f, `select left_at from access_membership where user_id = $1 and team_id = $2
				and role = $3`, who[login].User().Bytes(), team.Bytes(), string(role))
		}
		wraps := func(login string, team access.TeamID) int {
			return number(t, f, `select count(*) from vault_member_wrap w join vault_team_key k on k.team_id = w.team_id
				and k.epoch = w.epoch where w.user_id = $1 and w.team_id = $2`, who[login].User().Bytes(), team.Bytes())
		}
		f.Clock.Set(until.Add(-time.Microsecond))
		must(t, f.Sessions.Sweep(ctx))
		f.Clock.Set(until)
		must(t, f.Sessions.Sweep(trusttest.Before(ctx, 2, func() {
			do(`update access_membership set until_at = until_at + 1000000 where until_at > 2`)
		})))
		if left("malo", evaluation, access.Coordinator) != 0 || over() != before {
			t.Error("ended before their last day was over, or though it was moved meanwhile")
		}
		do(`update access_membership set until_at = until_at - 1000000 where until_at > 2`)
		// A next key that cannot be made for everybody is told, and whoever comes after it waits.
		var key []byte
		must(t, f.Raw().QueryRow(`select public_key from vault_user_key where user_id = $1`,
			who["claire"].User().Bytes()).Scan(&key))
		set := func(key []byte) {
			do(`update vault_user_key set public_key = $1 where user_id = $2`, key, who["claire"].User().Bytes())
		}
		set([]byte("no key"))
		if err := f.Sessions.Sweep(ctx); err == nil || left("malo", evaluation, access.Coordinator) != 0 ||
			left("zoe", logistics, access.Logistics) != 0 {
			t.Errorf("a key that does not read: %v", err)
		}
		set(key)
		must(t, f.Sessions.Sweep(ctx))
		for _, c := range []struct {
			login string
			team  access.TeamID
			role  access.Role
			left  int64
			holds bool // a key of the team
			gone  bool // in no team any more
		}{
			{"malo", evaluation, access.Coordinator, until.UnixMicro(), false, false},
			{"lou", evaluation, access.Coordinator, until.UnixMicro(), false, true},
			{"lou", evaluation, access.Observer, 7, false, true},
			{"lou", logistics, access.Logistics, until.UnixMicro(), false, true},
			{"nina", evaluation, access.Coordinator, 0, true, false},
			{"malo", logistics, access.Logistics, 0, true, false},
			{"zoe", logistics, access.Logistics, until.UnixMicro(), false, true},
			{"claire", evaluation, access.Observer, until.UnixMicro(), true, false},
			{"claire", evaluation, access.Coordinator, 0, true, false},
		} {
			gone := number(t, f, `select left_at from access_user where id = $1`, who[c.login].User().Bytes()) > 0
			l, held := left(c.login, c.team, c.role), wraps(c.login, c.team) > 0
			if int64(l) != c.left || held != c.holds || gone != c.gone {
				t.Errorf("%s as %s left at %d, not %d; holds a key: %v; is gone: %v", c.login, c.role, l, c.left, held,
					gone)
			}
		}
		if n := over() - before; n != 5 {
			t.Errorf("five ends are told %d times", n)
		}
	})
}

// Somebody who stands in for the administrator invites nobody, and is not the one who stays. A role given anew in one's
// own right counts from then on.
func TestADeputyIsNotTheLastAdministrator(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		now, administration := f.Clock.Now(), f.Teams["administration"]
		malo := f.Deputy("malo", "Malo", administration, "root", session.StandIn{
			Term: access.Term{From: now, Until: now.Add(10 * day)}}, access.Administrator)
		for what, team := range f.Teams {
			if _, err := f.Sessions.Invite(ctx, malo, team, []access.Role{access.Administrator}); !fault.Is(err,
				fault.NotFound) {
				t.Errorf("invited to %s by a deputy: %v", what, err)
			}
		}
		spoken, err := f.Sessions.Invite(ctx, f.SignIn("root"), administration, []access.Role{access.Administrator})
		must(t, err)
		root := f.SignIn("root")
		since := f.Clock.Now()
		must(t, f.Sessions.Accept(ctx, root, spoken))
		if got := number(t, f, `select since_at from access_membership where user_id = $1`,
			root.User().Bytes()); int64(got) != since.UnixMicro() {
			t.Errorf("administrator since %d", got)
		}
		root = f.SignIn("root")
		want(t, "beside a deputy", f.Sessions.Depart(ctx, root, administration, root.User()),
			session.ErrLastAdministrator)
	})
}
