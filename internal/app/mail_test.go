package app

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/wneessen/go-mail"

	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/trusttest"
)

// T23: a notice says the same words to everybody, whatever happened; without a mail server nothing is sent.
func TestNoticesAreConstant(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		n := Around(f.House, f.Clock, slog.New(slog.DiscardHandler))
		hosts := map[string]access.TeamID{"hugo": f.Teams["evaluation"], "ines": f.Teams["oversight"]}
		for login, team := range hosts {
			who := f.Person(login, strings.ToUpper(login), team, "", access.Host)
			if err := n.Rooms.Account.SetNotices(ctx, who, login+"@example.org"); err != nil {
				t.Fatal(err)
			}
		}
		var sent []*mail.Msg
		m := n.mailer()
		m.send = func(_ context.Context, s server, msg *mail.Msg) error {
			if s.host != "mail.example.org" {
				t.Errorf("sent through %s", s.host)
			}
			sent = append(sent, msg)
			return nil
		}
		tell := func() {
			for _, team := range hosts {
				if err := m.handle(noticeLetter)(ctx, outbox.Job{Kind: noticeJob, Object: team.Bytes(),
					Payload: "needle"}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if tell(); len(sent) != 0 {
			t.Fatal("a notice was sent though no mail server is set")
		}
		err := n.Rooms.Account.Change(ctx, f.SignIn("root"),
			account.Edit{Settings: account.Settings{Name: "Réseau", MailHost: "mail.example.org", MailPort: 25,
				MailFrom: "havre@example.org", Address: "https://reseau.example.org/"}})
		if err != nil {
			t.Fatal(err)
		}
		if tell(); len(sent) != 2 {
			t.Fatalf("%d notices, want 2", len(sent))
		}
		words := constant(t, sent, "needle", "HUGO", "INES", "http", "/cases")
		if len(words) != 1 {
			t.Errorf("notices differ: %v", words)
		}
		sent = nil
		for _, team := range hosts {
			if err := n.Rooms.Handlers(m)["mail.fresh"](ctx, outbox.Job{Kind: "mail.fresh", Object: team.Bytes(),
				Payload: "needle"}); err != nil {
				t.Fatal(err)
			}
		}
		weekly := constant(t, sent, "needle", "HUGO", "INES", "/cases", "place libre", "free", "?")
		if len(weekly) != 1 {
			t.Errorf("weekly questions differ: %v", weekly)
		}
		for w := range weekly {
			if strings.Count(w, "http") != 1 ||
				!strings.HasSuffix(strings.TrimSpace(w), "\nhttps://reseau.example.org/places/fresh") {
				t.Errorf("the weekly question has another link:\n%s", w)
			}
		}
	})
}

// constant returns what the mails say, without what the mail system itself needs; a mail that holds a word it must not
// fails.
func constant(t *testing.T, sent []*mail.Msg, never ...string) map[string]bool {
	t.Helper()
	words := map[string]bool{}
	for _, msg := range sent {
		var b bytes.Buffer
		if _, err := msg.WriteTo(&b); err != nil {
			t.Fatal(err)
		}
		for _, no := range never {
			if strings.Contains(b.String(), no) {
				t.Errorf("a mail holds %q:\n%s", no, b.String())
			}
		}
		var kept []string
		for line := range strings.Lines(b.String()) {
			if name, _, ok := strings.Cut(line, ":"); ok && (name == "To" || name == "Date" || name == "Message-ID") {
				continue
			}
			kept = append(kept, line)
		}
		words[strings.Join(kept, "")] = true
	}
	return words
}
