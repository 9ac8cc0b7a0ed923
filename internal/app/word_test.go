package app_test

import (
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// After its second yes a host reads whether the person decides still, or has agreed, too.
func TestAHostReadsWhoDecidesNow(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("planned")
		s.Wait(2 * time.Hour)
		s.StepUp(cast.Claire).Get(w.office + "/search").OK().Press("placement.board.held").OK()
		there := strings.Replace(w.offer, w.office, w.host, 1)
		s.StepUp(cast.Brieuc).Get(there).OK().Press("placement.host.final_yes").OK().Get(there).OK().Shows(
			"placement.host.final_accepted").Hides("placement.host.both_agreed")
		s.StepUp(cast.Claire).Get(w.office + "/second-agreement").OK().Press("consent.second.yes").OK()
		s.StepUp(cast.Brieuc).Get(there).OK().Shows("placement.host.both_agreed").Hides(
			"placement.host.final_accepted")
	})
}

// An interview that is noted as held before its hour is of the hour at which that is noted: none is held tomorrow.
func TestAnInterviewHeldBeforeItsHour(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("accepted")
		p := s.StepUp(cast.Claire).Get(w.offer+"/interview").OK().Choose("way", "video")
		tomorrow := s.Clock.Now().Add(26 * time.Hour)
		w.moment(p, "at", tomorrow).Press("placement.plan.do").OK()
		there := strings.Replace(w.offer, w.office, w.host, 1)
		s.StepUp(cast.Brieuc).Get(there).OK().Shows(w.dayOf(tomorrow))
		s.StepUp(cast.Claire).Get(w.office + "/search").OK().Press("placement.board.held_early").OK().Hides(
			w.dayOf(tomorrow))
		s.StepUp(cast.Brieuc).Get(there).OK().Shows(w.dayOf(s.Clock.Now())).Within(
			"placement.host.interview").Shows(w.dayOf(s.Clock.Now()))
		if strings.Contains(s.As(cast.Brieuc).Get(there).Within("placement.host.interview").Words(),
			w.dayOf(tomorrow)) {
			t.Error("the interview is held tomorrow")
		}
	})
}

// A convention that ends before she can arrive is said to end on its day, and to have ended once that has passed.
func TestAConventionThatEndsBeforeSheCanArrive(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("searching")
		soon := date.In(s.Clock.Now().AddDate(0, 0, 3), w.Land.Country.Zone())
		for _, change := range []string{
			`update partner_partner set convention_until_on = '` + soon.String() + `'`,
			`update casefile_coded set ready_on = '` + soon.AddDays(4).String() + `'`,
		} {
			if _, err := s.Raw().Exec(change); err != nil {
				t.Fatal(err)
			}
		}
		s.StepUp(cast.Claire).Get(w.office + "/search").OK().Shows("la convention se termine le").Hides(
			"convention terminée le")
		s.Wait(4 * 24 * time.Hour)
		s.StepUp(cast.Claire).Get(w.office + "/search").OK().Shows("convention terminée le").Hides(
			"la convention se termine le")
	})
}
