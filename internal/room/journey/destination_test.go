package journey_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

// I5: who plans the way reads from the admission on where it leads, before any plan is written; the coordinator holds
// no key to the address, the referring service sees nothing, and once the search goes on it is closed to all.
func TestWhoPlansTheWayKnowsWhereItLeads(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		w := newTown(t, f, true)
		must(t, f.Gate.Case(ctx, w.claire, tellTest, w.ref, func(tx *gate.CaseTx) error {
			return errors.Join(tx.Join(w.Teams["logistics"], access.Organises), // as the admission does
				casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.HostDepartment = "46" }))
		}))
		leo := w.seenBy(t, w.leo)
		reads := func(what string, open func(context.Context, access.Actor, casefile.Ref) (journey.Shown, error),
			who access.Actor, ref casefile.Ref, street string) {
			t.Helper()
			s, err := open(ctx, who, ref)
			if err != nil || !s.Address.Street.Equal(secret.Of(street)) {
				t.Errorf("%s: want %q: %v", what, street, err)
			}
		}
		reads("logistics on the page", w.desk.Open, w.leo, leo, "3 rue du Gué")
		reads("logistics on the form of a plan", w.desk.Prepare, w.leo, leo, "3 rue du Gué")
		reads("logistics where it is not needed", w.desk.Draft, w.leo, leo, "")
		reads("the coordinator on the page", w.desk.Open, w.claire, w.ref, "")
		reads("the coordinator on the form", w.desk.Prepare, w.claire, w.ref, "")
		for name, who := range map[string]access.Actor{"rita": w.rita, "hugo": w.hugo} {
			if _, err := w.desk.Prepare(ctx, who, w.seenBy(t, who)); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s opened the form of the plan: %v", name, err)
			}
		}
		w.referrerSeesNothing(t)
		if items := w.home(t, w.leo); len(items) != 1 || items[0].Args[1] != f.Gate.Country().Name("46") {
			t.Errorf("the home of logistics: %+v", items)
		}
		w.tell(t, casefile.SearchAgain{})
		reads("logistics once the search goes on", w.desk.Open, w.leo, leo, "")
	})
}

// A way that leads into a danger newer than the admission stands first on the home of the team that organises it,
// planned or not, until somebody decides by name; far from there nothing is said (I4).
func TestANewDangerOnTheWayIsToldFirst(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		w := newTown(t, f, true)
		dangerAt := func(area string) {
			t.Helper()
			f.Clock.Advance(time.Minute)
			must(t, f.Gate.Case(ctx, w.claire, tellTest, w.ref, func(tx *gate.CaseTx) error {
				return casefile.AddZone(tx, casefile.Zone{Area: area, Level: "serious", Reason: "recent_sighting"})
			}))
		}
		must(t, f.Gate.Case(ctx, w.claire, tellTest, w.ref, func(tx *gate.CaseTx) error {
			return errors.Join(tx.Join(w.Teams["logistics"], access.Organises), // as the admission does
				casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.HostDepartment = "46" }))
		}))
		told := func() bool {
			t.Helper()
			return w.told(t, "journey.home.danger", casefile.InDanger)
		}
		dangerAt("59")
		if told() {
			t.Error("a danger far from the place is told as if it were near")
		}
		dangerAt("46")
		if !told() {
			t.Error("not planned yet: nothing is told")
		}
		w.doubt = casefile.DangerGrew
		leo, plan := w.seenBy(t, w.leo), w.plan()
		plan.Despite = "checked"
		must(t, w.desk.Organise(ctx, w.leo, leo, plan))
		if told() {
			t.Error("decided by name, and still told")
		}
		dangerAt("46")
		if !told() {
			t.Error("planned, and danger grew: nothing is told")
		}
		w.do(t, `insert into journey_decision (case_id, id, decided_at, user_id, step, doubt, despite)
			values ($1, $2, $3, $4, 'back', $5, 'checked')`, w.object(t), bytes.Repeat([]byte{1}, 16),
			clock.Micros(f.Clock.Now()), w.leo.User().Bytes(), string(casefile.DangerGrew))
		if !told() {
			t.Error("decided that she may go to where she left from: it is none about the place, and nothing is told")
		}
		must(t, w.desk.Depart(ctx, w.leo, leo, journey.Departure{Early: true, Despite: "checked"}))
		if told() {
			t.Error("decided by name at the departure, and still told")
		}
		dangerAt("46")
		if !w.told(t, "journey.home.danger_ahead", casefile.InDanger) || told() {
			t.Error("on the way, and danger grew: it is not told as it is")
		}
	})
}

// told tells whether the home of logistics says it first of all, as an alarm of a kind.
func (w *town) told(t *testing.T, text string, danger casefile.Danger) bool {
	t.Helper()
	return slices.ContainsFunc(w.home(t, w.leo), func(it casefile.Item) bool {
		return it.Band == casefile.Now && it.Alarm && it.Text == text && it.Danger == danger
	})
}

// People to be kept apart, and what she refuses, are told to the team that organises when they are newer than the
// admission, until nothing stands against the place any more: by the same rules as the admission, without whose case it
// is, and to no other place (I4).
func TestWhatNobodyDecidesIsToldFirstToo(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := context.Background()
		w := newTown(t, f, true)
		must(t, f.Gate.Case(ctx, w.claire, tellTest, w.ref, func(tx *gate.CaseTx) error {
			return errors.Join(tx.Join(w.Teams["logistics"], access.Organises), // as the admission does
				casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.HostDepartment = "46" }))
		}))
		awa := w.ref
		w.addPlace(t, "B")
		w.open(t, true) // somebody else, in the same house
		var code string
		must(t, f.Gate.ViewCase(ctx, w.claire, casefile.Open, w.ref, func(v *gate.CaseView) error {
			h, err := casefile.ReadHeader(v)
			code = h.Code
			return err
		}))
		change := func(fn func(tx *gate.CaseTx) error) {
			t.Helper()
			f.Clock.Advance(time.Minute)
			must(t, f.Gate.Case(ctx, w.claire, tellTest, awa, fn))
		}
		refuses := func(areas ...string) {
			t.Helper()
			change(func(tx *gate.CaseTx) error { return casefile.SetVetoes(tx, areas) })
		}
		const met, refused = "journey.home.met", "journey.home.refused"
		if refuses("59"); w.told(t, refused, casefile.NoDanger) || w.told(t, met, casefile.InDanger) {
			t.Error("nothing stands against the place, and something is told")
		}
		if refuses("46"); !w.told(t, refused, casefile.NoDanger) {
			t.Error("she refuses the area, and nothing is told")
		}
		hers := func(it casefile.Item) bool { return it.Text == refused && it.Alarm }
		if !slices.ContainsFunc(w.home(t, w.claire), hers) {
			t.Error("she refuses the area, and who follows her reads nothing of it")
		}
		w.doubt = casefile.DangerGrew
		must(t, w.desk.SeeDoubt(ctx, w.leo, w.seenBy(t, w.leo)))
		calm := func(it casefile.Item) bool { return it.Text == refused && !it.Alarm }
		if w.told(t, refused, casefile.NoDanger) || !slices.ContainsFunc(w.home(t, w.leo), calm) {
			t.Error("logistics has seen it: the line stays, and its alarm does not")
		}
		if !slices.ContainsFunc(w.home(t, w.claire), hers) {
			t.Error("another team has seen it, and whoever follows her reads no alarm")
		}
		if refuses(); w.told(t, refused, casefile.NoDanger) {
			t.Error("she agrees to the area again, and it is still told")
		}
		change(func(tx *gate.CaseTx) error { return casefile.KeepApart(tx, code, "house", date.Date{}, secret.Text{}) })
		if !w.told(t, met, casefile.InDanger) {
			t.Errorf("somebody she must not meet is in the house: %+v", w.home(t, w.leo))
		}
		for _, it := range w.home(t, w.leo) {
			if slices.Contains(it.Args, any(code)) {
				t.Error("logistics reads whose case it is")
			}
		}
	})
}
