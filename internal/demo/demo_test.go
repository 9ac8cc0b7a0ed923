package demo_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/demo"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/indicator"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
)

// monday is when the demonstrations of these tests begin.
var monday = time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)

// network opens an empty network on a clock that is moved by hand.
func network(t testing.TB) (*app.Net, *clock.Fake) {
	t.Helper()
	dir, c := t.TempDir(), clock.NewFake(monday)
	n, err := app.Open(context.Background(), app.Place{Data: dir, Key: filepath.Join(t.TempDir(), "key"), Create: true,
		Cost: trusttest.Cost}, c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n, c
}

// enter signs in as somebody of the demonstration.
func enter(t *testing.T, n *app.Net, people demo.People, login string) access.Actor {
	t.Helper()
	who, ok := people.Of(login)
	if !ok {
		t.Fatalf("nobody signs in as %q", login)
	}
	token, err := who.SignIn(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	a, err := n.Sessions.Resolve(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// cases reads every case that somebody follows.
func cases(t *testing.T, n *app.Net, who access.Actor) (all []casefile.Header) {
	t.Helper()
	var after casefile.Ref
	for {
		l, err := n.Rooms.Casefile.Cases(t.Context(), who, false, after)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, l.Cases...)
		if l.Next == (casefile.Ref{}) {
			return all
		}
		after = l.Next
	}
}

func texts(t *testing.T, n *app.Net, who access.Actor) map[string]int {
	t.Helper()
	items, err := n.Rooms.Casefile.OnHome(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, it := range items {
		out[it.Text]++
	}
	return out
}

// Somebody waits in every state of the path, everything lies in the past, and every role's home has something to do.
func TestSmallHoldsEveryState(t *testing.T) {
	n, c := network(t)
	people, err := demo.Small(t.Context(), n, c)
	if err != nil {
		t.Fatal(err)
	}
	if !c.Now().Equal(monday) {
		t.Errorf("the clock stands at %s afterwards", c.Now())
	}
	claire := enter(t, n, people, "claire")
	stages := map[casefile.Stage]int{}
	for _, h := range cases(t, n, claire) {
		stages[h.Stage]++
		if h.Opened.After(monday) || h.StageAt.After(monday) || h.StageAt.Before(h.Opened) {
			t.Errorf("%s was opened %s and stands at %s since %s", h.Code, h.Opened, h.Stage, h.StageAt)
		}
	}
	for _, s := range []casefile.Stage{casefile.Asked, casefile.Evaluating, casefile.Searching, casefile.Meeting,
		casefile.Accepted, casefile.Travel,
		casefile.OnTheWay, casefile.Sheltered, casefile.EndedS, casefile.NotHere, casefile.WithdrawnS} {
		if stages[s] == 0 {
			t.Errorf("nobody is %s", s)
		}
	}
	apart := 0
	for _, h := range cases(t, n, claire) {
		if h.Stage != casefile.Searching {
			continue
		}
		f, err := n.Rooms.Placement.Finding.Search(t.Context(), claire, h.Ref)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range f.Matches {
			if m.Check("h3_conflict").Verdict.String() == "excluded" {
				apart++
			}
		}
	}
	if apart == 0 {
		t.Error("nobody is kept apart from anybody")
	}
	home := texts(t, n, claire)
	for _, key := range []string{"placement.home.waiting", "placement.home.silent", "placement.home.question",
		"placement.home.plan", "placement.home.interview",
		"placement.home.admit", "placement.home.ending", "referral.home.new_care", "journey.home.late",
		"consent.home.second"} {
		if home[key] == 0 {
			t.Errorf("Claire's home lacks %s: %v", key, home)
		}
	}
	for _, p := range people.Shown() {
		if home := texts(t, n, enter(t, n, people, p.Login)); len(home) == 0 && p.Role != access.Observer {
			t.Errorf("nothing waits on the home of %s, %s", p.Login, p.Role)
		}
	}
	accompanies := 0
	for _, p := range people.Everybody {
		accompanies += texts(t, n, enter(t, n, people, p.Login))["journey.home.accompany"]
	}
	if accompanies != 1 {
		t.Errorf("%d people accompany by name, not one", accompanies)
	}
	if len(people.Receipt) < 20 {
		t.Errorf("receipt %q", people.Receipt)
	}
}

// The whole demonstration holds the network that its first page speaks of.
func TestFillHoldsTheWholeNetwork(t *testing.T) {
	if testing.Short() {
		t.Skip("fills the whole demonstration: some seconds")
	}
	n, c := network(t)
	at := time.Now()
	people, err := demo.Fill(t.Context(), n, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("filled in %s", time.Since(at))
	rose, staying, flats := enter(t, n, people, "rose"), 0, 0
	l, err := n.Rooms.Partner.Partners(t.Context(), rose, partner.Query{})
	if err != nil || l.Total != 119 { // 118 and the head office
		t.Fatalf("%d partners, %v", l.Total, err)
	}
	for page := 0; ; page++ {
		l, err := n.Rooms.Partner.Partners(t.Context(), rose, partner.Query{Page: page})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range l.Lines {
			if p.Places == 0 {
				continue
			}
			v, err := n.Rooms.Partner.Partner(t.Context(), rose, p.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range v.Sites {
				for _, r := range s.Places {
					staying += r.OccupiedPeople
					if r.EmergencyFlat {
						flats++
					}
				}
			}
		}
		if !l.More {
			break
		}
	}
	r, err := n.Rooms.Indicator.Report(t.Context(), enter(t, n, people, "claire"), monday.Year(), indicator.Exact)
	if err != nil {
		t.Fatal(err)
	}
	// the report's number and the places agree: who lives there, and who is still to come
	if r.InCare.Count-r.Undated.Count+r.Coming.Count != staying || r.Coming.Count == 0 {
		t.Errorf("the report has %d in care, %d of them undated, and %d to come; the places hold %d", r.InCare.Count,
			r.Undated.Count, r.Coming.Count, staying)
	}
	if staying < 118 || staying > 140 || flats != 2 {
		t.Errorf("%d people in care, %d emergency flats; want about 128, and 2", staying, flats)
	}
	overrides(t, n, enter(t, n, people, "claire"))
}

// overrides counts what the coordinators of the demonstration decide against: a criterion that they pass over more than
// any other is one that does not say what they go by.
func overrides(t *testing.T, n *app.Net, claire access.Actor) {
	t.Helper()
	count := map[string]int{}
	for year := monday.Year() - 3; year <= monday.Year(); year++ {
		r, err := n.Rooms.Placement.Review.Year(t.Context(), claire, year, false)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range r.Overrides {
			count[string(o.Against)+" "+o.What] += o.Figure.Count
		}
	}
	safety, most, what := count["order safety"], 0, ""
	for k, times := range count {
		if k != "order safety" && times > most {
			most, what = times, k
		}
	}
	if most == 0 || safety >= most {
		t.Errorf("the safety margin is passed over %d times, and %q, the next, %d times: %v", safety, what, most, count)
	}
	t.Logf("passed over: %v", count)
}

// A kept demonstration is filled once; its people are found again.
func TestAKeptDemonstrationIsNotFilledAgain(t *testing.T) {
	dir, key := filepath.Join(t.TempDir(), "kept"), filepath.Join(t.TempDir(), "key")
	log, fills := slog.New(slog.DiscardHandler), 0
	fill := func(ctx context.Context, n *app.Net, c *clock.Fake) (demo.People, error) {
		fills++
		return demo.Small(ctx, n, c)
	}
	var before int
	for round := range 2 {
		n, people, err := demo.Open(t.Context(), app.Place{Data: dir, Key: key}, fill, log)
		if err != nil {
			t.Fatal(err)
		}
		now := len(cases(t, n, enter(t, n, people, "claire")))
		if round == 1 && now != before {
			t.Errorf("%d cases, then %d", before, now)
		}
		before = now
		if err := n.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if fills != 1 {
		t.Errorf("filled %d times", fills)
	}
}

// A filling that was broken off, as by a full disk or by a machine that went out, is begun anew by the same command.
func TestABrokenOffFillingIsBegunAnew(t *testing.T) {
	dir, key := filepath.Join(t.TempDir(), "kept"), filepath.Join(t.TempDir(), "key")
	at, log := app.Place{Data: dir, Key: key}, slog.New(slog.DiscardHandler)
	_, _, err := demo.Open(t.Context(), at, func(ctx context.Context, n *app.Net, c *clock.Fake) (demo.People, error) {
		people, err := demo.Small(ctx, n, c)
		return people, errors.Join(err, syscall.ENOSPC)
	}, log)
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("it leaves %v, %v", left, err)
	}
	gone := filepath.Join(dir, "demonstration.part", "havre.db") // as a machine that went out leaves it
	if err := errors.Join(os.Mkdir(filepath.Dir(gone), 0o700), os.WriteFile(gone, []byte("cut"), 0o600)); err != nil {
		t.Fatal(err)
	}
	n, people, err := demo.Open(t.Context(), at, demo.Small, log)
	if err != nil {
		t.Fatal(err)
	}
	if len(cases(t, n, enter(t, n, people, "claire"))) == 0 {
		t.Error("it holds no case")
	}
	if err := n.Close(); err != nil {
		t.Error(err)
	}
}

// The demonstration plays in France: the pack of another country is refused by name, and nothing is made.
func TestTheDemonstrationSaysWhereItPlays(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "network")
	n, _, err := demo.Open(t.Context(), app.Place{Data: dir, Pack: "../../packs/atlantis"}, nil,
		slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), "FR") || !strings.Contains(err.Error(), "XA") || n != nil {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the folder was made: %v", err)
	}
}

// No two people of the demonstration are called alike.
func TestNobodyIsCalledLikeAnother(t *testing.T) {
	n, c := network(t)
	people, err := demo.Small(t.Context(), n, c)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, p := range people.Everybody {
		if seen[p.Name] {
			t.Errorf("two are called %s", p.Name)
		}
		seen[p.Name] = true
	}
}
