package session_test

import (
	"net/url"
	"strings"
	"testing"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

// Where too many sign in at once everybody is told so: the passphrase is not called wrong, no key is made without its
// lock, and a login that does not exist waits like one that does.
func TestACrowdIsToldAtEveryDoor(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team := f.Teams["evaluation"]
		f.Person("claire", "Claire", team, "", access.Coordinator)
		claire, token := f.SignInToken("claire")
		spoken, err := f.Sessions.Invite(ctx, claire, team, []access.Role{access.Coordinator})
		must(t, err)
		words := f.Secrets("claire").Passphrase
		free := *f.Stretch
		*f.Stretch = vault.Stretcher{} // has room for nobody
		_, err = f.Sessions.SignIn(ctx, "claire", words, code(t, f, "claire"))
		want(t, "somebody", err, session.ErrCrowded)
		_, err = f.Sessions.SignIn(ctx, "nobody", words, code(t, f, "claire"))
		want(t, "nobody", err, session.ErrCrowded)
		_, err = f.Sessions.Again(ctx, claire, token, words, code(t, f, "claire"))
		want(t, "stepping up", err, session.ErrCrowded)
		malo := newcomer(t, f, "malo")
		_, err = f.Sessions.Enrol(ctx, spoken, malo)
		want(t, "a newcomer", err, session.ErrCrowded)
		*f.Stretch = free
		_, err = f.Sessions.Enrol(ctx, spoken, malo)
		must(t, err) // the invitation is as good as before
		f.SignIn("claire")
	})
}

// A key to which nothing can be wrapped stops what needs it: no words are kept that nobody can read, nobody is welcomed
// without a key, and nobody leaves while those who stay would be left without one.
func TestADeadKeyIsTold(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team := f.Teams["evaluation"]
		f.Person("claire", "Claire", team, "", access.Coordinator)
		malo := f.Person("malo", "Malo", team, "claire", access.Coordinator)
		spoken, err := f.Sessions.Invite(ctx, f.SignIn("claire"), team, []access.Role{access.Coordinator})
		must(t, err)
		lou, err := f.Sessions.Enrol(ctx, spoken, newcomer(t, f, "lou"))
		must(t, err)
		_, token := f.SignInToken("claire")
		pair, err := vault.GenerateKey()
		must(t, err)
		_, err = f.Raw().Exec(`update vault_user_key set public_key = $1`, trusttest.DeadKey(pair.Public()))
		must(t, err)
		told := func(what string, err error) {
			t.Helper()
			if err == nil || !strings.Contains(err.Error(), "wrap for") { // as what it is, before any table refuses it
				t.Errorf("%s: %v", what, err)
			}
		}
		told("keeping words", f.Sessions.Keep(ctx, token, "/a", url.Values{"said": {"this"}}))
		told("a welcome", f.Sessions.Admit(ctx, f.SignIn("claire"), team, lou))
		told("a departure", f.Sessions.Depart(ctx, f.SignIn("root"), team, malo.User()))
		if !holds(f.SignIn("malo"), team, 1) {
			t.Error("the departure was half kept")
		}
	})
}
