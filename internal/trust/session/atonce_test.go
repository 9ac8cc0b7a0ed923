package session_test

import (
	"errors"
	"testing"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/trusttest"
)

// Two people who type the same invitation at the same instant: both have read it before either uses it, and one joins.
// SQLite lets one in after the other; here the row is held until both have come to it.
func TestAnInvitationTypedTwiceAtOnceIsUsedOnce(t *testing.T) {
	f := trusttest.Postgres(t)
	spoken, err := f.Sessions.Invite(ctx, f.SignIn("root"), f.Teams["evaluation"], []access.Role{access.Coordinator})
	must(t, err)
	one, two := newcomer(t, f, "one"), newcomer(t, f, "two")
	held, err := f.Raw().BeginTx(ctx, nil)
	must(t, err)
	if _, err := held.Exec(`select 1 from session_invitation for update`); err != nil {
		t.Fatal(err)
	}
	errs := make(chan error, 2)
	for _, n := range []session.Newcomer{one, two} {
		go func() {
			_, err := f.Sessions.Enrol(ctx, spoken, n)
			errs <- err
		}()
	}
	for number(t, f, `select count(*) from pg_stat_activity where datname = current_database()
		and wait_event_type = 'Lock'`) < 2 {
		select {
		case err := <-errs:
			t.Fatalf("one did not wait: %v", err)
		default:
		}
	}
	must(t, held.Rollback())
	a, b := <-errs, <-errs
	if a != nil {
		a, b = b, a
	}
	if a != nil || !errors.Is(b, session.ErrInvitation) {
		t.Errorf("one code, used twice at once: %v and %v", a, b)
	}
}

// A right passphrase takes back the wrong ones before it: nobody waits for what they mistyped in the morning.
func TestARightPassphraseIsForgiven(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		words := f.Secrets("claire").Passphrase
		for range 2 {
			for range 2 {
				_, err := f.Sessions.SignIn(ctx, "claire", "not "+words, "123456")
				want(t, "mistyped", err, session.ErrWrong)
			}
			_, err := f.Sessions.SignIn(ctx, "claire", words, code(t, f, "claire"))
			must(t, err)
		}
	})
}

// The code printed at the first start lets the first administrator in, and no other code does.
func TestOnlyThePrintedCodeFounds(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		settingUp := func(want bool) {
			t.Helper()
			if got, err := f.Sessions.SettingUp(ctx); err != nil || got != want {
				t.Errorf("it waits for its first administrator: %v, %v", got, err)
			}
		}
		settingUp(false)
		for _, table := range []string{"vault_member_wrap", "vault_team_key", "vault_user_key", "vault_lock",
			"session_open", "session_kept", "session_invitation", "access_membership", "access_user", "access_team"} {
			if _, err := f.Raw().Exec("delete from " + table); err != nil {
				t.Fatalf("%s: %v", table, err)
			}
		}
		settingUp(true)
		if _, err := f.Raw().Exec(
			`insert into network_setting (name, value, changed_at) values ('demo', 'no', 0)`); err != nil {
			t.Fatal(err)
		}
		if demo, err := f.Sessions.IsDemo(ctx); err != nil || demo {
			t.Errorf("a demonstration: %v, %v", demo, err)
		}
		net := session.Network{Name: "N", Teams: map[string]string{"administration": "A", "evaluation": "E",
			"logistics": "L",
			"oversight": "O"}}
		found := func(code string, n session.Newcomer) error {
			_, err := f.Sessions.FoundSignedIn(ctx, code, net, n)
			return err
		}
		first := newcomer(t, f, "first")
		want(t, "before a code was printed", found("aaaa-bbbb-cccc", first), session.ErrInvitation)
		printed, err := f.Sessions.NewSetUpCode(ctx)
		must(t, err)
		for what, code := range map[string]string{"another code": "aaaa-bbbb-cccc", "no code": ""} {
			want(t, what, f.Sessions.CheckSetUp(ctx, code), session.ErrInvitation)
			want(t, what, found(code, first), session.ErrInvitation)
		}
		settingUp(true)
		must(t, f.Sessions.CheckSetUp(ctx, printed))
		wrong := first
		wrong.Code = wrongCode(first.Code)
		want(t, "an authenticator that is not set up", found(printed, wrong), session.ErrCode)
		must(t, found(printed, first))
		settingUp(false)
		want(t, "used twice", found(printed, newcomer(t, f, "second")), session.ErrInvitation)
	})
}
