package call_test

import (
	"errors"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/call"
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
		l.answers = []told{{l.hosts[0], e.Noted, "yes"}, {l.hosts[1], e.Noted, "no"},
			{l.hosts[0], silent.Noted, "later"}}
		for _, c := range l.log().Calls {
			want := ""
			if c.ID == e.ID {
				want = "yes"
			}
			if c.Answer != want || c.Who.Empty() != (want == "") {
				l.t.Errorf("%s: the answer is %q", c.Name, c.Answer)
			}
		}
		err := l.desk.Undo(l.ctx, l.claire, l.ref, e.ID) // the host goes by its answer: none stays without its call
		l.refused("with an answer", err, fault.Conflict, fault.Key(call.ErrAnswer))
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
		if e.Host != l.hosts[0] || e.Answer != "yes" || e.Who.Empty() || e.Was.Answer != "yes" ||
			e.Was.Was.Answer != "yes" || e.Was.Was.Who.Empty() {
			l.t.Errorf("put right the answer is %q, before %q", e.Answer, e.Was.Answer)
		}
		e = right(e.ID, func(e *call.Entry) { e.Party = "lawyer" })
		if !e.Host.IsZero() || e.Answer != "" || !e.Who.Empty() || e.Was.Answer != "yes" {
			l.t.Errorf("with somebody else: %q of %q", e.Answer, e.Name)
		}
		l.broken = errors.New("answers do not read")
		if _, err := l.desk.Calls(l.ctx, l.claire, l.ref); !errors.Is(err, l.broken) {
			l.t.Errorf("without the answers: %v", err)
		}
	})
}
