package app_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"testing"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/trust"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/packs"
)

// A changed setting is seen by the program that runs, and by every other node within two seconds, without a restart.
func TestChangedSettingsAreSeenByEveryNode(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx, quiet := context.Background(), slog.New(slog.DiscardHandler)
		nodes := map[string]*app.Net{"this node": story.Around(t, f.House, f.Clock, quiet)}
		if f.DSN != "" {
			h, err := trust.Open(ctx, trust.Options{Postgres: f.DSN, Machine: trusttest.Machine,
				Country: packs.France(),
				Clock:   f.Clock, Log: quiet,
				Cost: trusttest.Cost})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = h.Close() })
			nodes["another node"] = story.Around(t, h, f.Clock, quiet)
		}
		leads := func(n *app.Net) string {
			w := httptest.NewRecorder()
			n.Handler(app.Site{}).ServeHTTP(w, httptest.NewRequest("GET", "http://havre.test/leave", nil))
			return w.Header().Get("Location")
		}
		for name, n := range nodes {
			if n.Sessions.Setting("exit_site") != "" || n.Sessions.Setting("smtp_host") != "" {
				t.Fatalf("%s has settings already", name)
			}
		}
		root := f.SignIn("root")
		err := account.New(f.Gate, f.Sessions, true).Change(ctx, root, account.Edit{Settings: account.Settings{
			Name: "Réseau", Telephone: "04 11 11 11 11", MailHost: "courrier.exemple.fr", MailPort: 587,
			MailFrom: "r@exemple.fr", ExitSite: "https://www.meteo.example/"}})
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Sessions.Setting("telephone"); got != "04 11 11 11 11" { // at once where it was changed
			t.Errorf("this node shows %q", got)
		}
		f.Clock.Advance(session.Fresh)
		for name, n := range nodes {
			if got := n.Sessions.Setting("telephone"); got != "04 11 11 11 11" {
				t.Errorf("%s shows the telephone %q", name, got)
			}
			if n.Sessions.Setting("smtp_host") == "" {
				t.Errorf("%s does not know that mail can be sent", name)
			}
			if to := leads(n); to != "https://www.meteo.example/" {
				t.Errorf("%s: the quick exit leads to %q", name, to)
			}
		}
	})
}
