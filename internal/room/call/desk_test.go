package call_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/call"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
)

var (
	openTest = access.Define(access.Act{Name: "test.open", Door: access.OfficeDoor, By: access.ByReferring,
		Opens: vault.All})
	teamTest  = access.Define(access.Act{Name: "test.team", Door: access.OfficeDoor, By: access.ByMachine})
	qTeamTest = gate.OfficeSQL("test.team", `insert into access_team (id, kind, name, created_at)
		values ($1, 'partner', $2, 0)`)
)

// line is one case with its log: Claire and Cyril evaluate, Rita referred.
type line struct {
	*trusttest.Floor
	t                   *testing.T
	ctx                 context.Context
	desk                *call.Desk
	claire, cyril, rita access.Actor
	ref, other          casefile.Ref
	hosts               []access.TeamID
	answers             []casefile.Given
	taken               []casefile.Given // back, through the port
	broken, kept        error            // what the ports of answers say
}

func each(t *testing.T, fn func(*line)) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		l := &line{Floor: f, t: t, ctx: context.Background()}
		l.desk = call.New(f.Gate, call.Answers{
			Tell: func(_ *gate.CaseView, tell func(casefile.Given)) error {
				for _, a := range l.answers {
					a.Who = secret.Of("zq-director-zq")
					tell(a)
				}
				return l.broken
			},
			TakeBack: func(_ *gate.CaseTx, host access.TeamID, noted time.Time) error {
				l.taken = append(l.taken, casefile.Given{Host: host, Noted: noted})
				return l.kept
			}})
		var referring access.TeamID
		for _, name := range []string{"Le Phare", "La Dune", "Referrers"} {
			team := id.Random[any]()
			l.must(f.Gate.ChangeOffice(l.ctx, access.Machine("test"), teamTest, func(tx *gate.OfficeTx) error {
				return gate.Done(tx.Exec(qTeamTest, team, name))
			}))
			l.must(referring.Scan(team.Bytes()))
			l.hosts = append(l.hosts, referring)
		}
		l.hosts = l.hosts[:2]
		f.Person("claire", "Claire", f.Teams["evaluation"], "", access.Coordinator)
		f.Person("cyril", "Cyril", f.Teams["evaluation"], "claire", access.Coordinator)
		l.rita = f.Person("rita", "Rita", referring, "", access.Referrer)
		l.signIn()
		l.ref, l.other = l.open(referring), l.open(referring)
		fn(l)
	})
}

func (l *line) signIn() { l.claire, l.cyril = l.SignIn("claire"), l.SignIn("cyril") }

func (l *line) open(referring access.TeamID) casefile.Ref {
	l.t.Helper()
	ref, err := l.Gate.NewCase(l.ctx, l.claire, openTest, []gate.Holder{
		{Kind: "evaluation", Relation: access.Evaluates, Opens: vault.Identity | vault.Danger},
		{Team: referring, Relation: access.Referred},
	}, nil, func(tx *gate.CaseTx, j gate.JournalID) error { return casefile.Opened(tx, j, "first") })
	l.must(err)
	return ref
}

func (l *line) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
	l.Clock.Advance(time.Millisecond)
}

func (l *line) refused(what string, err error, kind fault.Kind, key string) {
	l.t.Helper()
	if !fault.Is(err, kind) || key != "" && fault.Key(err) != key {
		l.t.Errorf("%s: got %v, want %s %s", what, err, kind, key)
	}
}

// with is a call with somebody just now, changed.
func (l *line) with(party, words string, change ...func(*call.Entry)) call.Entry {
	e := call.Entry{Way: "ours", Party: party, At: l.Clock.Now(), About: "safety", Outcome: "nobody",
		Words: secret.Of(words)}
	for _, c := range change {
		c(&e)
	}
	return e
}

// note writes a call down and returns it as it is read.
func (l *line) note(e call.Entry) call.Entry {
	l.t.Helper()
	l.must(l.desk.Note(l.ctx, l.claire, l.ref, e))
	return l.latest()
}

func (l *line) log() call.Log {
	l.t.Helper()
	log, err := l.desk.Calls(l.ctx, l.claire, l.ref)
	l.must(err)
	return log
}

// latest is the call that was written down last.
func (l *line) latest() call.Entry {
	l.t.Helper()
	calls := l.log().Calls
	if len(calls) == 0 {
		l.t.Fatal("no call is written down")
	}
	return slices.MaxFunc(calls, func(a, b call.Entry) int { return a.Noted.Compare(b.Noted) })
}

// words are those of the calls shown, latest call first.
func (l *line) words() (out []string) {
	l.t.Helper()
	for _, e := range l.log().Calls {
		out = append(out, e.Words.Reveal())
	}
	return out
}

func (l *line) say(what string, want ...string) {
	l.t.Helper()
	if got := l.words(); !slices.Equal(got, want) {
		l.t.Errorf("%s the log says %v, not %v", what, got, want)
	}
}

// due are the calls that stand on Claire's home.
func (l *line) due() (out []casefile.Item) {
	l.t.Helper()
	out, err := casefile.NewDesk(l.Gate, l.desk.HomePanels(), nil).OnHome(l.ctx, l.claire)
	l.must(err)
	return out
}

// A call is read by the team that evaluates as it was written down, latest first, and by nobody else; the words are
// sealed, and the case beside has none of it.
func TestACallIsReadAsItWasWrittenDown(t *testing.T) {
	each(t, func(l *line) {
		at, again := l.Clock.Now().Add(-time.Hour), l.Clock.Now().Add(time.Hour)
		e := l.note(call.Entry{Way: "theirs", Party: "lawyer", At: at, About: "procedure", Outcome: "reached",
			Again: again, Words: secret.Of("zq-words-zq")})
		if e.Way != "theirs" || e.Party != "lawyer" || !e.At.Equal(at) || e.About != "procedure" ||
			e.Outcome != "reached" || !e.Again.Equal(again) || e.Words.Reveal() != "zq-words-zq" || e.Noted.IsZero() ||
			e.User != l.claire.User() || e.By != "Claire" || e.Was != nil || !e.Host.IsZero() || e.Name != "" ||
			e.Given.Answer != "" {
			l.t.Errorf("it is read as %+v", e)
		}
		l.note(l.with("person", ""))
		l.note(l.with("referrer", "before", func(e *call.Entry) { e.At = e.At.Add(-2 * time.Hour) }))
		l.say("written down", "", "zq-words-zq", "before")
		at = l.Clock.Now()
		for _, words := range []string{"of one minute", "and noted later"} {
			l.note(l.with("health", words, func(e *call.Entry) { e.At = at }))
		}
		l.say("of one minute", "and noted later", "of one minute", "", "zq-words-zq", "before")
		if log := l.log(); log.Header.Code == "" || log.Now.Before(e.Noted) {
			l.t.Errorf("the log is of %+v", log.Header)
		}
		one, err := l.desk.Call(l.ctx, l.claire, l.ref, e.ID)
		if err != nil || one.One.ID != e.ID || len(one.All.Calls) != 5 {
			l.t.Errorf("one call: %+v, %v", one.One, err)
		}
		if other, err := l.desk.Calls(l.ctx, l.claire, l.other); err != nil || len(other.Calls) != 0 {
			l.t.Errorf("the case beside has %d calls, %v", len(other.Calls), err)
		}
		_, err = l.desk.Call(l.ctx, l.claire, l.other, e.ID)
		l.refused("a call of another case", err, fault.NotFound, "")
		l.refused("undone in another case", l.desk.Undo(l.ctx, l.claire, l.other, e.ID), fault.NotFound, "")

		for who, actor := range map[string]access.Actor{"evaluates": l.claire, "referred": l.rita} {
			ref := l.ref
			if who == "referred" {
				l.must(l.Raw().QueryRow(`select alias from casefile_circle where relation = 'referred'
					order by case_id limit 1`).Scan(&ref))
				_, err := l.desk.Calls(l.ctx, actor, ref)
				l.refused("the log read by who referred", err, fault.NotFound, "")
				l.refused("a call written down by who referred",
					l.desk.Note(l.ctx, actor, ref, l.with("person", "")), fault.NotFound, "")
			}
			l.must(l.Gate.ViewCase(l.ctx, actor, casefile.Open, ref, func(v *gate.CaseView) error {
				log, shown, err := l.desk.OnCase(v)
				if shown != (who == "evaluates") || len(log.Calls) > 0 != shown {
					l.t.Errorf("who %s has a panel: %v, with %d calls", who, shown, len(log.Calls))
				}
				return err
			}))
		}
	})
}

// What cannot be is refused, when it is written down and when it is put right, and leaves nothing.
func TestACallThatCannotBe(t *testing.T) {
	each(t, func(l *line) {
		stays := l.note(l.with("lawyer", "stays"))
		now := l.Clock.Now()
		for what, c := range map[string]struct {
			change func(*call.Entry)
			key    string
		}{
			"no way":        {func(e *call.Entry) { e.Way = "" }, "fault.invalid"},
			"nobody":        {func(e *call.Entry) { e.Party = "police" }, "fault.invalid"},
			"about nothing": {func(e *call.Entry) { e.About = "papers" }, "fault.invalid"},
			"no outcome":    {func(e *call.Entry) { e.Outcome = "failure" }, "fault.invalid"},
			"no hour":       {func(e *call.Entry) { e.At = time.Time{} }, "call.invalid.at"},
			"still to come": {func(e *call.Entry) { e.At = now.Add(time.Minute) }, "call.invalid.at"},
			"long ago": {func(e *call.Entry) { e.At = now.AddDate(0, 0, -31).Add(-time.Minute) },
				"call.invalid.at"},
			"again before it was":  {func(e *call.Entry) { e.Again = now.Add(-time.Minute) }, "call.invalid.again"},
			"again at this moment": {func(e *call.Entry) { e.Again = now }, "call.invalid.again"},
		} {
			e := l.with("lawyer", "cannot be", c.change)
			l.Clock.Set(now)
			l.refused(what, l.desk.Note(l.ctx, l.claire, l.ref, e), fault.Invalid, c.key)
			l.refused(what+", put right", l.desk.Correct(l.ctx, l.claire, l.ref, stays.ID, e), fault.Invalid, c.key)
		}
		l.say("refused", "stays")
		l.Clock.Set(now)
		l.note(l.with("lawyer", "a month ago", func(e *call.Entry) { e.At = now.AddDate(0, 0, -31) }))
		l.note(l.with("lawyer", "now", func(e *call.Entry) { e.Again = l.Clock.Now().Add(time.Microsecond) }))
	})
}

// What was written wrong is put right beside it: the former line is read with the new one, nobody's words are lost, and
// what another put right meanwhile is not overturned.
func TestACallIsPutRight(t *testing.T) {
	each(t, func(l *line) {
		first := l.note(l.with("lawyer", "first"))
		l.note(l.with("health", "another"))
		l.must(l.desk.Correct(l.ctx, l.cyril, l.ref, first.ID, l.with("referrer", "second",
			func(e *call.Entry) { e.At, e.Outcome = first.At, "message" })))
		l.say("put right", "another", "second")
		second := l.latest()
		if second.By != "Cyril" || second.Outcome != "message" || second.Party != "referrer" || second.Was == nil ||
			second.Was.ID != first.ID || second.Was.By != "Claire" || second.Was.Words.Reveal() != "first" {
			l.t.Errorf("put right it is %+v, and was %+v", second, second.Was)
		}
		_, err := l.desk.Call(l.ctx, l.claire, l.ref, first.ID)
		l.refused("what was put right is opened", err, fault.NotFound, "")
		err = l.desk.Correct(l.ctx, l.claire, l.ref, first.ID, l.with("lawyer", "third"))
		l.refused("what was put right is put right", err, fault.NotFound, "")
		l.refused("what was put right is undone", l.desk.Undo(l.ctx, l.claire, l.ref, first.ID), fault.NotFound, "")
		l.say("refused", "another", "second")

		again := func(c context.Context) error {
			return l.desk.Correct(c, l.claire, l.ref, second.ID, l.with("referrer", "third"))
		}
		between := trusttest.Before(l.ctx, 2, func() {
			l.must(l.desk.Correct(l.ctx, l.cyril, l.ref, second.ID, l.with("referrer", "quicker")))
		})
		if err := again(between); err == nil {
			l.t.Error("two put the same call right, and both stand")
		}
		if got := l.words(); !slices.Contains(got, "quicker") || slices.Contains(got, "third") {
			l.t.Errorf("the log says %v", got)
		}
	})
}

// A slip is undone for ten minutes: what it put right stands again, and a line with its codes alone says so.
func TestASlipIsUndone(t *testing.T) {
	each(t, func(l *line) {
		first := l.note(l.with("lawyer", "first"))
		l.must(l.desk.Correct(l.ctx, l.claire, l.ref, first.ID, l.with("health", "second")))
		second := l.latest()
		l.must(l.desk.Correct(l.ctx, l.claire, l.ref, l.note(l.with("person", "beside")).ID, l.with("person", "right")))
		l.must(l.desk.Undo(l.ctx, l.cyril, l.ref, second.ID))
		l.say("undone", "right", "first")
		log := l.log()
		if len(log.Undone) != 1 {
			l.t.Fatalf("%d lines say so", len(log.Undone))
		}
		if u := log.Undone[0]; u.Was.Party != "health" || u.Was.Way != "ours" || u.Was.About != "safety" ||
			u.Was.Outcome != "nobody" || u.User != l.cyril.User() || u.At.IsZero() {
			l.t.Errorf("the line says %+v", u)
		}
		l.refused("undone twice", l.desk.Undo(l.ctx, l.claire, l.ref, second.ID), fault.NotFound, "")
		l.Clock.Set(first.Noted.Add(casefile.SlipTime - time.Microsecond))
		if log := l.log(); !log.Slipped(log.Calls[1]) {
			l.t.Error("in the tenth minute it is no slip any more")
		}
		l.Clock.Set(first.Noted.Add(casefile.SlipTime))
		if log := l.log(); log.Slipped(log.Calls[1]) {
			l.t.Error("after ten minutes it is still a slip")
		}
		err := l.desk.Undo(l.ctx, l.claire, l.ref, first.ID)
		l.refused("after ten minutes", err, fault.Conflict, fault.Key(casefile.ErrNoSlip))
		l.say("after ten minutes", "right", "first")
	})
}

// Where the database fails, whoever reads or writes is told, and nothing is half done.
func TestACallIsWrittenWholeOrNotAtAll(t *testing.T) {
	each(t, func(l *line) {
		e := l.with("lawyer", "words")
		trusttest.Failing(l.t, "writing a call down", func(c context.Context) error {
			return l.desk.Note(c, l.claire, l.ref, e)
		})
		l.say("once", "words")
		e = l.latest()
		trusttest.Failing(l.t, "the log", func(c context.Context) error {
			_, err := l.desk.Calls(c, l.claire, l.ref)
			return err
		})
		right := l.with("lawyer", "right")
		trusttest.Failing(l.t, "putting right", func(c context.Context) error {
			return l.desk.Correct(c, l.claire, l.ref, e.ID, right)
		})
		l.say("put right", "right")
		e = l.latest()
		trusttest.Failing(l.t, "undoing", func(c context.Context) error {
			return l.desk.Undo(c, l.claire, l.ref, e.ID)
		})
		l.say("undone", "words")
	})
}
