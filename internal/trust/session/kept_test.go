package session_test

import (
	"bytes"
	"net/url"
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

// Words go back to their writer and their page, and to no other.
func TestKeptWordsAreOfOnePersonAndPage(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		f.Person("luc", "Luc", f.Teams["logistics"], "", access.Logistics)
		claire, claires := f.SignInToken("claire")
		luc, lucs := f.SignInToken("luc")
		words := func(token, path, said string) {
			t.Helper()
			must(t, f.Sessions.Keep(ctx, token, path, url.Values{"said": {said}}))
		}
		gives := func(who access.Actor, path, said string) {
			t.Helper()
			form, found, err := f.Sessions.Take(ctx, who, path)
			if err != nil || found != (said != "") || form.Get("said") != said {
				t.Errorf("%s at %s: %v %v %v", who.Name(), path, form, found, err)
			}
		}
		words(claires, "/a", "Claire's")
		words(lucs, "/a", "Luc's")
		words(claires, "/b", "Claire's other")
		gives(claire, "/a", "Claire's")
		gives(claire, "/a", "")
		gives(claire, "/b", "Claire's other")
		gives(luc, "/a", "Luc's")
		gives(luc, "/b", "")
		// Of two people's words for one page, and of one person's for two, each take gives its own.
		words(claires, "/c", "Claire's")
		words(lucs, "/c", "Luc's")
		words(claires, "/d", "Claire's other")
		gives(luc, "/c", "Luc's")
		gives(claire, "/d", "Claire's other")
		gives(claire, "/c", "Claire's")
		// What does not open is not given, and is no failure.
		words(claires, "/a", "Claire's")
		do := func(sql string, args ...any) {
			t.Helper()
			if _, err := f.Raw().Exec(sql, args...); err != nil {
				t.Fatal(err)
			}
		}
		do(`update session_kept set form_sealed = $1`, []byte("altered"))
		gives(claire, "/a", "")
		// What opens and is no form is told, and stays for whoever can mend it.
		var raw []byte
		must(t, f.Raw().QueryRow(`select public_key from vault_user_key where user_id = $1`,
			claire.User().Bytes()).Scan(&raw))
		key, err := vault.ParsePublicKey(raw)
		must(t, err)
		sealed, err := vault.Wrap(key, vault.Binding{Purpose: vault.ForWriting, Recipient: claire.User().Bytes(),
			Object: []byte("/a")}, []byte("no form"))
		must(t, err)
		words(claires, "/a", "Claire's")
		do(`update session_kept set form_sealed = $1`, sealed)
		if form, _, err := f.Sessions.Take(ctx, claire, "/a"); err == nil {
			t.Errorf("words that are no form are given as %v", form)
		}
		if _, waits, err := f.Sessions.Begun(ctx, claire, "/a"); err != nil || !waits {
			t.Errorf("words that are no form are gone: %v, %v", waits, err)
		}
		do(`update vault_user_key set public_key = $1 where user_id = $2`, []byte("no key"), claire.User().Bytes())
		if err := f.Sessions.Keep(ctx, claires, "/a", nil); err == nil {
			t.Error("sealed to what is no key")
		}
		for _, junk := range []string{"", "x", claires + "!", claires + "AAAA", claires[:42]} {
			if err := f.Sessions.Keep(ctx, junk, "/a", nil); fault.Key(err) != "session.none" {
				t.Errorf("kept for %q: %v", junk, err)
			}
			if _, err := f.Sessions.Resolve(ctx, junk); fault.Key(err) != "session.none" {
				t.Errorf("resolved %q: %v", junk, err)
			}
		}
	})
}

// A key that reaches the team during a session is on the ring from the next request on, and is kept with the session.
func TestANewKeyIsKeptWithTheSession(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		team := f.Teams["evaluation"]
		f.Person("claire", "Claire", team, "", access.Coordinator)
		malo := f.Person("malo", "Malo", team, "claire", access.Coordinator)
		lou := f.Person("lou", "Lou", team, "claire", access.Coordinator)
		root := f.SignIn("root")
		claire, token := f.SignInToken("claire")
		sealed := func() (b []byte) {
			t.Helper()
			must(t, f.Raw().QueryRow(`select keys_sealed from session_open where id = $1`,
				claire.Session().Bytes()).Scan(&b))
			return b
		}
		before := sealed()
		_, err := f.Sessions.Resolve(ctx, token)
		must(t, err)
		if !bytes.Equal(sealed(), before) {
			t.Error("the ring was sealed anew though it did not grow")
		}
		must(t, f.Sessions.Depart(ctx, root, team, malo.User()))
		_, err = f.Sessions.Resolve(ctx, token)
		must(t, err)
		after := sealed()
		if bytes.Equal(after, before) {
			t.Error("the ring grew and was not kept")
		}
		_, err = f.Sessions.Resolve(ctx, token)
		must(t, err)
		if !bytes.Equal(sealed(), after) {
			t.Error("the ring was sealed anew a second time")
		}
		must(t, f.Sessions.Depart(ctx, root, team, lou.User()))
		if _, err := f.Raw().Exec(`update vault_member_wrap set wrap = $1 where epoch = 3`,
			[]byte("altered")); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Sessions.Resolve(ctx, token); err == nil {
			t.Error("resolved with a team's key that does not open")
		}
		if _, err := f.Sessions.SignIn(ctx, "claire", f.Secrets("claire").Passphrase,
			code(t, f, "claire")); err == nil {
			t.Error("signed in with a team's key that does not open")
		}
	})
}
