package session_test

import (
	"context"
	"net/url"
	"reflect"
	"testing"
	"time"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
)

// A draft waits on its page for whoever typed it, and leads nobody to it.
func TestADraftWaitsOnItsPage(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		form := url.Values{"note": {"She prefers the sea."}}
		root := f.SignIn("root")
		claire, token := f.SignInToken("claire")
		must(t, f.Sessions.Draft(ctx, token, "once", "/draft", form))
		if at, found, err := f.Sessions.Begun(ctx, claire, "/draft"); err != nil || !found ||
			!at.Equal(f.Clock.Now().Truncate(time.Microsecond)) {
			t.Fatalf("begun %v %v %v", at, found, err)
		}
		_, found, err := f.Sessions.Begun(ctx, root, "/draft")
		if path, waits, _ := f.Sessions.Waiting(ctx, claire); found || waits || err != nil {
			t.Fatalf("somebody else's draft %v, led to %q %v", found, path, err)
		}
		if got, found, err := f.Sessions.Take(ctx, claire, "/draft"); !found || !reflect.DeepEqual(got, form) {
			t.Fatalf("given back: %v %v %v", got, found, err)
		}
		must(t, f.Sessions.Forget(ctx, root, "/draft")) // given back, it waits on
		must(t, f.Sessions.Forget(ctx, claire, "/other"))
		if _, found, _ := f.Sessions.Begun(ctx, claire, "/draft"); !found {
			t.Fatal("forgotten by somebody else, or with another page's")
		}
		if err := f.Sessions.Draft(ctx, "nobody’s", "once", "/other", form); err == nil {
			t.Fatal("a draft of nobody is told as kept")
		}
		if _, found, _ := f.Sessions.Begun(ctx, claire, "/other"); found {
			t.Fatal("a draft is found on another page")
		}
		must(t, f.Sessions.Forget(ctx, claire, "/draft"))
		if _, found, _ := f.Sessions.Begun(ctx, claire, "/draft"); found {
			t.Fatal("not forgotten")
		}
		must(t, f.Sessions.Draft(ctx, token, "once", "/late", form))
		f.Clock.Advance(12 * time.Hour)
		if _, found, _ := f.Sessions.Begun(ctx, claire, "/late"); !found {
			t.Fatal("a draft waits less than twelve hours")
		}
		f.Clock.Advance(time.Minute)
		if _, found, _ := f.Sessions.Begun(ctx, claire, "/late"); found {
			t.Fatal("a draft waits longer than twelve hours")
		}
	})
}

// What arrives after its form was saved is late, and is not kept; of somebody else's press, or another of one's own,
// nothing is late. Words typed over an ended session have no press, and are kept whatever was pressed.
func TestADraftIsLateAfterItsPress(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		f.Person("luc", "Luc", f.Teams["logistics"], "", access.Logistics)
		claire, token := f.SignInToken("claire")
		luc, lucs := f.SignInToken("luc")
		form := url.Values{"note": {"She prefers the sea."}}
		pressed := func(who access.Actor, once string) {
			t.Helper()
			if _, err := f.Raw().Exec(`insert into gate_once (user_id, once, used_at) values ($1, $2, $3)`,
				who.User().Bytes(), once, f.Clock.Now().UnixMicro()); err != nil {
				t.Fatal(err)
			}
		}
		waits := func(who access.Actor, path string, want bool) {
			t.Helper()
			if _, found, err := f.Sessions.Begun(ctx, who, path); found != want || err != nil {
				t.Errorf("%s at %s: %v, %v", who.Name(), path, found, err)
			}
		}
		pressed(claire, "hers")
		pressed(claire, "")
		must(t, f.Sessions.Draft(ctx, token, "hers", "/saved", form))
		waits(claire, "/saved", false)
		must(t, f.Sessions.Draft(ctx, lucs, "hers", "/saved", form))
		waits(luc, "/saved", true)
		must(t, f.Sessions.Draft(ctx, token, "another", "/open", form))
		waits(claire, "/open", true)
		must(t, f.Sessions.Keep(ctx, token, "/ended", form))
		waits(claire, "/ended", true)
		if path, found, err := f.Sessions.Waiting(ctx, claire); path != "/ended" || !found || err != nil {
			t.Errorf("led to %q, %v, %v", path, found, err)
		}
	})
}

// A database that fails is told, whether a draft is looked for, forgotten or kept.
func TestAFailingDraftIsTold(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		claire, token := f.SignInToken("claire")
		try := func(what string, fn func(context.Context) error) { t.Helper(); trusttest.Failing(t, what, fn) }
		try("keeping a draft", func(c context.Context) error {
			return f.Sessions.Draft(c, token, "once", "/draft", nil)
		})
		try("looking for a draft", func(c context.Context) error {
			if at, found, err := f.Sessions.Begun(c, claire, "/draft"); err != nil || !found {
				if err == nil || found || !at.IsZero() {
					t.Errorf("a draft that could not be looked for: %v, %v, %v", at, found, err)
				}
				return err
			}
			return nil
		})
		try("forgetting a draft", func(c context.Context) error { return f.Sessions.Forget(c, claire, "/draft") })
	})
}
