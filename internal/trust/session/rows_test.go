package session_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/trusttest"
)

// What one person types counts for that person alone, and of two attempts at one instant one is judged and noted.
func TestAnAttemptCountsForOnePerson(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		claire := f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		root := f.SignIn("root")
		words := f.Secrets("claire").Passphrase
		of := func(who access.Actor, column string) int {
			return number(t, f, `select `+column+` from vault_lock where user_id = $1`, who.User().Bytes())
		}
		last := of(root, "totp_last")
		f.SignIn("claire")
		if of(root, "totp_last") != last {
			t.Error("a right code used up another person's")
		}
		wrong := wrongCode(code(t, f, "claire"))
		_, err := f.Sessions.SignIn(ctx, "claire", words, wrong)
		want(t, "a wrong code", err, session.ErrWrong)
		if of(claire, "failures") != 1 || of(root, "failures") != 0 {
			t.Error("a wrong code counted for another person")
		}
		before := len(f.Entries(session.SignIn.Name))
		_, err = f.Sessions.SignIn(trusttest.Before(ctx, 2, func() {
			_, err := f.Sessions.SignIn(ctx, "claire", words, wrong)
			want(t, "the first of two", err, session.ErrWrong)
		}), "claire", words, wrong)
		want(t, "the second of two", err, session.ErrWait)
		if n := len(f.Entries(session.SignIn.Name)); n != before+1 || of(claire, "failures") != 2 {
			t.Errorf("of two wrong codes at one instant %d were noted, %d counted", n-before, of(claire, "failures"))
		}
		f.Clock.Advance(time.Hour)
		trusttest.Failing(t, "signing in", func(c context.Context) error {
			_, err := f.Sessions.SignIn(c, "claire", words, code(t, f, "claire"))
			if errors.Is(err, session.ErrWrong) {
				t.Error("a failing database is told as a wrong passphrase")
			}
			return err
		})
	})
}

// Who left, or whose team ended, is out, in whatever way it happened; a key left behind is not on the ring.
func TestWhatEndedOpensNothing(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		evaluation, logistics := f.Teams["evaluation"], f.Teams["logistics"]
		f.Person("claire", "Claire", evaluation, "", access.Coordinator)
		f.Person("malo", "Malo", evaluation, "claire", access.Coordinator)
		spoken, err := f.Sessions.Invite(ctx, f.SignIn("root"), logistics, []access.Role{access.Logistics})
		must(t, err)
		must(t, f.Sessions.Accept(ctx, f.SignIn("claire"), spoken))
		do := func(sql string, args ...any) {
			t.Helper()
			if _, err := f.Raw().Exec(sql, args...); err != nil {
				t.Fatal(err)
			}
		}
		claire := f.SignIn("claire")
		do(`update access_membership set left_at = 1 where user_id = $1 and team_id = $2`, claire.User().Bytes(),
			evaluation.Bytes())
		if claire = f.SignIn("claire"); holds(claire, evaluation, 1) || claire.In(evaluation) ||
			!holds(claire, logistics, 1) {
			t.Error("the key of a team that was left is on the ring")
		}
		do(`update access_team set ended_at = 1 where id = $1`, logistics.Bytes())
		if claire = f.SignIn("claire"); claire.In(logistics) {
			t.Error("a member of a team that ended")
		}
		claire, token := f.SignInToken("claire")
		do(`update session_open set keys_sealed = $1 where id = $2`, []byte("altered"), claire.Session().Bytes())
		if _, err := f.Sessions.Resolve(ctx, token); fault.Key(err) != "session.none" {
			t.Errorf("a ring that was altered: %v", err)
		}
		claire, token = f.SignInToken("claire")
		do(`update access_user set left_at = 1 where id = $1`, claire.User().Bytes())
		gone(t, f, "who left", token)
		if _, err := f.Sessions.Again(ctx, claire, token, f.Secrets("claire").Passphrase,
			code(t, f, "claire")); !fault.Is(err, fault.NotFound) {
			t.Errorf("who left steps up: %v", err)
		}
	})
}

// A session that ended stays ended when it did.
func TestASessionEndsOnce(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		claire, token := f.SignInToken("claire")
		ended := func() int {
			return number(t, f, `select ended_at from session_open where id = $1`, claire.Session().Bytes())
		}
		must(t, f.Sessions.Close(ctx, claire, claire.Session()))
		was := ended()
		f.Clock.Advance(time.Minute)
		must(t, f.Sessions.Close(ctx, claire, claire.Session()))
		must(t, f.Sessions.Close(ctx, claire, access.SessionID{}))
		must(t, f.Sessions.SignOut(ctx, claire, token))
		if was == 0 || ended() != was {
			t.Errorf("it ended at %d, then at %d", was, ended())
		}
		// Ended between the look at it and the note that it was seen, it is not seen any more.
		claire, token = f.SignInToken("claire")
		seen := func() int {
			return number(t, f, `select seen_at from session_open where id = $1`, claire.Session().Bytes())
		}
		was = seen()
		f.Clock.Advance(2 * time.Minute)
		_, err := f.Sessions.Resolve(trusttest.Before(ctx, 2, func() {
			must(t, f.Sessions.Close(ctx, claire, claire.Session()))
		}), token)
		must(t, err)
		if seen() != was {
			t.Error("seen after it ended")
		}
	})
}

// A demonstration's session has stepped up for as long as it lasts.
func TestADemonstrationNeedsNoStepUp(t *testing.T) {
	f := trusttest.Demo(t)
	words := f.Secrets("root").Passphrase
	token, err := f.Sessions.SignInDemo(ctx, "root", words)
	must(t, err)
	who, err := f.Sessions.Resolve(ctx, token)
	must(t, err)
	if !who.StepUpUntil().Equal(f.Clock.Now().Add(session.Absolute)) {
		t.Errorf("stepped up until %v", who.StepUpUntil())
	}
	trusttest.Failing(t, "signing in", func(c context.Context) error {
		_, err := f.Sessions.SignInDemo(c, "root", words)
		if errors.Is(err, session.ErrNotDemo) {
			t.Error("a failing database is told as a real network")
		}
		return err
	})
}
