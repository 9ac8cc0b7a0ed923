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
