package placement_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

// said brings a proposal to a host's yes in principle.
func (n *net) said(awa casefile.Ref, login string) proposal.ID {
	n.t.Helper()
	ref, id := n.asked(login)
	n.must(n.desk.Asking.Accept(n.ctx, n.hosts[login].who, ref, id))
	n.signIn()
	return id
}

// told counts the facts of a kind.
func (n *net) told(awa casefile.Ref, kind casefile.Kind) (out int) {
	n.t.Helper()
	n.must(n.Gate.ViewCase(n.ctx, n.claire, casefile.Open, awa, func(v *gate.CaseView) error {
		facts, err := casefile.Facts(v)
		for _, f := range facts {
			if f.Kind == kind {
				out++
			}
		}
		return err
	}))
	return out
}

// What the page says on which an interview is planned: the host, the words it will read, the plan there was, and how
// many others will be let go.
func TestThePageOfAnInterview(t *testing.T) {
	var words secret.Text
	var fails error
	each(t, func(n *net) {
		words, fails = secret.Of("A cot, please"), nil
		n.desk = placement.New(n.Gate, placement.Options{
			Needs: func(v *gate.CaseView) (secret.Text, error) {
				if !v.Holds(vault.Needs) {
					n.t.Error("the needs are read without a key")
				}
				return words, fails
			}})
		awa := n.awa(nil)
		n.propose(awa, false, "lot", "ille", "rhone")
		id := n.said(awa, "lot")
		ref, declined := n.asked("rhone")
		n.must(n.desk.Asking.Decline(n.ctx, n.hosts["rhone"].who, ref, declined, asking.Refusal{Reason: "team_capacity",
			Seen: proposal.Sent}))
		open := func() asking.Planning {
			n.t.Helper()
			p, err := n.desk.Asking.OpenPlan(n.ctx, n.claire, awa, id)
			n.must(err)
			return p
		}
		if p := open(); p.Header.Code == "" || p.Proposal.ID != id || p.Place.ID != n.hosts["lot"].place ||
			p.Others != 1 || p.Before != nil || p.Needs.Reveal() != "A cot, please" {
			n.t.Errorf("the page says %+v", p)
		}
		words, fails = secret.Text{}, fault.ErrAbsent
		if p := open(); !p.Needs.Empty() || p.Place.ID != n.hosts["lot"].place {
			n.t.Errorf("where no words are kept: %+v", p)
		}
		fails = errors.New("needs do not read")
		if _, err := n.desk.Asking.OpenPlan(n.ctx, n.claire, awa, id); !errors.Is(err, fails) {
			n.t.Errorf("where the needs do not read: %v", err)
		}
		fails = nil
		at := n.Clock.Now().Add(time.Hour).Truncate(time.Microsecond)
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: at, Way: "visit"}))
		if p := open(); p.Before == nil || !p.Before.At.Equal(at) || p.Before.Way != "visit" || p.Others != 0 {
			n.t.Errorf("planned anew: %+v", p)
		}
		_, err := n.desk.Asking.OpenPlan(n.ctx, n.claire, awa, proposal.NewID())
		n.refused(err, fault.NotFound, "")
		trusttest.Failing(n.t, "the page of an interview", func(c context.Context) error {
			_, err := n.desk.Asking.OpenPlan(c, n.claire, awa, id)
			return err
		})
		n.desk = placement.New(n.Gate, placement.Options{})
		open() // where nobody keeps words
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: at, Way: "visit",
			Prepare: secret.Of("A cot, please")}))
		if p := open(); p.Prepare.Reveal() != "A cot, please" {
			n.t.Errorf("planned anew the host is to prepare %q", p.Prepare.Reveal())
		}
		n.do(`update placement_interview set prepare_sealed = $1 where length(prepare_sealed) > 0`, []byte("altered"))
		if p, err := n.desk.Asking.OpenPlan(n.ctx, n.claire, awa, id); err == nil {
			n.t.Errorf("what the host is to prepare does not read, and the page says %q", p.Prepare.Reveal())
		}
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: at, Way: "visit"}))
		if n.Engine == "sqlite" {
			n.do(`create table kept as select * from casefile_coded`)
			n.do(`delete from casefile_coded`)
			if p, err := n.desk.Asking.OpenPlan(n.ctx, n.claire, awa, id); !fault.Is(err, fault.NotFound) {
				n.t.Errorf("of a place of which it is not known whether it is safe the page says %q, %v", p.Doubt, err)
			}
			n.do(`insert into casefile_coded select * from kept`)
			n.do(`delete from partner_place where id = $1`, n.hosts["lot"].place.Bytes())
			_, err := n.desk.Asking.OpenPlan(n.ctx, n.claire, awa, id)
			n.refused(err, fault.NotFound, "")
		}
	})
}

// Whoever evaluates without the key of the needs sees the page without their words, and hands nothing on.
func TestNoInterviewWithoutTheKeyOfTheNeeds(t *testing.T) {
	each(t, func(n *net) {
		n.unheld = vault.Needs
		n.desk = placement.New(n.Gate, placement.Options{Needs: func(*gate.CaseView) (secret.Text, error) {
			n.t.Error("the needs are read without a key")
			return secret.Text{}, nil
		}})
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		id := n.said(awa, "lot")
		if p, err := n.desk.Asking.OpenPlan(n.ctx, n.claire, awa, id); err != nil || !p.Needs.Empty() {
			n.t.Errorf("the page: %v", err)
		}
		err := n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Hour),
			Way: "video"})
		if err == nil || n.proposal(awa, "lot").State != proposal.Accepted {
			n.t.Errorf("an interview without what the host must know: %v", err)
		}
	})
}

// An interview has an hour that can be kept, a way and people that are known; it is planned after the host's yes, anew
// as often as needed, and took place once. Each step prolongs the hold, is told to the host and stands in the file.
func TestTheStepsOfAnInterview(t *testing.T) {
	each(t, func(n *net) {
		n.desk = placement.New(n.Gate, placement.Options{Mail: func() bool { return true }})
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		_, id := n.asked("lot")
		now := n.Clock.Now()
		good := proposal.Meeting{At: now.Add(26 * time.Hour), Way: "video", Attends: []string{"interpreter", "lawyer"},
			Prepare: secret.Of("A cot, please")}
		plan := func(m proposal.Meeting) error { return n.desk.Asking.Plan(n.ctx, n.claire, awa, id, m) }
		held := func(early bool) func() error {
			return func() error { return n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, id, early) }
		}
		n.signIn()
		n.refused(plan(good), fault.Conflict, "placement.step_refused") // the host has not answered
		n.said(awa, "lot")
		n.refused(held(false)(), fault.Conflict, "placement.step_refused")
		n.run()
		for what, c := range map[string]struct {
			change func(*proposal.Meeting)
			key    string
		}{
			"past":          {func(m *proposal.Meeting) { m.At = n.Clock.Now() }, "placement.interview_when"},
			"too far":       {func(m *proposal.Meeting) { m.At = now.AddDate(1, 0, 0) }, "placement.interview_when"},
			"no way":        {func(m *proposal.Meeting) { m.Way = "" }, "fault.invalid"},
			"another way":   {func(m *proposal.Meeting) { m.Way = "letter" }, "fault.invalid"},
			"somebody else": {func(m *proposal.Meeting) { m.Attends = []string{"lawyer", "police"} }, "fault.invalid"},
		} {
			m := good
			c.change(&m)
			if err := plan(m); !fault.Is(err, fault.Invalid) || fault.Key(err) != c.key {
				n.t.Errorf("%s: %v", what, err)
			}
		}
		until := n.proposal(awa, "lot").Until
		still := func(what string, s proposal.State, planned, took int) {
			n.t.Helper()
			if p := n.proposal(awa, "lot"); p.State != s || n.told(awa, "interview_planned") != planned ||
				n.told(awa, "interview_held") != took {
				n.t.Errorf("%s: the proposal is %s, %d planned, %d took place", what, p.State,
					n.told(awa, "interview_planned"), n.told(awa, "interview_held"))
			}
		}
		still("refused", proposal.Accepted, 0, 0)
		cases := casefile.NewDesk(n.Gate, nil, nil)
		paused := func(what string, act func() error) {
			n.t.Helper()
			n.must(cases.Pause(n.ctx, n.claire, awa, false))
			if err := act(); !fault.Is(err, fault.Conflict) {
				n.t.Errorf("%s while she waits: %v", what, err)
			}
			n.must(cases.Pause(n.ctx, n.claire, awa, true))
		}
		paused("planned", func() error { return plan(good) })
		still("while she waited", proposal.Accepted, 0, 0)
		trusttest.Failing(n.t, "planning", func(c context.Context) error {
			return n.desk.Asking.Plan(c, n.claire, awa, id, good)
		})
		still("planned", proposal.Planned, 1, 0)
		if got := n.proposal(awa, "lot").Until; !got.After(until) || !got.After(good.At) {
			n.t.Errorf("held until %s, before the interview", got)
		}
		if mails := n.run(); len(mails) != 1 || mails[0] != "placement.interview_planned" {
			n.t.Errorf("the host is told by %v", mails)
		}
		n.signIn()
		good.At = good.At.Add(72 * time.Hour)
		until = n.proposal(awa, "lot").Until
		n.must(plan(good))
		still("planned anew", proposal.Planned, 2, 0)
		if got := n.proposal(awa, "lot").Until; !got.After(until) {
			n.t.Errorf("planned anew it is held until %s", got)
		}
		if got := n.count(qWrapsTest, n.hosts["lot"].team); got != 1 {
			n.t.Errorf("the host holds %d keys to the needs", got)
		}
		paused("held", held(true))
		n.refused(held(false)(), fault.Invalid, "placement.interview_ahead") // three days before: was it so?
		still("while she waited again", proposal.Planned, 2, 0)
		until = n.proposal(awa, "lot").Until
		n.must(held(true)())
		still("held", proposal.Held, 2, 1)
		if got := n.proposal(awa, "lot").Until; !got.Before(until) || !got.After(n.Clock.Now()) {
			n.t.Errorf("held until %s after the interview, %s before", got, until)
		}
		if i := n.search(awa).Lines[0].Interview; i == nil || i.Held.IsZero() || !i.At.Equal(good.At) ||
			!i.When().Equal(i.Held) { // three days before
			n.t.Errorf("the interview: %+v", i)
		}
		n.refused(held(true)(), fault.Conflict, "placement.step_refused")
	})
}

// An interview of a place that is no longer held for her, or that does not read, is not planned and did not take place.
func TestAnInterviewStopsAtWhatIsNoMore(t *testing.T) {
	each(t, func(n *net) {
		if n.Engine != "sqlite" {
			return // one engine is enough: what fails lies above it
		}
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		id := n.said(awa, "lot")
		meet := proposal.Meeting{At: n.Clock.Now().Add(time.Hour), Way: "video", Prepare: secret.Of("A cot")}
		plan := func() error { return n.desk.Asking.Plan(n.ctx, n.claire, awa, id, meet) }
		held := func() error { return n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, id, false) }
		gone := func(act func() error, s proposal.State) {
			n.t.Helper()
			const set = `update partner_place set state = $1 where id = $2`
			n.do(set, "withdrawn", n.hosts["lot"].place.Bytes())
			n.refused(act(), fault.Conflict, "partner.place_taken")
			n.do(set, "available", n.hosts["lot"].place.Bytes())
			if p := n.proposal(awa, "lot"); p.State != s {
				n.t.Errorf("the proposal is %s", p.State)
			}
		}
		gone(plan, proposal.Accepted)
		n.must(plan())
		gone(held, proposal.Planned)
		n.do(`create table kept as select * from placement_interview`)
		n.do(`delete from placement_interview`)
		if err := held(); err == nil || n.told(awa, "interview_held") != 0 {
			n.t.Errorf("an interview that nobody planned took place: %v", err)
		}
		n.do(`insert into placement_interview select * from kept`)
		n.do(`delete from vault_wrap where holder_id = $1`, n.Teams["evaluation"].Bytes())
		if err := plan(); err == nil || n.told(awa, "interview_planned") != 1 {
			n.t.Errorf("planned anew without a key for the words: %v", err)
		}
	})
}
