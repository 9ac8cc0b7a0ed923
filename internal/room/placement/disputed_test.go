package placement_test

import (
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
)

// What a host says it did not say carries nothing: no interview is planned on it and nobody is admitted on it, until it
// was cleared up, or said anew. The host alone reads it and says so.
func TestNothingRestsOnADisputedAnswer(t *testing.T) {
	each(t, func(n *net) {
		n.second()
		awa := n.awa(nil)
		n.propose(awa, false, "lot", "ille")
		lot := n.hosts["lot"].who
		s := n.telephones(awa, "lot", "yes")
		other := n.telephones(awa, "ille", "yes")
		id := n.proposal(awa, "lot").ID
		meet := proposal.Meeting{At: n.Clock.Now().Add(time.Hour), Way: "video"}
		plan := func() error { return n.desk.Asking.Plan(n.ctx, n.claire, awa, id, meet) }
		admit := func() error { return n.desk.Asking.Admit(n.ctx, n.claire, awa, id, clear) }
		alarm := func(want bool) {
			n.t.Helper()
			if got := slices.Contains(n.home(n.claire), "placement.home.disputed"); got != want {
				n.t.Errorf("the home says that an answer is disputed: %v", got)
			}
			for _, l := range n.search(awa).Lines {
				if is := l.Proposal.ID == id; l.Disputed != (is && want) {
					n.t.Errorf("the board says of the host that disputes, %v: %v", is, l.Disputed)
				}
			}
		}

		for _, who := range []access.Actor{n.hosts["ille"].who, n.hosts["rhone"].who} {
			_, err := n.desk.Asking.Heard(n.ctx, who, s.ID)
			n.refused(err, fault.NotFound, "")
			n.refused(n.desk.Asking.Dispute(n.ctx, who, s.ID), fault.NotFound, "")
		}
		heard, err := n.desk.Asking.Heard(n.ctx, lot, s.ID)
		n.must(err)
		if heard.Answer != "yes" || heard.Place.ID != n.hosts["lot"].place || !heard.Who.Empty() || heard.Open() {
			n.t.Errorf("the host reads %+v", heard)
		}
		alarm(false)
		n.must(n.desk.Asking.Dispute(n.ctx, n.hosts["ille"].who, other.ID)) // another's dispute stops nobody else
		p, err := n.desk.Asking.OpenPlan(n.ctx, n.claire, awa, id)
		if err != nil || p.Disputed {
			n.t.Errorf("disputed by another: %+v, %v", p, err)
		}
		n.must(n.desk.Asking.Settle(n.ctx, n.claire, awa, n.proposal(awa, "ille").ID))

		n.must(n.desk.Asking.Dispute(n.ctx, lot, s.ID))
		first, err := n.desk.Asking.Heard(n.ctx, lot, s.ID)
		n.must(err)
		n.must(n.desk.Asking.Dispute(n.ctx, lot, s.ID)) // said twice it is said once
		heard, err = n.desk.Asking.Heard(n.ctx, lot, s.ID)
		n.must(err)
		if !heard.Open() || !heard.Disputed.Equal(first.Disputed) {
			n.t.Errorf("the host reads %+v, and before %+v", heard, first)
		}
		alarm(true)
		if p, err = n.desk.Asking.OpenPlan(n.ctx, n.claire, awa, id); err != nil || !p.Disputed {
			n.t.Errorf("the page of an interview says %+v, %v", p, err)
		}
		n.refused(plan(), fault.Conflict, "placement.disputed")
		if got := n.proposal(awa, "lot").State; got != proposal.Accepted || n.told(awa, "interview_planned") != 0 {
			n.t.Errorf("the proposal is %s", got)
		}
		n.must(n.desk.Asking.Settle(n.ctx, n.claire, awa, id))
		all := n.Entries("placement.settle_answer")
		if last := all[len(all)-1]; last.For != n.hosts["lot"].team.String() {
			n.t.Errorf("cleared up for %q", last.For)
		}
		alarm(false)
		if heard, err = n.desk.Asking.Heard(n.ctx, lot, s.ID); err != nil || heard.Open() || heard.Settled.IsZero() {
			n.t.Errorf("cleared up the host reads %+v, %v", heard, err)
		}
		meet.At = n.Clock.Now().Add(time.Minute)
		n.must(plan())
		n.must(n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, id))
		n.yes(awa)
		s = n.telephones(awa, "lot", "yes")
		n.must(n.desk.Asking.Dispute(n.ctx, lot, s.ID))
		n.signIn()
		open, err := n.desk.Asking.OpenAdmit(n.ctx, n.claire, awa, id)
		if err != nil || open.Ready || !open.Disputed || !open.Agreed || open.Doubt != "" {
			n.t.Errorf("the page of admission says %+v, %v", open, err)
		}
		n.refused(admit(), fault.Conflict, "placement.disputed")
		if set, _ := n.opens("lot"); set.String() != "needs" {
			n.t.Errorf("the refused admission opened %s", set)
		}
		n.telephones(awa, "lot", "later") // spoken with again: what was disputed is cleared up
		alarm(false)
		if open, err = n.desk.Asking.OpenAdmit(n.ctx, n.claire, awa, id); err != nil || !open.Ready || open.Disputed {
			n.t.Errorf("after another call the page says %+v, %v", open, err)
		}
		n.must(admit())
	})
}

// A host reads for a week what was written down as its answer, and longer while it is not cleared up; a host whose
// proposal ended reads it too, and no other.
func TestAHostReadsWhatItIsSaidToHaveSaid(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot", "rhone")
		s := n.telephones(awa, "lot", "no")
		reads := func(login, text string, want bool) {
			n.t.Helper()
			n.hosts[login] = host{n.SignIn(login), n.hosts[login].team, n.hosts[login].place}
			if home := n.home(n.hosts[login].who); slices.Contains(home, text) != want {
				n.t.Errorf("%s reads %v", login, home)
			}
		}
		reads("lot", "placement.home.said_no", true)
		reads("rhone", "placement.home.said_no", false)
		n.Clock.Advance(7*24*time.Hour - 10*time.Minute)
		reads("lot", "placement.home.said_no", true)
		n.Clock.Advance(10 * time.Minute)
		reads("lot", "placement.home.said_no", false)
		n.must(n.desk.Asking.Dispute(n.ctx, n.hosts["lot"].who, s.ID))
		reads("lot", "placement.home.said_no", true)
		n.signIn()
		n.must(n.desk.Asking.Settle(n.ctx, n.claire, awa, n.proposal(awa, "lot").ID))
		reads("lot", "placement.home.said_no", false)
	})
}
