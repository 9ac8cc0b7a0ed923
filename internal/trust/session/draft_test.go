package session_test

import (
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
		must(t, f.Sessions.Forget(ctx, claire, "/draft"))
		if _, found, _ := f.Sessions.Begun(ctx, claire, "/draft"); found {
			t.Fatal("not forgotten")
		}
		must(t, f.Sessions.Draft(ctx, token, "once", "/late", form))
		f.Clock.Advance(12*time.Hour + time.Minute)
		if _, found, _ := f.Sessions.Begun(ctx, claire, "/late"); found {
			t.Fatal("a draft waits longer than twelve hours")
		}
	})
}
