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
