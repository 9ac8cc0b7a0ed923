package session_test

import (
	"context"
	"errors"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/trusttest"
)

var ctx = context.Background()

// code moves the clock to a fresh period and returns the code of that moment.
func code(t *testing.T, f *trusttest.Floor, login string) string {
	t.Helper()
	f.Clock.Advance(61 * time.Second)
	c, err := session.CodeAt(f.Secrets(login).TOTP, f.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func wrongCode(right string) string {
	if right == "000000" {
		return "111111"
	}
	return "000000"
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, what string, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Fatalf("%s: got %v, want %v", what, err, target)
	}
}

func gone(t *testing.T, f *trusttest.Floor, what, token string) {
	t.Helper()
	if _, err := f.Sessions.Resolve(ctx, token); !fault.Is(err, fault.NotFound) {
		t.Fatalf("%s: the session lives: %v", what, err)
	}
}

func TestSignIn(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		words := f.Secrets("claire").Passphrase

		_, unknown := f.Sessions.SignIn(ctx, "nobody", words, "123456")
		_, passphrase := f.Sessions.SignIn(ctx, "claire", "not "+words, code(t, f, "claire"))
		_, digits := f.Sessions.SignIn(ctx, "claire", words, wrongCode(code(t, f, "claire")))
		for _, err := range []error{unknown, passphrase, digits} {
			want(t, "a wrong part", err, session.ErrWrong)
			if fault.Key(err) != fault.Key(unknown) || fault.KindOf(err) != fault.Invalid {
				t.Fatalf("told apart: %v", err)
			}
		}

		now := code(t, f, "claire")
		typed := "  " + strings.ToUpper(strings.ReplaceAll(words, " ", "   ")) + "\n"
		token, err := f.Sessions.SignIn(ctx, " Claire ", typed, now[:3]+" "+now[3:])
		must(t, err)
		who, err := f.Sessions.Resolve(ctx, token)
		must(t, err)
		if who.Name() != "Claire" || !who.Has(access.Coordinator) || !who.StepUpUntil().Before(f.Clock.Now()) {
			t.Fatalf("signed in as %q, step-up until %v", who.Name(), who.StepUpUntil())
		}
		_, err = f.Sessions.SignIn(ctx, "claire", words, now)
		want(t, "a code seen on the way and used again", err, session.ErrWrong)
	})
}

func TestWrongCodesWaitLongerAndLongerButNobodyIsLockedOut(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		words := f.Secrets("claire").Passphrase
		try := func() error {
			c, _ := session.CodeAt(f.Secrets("claire").TOTP, f.Clock.Now())
			_, err := f.Sessions.SignIn(ctx, "claire", words, wrongCode(c))
			return err
		}
		f.Clock.Advance(time.Hour)
		for _, wait := range []time.Duration{0, 0, 1, 2, 4, 8, 16, 32, 60, 60} {
			want(t, "a wrong code", try(), session.ErrWrong)
			wait *= time.Second
			if wait == 0 {
				continue
			}
			f.Clock.Advance(wait - time.Millisecond)
			want(t, "before the delay of "+wait.String()+" is over", try(), session.ErrWait)
			f.Clock.Advance(time.Millisecond)
		}
		_, err := f.Sessions.SignIn(ctx, "claire", words, code(t, f, "claire"))
		must(t, err)
		want(t, "the first wrong code after a right one", try(), session.ErrWrong)
		want(t, "the second, without a delay", try(), session.ErrWrong)
	})
}

func TestGuessingElsewhereKeepsNobodyOut(t *testing.T) {
	f := trusttest.SQLite(t)
	f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
	stranger, desk := session.From(ctx, "203.0.113.0/24"), session.From(ctx, "198.51.100.0/24")
	guess := func(login string) error {
		_, err := f.Sessions.SignIn(stranger, login, "one two three four five six seven", "123456")
		return err
	}
	for range 3 {
		want(t, "known", guess("claire"), session.ErrWrong)
		want(t, "unknown", guess("nobody"), session.ErrWrong)
	}
	// An account that does not exist waits like one that does.
	want(t, "known", guess("claire"), session.ErrWait)
	want(t, "unknown", guess("nobody"), session.ErrWait)
	c, err := session.CodeAt(f.Secrets("claire").TOTP, f.Clock.Now().Add(30*time.Second))
	must(t, err)
	_, err = f.Sessions.SignIn(desk, "claire", f.Secrets("claire").Passphrase, c)
	must(t, err)
}

func TestCodesTriedAtTheSameInstantAreJudgedOneByOne(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		words := f.Secrets("claire").Passphrase
		wrong := wrongCode(code(t, f, "claire"))
		for range 2 { // from the third on there are delays
			_, err := f.Sessions.SignIn(ctx, "claire", words, wrong)
			want(t, "wrong", err, session.ErrWrong)
		}
		const n = 12
		errs := make(chan error, n)
		for range n {
			go func() {
				_, err := f.Sessions.SignIn(ctx, "claire", words, wrong)
				errs <- err
			}()
		}
		judged := 0
		for range n {
			if err := <-errs; errors.Is(err, session.ErrWrong) {
				judged++
			} else if !errors.Is(err, session.ErrWait) {
				t.Errorf("unexpected: %v", err)
			}
		}
		if judged != 1 {
			t.Fatalf("%d codes were judged at one instant", judged)
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)

		_, token := f.SignInToken("claire")
		f.Clock.Advance(session.Idle)
		if _, err := f.Sessions.Resolve(ctx, token); err != nil {
			t.Fatalf("after exactly the idle time: %v", err)
		}
		f.Clock.Advance(session.Idle + time.Second)
		gone(t, f, "idle", token)

		_, token = f.SignInToken("claire")
		for range 24 {
			f.Clock.Advance(session.Idle - time.Second)
			if _, err := f.Sessions.Resolve(ctx, token); err != nil {
				t.Fatalf("in use: %v", err)
			}
		}
		f.Clock.Advance(session.Idle - time.Second) // 12 h and some, never idle
		gone(t, f, "absolute", token)

		who, one := f.SignInToken("claire")
		_, two := f.SignInToken("claire")
		_, other := f.SignInToken("root")
		list, err := f.Sessions.List(ctx, who)
		must(t, err)
		if len(list) != 2 {
			t.Fatalf("%d sessions listed, of the two that are open", len(list))
		}
		must(t, f.Sessions.Close(ctx, who, who.Session()))
		gone(t, f, "closed", one)
		again, err := f.Sessions.Resolve(ctx, two)
		must(t, err)
		root, err := f.Sessions.Resolve(ctx, other)
		must(t, err)
		must(t, f.Sessions.Close(ctx, root, again.Session())) // somebody else's: nothing happens
		if _, err := f.Sessions.Resolve(ctx, two); err != nil {
			t.Fatalf("closed by another person: %v", err)
		}
		_, three := f.SignInToken("claire")
		must(t, f.Sessions.Close(ctx, again, access.SessionID{}))
		gone(t, f, "all closed", two)
		gone(t, f, "all closed", three)
		if _, err := f.Sessions.Resolve(ctx, other); err != nil {
			t.Fatalf("another person's session: %v", err)
		}

		who, token = f.SignInToken("claire")
		must(t, f.Sessions.SignOut(ctx, who, token))
		gone(t, f, "signed out", token)
		for _, junk := range []string{"", "x", strings.Repeat("A", 43), strings.Repeat("é", 40)} {
			gone(t, f, "junk", junk)
		}
	})
}

func TestStepUp(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		words := f.Secrets("claire").Passphrase
		token, err := f.Sessions.SignIn(ctx, "claire", words, code(t, f, "claire"))
		must(t, err)
		who, err := f.Sessions.Resolve(ctx, token)
		must(t, err)
		invite := func(who access.Actor) error {
			_, err := f.Sessions.Invite(ctx, who, f.Teams["evaluation"], []access.Role{access.Coordinator})
			return err
		}
		want(t, "without step-up", invite(who), access.ErrStepUp)
		_, err = f.Sessions.Again(ctx, who, token, "seven other words", code(t, f, "claire"))
		want(t, "a wrong passphrase", err, session.ErrWrong)
		if _, err := f.Sessions.Resolve(ctx, token); err != nil {
			t.Fatalf("the old session after a failed step-up: %v", err)
		}
		_, err = f.Sessions.Again(ctx, who, token, words, wrongCode(code(t, f, "claire")))
		want(t, "a wrong code", err, session.ErrWrong)
		if _, err = f.Sessions.Again(ctx, who, "junk", words, code(t, f, "claire")); fault.Key(err) != "session.none" {
			t.Fatalf("with what is no token: %v", err)
		}
		fresh, err := f.Sessions.Again(ctx, who, token, words, code(t, f, "claire"))
		must(t, err)
		gone(t, f, "the token before the step-up", token)
		who, err = f.Sessions.Resolve(ctx, fresh)
		must(t, err)
		must(t, invite(who))
		f.Clock.Advance(session.StepUp)
		who, err = f.Sessions.Resolve(ctx, fresh)
		must(t, err)
		want(t, "five minutes later", invite(who), access.ErrStepUp)
	})
}

func TestKeptWords(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		_, token := f.SignInToken("claire")
		f.Clock.Advance(session.Idle + time.Minute)
		gone(t, f, "idle", token)
		form := url.Values{"note": {"She prefers the sea."}}
		must(t, f.Sessions.Keep(ctx, token, "/cases/new", form))
		must(t, f.Sessions.Keep(ctx, token, "/cases/new", form)) // pressed twice
		if err := f.Sessions.Keep(ctx, strings.Repeat("A", 43), "/x", form); !fault.Is(err, fault.NotFound) {
			t.Fatalf("an unknown token: %v", err)
		}

		root := f.SignIn("root")
		if _, found, err := f.Sessions.Waiting(ctx, root); err != nil || found {
			t.Fatalf("somebody else's words wait: %v %v", found, err)
		}
		if _, found, err := f.Sessions.Take(ctx, root, "/cases/new"); err != nil || found {
			t.Fatalf("given to somebody else: %v %v", found, err)
		}
		claire := f.SignIn("claire")
		path, found, err := f.Sessions.Waiting(ctx, claire)
		if err != nil || !found || path != "/cases/new" {
			t.Fatalf("waiting: %q %v %v", path, found, err)
		}
		if _, found, _ := f.Sessions.Take(ctx, claire, "/elsewhere"); found {
			t.Fatal("given to another page")
		}
		got, found, err := f.Sessions.Take(ctx, claire, path)
		if err != nil || !found || !reflect.DeepEqual(got, form) {
			t.Fatalf("given back: %v %v %v", got, found, err)
		}
		if _, found, _ := f.Sessions.Take(ctx, claire, path); found {
			t.Fatal("given back twice")
		}

		_, token = f.SignInToken("claire")
		must(t, f.Sessions.Keep(ctx, token, "/late", form))
		f.Clock.Advance(12*time.Hour + time.Minute)
		if _, found, _ := f.Sessions.Waiting(ctx, f.SignIn("claire")); found {
			t.Fatal("words wait longer than twelve hours")
		}
		if err := f.Sessions.Keep(ctx, token, "/late", form); !fault.Is(err, fault.NotFound) {
			t.Fatalf("a session that ended long ago: %v", err)
		}
		must(t, f.Sessions.Sweep(ctx))
	})
}

func TestDemoSignInIsForDemonstrationsOnly(t *testing.T) {
	f := trusttest.SQLite(t)
	words := f.Secrets("root").Passphrase
	_, err := f.Sessions.SignInDemo(ctx, "root", words)
	want(t, "a real network", err, session.ErrNotDemo)
	f = trusttest.Demo(t)
	words = f.Secrets("root").Passphrase
	_, err = f.Sessions.SignInDemo(ctx, "root", "other words")
	want(t, "a wrong passphrase", err, session.ErrWrong)
	token, err := f.Sessions.SignInDemo(ctx, "root", words)
	must(t, err)
	_, err = f.Sessions.Resolve(ctx, token)
	must(t, err)
}

// A network that holds anything is real for ever: nothing of what a network begins with may be there.
func TestOnlyAnEmptyNetworkBecomesADemonstration(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		refused := func(what string) {
			t.Helper()
			if err := f.Sessions.MarkDemo(ctx); !errors.Is(err, session.ErrNotEmpty) {
				t.Errorf("%s: %v", what, err)
			}
			if demo, err := f.Sessions.IsDemo(ctx); err != nil || demo {
				t.Errorf("%s: it is marked: %v, %v", what, demo, err)
			}
		}
		refused("founded")
		db := f.Raw()
		do := func(q string) {
			t.Helper()
			if _, err := db.ExecContext(ctx, q); err != nil {
				t.Fatalf("%s: %v", q, err)
			}
		}
		for _, table := range []string{"vault_member_wrap", "vault_team_key", "vault_user_key", "vault_lock",
			"session_open",
			"session_kept", "session_invitation", "access_membership", "access_user"} {
			do("delete from " + table)
		}
		refused("teams alone")
		do("delete from access_team")
		one := map[string]string{"sqlite": "x'01'", "postgres": `'\x01'`}[f.Engine]
		for table, row := range map[string]string{
			"referral_draft": `(id, team_id, user_id, began_at, until_at, changed_at, answers_sealed)
				values (` + strings.Repeat(one+", ", 3) + `1, 2, 1, ` + one + `)`,
			"casefile_case": `(id, journal_id, code, label_tree, label_number, kind, opened_at, stage, stage_at)
				values (` + one + `, ` + one + `, 'C', 'oak', 1, 'first', 1, 'draft', 1)`,
			"indicator_history": `(id, birth_year, adults, children, requested_on, outcome, reason, arrived_on,
				ended_on, exit_reason, sex, gender, nationality_group, nationality, exploitation, household_shape,
				origin_department, host_region, referrer_kind, complaint, cooperation, reflection_informed,
				statistics_consent)
				values (` + one + `, 0, 1, 0` + strings.Repeat(", ''", 19) + `)`,
		} {
			do("insert into " + table + " " + row)
			refused("a row of " + table)
			do("delete from " + table)
		}
		must(t, f.Sessions.MarkDemo(ctx))
		if demo, err := f.Sessions.IsDemo(ctx); err != nil || !demo {
			t.Errorf("an empty network: %v, %v", demo, err)
		}
	})
}
