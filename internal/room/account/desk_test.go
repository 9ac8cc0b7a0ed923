package account_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/trusttest"
)

var ctx = context.Background()

// home returns the lines of somebody's home, as text keys with their subject.
func home(t *testing.T, f *trusttest.Floor, d *account.Desk, who access.Actor) []string {
	t.Helper()
	items, err := casefile.NewDesk(f.Gate, d.HomePanels(), nil).OnHome(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, i := range items {
		out = append(out, strings.TrimSpace(i.Text+" "+i.Subject))
	}
	return out
}

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("%s: %v, want %v", what, got, want)
	}
}

func TestHome(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		d := account.New(f.Gate, f.Sessions, false)
		team := f.Teams["evaluation"]
		same(t, "a new network", home(t, f, d, f.SignIn("root")),
			"account.task.connection", "account.task.administrator", "account.task.coordinator",
			"account.task.logistics")
		same(t, "behind an encrypted connection", home(t, f, account.New(f.Gate, f.Sessions, true), f.SignIn("root")),
			"account.task.administrator", "account.task.coordinator", "account.task.logistics")

		claire := f.Person("claire", "Claire", team, "", access.Coordinator)
		same(t, "a first member waits for nobody", home(t, f, d, claire))
		same(t, "with a coordinator", home(t, f, d, f.SignIn("root")), "account.task.connection",
			"account.task.administrator", "account.task.logistics")

		code, err := f.Sessions.Invite(ctx, f.SignIn("claire"), team, []access.Role{access.Coordinator})
		if err != nil {
			t.Fatal(err)
		}
		p, err := d.ReadInvitation(ctx, code)
		if err != nil {
			t.Fatal(err)
		}
		if p, err = d.Draw(p); err != nil {
			t.Fatal(err)
		}
		p.Login, p.Name, p.Lang = "malo", "Malo", "fr"
		now, _ := session.CodeAt(p.Secrets.TOTP, f.Clock.Now())
		token, err := d.Arrive(ctx, p, now)
		if err != nil {
			t.Fatal(err)
		}
		malo, err := f.Sessions.Resolve(ctx, token)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "a newcomer", home(t, f, d, malo), "account.home.you_wait")
		same(t, "their colleague", home(t, f, d, claire), "account.home.waits Malo")
		mine, err := d.Arrival(ctx, malo)
		if err != nil || len(mine.Waiting) != 1 {
			t.Fatalf("arrival: %v %v", mine, err)
		}
		theirs, err := d.Waiting(ctx, claire, team, malo.User())
		if err != nil {
			t.Fatal(err)
		}
		same(t, "six words on both sides", theirs.Fingerprint, mine.Words...)
		if _, err := d.Waiting(ctx, malo, team, claire.User()); !fault.Is(err, fault.NotFound) {
			t.Fatalf("who does not wait: %v", err)
		}
		if err := d.Welcome(ctx, f.SignIn("claire"), team, malo.User()); err != nil {
			t.Fatal(err)
		}
		same(t, "welcomed", home(t, f, d, malo))
		same(t, "nobody waits", home(t, f, d, claire))

		// A departure renews the key; who stays is not shown as waiting.
		if err := d.Depart(ctx, f.SignIn("root"), team, malo.User()); err != nil {
			t.Fatal(err)
		}
		same(t, "after a departure", home(t, f, d, f.SignIn("claire")))
	})
}

func TestWhoSeesWhom(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		d := account.New(f.Gate, f.Sessions, true)
		claire := f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		root := f.SignIn("root")
		all, err := d.Teams(ctx, root, account.Query{})
		if err != nil || all.Total != 4 {
			t.Fatalf("the administrator: %d %v", all.Total, err)
		}
		own, err := d.Teams(ctx, claire, account.Query{})
		if err != nil || own.Total != 1 || own.Teams[0].Members[0].Login != "" {
			t.Fatalf("a member: %+v %v", own, err)
		}
		if hits, err := d.Teams(ctx, claire, account.Query{Find: "root"}); err != nil || hits.Total != 0 {
			t.Fatalf("found what is not theirs: %+v %v", hits, err)
		}
		if _, err := d.Teams(ctx, access.Nobody(), account.Query{}); err == nil {
			t.Fatal("a stranger")
		}
		if _, err := d.Team(ctx, claire, f.Teams["logistics"]); !fault.Is(err, fault.NotFound) {
			t.Fatalf("another team: %v", err)
		}
		p, err := d.Team(ctx, root, f.Teams["evaluation"])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Invite(ctx, root, p, []access.Role{access.Administrator}); !fault.Is(err, fault.NotFound) {
			t.Fatalf("an administrator in a team that evaluates: %v", err)
		}
		if _, err := d.Settings(ctx, claire); !fault.Is(err, fault.NotFound) {
			t.Fatalf("settings: %v", err)
		}
		to := account.Edit{Settings: account.Settings{Name: "x"}}
		if err := d.Change(ctx, claire, to); !fault.Is(err, fault.NotFound) {
			t.Fatalf("changed settings: %v", err)
		}
		to.MailHost = "a b"
		if err := d.Change(ctx, root, to); !fault.Is(err, fault.Invalid) {
			t.Fatalf("a host that cannot be: %v", err)
		}
	})
}

func TestAPendingArrivalTravelsSealed(t *testing.T) {
	f := trusttest.SQLite(t)
	d := account.New(f.Gate, f.Sessions, true)
	p, err := d.Draw(account.Pending{Use: account.ToJoin, Code: "abcd-efgh-jkmn", Login: "malo", Name: "Malo"})
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := d.Sealed(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range append(p.Words(), p.Secrets.TOTP, "Malo") {
		if len(secret) > 4 && strings.Contains(sealed, secret) ||
			strings.Contains(fmt.Sprintf("%v %+v %#v %s", p, p, p, p), secret) {
			t.Fatalf("%q shows", secret)
		}
	}
	back, err := d.Pending(account.ToJoin, sealed)
	if err != nil || back.Secrets != p.Secrets {
		t.Fatalf("opened: %v", err)
	}
	if p.Positions[0] == p.Positions[1] {
		t.Fatal("one word is asked twice")
	}
	for what, open := range map[string]func() (account.Pending, error){
		"another use": func() (account.Pending, error) { return d.Pending(account.ToSetUp, sealed) },
		"another process": func() (account.Pending, error) {
			return account.New(f.Gate, f.Sessions, true).Pending(account.ToJoin, sealed)
		},
		"cut":  func() (account.Pending, error) { return d.Pending(account.ToJoin, sealed[:40]) },
		"junk": func() (account.Pending, error) { return d.Pending(account.ToJoin, "%%%") },
	} {
		if _, err := open(); !errors.Is(err, account.ErrPending) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// A language is one of the network's: any other, well formed or not, is refused and nothing is stored.
func TestALanguageIsOneOfTheNetworks(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		d, root := account.New(f.Gate, f.Sessions, true), f.SignIn("root")
		spoken := func() (tag string) {
			t.Helper()
			if err := f.Raw().QueryRow(`select lang from access_user where login = 'root'`).Scan(&tag); err != nil {
				t.Fatal(err)
			}
			return tag
		}
		for _, tag := range []lang.Tag{"de", "fr-CA", "", "not a tag"} {
			if err := d.Speak(t.Context(), root, tag); !fault.Is(err, fault.Invalid) || spoken() != "fr" {
				t.Errorf("%q: %v, %s is stored", tag, err, spoken())
			}
		}
		if err := d.Speak(t.Context(), root, "en"); err != nil || spoken() != "en" {
			t.Errorf("%v, %s is stored", err, spoken())
		}
	})
}
