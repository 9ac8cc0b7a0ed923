package journey_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	_ "havre.example/havre/internal/room/consent" // its part: the facts it tells
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

// I2: no journey without the second agreement, given after the pre-admission interview. I5: the referring service sees
// nothing of the destination. The host's address and the words of the way open for those who take part, and nobody
// else.
func TestSheTravelsOnlyAfterHerSecondYes(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		w := newTown(t, f, false)
		if err := w.desk.Organise(ctx, w.claire, w.ref, w.plan()); fault.Key(err) != fault.Key(journey.ErrNoAgreement) {
			t.Fatalf("planned without her agreement: %v", err)
		}
		w.tell(t, casefile.SearchAgain{})
		must(t, w.Gate.Case(ctx, w.claire, tellTest, w.ref,
			func(tx *gate.CaseTx) error { return partner.Vacate(tx, w.place) }))
		w.say(t, true)
		if items := w.home(t, w.claire); len(items) != 1 || items[0].Text != "journey.home.to_organise" {
			t.Fatalf("Claire's home: %+v", items)
		}
		must(t, w.desk.Organise(ctx, w.claire, w.ref, w.plan()))
		if got := w.stage(t); got != casefile.Travel {
			t.Fatalf("stage %s", got)
		}
		for name, who := range map[string]access.Actor{"logistics": w.leo, "host": w.hugo} {
			s, err := w.desk.Open(ctx, who, w.seenBy(t, who))
			must(t, err)
			if !s.Readable || !s.Plan.Meeting.Equal(secret.Of("Sous l’horloge")) || len(s.Plan.Legs) != 2 ||
				!s.Plan.Legs[1].To.Equal(secret.Of("Cahors")) {
				t.Fatalf("%s reads %+v", name, s)
			}
			if !s.Address.Street.Equal(secret.Of("3 rue du Gué")) {
				t.Fatalf("%s does not read the address", name)
			}
		}
		s, err := w.desk.Open(ctx, w.claire, w.ref)
		must(t, err)
		if !s.Readable || !s.Address.Street.Empty() {
			t.Fatal("the coordinator reads the way, but holds no key to the address")
		}
		w.referrerSeesNothing(t)
	})
}

// referrerSeesNothing: neither page, panel, list nor key tells the referring service where she went (I5).
func (w *town) referrerSeesNothing(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	ref := w.seenBy(t, w.rita)
	if _, err := w.desk.Open(ctx, w.rita, ref); !fault.Is(err, fault.NotFound) {
		t.Fatalf("the referring service opened the journey: %v", err)
	}
	if _, err := w.desk.Sheet(ctx, w.rita, ref); !fault.Is(err, fault.NotFound) {
		t.Fatalf("the referring service printed the sheet: %v", err)
	}
	must(t, w.Gate.ViewCase(ctx, w.rita, casefile.Open, ref, func(v *gate.CaseView) error {
		if v.Holds(vault.Journey) || v.Holds(vault.Address) {
			t.Error("the referring service holds a key to the journey")
		}
		_, shown, err := w.desk.OnCase(v)
		if shown {
			t.Error("the referring service has a panel of the journey")
		}
		return err
	}))
	for _, p := range w.desk.HomePanels() {
		must(t, w.Gate.Circle(ctx, w.rita, casefile.Home, func(v *gate.CircleView) error {
			items, err := p.Load(v)
			if len(items) > 0 {
				t.Errorf("the referring service has lines of %s", p.Name)
			}
			return err
		}))
	}
}

// An arrival that nobody confirmed is an alarm on both homes, and is written down; two presses of the host end it.
func TestLateArrivalAlarmsUntilTheHostConfirms(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		w := newTown(t, f, true)
		p := w.plan()
		must(t, w.desk.Organise(ctx, w.claire, w.ref, p))
		must(t, w.desk.Depart(ctx, w.claire, w.ref, journey.Departure{Early: true}))
		if n := w.soon(t); n != 0 {
			t.Fatalf("%d jobs before the hour", n)
		}
		for _, who := range []access.Actor{w.claire, w.leo, w.hugo} {
			if items := w.home(t, who); len(items) != 1 || items[0].Alarm || items[0].Band != casefile.Road {
				t.Fatalf("on the road: %+v", items)
			}
		}
		w.Clock.Set(p.Expected.Add(25 * time.Minute))
		w.claire, w.leo, w.hugo = w.SignIn("claire"), w.SignIn("leo"), w.SignIn("hugo")
		for _, who := range []access.Actor{w.claire, w.leo, w.hugo} {
			items := w.home(t, who)
			if len(items) != 1 || items[0].Danger != casefile.Missing || items[0].Band != casefile.Now ||
				!items[0].Since.Equal(p.Expected) {
				t.Fatalf("late: %+v", items)
			}
		}
		if to := w.home(t, w.hugo)[0].To; to != "/cases/"+w.seenBy(t, w.hugo).String()+"/journey/arrival" {
			t.Fatalf("the host's button leads to %s", to)
		}
		if n := w.soon(t); n != 1 {
			t.Fatalf("%d jobs at the hour", n)
		}
		s, err := w.desk.Open(ctx, w.claire, w.ref)
		must(t, err)
		if s.Journey.LateAt.IsZero() || !s.Journey.Late(w.Clock.Now()) {
			t.Fatal("the lateness is not written down")
		}
		must(t, w.desk.ConfirmArrival(ctx, w.hugo, w.seenBy(t, w.hugo), journey.Arrival{Early: true}))
		if got := w.stage(t); got != casefile.Sheltered {
			t.Fatalf("stage %s", got)
		}
		if items := w.home(t, w.claire); len(items) != 0 {
			t.Fatalf("after the arrival: %+v", items)
		}
		if err := w.desk.ConfirmArrival(ctx, w.claire, w.ref, journey.Arrival{Early: true}); !fault.Is(err,
			fault.Conflict) {
			t.Fatalf("arrived twice: %v", err)
		}
	})
}

// A change moves the hour: the job of the earlier plan marks nothing. Two people changing at once: the second is told.
func TestChangeIsDatedAndNeverOverwrites(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		w := newTown(t, f, true)
		first := w.plan()
		must(t, w.desk.Organise(ctx, w.claire, w.ref, first))
		later := w.plan()
		later.Expected, later.Meeting = first.Expected.Add(3*time.Hour), secret.Of("Quai 4")
		must(t, w.desk.Change(ctx, w.leo, w.seenBy(t, w.leo), 1, later))
		if err := w.desk.Change(ctx, w.claire, w.ref, 1, first); fault.Key(err) != fault.Key(casefile.ErrChanged) {
			t.Fatalf("the second writer was not told: %v", err)
		}
		if err := w.desk.Organise(ctx, w.claire, w.ref, first); fault.Key(err) != fault.Key(casefile.ErrChanged) {
			t.Fatalf("planned twice: %v", err)
		}
		w.Clock.Set(first.Expected.Add(time.Minute))
		w.claire = w.SignIn("claire")
		if n := w.soon(t); n != 1 {
			t.Fatalf("%d jobs", n)
		}
		s, err := w.desk.Open(ctx, w.claire, w.ref)
		must(t, err)
		if !s.Journey.LateAt.IsZero() || len(s.Plans) != 2 || !s.Plan.Meeting.Equal(secret.Of("Quai 4")) {
			t.Fatalf("after the change: %+v", s.Journey)
		}
		if !s.Plans[0].Expected.Equal(first.Expected) {
			t.Fatal("the first plan is no longer on record")
		}
	})
}

// A no-show frees the place, ends the host's part, and the search goes on; another host gets its own journey's keys.
func TestNoShowGoesBackToTheSearch(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		w := newTown(t, f, true)
		must(t, w.desk.Organise(ctx, w.claire, w.ref, w.plan()))
		hosts := w.seenBy(t, w.hugo)
		if err := w.desk.NoShow(ctx, w.hugo, hosts, journey.ByPerson); !fault.Is(err, fault.NotFound) {
			t.Fatalf("the host alone recorded a no-show: %v", err)
		}
		if err := w.desk.NoShow(ctx, w.claire, w.ref, journey.ByPerson); !errors.Is(err, journey.ErrNotDue) {
			t.Fatalf("nobody came, hours before the arrival: %v", err)
		}
		w.Clock.Advance(12 * time.Hour)
		must(t, w.desk.NoShow(ctx, w.SignIn("claire"), w.ref, journey.ByPerson))
		if got := w.stage(t); got != casefile.Searching {
			t.Fatalf("stage %s", got)
		}
		var state string
		must(t, w.Gate.Case(ctx, w.claire, tellTest, w.ref, func(tx *gate.CaseTx) error {
			return tx.OfficeRow(qPlaceState, w.place).Scan(&state)
		}))
		if state != string(partner.Free) {
			t.Fatalf("the place is %s", state)
		}
		if _, err := w.desk.Open(ctx, w.hugo, hosts); !fault.Is(err, fault.NotFound) {
			t.Fatalf("the host still reads: %v", err)
		}
		if err := w.desk.Organise(ctx, w.claire, w.ref, w.plan()); fault.Key(err) != fault.Key(journey.ErrCalledOff) {
			t.Fatalf("an agreement to the place she did not go to served for another: %v", err)
		}
		w.say(t, true)
		must(t, w.desk.Organise(ctx, w.claire, w.ref, w.plan()))
		s, err := w.desk.Open(ctx, w.hugo, w.seenBy(t, w.hugo))
		must(t, err)
		if !s.Readable || len(s.Plan.Legs) != 2 {
			t.Fatalf("the second journey: %+v", s)
		}
	})
}

// The paper for who accompanies is registered under its serial, shows the next step, and its printing is journalled.
func TestSheetShowsTheNextStep(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		w := newTown(t, f, true)
		p := w.plan()
		must(t, w.desk.Organise(ctx, w.claire, w.ref, p))
		one, err := w.desk.Sheet(ctx, w.claire, w.ref)
		must(t, err)
		w.Clock.Set(p.Legs[0].ArrivesAt.Add(time.Minute))
		w.claire = w.SignIn("claire")
		two, err := w.desk.Sheet(ctx, w.claire, w.ref)
		must(t, err)
		if one.Next != 0 || two.Next != 1 || one.Serial == two.Serial || len(one.Serial) != 9 {
			t.Fatalf("sheets %d %q, %d %q", one.Next, one.Serial, two.Next, two.Serial)
		}
		s, err := w.desk.Open(ctx, w.claire, w.ref)
		must(t, err)
		if len(s.Sheets) != 2 {
			t.Fatalf("%d sheets on record", len(s.Sheets))
		}
	})
}

// From the admission on, logistics finds the journey on its home and plans it, though nobody has planned before; the
// host sees that somebody is to come.
func TestTheJourneyIsLogisticsOwnFromTheAdmission(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		w := newTown(t, f, true)
		must(t, w.Gate.Case(ctx, w.claire, tellTest, w.ref, func(tx *gate.CaseTx) error {
			return tx.Join(w.Teams["logistics"], access.Organises) // as the admission does
		}))
		items := w.home(t, w.leo)
		if len(items) != 1 || items[0].Text != "journey.home.to_organise" {
			t.Fatalf("logistics: %+v", items)
		}
		own := w.seenBy(t, w.leo)
		if items[0].To != "/cases/"+own.String()+"/journey/plan" {
			t.Errorf("logistics is led to %s", items[0].To)
		}
		if items := w.home(t, w.hugo); len(items) != 1 || items[0].Text != "journey.home.to_come" {
			t.Fatalf("host: %+v", items)
		}
		w.leo = w.SignIn("leo")
		_, err := w.desk.Draft(ctx, w.leo, own)
		must(t, err)
		must(t, w.desk.Organise(ctx, w.leo, own, w.plan()))
		for _, who := range []struct {
			access.Actor
			ref casefile.Ref
		}{{w.claire, w.ref}, {w.SignIn("leo"), own}, {w.SignIn("hugo"), w.seenBy(t, w.hugo)}} {
			s, err := w.desk.Open(ctx, who.Actor, who.ref)
			must(t, err)
			if !s.Readable {
				t.Errorf("%s cannot read the way", who.Actor.Name())
			}
		}
	})
}
