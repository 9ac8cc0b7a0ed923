package session_test

import (
	"errors"
	"slices"
	"testing"

	"havre.example/havre/internal/kernel/fault"
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

// Who waits for a colleague is of this team, has not left it, and lacks its living key, whatever else they lack; who
// left is not let in again.
func TestWhoWaitsIsOfTheTeam(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		evaluation, logistics := f.Teams["evaluation"], f.Teams["logistics"]
		f.Person("claire", "Claire", evaluation, "", access.Coordinator)
		f.Person("luc", "Luc", logistics, "", access.Logistics)
		join := func(login string, team access.TeamID, role access.Role) {
			t.Helper()
			spoken, err := f.Sessions.Invite(ctx, f.SignIn("root"), team, []access.Role{role})
			must(t, err)
			must(t, f.Sessions.Accept(ctx, f.SignIn(login), spoken))
		}
		leaver := f.Person("leaver", "Leaver", evaluation, "claire", access.Coordinator)
		malo := f.Person("malo", "Malo", evaluation, "claire", access.Coordinator)
		join("leaver", logistics, access.Logistics)
		waits := func(what, login string, team access.TeamID, names ...string) {
			t.Helper()
			list, err := f.Sessions.WaitingIn(ctx, f.SignIn(login), team)
			must(t, err)
			var got []string
			for _, w := range list {
				got = append(got, w.Name)
			}
			if !slices.Equal(got, names) {
				t.Errorf("%s: %q", what, got)
			}
		}
		waits("one waits in logistics", "claire", evaluation)
		waits("one waits in logistics", "luc", logistics, "Leaver")
		must(t, f.Sessions.Depart(ctx, f.SignIn("root"), evaluation, leaver.User()))
		waits("one left", "claire", evaluation)
		if err := f.Sessions.Admit(ctx, f.SignIn("claire"), evaluation, leaver.User()); !fault.Is(err, fault.NotFound) {
			t.Errorf("who left was let in again: %v", err)
		}
		if n := number(t, f, `select count(*) from vault_member_wrap where user_id = $1 and team_id = $2`,
			leaver.User().Bytes(), evaluation.Bytes()); n != 0 {
			t.Errorf("who left holds %d wraps", n)
		}
		do := func(sql string, args ...any) {
			t.Helper()
			if _, err := f.Raw().Exec(sql, args...); err != nil {
				t.Fatal(err)
			}
		}
		without := func(epoch int) {
			do(`delete from vault_member_wrap where user_id = $1 and epoch = $2`, malo.User().Bytes(), epoch)
		}
		without(2)
		waits("the living key is missing", "claire", evaluation, "Malo")
		must(t, f.Sessions.Admit(ctx, f.SignIn("claire"), evaluation, malo.User()))
		without(1)
		waits("a key of before is missing, which logistics has not changed yet", "claire", evaluation)
		waits("one waits in logistics still", "luc", logistics, "Leaver")
		do(`update access_user set left_at = 1 where id = $1`, leaver.User().Bytes())
		waits("whose account ended", "luc", logistics)
		without(2)
		do(`update vault_user_key set public_key = $1 where user_id = $2`, []byte("no key"), malo.User().Bytes())
		if _, err := f.Sessions.WaitingIn(ctx, f.SignIn("claire"), evaluation); err == nil {
			t.Error("a key that does not read is shown by its words")
		}
	})
}
