package app_test

import (
	"testing"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// The admission itself brings in whoever organises journeys: until then logistics reads nothing of her, and from then
// on finds the journey on its home, though nobody has planned it. The host reads at once that somebody is to come. A
// host that was asked and is not needed reads one line that says so.
func TestTheAdmissionBringsInLogisticsAndThanksTheOthers(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("referred")
		w.evaluate()
		w.propose(maison, relais)
		s.As(cast.Hugo).Get("/").OK().Shows("placement.home.host_asked").Hides("placement.home.notice_no_longer_needed")
		w.accept(cast.Brieuc)
		w.plan()
		s.As(cast.Hugo).Get("/").OK().Shows("placement.home.notice_no_longer_needed").Hides("placement.home.host_asked")
		s.As(cast.Brieuc).Get("/").OK().Hides("placement.home.notice_no_longer_needed")
		s.StepUp(cast.Claire).Get(w.office + "/journey/arrival").OK().Shows("journey.none").Hides("journey.over")
		w.held()
		w.final(cast.Brieuc)
		s.As(cast.Lou).Get("/").OK().Hides("Trajet à organiser")
		s.As(cast.Brieuc).Get("/").OK().Hides("journey.home.to_come")
		w.admit()
		p := s.As(cast.Lou).Get("/").OK().Shows("Trajet à organiser (")
		p.Follow("journey.home.organise").OK().Shows("journey.plan.save", "journey.department")
		s.As(cast.Brieuc).Get("/").OK().Shows("journey.home.to_come")
	})
}
