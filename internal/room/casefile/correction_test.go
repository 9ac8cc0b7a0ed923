package casefile_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/gate"
)

// corrected is a room of the tests that follows corrections: the kinds it was told of, and what it answers.
var corrected struct {
	kinds  []casefile.Kind
	answer error
}

var _ = casefile.Declare(casefile.Part{Room: "correction_test", Corrected: func(_ *gate.CaseTx, k casefile.Kind) error {
	corrected.kinds = append(corrected.kinds, k)
	return corrected.answer
}})

// correctedSince is what rooms were told of since it was asked last.
func correctedSince() []casefile.Kind {
	kinds := corrected.kinds
	corrected.kinds = nil
	return kinds
}

// admit tells that she was admitted, an instant after the evaluation began.
func (o own) admit(ref casefile.Ref) {
	o.T.Helper()
	o.must(ref, func(tx *gate.CaseTx) error { return casefile.Tell(tx, assessment.EvaluationStarted{}) })
	o.must(ref, func(tx *gate.CaseTx) error { return casefile.Tell(tx, assessment.Admitted{}) })
}

// now is the stage of a case, with its facts.
func (o own) now(ref casefile.Ref) (s casefile.Stage, facts []casefile.Told) {
	o.T.Helper()
	o.must(ref, func(tx *gate.CaseTx) error {
		h, err := casefile.ReadHeader(&tx.CaseView)
		if err != nil {
			return err
		}
		s = h.Stage
		facts, err = casefile.Facts(&tx.CaseView)
		return err
	})
	return s, facts
}

// A fact is undone as a slip: within ten minutes, while the case stands where it brought it, and not if any room that
// follows refuses. The case stands where it stood before, and a line alone is left.
func TestAFactIsUndoneAsASlip(t *testing.T) {
	eachOwn(t, func(t *testing.T, o own) {
		ref := o.open(nothing)
		o.admit(ref)
		undo := func(k casefile.Kind) error {
			return o.work(t.Context(), ref, func(tx *gate.CaseTx) error { return casefile.Undo(tx, k, "what was") })
		}
		correctedSince()
		if err := undo("evaluation_started"); !errors.Is(err, casefile.ErrStep) {
			t.Errorf("a fact that others followed: %v", err)
		}
		refusal := errors.New("a room refuses")
		corrected.answer = refusal
		if err := undo("admitted"); !errors.Is(err, refusal) {
			t.Errorf("a room refuses, and it answers %v", err)
		}
		corrected.answer = nil
		correctedSince()
		s, facts := o.now(ref)
		if s != casefile.Searching || len(facts) != 3 {
			t.Fatalf("what was refused left %s with %d facts", s, len(facts))
		}
		if !casefile.Undoable(facts, "admitted", o.Clock.Now()) ||
			casefile.Undoable(facts, "evaluation_started", o.Clock.Now()) ||
			casefile.Undoable(facts, "admitted", o.Clock.Now().Add(casefile.SlipTime)) ||
			casefile.Undoable(nil, "admitted", o.Clock.Now()) {
			t.Error("what can be undone is not what is")
		}
		if err := undo("admitted"); err != nil {
			t.Fatal(err)
		}
		o.Clock.Advance(time.Second)
		if got := correctedSince(); !slices.Equal(got, []casefile.Kind{"admitted"}) {
			t.Errorf("rooms were told of %v", got)
		}
		if s, facts := o.now(ref); s != casefile.Evaluating || len(facts) != 2 {
			t.Errorf("undone, it stands at %s with %d facts", s, len(facts))
		}
		o.must(ref, func(tx *gate.CaseTx) error {
			lines, err := casefile.Corrections(&tx.CaseView, "admitted")
			other, wrong := casefile.Corrections(&tx.CaseView, "evaluation_started")
			if err != nil || wrong != nil || len(lines) != 1 || len(other) != 0 {
				t.Fatalf("%d lines, %d of others, %v, %v", len(lines), len(other), err, wrong)
			}
			was, now := "", "untouched"
			if err := lines[0].Read(&was, &now); err != nil || was != "what was" || now != "untouched" ||
				!lines[0].Undone() || lines[0].User != o.claire.User() {
				t.Errorf("the line says %q, %q, %v", was, now, err)
			}
			return nil
		})
		o.must(ref, func(tx *gate.CaseTx) error { return casefile.Tell(tx, assessment.Admitted{}) })
		o.Clock.Advance(casefile.SlipTime - time.Second)
		o.claire = o.SignIn("claire")
		if err := undo("admitted"); !errors.Is(err, casefile.ErrNoSlip) {
			t.Errorf("after ten minutes: %v", err)
		}
	})
}

// A fact that was told wrongly is put right under its hour: what reads it reads what was the case, and a line has both.
func TestAFactIsPutRight(t *testing.T) {
	eachOwn(t, func(t *testing.T, o own) {
		ref := o.open(nothing)
		on, day := date.Must(2026, 11, 20), date.Must(2026, 11, 21)
		replace := func(on date.Date) error {
			return o.work(t.Context(), ref, func(tx *gate.CaseTx) error {
				return casefile.Replace(tx, casefile.NotAdmitted{Reason: on.String()})
			})
		}
		o.must(ref, func(tx *gate.CaseTx) error { return casefile.Tell(tx, assessment.EvaluationStarted{}) })
		if err := replace(on); !errors.Is(err, casefile.ErrStep) {
			t.Errorf("what was never told is put right: %v", err)
		}
		o.must(ref, func(tx *gate.CaseTx) error {
			return casefile.Tell(tx, casefile.NotAdmitted{Reason: on.String()})
		})
		_, before := o.now(ref)
		correctedSince()
		refusal := errors.New("a room refuses")
		corrected.answer = refusal
		if err := replace(day); !errors.Is(err, refusal) {
			t.Errorf("a room refuses, and it answers %v", err)
		}
		corrected.answer = nil
		correctedSince()
		if err := replace(day); err != nil {
			t.Fatal(err)
		}
		if got := correctedSince(); !slices.Equal(got, []casefile.Kind{"not_admitted"}) {
			t.Errorf("rooms were told of %v", got)
		}
		_, after := o.now(ref)
		was, now := before[len(before)-1], after[len(after)-1]
		var f casefile.NotAdmitted
		if err := now.Read(&f); err != nil || len(after) != len(before) || f.Reason != day.String() ||
			!now.At.Equal(was.At) {
			t.Errorf("put right: %+v, %v", f, err)
		}
		o.must(ref, func(tx *gate.CaseTx) error {
			lines, err := casefile.Corrections(&tx.CaseView, "not_admitted")
			if err != nil || len(lines) != 1 {
				t.Fatalf("%d lines, %v", len(lines), err)
			}
			var stood, stands casefile.NotAdmitted
			if err := lines[0].Read(&stood, &stands); err != nil || stood.Reason != on.String() ||
				stands.Reason != day.String() || lines[0].Undone() {
				t.Errorf("the line says %+v, %+v, %v", stood, stands, err)
			}
			return nil
		})
	})
}

// A fact goes with the record that told it, whenever that was; one that is gone already is told as such.
func TestAFactGoesWithItsRecord(t *testing.T) {
	eachOwn(t, func(t *testing.T, o own) {
		ref := o.open(nothing)
		o.admit(ref)
		_, facts := o.now(ref)
		which := facts[len(facts)-1].ID
		o.Clock.Advance(time.Hour)
		o.claire = o.SignIn("claire")
		back := func() error {
			return o.work(t.Context(), ref, func(tx *gate.CaseTx) error { return casefile.TakeBack(tx, which) })
		}
		refusal := errors.New("a room refuses")
		corrected.answer = refusal
		if err := back(); !errors.Is(err, refusal) {
			t.Errorf("a room refuses, and it answers %v", err)
		}
		corrected.answer = nil
		correctedSince()
		if err := back(); err != nil {
			t.Fatal(err)
		}
		if got := correctedSince(); !slices.Equal(got, []casefile.Kind{"admitted"}) {
			t.Errorf("rooms were told of %v", got)
		}
		if s, facts := o.now(ref); s != casefile.Evaluating || len(facts) != 2 {
			t.Errorf("it stands at %s with %d facts", s, len(facts))
		}
		if err := back(); !errors.Is(err, casefile.ErrStep) {
			t.Errorf("taken back twice: %v", err)
		}
		var never chan int // no line can keep it
		for _, pair := range [][2]any{{never, 1}, {1, never}} {
			err := o.work(t.Context(), ref, func(tx *gate.CaseTx) error {
				return casefile.Correct(tx, "x", pair[0], pair[1])
			})
			if err == nil || fault.Is(err, fault.NotFound) {
				t.Errorf("kept %T, %T: %v", pair[0], pair[1], err)
			}
		}
	})
}

// unwritten is a fact that cannot be written down.
type unwritten struct{ C chan int }

func (unwritten) Kind() casefile.Kind { return "admitted" }

// Nothing is put right or undone without the line that keeps what stood before.
func TestNothingIsPutRightWithoutItsLine(t *testing.T) {
	eachOwn(t, func(t *testing.T, o own) {
		ref, db := o.open(nothing), o.Raw()
		o.admit(ref)
		_, before := o.now(ref)
		set := func(coded string) {
			t.Helper()
			if _, err := db.Exec(`update casefile_fact set coded = $1 where kind = 'admitted'`, coded); err != nil {
				t.Fatal(err)
			}
		}
		for name, act := range map[string]func(*gate.CaseTx) error{
			"a fact that cannot be written": func(tx *gate.CaseTx) error { return casefile.Replace(tx, unwritten{}) },
			"a line that cannot be written": func(tx *gate.CaseTx) error {
				return casefile.Undo(tx, "admitted", unwritten{make(chan int)})
			}} {
			if err := o.work(t.Context(), ref, act); err == nil || fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		set("x")
		if err := o.work(t.Context(), ref, func(tx *gate.CaseTx) error {
			return casefile.Replace(tx, assessment.Admitted{})
		}); err == nil {
			t.Error("what does not read is put right, and no line can keep it")
		}
		set("{}")
		if _, after := o.now(ref); !slices.Equal(before, after) {
			t.Errorf("there is %+v, and there was %+v", after, before)
		}
	})
}

// The lines of a case are its own, newest first; one that does not read is told.
func TestTheLinesOfACase(t *testing.T) {
	eachOwn(t, func(t *testing.T, o own) {
		ref, other, db := o.open(nothing), o.open(nothing), o.Raw()
		line := func(ref casefile.Ref, was, now string) {
			o.must(ref, func(tx *gate.CaseTx) error { return casefile.Correct(tx, "aid", was, now) })
		}
		read := func() (out []string, err error) {
			o.must(ref, func(tx *gate.CaseTx) error {
				list, wrong := casefile.Corrections(&tx.CaseView, "aid")
				for _, c := range list {
					var was, now string
					err = errors.Join(err, c.Read(&was, &now))
					out = append(out, was+now)
				}
				return wrong
			})
			return out, err
		}
		line(ref, "1", "a")
		o.Clock.Advance(time.Second)
		line(other, "x", "x")
		line(ref, "2", "b")
		o.Clock.Advance(time.Second)
		line(ref, "3", "c")
		if got, err := read(); err != nil || !slices.Equal(got, []string{"3c", "2b", "1a"}) {
			t.Errorf("the lines are %v, %v", got, err)
		}
		exec := func(query string) {
			t.Helper()
			if _, err := db.Exec(query); err != nil {
				t.Fatal(err)
			}
		}
		exec(`update casefile_correction set at = 1`) // of one instant: those made last come first
		if got, err := read(); err != nil || !slices.Equal(got, []string{"3c", "2b", "1a"}) {
			t.Errorf("the lines of one instant are %v, %v", got, err)
		}
		for _, column := range []string{"was", "now"} {
			exec(`update casefile_correction set ` + column + ` = 'x'`)
			if _, err := read(); err == nil {
				t.Errorf("%s does not read, and nobody is told", column)
			}
			exec(`update casefile_correction set ` + column + ` = '""'`)
		}
	})
}

// What is undone is the fact that brought the case to where it stands: a pause that is over and an end that was taken
// back did so last, and what moves no case is looked through.
func TestWhatBroughtTheCaseWhereItStands(t *testing.T) {
	told := func(kinds ...casefile.Kind) (out []casefile.Told) {
		for _, k := range kinds {
			out = append(out, casefile.Told{Kind: k})
		}
		return out
	}
	for _, c := range []struct {
		facts []casefile.Told
		last  casefile.Kind
	}{
		{told("evaluation_started", "admitted"), "admitted"},
		{told("admitted", "danger_zone_set"), "admitted"},
		{told("admitted", "suspended", "resumed"), "resumed"},
		{told("admitted", "withdrawn", "reopened"), "reopened"},
		{told("admitted", "withdrawn"), "withdrawn"},
	} {
		for _, f := range c.facts {
			if got := casefile.Undoable(c.facts, f.Kind, time.Time{}); got != (f.Kind == c.last) {
				t.Errorf("of %v, %s can be undone: %t", c.facts, f.Kind, got)
			}
		}
	}
}

// Of two facts of a case the one that is meant goes, also the first, and the other stays as it is.
func TestAnotherFactStays(t *testing.T) {
	eachOwn(t, func(t *testing.T, o own) {
		ref := o.open(nothing)
		o.admit(ref)
		_, facts := o.now(ref)
		o.must(ref, func(tx *gate.CaseTx) error { return casefile.Replace(tx, assessment.Admitted{}) })
		if _, after := o.now(ref); after[0].Raw != facts[0].Raw {
			t.Errorf("another fact is put right: %s", after[0].Raw)
		}
		o.must(ref, func(tx *gate.CaseTx) error { return casefile.TakeBack(tx, facts[0].ID) })
		if s, after := o.now(ref); s != casefile.Searching || !slices.Equal(after, facts[1:]) {
			t.Errorf("it stands at %s with %+v", s, after)
		}
	})
}
