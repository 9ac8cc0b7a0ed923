package placement_test

import (
	"testing"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// first is the host whose place comes first for a case.
func (n *net) first(c casefile.Ref) string {
	n.t.Helper()
	line := n.search(c).Line(nil)
	for login, h := range n.hosts {
		if h.place == line[0].Row.ID {
			return login
		}
	}
	n.t.Fatal("no place comes first")
	return ""
}

// I17: what is kept of a decision is what it went against: no reason and no words where it went against nothing, the
// reason with the gravest where it went against several things; how long ago each host had confirmed, and what the
// criteria cost.
func TestADecisionIsKeptAsItWasMade(t *testing.T) {
	each(t, func(n *net) {
		last := func(column string) string {
			n.t.Helper()
			var s string
			n.must(n.Raw().QueryRow(`select ` + column + ` from placement_decision order by at desc limit 1`).Scan(&s))
			return s
		}
		awa := n.awa(nil)
		first := n.first(awa)
		prices := len(finding.PricesOf(n.search(awa).Line(nil)))
		o := n.offer(awa, false, first)
		o.Override = decision.Override{Reason: "person_prefers", Words: secret.Of("typed, then another was chosen")}
		n.must(n.desk.Asking.Propose(n.ctx, n.claire, awa, o))
		if last("against")+last("reason") != "" || last("length(words_sealed)") != "0" {
			n.t.Errorf("against nothing it is kept with a reason: %q, %q", last("against"), last("reason"))
		}
		if got := n.number(`select count(*) from placement_price`); got != prices || prices == 0 {
			n.t.Errorf("%d prices are kept of %d", got, prices)
		}
		if got := n.number(`select max(confirmed_days) from placement_choice`); got != -1 {
			n.t.Errorf("confirmed %d days ago, and never was", got)
		}

		n.must(n.desk.Asking.Withdraw(n.ctx, n.claire, awa, n.proposal(awa, first).ID, proposal.Sent))

		bea := n.awa(nil)
		n.do(`update partner_place set confirmed_at = $1 where id = $2`,
			clock.Micros(n.Clock.Now().AddDate(0, 0, -3)), n.hosts["rhone"].place.Bytes())
		other := "lot"
		if first == other {
			other = "ille"
		}
		n.set(qYearlyTest, n.hosts[other].team) // how many it may receive is not known
		o = n.offer(bea, false, "rhone", other)
		o.Override = decision.Override{Reason: "person_prefers", Words: secret.Of("she said so")}
		n.must(n.desk.Asking.Propose(n.ctx, n.claire, bea, o))
		if got := n.number(`select confirmed_days from placement_choice where place_id = $1`,
			n.hosts["rhone"].place.Bytes()); got != 3 {
			n.t.Errorf("confirmed %d days ago", got)
		}
		if order := n.count(qOverridesTest, "order", "safety", "person_prefers"); order != 1 ||
			n.count(qOverridesTest, "unknown", "h10_quota", "") != 1 {
			n.t.Errorf("%d times against the order, or what was not known has a reason that is not its own", order)
		}
		for _, login := range []string{"rhone", other} {
			id := n.proposal(bea, login).ID
			n.must(n.desk.Asking.Withdraw(n.ctx, n.claire, bea, id, proposal.Sent))
		}

		carla := n.awa(nil)
		o = n.offer(carla, false, first, other)
		o.Override = decision.Override{Reason: "told_by_telephone"}
		n.must(n.desk.Asking.Propose(n.ctx, n.claire, carla, o))
		if last("against") != "unknown" || last("reason") != "told_by_telephone" ||
			last("length(words_sealed)") != "0" {
			n.t.Errorf("without words it is kept against %q because of %q", last("against"), last("reason"))
		}
	})
}

// I17: a decision whose words cannot be kept is not made: nobody is asked, and nobody is admitted, on it.
func TestADecisionWhoseWordsCannotBeKept(t *testing.T) {
	each(t, func(n *net) {
		n.unheld = vault.Danger
		awa := n.awa(nil)
		o := n.offer(awa, false, "rhone")
		o.Override = decision.Override{Reason: "person_prefers", Words: secret.Of("she said so")}
		err := n.desk.Asking.Propose(n.ctx, n.claire, awa, o)
		if err == nil || fault.Is(err, fault.Conflict) || n.count(qDecidedTest) != 0 {
			n.t.Errorf("asked without a key for the words: %v", err)
		}
		first := n.first(awa)
		n.propose(awa, false, first)
		id := n.proposal(awa, first).ID
		err = n.desk.Asking.Spoke(n.ctx, n.claire, awa, id, n.spoken(awa, first, "yes"))
		if err == nil || n.proposal(awa, first).State != proposal.Sent ||
			n.number(`select count(*) from placement_said`) != 0 {
			n.t.Errorf("answered by telephone without a key for who it was: %v", err)
		}
		n.must(n.desk.Asking.Withdraw(n.ctx, n.claire, awa, id, proposal.Sent))
		id = n.met(awa, first)
		n.yes(awa)
		zone := n.proposal(awa, first).Department
		n.work(awa, func(tx *gate.CaseTx) error {
			return casefile.AddZone(tx, casefile.Zone{Area: zone, Level: "watch"})
		})
		err = n.desk.Asking.Admit(n.ctx, n.claire, awa, id, decision.Override{Reason: "she_knows",
			Words: secret.Of("she said so")})
		if err == nil || n.proposal(awa, first).State != proposal.FinalAccepted {
			n.t.Errorf("admitted without a key for the words: %v", err)
		}
	})
}
