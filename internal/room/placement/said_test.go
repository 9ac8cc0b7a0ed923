package placement_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

// spoken is what came of a call to a host just now, by the page that stands before the coordinator.
func (n *net) spoken(awa casefile.Ref, login, outcome string) asking.Spoken {
	n.t.Helper()
	a := asking.Spoken{Outcome: outcome, Who: secret.Of("zq-director-zq"), At: n.Clock.Now(),
		Seen: n.proposal(awa, login).State}
	switch outcome {
	case "no":
		a.Reason = "team_capacity"
	case "nobody":
		a.Who = secret.Text{}
	}
	return a
}

// telephones writes down what a host answered.
func (n *net) telephones(awa casefile.Ref, login, outcome string) asking.Said {
	n.t.Helper()
	id := n.proposal(awa, login).ID
	n.must(n.desk.Asking.Spoke(n.ctx, n.claire, awa, id, n.spoken(awa, login, outcome)))
	c, err := n.desk.Asking.Telephone(n.ctx, n.claire, awa, id)
	n.must(err)
	if c.Said == nil {
		n.t.Fatalf("nothing is written down of %q", outcome)
	}
	return *c.Said
}

// items is what stands on somebody's home.
func (n *net) items(who access.Actor) []casefile.Item {
	n.t.Helper()
	items, err := casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil).OnHome(n.ctx, who)
	n.must(err)
	return items
}

// home is what stands on somebody's home: the texts, sorted.
func (n *net) home(who access.Actor) []string {
	n.t.Helper()
	texts := map[string]bool{}
	for _, it := range n.items(who) {
		texts[it.Text] = true
	}
	return slices.Sorted(maps.Keys(texts))
}

// What cannot have been said is refused with the reason why, and changes nothing: no answer, no call in the log.
func TestAnAnswerByTelephoneThatCannotBe(t *testing.T) {
	calls := 0
	each(t, func(n *net) {
		calls = 0
		n.desk = placement.New(n.Gate, placement.Options{
			Called: func(*gate.CaseTx, access.TeamID, time.Time, time.Time, bool) error { calls++; return nil }})
		awa := n.awa(nil)
		n.Clock.Advance(time.Minute - time.Duration(n.Clock.Now().Second())*time.Second + 20*time.Second)
		n.propose(awa, false, "lot")
		p := n.proposal(awa, "lot")
		n.Clock.Advance(5 * time.Minute)
		now := n.Clock.Now()
		speak := func(change func(*asking.Spoken)) error {
			a := n.spoken(awa, "lot", "later")
			change(&a)
			return n.desk.Asking.Spoke(n.ctx, n.claire, awa, p.ID, a)
		}
		for what, c := range map[string]struct {
			change func(*asking.Spoken)
			kind   fault.Kind
			key    string
		}{
			"a page older than another answer": {func(a *asking.Spoken) { a.Seen = proposal.Accepted }, fault.Conflict,
				fault.Key(casefile.ErrChanged)},
			"no outcome":      {func(a *asking.Spoken) { a.Outcome = "" }, fault.Invalid, "fault.invalid"},
			"another outcome": {func(a *asking.Spoken) { a.Outcome = "perhaps" }, fault.Invalid, "fault.invalid"},
			"no hour": {func(a *asking.Spoken) { a.At = time.Time{} }, fault.Invalid,
				fault.Key(asking.ErrCalled)},
			"an hour to come": {func(a *asking.Spoken) { a.At = now.Add(time.Minute) }, fault.Invalid,
				fault.Key(asking.ErrCalled)},
			"before the host was asked": {func(a *asking.Spoken) {
				a.At = p.Sent.Truncate(time.Minute).Add(-time.Microsecond)
			}, fault.Invalid, fault.Key(asking.ErrCalled)},
			"nobody's answer": {func(a *asking.Spoken) { a.Who = secret.Text{} }, fault.Invalid,
				fault.Key(asking.ErrWho)},
			"again at once": {func(a *asking.Spoken) { a.Again = now }, fault.Invalid, fault.Key(asking.ErrAgain)},
			"again when the place is no longer held": {func(a *asking.Spoken) {
				a.Again = p.Until.Add(time.Microsecond)
			}, fault.Invalid, fault.Key(asking.ErrAgain)},
			"a no without a reason": {func(a *asking.Spoken) { a.Outcome = "no" }, fault.Invalid,
				fault.Key(asking.ErrReason)},
			"a yes with the reason of a no": {func(a *asking.Spoken) { a.Outcome, a.Reason = "yes", "team_capacity" },
				fault.Invalid, fault.Key(asking.ErrTwoAnswers)},
			"a yes and a next call": {func(a *asking.Spoken) { a.Outcome, a.Again = "yes", p.Until }, fault.Invalid,
				fault.Key(asking.ErrAnswered)},
			"nobody, by name": {func(a *asking.Spoken) { a.Outcome = "nobody" }, fault.Invalid,
				fault.Key(asking.ErrNobody)},
			"a no with another": {func(a *asking.Spoken) { a.Outcome, a.Reason = "no", "her nationality" },
				fault.Invalid, fault.Key(asking.ErrReason)},
		} {
			if err := speak(c.change); !fault.Is(err, c.kind) || fault.Key(err) != c.key {
				n.t.Errorf("%s: %v", what, err)
			}
		}
		bare := speak(func(a *asking.Spoken) { a.Outcome, a.Who, a.Reason = "", secret.Text{}, "team_capacity" })
		if all := fault.All(bare); len(all) != 1 || fault.About(all[0]) != "outcome" {
			n.t.Errorf("of an answer without an outcome more is said: %v", bare)
		}
		if c, err := n.desk.Asking.Telephone(n.ctx, n.claire, awa, p.ID); err != nil || c.Said != nil || calls != 0 ||
			c.Proposal.State != proposal.Sent || c.Header.Code == "" || c.Place.ID != p.Place || c.Now.Before(now) {
			n.t.Errorf("what was refused left %d calls and %+v, %v", calls, c, err)
		}
		// to the edge of each limit, and no further
		n.must(speak(func(a *asking.Spoken) { a.At, a.Again = p.Sent.Truncate(time.Minute), p.Until }))
		n.must(speak(func(a *asking.Spoken) { a.Again = n.Clock.Now().Add(time.Microsecond) }))
		n.must(speak(func(a *asking.Spoken) { a.Outcome, a.Who = "nobody", secret.Text{} }))
		n.must(n.desk.Asking.Withdraw(n.ctx, n.claire, awa, p.ID, proposal.Sent))
		err := n.desk.Asking.Spoke(n.ctx, n.claire, awa, p.ID, n.spoken(awa, "lot", "yes"))
		n.refused(err, fault.Conflict, fault.Key(asking.ErrNoLonger))
		if calls != 3 {
			n.t.Errorf("%d calls in the log", calls)
		}
		_, err = n.desk.Asking.Telephone(n.ctx, n.claire, awa, proposal.NewID())
		n.refused(err, fault.NotFound, "")
	})
}

// An answer by telephone takes the step that the host's own press takes, opens nothing more, leaves one call in the
// log, and stands in the journal as the host's word.
func TestAnAnswerByTelephoneIsTheStepOfAPress(t *testing.T) {
	type logged struct {
		host      access.TeamID
		at, again time.Time
		reached   bool
	}
	var log []logged
	var broken error
	each(t, func(n *net) {
		log, broken = nil, nil
		n.desk = placement.New(n.Gate, placement.Options{
			Called: func(_ *gate.CaseTx, host access.TeamID, at, again time.Time, reached bool) error {
				log = append(log, logged{host, at, again, reached})
				return broken
			}})
		awa := n.awa(nil)
		n.propose(awa, false, "lot", "ille", "rhone")
		id := n.proposal(awa, "lot").ID
		call := func(outcome string, change ...func(*asking.Spoken)) {
			n.t.Helper()
			a := n.spoken(awa, "lot", outcome)
			for _, c := range change {
				c(&a)
			}
			log = nil
			n.must(n.desk.Asking.Spoke(n.ctx, n.claire, awa, id, a))
			want := logged{n.hosts["lot"].team, a.At, a.Again, outcome != "nobody"}
			if len(log) != 1 || log[0] != want {
				n.t.Errorf("%s: the log has %+v, not %+v", outcome, log, want)
			}
		}
		is := func(what string, s proposal.State, note string) {
			n.t.Helper()
			if p := n.proposal(awa, "lot"); p.State != s || !p.Seen.IsZero() {
				n.t.Errorf("%s: the proposal is %s, seen by the host %v", what, p.State, p.Seen)
			}
			all := n.Entries("placement.answer_for")
			if last := all[len(all)-1]; last.Note != note || last.For != n.hosts["lot"].team.String() {
				n.t.Errorf("%s: the journal says %q for %q", what, last.Note, last.For)
			}
		}
		said := func() asking.Said {
			n.t.Helper()
			c, err := n.desk.Asking.Telephone(n.ctx, n.claire, awa, id)
			n.must(err)
			if c.Said == nil {
				return asking.Said{}
			}
			return *c.Said
		}
		broken = errors.New("the log cannot be written")
		err := n.desk.Asking.Spoke(n.ctx, n.claire, awa, id, n.spoken(awa, "lot", "yes"))
		if !errors.Is(err, broken) || n.proposal(awa, "lot").State != proposal.Sent {
			n.t.Errorf("without a call in the log: %v", err)
		}
		broken = nil

		call("nobody")
		is("nobody answered", proposal.Sent, "nobody")
		if s := said(); s.Answer != "" {
			n.t.Errorf("nobody answered, and %q is written down", s.Answer)
		}
		n.Clock.Advance(25 * time.Hour) // the host is silent
		n.signIn()
		if !slices.Contains(n.home(n.claire), "placement.home.to_call") {
			n.t.Error("a silent host is not to be called")
		}
		again := n.Clock.Now().Add(time.Hour)
		waits := func(what string, until time.Time) {
			n.t.Helper()
			for _, it := range n.items(n.claire) {
				if it.Text == "placement.home.answers_later" && it.Due.Equal(until) {
					return
				}
			}
			n.t.Errorf("%s: the host is waited for until %s, and the home says %v", what, until, n.items(n.claire))
		}
		call("later", func(a *asking.Spoken) { a.Again = again })
		waits("an hour is said", again)
		call("later")
		waits("no hour is said", n.proposal(awa, "lot").Until)
		is("later", proposal.Sent, "later")
		call("yes")
		is("yes", proposal.Accepted, "yes")
		n.refused(n.desk.Asking.Spoke(n.ctx, n.claire, awa, id, n.spoken(awa, "lot", "later")), fault.Invalid,
			fault.Key(asking.ErrYesStands))
		if s := said(); s.Answer != "yes" || s.Reason != "" || s.Who.Reveal() != "zq-director-zq" ||
			s.Noted.IsZero() || s.At.IsZero() || s.Open() {
			n.t.Errorf("of a yes is written down %+v", s)
		}
		if set, _ := n.opens("lot"); set != 0 || n.told(awa, "host_accepted") != 1 {
			n.t.Errorf("a yes opens %s", set)
		}
		n.signIn()
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Minute),
			Way: "telephone"}))
		err = n.desk.Asking.Spoke(n.ctx, n.claire, awa, id, n.spoken(awa, "lot", "yes"))
		n.refused(err, fault.Conflict, "placement.step_refused") // nothing to say yes to
		n.must(n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, id, false))
		cases := casefile.NewDesk(n.Gate, nil, nil)
		n.must(cases.Pause(n.ctx, n.claire, awa, false))
		err = n.desk.Asking.Spoke(n.ctx, n.claire, awa, id, n.spoken(awa, "lot", "yes"))
		n.refused(err, fault.Conflict, fault.Key(asking.ErrNoLonger)) // she waits
		if s := said(); s.Answer != "yes" || n.proposal(awa, "lot").State != proposal.Held {
			n.t.Errorf("while she waits %q is written down", s.Answer)
		}
		n.must(cases.Pause(n.ctx, n.claire, awa, true))
		call("yes")
		is("the yes after the interview", proposal.FinalAccepted, "final_yes")
		if s := said(); s.Answer != "final_yes" {
			n.t.Errorf("of the yes after the interview is written down %q", s.Answer)
		}
		if until := n.number(`select a.until_at from placement_answer a join placement_said s on s.id = a.id
			where s.answer = 'final_yes'`); until != 0 {
			n.t.Errorf("a host that said yes is waited for until %d", until)
		}
		call("no")
		is("no after all", proposal.FinalDeclined, "no")
		if s := said(); s.Answer != "no" || s.Reason != "team_capacity" {
			n.t.Errorf("of a no is written down %+v", s)
		}
	})
}

// What a host writes itself after an answer by telephone stands in its place: it is asked to look at the older no more.
func TestAHostsOwnWordSettlesTheTelephone(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		host := n.hosts["lot"].who
		ref, id := n.asked("lot")
		n.telephones(awa, "lot", "yes")
		if !slices.Contains(n.home(host), "placement.home.said_yes") {
			t.Fatal("the host is not told what was written down")
		}
		n.must(n.desk.Asking.Decline(n.ctx, host, ref, id, asking.Refusal{Reason: "team_capacity",
			Seen: proposal.Accepted}))
		if slices.Contains(n.home(host), "placement.home.said_yes") {
			t.Error("the host wrote no, and is still to check its yes")
		}
	})
}

// A no by telephone ends a proposal where the host's own press would, in each state.
func TestANoByTelephone(t *testing.T) {
	each(t, func(n *net) {
		no := func(awa casefile.Ref, login string, to proposal.State) {
			n.t.Helper()
			s := n.telephones(awa, login, "no")
			if p := n.proposal(awa, login); p.State != to || p.Reason != "team_capacity" || s.Answer != "no" {
				n.t.Errorf("the proposal is %s because of %q", p.State, p.Reason)
			}
			if n.count(qCircleTest, n.hosts[login].team) != 0 || n.count(qWrapsTest, n.hosts[login].team) != 0 {
				n.t.Error("the host keeps something of the case")
			}
		}
		awa := n.awa(nil)
		n.propose(awa, false, "lot", "rhone", "ille")
		no(awa, "lot", proposal.Declined)
		n.said(awa, "ille")
		no(awa, "ille", proposal.Declined)
		id := n.said(awa, "rhone")
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Minute),
			Way: "telephone"}))
		no(awa, "rhone", proposal.FinalDeclined)
		bea := n.awa(nil)
		n.propose(bea, false, "lot")
		id = n.said(bea, "lot")
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, bea, id, proposal.Meeting{At: n.Clock.Now().Add(time.Minute),
			Way: "telephone"}))
		n.must(n.desk.Asking.InterviewHeld(n.ctx, n.claire, bea, id, false))
		no(bea, "lot", proposal.FinalDeclined)
	})
}

// Where the database fails, whoever writes, reads or disputes an answer is told, and nothing is half done.
func TestAnAnswerByTelephoneIsWrittenWholeOrNotAtAll(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		id := n.proposal(awa, "lot").ID
		a := n.spoken(awa, "lot", "yes")
		trusttest.Failing(n.t, "an answer by telephone", func(c context.Context) error {
			return n.desk.Asking.Spoke(c, n.claire, awa, id, a)
		})
		if n.told(awa, "host_accepted") != 1 || n.number(`select count(*) from placement_said`) != 1 {
			n.t.Error("an answer was written more than once")
		}
		var s asking.SaidID
		trusttest.Failing(n.t, "the page of a call", func(c context.Context) error {
			page, err := n.desk.Asking.Telephone(c, n.claire, awa, id)
			if err == nil {
				s = page.Said.ID
			}
			return err
		})
		lot := n.hosts["lot"].who
		trusttest.Failing(n.t, "what the host reads", func(c context.Context) error {
			_, err := n.desk.Asking.Heard(c, lot, s)
			return err
		})
		trusttest.Failing(n.t, "a dispute", func(c context.Context) error { return n.desk.Asking.Dispute(c, lot, s) })
		cases := casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil)
		for who, actor := range map[string]access.Actor{"the host": lot, "the head office": n.claire} {
			trusttest.Failing(n.t, "the home of "+who, func(c context.Context) error {
				_, err := cases.OnHome(c, actor)
				return err
			})
		}
		trusttest.Failing(n.t, "clearing up", func(c context.Context) error {
			return n.desk.Asking.Settle(c, n.claire, awa, id)
		})
	})
}

// What one answer lacks, and what of it cannot stand together, is told all at once.
func TestWhatAnAnswerLacksIsToldAtOnce(t *testing.T) {
	who := secret.Of("zq-director-zq")
	for _, c := range []struct {
		said asking.Spoken
		want []error
	}{
		{asking.Spoken{Outcome: "no"}, []error{asking.ErrReason, asking.ErrWho}},
		{asking.Spoken{Outcome: "no", Who: who, Reason: "team_capacity"}, nil},
		{asking.Spoken{Outcome: "yes", Reason: "team_capacity"}, []error{asking.ErrTwoAnswers, asking.ErrWho}},
		{asking.Spoken{Outcome: "nobody", Who: who}, []error{asking.ErrNobody}},
		{asking.Spoken{Outcome: "later", Who: who}, nil},
	} {
		if got := c.said.Contradictions(); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, not %v", c.said, got, c.want)
		}
	}
}
