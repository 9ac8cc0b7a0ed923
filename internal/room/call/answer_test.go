package call_test

import (
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/call"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// The call in which a host gave its answer names the host and stands beside the answer, put right since or not; with
// whom it was said by mistake, it says so no more.
func TestTheAnswerOfAHostStandsBesideItsCall(t *testing.T) {
	each(t, func(l *line) {
		asked := func(host access.TeamID, reached bool) call.Entry {
			l.t.Helper()
			l.must(l.Gate.Case(l.ctx, l.claire, call.Add, l.ref, func(tx *gate.CaseTx) error {
				return l.desk.OfHost(tx, host, tx.Now(), tx.Now().Add(time.Hour), reached)
			}))
			return l.latest()
		}
		silent := asked(l.hosts[1], false)
		if silent.Outcome != "nobody" || silent.Host != l.hosts[1] || silent.Name != "La Dune" ||
			silent.Party != "host" || silent.Way != "ours" || silent.About != "place" || silent.Again.IsZero() ||
			silent.At.IsZero() {
			l.t.Errorf("nobody answered: %+v", silent)
		}
		e := asked(l.hosts[0], true)
		if e.Outcome != "reached" || e.Name != "Le Phare" {
			l.t.Errorf("it was spoken with: %+v", e)
		}
		l.answers = []casefile.Given{{Host: l.hosts[0], Noted: e.Noted, Answer: "yes", Disputed: true, Else: "call"},
			{Host: l.hosts[1], Noted: e.Noted, Answer: "no"}, {Host: l.hosts[0], Noted: silent.Noted, Answer: "later"}}
		for _, c := range l.log().Calls {
			want := ""
			if c.ID == e.ID {
				want = "yes"
			}
			if g := c.Given; g.Answer != want || g.Who.Empty() != (want == "") || g.Disputed != (want != "") {
				l.t.Errorf("%s: the answer is %+v", c.Name, g)
			}
		}
		for _, c := range l.log().Calls {
			if l.log().Slipped(c) == (c.ID == e.ID) || l.log().Bound(c) != (c.ID == e.ID) {
				l.t.Errorf("%s is undone by a press: %v", c.Name, l.log().Slipped(c))
			}
		}
		right := func(which call.ID, change func(*call.Entry)) call.Entry {
			l.t.Helper()
			l.must(l.desk.Correct(l.ctx, l.claire, l.ref, which, l.with("host", "", change)))
			return l.latest()
		}
		e = right(e.ID, func(e *call.Entry) { e.Outcome = "reached" })
		e = right(e.ID, func(e *call.Entry) { e.Outcome = "message" })
		if e.Host != l.hosts[0] || e.Given.Answer != "yes" || e.Given.Who.Empty() ||
			e.Was.Given.Answer != "yes" || e.Was.Was.Given.Answer != "yes" || e.Was.Was.Given.Who.Empty() {
			l.t.Errorf("put right the answer is %q, before %q", e.Given.Answer, e.Was.Given.Answer)
		}
		e = right(e.ID, func(e *call.Entry) { e.Party = "lawyer" })
		if !e.Host.IsZero() || e.Given.Answer != "" || !e.Given.Who.Empty() || e.Was.Given.Answer != "yes" {
			l.t.Errorf("with somebody else: %q of %q", e.Given.Answer, e.Name)
		}
		l.broken = errors.New("answers do not read")
		if _, err := l.desk.Calls(l.ctx, l.claire, l.ref); !errors.Is(err, l.broken) {
			l.t.Errorf("without the answers: %v", err)
		}
	})
}

// A call that is undone takes the host's answer with it; where something followed the answer, or the minutes are over,
// both stay. What was put right only stands beside it: undone, the call from before stands again, and so does the
// answer.
func TestACallIsUndoneWithItsAnswer(t *testing.T) {
	each(t, func(l *line) {
		l.must(l.Gate.Case(l.ctx, l.claire, call.Add, l.ref, func(tx *gate.CaseTx) error {
			return l.desk.OfHost(tx, l.hosts[0], tx.Now(), time.Time{}, true)
		}))
		e := l.latest()
		l.answers = []casefile.Given{{Host: l.hosts[0], Noted: e.Noted, Answer: "no"}}
		l.taken, l.kept = nil, fault.NewConflict("test.followed")
		l.refused("something followed", l.desk.Undo(l.ctx, l.claire, l.ref, e.ID), fault.Conflict, "test.followed")
		if len(l.log().Calls) != 1 || len(l.log().Undone) != 0 {
			l.t.Error("the call goes, and its answer stays")
		}
		l.kept = nil
		l.must(l.desk.Correct(l.ctx, l.claire, l.ref, e.ID,
			l.with("host", "", func(e *call.Entry) { e.About = "stay" })))
		l.taken = nil
		l.must(l.desk.Undo(l.ctx, l.claire, l.ref, l.latest().ID))
		if len(l.taken) != 0 || l.latest().ID != e.ID {
			l.t.Errorf("the answer goes with what was put right: %+v", l.taken)
		}
		l.must(l.desk.Undo(l.ctx, l.claire, l.ref, e.ID))
		if len(l.taken) != 1 || l.taken[0].Host != l.hosts[0] || !l.taken[0].Noted.Equal(e.Noted) {
			l.t.Errorf("taken back with the call: %+v", l.taken)
		}
		if u := l.log().Undone; len(l.log().Calls) != 0 || u[0].Was.Answer != "no" {
			l.t.Errorf("the line says %+v", u)
		}

		l.must(l.Gate.Case(l.ctx, l.claire, call.Add, l.ref, func(tx *gate.CaseTx) error {
			return l.desk.OfHost(tx, l.hosts[0], tx.Now(), time.Time{}, true)
		}))
		e = l.latest()
		l.answers, l.taken = []casefile.Given{{Host: l.hosts[0], Noted: e.Noted, Answer: "no"}}, nil
		if l.must(l.desk.Undo(l.ctx, l.claire, l.ref, l.note(l.with("lawyer", "")).ID)); len(l.taken) != 0 {
			l.t.Errorf("a call without an answer takes one back: %+v", l.taken)
		}
		l.Clock.Advance(casefile.SlipTime)
		l.signIn()
		l.refused("later", l.desk.Undo(l.ctx, l.claire, l.ref, e.ID), fault.Conflict, fault.Key(casefile.ErrNoSlip))
		if len(l.taken) != 0 {
			l.t.Error("the answer is taken back later than its call")
		}
	})
}
