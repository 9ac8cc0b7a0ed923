package placement_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

// given are the answers that the log of calls is told, earliest first.
func (n *net) given(ref casefile.Ref) (out []casefile.Given) {
	n.t.Helper()
	n.must(n.Gate.ViewCase(n.ctx, n.claire, casefile.Open, ref, func(v *gate.CaseView) error {
		return asking.Answers(v, func(g casefile.Given) { out = append(out, g) })
	}))
	slices.SortFunc(out, func(a, b casefile.Given) int { return a.Noted.Compare(b.Noted) })
	return out
}

// takesBack takes the answer back that was written down last.
func (n *net) takesBack(ref casefile.Ref) error {
	n.t.Helper()
	all := n.given(ref)
	last := all[len(all)-1]
	err := n.Gate.Case(n.ctx, n.claire, worksTest, ref, func(tx *gate.CaseTx) error {
		return asking.TakeBack(tx, last.Host, last.Noted)
	})
	if pressed := last.Else == ""; pressed != (err == nil) {
		n.t.Errorf("the page says %q, and taken back it is %v", last.Else, err)
	}
	n.Clock.Advance(time.Millisecond)
	return err
}

// declines writes a no down that a host gave by telephone.
func (n *net) declines(ref casefile.Ref, login, reason string) {
	n.t.Helper()
	a := n.spoken(ref, login, "no")
	a.Reason = reason
	n.must(n.desk.Asking.Spoke(n.ctx, n.claire, ref, n.proposal(ref, login).ID, a))
}

func (n *net) stage(ref casefile.Ref) (s casefile.Stage) {
	n.t.Helper()
	n.must(n.Gate.ViewCase(n.ctx, n.claire, casefile.Open, ref, func(v *gate.CaseView) error {
		h, err := casefile.ReadHeader(v)
		s = h.Stage
		return err
	}))
	return s
}

func (n *net) row(ref casefile.Ref, login string) (row partner.PlaceRow) {
	n.t.Helper()
	n.work(ref, func(tx *gate.CaseTx) (err error) {
		row, err = partner.PlaceOf(tx, n.hosts[login].place)
		if err == nil && row.State == partner.Held && !row.HeldFor(tx.ID()) {
			n.t.Errorf("%s is held for somebody else", login)
		}
		return err
	})
	return row
}

// An answer by telephone that was written down by mistake is taken back within ten minutes: the proposal, the hold of
// its place, what the host is asked and where the case stands are as before, whatever the answer was.
func TestAnAnswerByTelephoneIsTakenBackWhole(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot", "ille")
		sent := n.proposal(awa, "lot")
		asBefore := func(what string, was proposal.Proposal, at casefile.Stage) {
			n.t.Helper()
			p, row := n.proposal(awa, "lot"), n.row(awa, "lot")
			if p.State != was.State || !p.Until.Equal(was.Until) || !p.Answered.Equal(was.Answered) || p.Reason != "" {
				n.t.Errorf("%s: the proposal is %s until %s, answered %s because of %q; before %s until %s", what,
					p.State, p.Until, p.Answered, p.Reason, was.State, was.Until)
			}
			if row.State != partner.Held || !row.HeldUntil.Equal(was.Until) {
				n.t.Errorf("%s: the place is %s until %s", what, row.State, row.HeldUntil)
			}
			if n.stage(awa) != at || n.count(qCircleTest, n.hosts["lot"].team) != 1 {
				n.t.Errorf("%s: the case is %s, and its host takes part: %d", what, n.stage(awa),
					n.count(qCircleTest, n.hosts["lot"].team))
			}
			if slices.ContainsFunc(n.home(n.hosts["lot"].who), func(s string) bool {
				return s == "placement.home.said_no" || s == "placement.home.said_later"
			}) {
				n.t.Errorf("%s: the host still reads the answer: %v", what, n.home(n.hosts["lot"].who))
			}
		}

		n.telephones(awa, "lot", "later")
		n.must(n.takesBack(awa))
		asBefore("later", sent, casefile.Searching)
		n.telephones(awa, "lot", "yes")
		n.must(n.takesBack(awa))
		asBefore("a yes", sent, casefile.Searching)
		if n.told(awa, "host_accepted") != 0 || len(n.given(awa)) != 0 {
			n.t.Error("a yes that was taken back is told")
		}
		for _, reason := range []string{"team_capacity", "no_room"} {
			n.declines(awa, "lot", reason)
			n.run()
			n.must(n.takesBack(awa))
			asBefore("a no to what was asked: "+reason, sent, casefile.Searching)
			n.run()
			if next := n.search(awa); slices.ContainsFunc(next.Line(nil), func(m finding.Match) bool {
				return m.Row.ID == n.hosts["lot"].place
			}) {
				n.t.Error("a place that is asked again is next in line")
			}
			if c := n.cause(awa); c != "asked" {
				n.t.Errorf("the line moved since %s", c)
			}
		}
		n.Clock.Advance(time.Minute)
		n.telephones(awa, "lot", "yes")
		yes := n.proposal(awa, "lot")
		n.declines(awa, "lot", "no_room") // the only one that agreed: the search goes on
		if n.stage(awa) != casefile.Searching || n.told(awa, "search_again") != 1 {
			n.t.Fatalf("after the no the case is %s", n.stage(awa))
		}
		n.must(n.takesBack(awa))
		asBefore("a no after a yes", yes, casefile.Meeting)
		if n.told(awa, "search_again") != 0 || n.told(awa, "host_accepted") != 1 {
			n.t.Error("the no is still told, or the yes no longer")
		}
		n.telephones(awa, "ille", "yes") // another host goes its own way
		n.declines(awa, "lot", "team_capacity")
		n.must(n.takesBack(awa))
		asBefore("a no beside another's yes", yes, casefile.Meeting)
		n.must(n.desk.Asking.Withdraw(n.ctx, n.claire, awa, n.proposal(awa, "ille").ID, proposal.Accepted))

		lot, id := n.asked("lot")
		if lot.IsZero() || id != yes.ID {
			n.t.Error("the host does not find what it is asked")
		}
		n.signIn()
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Minute),
			Way: "telephone"}))
		n.must(n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, id, true))
		held := n.proposal(awa, "lot")
		n.telephones(awa, "lot", "yes")
		n.must(n.takesBack(awa))
		asBefore("the yes after the interview", held, casefile.Meeting)
		if n.number(`select count(*) from placement_said`) != n.number(`select count(*) from placement_answer`) {
			n.t.Error("half an answer is left")
		}
	})
}

// cause is why the line of who is next moved last.
func (n *net) cause(ref casefile.Ref) (c string) {
	n.t.Helper()
	n.must(n.Gate.ViewCase(n.ctx, n.claire, casefile.Open, ref, func(v *gate.CaseView) error {
		next, _, err := finding.ReadNext(v)
		c = string(next.Cause)
		return err
	}))
	return c
}

// What followed an answer keeps it, and so do ten minutes; the log says what else is to be done.
func TestAnAnswerByTelephoneThatWasFollowedStays(t *testing.T) {
	each(t, func(n *net) {
		n.second()
		awa := n.awa(nil)
		kept := func(what, instead string) {
			n.t.Helper()
			n.refused(n.takesBack(awa), fault.Conflict, fault.Key(asking.ErrFollowed))
			all := n.given(awa)
			if g := all[len(all)-1]; g.Else != instead {
				n.t.Errorf("%s: is to be done %q, not %q", what, g.Else, instead)
			}
		}
		n.propose(awa, false, "lot", "rhone")
		n.telephones(awa, "rhone", "later")
		n.telephones(awa, "rhone", "yes")
		if all := n.given(awa); all[0].Else != "call" || all[1].Else != "" || all[0].Host != n.hosts["rhone"].team {
			n.t.Errorf("of two answers the former is taken back: %+v", all)
		}
		n.Clock.Advance(casefile.SlipTime - time.Second)
		if all := n.given(awa); all[1].Else != "" {
			n.t.Error("in the last minute a press takes it back")
		}
		n.Clock.Advance(time.Second)
		n.signIn()
		kept("ten minutes later", "call")

		n.telephones(awa, "lot", "yes")
		n.must(n.desk.Asking.Extend(n.ctx, n.claire, awa, n.proposal(awa, "lot").ID))
		kept("everybody has more time", "call")
		n.declines(awa, "lot", "team_capacity")
		n.signIn()
		n.propose(awa, false, "lot")
		n.refused(n.takesBack(awa), fault.Conflict, fault.Key(asking.ErrFollowed)) // the host is asked again already
		n.telephones(awa, "lot", "yes")
		lot := n.proposal(awa, "lot")
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, lot.ID, proposal.Meeting{At: n.Clock.Now().Add(time.Minute),
			Way: "telephone"}))
		kept("an interview is planned", "call")
		n.declines(awa, "lot", "team_capacity")
		kept("the host's keys are taken back", "interview")

		n.propose(awa, false, "ille")
		n.declines(awa, "ille", "no_room")
		n.Clock.Advance(casefile.SlipTime)
		n.signIn()
		kept("no room", "free")
		n.must(casefile.NewDesk(n.Gate, nil, nil).Pause(n.ctx, n.claire, awa, false))
		kept("she waits", "over")
	})
}

// A place that its host paused, or that was given to somebody else meanwhile, does not come back by a press: the answer
// stays, and so does the place. One that stays free is held again.
func TestAPlaceThatWentElsewhereStaysThere(t *testing.T) {
	each(t, func(n *net) {
		ille, places := n.hosts["ille"], partner.New(n.Gate)
		mark := func(s partner.State) func() {
			return func() { n.must(places.Mark(n.ctx, ille.who, ille.place, s)) }
		}
		for what, c := range map[string]struct {
			reason   string
			then     func()
			refused  bool
			standing partner.State
		}{
			"its host says no room itself":  {"no_room", mark(partner.Paused), true, partner.Paused},
			"its host says that it is free": {"no_room", mark(partner.Free), false, partner.Held},
			"nobody is asked for meanwhile": {"team_capacity", mark(partner.Free), false, partner.Held},
			"its host pauses it":            {"team_capacity", mark(partner.Paused), true, partner.Paused},
			"somebody else is proposed there": {"team_capacity", func() { n.propose(n.awa(nil), false, "ille") }, true,
				partner.Held},
		} {
			awa := n.awa(nil)
			n.do(`update placement_proposal set live = 0, state = 'withdrawn' where live = 1`)
			n.do(`update partner_place set held_until_at = 0`)
			mark(partner.Free)()
			n.propose(awa, false, "ille")
			n.declines(awa, "ille", c.reason)
			c.then()
			g := n.given(awa)[0]
			err := n.Gate.Case(n.ctx, n.claire, worksTest, awa, func(tx *gate.CaseTx) error {
				return asking.TakeBack(tx, g.Host, g.Noted)
			})
			if (err != nil) != c.refused || err != nil && fault.Key(err) != fault.Key(asking.ErrFollowed) {
				n.t.Errorf("%s: %v", what, err)
			}
			var row partner.PlaceRow
			n.work(awa, func(tx *gate.CaseTx) (err error) {
				row, err = partner.PlaceOf(tx, ille.place)
				return err
			})
			if (n.proposal(awa, "ille").State == proposal.Declined) != c.refused || row.State != c.standing {
				n.t.Errorf("%s: the proposal is %s, the place %s", what, n.proposal(awa, "ille").State, row.State)
			}
		}
	})
}

// A place asked for ahead of the day it is free: no room took that day from it, and it comes back with the answer.
func TestTheDayAPlaceIsFreeComesBack(t *testing.T) {
	each(t, func(n *net) {
		place := n.hosts["lot"].place
		first := n.awa(nil)
		id := n.met(first, "lot")
		n.yes(first)
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, first, id, clear))
		on := n.Gate.Country().Day(n.Clock.Now().AddDate(0, 0, 10))
		n.work(first, func(tx *gate.CaseTx) error { return partner.PlanEnd(tx, place, on) })
		second := n.awa(nil)
		o := n.offer(second, false, "lot")
		o.Override = decision.Override{Reason: "person_prefers", Words: secret.Of("She would rather wait")}
		n.must(n.desk.Asking.Propose(n.ctx, n.claire, second, o))
		n.declines(second, "lot", "no_room")
		if row := n.row(second, "lot"); !row.FreeOn.IsZero() || row.State != partner.Occupied {
			t.Fatalf("no room: free on %s, %s", row.FreeOn, row.State)
		}
		n.must(n.takesBack(second))
		n.work(first, func(tx *gate.CaseTx) error {
			row, err := partner.PlaceOf(tx, place)
			if err == nil && (row.FreeOn != on || !row.OccupiedFor(tx.ID())) {
				t.Errorf("taken back: free on %s, and who stays there stays: %v", row.FreeOn, row.OccupiedFor(tx.ID()))
			}
			return err
		})
		if row, until := n.row(second, "lot"), n.proposal(second, "lot").Until; !row.HeldUntil.Equal(until) {
			t.Errorf("taken back: the place is held until %s, not %s", row.HeldUntil, until)
		}
	})
}

// Where the time to answer would be over by now, there is as much of it as there was to take the answer back; what the
// host disputed before is open again.
func TestWhatAnAnswerEndedIsOpenAgain(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		s := n.telephones(awa, "lot", "later")
		n.must(n.desk.Asking.Dispute(n.ctx, n.hosts["lot"].who, s.ID))
		n.Clock.Set(n.proposal(awa, "lot").Until.Add(-time.Minute))
		n.signIn()
		n.telephones(awa, "lot", "yes")
		n.Clock.Advance(2 * time.Minute)
		n.run()
		n.must(n.takesBack(awa))
		p := n.proposal(awa, "lot")
		if p.State != proposal.Sent || !p.Until.After(n.Clock.Now().Add(casefile.SlipTime-time.Second)) {
			t.Errorf("taken back it is %s, until %s", p.State, p.Until)
		}
		if all := n.given(awa); len(all) != 1 || !all[0].Disputed {
			t.Errorf("what the host disputed is cleared up: %+v", all)
		}
		n.Clock.Advance(casefile.SlipTime)
		n.run()
		if p := n.proposal(awa, "lot"); p.State != proposal.Expired {
			t.Errorf("then it is %s", p.State)
		}
		n.run()
	})
}

// An answer written by a release that kept nothing of before stays, and so does one of a host that gave none.
func TestAnAnswerFromBeforeStays(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		n.telephones(awa, "lot", "yes")
		n.do(`update placement_answer set before_state = '', fact_id = null`)
		n.refused(n.takesBack(awa), fault.Conflict, fault.Key(asking.ErrFollowed))
		noted := n.given(awa)[0].Noted
		n.refused(n.Gate.Case(n.ctx, n.claire, worksTest, awa, func(tx *gate.CaseTx) error {
			return asking.TakeBack(tx, n.hosts["ille"].team, noted)
		}), fault.Conflict, fault.Key(asking.ErrFollowed))
	})
}

// Where the database fails, the answer stays whole.
func TestAnAnswerIsTakenBackWholeOrNotAtAll(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		n.declines(awa, "lot", "no_room")
		g := n.given(awa)[0]
		trusttest.Failing(n.t, "taking an answer back", func(c context.Context) error {
			return n.Gate.Case(c, n.claire, worksTest, awa, func(tx *gate.CaseTx) error {
				return asking.TakeBack(tx, g.Host, g.Noted)
			})
		})
		if p := n.proposal(awa, "lot"); p.State != proposal.Sent || n.row(awa, "lot").State != partner.Held {
			t.Errorf("taken back it is %s", p.State)
		}
	})
}
