package stay_test

import (
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

var (
	errOutside = fault.NewInvalid("stay.invalid.outside")
	errReason  = fault.NewInvalid("stay.invalid.reason")
)

// An end is put right, its day and its reason, within the stay and what was recorded of it; the fact that figures read
// follows, and a line says what stood before.
func TestAnEndIsPutRight(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := t.Context()
		h := newHouse(t, f, nil)
		right := func(reason string, on date.Date) error {
			return h.desk.CorrectEnd(ctx, h.hugo, h.at, stay.Leaving{Reason: reason, On: on})
		}
		refused(t, right("own_housing", h.today), fault.ErrAbsent) // nothing was recorded of it yet
		must(t, h.desk.Settle(ctx, h.hugo, h.at))
		refused(t, right("own_housing", h.today), casefile.ErrStep)
		arrived := h.today
		h.later(8) // the first of December
		must(t, h.desk.Pay(ctx, h.hugo, h.at, stay.Aid{Kind: stay.Monthly, PaidOn: h.today, Month: "2026-12"}))
		for want, l := range map[error]stay.Leaving{
			errReason:   {Reason: "nowhere", On: h.today},
			stay.ErrDay: {Reason: "own_housing", On: arrived.AddDays(-1)}} {
			refused(t, h.desk.End(ctx, h.hugo, h.at, l), want)
		}
		h.end(t)
		h.later(1)
		refused(t, right("nowhere", h.today), errReason)
		refused(t, right("own_housing", h.today.AddDays(1)), stay.ErrDay)
		refused(t, right("own_housing", arrived.AddDays(-1)), stay.ErrDay)
		refused(t, right("own_housing", date.Date{}), stay.ErrDay)
		refused(t, right("own_housing", arrived), errOutside) // aid of December, I8
		ended := h.today.AddDays(-1)
		refused(t, right("own_housing", ended), fault.ErrSame)
		if n := h.lines(t, "ended"); n != "0" {
			t.Errorf("what changed nothing left %s lines", n)
		}
		must(t, right("family_or_friends", h.today))
		s := h.open(t)
		if s.Stay.EndedOn != h.today || s.Stay.ExitReason != "family_or_friends" || s.Stay.State != stay.Ended {
			t.Errorf("put right: %+v", s.Stay)
		}
		want := `{"reason":"family_or_friends","on":"` + h.today.String() + `"}`
		if got := h.text(t, `select coded from casefile_fact where kind = 'ended'`); got != want {
			t.Errorf("figures read %s", got)
		}
		if h.lines(t, "ended") != "1" || h.text(t, `select was from casefile_correction where what = 'ended'`) !=
			`{"reason":"own_housing","on":"`+ended.String()+`"}` {
			t.Error("no line says what stood before")
		}
	})
}

// Where her case ended otherwise, as by her word (I3), no fact tells the end of the stay: a line alone keeps both.
func TestAnEndBesideTheCaseIsPutRight(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		h := newHouse(t, f, nil)
		h.later(2)
		h.tell(t, casefile.Withdrawn{})
		h.end(t)
		must(t, h.desk.CorrectEnd(t.Context(), h.hugo, h.at, stay.Leaving{Reason: "left_by_choice",
			On: h.today.AddDays(-1)}))
		s := h.open(t)
		if s.Stay.EndedOn != h.today.AddDays(-1) || s.Stay.ExitReason != "left_by_choice" ||
			s.Header.Stage != casefile.WithdrawnS {
			t.Errorf("put right: %+v, %s", s.Stay, s.Header.Stage)
		}
		if h.lines(t, "ended") != "1" || h.text(t, `select count(*) from casefile_fact where kind = 'ended'`) != "0" {
			t.Error("the end is told as a fact, or kept in no line")
		}
	})
}

// arrives puts the day of arrival right.
func (h *house) arrives(on date.Date) error {
	return h.within(func(tx *gate.CaseTx) error { return casefile.Replace(tx, casefile.Arrived{On: on}) })
}

// A stay begins on the day of arrival that was put right, within what was recorded of it, and its place is planned to
// be free so much sooner.
func TestAStayFollowsItsDayOfArrival(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := t.Context()
		h := newHouse(t, f, func(c *casefile.Coded) { c.StayWeeks = 2 })
		until := func() string { return h.text(t, `select free_on from partner_place`) }
		arrived := h.today
		must(t, h.arrives(arrived.AddDays(-3))) // nothing is recorded of it
		if s := h.open(t); s.Stay.ArrivedOn != arrived.AddDays(-3) || until() != arrived.AddDays(11).String() {
			t.Errorf("it began on %s, and its place is free on %s", s.Stay.ArrivedOn, until())
		}
		must(t, h.desk.Serve(ctx, h.hugo, h.at, stay.Given{Codes: []string{"medical"}, On: arrived.AddDays(-2)}))
		must(t, h.desk.Pay(ctx, h.hugo, h.at, stay.Aid{Kind: stay.OneOff, PaidOn: arrived.AddDays(-1)}))
		refused(t, h.arrives(arrived.AddDays(-1)), errOutside) // a help before it
		must(t, h.arrives(arrived.AddDays(-2)))
		if s := h.open(t); s.Stay.ArrivedOn != arrived.AddDays(-2) || until() != arrived.AddDays(12).String() {
			t.Errorf("it began on %s, and its place is free on %s", s.Stay.ArrivedOn, until())
		}
		list := h.open(t).Services
		must(t, h.desk.UndoService(ctx, h.hugo, h.at, list[0].ID))
		refused(t, h.arrives(arrived), errOutside) // an aid before it
		must(t, h.arrives(arrived.AddDays(-1)))
		planned := h.today.AddDays(5)
		must(t, h.desk.PlanExit(ctx, h.hugo, h.at, planned))
		must(t, h.arrives(arrived.AddDays(-2)))
		if until() != planned.String() { // a day that was planned stays
			t.Errorf("its place is free on %s", until())
		}
		err := h.within(func(tx *gate.CaseTx) error { return casefile.Undo(tx, "arrived", casefile.Arrived{}) })
		refused(t, err, stay.ErrBegun)

		h.later(2)
		h.end(t)
		h.later(2)
		refused(t, h.arrives(h.today), fault.NewInvalid("stay.invalid.arrived_after_end"))
		must(t, h.arrives(arrived.AddDays(-3)))
		if s := h.open(t); s.Stay.ArrivedOn != arrived.AddDays(-3) || s.Stay.State != stay.Ended || until() != "" {
			t.Errorf("of a stay that ended: %+v, free on %q", s.Stay, until())
		}
	})
}

// An arrival that was a slip is undone while nothing is recorded of the stay.
func TestAnArrivalIsUndoneBeforeAnythingIsRecorded(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		h := newHouse(t, f, nil)
		must(t, h.within(func(tx *gate.CaseTx) error { return casefile.Undo(tx, "arrived", casefile.Arrived{}) }))
		if _, err := h.desk.Open(t.Context(), h.hugo, h.at); !fault.Is(err, fault.Conflict) {
			t.Errorf("there is a stay: %v", err)
		}
	})
}
