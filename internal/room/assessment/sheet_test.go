package assessment_test

import (
	"slices"
	"testing"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/packs"
)

func said(codes ...string) ask.Answer { return ask.Answer{Codes: codes} }

func wrote(words string) ask.Answer { return ask.Answer{Words: secret.Of(words)} }

// answers gives one answer to each question.
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

// Whatever is asked is kept; it is missing until it is answered, it has changed afterwards, and a transfer brings along
// what stays true and nothing else.
func TestEveryAnswerIsKept(t *testing.T) {
	for _, q := range assessment.Questions {
		if !answers[q.Name].Known() {
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

func (c *cast) answered(q ask.Field[assessment.Entry]) {
	c.t.Helper()
	ref := c.referred()
	before := c.open(ref)
	if q.Wanted && !slices.Contains(before.Missing(packs.France()), q.Topic()) {
		c.t.Errorf("%s: not answered, and not missing", q.Name)
	}
	e := assessment.Entry{}
	q.Set(&e, answers[q.Name])
	c.save(ref, e)
	now := c.open(ref)
	if got := q.Get(now.Entry()); !got.Equal(answers[q.Name]) {
		c.t.Errorf("%s: %v was said, %v is kept", q.Name, answers[q.Name].Codes, got.Codes)
	}
	if q.Wanted && slices.Contains(now.Missing(packs.France()), q.Topic()) {
		c.t.Errorf("%s: answered, and still missing", q.Name)
	}
	if !slices.Contains(assessment.Changed(before, now), q.Topic()) {
		c.t.Errorf("%s: answered, and nothing changed", q.Name)
	}
	next := c.open(c.carried(ref))
	if got := q.Get(next.Entry()).Equal(answers[q.Name]); got != q.Carried {
		c.t.Errorf("%s: carried over is %v", q.Name, got)
	}
	if next.Number != 0 || len(next.History) != 0 {
		c.t.Errorf("%s: what is carried over is taken for an evaluation", q.Name)
	}
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
