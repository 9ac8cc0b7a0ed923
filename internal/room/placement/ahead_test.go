package placement_test

import (
	"testing"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/trust/gate"
)

// I7: a place where somebody stays until a day that is planned may be asked about before that day, for an arrival after
// it; it is then promised to one case, and nobody arrives before the other has left.
func TestAPlaceIsAskedBeforeItIsFree(t *testing.T) {
	each(t, func(n *net) {
		place := n.hosts["lot"].place
		first := n.awa(nil)
		id := n.met(first, "lot")
		n.yes(first)
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, first, id, clear))
		free := n.Clock.Now().AddDate(0, 0, 10)
		on := n.Gate.Country().Day(free)
		n.work(first, func(tx *gate.CaseTx) error { return partner.PlanEnd(tx, place, on) })

		second, third := n.awa(nil), n.awa(nil)
		found := func() finding.Match {
			m, _ := n.search(second).Match(place)
			return m
		}
		if m := found(); m.Result.Verdict != match.Passed || m.Before() != "" || m.Ahead() != on {
			t.Fatalf("free in ten days: %v, before %q, on %v: %+v", m.Result.Verdict, m.Before(), m.Ahead(),
				m.Result.Broken())
		}
		for _, m := range n.search(second).Line(nil) {
			if m.Row.ID == place {
				t.Error("a place where somebody stays stands in the line of those that are asked in their turn")
			}
		}
		o := n.offer(second, false, "lot")
		o.Override = decision.Override{Reason: "person_prefers", Words: secret.Of("She would rather wait")}
		n.must(n.desk.Asking.Propose(n.ctx, n.claire, second, o))

		ref, mine := n.asked("lot")
		s, err := n.desk.Asking.See(n.ctx, n.hosts["lot"].who, ref, mine)
		n.must(err)
		if s.Letter.After != on || s.Letter.Shape.ReadyOn != on {
			t.Errorf("the host reads %v, from %v; want %v", s.Letter.After, s.Letter.Shape.ReadyOn, on)
		}
		if l := n.search(second).Lines[0]; !l.Next || l.After != on {
			t.Errorf("the board says %v %v", l.Next, l.After)
		}
		if l := n.search(first).Lines[0]; l.Next || !l.After.IsZero() {
			t.Errorf("of who stays there the board says %v %v", l.Next, l.After)
		}
		if m, _ := n.search(third).Match(place); m.Result.Verdict != match.Excluded {
			t.Errorf("promised, and offered to somebody else: %v", m.Result.Verdict)
		}

		id = n.meets(second, "lot")
		n.yes(second)
		open, err := n.desk.Asking.OpenAdmit(n.ctx, n.claire, second, id)
		if err != nil || !open.Ready || !open.Next.Next || open.Next.After != on {
			t.Errorf("admission says of who still stays there: %+v, %v", open.Next, err)
		}
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, second, id, clear))
		arrive := func() error {
			return n.Gate.Case(n.ctx, n.claire, worksTest, second, func(tx *gate.CaseTx) error {
				return partner.Receive(tx, place)
			})
		}
		n.refused(arrive(), fault.Conflict, "partner.place_not_yet")
		if m, _ := n.search(third).Match(place); m.Result.Verdict != match.Excluded {
			t.Errorf("given, and offered to somebody else: %v", m.Result.Verdict)
		}
		n.work(first, func(tx *gate.CaseTx) error { return partner.Vacate(tx, place) })
		if m, _ := n.search(third).Match(place); m.Result.Verdict != match.Excluded {
			t.Errorf("left, given, and offered to somebody else: %v", m.Result.Verdict)
		}
		n.must(arrive())
		n.must(arrive()) // nothing more happens
		n.work(second, func(tx *gate.CaseTx) error {
			row, err := partner.PlaceOf(tx, place)
			if err == nil && (!row.OccupiedFor(tx.ID()) || row.Promised()) {
				t.Errorf("she does not stay there: %+v", row)
			}
			return err
		})
	})
}
