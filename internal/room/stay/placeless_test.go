package stay_test

import (
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/stay"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

// placeless are the lines of somebody's home that tell of people without a place.
func (h *house) placeless(t *testing.T, who access.Actor) (out []casefile.Item) {
	t.Helper()
	items, err := casefile.NewDesk(h.Gate, h.desk.HomePanels(), nil).OnHome(t.Context(), who)
	must(t, err)
	for _, it := range items {
		if it.Text == "stay.home.placeless" || strings.HasPrefix(it.Text, "stay.home.roof.") {
			out = append(out, it)
		}
	}
	return out
}

// Who lost her place stands on the homes of those who can ask her, once, until she has one again: as missing while
// nobody knows where she sleeps, then as was said last.
func TestTheHomeSaysWhoHasNoPlace(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		ctx := t.Context()
		h := newHouse(t, f, nil)
		lea := f.Person("lea", "Léa", f.Teams["logistics"], "", access.Host)
		must(t, h.within(func(tx *gate.CaseTx) error { return tx.Join(f.Teams["logistics"], access.Referred) }))
		other := h.stranger(t) // lives at the same shelter, and has a place
		must(t, other.within(func(tx *gate.CaseTx) error { return tx.Join(f.Teams["oversight"], access.Hosts) }))
		other.tell(t, casefile.Arrived{On: h.today})

		says := func(text string, band casefile.Band, alarm bool, danger casefile.Danger) {
			t.Helper()
			for _, c := range []struct {
				who access.Actor
				ref casefile.Ref
			}{{h.hugo, h.at}, {h.claire, h.ref}} {
				list := h.placeless(t, c.who)
				if len(list) != 1 || list[0].Case.Ref != c.ref || list[0].Text != text || list[0].Band != band ||
					list[0].Alarm != alarm || list[0].Danger != danger {
					t.Errorf("not %s alone: %+v", text, list)
				}
			}
			if list := h.placeless(t, lea); len(list) != 0 {
				t.Errorf("who cannot ask her reads %+v", list)
			}
		}
		nothing := func() {
			t.Helper()
			for _, who := range []access.Actor{h.hugo, h.claire, lea} {
				if list := h.placeless(t, who); len(list) != 0 {
					t.Errorf("somebody is without a place: %+v", list)
				}
			}
		}
		nothing()
		h.end(t)
		must(t, other.within(func(tx *gate.CaseTx) error { return partner.Occupy(tx, h.place, 1) }))
		must(t, h.reopen(casefile.Reopened{Without: true}))
		says("stay.home.placeless", casefile.Now, true, casefile.Missing)
		other.tell(t, casefile.Withdrawn{}) // what is told of another, or of something else, is no word of her place
		must(t, other.reopen(casefile.Reopened{}))
		must(t, h.desk.ReportBreach(ctx, h.hugo, h.at))
		says("stay.home.placeless", casefile.Now, true, casefile.Missing)
		must(t, h.desk.TellRoof(ctx, h.hugo, h.at, stay.RoofTold{Where: "overnight"}))
		says("stay.home.roof.overnight", casefile.Now, true, casefile.NoDanger)
		must(t, h.desk.TellRoof(ctx, h.claire, h.ref, stay.RoofTold{Where: "trusted"}))
		says("stay.home.roof.trusted", casefile.Week, false, casefile.NoDanger)
		h.end(t)
		nothing()
		must(t, h.reopen(casefile.Reopened{Without: true}))
		says("stay.home.placeless", casefile.Now, true, casefile.Missing)
		must(t, other.within(func(tx *gate.CaseTx) error { return partner.Vacate(tx, h.place) }))
		must(t, h.desk.TellRoof(ctx, h.hugo, h.at, stay.RoofTold{Where: "place"}))
		nothing()
	})
}

// Where her arrival elsewhere is undone and her place was given away meanwhile, her stay has ended as before: whoever
// takes her case up says that it goes on without.
func TestAStayDoesNotGoOnByItselfWithoutItsPlace(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		h := newHouse(t, f, nil)
		next := h.stranger(t)
		next.follows(t, h)
		next.tell(t, casefile.Arrived{On: h.today})
		must(t, h.moved(t, date.Date{}, h.today))
		other := h.stranger(t)
		must(t, other.within(func(tx *gate.CaseTx) error { return partner.Occupy(tx, h.place, 1) }))
		must(t, next.within(func(tx *gate.CaseTx) error {
			return casefile.Undo(tx, "arrived", casefile.Arrived{})
		}))
		must(t, h.moved(t, h.today, date.Date{}))
		if s := h.open(t); s.Stay.State != stay.Ended || s.Header.Stage != casefile.EndedS {
			t.Errorf("it stands at %s, its case at %s", s.Stay.State, s.Header.Stage)
		}
		if it := h.home(t, h.claire)["stay.home.nowhere"]; !it.Alarm || it.Danger != casefile.Missing {
			t.Errorf("nobody is told that she is nowhere: %+v", it)
		}
	})
}
