package call_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
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
		l.Clock.Set(e.Again.Add(-24 * time.Hour))
		parties("a day before, to the instant", "health")
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
		wrong := l.note(l.with("referrer", "", in(time.Hour)))
		l.must(l.desk.Correct(l.ctx, l.claire, l.ref, wrong.ID, l.with("other", "it was another")))
		parties("put right, it was due with somebody else", "health")
		wrong = l.note(l.with("health", "spoken with"))
		l.must(l.desk.Correct(l.ctx, l.claire, l.ref, wrong.ID, l.with("other", "it was another")))
		parties("put right, somebody else was spoken with", "health")
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
		parties("another host", "house")
		due := l.due()[0]
		if !slices.Equal(due.Args, []any{"host", "Le Phare"}) {
			l.t.Errorf("the line names %v", due.Args)
		}
		next := call.Next{Case: l.ref}
		_, after, _ := strings.Cut(due.To, "&after=")
		l.must(next.After.UnmarshalText([]byte(after)))
		blank, err := l.desk.Blank(l.ctx, l.claire, next)
		if l.must(err); blank.Host != "Le Phare" || blank.Telephone != "" {
			l.t.Errorf("the page names %q %q", blank.Host, blank.Telephone)
		}
		l.note(l.with("lawyer", "", func(e *call.Entry) { e.After = next.After }))
		parties("somebody else was spoken with", "house")
		byLine := l.note(l.with("host", "", func(e *call.Entry) { e.After = next.After }))
		parties("the same host, by the line of the home")
		l.must(l.desk.Undo(l.ctx, l.claire, l.ref, byLine.ID))
		parties("a slip again", "house")
		host(l.hosts[0], 0)
		parties("the same host")
		l.must(l.desk.Note(l.ctx, l.claire, l.ref, l.with("lawyer", "", in(time.Hour))))
		parties("due", "lawyer")
		for _, p := range l.desk.HomePanels() {
			if !slices.Equal(p.Roles, []access.Role{access.Coordinator}) {
				l.t.Errorf("on the home of %v", p.Roles)
			}
			l.must(l.Gate.Circle(l.ctx, l.SignIn("rita"), casefile.Home, func(v *gate.CircleView) error {
				items, err := p.Load(v)
				if len(items) > 0 {
					l.t.Errorf("who referred reads whom to call: %+v", items)
				}
				return err
			}))
		}
		_, err = l.Raw().Exec(`update casefile_circle set open = 0`)
		l.must(err)
		parties("over")
	})
}

// What does not read is told: no page says that a case has fewer calls than it has, or another line than was undone.
func TestACallThatDoesNotReadIsTold(t *testing.T) {
	each(t, func(l *line) {
		e := l.note(l.with("lawyer", "words"))
		slip := l.note(l.with("health", "slip"))
		l.must(l.desk.Undo(l.ctx, l.claire, l.ref, slip.ID))
		spoilt := func(what, set string, spoil, was any) {
			l.t.Helper()
			_, err := l.Raw().Exec(set, spoil)
			l.must(err)
			if log, err := l.desk.Calls(l.ctx, l.claire, l.ref); err == nil {
				l.t.Errorf("%s does not read, and the log says %+v", what, log)
			}
			_, err = l.desk.Call(l.ctx, l.claire, l.ref, e.ID)
			if err == nil || fault.Is(err, fault.NotFound) {
				l.t.Errorf("%s does not read, and its page says %v", what, err)
			}
			err = l.desk.Correct(l.ctx, l.claire, l.ref, e.ID, l.with("lawyer", ""))
			if err == nil || fault.Is(err, fault.NotFound) {
				l.t.Errorf("%s does not read, and it is put right: %v", what, err)
			}
			if what != "a call" { // the words of a slip need not be read
				err = l.desk.Undo(l.ctx, l.claire, l.ref, e.ID)
				if err == nil || fault.Is(err, fault.NotFound) {
					l.t.Errorf("%s does not read, and it is undone: %v", what, err)
				}
			}
			err = l.Gate.ViewCase(l.ctx, l.claire, call.Read, l.ref, func(v *gate.CaseView) error {
				_, _, err := l.desk.OnCase(v)
				return err
			})
			if err == nil {
				l.t.Errorf("%s does not read, and the case says nothing", what)
			}
			_, err = l.Raw().Exec(set, was)
			l.must(err)
		}
		var words []byte
		var was string
		l.must(l.Raw().QueryRow(`select words_sealed from call_entry where id = $1`, e.ID.Bytes()).Scan(&words))
		l.must(l.Raw().QueryRow(`select was from casefile_correction`).Scan(&was))
		spoilt("a call", `update call_entry set words_sealed = $1`, []byte("not sealed"), words)
		spoilt("what was undone", `update casefile_correction set was = $1`, "{", was)
		l.say("as it was", "words")
	})
}

// What the form offers may be written down, each of it.
func TestWhatMayBeSaidOfACall(t *testing.T) {
	each(t, func(l *line) {
		for _, c := range []struct {
			of    *[]string
			codes string
			set   func(*call.Entry) *string
		}{
			{&call.Ways, "ours theirs", func(e *call.Entry) *string { return &e.Way }},
			{&call.Parties, "person host referrer lawyer health authority other",
				func(e *call.Entry) *string { return &e.Party }},
			{&call.Abouts, "safety place journey stay agreement procedure other",
				func(e *call.Entry) *string { return &e.About }},
			{&call.Outcomes, "reached nobody message will_call", func(e *call.Entry) *string { return &e.Outcome }},
		} {
			if got := strings.Join(*c.of, " "); got != c.codes {
				l.t.Errorf("the form offers %q, not %q", got, c.codes)
			}
			for code := range strings.FieldsSeq(c.codes) {
				e := l.note(l.with("lawyer", "", func(e *call.Entry) { *c.set(e) = code }))
				if *c.set(&e) != code {
					l.t.Errorf("%q is written down as %q", code, *c.set(&e))
				}
			}
		}
	})
}

// Words that cannot be sealed are not lost in silence: nothing is written down, and what stood stays.
func TestWordsThatCannotBeSealed(t *testing.T) {
	each(t, func(l *line) {
		e := l.note(l.with("lawyer", ""))
		var sealed int
		l.must(l.Raw().QueryRow(`select length(words_sealed) from call_entry`).Scan(&sealed))
		if sealed != 0 {
			l.t.Errorf("%d bytes are sealed of no words", sealed)
		}
		_, err := l.Raw().Exec(`delete from vault_wrap where holder_id = $1`, l.Teams["evaluation"].Bytes())
		l.must(err)
		if err := l.desk.Note(l.ctx, l.claire, l.ref, l.with("lawyer", "lost")); err == nil {
			l.t.Error("words without a key are written down")
		}
		if err := l.desk.Correct(l.ctx, l.claire, l.ref, e.ID, l.with("lawyer", "lost")); err == nil {
			l.t.Error("words without a key put a call right")
		}
		var calls, replaced int
		l.must(l.Raw().QueryRow(`select count(*), sum(replaced) from call_entry`).Scan(&calls, &replaced))
		if calls != 1 || replaced != 0 {
			l.t.Errorf("%d calls, %d of them put right", calls, replaced)
		}
	})
}
