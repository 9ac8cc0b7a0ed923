package app_test

import (
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// surely presses what asks first, then no, and nothing has happened; then yes, and it has.
func surely(p *story.Person, press, yes string) *story.Person {
	at := p.Path()
	p.Press(press).OK().Press("web.sure.no").OK()
	return p.Get(at).OK().Press(press).OK().Press(yes).OK()
}

// What is asked first and stands on no other path: a draft is deleted, a search ended, a host let go, people are no
// longer kept apart, an alarm is over.
func TestWhatIsAskedFirstIsDoneOnceSaid(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("searching")
		other := (&walk{Story: s}).to("referred")
		code := label.FindString(s.StepUp(cast.Claire).Get(other.office).OK().Words())
		p := s.As(cast.Claire).Get(w.office + "/assessment/apart").OK().Within("assessment.apart.do")
		p.Fill("code", code).Choose("reach", "town").Press("assessment.apart.do").OK().Shows(code)
		surely(p.Anywhere(), "assessment.apart.lift", "assessment.apart.yes").Shows("assessment.said.apart_lifted",
			"assessment.apart.none")
		surely(p.Get(w.office+"/search").OK(), "placement.no_place.do", "placement.no_place.yes").Shows(
			"placement.said.no_place")
	})
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("searching")
		w.propose(w.Land.Brieuc)
		p := s.StepUp(cast.Claire).Get(w.office + "/search").OK()
		surely(p, "placement.board.withdraw", "placement.withdraw.yes").Shows("placement.said.withdrawn")

		p = s.As(cast.Rita).Get("/referrals/new").OK().Fill("who_name", "Inès").Fill("who_telephone", "01 99 00 41 12")
		p.Press("referral.go.next").OK().Get(strings.TrimSuffix(p.Path(), "/agreement") + "/check").OK()
		surely(p, "referral.discard.go", "referral.discard.yes").Shows("referral.discarded")
	})
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		p := s.StepUp(cast.Brieuc).Get(w.host + "/stay").OK().Press("stay.breach.report").OK()
		surely(s.StepUp(cast.Claire).Get(w.office+"/stay").OK(), "stay.breach.safe", "stay.breach.yes").Hides(
			"stay.breach.safe")
		p.Get(w.host + "/stay").OK().Shows("stay.breach.report")
	})
}
