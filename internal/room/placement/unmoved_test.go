package placement_test

import (
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// One host receives: every other that was asked is thanked and let go with the admission, and stays so when she does
// not come.
func TestAdmissionLetsTheOthersGo(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot", "rhone")
		ref, id := n.asked("lot")
		n.must(n.desk.Asking.Accept(n.ctx, n.hosts["lot"].who, ref, id))
		n.signIn()
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Minute),
			Way: "video"}))
		n.must(n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, id, false))
		n.yes(awa)
		open, err := n.desk.Asking.OpenAdmit(n.ctx, n.claire, awa, id)
		if err != nil || open.Ready || !open.Agreed {
			t.Errorf("she said yes and the host did not yet: %+v, %v", open, err)
		}
		n.must(n.desk.Asking.FinalAccept(n.ctx, n.hosts["lot"].who, ref, id))
		n.signIn()
		n.propose(awa, false, "ille") // asked after the host's yes, in case it does not hold
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, awa, id, clear))
		alone := func() {
			t.Helper()
			for _, other := range []string{"rhone", "ille"} {
				if p := n.proposal(awa, other); p.State != proposal.Withdrawn {
					t.Errorf("%s: the proposal is %s", other, p.State)
				}
				if n.count(qCircleTest, n.hosts[other].team) != 0 {
					t.Errorf("%s is still in the circle", other)
				}
				var state string
				n.must(n.Raw().QueryRow(`select state from partner_place where id = $1`,
					n.hosts[other].place.Bytes()).Scan(&state))
				if state != "available" {
					t.Errorf("%s: the place is %s", other, state)
				}
			}
		}
		alone()
		n.tell(awa, journey.JourneyPlanned{})
		n.tell(awa, journey.DidNotCome{})
		n.must(n.desk.Sweep(n.ctx))
		alone()
	})
}

// An admission that cannot be done whole is not done at all.
func TestAnAdmissionIsWholeOrNotAtAll(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		id := n.met(awa, "lot")
		n.yes(awa)
		admit := func() error { return n.desk.Asking.Admit(n.ctx, n.claire, awa, id, clear) }
		still := func(what string) {
			t.Helper()
			if p := n.proposal(awa, "lot"); p.State != proposal.FinalAccepted {
				t.Fatalf("%s: the proposal is %s", what, p.State)
			}
			if set, _ := n.opens("lot"); set != vault.Needs {
				t.Fatalf("%s: the host opens %s", what, set)
			}
		}
		raw := func(sql string) {
			t.Helper()
			_, err := n.Raw().Exec(sql, n.hosts["lot"].place.Bytes())
			n.must(err)
		}
		raw(`update partner_place set beds = 1, cots = 0 where id = $1`) // a bed broke since
		n.refused(admit(), fault.Conflict, "partner.place_small")
		still("no bed for the child")
		raw(`update partner_place set beds = 3, cots = 1 where id = $1`)
		cases := casefile.NewDesk(n.Gate, nil, nil)
		n.must(cases.Pause(n.ctx, n.claire, awa, false))
		n.refused(admit(), fault.Conflict, "")
		still("she asked to wait")
		n.must(cases.Pause(n.ctx, n.claire, awa, true))
		// no danger: the host said yes to this family
		raw(`update partner_place set accepts_children = 'no' where id = $1`)
		n.must(admit())
	})
}

// Whoever has arrived keeps the place, whatever becomes of the case: only the end of the stay frees it.
func TestWhoArrivedKeepsThePlace(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "rhone")
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, awa, n.readied(awa, "lot"), clear))
		n.tell(awa, journey.JourneyPlanned{})
		n.tell(awa, casefile.Arrived{On: date.Must(2026, 11, 23)})
		n.tell(awa, casefile.Withdrawn{})
		n.Clock.Advance(casefile.SlipTime + time.Second)
		n.must(n.desk.Sweep(n.ctx))
		if p := n.proposal(awa, "lot"); p.State != proposal.Admitted {
			t.Errorf("the proposal is %s", p.State)
		}
		// Nor does a question that was left over, and brings the sweep to the case.
		_, err := n.Raw().Exec(`update placement_proposal set state = 'sent', live = 1 where place_id = $1`,
			n.hosts["rhone"].place.Bytes())
		n.must(err)
		n.must(n.desk.Sweep(n.ctx))
		if p := n.proposal(awa, "rhone"); p.State != proposal.Withdrawn {
			t.Errorf("what was left over is %s", p.State)
		}
		if p := n.proposal(awa, "lot"); p.State != proposal.Admitted {
			t.Errorf("the proposal is %s", p.State)
		}
	})
}

// What the evaluation does not hold is not given to the host, whatever she agreed to.
func TestNoHostIsGivenWhatNobodyHolds(t *testing.T) {
	each(t, func(n *net) {
		n.unheld = vault.Documents | vault.Health
		n.desk = placement.New(n.Gate, placement.Options{
			Agreed: func(*gate.CaseView, string) (tri.Value, error) { return tri.Yes, nil }})
		awa := n.awa(nil)
		id := n.readied(awa, "lot")
		open, err := n.desk.Asking.OpenAdmit(n.ctx, n.claire, awa, id)
		if err != nil || open.Opens != vault.Identity|vault.Legal {
			t.Errorf("it would open %s, %v", open.Opens, err)
		}
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, awa, id, clear))
		if _, set := n.receives("lot"); set != vault.Identity|vault.Needs|vault.Legal {
			t.Errorf("the host opens %s", set)
		}
	})
}
