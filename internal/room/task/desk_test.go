package task_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/task"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

var (
	openTest = access.Define(access.Act{Name: "test.open", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.All})
	hostTest = access.Define(access.Act{Name: "test.host", Door: access.CaseDoor, By: access.CaseCoordinator,
		Opens: vault.All, Grants: vault.All})
	qRefTest = gate.CircleSQL("test.ref", `select circle.alias from casefile_circle circle where @circle`)
)

// house is one case that three teams follow: Claire and Cyril evaluate, Li organises, Hugo hosts; Otto reads figures.
type house struct {
	*trusttest.Floor
	t                             *testing.T
	desk                          *task.Desk
	claire, cyril, li, hugo, otto access.Actor
	ref, way, stay                casefile.Ref // as each of the teams knows it
}

func each(t *testing.T, fn func(*house)) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		h := &house{Floor: f, t: t, desk: task.New(f.Gate)}
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		f.Person("cyril", "Cyril", f.Teams["evaluation"], "claire", access.Coordinator)
		f.Person("li", "Li", f.Teams["logistics"], "", access.Logistics)
		f.Person("hugo", "Hugo", f.Teams["oversight"], "", access.Host) // any team serves as the host's here
		h.otto = f.Person("otto", "Otto", f.Teams["evaluation"], "claire", access.Observer)
		h.claire = f.SignIn("claire")
		ref, err := f.Gate.NewCase(t.Context(), h.claire, openTest, []gate.Holder{
			{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Danger},
			{Kind: "logistics", Relation: access.Organises, Opens: vault.Journey}}, nil,
			func(tx *gate.CaseTx, j gate.JournalID) error { return casefile.Opened(tx, j, "first") })
		h.must(err)
		h.ref, h.claire = ref, f.SignIn("claire")
		h.must(f.Gate.Case(t.Context(), h.claire, hostTest, ref, func(tx *gate.CaseTx) error {
			if err := tx.Join(f.Teams["oversight"], access.Hosts); err != nil {
				return err
			}
			return tx.Create(vault.ShelterNotes, f.Teams["oversight"])
		}))
		h.claire, h.cyril, h.li, h.hugo = f.SignIn("claire"), f.SignIn("cyril"), f.SignIn("li"), f.SignIn("hugo")
		h.way, h.stay = h.of(h.li), h.of(h.hugo)
		fn(h)
	})
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// of is the case as somebody's team knows it.
func (h *house) of(who access.Actor) (ref casefile.Ref) {
	h.t.Helper()
	h.must(h.Gate.Circle(h.t.Context(), who, casefile.List, func(v *gate.CircleView) error {
		return v.QueryRow(qRefTest).Scan(&ref)
	}))
	return ref
}

func (h *house) today() date.Date { return h.Gate.Today() }

func (h *house) book(d *task.Desk, who access.Actor, ref casefile.Ref) task.Book {
	h.t.Helper()
	b, err := d.Book(h.t.Context(), who, ref)
	h.must(err)
	return b
}

func (h *house) home(who access.Actor) []casefile.Item {
	h.t.Helper()
	items, err := casefile.NewDesk(h.Gate, h.desk.HomePanels(), nil).OnHome(h.t.Context(), who)
	h.must(err)
	return items
}

// Each team writes for itself: what it writes it reads again, and no other team reads a line of it, by its own pages,
// by the other's, or on its home.
func TestATeamReadsItsOwnTasksAlone(t *testing.T) {
	each(t, func(h *house) {
		ctx := t.Context()
		teams := []struct {
			desk *task.Desk
			who  access.Actor
			ref  casefile.Ref
		}{{h.desk, h.claire, h.ref}, {h.desk.For(task.Organising), h.li, h.way},
			{h.desk.For(task.Hosting), h.hugo, h.stay}}
		for _, team := range teams {
			word := secret.Of("zq-" + team.who.Name() + "-zq")
			h.must(team.desk.Add(ctx, team.who, team.ref, task.Entry{What: "call", Due: h.today(), Words: word}))
			h.must(team.desk.Add(ctx, team.who, team.ref, task.Entry{What: task.Note, Words: word}))
		}
		for i, team := range teams {
			b := h.book(team.desk, team.who, team.ref)
			if len(b.Todo()) != 1 || len(b.Noted()) != 1 {
				t.Errorf("%s reads %+v", team.who.Name(), b.Entries)
			}
			for _, e := range b.Entries {
				if want := "zq-" + team.who.Name() + "-zq"; e.Words.Reveal() != want ||
					e.Name(e.User) != team.who.Name() {
					t.Errorf("%s reads %q by %q", team.who.Name(), e.Words.Reveal(), e.Name(e.User))
				}
			}
			if items := h.home(team.who); len(items) != 1 || items[0].Link != team.desk.Team.PageOf(team.ref) {
				t.Errorf("on the home of %s: %+v", team.who.Name(), items)
			}
			for j, other := range teams {
				if _, err := other.desk.Book(ctx, team.who, other.ref); i != j && !fault.Is(err, fault.NotFound) {
					t.Errorf("%s opens what %s wrote: %v", team.who.Name(), other.who.Name(), err)
				}
				if _, err := other.desk.Book(ctx, h.otto, other.ref); !fault.Is(err, fault.NotFound) {
					t.Errorf("who reads figures alone opens it: %v", err)
				}
			}
		}
		raw := h.Raw()
		h.Cells(raw, func(table, column string, value []byte) {
			for _, team := range teams { // a short marker occurs in what is sealed, now and then
				if strings.Contains(string(value), "zq-"+team.who.Name()+"-zq") {
					t.Errorf("%s.%s holds words in clear", table, column)
				}
			}
		})
	})
}

// What two teams may open by their acts is of the one whose it is: the evaluation neither reads nor writes
// nor finishes in the book of its logistics, so that no team's words are lost in another's.
func TestATeamWritesInItsOwnBookAlone(t *testing.T) {
	each(t, func(h *house) {
		ctx, way := t.Context(), h.desk.For(task.Organising)
		h.must(h.desk.Add(ctx, h.claire, h.ref, task.Entry{What: "call", Words: secret.Of("zq-mine-zq")}))
		mine := h.book(h.desk, h.claire, h.ref).Todo()[0]
		for what, err := range map[string]error{
			"add":    way.Add(ctx, h.claire, h.ref, task.Entry{What: "call"}),
			"change": way.Change(ctx, h.claire, h.ref, mine.ID, task.Entry{What: "call", Version: mine.Version}),
			"finish": way.Finish(ctx, h.claire, h.ref, mine.ID, false),
			"remove": way.Remove(ctx, h.claire, h.ref, mine.ID),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, err := way.Book(ctx, h.claire, h.ref); !fault.Is(err, fault.NotFound) {
			t.Errorf("read: %v", err)
		}
		// Nor does one team finish what is another's, by its own acts.
		if err := way.Finish(ctx, h.li, h.way, mine.ID, false); !fault.Is(err, fault.NotFound) {
			t.Errorf("finished by another team: %v", err)
		}
		if e := h.book(h.desk, h.claire, h.ref).Todo(); len(e) != 1 || e[0].Words.Reveal() != "zq-mine-zq" {
			t.Errorf("%+v", e)
		}
	})
}

// A task stands on the home from seven days before its day on; under "now" on the day itself; and no longer once the
// case has ended. A note that is changed stays a note; whose task it was stays so, though they left.
func TestWhenATaskStandsOnTheHome(t *testing.T) {
	each(t, func(h *house) {
		ctx := t.Context()
		h.must(h.desk.Add(ctx, h.claire, h.ref, task.Entry{What: "call", Due: h.today().AddDays(8),
			Owner: h.cyril.User()}))
		if items := h.home(h.claire); len(items) != 0 {
			t.Errorf("eight days before: %+v", items)
		}
		h.Clock.Advance(8 * 24 * time.Hour)
		h.claire = h.SignIn("claire")
		if items := h.home(h.claire); len(items) != 1 || items[0].Band != casefile.Now || items[0].Due.IsZero() {
			t.Errorf("on its day: %+v", items)
		}
		raw := h.Raw()
		run := func(q string, args ...any) {
			h.t.Helper()
			_, err := raw.Exec(q, args...)
			h.must(err)
		}
		run(`update access_membership set left_at = 1 where user_id = $1`, h.cyril.User().Bytes())
		e := h.book(h.desk, h.claire, h.ref).Todo()[0]
		h.must(h.desk.Change(ctx, h.claire, h.ref, e.ID, task.Entry{What: "write", Due: e.Due, Owner: e.Owner,
			Version: e.Version}))
		h.must(h.desk.Add(ctx, h.claire, h.ref, task.Entry{What: task.Note, Words: secret.Of("one")}))
		note := h.book(h.desk, h.claire, h.ref).Noted()[0]
		h.must(h.desk.Change(ctx, h.claire, h.ref, note.ID, task.Entry{What: "call", Words: secret.Of("two"),
			Version: note.Version}))
		if b := h.book(h.desk, h.claire, h.ref); len(b.Noted()) != 1 || b.Noted()[0].Words.Reveal() != "two" {
			t.Errorf("%+v", b.Entries)
		}
		run(`update casefile_circle set open = 0`)
		if items := h.home(h.claire); len(items) != 0 {
			t.Errorf("the case has ended: %+v", items)
		}
	})
}

// A task is done, and to be done again; changed while it is still to do, by whoever saw it last; removed as long as it
// is a slip.
func TestATaskFromFirstToLast(t *testing.T) {
	each(t, func(h *house) {
		ctx := t.Context()
		h.must(h.desk.Add(ctx, h.claire, h.ref, task.Entry{What: "check", Due: h.today().AddDays(3),
			Owner: h.cyril.User()}))
		e := h.book(h.desk, h.cyril, h.ref).Todo()[0]
		if items := h.home(h.claire); len(items) != 1 || items[0].Owner != h.cyril.User() ||
			items[0].Band != casefile.Week || items[0].Text != "task.home.check" {
			t.Errorf("%+v", items)
		}
		changed := task.Entry{What: "write", Due: e.Due, Owner: h.claire.User(), Version: e.Version}
		h.must(h.desk.Change(ctx, h.cyril, h.ref, e.ID, changed))
		if err := h.desk.Change(ctx, h.claire, h.ref, e.ID, changed); !errors.Is(err, fault.ErrChanged) {
			t.Errorf("the second of two: %v", err)
		}
		h.must(h.desk.Finish(ctx, h.claire, h.ref, e.ID, false))
		b := h.book(h.desk, h.claire, h.ref)
		if done := b.Finished(); len(done) != 1 || done[0].What != "write" ||
			done[0].Name(done[0].DoneBy) != "Claire" ||
			len(b.Todo()) != 0 || len(h.home(h.claire)) != 0 {
			t.Errorf("%+v", b.Entries)
		}
		again := changed
		again.Version = b.Finished()[0].Version
		if err := h.desk.Change(ctx, h.claire, h.ref, e.ID, again); !errors.Is(err, task.ErrDone) {
			t.Errorf("one that is done is changed: %v", err)
		}
		h.must(h.desk.Finish(ctx, h.claire, h.ref, e.ID, true))
		h.Clock.Advance(casefile.SlipTime)
		if err := h.desk.Remove(ctx, h.claire, h.ref, e.ID); !errors.Is(err, casefile.ErrNoSlip) {
			t.Errorf("removed after ten minutes: %v", err)
		}
		// Its day passes: it stands under "now", since then. Its own day is no mistake when it is changed otherwise.
		h.Clock.Advance(5 * 24 * time.Hour)
		h.claire = h.SignIn("claire")
		if items := h.home(h.claire); len(items) != 1 || items[0].Band != casefile.Now || items[0].Since.IsZero() {
			t.Errorf("%+v", items)
		}
		e = h.book(h.desk, h.claire, h.ref).Todo()[0]
		h.must(h.desk.Change(ctx, h.claire, h.ref, e.ID, task.Entry{What: "call", Due: e.Due, Version: e.Version}))
		h.must(h.desk.Add(ctx, h.claire, h.ref, task.Entry{What: "other"}))
		slip := h.book(h.desk, h.claire, h.ref).Todo()[1]
		h.must(h.desk.Remove(ctx, h.claire, h.ref, slip.ID))
		if left := h.book(h.desk, h.claire, h.ref).Entries; len(left) != 1 {
			t.Errorf("%+v", left)
		}
	})
}

// What cannot be is refused: a day that is over, somebody of another team, a code that is none, a note with a day, a
// note that is done.
func TestWhatIsNoTask(t *testing.T) {
	each(t, func(h *house) {
		ctx := t.Context()
		for _, c := range []struct {
			e    task.Entry
			want error
		}{
			{task.Entry{What: "call", Due: h.today().AddDays(-1)}, task.ErrDue},
			{task.Entry{What: "call", Owner: h.li.User()}, casefile.ErrOwner},
			{task.Entry{What: "dance"}, nil},
			{task.Entry{What: task.Note, Due: h.today(), Words: secret.Of("x")}, nil},
			{task.Entry{What: task.Note, Owner: h.cyril.User(), Words: secret.Of("x")}, nil},
		} {
			err := h.desk.Add(ctx, h.claire, h.ref, c.e)
			if !fault.Is(err, fault.Invalid) || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("%+v: %v, want %v", c.e, err, c.want)
			}
		}
		h.must(h.desk.Add(ctx, h.claire, h.ref, task.Entry{What: task.Note, Words: secret.Of("x")}))
		note := h.book(h.desk, h.claire, h.ref).Noted()[0]
		if err := h.desk.Finish(ctx, h.claire, h.ref, note.ID, false); !fault.Is(err, fault.NotFound) {
			t.Errorf("a note is done: %v", err)
		}
		if err := h.desk.Finish(ctx, h.claire, h.way, note.ID, false); !fault.Is(err, fault.NotFound) {
			t.Errorf("one that is not there: %v", err)
		}
	})
}
