package partner_test

import (
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/gate"
)

// holding is a network with two cases and three places, and what each case does to a place.
type holding struct {
	*network
	t          *testing.T
	awa, bella casefile.Ref
	places     []partner.PlaceID // one bed, two beds and a cot, one bed
}

func eachHolding(t *testing.T, fn func(*holding)) {
	each(t, func(t *testing.T, n *network) {
		n.load(t, two)
		h := &holding{network: n, t: t, awa: n.newCase(t), bella: n.newCase(t)}
		for _, p := range n.places(t, h.awa) {
			h.places = append(h.places, p.ID)
		}
		fn(h)
	})
}

func (h *holding) hold(ref casefile.Ref, i int, until time.Time) error {
	return h.take(ref, func(tx *gate.CaseTx) error { return partner.Hold(tx, h.places[i], until) })
}

func (h *holding) occupy(ref casefile.Ref, i, people int) error {
	return h.take(ref, func(tx *gate.CaseTx) error { return partner.Occupy(tx, h.places[i], people) })
}

// do runs what changes one place of a case.
func (h *holding) do(ref casefile.Ref, i int, change func(*gate.CaseTx, partner.PlaceID) error) {
	h.t.Helper()
	h.must(h.take(ref, func(tx *gate.CaseTx) error { return change(tx, h.places[i]) }))
}

func (h *holding) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *holding) is(what string, err, want error) {
	h.t.Helper()
	if !errors.Is(err, want) {
		h.t.Errorf("%s: %v, want %v", what, err, want)
	}
}

// stand wants each place in a state, with so many people, free on a day.
func (h *holding) stand(what string, want ...partner.State) []partner.PlaceRow {
	h.t.Helper()
	rows := h.network.places(h.t, h.awa)
	for i, r := range rows {
		if r.State != want[i] || (r.OccupiedPeople > 0) != (want[i] == partner.Occupied) {
			h.t.Errorf("%s: place %d is %s with %d people, want %s", what, i, r.State, r.OccupiedPeople, want[i])
		}
	}
	return rows
}

// I7: a hold ends at its instant, not after it; none begins in the past; and what is done to one place of a case, or
// by another case, leaves the others as they are.
func TestI7WhatIsDoneToOnePlaceLeavesTheOthers(t *testing.T) {
	eachHolding(t, func(h *holding) {
		const free, held, full = partner.Free, partner.Held, partner.Occupied
		now := h.Clock.Now()
		for _, until := range []time.Time{now, now.Add(-time.Hour)} {
			if err := h.hold(h.awa, 0, until); !fault.Is(err, fault.Invalid) || fault.Key(err) != "partner.hold_past" {
				t.Errorf("a hold until %s: %v", until.Sub(now), err)
			}
		}
		until := now.Add(time.Minute)
		for i := range h.places {
			h.must(h.hold(h.awa, i, until))
		}
		h.do(h.bella, 0, partner.Release)
		h.stand("another released", held, held, held)
		h.do(h.awa, 2, partner.Release)
		h.stand("one released", held, held, free)
		h.Clock.Set(until.Add(-time.Microsecond))
		h.is("held an instant before the end", h.hold(h.bella, 0, until.Add(time.Minute)), partner.ErrTaken)
		h.is("taken an instant before the end", h.occupy(h.bella, 1, 1), partner.ErrTaken)
		h.Clock.Set(until)
		h.must(h.hold(h.bella, 0, until.Add(time.Minute)))
		h.must(h.occupy(h.bella, 1, 3))
		h.is("of the very size, and taken", h.occupy(h.awa, 1, 3), partner.ErrTaken)
		h.is("too small, and taken", h.occupy(h.awa, 1, 4), partner.ErrTooSmall)
		h.stand("at its instant", held, full, free)

		h.must(h.occupy(h.awa, 2, 1))
		h.must(h.occupy(h.bella, 0, 1))
		day := date.Must(2027, 3, 1)
		planEnd := func(tx *gate.CaseTx, p partner.PlaceID) error { return partner.PlanEnd(tx, p, day) }
		h.do(h.bella, 0, planEnd)
		h.do(h.awa, 1, planEnd)
		for i, r := range h.stand("an end is planned", full, full, full) {
			if (r.FreeOn == day) != (i == 0) {
				t.Errorf("place %d is planned to be free on %s", i, r.FreeOn)
			}
		}
		h.do(h.awa, 0, partner.Vacate)
		h.stand("another left", full, full, full)
		h.do(h.bella, 0, partner.Vacate)
		h.stand("one left", free, full, full)
		unknown, err := partner.ParsePlace(h.bella.String())
		h.must(err)
		err = h.take(h.awa, func(tx *gate.CaseTx) error { return partner.Occupy(tx, unknown, 1) })
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("a place that is not there: %v", err)
		}
	})
}

// A household that grows is followed where it stays, to the last bed and beyond, and nowhere else.
func TestAHouseholdIsFollowedWhereItStays(t *testing.T) {
	eachHolding(t, func(h *holding) {
		h.must(h.occupy(h.awa, 1, 1))
		h.must(h.occupy(h.bella, 0, 1))
		for people, want := range map[int][2]int{2: {2, 0}, 3: {3, 0}, 4: {3, 1}, 6: {3, 3}} {
			h.must(h.take(h.awa, func(tx *gate.CaseTx) error { return partner.Household(tx, people) }))
			for i, r := range h.network.places(t, h.awa) {
				var in, beyond int
				h.must(h.Raw().QueryRow(`select occupied_people, beyond_people from partner_place where id = $1`,
					r.ID.Bytes()).Scan(&in, &beyond))
				if got := [2]int{in, beyond}; i == 1 && got != want || i == 0 && got != [2]int{1, 0} ||
					i == 2 && got != [2]int{} {
					t.Errorf("%d people: place %d has %v, want %v", people, i, got, want)
				}
			}
		}
	})
}

// A host that cannot receive after all gets its place back as it was: held or taken by nobody, and offered to nobody
// before it says so. Another case's place, and her others, stay.
func TestAPlaceGivenUpIsOfferedToNobody(t *testing.T) {
	eachHolding(t, func(h *holding) {
		const held, full, paused = partner.Held, partner.Occupied, partner.Paused
		until := h.Clock.Now().Add(time.Hour)
		h.must(h.hold(h.awa, 0, until))
		h.must(h.hold(h.awa, 1, until))
		h.must(h.occupy(h.awa, 2, 1))
		for i := range h.places {
			h.do(h.bella, i, partner.Suspend)
		}
		h.stand("another gave up", held, held, full)
		h.do(h.awa, 0, partner.Suspend)
		h.stand("a held place", paused, held, full)
		h.do(h.awa, 2, partner.Suspend)
		h.stand("a place taken", paused, held, paused)
		h.is("held again", h.hold(h.awa, 0, until), partner.ErrTaken)
		h.is("taken again", h.occupy(h.awa, 2, 1), partner.ErrTaken)
	})
}

// A place that was held ahead and is given up stays with whoever stays there; only the day on which they leave counts
// no longer. What is held ahead elsewhere, or for another, stays.
func TestAPlaceHeldAheadIsGivenUp(t *testing.T) {
	eachHolding(t, func(h *holding) {
		carla, until := h.newCase(t), h.Clock.Now().Add(time.Hour)
		for i := range h.places {
			h.must(h.occupy(h.bella, i, 1))
			h.do(h.bella, i, func(tx *gate.CaseTx, p partner.PlaceID) error {
				return partner.PlanEnd(tx, p, h.Gate.Today())
			})
		}
		h.must(h.hold(h.awa, 0, until))
		h.must(h.hold(h.awa, 1, until))
		h.must(h.hold(carla, 2, until))
		h.do(h.awa, 0, partner.Suspend)
		h.do(h.awa, 2, partner.Suspend) // it is not hers
		h.stand("somebody stays", partner.Occupied, partner.Occupied, partner.Occupied)
		h.is("nobody knows until when", h.hold(carla, 0, until), partner.ErrTaken)
		h.is("held for another elsewhere", h.hold(carla, 1, until), partner.ErrTaken)
		h.is("held for another", h.hold(h.awa, 2, until), partner.ErrTaken)
		h.must(h.hold(h.awa, 1, until))
		h.must(h.hold(carla, 2, until))
	})
}

// What was given up by a slip comes back as it was, and nothing else does: not a place of which its host said something
// since, nor another's.
func TestWhatWasGivenUpComesBack(t *testing.T) {
	eachHolding(t, func(h *holding) {
		const free, held, full, paused = partner.Free, partner.Held, partner.Occupied, partner.Paused
		until, today := h.Clock.Now().Add(time.Hour), h.Gate.Today()
		again := func(i int, freeOn date.Date, since time.Time) {
			h.t.Helper()
			h.do(h.awa, i, func(tx *gate.CaseTx, p partner.PlaceID) error {
				return partner.Unsuspend(tx, p, freeOn, since)
			})
		}
		confirmed := func(i int, at time.Time) {
			h.t.Helper()
			_, err := h.Raw().Exec(`update partner_place set confirmed_at = $1 where id = $2`, at.UnixMicro(),
				h.places[i].Bytes())
			h.must(err)
		}
		for i := range 2 {
			h.must(h.hold(h.awa, i, until))
			h.do(h.awa, i, partner.Suspend)
			confirmed(i, h.Clock.Now())
		}
		again(0, date.Date{}, h.Clock.Now())
		h.stand("one comes back", free, paused, free)
		confirmed(1, h.Clock.Now().Add(time.Microsecond))
		again(1, date.Date{}, h.Clock.Now())
		h.stand("its host said something since", free, paused, free)
		again(2, today, h.Clock.Now())
		h.must(h.hold(h.awa, 0, until))
		again(0, today, h.Clock.Now())
		for i, r := range h.stand("held is not given up", held, paused, free) {
			if !r.FreeOn.IsZero() {
				h.t.Errorf("place %d, where nobody stays, is free on %v", i, r.FreeOn)
			}
		}

		h.do(h.awa, 0, partner.Release)
		again(1, date.Date{}, h.Clock.Now().Add(time.Second))
		for i := range h.places {
			h.must(h.occupy(h.bella, i, 1))
		}
		h.do(h.bella, 2,
			func(tx *gate.CaseTx, p partner.PlaceID) error { return partner.PlanEnd(tx, p, today.AddDays(2)) })
		again(0, today, h.Clock.Now())
		again(2, today, h.Clock.Now()) // its host said another day since
		for i, r := range h.stand("somebody stays", full, full, full) {
			if want := []date.Date{today, {}, today.AddDays(2)}[i]; r.FreeOn != want {
				h.t.Errorf("place %d is free on %v, want %v", i, r.FreeOn, want)
			}
		}
		again(1, date.Date{}, h.Clock.Now())
		h.is("nobody knows until when", h.hold(h.awa, 1, until), partner.ErrTaken)
	})
}

// I7: a place where somebody stays is held ahead for one case, as long as the day on which they leave is planned and
// has not passed; never for who stays there, nor where nobody knows when, nor where it is promised.
func TestI7APlaceIsHeldAheadForOne(t *testing.T) {
	eachHolding(t, func(h *holding) {
		carla := h.newCase(t)
		soon := func() time.Time { return h.Clock.Now().Add(time.Hour) }
		today := h.Gate.Today()
		leave := func(on date.Date) {
			h.t.Helper()
			h.do(h.bella, 1, func(tx *gate.CaseTx, p partner.PlaceID) error { return partner.PlanEnd(tx, p, on) })
		}
		h.must(h.occupy(h.bella, 1, 2))
		h.is("nobody knows until when", h.hold(h.awa, 1, soon()), partner.ErrTaken)
		leave(today.AddDays(-1))
		h.is("until yesterday", h.hold(h.awa, 1, soon()), partner.ErrTaken)
		leave(today)
		h.is("by who stays there", h.hold(h.bella, 1, soon()), partner.ErrTaken)
		h.must(h.hold(h.awa, 1, soon()))
		h.is("held ahead for another", h.hold(carla, 1, soon()), partner.ErrTaken)
		leave(date.Date{})
		h.must(h.hold(h.awa, 1, soon())) // it stays hers, and is prolonged
		h.is("too small", h.occupy(h.awa, 1, 4), partner.ErrTooSmall)
		h.must(h.occupy(h.awa, 1, 2))
		leave(today.AddDays(3))
		h.is("promised", h.hold(carla, 1, soon()), partner.ErrTaken)
		h.is("promised, to who has it", h.hold(h.awa, 1, soon()), partner.ErrTaken)
		h.must(h.hold(carla, 0, soon())) // another place is not
		count := func() (people int) {
			h.t.Helper()
			h.must(h.Raw().QueryRow(`select coalesce(sum(people), 0) from partner_next`).Scan(&people))
			return people
		}
		for people, want := range map[int]int{0: 1, 1: 1, 3: 3} {
			h.must(h.take(h.awa, func(tx *gate.CaseTx) error { return partner.Household(tx, people) }))
			if got := count(); got != want {
				h.t.Errorf("a household of %d: %d come", people, got)
			}
		}
		h.do(h.awa, 1, partner.Vacate)
		h.must(h.hold(carla, 1, soon()))
		h.do(carla, 1, partner.Release)
		h.must(h.hold(h.awa, 1, soon()))
		h.must(h.occupy(h.awa, 1, 2))
		h.do(h.awa, 1, partner.Suspend)
		if got := count(); got != 0 {
			h.t.Errorf("%d come to a place that was given up", got)
		}
		_, err := h.Raw().Exec(`update partner_place set state = 'occupied', free_on = $1 where id = $2`,
			today.AddDays(9).String(), h.places[2].Bytes())
		h.must(err)
		h.is("full of others", h.hold(h.awa, 2, soon()), partner.ErrTaken)
		_, err = h.Raw().Exec(`update partner_place set state = 'cooling' where id = $1`, h.places[2].Bytes())
		h.must(err)
		h.is("paused", h.hold(h.awa, 2, soon()), partner.ErrTaken)
	})
}
