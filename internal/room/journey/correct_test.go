package journey_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/trust/trusttest"
)

// wait lets time pass, after which Claire signs in again.
func (w *town) wait(d time.Duration) {
	w.Clock.Advance(d)
	w.claire = w.SignIn("claire")
}

// shown is the journey as Claire reads it now.
func (w *town) shown(t *testing.T) journey.Shown {
	t.Helper()
	s, err := w.desk.Open(t.Context(), w.claire, w.ref)
	must(t, err)
	return s
}

// A departure is undone while it is a slip and put right after it, within the case, the present, the plan and the
// arrival; whatever is put right leaves a line.
func TestADepartureIsPutRight(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx, w := t.Context(), newTown(t, f, true)
		opened := w.Clock.Now()
		hour := func(after time.Duration) time.Time { return opened.Add(after).Truncate(time.Minute) }
		right := func(at time.Time, early bool) error {
			return w.desk.CorrectDeparture(ctx, w.claire, w.ref, journey.Left{At: at, Early: early})
		}
		refuses := func(what string, err, want error) {
			t.Helper()
			if !errors.Is(err, want) {
				t.Errorf("%s: %v, not %v", what, err, want)
			}
		}
		if err := right(hour(0), true); !fault.Is(err, fault.NotFound) {
			t.Errorf("a departure of no journey is put right: %v", err)
		}
		must(t, w.desk.Organise(ctx, w.claire, w.ref, w.plan())) // leaves after two hours, arrives after five
		refuses("nobody has left", right(hour(0), true), casefile.ErrStep)
		refuses("nobody has left", w.desk.UndoDeparture(ctx, w.claire, w.ref), casefile.ErrStep)

		w.Clock.Set(hour(2 * time.Hour))
		w.wait(0)
		left := w.Clock.Now()
		must(t, w.desk.Depart(ctx, w.claire, w.ref, journey.Departure{}))
		trusttest.Failing(t, "undoing a departure", func(c context.Context) error {
			return w.desk.UndoDeparture(c, w.claire, w.ref)
		})
		s := w.shown(t)
		if s.Journey.State != journey.Planned || !s.Journey.DepartedAt.IsZero() || s.Header.Stage != casefile.Travel ||
			len(s.Righted) != 1 || !s.Righted[0].WasAt.Equal(left) || !s.Righted[0].NowAt.IsZero() {
			t.Errorf("undone: %+v, %+v", s.Journey, s.Righted)
		}
		must(t, w.desk.Depart(ctx, w.claire, w.ref, journey.Departure{}))
		w.wait(casefile.SlipTime)
		refuses("no slip any more", w.desk.UndoDeparture(ctx, w.claire, w.ref), casefile.ErrNoSlip)

		now := w.Clock.Now()
		refuses("ahead", right(now.Add(time.Microsecond), false), journey.ErrDepartsAhead)
		must(t, right(now, false))
		w.Clock.Advance(time.Second)
		refuses("before the case", right(hour(-time.Minute), true), journey.ErrBeforeCase)
		refuses("before the train", right(hour(0), false), journey.ErrTooEarly)
		must(t, right(hour(0), true))
		if s := w.shown(t); s.Journey.State != journey.OnTheWay || !s.Journey.DepartedAt.Equal(hour(0)) ||
			len(s.Righted) != 3 || !s.Righted[0].WasAt.Equal(now) || !s.Righted[0].NowAt.Equal(hour(0)) {
			t.Errorf("put right: %+v, %+v", s.Journey, s.Righted)
		}

		w.Clock.Set(hour(6 * time.Hour))
		w.wait(0)
		must(t, w.desk.ConfirmArrival(ctx, w.claire, w.ref, journey.Arrival{}))
		closed := w.Clock.Now()
		w.wait(time.Hour)
		refuses("after the arrival", right(closed.Add(time.Microsecond), false), journey.ErrAfterArrival)
		must(t, right(closed, false))
		trusttest.Failing(t, "putting a departure right", func(c context.Context) error {
			return w.desk.CorrectDeparture(c, w.claire, w.ref, journey.Left{At: hour(2 * time.Hour)})
		})
		refuses("the same hour", right(hour(2*time.Hour), false), fault.ErrSame)
		if s := w.shown(t); s.Journey.State != journey.Arrived || s.Journey.ClosedAt.IsZero() {
			t.Errorf("a departure put right after the arrival: %+v", s.Journey)
		}
		w.wait(72 * time.Hour) // another day of arrival, of which no hour is known
		day := date.In(closed, time.UTC).AddDays(1)
		must(t, w.desk.CorrectArrival(ctx, w.claire, w.ref, day))
		must(t, right(closed.Add(time.Hour), false))
		refuses("a day after the arrival", right(closed.Add(48*time.Hour), false), journey.ErrAfterArrival)
	})
}

// An arrival is undone while it is a slip, and its day is put right within the case, the present and the way.
func TestAnArrivalIsPutRight(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		for _, left := range []bool{true, false} {
			if !left {
				if f.Engine == "sqlite" {
					f = trusttest.SQLite(t)
				} else {
					f = trusttest.Postgres(t)
				}
			}
			ctx, w := t.Context(), newTown(t, f, true)
			vera, _ := w.travellers()
			w.claire = w.SignIn("claire")
			p := w.plan()
			must(t, w.desk.Organise(ctx, w.claire, w.ref, p))
			must(t, w.desk.NameCompany(ctx, w.claire, w.ref, vera.User()))
			until := func() [2]time.Time {
				s := w.shown(t)
				if len(s.Company) != 1 {
					t.Fatalf("%d accompany", len(s.Company))
				}
				return [2]time.Time{s.Company[0].From, s.Company[0].Until}
			}
			planned := until()
			if err := w.desk.UndoArrival(ctx, w.claire, w.ref); !errors.Is(err, casefile.ErrStep) {
				t.Errorf("nobody has arrived: %v", err)
			}
			if err := w.desk.CorrectArrival(ctx, w.claire, w.ref, date.In(p.Expected, time.UTC)); !errors.Is(err,
				casefile.ErrStep) {
				t.Errorf("nobody has arrived: %v", err)
			}
			if left {
				must(t, w.desk.Depart(ctx, w.claire, w.ref, journey.Departure{Early: true}))
			}
			w.do(t, `update casefile_coded set stay_weeks = 8`)
			w.Clock.Set(p.Expected.Add(-20 * time.Minute))
			w.wait(0)
			must(t, w.desk.ConfirmArrival(ctx, w.claire, w.ref, journey.Arrival{}))
			moved := until()
			if !left {
				err := w.desk.CorrectDeparture(ctx, w.claire, w.ref, journey.Left{At: w.Clock.Now(), Early: true})
				if !errors.Is(err, casefile.ErrStep) {
					t.Errorf("nobody has left: %v", err)
				}
			}
			free := func() (on string) {
				must(t, w.Raw().QueryRow(`select free_on from partner_place`).Scan(&on))
				return on
			}
			if free() == "" {
				t.Error("the place of who arrived has no end")
			}
			trusttest.Failing(t, "undoing an arrival", func(c context.Context) error {
				return w.desk.UndoArrival(c, w.claire, w.ref)
			})
			if on := free(); on != "" {
				t.Errorf("the place of who has not arrived has an end: %s", on)
			}
			s := w.shown(t)
			state, stage := journey.Planned, casefile.Travel
			if left {
				state, stage = journey.OnTheWay, casefile.OnTheWay
			}
			if s.Journey.State != state || s.Header.Stage != stage || s.Journey.DepartedAt.IsZero() == left ||
				!s.Journey.ClosedAt.IsZero() || !s.ArrivedOn.IsZero() || len(s.Righted) != 1 ||
				s.Righted[0].WasOn.IsZero() || !s.Righted[0].NowOn.IsZero() {
				t.Errorf("undone, left %v: %+v, %+v", left, s.Journey, s.Righted)
			}
			if until() != planned || moved == planned {
				t.Errorf("who accompanies reads from and until %s, moved to %s, not %s", until(), moved, planned)
			}
			must(t, w.desk.ConfirmArrival(ctx, w.claire, w.ref, journey.Arrival{}))
			on := w.shown(t).ArrivedOn
			w.wait(48 * time.Hour)
			right := func(on date.Date) error {
				w.Clock.Advance(time.Second)
				return w.desk.CorrectArrival(ctx, w.claire, w.ref, on)
			}
			before := journey.ErrBeforeCase
			if left {
				before = journey.ErrBeforeDeparture
			}
			for day, want := range map[int]error{3: journey.ErrDayAhead, -1: before} {
				if err := right(on.AddDays(day)); !errors.Is(err, want) {
					t.Errorf("%d days later, left %v: %v, not %v", day, left, err, want)
				}
			}
			if err := right(on); !errors.Is(err, fault.ErrSame) {
				t.Errorf("the same day: %v", err)
			}
			if s := w.shown(t); len(s.Righted) != 1 {
				t.Errorf("the same day is a correction: %+v", s.Righted)
			}
			trusttest.Failing(t, "putting an arrival right", func(c context.Context) error {
				return w.desk.CorrectArrival(c, w.claire, w.ref, on.AddDays(2))
			})
			w.Clock.Advance(time.Second)
			must(t, right(on.AddDays(1)))
			must(t, right(on))
			if s := w.shown(t); s.ArrivedOn != on || len(s.Righted) != 4 || s.Righted[0].WasOn != on.AddDays(1) ||
				s.Righted[0].NowOn != on {
				t.Errorf("put right: %s, %+v", s.ArrivedOn, s.Righted)
			}
			if err := w.desk.UndoArrival(ctx, w.claire, w.ref); !errors.Is(err, casefile.ErrNoSlip) {
				t.Errorf("no slip any more: %v", err)
			}
		}
	})
}

// A journey that nobody ended by an arrival is put right no more.
func TestADepartureWithoutArrivalStands(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx, w := t.Context(), newTown(t, f, true)
		must(t, w.desk.Organise(ctx, w.claire, w.ref, w.plan()))
		left := w.Clock.Now()
		must(t, w.desk.Depart(ctx, w.claire, w.ref, journey.Departure{Early: true}))
		w.Clock.Set(w.plan().Expected.Add(time.Hour))
		w.wait(0)
		must(t, w.desk.NoShow(ctx, w.claire, w.ref, journey.ByPerson))
		err := w.desk.CorrectDeparture(ctx, w.claire, w.ref, journey.Left{At: left.Add(-time.Minute), Early: true})
		if !errors.Is(err, casefile.ErrStep) {
			t.Errorf("a departure of a journey that was called off: %v", err)
		}
	})
}

// A correction that does not read is told as such, and nothing is shown in its place.
func TestABrokenCorrectionIsToldAsSuch(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx, w := t.Context(), newTown(t, f, true)
		must(t, w.desk.Organise(ctx, w.claire, w.ref, w.plan()))
		must(t, w.desk.Depart(ctx, w.claire, w.ref, journey.Departure{Early: true}))
		must(t, w.desk.UndoDeparture(ctx, w.claire, w.ref))
		w.do(t, `update casefile_correction set was = '{"at":'`)
		if _, err := w.desk.Open(ctx, w.claire, w.ref); err == nil {
			t.Error("a correction that breaks off is shown")
		}
	})
}

// Her stay elsewhere hears of each arrival here, and of each that is undone or put right (I6).
func TestTheStayElsewhereHearsOfEachArrival(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx, w := t.Context(), newTown(t, f, true)
		w.do(t, `update casefile_case set stage = 'ended', open = 0`)
		w.addPlace(t, "B")
		w.open(t, true)
		w.do(t, `update casefile_case set first_id = (select id from casefile_case where stage = 'ended')
			where stage <> 'ended'`)
		hears := func(what string, want int) {
			t.Helper()
			var n int
			must(t, w.Raw().QueryRow(`select count(*) from outbox_job where kind = 'stay.moved'`).Scan(&n))
			if n != want {
				t.Errorf("%s: the other stay heard %d times, not %d", what, n, want)
			}
			w.Clock.Advance(time.Second)
		}
		must(t, w.desk.Organise(ctx, w.claire, w.ref, w.plan()))
		w.Clock.Set(w.plan().Expected)
		w.wait(0)
		must(t, w.desk.ConfirmArrival(ctx, w.claire, w.ref, journey.Arrival{}))
		hears("arrived", 1)
		must(t, w.desk.UndoArrival(ctx, w.claire, w.ref))
		hears("undone", 2)
		must(t, w.desk.ConfirmArrival(ctx, w.claire, w.ref, journey.Arrival{}))
		hears("arrived again", 3)
		w.wait(72 * time.Hour)
		must(t, w.desk.CorrectArrival(ctx, w.claire, w.ref, w.shown(t).ArrivedOn.AddDays(1)))
		hears("put right", 4)
	})
}
