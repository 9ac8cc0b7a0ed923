package call_test

import (
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/room/call"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// A call is due again from a day before its hour, pressing once it has passed, until the same people were spoken with;
// what was put right is due as it stands now.
func TestACallIsDueAgain(t *testing.T) {
	each(t, func(l *line) {
		in := func(d time.Duration) func(*call.Entry) {
			return func(e *call.Entry) { e.Again = l.Clock.Now().Add(d) }
		}
		parties := func(what string, want ...string) {
			l.t.Helper()
			var got []string
			for _, it := range l.due() {
				got = append(got, it.Text)
			}
			slices.Sort(got)
			for i := range want {
				want[i] = "call.home.again." + want[i]
			}
			if !slices.Equal(got, want) {
				l.t.Errorf("%s: the home says %v, not %v", what, got, want)
			}
		}
		l.note(l.with("authority", "never again"))
		e := l.note(l.with("lawyer", "", in(30*time.Hour)))
		l.note(l.with("health", "", in(2*time.Hour)))
		parties("a day and more before", "health")
		l.Clock.Set(e.Again.Add(-24 * time.Hour))
		l.signIn()
		parties("a day before", "health", "lawyer")
		for _, it := range l.due() {
			late := it.Text == "call.home.again.health"
			if it.Alarm != late || it.Due.IsZero() != late || it.Since.IsZero() == late ||
				it.Case.Code != l.log().Header.Code || it.To == "" || it.Band != casefile.Now {
				l.t.Errorf("the line is %+v", it)
			}
		}
		l.must(l.desk.Note(l.ctx, l.claire, l.other, l.with("health", "of another case")))
		l.note(l.with("health", "earlier", func(e *call.Entry) { e.At = e.At.Add(-8 * time.Hour) }))
		parties("spoken with before, and in another case", "health", "lawyer")
		spoken := l.note(l.with("health", "spoken with"))
		parties("spoken with", "lawyer")
		l.must(l.desk.Undo(l.ctx, l.claire, l.ref, spoken.ID))
		parties("a slip", "health", "lawyer")
		l.must(l.desk.Correct(l.ctx, l.claire, l.ref, e.ID, l.with("lawyer", "not again")))
		parties("put right", "health")
		// two calls of one minute: the one written down later counts
		at := l.Clock.Now()
		l.note(l.with("health", "", func(e *call.Entry) { e.At = at }, in(time.Hour)))
		l.note(l.with("health", "", func(e *call.Entry) { e.At = at }))
		parties("of one minute")

		host := func(team access.TeamID, again time.Duration) {
			l.t.Helper()
			l.must(l.Gate.Case(l.ctx, l.claire, call.Add, l.ref, func(tx *gate.CaseTx) error {
				until := time.Time{}
				if again > 0 {
					until = tx.Now().Add(again)
				}
				return l.desk.OfHost(tx, team, tx.Now(), until, true)
			}))
		}
		host(l.hosts[0], time.Hour)
		host(l.hosts[1], 0)
		parties("another host", "host")
		host(l.hosts[0], 0)
		parties("the same host")
		for _, p := range l.desk.HomePanels() {
			if !slices.Equal(p.Roles, []access.Role{access.Coordinator}) {
				l.t.Errorf("on the home of %v", p.Roles)
			}
		}
	})
}
