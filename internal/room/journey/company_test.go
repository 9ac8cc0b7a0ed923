package journey_test

import (
	"context"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/trusttest"
)

var wrapsOf = map[string]string{
	"sqlite":   `select count(*) from vault_wrap where holder_id = ?`,
	"postgres": `select count(*) from vault_wrap where holder_id = $1`,
}

// keys counts the wraps of one person's own key.
func (w *town) keys(t *testing.T, who access.Actor) int {
	t.Helper()
	var n int
	must(t, w.Raw().QueryRow(wrapsOf[w.Engine], who.User().Bytes()).Scan(&n))
	return n
}

// alias is the case as somebody named knows it, from their home; zero when it is not there.
func (w *town) alias(t *testing.T, who access.Actor) casefile.Ref {
	t.Helper()
	for _, it := range w.home(t, who) {
		if it.Text == "journey.home.accompany" {
			return it.Case.Ref
		}
	}
	return casefile.Ref{}
}

// travellers adds two colleagues of one team: Vera, who will accompany, and Paul.
func (w *town) travellers() (vera, paul access.Actor) {
	return w.Person("vera", "Vera", w.referrers, "root", access.Referrer),
		w.Person("paul", "Paul", w.referrers, "root", access.Referrer)
}

// inTwoDays is the plan, two days from now.
func (w *town) inTwoDays() journey.Plan {
	p := w.plan()
	p.Expected = p.Expected.Add(48 * time.Hour)
	for i := range p.Legs {
		p.Legs[i].DepartsAt, p.Legs[i].ArrivesAt = p.Legs[i].DepartsAt.Add(48*time.Hour),
			p.Legs[i].ArrivesAt.Add(48*time.Hour)
	}
	return p
}

// at moves the clock and signs both travellers in again.
func (w *town) at(now time.Time) (vera, paul access.Actor) {
	w.Clock.Set(now)
	return w.SignIn("vera"), w.SignIn("paul")
}

func shut(t *testing.T, when string, err error) {
	t.Helper()
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("%s: %v", when, err)
	}
}

// Whoever is named reads the next step, from a day before the departure to a day after the arrival; their colleagues
// never do, and afterwards there is no key. I5: nobody else learns where she goes.
func TestWhoAccompaniesReadsTheNextStepAndOnlyInTime(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		w := newTown(t, f, true)
		vera, _ := w.travellers()
		p := w.inTwoDays()
		must(t, w.desk.Organise(ctx, w.claire, w.ref, p))
		w.claire = w.SignIn("claire")
		must(t, w.desk.NameCompany(ctx, w.claire, w.ref, vera.User()))
		if n := w.keys(t, vera); n != 1 {
			t.Fatalf("%d keys of Vera", n)
		}

		vera, _ = w.at(p.Legs[0].DepartsAt.Add(-25 * time.Hour)) // too early
		if !w.alias(t, vera).IsZero() {
			t.Error("on Vera's home before her time")
		}
		vera, paul := w.at(p.Legs[0].DepartsAt.Add(-23 * time.Hour))
		ref := w.alias(t, vera)
		if ref.IsZero() || !w.alias(t, paul).IsZero() || !w.alias(t, w.rita).IsZero() {
			t.Fatal("the journey is not on the home of Vera alone")
		}
		n, err := w.desk.Step(ctx, vera, ref)
		must(t, err)
		if n.Over || n.Leg != 0 || !n.Plan.Meeting.Equal(secret.Of("Sous l’horloge")) {
			t.Fatalf("before the departure: %+v", n)
		}
		_, err = w.desk.Step(ctx, paul, ref)
		shut(t, "a colleague of Vera", err)
		for act, err := range map[string]error{
			"the journey": func() error { _, err := w.desk.Open(ctx, vera, ref); return err }(),
			"the case": func() error {
				_, err := casefile.NewDesk(w.Gate, nil, nil).OnCase(ctx, vera,
					ref)
				return err
			}(),
			"the sheet": func() error { _, err := w.desk.Sheet(ctx, vera, ref); return err }(),
		} {
			shut(t, act+" by whoever accompanies", err)
		}

		vera, _ = w.at(p.Legs[1].DepartsAt)
		must(t, w.desk.Depart(ctx, w.SignIn("claire"), w.ref, journey.Departure{Early: true}))
		if n, err = w.desk.Step(ctx, vera, ref); err != nil || n.Leg != 1 {
			t.Fatalf("on the second leg: %+v, %v", n, err)
		}
		vera, _ = w.at(p.Expected)
		w.hugo = w.SignIn("hugo")
		must(t, w.desk.ConfirmArrival(ctx, w.hugo, w.seenBy(t, w.hugo), journey.Arrival{Early: true}))
		if n, err = w.desk.Step(ctx, vera, ref); err != nil || !n.Over || len(n.Plan.Legs) > 0 {
			t.Fatalf("arrived: %+v, %v", n, err)
		}
		if !w.alias(t, vera).IsZero() {
			t.Error("still on Vera's home after the arrival")
		}
		w.soon(t)
		if n := w.keys(t, vera); n != 1 {
			t.Errorf("%d keys of Vera within a day", n)
		}
		vera, _ = w.at(w.Clock.Now().Add(25 * time.Hour)) // the door is shut by itself, before any job has run
		_, err = w.desk.Step(ctx, vera, ref)
		shut(t, "a day after the arrival", err)
		w.soon(t)
		if n := w.keys(t, vera); n != 0 {
			t.Errorf("%d keys of Vera afterwards", n)
		}
	})
}

// A change of the plan moves the time; naming somebody else, taking the access back and a no-show end it at once.
func TestAnotherAccompanierAndNone(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		w := newTown(t, f, true)
		vera, paul := w.travellers()
		olga := w.Person("olga", "Olga", w.Teams["oversight"], "", access.Observer)
		w.claire = w.SignIn("claire")
		must(t, w.desk.Organise(ctx, w.claire, w.ref, w.plan()))
		must(t, w.desk.NameCompany(ctx, w.claire, w.ref, vera.User()))
		ref := w.alias(t, vera)
		if ref.IsZero() {
			t.Fatal("not on Vera's home")
		}
		must(t, w.desk.Change(ctx, w.claire, w.ref, 1, w.inTwoDays()))
		_, err := w.desk.Step(ctx, vera, ref)
		shut(t, "two days before the departure", err)
		must(t, w.desk.Change(ctx, w.claire, w.ref, 2, w.plan()))
		if _, err := w.desk.Step(ctx, vera, ref); err != nil {
			t.Fatal(err)
		}

		must(t, w.desk.NameCompany(ctx, w.claire, w.ref, paul.User()))
		_, err = w.desk.Step(ctx, vera, ref)
		shut(t, "after another was named", err)
		if w.keys(t, vera) != 0 || w.keys(t, paul) != 1 {
			t.Errorf("keys: Vera %d, Paul %d", w.keys(t, vera), w.keys(t, paul))
		}
		page, err := w.desk.OpenCompany(ctx, w.claire, w.ref)
		must(t, err)
		if len(page.Company) != 1 || page.Company[0].Name != "Paul" || len(page.Members) < 6 {
			t.Errorf("the page: %+v", page)
		}
		w.claire = w.SignIn("claire")
		for _, m := range page.Members { // those who do not work with people are not asked
			if m.Name == "Rose Admin" || m.User == olga.User() {
				t.Errorf("%s may be named", m.Name)
			}
		}
		if err := w.desk.NameCompany(ctx, w.claire, w.ref, olga.User()); !fault.Is(err, fault.Invalid) {
			t.Errorf("an observer was named: %v", err)
		}
		must(t, w.desk.EndCompany(ctx, w.claire, w.ref))
		if w.keys(t, paul) != 0 {
			t.Error("Paul's key is still there")
		}
		must(t, w.desk.NameCompany(ctx, w.claire, w.ref, vera.User()))
		must(t, w.desk.NoShow(ctx, w.claire, w.ref, journey.ByTransport))
		if w.keys(t, vera) != 0 || !w.alias(t, vera).IsZero() {
			t.Error("after a no-show Vera still has the journey")
		}
		if err := w.desk.NameCompany(ctx, w.rita, w.seenBy(t, w.rita), vera.User()); !fault.Is(err, fault.NotFound) {
			t.Errorf("the referring service named somebody: %v", err)
		}
	})
}

// Who stands in for a colleague may accompany on those days, and is no longer asked afterwards.
func TestWhoStoodInAccompaniesNobody(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		w := newTown(t, f, true)
		must(t, w.desk.Organise(ctx, w.claire, w.ref, w.inTwoDays()))
		from := w.Clock.Now()
		dana := w.Deputy("dana", "Dana", w.referrers, "root", session.StandIn{
			Term: access.Term{From: from, Until: from.Add(24 * time.Hour)}}, access.Referrer)
		w.claire = w.SignIn("claire")
		must(t, w.desk.NameCompany(ctx, w.claire, w.ref, dana.User()))
		w.Clock.Advance(25 * time.Hour)
		w.claire = w.SignIn("claire")
		if err := w.desk.NameCompany(ctx, w.claire, w.ref, dana.User()); !fault.Is(err, fault.Invalid) {
			t.Errorf("a deputy whose days are over was named: %v", err)
		}
	})
}
