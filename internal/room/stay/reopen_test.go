package stay_test

import (
	"context"
	"slices"
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/trusttest"
)

// within does something to the case of the house in an act of the coordinator's.
func (h *house) within(do func(*gate.CaseTx) error) error {
	return h.Gate.Case(context.Background(), h.claire, tellTest, h.ref, do)
}

// text is one value of the database.
func (h *house) text(t *testing.T, query string) (v string) {
	t.Helper()
	must(t, h.Raw().QueryRow(query).Scan(&v))
	return v
}

// lines are the lines of corrections of a record.
func (h *house) lines(t *testing.T, what string) string {
	t.Helper()
	return h.text(t, `select count(*) from casefile_correction where what = '`+what+`'`)
}

// reopen takes the case up again.
func (h *house) reopen(how casefile.Reopened) error {
	return casefile.NewDesk(h.Gate, nil, nil).Reopen(context.Background(), h.claire, h.ref, how)
}

// back is what comes back when the case is taken up again, what does not come, and what is barred by it.
func (h *house) back(t *testing.T) (says []string) {
	t.Helper()
	must(t, h.within(func(tx *gate.CaseTx) error {
		list, err := stay.Back(&tx.CaseView)
		says = nil
		for _, r := range list {
			if r.Gone {
				r.Text += ", gone"
			}
			if r.Bars {
				r.Text += ", barred"
			}
			says = append(says, r.Text)
		}
		return err
	}))
	return says
}

func (h *house) end(t *testing.T) {
	t.Helper()
	must(t, h.desk.End(t.Context(), h.hugo, h.at, stay.Leaving{Reason: "own_housing", On: h.today}))
}

// stranger is a second case of the network, of somebody else until it follows hers.
func (h *house) stranger(t *testing.T) *house {
	t.Helper()
	other := *h
	other.admit(t)
	return &other
}

// follows says that the case is a transfer of the person of another.
func (h *house) follows(t *testing.T, former *house) {
	t.Helper()
	c := former.id(t)
	must(t, h.within(func(tx *gate.CaseTx) error { return casefile.Follow(tx, c) }))
}

// A stay that is taken up again stands as it stood, at its place until the day that was planned.
func TestAStayIsTakenUpAsItStood(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := t.Context()
		h := newHouse(t, f, func(c *casefile.Coded) { c.StayWeeks = 2 })
		if got := h.back(t); !slices.Equal(got, []string{"stay.again.still"}) {
			t.Errorf("of a stay that goes on: %v", got)
		}
		planned := h.today.AddDays(40)
		must(t, h.desk.Settle(ctx, h.hugo, h.at))
		must(t, h.desk.PlanExit(ctx, h.hugo, h.at, planned))
		h.end(t)
		if got := h.back(t); !slices.Equal(got, []string{"stay.again.stay", "stay.again.place"}) {
			t.Errorf("before it is taken up: %v", got)
		}
		must(t, h.reopen(casefile.Reopened{Without: true})) // even without it, but it is there
		s := h.open(t)
		if s.Stay.State != stay.ExitPlanned || !s.Stay.EndedOn.IsZero() || s.Stay.ExitReason != "" ||
			s.Stay.ExitPlannedOn != planned || s.Header.Stage != casefile.Sheltered {
			t.Errorf("taken up: %+v", s.Stay)
		}
		if got := h.text(t, `select state || ' ' || occupied_people || ' ' || free_on from partner_place`); got !=
			"occupied 3 "+planned.String() {
			t.Errorf("the place is %s", got)
		}
		if kind, _, _ := lost(t, h); kind != "" || h.home(t, h.claire)["stay.home.placeless"].Text != "" {
			t.Error("her place is thought lost")
		}
		refused(t, h.desk.TellRoof(ctx, h.hugo, h.at, stay.RoofTold{Where: "house"}), casefile.ErrStep)

		h.end(t) // a place with fewer beds than they are is hers all the same, and a stay of before goes on
		h.exec(t, `update partner_place set beds = 1, cots = 0`)
		h.exec(t, `update stay_stay set former_state = ''`)
		must(t, h.reopen(casefile.Reopened{}))
		if s := h.open(t); s.Stay.State != stay.Ongoing {
			t.Errorf("an end that does not say what was before is taken up as %s", s.Stay.State)
		}
		if got := h.text(t, `select occupied_people || ' and ' || beyond_people from partner_place`); got != "1 and 2" {
			t.Errorf("there live %s beyond its beds", got)
		}
		must(t, h.desk.PlanExit(ctx, h.hugo, h.at, planned))
		h.tell(t, casefile.Withdrawn{}) // her case ended, and her stay not yet
		must(t, h.reopen(casefile.Reopened{}))
		if s := h.open(t); s.Stay.State != stay.ExitPlanned {
			t.Errorf("a stay that never ended is taken up as %s", s.Stay.State)
		}
	})
}

// lost is what the latest fact of a lost place says.
func lost(t *testing.T, h *house) (kind casefile.Kind, where string, n int) {
	t.Helper()
	must(t, h.within(func(tx *gate.CaseTx) error {
		facts, err := casefile.Facts(&tx.CaseView)
		if err != nil {
			return err
		}
		told, _ := casefile.Last(facts, "place_lost", "roof_told")
		var r stay.RoofTold
		if kind = told.Kind; kind == "roof_told" {
			err = told.Read(&r)
		}
		where, n = r.Where, len(facts)
		return err
	}))
	return kind, where, n
}

// Where somebody else has her place, the case is taken up without it only if that was said; then she is asked where she
// sleeps until she has a place again.
func TestAStayIsTakenUpWithoutItsPlace(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := t.Context()
		h := newHouse(t, f, nil)
		h.end(t)
		other := h.stranger(t)
		must(t, other.within(func(tx *gate.CaseTx) error { return partner.Occupy(tx, h.place, 1) }))
		if got := h.back(t); !slices.Equal(got, []string{"stay.again.stay", "stay.again.place_gone, gone"}) {
			t.Errorf("before it is taken up: %v", got)
		}
		refused(t, h.reopen(casefile.Reopened{}), stay.ErrPlaceGone)
		if s := h.open(t); s.Stay.State != stay.Ended || s.Header.Stage != casefile.EndedS {
			t.Errorf("what was refused left %s, %s", s.Stay.State, s.Header.Stage)
		}
		must(t, h.reopen(casefile.Reopened{Without: true}))
		if s := h.open(t); s.Stay.State != stay.Settling {
			t.Errorf("taken up as %s", s.Stay.State)
		}
		if kind, _, _ := lost(t, h); kind != "place_lost" {
			t.Errorf("told last is %q", kind)
		}
		refused(t, h.desk.TellRoof(ctx, h.hugo, h.at, stay.RoofTold{Where: "street"}),
			fault.NewInvalid("fault.invalid"))
		refused(t, h.desk.TellRoof(ctx, h.hugo, h.at, stay.RoofTold{Where: "place"}), stay.ErrPlaceGone)
		for _, where := range []string{"overnight", "house", "trusted"} {
			must(t, h.desk.TellRoof(ctx, h.hugo, h.at, stay.RoofTold{Where: where}))
			if kind, at, _ := lost(t, h); kind != "roof_told" || at != where {
				t.Errorf("told last is %q, %q", kind, at)
			}
		}
		must(t, other.within(func(tx *gate.CaseTx) error { return partner.Vacate(tx, h.place) }))
		must(t, h.desk.TellRoof(ctx, h.hugo, h.at, stay.RoofTold{Where: "place"}))
		if got := h.text(t, `select state || ' ' || occupied_people from partner_place`); got != "occupied 3" {
			t.Errorf("the place is %s", got)
		}
		refused(t, h.desk.TellRoof(ctx, h.hugo, h.at, stay.RoofTold{Where: "house"}), casefile.ErrStep)
	})
}

// A case that ended before anybody arrived has no stay to take up (I3).
func TestWhoNeverArrivedHasNoStay(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		h := newHouse(t, f, nil).stranger(t)
		h.tell(t, casefile.Withdrawn{})
		if got := h.back(t); got != nil {
			t.Errorf("what comes back: %v", got)
		}
		must(t, h.reopen(casefile.Reopened{}))
	})
}

// moved is the job that has the stay follow an arrival elsewhere: the day noted before, and the day noted now.
func (h *house) moved(t *testing.T, was, on date.Date) error {
	t.Helper()
	return h.desk.Handlers()["stay.moved"](t.Context(), outbox.Job{Kind: "stay.moved", Object: h.id(t).Bytes(),
		Payload: was.String() + " " + on.String()})
}

// I6: she is in one place at a time. Her stay ends on the day of her arrival elsewhere, follows that day where it is
// put right, goes on where the arrival was undone, and is taken up by nobody while she lives there.
func TestAFormerStayFollowsHer(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		h := newHouse(t, f, nil)
		arrived := h.today
		next := h.stranger(t)
		must(t, h.moved(t, date.Date{}, arrived)) // of a case that is not hers nothing follows
		if s := h.open(t); s.Stay.State == stay.Ended {
			t.Fatal("a stay ended though she is nowhere else")
		}
		next.follows(t, h)
		h.later(3)
		next.claire, next.today = h.claire, h.today
		next.tell(t, casefile.Arrived{On: h.today})
		must(t, h.moved(t, date.Date{}, date.Date{})) // undone before it was followed
		if s := h.open(t); s.Stay.State == stay.Ended {
			t.Fatal("a stay ended by an arrival that was undone")
		}
		must(t, h.moved(t, date.Date{}, h.today))
		s := h.open(t)
		if s.Stay.State != stay.Ended || s.Stay.EndedOn != h.today || s.Stay.ExitReason != "transfer_in_network" ||
			s.Header.Stage != casefile.EndedS || h.placeState(t) != string(partner.Free) {
			t.Fatalf("after she moved: %+v, %s", s.Stay, s.Header.Stage)
		}
		if got := h.back(t); !slices.Equal(got, []string{fault.Key(stay.ErrElsewhere) + ", gone, barred"}) {
			t.Errorf("what comes back while she lives elsewhere: %v", got)
		}
		refused(t, h.reopen(casefile.Reopened{}), stay.ErrElsewhere)

		must(t, h.moved(t, h.today.AddDays(-1), h.today.AddDays(-2))) // of another day than the stay ended on
		if s := h.open(t); s.Stay.EndedOn != h.today {
			t.Errorf("a day that was not its own moved the end to %s", s.Stay.EndedOn)
		}
		must(t, h.moved(t, h.today, h.today.AddDays(-1)))
		if s := h.open(t); s.Stay.EndedOn != h.today.AddDays(-1) || h.lines(t, "ended") != "1" {
			t.Errorf("put right, it ended on %s", s.Stay.EndedOn)
		}
		must(t, h.moved(t, h.today.AddDays(-1), arrived.AddDays(-5))) // nobody leaves before they come
		if s := h.open(t); s.Stay.EndedOn != arrived {
			t.Errorf("it ended on %s, before it began", s.Stay.EndedOn)
		}
		must(t, next.within(func(tx *gate.CaseTx) error { return casefile.Undo(tx, "arrived", casefile.Arrived{}) }))
		must(t, h.moved(t, arrived.AddDays(-5), date.Date{}))
		if s := h.open(t); s.Stay.State != stay.Settling || s.Header.Stage != casefile.Sheltered {
			t.Errorf("once the arrival was undone: %s, %s", s.Stay.State, s.Header.Stage)
		}
		h.end(t)
		must(t, h.moved(t, h.today, date.Date{})) // ended otherwise, it is left alone
		must(t, h.moved(t, h.today, h.today.AddDays(-1)))
		if s := h.open(t); s.Stay.State != stay.Ended || s.Stay.ExitReason != "own_housing" ||
			s.Stay.EndedOn != h.today {
			t.Errorf("an end of its own: %+v", s.Stay)
		}
		for _, payload := range []string{"x " + h.today.String(), h.today.String() + " x"} {
			job := outbox.Job{Kind: "stay.moved", Object: h.id(t).Bytes(), Payload: payload}
			if err := h.desk.Handlers()["stay.moved"](t.Context(), job); err == nil {
				t.Errorf("a job of %q is done", payload)
			}
		}
		if err := next.moved(t, date.Date{}, h.today); err != nil { // nobody has arrived there
			t.Errorf("where nobody arrived: %v", err)
		}
	})
}
