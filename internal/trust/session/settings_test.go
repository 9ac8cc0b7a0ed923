package session_test

import (
	"testing"
	"time"

	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/trusttest"
)

// What was known stays known while the database does not answer; a reading is at most two seconds old.
func TestSettingsOutliveTheDatabase(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		if got := f.Sessions.Setting("name"); got != "Réseau d'essai" {
			t.Fatalf("name %q", got)
		}
		if _, err := f.Raw().ExecContext(t.Context(),
			`update network_setting set value = 'Autre' where name = 'name'`); err != nil {
			t.Fatal(err)
		}
		f.Clock.Advance(session.Fresh - time.Millisecond)
		if got := f.Sessions.Setting("name"); got != "Réseau d'essai" {
			t.Fatalf("read again after less than %s: %q", session.Fresh, got)
		}
		f.Clock.Advance(time.Millisecond)
		if got := f.Sessions.Setting("name"); got != "Autre" {
			t.Fatalf("after %s: %q", session.Fresh, got)
		}
		if _, err := f.Raw().ExecContext(t.Context(),
			`update network_setting set value = 'Ici' where name = 'name'`); err != nil {
			t.Fatal(err)
		}
		f.Sessions.SettingsChanged()
		if got := f.Sessions.Setting("name"); got != "Ici" {
			t.Fatalf("on the node that wrote it: %q", got)
		}
		must(t, f.Close())
		f.Clock.Advance(session.Fresh)
		if got := f.Sessions.Setting("name"); got != "Ici" {
			t.Fatalf("the database is gone: %q", got)
		}
		if got := f.Sessions.Setting("unknown"); got != "" {
			t.Fatalf("a setting that nobody set: %q", got)
		}
	})
}
