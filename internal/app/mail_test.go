package app

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/wneessen/go-mail"

	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/trusttest"
)

// T23: a notice says the same words to everybody, whatever happened; without a mail server nothing is sent.
func TestNoticesAreConstant(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		n, err := Around(f.House, f.Clock, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		hosts := map[string]access.TeamID{"hugo": f.Teams["evaluation"], "ines": f.Teams["oversight"]}
		for login, team := range hosts {
			who := f.Person(login, strings.ToUpper(login), team, "", access.Host)
			if err := n.Rooms.Account.SetNotices(ctx, who, account.Notices{Mail: login + "@example.org"}); err != nil {
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
		worker := n.Worker(n.Rooms.Handlers(m))
		job := 0
		tell := func(kind string) {
			t.Helper()
			job++
			for _, team := range hosts {
				if err := n.Rooms.Handlers(m)[kind](ctx, outbox.Job{Kind: kind, Dedupe: strconv.Itoa(job),
					Object:  team.Bytes(),
					Payload: "needle"}); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := worker.Run(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if tell(noticeJob); len(sent) != 0 {
			t.Fatal("a notice was sent though no mail server is set")
		}
		err = n.Rooms.Account.Change(ctx, f.SignIn("root"),
			account.Edit{Settings: account.Settings{Name: "Réseau", MailHost: "mail.example.org", MailPort: 25,
				MailFrom: "havre@example.org", Address: "https://reseau.example.org/"}})
		if err != nil {
			t.Fatal(err)
		}
		if tell(noticeJob); len(sent) != 2 {
			t.Fatalf("%d notices, want 2", len(sent))
		}
		// the quiet hours of one of them hold hers back alone
		now := f.Clock.Now().In(f.Gate.Country().Zone())
		quiet := account.Notices{Mail: "quiet@example.org", QuietFrom: now.Format("15:04"),
			QuietUntil: now.Add(time.Hour).Format("15:04")}
		if err := n.Rooms.Account.SetNotices(ctx, f.SignIn("hugo"), quiet); err != nil {
			t.Fatal(err)
		}
		if tell(noticeJob); len(sent) != 3 {
			t.Fatalf("%d notices in somebody's quiet hours, want 3", len(sent))
		}
		f.Clock.Advance(time.Hour)
		if _, err := worker.Run(ctx); err != nil || len(sent) != 4 {
			t.Fatalf("%d notices after the quiet hours, want 4: %v", len(sent), err)
		}
		words := constant(t, sent, "needle", "HUGO", "INES", "http", "/cases")
		if len(words) != 1 {
			t.Errorf("notices differ: %v", words)
		}
		sent = nil
		tell("mail.fresh")
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

// Nobody is sent anything in their quiet hours, over midnight or within a day; it goes when they end.
func TestALetterWaitsForTheMorning(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, until, now, goes string }{
		{"22:00", "07:00", "2026-11-23 21:59", ""},
		{"22:00", "07:00", "2026-11-23 22:00", "2026-11-24 07:00"},
		{"22:00", "07:00", "2026-11-24 06:59", "2026-11-24 07:00"},
		{"22:00", "07:00", "2026-11-24 07:00", ""},
		{"22:00", "07:00", "2026-11-30 23:30", "2026-12-01 07:00"},
		{"12:00", "14:30", "2026-11-23 11:59", ""},
		{"12:00", "14:30", "2026-11-23 12:00", "2026-11-23 14:30"},
		{"12:00", "14:30", "2026-11-23 14:30", ""},
		{"", "", "2026-11-23 03:00", ""},
		{"22:00", "07:00", "2026-10-24 23:00", "2026-10-25 07:00"}, // the clocks go back in the night
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", c.now, paris)
		if err != nil {
			t.Fatal(err)
		}
		goes := ""
		if at := (reader{from: c.from, until: c.until}).after(now); !at.IsZero() {
			goes = at.Format("2006-01-02 15:04")
		}
		if goes != c.goes {
			t.Errorf("quiet from %s to %s, at %s: goes %q, want %q", c.from, c.until, c.now, goes, c.goes)
		}
	}
}

// One address that takes no mail keeps none of the others waiting, nobody gets a letter twice, and what cannot be sent
// is set aside in the end, where the administrator sees it.
func TestABadAddressHoldsUpNobody(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		n, err := Around(f.House, f.Clock, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		for _, login := range []string{"anne", "bruno", "carla"} {
			who := f.Person(login, strings.ToUpper(login), f.Teams["evaluation"], "", access.Host)
			if err := n.Rooms.Account.SetNotices(ctx, who, account.Notices{Mail: login + "@example.org"}); err != nil {
				t.Fatal(err)
			}
		}
		if err := n.Rooms.Account.Change(ctx, f.SignIn("root"), account.Edit{Settings: account.Settings{Name: "Réseau",
			MailHost: "mail.example.org", MailPort: 25, MailFrom: "havre@example.org"}}); err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		m := n.mailer()
		m.send = func(_ context.Context, _ server, msg *mail.Msg) error {
			to := msg.GetToString()[0]
			if got[to]++; strings.Contains(to, "anne") {
				return errors.New("no such mailbox")
			}
			return nil
		}
		worker := n.Worker(n.Rooms.Handlers(m))
		if err := m.toTeam(ctx,
			outbox.Job{Kind: noticeJob, Dedupe: "one", Object: f.Teams["evaluation"].Bytes()}); err != nil {
			t.Fatal(err)
		}
		for range outbox.MostAttempts + 10 {
			if _, err := worker.Run(ctx); err != nil {
				t.Fatal(err)
			}
			f.Clock.Advance(time.Hour)
		}
		for to, times := range got {
			if want := map[bool]int{true: outbox.MostAttempts, false: 1}[strings.Contains(to, "anne")]; times != want {
				t.Errorf("%s: %d letters, want %d", to, times, want)
			}
		}
		if len(got) != 3 {
			t.Errorf("letters went to %v", got)
		}
		items, err := n.Rooms.Casefile.OnHome(ctx, f.SignIn("root"))
		aside := func(i casefile.Item) bool { return i.Text == "account.home.aside" }
		if err != nil || !slices.ContainsFunc(items, aside) {
			t.Errorf("the administrator reads %+v, %v", items, err)
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
