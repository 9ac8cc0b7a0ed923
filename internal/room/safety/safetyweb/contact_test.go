package safetyweb_test

import (
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/story"
)

// Somebody without account answers ten questions: the page says how soon and what to do, keeps nothing, and begins a
// referral in which what it asks too is answered already.
func TestTheDangerAtAFirstContact(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		drafts := func() (n int) {
			if err := s.Raw().QueryRow(`select count(*) from referral_draft`).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		p := s.Public("fr").Get("/fr").OK().Follow("safety.meeting.title").OK().IsAt("/fr/evaluer-le-danger")
		p.Press("safety.meeting.answer").OK().Shows("safety.urgency.unsure", "safety.do.no_call")
		p.Get("/fr/evaluer-le-danger").OK().Choose("violence", "yes").Choose("adult", "yes").Choose("can_call", "no").
			Choose("care_today", "yes").Press("safety.meeting.answer").OK().IsAt("/fr/evaluer-le-danger").
			Shows("safety.urgency.at_once", "safety.do.doctor").Hides("safety.do.child")
		if n := drafts(); n != 0 {
			t.Errorf("%d drafts are kept of a sheet", n)
		}
		p.Press("safety.result.begin").OK()
		if n := drafts(); n != 1 || strings.Contains(p.Path(), "yes") {
			t.Errorf("%d drafts at %s, want 1", n, p.Path())
		}
		p.Shows("referral.field.who_name").Fill("who_name", "Zq").Fill("who_telephone", "0612345678")
		p.Press("referral.go.next").OK() // to her agreement, her danger, who she is: what is said already stands there
		p.Press("referral.go.next").OK().Press("referral.go.next").OK()
		if got := p.Field("adult"); got != "yes" {
			t.Errorf("what the sheet was told of her age is asked again: %q", got)
		}

		s.Public("en").Get("/en/assess-the-danger").OK().Choose("adult", "no").Press("safety.meeting.answer").OK().
			Shows("safety.urgency.this_day", "safety.do.child")
		s.Public("en").Post("/en/assess-the-danger", map[string][]string{"adult": {"perhaps"}}).Hides("perhaps")
	})
}
