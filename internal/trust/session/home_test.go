package session_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/prooftest/atlantis"
	"havre.example/havre/internal/trust"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/packs"
)

// again opens a floor's network a second time with a pack, as another process would once the first has ended.
func again(t *testing.T, f *trusttest.Floor, in *country.Pack, readOnly bool, log *bytes.Buffer,
	older ...bool) (*trust.House, error) {
	t.Helper()
	o := trust.Options{Postgres: f.DSN, Machine: trusttest.Machine, Country: in, Clock: f.Clock, ReadOnly: readOnly,
		Log: slog.New(slog.NewTextHandler(log, nil))}
	o.OlderPack = len(older) > 0
	if f.DSN == "" {
		o.Path = filepath.Join(f.Dir, "havre.db")
	}
	h, err := trust.Open(context.Background(), o)
	if err == nil {
		t.Cleanup(func() { _ = h.Close() }) // closed already where the test goes on
	}
	return h, err
}

// A network belongs to the country with whose pack it was set up: no process opens it with another's. One that was set
// up before that was recorded belongs to the country it is first served in, and its log says so once.
func TestANetworkKeepsItsCountry(t *testing.T) {
	isle, err := atlantis.Pack()
	must(t, err)
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		var log bytes.Buffer
		must(t, f.Close())
		for _, readOnly := range []bool{false, true} {
			_, err := again(t, f, isle, readOnly, &log)
			away, ok := errors.AsType[*session.AbroadError](err)
			if !ok || *away != (session.AbroadError{Home: "FR", Pack: "XA"}) ||
				!strings.Contains(err.Error(), "a network of FR, opened with a pack of XA") {
				t.Fatalf("read only %v: %v", readOnly, err)
			}
		}
		home, err := again(t, f, packs.France(), false, &log)
		must(t, err)
		must(t, home.Sessions.Settle(t.Context()))
		must(t, home.Fits(t.Context()))
		if log.Len() > 0 {
			t.Errorf("it was settled long ago: %s", &log)
		}
		db := f.Raw()
		if _, err := db.ExecContext(t.Context(), `delete from network_setting where name = 'country'`); err != nil {
			t.Fatal(err)
		}
		must(t, home.Fits(t.Context()))
		must(t, home.Close())
		old, err := again(t, f, isle, false, &log) // looked at, but not served: it is still nobody's
		must(t, err)
		must(t, old.Close())
		old, err = again(t, f, packs.France(), false, &log)
		must(t, err)
		for range 2 {
			must(t, old.Sessions.Settle(t.Context()))
		}
		if strings.Count(log.String(), "country=FR") != 1 {
			t.Errorf("said: %s", &log)
		}
		if _, err := db.ExecContext(t.Context(),
			`update network_setting set value = 'XA' where name = 'country'`); err != nil {
			t.Fatal(err)
		}
		for what, err := range map[string]error{"a node that runs already": old.Fits(t.Context()),
			"who comes second": old.Sessions.Settle(t.Context())} {
			if _, ok := errors.AsType[*session.AbroadError](err); !ok {
				t.Errorf("%s: %v", what, err)
			}
		}
		must(t, old.Close())
		for what, err := range map[string]error{"no database": old.Sessions.Home(t.Context()),
			"nowhere to write": old.Sessions.Settle(t.Context())} {
			if err == nil {
				t.Errorf("%s, and nothing is said", what)
			}
		}
	})
}

// A network keeps which pack of its country it is served with, and the latest edition: another is refused, an older one
// unless somebody insists, which is then the latest.
func TestANetworkKeepsItsPackAndEdition(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		var log bytes.Buffer
		must(t, f.Close())
		db := f.Raw()
		own := packs.France().Manifest().ID + " " + packs.France().Edition()
		kept := func() (value string) {
			must(t, db.QueryRowContext(t.Context(), `select value from network_setting where name = 'pack'`).Scan(
				&value))
			return value
		}
		if kept() != own {
			t.Fatalf("set up with %q", kept())
		}
		keep := func(value string) {
			if _, err := db.ExecContext(t.Context(),
				`update network_setting set value = '`+value+`' where name = 'pack'`); err != nil {
				t.Fatal(err)
			}
		}
		keep("other 1999-01-01")
		_, err := again(t, f, packs.France(), true, &log)
		away, ok := errors.AsType[*session.AbroadError](err)
		if !ok || *away != (session.AbroadError{Home: "other", Pack: "fr", Namesake: true}) {
			t.Errorf("another pack: %v", err)
		}
		keep("fr 2199-01-01")
		for _, readOnly := range []bool{false, true} {
			_, err = again(t, f, packs.France(), readOnly, &log)
			older, ok := errors.AsType[*session.OlderPackError](err)
			if !ok || *older != (session.OlderPackError{Last: "2199-01-01", Pack: packs.France().Edition()}) ||
				!strings.Contains(err.Error(), "2199-01-01") {
				t.Errorf("an older edition, read only %v: %v", readOnly, err)
			}
		}
		if kept() != "fr 2199-01-01" {
			t.Errorf("who was refused wrote %q", kept())
		}
		h, err := again(t, f, packs.France(), false, &log, true)
		must(t, err)
		must(t, h.Fits(t.Context())) // a node beside goes on with its own edition
		must(t, h.Sessions.Settle(t.Context()))
		must(t, h.Close())
		if kept() != own {
			t.Errorf("insisting keeps %q", kept())
		}
		for _, before := range []string{"", "fr 1999-01-01"} { // from before it was kept, and a newer edition
			keep(before)
			h, err := again(t, f, packs.France(), false, &log)
			must(t, err)
			must(t, h.Sessions.Settle(t.Context()))
			must(t, h.Close())
			if kept() != own {
				t.Errorf("from %q it keeps %q", before, kept())
			}
		}
		if log.Len() > 0 {
			t.Errorf("said: %s", &log)
		}
	})
}

// Until somebody sets a network up, it is no country's: whoever began with the wrong pack begins again.
func TestANetworkThatNobodySetUpIsNoCountrys(t *testing.T) {
	isle, err := atlantis.Pack()
	must(t, err)
	f, log := trusttest.SQLite(t), bytes.Buffer{}
	must(t, f.Close())
	f.Dir = t.TempDir()
	for _, in := range []*country.Pack{packs.France(), isle, packs.France()} {
		h, err := again(t, f, in, false, &log)
		must(t, err)
		must(t, h.Sessions.Settle(t.Context()))
		must(t, h.Close())
	}
	if log.Len() > 0 {
		t.Errorf("said: %s", &log)
	}
}
