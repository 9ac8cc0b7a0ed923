package stay_test

import (
	"encoding/json"
	"errors"
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

// exec changes the database beside its doors.
func (h *house) exec(t *testing.T, query string, args ...any) {
	t.Helper()
	_, err := h.Raw().Exec(query, args...)
	must(t, err)
}

// id is the id of the case.
func (h *house) id(t *testing.T) (c gate.CaseID) {
	t.Helper()
	must(t, h.within(func(tx *gate.CaseTx) error { c = tx.ID(); return nil }))
	return c
}

// spoilt has the case's facts of a kind say something else while acts are tried that need them: each has to fail in the
// way that is wanted.
func (h *house) spoilt(t *testing.T, kind casefile.Kind, coded string, is func(error) bool,
	acts map[string]func() error) {
	t.Helper()
	const set = `update casefile_fact set coded = $1 where kind = $2 and case_id = $3`
	c := h.id(t).Bytes()
	var was string
	must(t, h.Raw().QueryRow(`select coded from casefile_fact where kind = $1 and case_id = $2`, kind, c).Scan(&was))
	h.exec(t, set, coded, kind, c)
	for name, act := range acts {
		if err := act(); !is(err) {
			t.Errorf("%s, where %s says %s: %v", name, kind, coded, err)
		}
	}
	h.exec(t, set, was, kind, c)
}

// uncoded takes every coded row away while acts are tried that need it.
func (h *house) uncoded(t *testing.T, acts map[string]func() error) {
	t.Helper()
	h.exec(t, `create table kept as select * from casefile_coded`)
	h.exec(t, `delete from casefile_coded`)
	for name, act := range acts {
		if err := act(); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s without the coded row: %v", name, err)
		}
	}
	h.exec(t, `insert into casefile_coded select * from kept`)
	h.exec(t, `drop table kept`)
}

// unread is that something is there and does not read.
func unread(err error) bool {
	_, is := errors.AsType[*json.SyntaxError](err)
	return is
}

// absent is that something is not there.
func absent(err error) bool { return fault.Is(err, fault.NotFound) }

// What an act needs and cannot be read, or is not there, is told: the act is refused whole, and nothing is made up in
// its place.
func TestWhatCannotBeReadIsTold(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := t.Context()
		h := newHouse(t, f, nil)
		undo := func() error {
			return h.within(func(tx *gate.CaseTx) error { return casefile.Undo(tx, "arrived", casefile.Arrived{}) })
		}
		arrives := func() error { return h.arrives(h.today) }
		ends := func() error {
			return h.desk.End(ctx, h.hugo, h.at, stay.Leaving{Reason: "own_housing", On: h.today})
		}
		back := func() error {
			return h.within(func(tx *gate.CaseTx) error { _, err := stay.Back(&tx.CaseView); return err })
		}
		reopens := func() error { return h.reopen(casefile.Reopened{}) }
		roof := func(where string) func() error {
			return func() error { return h.desk.TellRoof(ctx, h.hugo, h.at, stay.RoofTold{Where: where}) }
		}

		// An arrival that stands before the one that is undone.
		earlier := func() {
			t.Helper()
			h.exec(t, `update casefile_fact set kind = 'arrived', coded = 'x' where kind = 'journey_planned'`)
			if err := undo(); !unread(err) {
				t.Errorf("an arrival is undone where the one before does not read: %v", err)
			}
			h.exec(t, `update casefile_fact set kind = 'journey_planned', coded = '{}' where coded = 'x'`)
		}
		earlier()

		next := h.stranger(t)
		next.follows(t, h)
		next.tell(t, casefile.Arrived{On: h.today})
		moves := func() error { return h.moved(t, date.Date{}, h.today) }
		h.spoilt(t, "arrived", "x", unread, map[string]func() error{"her move": moves, "what comes back": back})
		h.spoilt(t, "placed", "x", unread, map[string]func() error{"her move": moves, "the day of arrival": arrives,
			"the end": ends})
		must(t, next.within(func(tx *gate.CaseTx) error {
			return casefile.Undo(tx, "arrived", casefile.Arrived{})
		}))
		must(t, h.desk.Settle(ctx, h.hugo, h.at))
		earlier()
		h.uncoded(t, map[string]func() error{"the day of arrival": arrives, "the end": ends})
		must(t, ends())
		acts := map[string]func() error{"taken up": reopens, "what comes back": back}
		h.spoilt(t, "placed", "x", unread, acts)
		h.spoilt(t, "placed", `{"place":"`+h.id(t).String()+`"}`, absent, acts)
		h.uncoded(t, map[string]func() error{"taken up": reopens})
		if s := h.open(t); s.Stay.State != stay.Ended || s.Header.Stage != casefile.EndedS {
			t.Errorf("what was refused left %s, %s", s.Stay.State, s.Header.Stage)
		}

		must(t, next.within(func(tx *gate.CaseTx) error { return partner.Occupy(tx, h.place, 1) }))
		must(t, h.reopen(casefile.Reopened{Without: true}))
		must(t, roof("house")())
		h.spoilt(t, "roof_told", "x", unread, map[string]func() error{"a roof": roof("house"),
			"the stay": func() error { _, err := h.desk.Open(ctx, h.hugo, h.at); return err },
			"the home": func() error {
				_, err := casefile.NewDesk(h.Gate, h.desk.HomePanels(), nil).OnHome(ctx, h.hugo)
				return err
			}})
		must(t, next.within(func(tx *gate.CaseTx) error { return partner.Vacate(tx, h.place) }))
		h.uncoded(t, map[string]func() error{"her place": roof("place")})
		h.tell(t, casefile.Withdrawn{})
		refused(t, roof("house")(), casefile.ErrStep)
	})
}

// Where nothing but the fact tells of an arrival and does not read, the case is not taken up as if nobody had arrived.
func TestAnArrivalThatDoesNotReadIsNoneThatNeverWas(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		h := newHouse(t, f, nil)
		h.tell(t, casefile.Withdrawn{})
		h.spoilt(t, "arrived", "x", unread, map[string]func() error{"taken up": func() error {
			return h.reopen(casefile.Reopened{})
		}})
	})
}

// follower is a room of the tests that follows what is put right, and what it answers.
var follower error

var _ = casefile.Declare(casefile.Part{Room: "stay_test",
	Corrected: func(*gate.CaseTx, casefile.Kind) error { return follower }})

// An end is put right in every room or in none.
func TestAnEndIsPutRightInEveryRoomOrInNone(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		t.Cleanup(func() { follower = nil })
		h := newHouse(t, f, nil)
		next := h.stranger(t)
		next.follows(t, h)
		h.later(2)
		next.claire, next.today = h.claire, h.today
		next.tell(t, casefile.Arrived{On: h.today})
		must(t, h.moved(t, date.Date{}, h.today))
		before := h.today.AddDays(-1)
		follower = errors.New("this room cannot follow")
		for name, err := range map[string]error{
			"her move": h.moved(t, h.today, before),
			"an end": h.desk.CorrectEnd(t.Context(), h.hugo, h.at, stay.Leaving{Reason: "transfer_in_network",
				On: before})} {
			if !errors.Is(err, follower) {
				t.Errorf("%s where a room cannot follow: %v", name, err)
			}
		}
		if s := h.open(t); s.Stay.EndedOn != h.today || h.lines(t, "ended") != "0" {
			t.Errorf("what was refused left %s", s.Stay.EndedOn)
		}
	})
}

// meanwhile has somebody else write of every stay whenever a table is written.
func (h *house) meanwhile(t *testing.T, event, table string) (over func()) {
	t.Helper()
	const write = `update stay_stay set version = version + 1`
	create, drop := `create trigger meanwhile after `+event+` on `+table+` begin `+write+`; end`,
		`drop trigger meanwhile`
	if h.Engine == "postgres" {
		create, drop = `create rule meanwhile as on `+event+` to `+table+` do also `+write,
			`drop rule meanwhile on `+table
	}
	h.exec(t, create)
	return func() { h.exec(t, drop) }
}

// What somebody else wrote of a stay at the same moment is never written over: the act is refused whole, and Havre's
// own is done once more.
func TestWhatIsWrittenAtTheSameMomentIsKept(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		h := newHouse(t, f, nil)
		next := h.stranger(t)
		next.follows(t, h)
		h.later(2)
		next.claire, next.today = h.claire, h.today
		must(t, h.desk.Settle(t.Context(), h.hugo, h.at))
		try := func(event, table string, act func() error, now func() string) {
			t.Helper()
			was := now()
			over := h.meanwhile(t, event, table)
			if err := act(); !errors.Is(err, fault.ErrChanged) {
				t.Fatalf("written over: %v", err)
			}
			over()
			if is := now(); is != was {
				t.Errorf("what was refused left %s, not %s", is, was)
			}
			must(t, act())
			if is := now(); is == was {
				t.Errorf("it stands as before: %s", is)
			}
		}
		now := func() string { s := h.open(t).Stay; return s.ArrivedOn.String() + string(s.State) + s.EndedOn.String() }
		try("update", "partner_place", func() error { return h.arrives(h.today.AddDays(-1)) }, now)
		next.tell(t, casefile.Arrived{On: h.today})
		try("update", "partner_place", func() error { return h.moved(t, date.Date{}, h.today) }, now)
		try("insert", "casefile_correction", func() error { return h.moved(t, h.today, h.today.AddDays(-1)) }, now)
		must(t, next.within(func(tx *gate.CaseTx) error {
			return casefile.Undo(tx, "arrived", casefile.Arrived{})
		}))
		try("update", "partner_place", func() error { return h.reopen(casefile.Reopened{}) }, now)
	})
}
