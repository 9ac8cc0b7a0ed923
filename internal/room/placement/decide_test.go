package placement_test

import (
	"havre.example/havre/internal/room/placement/proposal"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/review"
	"havre.example/havre/internal/trust/gate"
)

var (
	qOverridesTest = gate.OfficeSQL("test.overrides", `select count(*) from placement_override where against = $1
		and what = $2 and reason = $3`)
	qDecidedTest = gate.OfficeSQL("test.decided", `select count(*) from placement_decision`)
	qChosenTest  = gate.OfficeSQL("test.chosen", `select position from placement_choice where place_id = $1
		order by at desc limit 1`)
	qEndTest = gate.OfficeSQL("test.end_convention", `update partner_partner set convention_until_on = '2026-11-20'
		where team_id = $1`)
	qYearlyTest = gate.OfficeSQL("test.yearly", `update partner_partner set yearly_places = 0 where team_id = $1`)
	qBedsTest   = gate.OfficeSQL("test.beds", `update partner_place set beds = 1, cots = 0 where id = $1`)
	qReopenTest = gate.OfficeSQL("test.reopen", `update partner_place set state = 'available' where id = $1`)
	qFlatTest   = gate.OfficeSQL("test.flat", `update partner_place set emergency_flat = 1 where id = $1`)
)

func (n *net) set(q gate.OfficeQuery, args ...any) {
	n.t.Helper()
	n.office(func(tx *gate.OfficeTx) error { _, err := tx.Exec(q, args...); return err })
}

func (n *net) decision(ref casefile.Ref) review.Decision {
	n.t.Helper()
	list := n.search(ref).Guide.Decisions
	if len(list) == 0 {
		n.t.Fatal("no decision on record")
	}
	d, err := n.desk.Review.Decision(n.ctx, n.claire, ref, list[0].ID)
	n.must(err)
	return d
}

// The order may be passed over with a reason of its list and words; the criterion is counted, the words stay sealed.
func TestOrderIsPassedOverWithAReason(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		o := n.offer(awa, false, "rhone") // the train makes it nearer to danger than the Lot and Ille-et-Vilaine
		for _, c := range []struct {
			with decision.Override
			key  string
		}{
			{decision.Override{}, "placement.reason_needed"},
			{decision.Override{Reason: "because", Words: secret.Of("x")}, "placement.reason_needed"},
			// a reason for something else
			{decision.Override{Reason: "proposal_asks", Words: secret.Of("x")}, "placement.reason_needed"},
			{decision.Override{Reason: "person_prefers"}, "placement.words_needed"},
		} {
			o.Override = c.with
			n.refused(n.desk.Asking.Propose(n.ctx, n.claire, awa, o), fault.Invalid, c.key)
		}
		if n.count(qDecidedTest) != 0 {
			t.Fatal("a refused choice left a decision")
		}
		o.Override = decision.Override{Reason: "person_prefers", Words: secret.Of("Needle: her aunt lives there")}
		n.must(n.desk.Asking.Propose(n.ctx, n.claire, awa, o))
		if got := n.count(qOverridesTest, "order", "safety", "person_prefers"); got != 1 {
			t.Fatalf("counted %d times", got)
		}
		if got := n.count(qChosenTest, n.hosts["rhone"].place); got != 3 {
			t.Errorf("the chosen place is at %d of the line", got)
		}
		d := n.decision(awa)
		if d.By != "Claire" || d.Against != decision.AgainstOrder ||
			d.Words.Reveal() != "Needle: her aunt lives there" || d.Sealed {
			t.Errorf("decided by %q against %q", d.By, d.Against)
		}
		n.Floor.Cells(n.Floor.Raw(), func(table, column string, value []byte) {
			if strings.Contains(string(value), "Needle") {
				t.Errorf("%s.%s tells the words", table, column)
			}
		})
		// Equals need no reason, nor does the best.
		twin := n.build("lot2", "46", "any", "fr")
		n.signIn()
		if got := n.search(n.awa(nil)).Departures([]partner.PlaceID{twin.place}); len(got) != 0 {
			t.Errorf("one of two equals goes against %+v", got)
		}
	})
}

// What nobody knows needs a reason too, counted by the rule that waits; a host asked in the first place takes its turn.
func TestUnknownIsAskedForWithAReason(t *testing.T) {
	each(t, func(n *net) {
		n.set(qYearlyTest, n.hosts["lot"].team)
		awa := n.awa(nil)
		o := n.offer(awa, false, "lot", "ille")
		o.Override = decision.Override{}
		n.refused(n.desk.Asking.Propose(n.ctx, n.claire, awa, o), fault.Invalid, "placement.reason_needed")
		o.Override.Reason = "told_by_telephone" // no words asked for
		n.must(n.desk.Asking.Propose(n.ctx, n.claire, awa, o))
		if got := n.count(qOverridesTest, "unknown", "h10_quota", "told_by_telephone"); got != 1 {
			t.Errorf("counted %d times", got)
		}
	})
}

// I17: a rule may be set aside only where it is one of those: a convention, a number; never danger, consent, or a bed
// that is not there.
func TestRulesSetAside(t *testing.T) {
	each(t, func(n *net) {
		n.set(qEndTest, n.hosts["lot"].team)
		n.set(qBedsTest, n.hosts["rhone"].place)
		awa := n.awa(func(c *casefile.Coded) { c.ChildrenBands = []string{"age_6_12"} })
		n.work(awa, func(tx *gate.CaseTx) error { return casefile.SetVetoes(tx, []string{"35"}) })
		yes := decision.Override{Reason: "convention_renewed", Words: secret.Of("Signed tomorrow")}
		for _, host := range []string{"nord", "ille", "rhone"} { // danger, her veto, beds
			o := n.offer(awa, false, host)
			o.Override = yes
			n.refused(n.desk.Asking.Propose(n.ctx, n.claire, awa, o), fault.Invalid, "placement.place_excluded")
			w, err := n.desk.Finding.Place(n.ctx, n.claire, awa, n.hosts[host].place)
			n.must(err)
			if w.Settable || (host == "rhone") != (len(w.Never) == 0) {
				t.Errorf("%s: settable %v, never %v", host, w.Settable, w.Never)
			}
		}
		o := n.offer(awa, false, "lot")
		// without a reason, as ever
		n.refused(n.desk.Asking.Propose(n.ctx, n.claire, awa, o), fault.Invalid, "placement.place_excluded")
		o.Override = decision.Override{Reason: "person_prefers", Words: secret.Of("x")}
		// a reason for the order
		n.refused(n.desk.Asking.Propose(n.ctx, n.claire, awa, o), fault.Invalid, "placement.place_excluded")
		o.Override = yes
		n.must(n.desk.Asking.Propose(n.ctx, n.claire, awa, o))
		if got := n.count(qOverridesTest, "rule", "h9_convention", "convention_renewed"); got != 1 {
			t.Errorf("counted %d times", got)
		}
	})
}

// Where only she can say, no reason does: she is asked first.
func TestConsentNotKnownIsAskedForFirst(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		// a town of the Rhône
		n.work(awa, func(tx *gate.CaseTx) error { return casefile.SetVetoes(tx, []string{"69123"}) })
		o := n.offer(awa, false, "rhone")
		o.Override.Reason = "no_time_to_ask"
		n.refused(n.desk.Asking.Propose(n.ctx, n.claire, awa, o), fault.Invalid, "placement.hers_to_say")
	})
}

// I17: the record stands as it was, whatever becomes of rules, places, needs and danger.
func TestDecisionStaysAsItWas(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		before := n.search(awa)
		n.propose(awa, true, "lot", "rhone")
		was := n.decision(awa)
		if len(was.Record.Places) != len(before.Matches) ||
			len(was.Record.Rules) != len(match.InForce(match.Rules, was.Record.Need.On)) {
			t.Fatalf("%d places, %d rules on record", len(was.Record.Places), len(was.Record.Rules))
		}
		for i, m := range before.Matches {
			p := was.Record.Places[i]
			if p.Place != m.Row.ID || p.Verdict != m.Result.Verdict.String() || len(p.Values) != len(m.Result.Tiers) ||
				p.Values[0] != m.Result.Tiers[0].Value {
				t.Errorf("place %d is not as it was seen", i)
			}
			for _, c := range p.Checks {
				if got := m.Check(c.Rule); !reflect.DeepEqual(got, c.Check()) {
					t.Errorf("%s: %+v, on record %+v", c.Rule, got, c.Check())
				}
			}
			if p.Chosen != slices.Contains([]partner.PlaceID{n.hosts["lot"].place, n.hosts["rhone"].place}, p.Place) {
				t.Errorf("place %d chosen: %v", i, p.Chosen)
			}
		}
		n.set(qEndTest, n.hosts["lot"].team)
		n.set(qBedsTest, n.hosts["ille"].place)
		n.work(awa, func(tx *gate.CaseTx) error {
			if err := casefile.AddZone(tx, casefile.Zone{Area: "69", Level: "grave"}); err != nil {
				return err
			}
			return casefile.ChangeCoded(tx, func(c *casefile.Coded) { c.Adults, c.NeedCodes = 3, nil })
		})
		rules := match.Rules
		match.Rules = slices.Clone(rules)[1:]
		defer func() { match.Rules = rules }()
		now, err := n.desk.Review.Decision(n.ctx, n.claire, awa, was.ID)
		n.must(err)
		if !reflect.DeepEqual(now.Record, was.Record) || now.At != was.At || now.Reason != was.Reason {
			t.Error("the record changed")
		}
		if _, err := n.desk.Review.Decision(n.ctx, n.hosts["lot"].who, awa, was.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a host opened the record: %v", err)
		}
	})
}

// I3 and I17: a host's no, a hold that ends and her own no change no rule and no criterion of any place; only the line
// moves on.
func TestRefusalLowersNothing(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		results := func() map[string]match.Result {
			out := map[string]match.Result{}
			for _, m := range n.search(awa).Matches {
				m.Result.Place = 0
				out[m.Result.Key] = m.Result
			}
			return out
		}
		order := func() (out []partner.PlaceID) {
			for _, m := range n.search(awa).Matches {
				out = append(out, m.Row.ID)
			}
			return out
		}
		before, inOrder := results(), order()
		n.propose(awa, false, "lot", "rhone")
		lot, id := n.asked("lot")
		n.must(n.desk.Asking.Decline(n.ctx, n.hosts["lot"].who, lot, id, asking.Refusal{Reason: "calendar",
			Seen: proposal.Sent}))
		n.Clock.Set(n.proposal(awa, "rhone").Until)
		n.run()
		n.signIn()
		n.tell(awa, casefile.SearchAgain{Reason: "person_declined"})
		after := results()
		for key, was := range before {
			if !reflect.DeepEqual(after[key].Checks, was.Checks) || !reflect.DeepEqual(after[key].Tiers, was.Tiers) {
				t.Errorf("%s: %+v, was %+v", key, after[key], was)
			}
		}
		if got := order(); !reflect.DeepEqual(got, inOrder) {
			t.Error("the order changed")
		}
		other := n.awa(nil)
		if f := n.search(other); f.Guide.Since != nil ||
			f.Possible()[0].Row.ID != n.search(other).Possible()[0].Row.ID {
			t.Error("another person's search knows of it")
		}
	})
}

// After a no the search is done anew by itself: what changed and who is next stand on home, board and search page.
func TestRepairAfterANo(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		board := func() (b asking.Board) {
			n.must(n.Gate.ViewCase(n.ctx, n.claire, casefile.Open, awa, func(v *gate.CaseView) (err error) {
				b, _, err = n.desk.Asking.OnCase(v)
				return err
			}))
			return b
		}
		if b := board(); !b.HasNext || b.Next.Place.ID != n.hosts["ille"].place ||
			b.Next.Cause != finding.CauseAsked {
			t.Fatalf("next in line: %+v", b.Next)
		}
		n.set(qBedsTest, n.hosts["ille"].place)
		lot, id := n.asked("lot")
		n.must(n.desk.Asking.Decline(n.ctx, n.hosts["lot"].who, lot, id, asking.Refusal{Reason: "calendar",
			Seen: proposal.Sent}))
		n.run()
		b := board()
		if b.Next.Cause != finding.CauseDeclined || b.Next.Reason != "calendar" || b.Next.Department != "46" ||
			b.Next.Place.ID != n.hosts["rhone"].place || b.Next.Appeared != 0 || b.Next.Gone != 1 {
			t.Fatalf("after the no: %+v", b.Next)
		}
		items, err := casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil).OnHome(n.ctx, n.claire)
		if err != nil || len(items) != 1 || items[0].Text != "placement.home.declined_next" ||
			items[0].Band != casefile.Now {
			t.Fatalf("home: %+v, %v", items, err)
		}
		f := n.search(awa)
		if !f.Guide.HasNext || f.Guide.Next.Row.ID != n.hosts["rhone"].place || len(f.Guide.Since.Ended) != 1 {
			t.Fatalf("search: %+v", f.Guide)
		}
		n.set(qEndTest, n.hosts["rhone"].team)
		f = n.search(awa)
		if len(f.Guide.Since.Gone) != 2 || f.Guide.HasNext && f.Guide.Next.Row.ID == n.hosts["lot"].place {
			t.Fatalf("what changed: %+v", f.Guide.Since)
		}
		n.run()
	})
}

// A host that lets the time pass moves the line too.
func TestRepairAfterTheTimeIsOver(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "rhone")
		n.Clock.Set(n.proposal(awa, "rhone").Until)
		n.run()
		n.signIn()
		items, err := casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil).OnHome(n.ctx, n.claire)
		if err != nil || len(items) != 1 || items[0].Text != "placement.home.expired_next" {
			t.Fatalf("home: %+v, %v", items, err)
		}
	})
}

// With no place that fits, the search says which rule excludes most, the fewest data that would have to change, and
// the bridge.
func TestNothingFits(t *testing.T) {
	each(t, func(n *net) {
		for _, h := range []string{"lot", "ille", "rhone"} {
			n.set(qEndTest, n.hosts[h].team)
		}
		n.set(qBedsTest, n.hosts["lot"].place)
		awa := n.awa(func(c *casefile.Coded) { c.ChildrenBands = []string{"age_6_12"} })
		s := n.search(awa).Guide.Stuck
		if s == nil || s.Rule != match.RuleConvention || s.Places != 3 || len(s.Relax) != 1 ||
			s.Relax[0].Rule != match.RuleConvention || s.Nearest.Row.ID != n.hosts["ille"].place || len(s.Bridge) != 0 {
			t.Fatalf("stuck: %+v", s)
		}
		flat := n.build("gard", "30", "any", "fr")
		n.set(qFlatTest, flat.place)
		n.signIn()
		f := n.search(awa)
		if s = f.Guide.Stuck; s == nil || len(s.Bridge) != 1 || s.Bridge[0].Row.ID != flat.place || f.Guide.HasNext {
			t.Fatalf("no bridge: %+v", s)
		}
		n.work(awa, func(tx *gate.CaseTx) error { return casefile.SetVetoes(tx, []string{"46", "35", "69"}) })
		if s = n.search(awa).Guide.Stuck; s == nil || len(s.Relax) != 0 {
			t.Fatalf("her veto is offered: %+v", s)
		}
	})
}

// Why a place is not first: the first criterion in which it is worse, and by how much.
func TestWhyNotFirst(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		w, err := n.desk.Finding.Place(n.ctx, n.claire, awa, n.hosts["ille"].place)
		n.must(err)
		if !w.HasBest || !w.Differs || w.Worse.Criterion != match.Safety || w.Worse.Best <= w.Worse.Have ||
			w.Position != 2 {
			t.Fatalf("why: %+v", w.Worse)
		}
		list, err := n.desk.Finding.Compare(n.ctx, n.claire, awa,
			[]partner.PlaceID{n.hosts["ille"].place, n.hosts["lot"].place})
		n.must(err)
		if len(list) != 2 || list[1].Match.Row.ID != n.hosts["ille"].place {
			t.Errorf("%d side by side", len(list))
		}
		for _, many := range [][]partner.PlaceID{nil, {n.hosts["lot"].place}, make([]partner.PlaceID, 4)} {
			_, err := n.desk.Finding.Compare(n.ctx, n.claire, awa, many)
			n.refused(err, fault.Invalid, "placement.two_or_three")
		}
		_, err = n.desk.Finding.Place(n.ctx, n.hosts["lot"].who, awa, n.hosts["lot"].place)
		n.refused(err, fault.NotFound, "")
		n.Clock.Advance(time.Second)
	})
}
