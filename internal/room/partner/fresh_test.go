package partner_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/packs"
)

// join gives the host of P1 its first member.
func (n *network) join(t *testing.T) access.Actor {
	t.Helper()
	list, err := n.desk.Partners(context.Background(), n.admin, partner.Query{Name: "Lilas"})
	if err != nil || len(list.Lines) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	n.Person("hugo", "Hugo", list.Lines[0].Team, "", access.Host)
	n.again()
	return n.SignIn("hugo")
}

// The calendar says until when a place is taken or held, to the head office and to its own host, and to nobody for
// whom.
func TestCalendarOfPlaces(t *testing.T) {
	each(t, func(t *testing.T, n *network) {
		ctx := context.Background()
		n.load(t, two)
		hugo := n.join(t)
		awa := n.newCase(t)
		places := n.places(t, awa) // La Rade, then Maison des Lilas 1 and 2
		today := date.In(n.Clock.Now(), packs.France().Zone())
		ends := today.AddDays(30)
		err := n.take(awa, func(tx *gate.CaseTx) error {
			if err := partner.Occupy(tx, places[1].ID, 1); err != nil {
				return err
			}
			return partner.PlanEnd(tx, places[1].ID, ends)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := n.take(n.newCase(t),
			func(tx *gate.CaseTx) error { return partner.PlanEnd(tx, places[1].ID, today) }); err != nil {
			t.Fatal(err)
		}
		until := n.Clock.Now().Add(time.Hour)
		if err := n.take(awa,
			func(tx *gate.CaseTx) error { return partner.Hold(tx, places[0].ID, until) }); err != nil {
			t.Fatal(err)
		}
		c, err := n.desk.Calendar(ctx, n.claire, partner.CalendarQuery{From: today.AddDays(-90)})
		if err != nil || !c.All || c.Total != 3 || len(c.Starts) != partner.Weeks ||
			c.Starts[0] != n.Gate.Country().WeekOf(today) {
			t.Fatalf("%+v, %v", c, err)
		}
		if r := c.Rows[0]; r.Department != "29" || r.Runs[0].Spell != partner.SpellHeld ||
			r.Runs[1].Spell != partner.SpellFree {
			t.Errorf("held: %+v", r.Runs)
		}
		if r := c.Rows[1].Runs; r[0].Spell != partner.SpellTaken || r[0].Until != ends ||
			r[1].Spell != partner.SpellPlanned {
			t.Errorf("taken: %+v", r)
		}
		own, err := n.desk.Calendar(ctx, hugo, partner.CalendarQuery{})
		if err != nil || own.All || own.Total != 2 || own.Rows[0].Partner.Code != "P1" {
			t.Errorf("a host's own: %+v, %v", own, err)
		}
		for name, q := range map[string]partner.CalendarQuery{
			"department": {Department: "29"}, "partner": {Name: places[0].Partner.Name},
			"state": {State: partner.Held}, "elsewhere": {Department: "29", From: today.AddDays(91)},
		} {
			if c, err := n.desk.Calendar(ctx, n.claire, q); err != nil || c.Total != 1 || c.Rows[0].ID != places[0].ID {
				t.Errorf("by %s: %+v, %v", name, c.Rows, err)
			}
		}
		if c, err := n.desk.Calendar(ctx, n.claire, partner.CalendarQuery{Page: 1}); err != nil || len(c.Rows) != 0 ||
			c.More {
			t.Errorf("a page beyond: %+v, %v", c.Rows, err)
		}
		if err := n.take(awa, func(tx *gate.CaseTx) error { return partner.Vacate(tx, places[1].ID) }); err != nil {
			t.Fatal(err)
		}
		if p := n.places(t, awa)[1]; !p.FreeOn.IsZero() {
			t.Errorf("after the stay its end is still planned: %s", p.FreeOn)
		}
	})
}

// Every Monday each host with something to say is asked once, with a job that holds no place.
func TestWeeklyQuestion(t *testing.T) {
	each(t, func(t *testing.T, n *network) {
		ctx := context.Background()
		n.load(t, two)
		n.join(t)
		var asked []outbox.Job
		handlers := maps.Clone(n.desk.Handlers())
		handlers[partner.FreshJob] = func(_ context.Context,
			j outbox.Job) error {
			asked = append(asked, j)
			return nil
		}
		work := func() {
			t.Helper()
			for {
				done, err := n.Worker(handlers).Run(ctx)
				if err != nil {
					t.Fatal(err)
				}
				if done == 0 {
					return
				}
			}
		}
		for range 2 { // a second start, and a second node, ask no second time
			if err := n.desk.Begin(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if work(); len(asked) != 0 {
			t.Fatalf("asked before Monday: %+v", asked)
		}
		n.Clock.Advance(7 * 24 * time.Hour)
		if work(); len(asked) != 1 || asked[0].Payload != "" || len(asked[0].Object) != 16 {
			t.Fatalf("%+v", asked)
		}
		if work(); len(asked) != 1 {
			t.Fatalf("asked twice in a week: %+v", asked)
		}
		n.again()
		hugo := n.SignIn("hugo")
		mine, err := n.desk.MyPlaces(ctx, hugo)
		if err != nil {
			t.Fatal(err)
		}
		n.Clock.Advance(4 * 24 * time.Hour)
		hugo = n.SignIn("hugo")
		if err := n.desk.Confirm(ctx, hugo, []partner.PlaceID{mine.Places[0].ID, mine.Places[1].ID}); err != nil {
			t.Fatal(err)
		}
		n.Clock.Advance(3 * 24 * time.Hour)
		if work(); len(asked) != 1 {
			t.Errorf("asked though it answered three days ago: %d", len(asked))
		}
		n.Clock.Advance(7 * 24 * time.Hour)
		if work(); len(asked) != 2 {
			t.Errorf("not asked in the third week: %d", len(asked))
		}
	})
}

// What a host said by telephone is noted as such; the head office sees whom to call, longest silent first.
func TestCalledByTelephone(t *testing.T) {
	each(t, func(t *testing.T, n *network) {
		ctx := context.Background()
		n.load(t, two)
		n.join(t)
		calls, err := n.desk.StalePlaces(ctx, n.claire, partner.Query{})
		if err != nil || calls.Places != 3 || len(calls.Partners) != 2 || calls.Partners[0].Partner.Telephone == "" ||
			calls.Partners[0].Oldest(calls.Now) != partner.AgeNever {
			t.Fatalf("%+v, %v", calls, err)
		}
		i := slices.IndexFunc(calls.Partners, func(c partner.ToCall) bool { return c.Partner.Code == "P1" })
		lilas := calls.Partners[i].Silent
		// a place that is held is free for nobody: nobody is asked of it, and a press that came late is told so
		held := lilas[1].ID
		until := n.Clock.Now().Add(time.Hour)
		hold := func(tx *gate.CaseTx) error { return partner.Hold(tx, held, until) }
		if err := n.take(n.newCase(t), hold); err != nil {
			t.Fatal(err)
		}
		if calls, err = n.desk.StalePlaces(ctx, n.claire, partner.Query{}); err != nil || calls.Places != 2 {
			t.Errorf("with a place held: %d places, %v", calls.Places, err)
		}
		if err := n.desk.ConfirmTold(ctx, n.claire, []partner.PlaceID{held}); !errors.Is(err, fault.ErrChanged) {
			t.Errorf("a place that is held is told as free: %v", err)
		}
		n.Clock.Advance(2 * time.Hour)
		hugo := n.SignIn("hugo")
		if err := n.desk.ConfirmTold(ctx, n.claire, []partner.PlaceID{lilas[0].ID}); err != nil {
			t.Fatal(err)
		}
		mine, err := n.desk.MyPlaces(ctx, hugo)
		if err != nil || mine.Places[0].ConfirmedWay != partner.ByTelephone || mine.Places[1].ConfirmedWay != "" {
			t.Fatalf("%+v, %v", mine.Places, err)
		}
		if err := n.desk.Confirm(ctx, hugo, []partner.PlaceID{lilas[0].ID}); err != nil {
			t.Fatal(err)
		}
		if mine, _ = n.desk.MyPlaces(ctx, hugo); mine.Places[0].ConfirmedWay != partner.ByPage {
			t.Errorf("by its page: %s", mine.Places[0].ConfirmedWay)
		}
		o, err := n.desk.Overview(ctx, n.claire)
		if err != nil || o.Total.Places != 3 || o.Total.Free != 3 || o.Total.Stale != 2 || len(o.Areas) != 2 ||
			o.Areas[1].Stale != 1 {
			t.Errorf("overview: %+v, %v", o, err)
		}
		for name, err := range map[string]error{
			"stale":    func() error { _, err := n.desk.StalePlaces(ctx, hugo, partner.Query{}); return err }(),
			"overview": func() error { _, err := n.desk.Overview(ctx, hugo); return err }(),
			"told":     n.desk.ConfirmTold(ctx, hugo, []partner.PlaceID{lilas[0].ID}),
			"calendar": func() error {
				_, err := n.desk.Calendar(ctx, access.Nobody(), partner.CalendarQuery{})
				return err
			}(),
		} {
			if !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
