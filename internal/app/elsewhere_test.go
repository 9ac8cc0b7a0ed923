package app_test

import (
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// A dangerous place that no list of areas holds, and what happens there, are words of the danger of a person: whoever
// searches a place for them reads both on the page of the case, and is led to the place from the search, which proposes
// nothing until it is found. Who referred, who organises journeys and every host read neither.
func TestWordsAboutAPlaceThatNobodyFoundReachWhoSearches(t *testing.T) {
	const lost, happens = "Zorabel-sur-Nulle-Part", "Qqqhappensqqq"
	story.Each(t, func(s *story.Story) {
		w := &walk{Story: s}
		p := s.As(cast.Rita).Get("/referrals/new").OK()
		for range 9 {
			if formOf(p.Body(), "/send") != nil {
				break
			}
			w.answer(w.plant(p, p.Path()), p.Path())
			if strings.HasSuffix(p.Path(), "/danger") {
				p.Fill("danger_area", lost).Fill("danger_elsewhere", "").Fill("danger_words", happens)
			}
			p.Press("referral.go.next").OK()
		}
		p.Shows(lost, happens).Press("referral.go.send").OK().Hides(lost, happens)
		w.taken().Shows(lost, happens)
		p = s.StepUp(cast.Claire).Get(w.office + "/assessment").OK()
		if got := p.Sends("elsewhere"); got != lost {
			t.Errorf("the evaluation asks for the place of %q", got)
		}
		w.evaluate("elsewhere").OK()
		p = s.StepUp(cast.Claire).Get(w.office+"/search").OK().Shows("placement.search.in_words",
			"placement.search.none")
		p.Follow("placement.search.in_words_go").OK()
		if got := p.Sends("elsewhere"); got != lost {
			t.Errorf("the search leads to %q", got)
		}
		s.StepUp(cast.Claire).Get(w.office).OK().Shows(lost, happens)
		for _, who := range []cast.Worker{cast.Rita, cast.Lou, cast.Hugo, cast.Brieuc} {
			for path := range follow(s, who).gets {
				s.StepUp(who).Get(path).Hides(lost, happens)
			}
		}
		s.NeedleFree(lost, happens)
	})
}
