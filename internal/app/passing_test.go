package app_test

import (
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// What somebody types is kept in passing: nothing is saved by it, nobody else reads it, and the page on which it was
// typed offers it until it is taken up, saved or forgotten.
func TestWhatIsTypedIsKeptInPassing(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("referred")
		const words = "zq-she-needs-a-lift-zq"
		at := w.office + "/assessment"
		entries := len(s.Entries("assessment.decide"))
		p := s.StepUp(cast.Claire).Get(at).OK().Hides("web.draft.resume")
		p.Fill("needs_words", words).Typing("needs_words").Fill("needs_words", words+" soon").Typing("needs_words")
		if got := len(s.Entries("assessment.decide")); got != entries {
			t.Error("typing saved an evaluation")
		}
		if dump := raw(t, s, "session_kept", "form_sealed"); strings.Contains(dump, words) {
			t.Error("what was typed lies in the open")
		}
		s.StepUp(cast.Colin).Get(at).OK().Hides("web.draft.resume", words)
		claire := s.StepUp(cast.Claire)
		claire.Get(at).OK().Shows("web.draft.resume").Hides(words)
		claire.Follow("web.draft.resume").OK().Shows("web.session.given_back", words+" soon").Hides("web.draft.resume")
		// Looked at and left, and refused, it waits on.
		claire.Get(at).OK().Shows("web.draft.resume").Follow("web.draft.resume").OK()
		claire.Fill("children_age_3_5", "400").Press("assessment.decide.save").Answers(422).Shows(words + " soon")
		claire.Get(at).OK().Shows("web.draft.resume").Follow("web.draft.resume").OK()
		claire.Fill("children_age_3_5", "400").Press("assessment.decide.save").Answers(422)
		claire.Fill("children_age_3_5", "")
		claire.Press("assessment.decide.save").OK().Shows("assessment.said.saved")
		claire.Get(at).OK().Shows(words + " soon").Hides("web.draft.resume")

		// What is under way when the form is sent comes too late.
		late := claire.Choose("interpreter", "no").Held("needs_words")
		claire.Press("assessment.decide.save").OK()
		late()
		claire.Get(at).OK().Hides("web.draft.resume")

		// Saved without a look at the draft, it is over as well; forgotten, it is gone; after half a day too.
		claire.Fill("needs_words", "other").Typing("needs_words").Get(at).OK().Shows("web.draft.resume")
		claire.Press("assessment.decide.save").OK().Get(at).OK().Hides("web.draft.resume")
		claire.Fill("needs_words", "other").Typing("needs_words").Get(at).OK().Press("web.draft.forget").OK()
		claire.IsAt(at).Shows("web.draft.gone", words+" soon").Hides("web.draft.resume")
		claire.Fill("needs_words", "other").Typing("needs_words")
		s.Wait(12*time.Hour + time.Minute)
		s.StepUp(cast.Claire).Get(at).OK().Hides("web.draft.resume")
	})
}

// Words that wait and were not taken up are not lost to what is typed beside them: what was typed since joins them,
// field by field.
func TestATypedWordJoinsThoseThatWait(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("referred")
		at := w.office + "/assessment"
		claire := s.StepUp(cast.Claire).Get(at).OK().Fill("needs_words", "zq-first-zq")
		claire.Choose("interpreter", "no").Typing("needs_words")
		claire.Get(at).OK().Shows("web.draft.resume").Fill("children_age_3_5", "2").Typing("children_age_3_5")
		claire.Fill("children_age_3_5", "3").Typing("children_age_3_5")
		claire.Get(at).OK().Follow("web.draft.resume").OK().Shows("zq-first-zq")
		if got := claire.Sends("children_age_3_5"); got != "3" {
			t.Errorf("children of 3 to 5 years: %q", got)
		}
		if got := claire.Sends("interpreter"); got != "no" {
			t.Errorf("interpreter: %q", got)
		}
		// A word that was taken away is away.
		claire.Get(at).OK().Fill("needs_words", "").Typing("needs_words")
		claire.Get(at).OK().Follow("web.draft.resume").OK().Hides("zq-first-zq")
		claire.Get(at).OK().Press("web.draft.forget").OK().Get(at).OK().Hides("web.draft.resume")
	})
}

// raw is a column of a table as the disk holds it.
func raw(t *testing.T, s *story.Story, table, column string) string {
	t.Helper()
	rows, err := s.Raw().Query(`select ` + column + ` from ` + table)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var all strings.Builder
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			t.Fatal(err)
		}
		all.Write(b)
	}
	if all.Len() == 0 {
		t.Fatalf("nothing lies in %s.%s: %v", table, column, rows.Err())
	}
	return all.String()
}
