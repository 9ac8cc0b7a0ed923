package placement_test

import (
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// What a host says it did not say carries nothing: no interview is planned on it and nobody is admitted on it, until it
// was cleared up, or said anew. The host alone reads it and says so.
func TestNothingRestsOnADisputedAnswer(t *testing.T) {
	each(t, func(n *net) {
		n.second()
		awa, bea := n.awa(nil), n.awa(nil)
		n.propose(awa, false, "lot", "ille")
		n.propose(bea, false, "rhone")
		n.telephones(bea, "rhone", "yes")
		lot := n.hosts["lot"].who
		s := n.telephones(awa, "lot", "yes")
		other := n.telephones(awa, "ille", "yes")
		id := n.proposal(awa, "lot").ID
		meet := proposal.Meeting{At: n.Clock.Now().Add(time.Hour), Way: "video"}
		plan := func() error { return n.desk.Asking.Plan(n.ctx, n.claire, awa, id, meet) }
		admit := func() error { return n.desk.Asking.Admit(n.ctx, n.claire, awa, id, clear) }
		alarm := func(want bool) {
			n.t.Helper()
			items := slices.DeleteFunc(n.items(n.claire),
				func(it casefile.Item) bool { return it.Text != "placement.home.disputed" })
			if len(items) > 1 || (len(items) == 1) != want || want && (items[0].Case.Ref != awa || !items[0].Alarm ||
				items[0].In != "46" || items[0].To != items[0].Case.Page()+"/proposals/"+id.String()+"/telephone") {
				n.t.Errorf("the home says that an answer is disputed: %+v", items)
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
		if c, err := n.desk.Asking.Telephone(n.ctx, n.claire, awa, id); err != nil || c.Said.ID != s.ID {
			n.t.Errorf("the answer of another host: %+v, %v", c.Said, err)
		}
		n.must(n.desk.Asking.Dispute(n.ctx, n.hosts["ille"].who, other.ID)) // another's dispute stops nobody else
		p, err := n.desk.Asking.OpenPlan(n.ctx, n.claire, awa, id)
		if err != nil || p.Disputed {
			n.t.Errorf("disputed by another: %+v, %v", p, err)
		}

		mark := func() int64 {
			n.t.Helper()
			m, err := n.desk.Asking.Mark(n.ctx, n.claire, awa)
			n.must(err)
			return m
		}
		shown := mark()
		n.must(n.desk.Asking.Dispute(n.ctx, lot, s.ID))
		if disputed := mark(); disputed == shown {
			n.t.Error("a board that somebody looks at is not told of a dispute")
		} else {
			shown = disputed
		}
		n.must(n.desk.Asking.Settle(n.ctx, n.claire, awa, n.proposal(awa, "ille").ID)) // with the one, not the other
		if mark() == shown {
			n.t.Error("a board that somebody looks at is not told that an answer was cleared up")
		}
		first, err := n.desk.Asking.Heard(n.ctx, lot, s.ID)
		n.must(err)
		n.must(n.desk.Asking.Dispute(n.ctx, lot, s.ID)) // said twice it is said once
		heard, err = n.desk.Asking.Heard(n.ctx, lot, s.ID)
		n.must(err)
		if !heard.Open() || !heard.Disputed.Equal(first.Disputed) {
			n.t.Errorf("the host reads %+v, and before %+v", heard, first)
		}
		alarm(true)
		rita := n.Person("rita", "Rita", n.referring, "", access.Referrer)
		for _, panel := range n.desk.HomePanels() {
			if !slices.Contains(panel.Roles, access.Coordinator) {
				continue
			}
			for what, who := range map[string]access.Actor{"the host": lot, "who referred her": rita} {
				n.must(n.Gate.Circle(n.ctx, who, casefile.Home, func(v *gate.CircleView) error {
					items, err := panel.Load(v)
					if len(items) > 0 {
						n.t.Errorf("%s reads what the head office is to clear up: %+v", what, items)
					}
					return err
				}))
			}
		}
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
		again := n.telephones(awa, "lot", "later")
		n.must(n.desk.Asking.Dispute(n.ctx, lot, again.ID))
		n.refused(n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, id, false), fault.Conflict, "placement.disputed")
		n.must(n.desk.Asking.Settle(n.ctx, n.claire, awa, id))
		if first, err = n.desk.Asking.Heard(n.ctx, lot, s.ID); err != nil || !first.Settled.Equal(heard.Settled) {
			n.t.Errorf("cleared up at %s, it is cleared up again: %s, %v", heard.Settled, first.Settled, err)
		}
		n.must(n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, id, false))
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
		reads := func(who access.Actor, at time.Time, want bool) {
			n.t.Helper()
			n.Clock.Set(at)
			if home := n.home(who); slices.Contains(home, "placement.home.said_no") != want {
				n.t.Errorf("at %s the home says %v", at, home)
			}
		}
		week := s.Noted.AddDate(0, 0, 7)
		reads(n.hosts["lot"].who, s.Noted.Add(time.Hour), true)
		reads(n.hosts["rhone"].who, s.Noted.Add(time.Hour), false)
		n.Clock.Set(week.Add(-5 * time.Minute))
		lot := n.SignIn("lot")
		reads(lot, week.Add(-time.Microsecond), true)
		reads(lot, week, false)
		bea := n.awa(nil)
		n.signIn()
		n.propose(bea, false, "lot")
		other := n.telephones(bea, "lot", "later")
		n.must(n.desk.Asking.Dispute(n.ctx, lot, s.ID))
		reads(lot, week.Add(time.Hour), true)
		if heard, err := n.desk.Asking.Heard(n.ctx, lot, other.ID); err != nil || heard.Open() {
			n.t.Errorf("another answer is disputed with it: %+v, %v", heard, err)
		}
		n.signIn()
		n.must(n.desk.Asking.Settle(n.ctx, n.claire, awa, n.proposal(awa, "lot").ID))
		reads(lot, week.Add(2*time.Hour), false)
	})
}

// What was written down as a host's answer goes from its home when its place is asked for anew: of this place alone,
// and not while the host says that it is not what it said.
func TestWhatAHostIsSaidToHaveSaidGoesWhenItIsAskedAnew(t *testing.T) {
	each(t, func(n *net) {
		awa, bea, cora := n.awa(nil), n.awa(nil), n.awa(nil)
		n.propose(awa, false, "lot", "rhone")
		n.telephones(awa, "lot", "no")
		said := n.telephones(awa, "rhone", "no")
		reads := func(what string, lot, rhone bool) {
			n.t.Helper()
			for login, want := range map[string]bool{"lot": lot, "rhone": rhone} {
				if home := n.home(n.hosts[login].who); slices.Contains(home, "placement.home.said_no") != want {
					n.t.Errorf("%s: the home of %s says %v", what, login, home)
				}
			}
		}
		reads("written down", true, true)
		n.propose(bea, false, "lot")
		reads("one place is asked for anew", false, true)
		n.must(n.desk.Asking.Dispute(n.ctx, n.hosts["rhone"].who, said.ID))
		n.propose(cora, false, "rhone")
		reads("asked for anew while it is disputed", false, true)
	})
}

// Whoever works for two hosts reads what each is said to have said, and may say of either that it did not.
func TestWhoeverWorksForTwoHostsReadsBothAnswers(t *testing.T) {
	each(t, func(n *net) {
		lot, awa := n.hosts["lot"].who, n.awa(nil)
		n.do(`insert into access_membership (user_id, team_id, role, since_at) values ($1, $2, 'host', 1)`,
			lot.User().Bytes(), n.hosts["ille"].team.Bytes())
		lot = n.SignIn("lot")
		n.propose(awa, false, "lot", "ille")
		for _, login := range []string{"lot", "ille"} {
			s := n.telephones(awa, login, "no")
			heard, err := n.desk.Asking.Heard(n.ctx, lot, s.ID)
			if err != nil || heard.Place.ID != n.hosts[login].place {
				n.t.Errorf("of %s is read %+v, %v", login, heard, err)
			}
			n.must(n.desk.Asking.Dispute(n.ctx, lot, s.ID))
		}
	})
}

// An answer that does not read, or whose place is no more, is told as such: nobody is told that there is none.
func TestAnAnswerThatDoesNotReadIsTold(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		s, p := n.telephones(awa, "lot", "yes"), n.proposal(awa, "lot")
		lot, cases := n.hosts["lot"].who, casefile.NewDesk(n.Gate, n.desk.HomePanels(), nil)
		const move = `update placement_said set place_id = $1`
		n.do(move, []byte("no place"))
		if c, err := n.desk.Asking.Telephone(n.ctx, n.claire, awa, p.ID); err == nil {
			n.t.Errorf("the page says %+v", c.Said)
		}
		if _, err := n.desk.Asking.Heard(n.ctx, lot, s.ID); err == nil || fault.Is(err, fault.NotFound) {
			n.t.Errorf("the host reads: %v", err)
		}
		n.do(move, id.Random[any]().Bytes())
		if heard, err := n.desk.Asking.Heard(n.ctx, lot, s.ID); !fault.Is(err, fault.NotFound) {
			n.t.Errorf("of a place that is no more is read %+v, %v", heard, err)
		}
		if items, err := cases.OnHome(n.ctx, lot); !fault.Is(err, fault.NotFound) {
			n.t.Errorf("of a place that is no more the home says %+v, %v", items, err)
		}
		if n.Engine != "sqlite" {
			return // the other keeps a place as long as it was asked
		}
		raw := n.Raw()
		for _, sql := range []string{`pragma foreign_keys = off`, `delete from partner_place`} {
			_, err := raw.Exec(sql)
			n.must(err)
		}
		if c, err := n.desk.Asking.Telephone(n.ctx, n.claire, awa, p.ID); !fault.Is(err, fault.NotFound) {
			n.t.Errorf("of a place that is no more the page says %+v, %v", c, err)
		}
	})
}

// The log of calls is told each answer of its case and of no other, by whom, and who gave it where the act opens that.
func TestTheLogIsToldTheAnswersOfItsCase(t *testing.T) {
	each(t, func(n *net) {
		awa, bea := n.awa(nil), n.awa(nil)
		n.propose(awa, false, "lot", "ille")
		n.propose(bea, false, "rhone")
		want := map[access.TeamID]asking.Said{n.hosts["lot"].team: n.telephones(awa, "lot", "yes"),
			n.hosts["ille"].team: n.telephones(awa, "ille", "later")}
		n.telephones(bea, "rhone", "yes")
		for act, opens := range map[*access.Act]bool{&asking.OpenTelephone: true, &asking.Hold: false} {
			told := 0
			n.must(n.Gate.ViewCase(n.ctx, n.claire, *act, awa, func(v *gate.CaseView) error {
				return asking.Answers(v, func(g casefile.Given) {
					told++
					if s := want[g.Host]; s.Answer != g.Answer || !s.Noted.Equal(g.Noted) || g.Who.Empty() == opens ||
						opens && g.Who.Reveal() != "zq-director-zq" {
						n.t.Errorf("%s of %s at %s", g.Answer, g.Host, g.Noted)
					}
				})
			}))
			if told != len(want) {
				n.t.Errorf("%d answers are told", told)
			}
		}
		n.do(`update placement_answer set who_sealed = $1`, []byte("not sealed"))
		err := n.Gate.ViewCase(n.ctx, n.claire, asking.OpenTelephone, awa, func(v *gate.CaseView) error {
			return asking.Answers(v, func(casefile.Given) {})
		})
		if err == nil {
			n.t.Error("who gave an answer does not read, and nobody is told")
		}
		_, err = n.desk.Asking.Telephone(n.ctx, n.claire, awa, n.proposal(awa, "lot").ID)
		if err == nil {
			n.t.Error("who gave an answer does not read, and the page says nobody")
		}
	})
}

// A host that disputes clears it up by what it says itself: its own no, and its own final yes.
func TestAHostsOwnWordClearsUpWhatItDisputes(t *testing.T) {
	each(t, func(n *net) {
		disputed := func(login string, ref casefile.Ref) (host access.Actor, s asking.Said) {
			n.t.Helper()
			host, s = n.hosts[login].who, n.telephones(ref, login, "later")
			n.must(n.desk.Asking.Dispute(n.ctx, host, s.ID))
			if heard, err := n.desk.Asking.Heard(n.ctx, host, s.ID); err != nil || !heard.Open() {
				n.t.Fatalf("%s: it is not disputed: %+v, %v", login, heard, err)
			}
			return host, s
		}
		cleared := func(host access.Actor, s asking.Said) {
			n.t.Helper()
			if heard, err := n.desk.Asking.Heard(n.ctx, host, s.ID); err != nil || heard.Open() {
				n.t.Errorf("its own word clears nothing up: %+v, %v", heard, err)
			}
		}
		n.second()
		awa := n.awa(nil)
		n.propose(awa, false, "lot", "rhone")
		rhone, s := disputed("rhone", awa)
		ref, id := n.asked("rhone")
		n.must(n.desk.Asking.Decline(n.ctx, rhone, ref, id, asking.Refusal{Reason: "calendar", Seen: proposal.Sent}))
		cleared(rhone, s)

		ref, id = n.asked("lot")
		n.must(n.desk.Asking.Accept(n.ctx, n.hosts["lot"].who, ref, id))
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Minute),
			Way: "video"}))
		n.must(n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, id, false))
		lot, s := disputed("lot", awa)
		n.must(n.desk.Asking.FinalAccept(n.ctx, lot, ref, id))
		cleared(lot, s)
	})
}

// A host that disputes what was written down of its yes may say yes again by telephone: what it disputed is cleared up,
// it is written down as its yes of now, and its yes stands as it stood, told once.
func TestAYesThatIsSaidAgainClearsUpWhatWasDisputed(t *testing.T) {
	each(t, func(n *net) {
		n.second()
		awa := n.awa(nil)
		n.propose(awa, false, "lot")
		id, lot := n.proposal(awa, "lot").ID, n.hosts["lot"].who
		again := func(answer string) {
			n.t.Helper()
			first := n.telephones(awa, "lot", "yes")
			stood := n.proposal(awa, "lot")
			n.must(n.desk.Asking.Dispute(n.ctx, lot, first.ID))
			n.Clock.Advance(time.Minute)
			s := n.telephones(awa, "lot", "yes")
			if s.ID == first.ID || s.Answer != answer || s.Open() {
				n.t.Errorf("said again it is written down as %+v", s)
			}
			if heard, err := n.desk.Asking.Heard(n.ctx, lot, first.ID); err != nil || heard.Open() {
				n.t.Errorf("said again, what was disputed is not cleared up: %+v, %v", heard, err)
			}
			if p := n.proposal(awa, "lot"); p.State != stood.State || !p.Until.Equal(stood.Until) ||
				!p.Answered.Equal(stood.Answered) {
				n.t.Errorf("said again the yes stands as %+v, before as %+v", p, stood)
			}
			all := n.Entries("placement.answer_for")
			if last := all[len(all)-1]; last.Note != answer || last.For != n.hosts["lot"].team.String() {
				n.t.Errorf("the journal says %q for %q", last.Note, last.For)
			}
		}
		again("yes")
		n.must(n.desk.Asking.Plan(n.ctx, n.claire, awa, id, proposal.Meeting{At: n.Clock.Now().Add(time.Minute),
			Way: "video"}))
		n.must(n.desk.Asking.InterviewHeld(n.ctx, n.claire, awa, id, false))
		n.yes(awa)
		again("final_yes")
		if told := n.told(awa, "host_accepted"); told != 1 {
			n.t.Errorf("a yes said twice is told %d times", told)
		}
		n.must(n.desk.Asking.Admit(n.ctx, n.claire, awa, id, clear))
	})
}
