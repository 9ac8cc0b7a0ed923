package stay_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	_ "havre.example/havre/internal/room/consent" // its part: the facts it tells
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

// I6: one stay of a case, begun with the arrival; the children are part of it. The end frees the place.
func TestOneStayFromArrivalToEnd(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		h := newHouse(t, f, nil)
		s := h.open(t)
		if s.Stay.State != stay.Settling || s.Stay.ArrivedOn != h.today || s.Adults != 1 || len(s.Children) != 2 {
			t.Fatalf("on arrival: %+v", s)
		}
		must(t, h.desk.Settle(ctx, h.hugo, h.at))
		must(t, h.desk.Serve(ctx, h.hugo, h.at, stay.Given{Codes: []string{"medical", "childcare_school"},
			On: h.today}))
		h.Clock.Advance(time.Minute)
		must(t, h.desk.PlanExit(ctx, h.claire, h.ref, h.today.AddDays(90)))
		planned := h.home(t, h.hugo)["stay.home.exit_planned"]
		if !planned.Since.IsZero() || !slices.Equal(planned.Args, []any{"day", h.today.AddDays(90)}) {
			t.Errorf("a departure that is planned for a day is said to last: %+v", planned)
		}
		var rows int
		must(t, f.Gate.Case(ctx, h.claire, tellTest, h.ref,
			func(tx *gate.CaseTx) error { return tx.QueryRow(qRows).Scan(&rows) }))
		if rows != 1 {
			t.Fatalf("%d stays", rows)
		}
		if err := f.Gate.Case(ctx, h.claire, tellTest, h.ref,
			func(tx *gate.CaseTx) error { return casefile.Tell(tx, casefile.Arrived{On: h.today}) }); !fault.Is(err,
			fault.Conflict) {
			t.Fatalf("arrived twice: %v", err)
		}
		if h.placeState(t) != "occupied" {
			t.Fatal("the place is not occupied")
		}
		early := stay.Leaving{Reason: "own_housing", On: h.today.AddDays(1)}
		if err := h.desk.End(ctx, h.hugo, h.at, early); !fault.Is(err, fault.Invalid) {
			t.Fatalf("ended in the future: %v", err)
		}
		must(t, h.desk.Note(ctx, h.hugo, h.at, secret.Of("Les clés sont rendues.")))
		must(t, h.desk.End(ctx, h.hugo, h.at, stay.Leaving{Reason: "own_housing", On: h.today}))
		s = h.open(t)
		if s.Header.Stage != casefile.EndedS || s.Stay.ExitReason != "own_housing" || len(s.Services) != 2 ||
			len(s.Notes) != 1 {
			t.Fatalf("after the end: %+v", s)
		}
		if h.placeState(t) != string(partner.Free) {
			t.Fatal("the place is not free again")
		}
		if err := h.desk.Note(ctx, h.hugo, h.at, secret.Of("Après")); !fault.Is(err, fault.Conflict) {
			t.Fatalf("a note after the end: %v", err)
		}
	})
}

// I3 meets the stay: when the person withdraws, nothing but the stay's own end is left to do, and it frees the place.
func TestWithdrawalLeavesOnlyThePlaceToFree(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		h := newHouse(t, f, nil)
		h.tell(t, casefile.Withdrawn{})
		if it, ok := h.home(t, h.hugo)["stay.home.to_close"]; !ok || it.To == "" {
			t.Fatal("the host is not told to close the stay")
		}
		must(t, h.desk.End(ctx, h.hugo, h.at, stay.Leaving{Reason: "left_by_choice", On: h.today}))
		if s := h.open(t); s.Header.Stage != casefile.WithdrawnS || s.Stay.State != stay.Ended {
			t.Fatalf("after: %s, %s", s.Header.Stage, s.Stay.State)
		}
		if h.placeState(t) != string(partner.Free) {
			t.Fatal("the place is not free again")
		}
		if _, still := h.home(t, h.hugo)["stay.home.to_close"]; still {
			t.Fatal("the host is still told to close the stay")
		}
	})
}

// The notes are the shelter's: the head office sees that there are some, and holds no key to any.
func TestNotesOpenForTheShelterAlone(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		h := newHouse(t, f, nil)
		must(t, h.desk.Note(ctx, h.hugo, h.at, secret.Of("Elle a bien dormi.")))
		h.Clock.Advance(time.Minute)
		must(t, h.desk.Note(ctx, h.hugo, h.at, secret.Of("Le petit commence l’école.")))
		s := h.open(t)
		if len(s.Notes) != 2 || s.Notes[0].Author != "Hugo" ||
			!s.Notes[1].Words.Equal(secret.Of("Elle a bien dormi.")) {
			t.Fatalf("the shelter reads %+v", s.Notes)
		}
		seen, err := h.desk.Open(ctx, h.claire, h.ref)
		must(t, err)
		if len(seen.Notes) != 0 || seen.Noted != 2 {
			t.Fatalf("the head office reads %+v", seen.Notes)
		}
		refused(t, h.desk.Note(ctx, h.claire, h.ref, secret.Of("x")), fault.ErrAbsent)
		err = f.Gate.Case(ctx, h.claire, tellTest, h.ref, func(tx *gate.CaseTx) error {
			var row id.ID[struct{}]
			var sealed gate.Sealed
			if err := tx.QueryRow(qNote).Scan(&row, &sealed); err != nil {
				return err
			}
			_, err := tx.Open(vault.ShelterNotes, "stay_note.words_sealed", row, sealed)
			return err
		})
		refused(t, err, gate.ErrSealed)
	})
}

// I8: aid on arrival once, monthly aid once a month and only in a month of the stay; amounts are dated.
func TestAidOnceAndOnlyDuringTheStay(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		h := newHouse(t, f, nil)
		must(t, h.desk.Pay(ctx, h.claire, h.ref, stay.Aid{Kind: stay.OneOff, PaidOn: h.today}))
		refused(t, h.desk.Pay(ctx, h.hugo, h.at, stay.Aid{Kind: stay.OneOff, PaidOn: h.today}), stay.ErrPaidOnce)
		must(t, h.desk.Pay(ctx, h.hugo, h.at, stay.Aid{Kind: stay.Monthly, PaidOn: h.today, Month: "2026-11"}))
		refused(t, h.desk.Pay(ctx, h.hugo, h.at, stay.Aid{Kind: stay.Monthly, PaidOn: h.today, Month: "2026-11"}),
			stay.ErrPaidMonth)
		refused(t, h.desk.Pay(ctx, h.hugo, h.at, stay.Aid{Kind: stay.Monthly, PaidOn: h.today, Month: "2026-10"}),
			stay.ErrNoStay)
		must(t, h.desk.SetAmount(ctx, h.claire, stay.Amount{Kind: stay.Monthly, From: date.Must(2026, 12, 1),
			Cents: 120_00}))
		h.later(10)
		must(t, h.desk.Pay(ctx, h.hugo, h.at, stay.Aid{Kind: stay.Monthly, PaidOn: h.today, Month: "2026-12"}))
		must(t, h.desk.Pay(ctx, h.hugo, h.at, stay.Aid{Kind: "document_fees", Cents: 25_00, PaidOn: h.today}))
		var sum money.Cents
		for _, a := range h.open(t).Aids {
			sum += a.Cents
		}
		if sum != 350_00+100_00+120_00+25_00 {
			t.Fatalf("paid %d in all", sum)
		}
		// an amount may hold from a day gone by: what was noted stays, and what is noted later is of its day
		must(t, h.desk.SetAmount(ctx, h.claire, stay.Amount{Kind: stay.Monthly, From: date.Must(2026, 1, 1),
			Cents: 110_00}))
		before := sum
		sum = 0
		for _, a := range h.open(t).Aids {
			sum += a.Cents
		}
		if in := f.Gate.Country(); sum != before || in.Amount("monthly", date.Must(2026, 11, 20)) != 110_00 ||
			in.Amount("monthly", date.Must(2026, 12, 2)) != 120_00 {
			t.Errorf("%d in all after an amount of a day gone by, %d before", sum, before)
		}
	})
}

// I12: the reflection period has an owner, a reminder in its last week, an alarm without outcome, and an outcome.
func TestReflectionPeriodHasOwnerReminderOutcome(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		h := newHouse(t, f, nil)
		must(t, h.desk.RecordLegal(ctx, h.hugo, h.at,
			stay.Step{Legal: stay.Legal{Event: "info_by_ngo", On: h.today, Language: "fr"}, Owner: access.Hosts}))
		must(t, h.desk.RecordLegal(ctx, h.hugo, h.at,
			stay.Step{Legal: stay.Legal{Event: "reflection_started", On: h.today}, Owner: access.Hosts}))
		refused(t, h.desk.RecordLegal(ctx, h.hugo, h.at,
			stay.Step{Legal: stay.Legal{Event: "reflection_started", On: h.today}, Owner: access.Hosts}),
			stay.ErrClockRuns)
		s := h.open(t)
		if len(s.Clocks) != 1 || s.Clocks[0].Ends != date.Must(2026, 12, 23) || s.Clocks[0].Owner != "hosts" ||
			s.Justice.Told != tri.Yes {
			t.Fatalf("the deadline: %+v", s.Clocks)
		}
		if _, early := h.home(t, h.hugo)["stay.home.reflection_ends"]; early {
			t.Fatal("reminded a month ahead")
		}
		h.later(24)
		if it := h.home(t, h.hugo)["stay.home.reflection_ends"]; it.Band != casefile.Week || it.Due.IsZero() {
			t.Fatalf("the owner's reminder: %+v", it)
		}
		if _, other := h.home(t, h.claire)["stay.home.reflection_ends"]; other {
			t.Fatal("somebody who does not own the deadline is reminded")
		}
		h.later(8)
		for _, who := range []access.Actor{h.hugo, h.claire} {
			if it := h.home(t, who)["stay.home.reflection_over"]; !it.Alarm || it.Band != casefile.Now {
				t.Fatalf("a deadline without outcome: %+v", it)
			}
		}
		must(t, h.desk.CloseClock(ctx, h.hugo, h.at, s.Clocks[0].ID, "no_complaint"))
		if c := h.open(t).Clocks[0]; c.Outcome != "no_complaint" || c.ClosedOn != h.today {
			t.Fatalf("the outcome: %+v", c)
		}
		if err := h.desk.CloseClock(ctx, h.hugo, h.at, s.Clocks[0].ID, "complaint"); !fault.Is(err, fault.Conflict) {
			t.Fatalf("closed twice: %v", err)
		}
		if _, still := h.home(t, h.claire)["stay.home.reflection_over"]; still {
			t.Fatal("the alarm goes on")
		}
	})
}

// I1: whatever is recorded of police, courts, papers, nationality and gender, every step of the stay and every aid
// comes out the same.
func TestJusticeChangesNoStepOfHelp(t *testing.T) {
	histories := [][]string{
		nil,
		{"complaint_before", "testimony"},
		{"complaint_after", "info_by_police", "civil_party"},
		{"reflection_started", "reflection_refused"},
		{"dismissed", "acquittal", "complaint_after", "complaint_before"},
	}
	people := []func(*casefile.Coded){
		nil,
		func(c *casefile.Coded) { c.NationalityGroup, c.Gender, c.Sex = "non_eu", "trans_woman", "F" },
		func(c *casefile.Coded) { c.NationalityGroup, c.Gender, c.Cooperation = "france", "man", tri.No },
	}
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		for i, events := range histories {
			t.Run("", func(t *testing.T) {
				g := f
				if i > 0 {
					g = again(t, f)
				}
				h := newHouse(t, g, people[i%len(people)])
				if got := h.wholeStay(t,
					events); got != "settling ongoing transfer_requested exit_planned ended 450.00 ended" {
					t.Fatalf("with %v: %s", events, got)
				}
			})
		}
	})
}

// A known address is an alarm on the coordinator's home until she has decided; a transfer and silence stand there too.
func TestAlarmsOfTheCoordinator(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		h := newHouse(t, f, nil)
		must(t, h.desk.ReportBreach(ctx, h.hugo, h.at))
		if it := h.home(t, h.claire)["stay.home.breached"]; !it.Alarm || it.Band != casefile.Now {
			t.Fatalf("the alarm: %+v", it)
		}
		refused(t, h.desk.MakeSafe(ctx, h.hugo, h.at), fault.ErrAbsent)
		h.Clock.Advance(time.Minute)
		must(t, h.desk.MakeSafe(ctx, h.claire, h.ref))
		if _, still := h.home(t, h.claire)["stay.home.breached"]; still {
			t.Fatal("the alarm goes on")
		}
		must(t, h.desk.AskTransfer(ctx, h.hugo, h.at, "danger"))
		if _, told := h.home(t, h.claire)["stay.home.no_news"]; told {
			t.Fatal("a transfer asked for is news")
		}
		must(t, h.desk.Settle(ctx, h.claire, h.ref))
		h.later(31)
		if _, told := h.home(t, h.claire)["stay.home.no_news"]; !told {
			t.Fatal("a month of silence is not seen")
		}
		mine := h.home(t, h.hugo)
		if mine["stay.home.ongoing"].Band != casefile.Staying || mine["stay.home.note_due"].To == "" {
			t.Fatalf("the host's home: %+v", mine)
		}
	})
}

// What is recorded of justice is what the report counts: a complaint before the shelter stays one (I10: unknown until
// said).
func TestJusticeIsWhatWasRecorded(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		h := newHouse(t, f, nil)
		if j := h.open(t).Justice; j.Complaint != "unknown" || j.Cooperation != tri.Unknown || j.Told != tri.Unknown {
			t.Fatalf("before anything was said: %+v", j)
		}
		must(t, h.desk.RecordLegal(ctx, h.hugo, h.at,
			stay.Step{Legal: stay.Legal{Event: "complaint_after", On: h.today}, Owner: access.Hosts}))
		if j := h.open(t).Justice; j.Complaint != "after" || j.Cooperation != tri.Unknown {
			t.Fatalf("after a complaint, which is no cooperation by itself: %+v", j)
		}
		must(t, h.desk.RecordLegal(ctx, h.hugo, h.at,
			stay.Step{Legal: stay.Legal{Event: "testimony", On: h.today}, Owner: access.Hosts}))
		if j := h.open(t).Justice; j.Complaint != "after" || j.Cooperation != tri.Yes {
			t.Fatalf("after a testimony: %+v", j)
		}
		must(t, h.desk.RecordLegal(ctx, h.hugo, h.at,
			stay.Step{Legal: stay.Legal{Event: "complaint_before", On: h.today.AddDays(-40)}, Owner: access.Hosts,
				Earlier: true}))
		must(t, h.desk.RecordLegal(ctx, h.hugo, h.at,
			stay.Step{Legal: stay.Legal{Event: "complaint_after", On: h.today}, Owner: access.Hosts}))
		if j := h.open(t).Justice; j.Complaint != "before" {
			t.Fatalf("an earlier complaint was forgotten: %+v", j)
		}
		must(t, h.desk.StateJustice(ctx, h.claire, h.ref, stay.Justice{Complaint: "none", Cooperation: tri.No,
			Told: tri.Yes}))
		if j := h.open(t).Justice; j.Complaint != "none" || j.Cooperation != tri.No {
			t.Fatalf("a correction: %+v", j)
		}
		asylum := stay.Step{Legal: stay.Legal{Event: "asylum_requested", On: h.today}, Owner: access.Hosts}
		if err := h.desk.RecordLegal(ctx, h.hugo, h.at, asylum); !fault.Is(err, fault.Invalid) {
			t.Fatalf("a step that this room does not keep: %v", err)
		}
	})
}

// I7: when two children join her, the place follows at once: nobody sets it to fewer beds than there are people; and
// where they are more than its beds, nobody is refused, and both are told.
func TestThePlaceFollowsTheHousehold(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		h := newHouse(t, f, nil)
		grows := func(children int) {
			t.Helper()
			must(t, f.Gate.Case(t.Context(), h.claire, tellTest, h.ref, func(tx *gate.CaseTx) error {
				return casefile.ChangeCoded(tx, func(c *casefile.Coded) {
					c.ChildrenBands = slices.Repeat([]string{"age_0_2"}, children)
				})
			}))
		}
		people := func() (n, beyond int) {
			t.Helper()
			must(t, f.Raw().QueryRow(`select occupied_people, beyond_people from partner_place
				where state = 'occupied'`).Scan(&n, &beyond))
			return n, beyond
		}
		grows(3)
		if n, beyond := people(); n != 4 || beyond != 0 {
			t.Errorf("with three children %d live there, %d beyond its beds", n, beyond)
		}
		grows(4)
		if n, beyond := people(); n != 4 || beyond != 1 {
			t.Errorf("with four children %d live there, %d beyond its beds", n, beyond)
		}
		grows(0)
		if n, beyond := people(); n != 1 || beyond != 0 {
			t.Errorf("alone %d live there, %d beyond its beds", n, beyond)
		}
	})
}
