package session_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/trusttest"
)

// number counts rows beside the doors.
func number(t *testing.T, f *trusttest.Floor, sql string, args ...any) (n int) {
	t.Helper()
	must(t, f.Raw().QueryRow(sql, args...).Scan(&n))
	return n
}

// noted tells of how many entries of an act there are, and looks at the newest.
func noted(t *testing.T, f *trusttest.Floor, act access.Act, n int, is func(trusttest.Entry) bool) {
	t.Helper()
	f.Clock.Advance(time.Second) // entries of one instant have no order
	es := f.Entries(act.Name)
	if len(es) != n {
		t.Fatalf("%d entries of %s, not %d", len(es), act.Name, n)
	}
	if n > 0 && !is(es[n-1]) {
		t.Errorf("the entry of %s: %+v", act.Name, es[n-1])
	}
}

// I13: whoever comes, goes, is invited, welcomed or sent away stands in the journal, and so does a wrong attempt.
func TestEveryActOfASessionIsNoted(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team := f.Teams["evaluation"]
		f.Person("claire", "Claire", team, "", access.Coordinator)
		count := func(a access.Act) int { return len(f.Entries(a.Name)) }
		by := func(who access.Actor, refused string, weak bool) func(trusttest.Entry) bool {
			return func(e trusttest.Entry) bool {
				return string(e.User) == string(who.User().Bytes()) && e.Refused == refused && e.Weak == weak
			}
		}
		in, up := count(session.SignIn), count(session.StepUpBy)
		claire, token := f.SignInToken("claire")
		noted(t, f, session.SignIn, in+1, by(claire, "", true))
		noted(t, f, session.StepUpBy, up+1, by(claire, "", true))
		_, err := f.Sessions.SignIn(ctx, "claire", "wrong", code(t, f, "claire"))
		want(t, "passphrase", err, session.ErrWrong)
		noted(t, f, session.SignIn, in+2, by(claire, "wrong", false))
		_, err = f.Sessions.SignIn(ctx, "claire", f.Secrets("claire").Passphrase, wrongCode(code(t, f, "claire")))
		want(t, "code", err, session.ErrWrong)
		noted(t, f, session.SignIn, in+3, by(claire, "wrong", false))
		_, err = f.Sessions.SignIn(ctx, "nobody", "wrong", "123456")
		want(t, "login", err, session.ErrWrong)
		noted(t, f, session.SignIn, in+4, func(e trusttest.Entry) bool {
			return len(e.User) == 0 && e.Refused == "wrong" || strings.Trim(string(e.User), "\x00") == ""
		})

		out := count(session.SignOut)
		must(t, f.Sessions.SignOut(ctx, claire, token))
		noted(t, f, session.SignOut, out+1, by(claire, "", false))
		claire = f.SignIn("claire")
		must(t, f.Sessions.Close(ctx, claire, claire.Session()))
		noted(t, f, session.SignOut, out+2, by(claire, "", false))
		claire = f.SignIn("claire")
		must(t, f.Sessions.Close(ctx, claire, access.SessionID{}))
		noted(t, f, session.SignOut, out+3, by(claire, "", false))

		claire = f.SignIn("claire")
		invited, enrolled := count(session.Invited), count(session.Enrolled)
		spoken, err := f.Sessions.Invite(ctx, claire, team, []access.Role{access.Coordinator})
		must(t, err)
		noted(t, f, session.Invited, invited+1, by(claire, "", true))
		malo, err := f.Sessions.Enrol(ctx, spoken, newcomer(t, f, "malo"))
		must(t, err)
		noted(t, f, session.Enrolled, enrolled+1, func(e trusttest.Entry) bool {
			return string(e.User) == string(malo.Bytes())
		})
		claire = f.SignIn("claire")
		must(t, f.Sessions.Admit(ctx, claire, team, malo))
		noted(t, f, session.Welcome, 1, func(e trusttest.Entry) bool {
			return by(claire, "", true)(e) && string(e.Object) == string(malo.Bytes()) &&
				string(e.Team) == string(team.Bytes())
		})
		root := f.SignIn("root")
		must(t, f.Sessions.Depart(ctx, root, team, malo))
		noted(t, f, session.Departed, 1, func(e trusttest.Entry) bool {
			return by(root, "", true)(e) && string(e.Object) == string(malo.Bytes()) &&
				string(e.Team) == string(team.Bytes())
		})
		spoken, err = f.Sessions.Invite(ctx, f.SignIn("root"), f.Teams["logistics"], []access.Role{access.Logistics})
		must(t, err)
		claire = f.SignIn("claire")
		must(t, f.Sessions.Accept(ctx, claire, spoken))
		noted(t, f, session.Enrolled, enrolled+2, by(claire, "", false))
	})
}

// Whatever step of the database fails, whoever acts is told so.
func TestAFailingDatabaseIsToldAtEveryStep(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team := f.Teams["evaluation"]
		f.Person("claire", "Claire", team, "", access.Coordinator)
		words := f.Secrets("claire").Passphrase
		claire, token := f.SignInToken("claire")
		try := func(what string, fn func(context.Context) error) { t.Helper(); trusttest.Failing(t, what, fn) }
		try("signing in", func(c context.Context) error {
			_, err := f.Sessions.SignIn(c, "claire", words, code(t, f, "claire"))
			return err
		})
		wrong := func(login, words string) func(context.Context) error {
			return func(c context.Context) error {
				f.Clock.Advance(time.Hour) // the delays are over
				_, err := f.Sessions.SignIn(c, login, words, wrongCode(code(t, f, "claire")))
				if fault.Key(err) == fault.Key(session.ErrWrong) {
					return nil // told as wrong: it must have been noted
				}
				return err
			}
		}
		before := len(f.Entries(session.SignIn.Name))
		try("a wrong passphrase", wrong("claire", "not "+words))
		try("an unknown login", wrong("nobody", words))
		try("a wrong code", wrong("claire", words))
		if n := len(f.Entries(session.SignIn.Name)); n != before+3 {
			t.Errorf("%d attempts were told as wrong and noted, of three", n-before)
		}
		claire, token = f.SignInToken("claire")
		try("stepping up", func(c context.Context) error {
			fresh, err := f.Sessions.Again(c, claire, token, words, code(t, f, "claire"))
			if err == nil {
				token = fresh
			}
			return err
		})
		try("resolving", func(c context.Context) error {
			f.Clock.Advance(2 * time.Minute) // so that it is seen again
			who, err := f.Sessions.Resolve(c, token)
			if err == nil && !who.SignedIn() {
				t.Error("nobody was resolved")
			}
			return err
		})
		try("the list", func(c context.Context) error {
			list, err := f.Sessions.List(c, claire)
			if err == nil && len(list) == 0 {
				t.Error("an empty list")
			}
			return err
		})
		claire = f.SignIn("claire")
		var spoken string
		try("inviting", func(c context.Context) (err error) {
			spoken, err = f.Sessions.Invite(c, claire, team, []access.Role{access.Coordinator})
			return err
		})
		try("reading an invitation", func(c context.Context) error { _, err := f.Sessions.Read(c, spoken); return err })
		try("a free login", func(c context.Context) error { _, err := f.Sessions.LoginFree(c, "malo"); return err })
		malo := newcomer(t, f, "malo")
		var id access.UserID
		try("enrolling", func(c context.Context) (err error) {
			id, err = f.Sessions.Enrol(c, spoken, malo)
			if fault.Key(err) == fault.Key(session.ErrLogin) {
				t.Error("a failing database is told as a login that is taken")
			}
			return err
		})
		try("who waits", func(c context.Context) error { _, err := f.Sessions.WaitingIn(c, claire, team); return err })
		claire = f.SignIn("claire")
		try("welcoming", func(c context.Context) error { return f.Sessions.Admit(c, claire, team, id) })
		root := f.SignIn("root")
		try("sending away", func(c context.Context) error { return f.Sessions.Depart(c, root, team, id) })
		spoken, err := f.Sessions.Invite(ctx, f.SignIn("root"), f.Teams["logistics"], []access.Role{access.Logistics})
		must(t, err)
		claire, token = f.SignInToken("claire")
		try("a second team", func(c context.Context) error { return f.Sessions.Accept(c, claire, spoken) })
		form := url.Values{"note": {"x"}}
		try("keeping words", func(c context.Context) error { return f.Sessions.Keep(c, token, "/p", form) })
		try("looking for words",
			func(c context.Context) error {
				_, found, err := f.Sessions.Waiting(c, claire)
				if found != (err == nil) {
					t.Errorf("words are found: %v, %v", found, err)
				}
				return err
			})
		try("giving words back",
			func(c context.Context) error { _, _, err := f.Sessions.Take(c, claire, "/p"); return err })
		try("sweeping", f.Sessions.Sweep)
		try("settings", func(c context.Context) error { _, err := f.Sessions.Settings(c); return err })
		try("demonstration or not", func(c context.Context) error { _, err := f.Sessions.IsDemo(c); return err })
		try("set up or not", func(c context.Context) error { _, err := f.Sessions.SettingUp(c); return err })
		try("a set-up code", func(c context.Context) error { _, err := f.Sessions.NewSetUpCode(c); return err })
		try("closing", func(c context.Context) error { return f.Sessions.Close(c, claire, claire.Session()) })
		claire, token = f.SignInToken("claire")
		try("closing all", func(c context.Context) error { return f.Sessions.Close(c, claire, access.SessionID{}) })
		claire, token = f.SignInToken("claire")
		if err := f.Sessions.SignOut(ctx, claire, "junk"); !fault.Is(err, fault.NotFound) {
			t.Errorf("signing out of nothing: %v", err)
		}
		try("signing out", func(c context.Context) error { return f.Sessions.SignOut(c, claire, token) })
		gone(t, f, "signed out", token)
	})
}

// The same code at the same instant opens one session, not two; and once a later code was used, the one before is over.
func TestACodeOpensOneSession(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		words := f.Secrets("claire").Passphrase
		now := code(t, f, "claire")
		open := number(t, f, `select count(*) from session_open`)
		c := trusttest.Before(ctx, 2, func() {
			_, err := f.Sessions.SignIn(ctx, "claire", words, now)
			must(t, err)
		})
		_, err := f.Sessions.SignIn(c, "claire", words, now)
		want(t, "the same code meanwhile", err, session.ErrWait)
		if n := number(t, f, `select count(*) from session_open`); n != open+1 {
			t.Errorf("%d sessions by one code", n-open)
		}
		_, err = f.Sessions.SignIn(ctx, "claire", words, now)
		want(t, "the same code afterwards", err, session.ErrWrong)

		f.Clock.Advance(time.Hour)
		older, err := session.CodeAt(f.Secrets("claire").TOTP, f.Clock.Now().Add(-30*time.Second))
		must(t, err)
		newer, err := session.CodeAt(f.Secrets("claire").TOTP, f.Clock.Now())
		must(t, err)
		// A right code at the same instant as a wrong one: one of them is judged.
		c = trusttest.Before(ctx, 2, func() {
			_, err := f.Sessions.SignIn(ctx, "claire", words, wrongCode(newer))
			want(t, "a wrong code meanwhile", err, session.ErrWrong)
		})
		_, err = f.Sessions.SignIn(c, "claire", words, newer)
		want(t, "a right code beside a wrong one", err, session.ErrWait)
		_, err = f.Sessions.SignIn(ctx, "claire", words, newer)
		must(t, err)
		_, err = f.Sessions.SignIn(ctx, "claire", words, older)
		want(t, "an older code", err, session.ErrWrong)
	})
}

func TestSessionsEndToTheInstant(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		who, token := f.SignInToken("claire")
		lists := func(n int) {
			t.Helper()
			list, err := f.Sessions.List(ctx, who)
			must(t, err)
			open := 0
			for _, o := range list {
				if o.ID == who.Session() {
					open++
				}
			}
			if open != n {
				t.Errorf("the list has it %d times", open)
			}
		}
		seen := func() int { return number(t, f, `select max(seen_at) from session_open`) }
		first := seen()
		f.Clock.Advance(time.Minute)
		_, err := f.Sessions.Resolve(ctx, token)
		must(t, err)
		if seen() != first {
			t.Error("seen again within the minute: a write for every page")
		}
		f.Clock.Advance(time.Microsecond)
		_, err = f.Sessions.Resolve(ctx, token)
		must(t, err)
		if seen() == first {
			t.Error("not seen again after a minute")
		}
		f.Clock.Advance(session.Idle)
		if who, err := f.Sessions.Look(ctx, token); err != nil || !who.SignedIn() { // which keeps nothing alive
			t.Errorf("a page that renews itself: %v", err)
		}
		lists(1)
		f.Clock.Advance(time.Microsecond)
		lists(0)
		gone(t, f, "idle", token)

		who, token = f.SignInToken("claire")
		start := f.Clock.Now()
		for f.Clock.Now().Before(start.Add(session.Absolute - session.Idle)) {
			f.Clock.Advance(session.Idle - time.Second)
			_, err := f.Sessions.Resolve(ctx, token)
			must(t, err)
		}
		f.Clock.Set(start.Add(session.Absolute))
		lists(1)
		if _, err := f.Sessions.Resolve(ctx, token); err != nil {
			t.Errorf("after exactly the absolute time: %v", err)
		}
		f.Clock.Advance(time.Microsecond)
		lists(0)
		gone(t, f, "absolute", token)

		// Swept: sessions unseen for as long as words are kept and longer, words nobody came back for.
		who, token = f.SignInToken("claire")
		must(t, f.Sessions.Keep(ctx, token, "/p", url.Values{}))
		kept, at := f.Clock.Now(), seen()
		rows := func(table string) int { return number(t, f, `select count(*) from `+table) }
		f.Clock.Set(kept.Add(12 * time.Hour))
		if _, found, err := f.Sessions.Waiting(ctx, who); err != nil || !found {
			t.Errorf("words wait twelve hours: %v", err)
		}
		form, found, err := f.Sessions.Take(ctx, who, "/p")
		must(t, err)
		if !found || len(form) != 0 {
			t.Error("words were not given back at twelve hours")
		}
		f.Clock.Set(kept)
		must(t, f.Sessions.Keep(ctx, token, "/p", url.Values{}))
		f.Clock.Set(kept.Add(12 * time.Hour))
		must(t, f.Sessions.Keep(ctx, token, "/q", url.Values{}))
		must(t, f.Sessions.Sweep(ctx))
		if n := rows("session_kept"); n != 2 {
			t.Errorf("%d forms after twelve hours", n)
		}
		f.Clock.Advance(time.Microsecond)
		if _, found, _ := f.Sessions.Take(ctx, who, "/p"); found {
			t.Error("words were given back after twelve hours")
		}
		must(t, f.Sessions.Sweep(ctx))
		if n := rows("session_kept"); n != 1 {
			t.Errorf("%d forms just after twelve hours", n)
		}
		f.Clock.Set(time.UnixMicro(int64(at)).Add(12*time.Hour + session.Idle))
		must(t, f.Sessions.Sweep(ctx))
		left := number(t, f, `select count(*) from session_open where seen_at = $1`, at)
		f.Clock.Advance(time.Microsecond)
		must(t, f.Sessions.Sweep(ctx))
		if now := number(t, f, `select count(*) from session_open where seen_at = $1`, at); left == 0 || now != 0 {
			t.Errorf("%d sessions, then %d", left, now)
		}
		if err := f.Sessions.Keep(ctx, token, "/late", url.Values{}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a session long over keeps words: %v", err)
		}
	})
}
