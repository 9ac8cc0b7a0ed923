package placement_test

import (
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/room/placement/weighing"
	"havre.example/havre/internal/trust/gate"
)

// I3: the person withdraws; every hold is let go, the hosts read a calm line, and nothing else is closed.
func TestWithdrawnPersonFreesEveryPlace(t *testing.T) {
	each(t, func(n *net) {
		awa, bea := n.awa(nil), n.awa(nil)
		n.propose(awa, false, "lot", "rhone")
		n.propose(bea, false, "ille")
		lot, id := n.asked("lot")
		n.must(n.desk.Sweep(n.ctx))
		if p := n.proposal(awa, "lot"); p.State != proposal.Sent {
			t.Fatalf("a sweep without reason made it %s", p.State)
		}
		n.tell(awa, casefile.Withdrawn{})
		seen, err := n.desk.Asking.See(n.ctx, n.hosts["lot"].who, lot, id)
		if err != nil || !seen.Needless {
			t.Fatalf("the host is not told calmly: %+v, %v", seen, err)
		}
		n.refused(n.desk.Asking.Accept(n.ctx, n.hosts["lot"].who, lot, id), fault.Conflict,
			"placement.no_longer_needed")
		n.Clock.Advance(casefile.SlipTime) // an end is not acted on while it can be undone
		n.signIn()
		n.must(n.desk.Sweep(n.ctx))
		if n.count(qCircleTest, n.hosts["lot"].team)+n.count(qCircleTest, n.hosts["rhone"].team) != 0 {
			t.Fatal("a host is still in the circle")
		}
		items, err := casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil).OnHome(n.ctx, n.hosts["lot"].who)
		if err != nil || len(items) != 1 || items[0].Text != "placement.home.notice_no_longer_needed" ||
			!items[0].Case.Ref.IsZero() {
			t.Fatalf("the host's home says %+v, %v", items, err)
		}
		if p := n.proposal(bea, "ille"); p.State != proposal.Sent {
			t.Fatalf("another person's proposal is %s", p.State)
		}
		n.propose(bea, false, "lot")
	})
}

// She did not come: the case is searched for again by itself, the place is free and the host's keys are gone.
func TestNoShowGoesBackToSearch(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		lot, id := n.asked("lot")
		n.must(n.desk.Asking.Accept(n.ctx, n.hosts["lot"].who, lot, id))
		n.signIn()
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Minute),
			Way: "telephone"}))
		n.must(n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, id, false))
		n.tell(awa, casefile.Agreed{Agreement: "relocation_2", Answer: tri.Yes})
		n.must(n.desk.Asking.FinalAccept(n.ctx, n.hosts["lot"].who, lot, id))
		n.signIn()
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, awa, id, clear))
		n.tell(awa, journey.JourneyPlanned{})
		n.must(n.desk.Sweep(n.ctx))
		if n.count(qCircleTest, n.hosts["lot"].team) != 1 {
			t.Fatal("the sweep took the place of somebody on the way")
		}
		n.tell(awa, journey.DidNotCome{})
		n.must(n.desk.Sweep(n.ctx))
		if n.count(qCircleTest, n.hosts["lot"].team)+n.count(qWrapsTest, n.hosts["lot"].team) != 0 {
			t.Fatal("the host keeps a key to somebody who never came")
		}
		items, err := casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil).OnHome(n.ctx, n.claire)
		if err != nil || len(items) != 1 || items[0].Band != casefile.Wait {
			t.Fatalf("the case is not on the list of who waits: %+v, %v", items, err)
		}
		n.propose(awa, false, "lot")
	})
}

// A host that cancels costs her no place in the order: she waits since her admission to the network, on the home and in
// the round; whoever evaluates reads who noted it and why, and the host does not stand as one that receives.
func TestACancelledHostCostsNoPlaceInTheOrder(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		admitted := n.Clock.Now()
		n.Clock.Advance(48 * time.Hour)
		n.signIn()
		n.awa(nil) // somebody who came after
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, awa, n.readied(awa, "lot"), clear))
		n.tell(awa, journey.JourneyPlanned{})
		n.Clock.Advance(24 * time.Hour)
		n.signIn()
		n.tell(awa, journey.DidNotCome{Cause: "host"})
		for _, l := range n.search(awa).Lines {
			if l.Proposal.State != proposal.Released {
				t.Errorf("the host that cancelled is %s", l.Proposal.State)
			}
		}
		items, err := casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil).OnHome(n.ctx, n.claire)
		if err != nil || len(items) != 2 || items[0].Since.Sub(admitted).Abs() > time.Second ||
			items[1].Since.Sub(admitted) < 47*time.Hour {
			t.Errorf("the home says %+v, %v", items, err)
		}
		l, err := n.desk.Weighing.Rounds(n.ctx, n.claire, weighing.Query{})
		if err != nil || len(l.Seeking) != 2 || l.Seeking[0].Admitted.Sub(admitted).Abs() > time.Second {
			t.Errorf("the rounds say %+v, %v", l.Seeking, err)
		}
	})
}

// She said yes, and only the host's last word is missing: the home says so, and whom to call.
func TestTheHomeAsksForTheHostsLastWord(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		lot, id := n.asked("lot")
		n.must(n.desk.Asking.Accept(n.ctx, n.hosts["lot"].who, lot, id))
		n.signIn()
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Minute),
			Way: "video"}))
		n.must(n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, id, false))
		held := n.Clock.Now()
		home := func() []casefile.Item {
			items, err := casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil).OnHome(n.ctx, n.claire)
			n.must(err)
			return items
		}
		if items := home(); len(items) != 0 {
			t.Fatalf("before her answer: %+v", items)
		}
		n.yes(awa)
		if items := home(); len(items) != 1 || items[0].Text != "placement.home.last_word" ||
			items[0].Since.Sub(held).Abs() > time.Second || items[0].To == "" {
			t.Fatalf("after her yes: %+v", items)
		}
		n.must(n.desk.Asking.FinalAccept(n.ctx, n.hosts["lot"].who, lot, id))
		n.signIn()
		if items := home(); len(items) != 1 || items[0].Text != "placement.home.admit" {
			t.Fatalf("both said yes: %+v", items)
		}
		// A zone presses; lifted, it presses no more.
		n.work(awa, func(tx *gate.CaseTx) error {
			return casefile.AddZone(tx, casefile.Zone{Area: "46", Level: "watch"})
		})
		n.tell(awa, casefile.DangerZoneSet{Areas: []string{"46"}})
		if items := home(); len(items) != 1 || items[0].Text != "placement.home.danger_changed" {
			t.Fatalf("a new zone: %+v", items)
		}
		n.work(awa, func(tx *gate.CaseTx) error { return casefile.LiftZone(tx, "46") })
		n.tell(awa, casefile.DangerZoneSet{})
		if items := home(); len(items) != 1 || items[0].Text != "placement.home.admit" {
			t.Fatalf("the zone is lifted: %+v", items)
		}
	})
}

// A person who says no after the interview keeps her place in the search; the host is thanked.
func TestPersonSaysNo(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		lot, id := n.asked("lot")
		n.must(n.desk.Asking.Accept(n.ctx, n.hosts["lot"].who, lot, id))
		n.signIn()
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Minute),
			Way: "video"}))
		n.must(n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, id, false))
		n.tell(awa, casefile.Agreed{Agreement: "relocation_2", Answer: tri.No})
		n.must(n.desk.Asking.FinalAccept(n.ctx, n.hosts["lot"].who, lot, id))
		n.signIn()
		n.refused(n.desk.Asking.Admit(n.ctx, n.claire, awa, id, clear), fault.Conflict, "placement.person_first")
		n.tell(awa, casefile.SearchAgain{Reason: "refused_by_person"})
		n.must(n.desk.Sweep(n.ctx))
		if n.count(qCircleTest, n.hosts["lot"].team)+n.count(qWrapsTest, n.hosts["lot"].team) != 0 {
			t.Fatal("the host keeps a key")
		}
		if p := n.proposal(awa, "lot"); p.State != proposal.Withdrawn {
			t.Fatalf("the proposal is %s", p.State)
		}
	})
}
