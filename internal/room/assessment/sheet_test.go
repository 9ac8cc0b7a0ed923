package assessment_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/packs"
)

func said(codes ...string) ask.Answer { return ask.Answer{Codes: codes} }

func wrote(words string) ask.Answer { return ask.Answer{Words: secret.Of(words)} }

// answers gives the questions an answer that says more than the first that may be chosen; see answerTo.
var answers = map[string]ask.Answer{
	"age_route":    said("being_clarified"),
	"at_risk":      said("children"),
	"plan":         wrote("call at noon"),
	"shape":        said("single"),
	"adults":       said("2"),
	"animals":      said("yes"),
	"needs":        said("school"),
	"no_needs":     said("yes"),
	"needs_words":  wrote("a quiet room"),
	"languages":    said("pt", "fr"),
	"interpreter":  said("no"),
	"autonomy":     said("low"),
	"security":     said("2"),
	"ready_on":     said("2026-12-01"),
	"stay_weeks":   said("26"),
	"wishes":       wrote("near the sea"),
	"wished":       said("35", "44"),
	"vetoes":       said("13"),
	"health":       wrote("asthma"),
	"exploitation": said("domestic_servitude"),
	"gender":       said("Feminine"),
	"birth_year":   said("1999"),
	"nationality":  said("BR"),
}

// answerTo gives one answer to any question.
func answerTo(q ask.Question) ask.Answer {
	if a, ok := answers[q.Name]; ok {
		return a
	}
	switch q.Kind {
	case ask.ThreeWay:
		return said("no")
	case ask.Ticked:
		return said("yes")
	case ask.Sealed:
		return wrote("what was said of " + q.Name)
	case ask.Count:
		return said(strconv.Itoa(q.Least + 1))
	case ask.OnDay:
		return said("2026-12-01")
	case ask.One, ask.Typed, ask.Several, ask.TypedAll:
		for _, c := range q.Choices(packs.France(), "fr", date.Must(2026, 11, 1)) {
			if a := said(c.Code); a.Known() {
				return a
			}
		}
		return said(q.Values[len(q.Values)-1])
	}
	return said("7")
}

// Whatever is asked is kept; it is missing until it is answered, it has changed afterwards, and a transfer brings along
// what stays true and nothing else.
func TestEveryAnswerIsKept(t *testing.T) {
	for _, q := range assessment.Questions {
		if !answerTo(q.Question).Known() {
			t.Fatalf("this test gives no answer to %s", q.Name)
		}
	}
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		for _, q := range assessment.Questions {
			c.answered(q)
		}
	})
}

// What stays true wherever she goes is brought along by a transfer; of what the coded row holds, that does.
func TestWhatATransferBringsAlong(t *testing.T) {
	for _, name := range []string{"age_route", "elsewhere", "at_risk", "plan", "stay_weeks", "no_needs", "needs_words",
		"interpreter", "wishes", "hoped", "refused", "fixed", "health"} {
		if !assessment.Questions.Named(name).Carried {
			t.Errorf("a transfer does not bring %s along", name)
		}
	}
	if assessment.Questions.Named("ready_on").Carried {
		t.Error("when she can travel is asked anew")
	}
}

func (c *cast) answered(q ask.Field[assessment.Entry]) {
	c.t.Helper()
	ref := c.referred()
	before, found := c.open(ref), c.listed(q.Question)
	if q.Wanted && !slices.Contains(before.Missing(packs.France(), date.Must(2026, 11, 23)), q.Topic()) {
		c.t.Errorf("%s: not answered, and not missing", q.Name)
	}
	e := assessment.Entry{}
	q.Set(&e, answerTo(q.Question))
	c.save(ref, e)
	now := c.open(ref)
	if got := q.Get(now.Entry()); !got.Equal(answerTo(q.Question)) {
		c.t.Errorf("%s: %v was said, %v is kept", q.Name, answerTo(q.Question).Codes, got.Codes)
	}
	if q.Wanted && slices.Contains(now.Missing(packs.France(), date.Must(2026, 11, 23)), q.Topic()) {
		c.t.Errorf("%s: answered, and still missing", q.Name)
	}
	if now := c.listed(q.Question); now != found+1 && q.Column != "" && q.Kind != ask.Sealed {
		c.t.Errorf("%s: a list does not find it in its column", q.Name)
	}
	if !slices.Contains(assessment.Changed(before, now), q.Topic()) {
		c.t.Errorf("%s: answered, and nothing changed", q.Name)
	}
	next := c.open(c.carried(ref))
	if got := q.Get(next.Entry()).Equal(answerTo(q.Question)); got != q.Carried {
		c.t.Errorf("%s: carried over is %v", q.Name, got)
	}
	if next.Number != 0 || len(next.History) != 0 {
		c.t.Errorf("%s: what is carried over is taken for an evaluation", q.Name)
	}
}

// listed counts the cases that a list finds by the answer's column.
func (c *cast) listed(q ask.Question) (n int) {
	c.t.Helper()
	table, column, kept := strings.Cut(q.Column, ".")
	if !kept || q.Kind == ask.Sealed {
		return 0
	}
	err := c.Raw().QueryRow(fmt.Sprintf("select count(*) from %s where %s = '%v'", table, column,
		q.Stored(answerTo(q)))).Scan(&n)
	if err != nil {
		c.t.Fatal(err)
	}
	return n
}

// carried opens a case with what the evaluation of another brings along, as a transfer does.
func (c *cast) carried(from casefile.Ref) casefile.Ref {
	c.t.Helper()
	var write func(*gate.CaseTx) error
	c.change(from, func(tx *gate.CaseTx) (err error) {
		write, err = c.desk.Carry(&tx.CaseView)
		return err
	})
	return c.opened("transfer", write)
}

// What was brought along is the ground of the first evaluation, and stands in no history.
func TestWhatATransferBringsIsNoVersion(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		ref := c.referred()
		e := assessment.Entry{}
		assessment.Questions.Named("interpreter").Set(&e, said("yes"))
		c.save(ref, e)
		next := c.carried(ref)
		if _, err := c.desk.At(c.ctx, c.claire, next, 0); err == nil {
			t.Error("what was brought along is shown as a version")
		}
		e = assessment.Entry{}
		assessment.Questions.Named("autonomy").Set(&e, said("low"))
		c.save(next, e)
		if f := c.open(next); f.Number != 1 || len(f.History) != 1 || f.Sheet.Autonomy != "low" {
			t.Errorf("the first evaluation: %d, %d in the history", f.Number, len(f.History))
		}
		if nobody := c.carried(c.referred()); c.open(nobody).Number != 0 {
			t.Error("a case that nobody evaluated brings something along")
		}
	})
}
