package app_test

import (
	"net/url"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// A case that is placed, or has ended, offers nothing that is not done at its stage: the page of each act says where
// the case stands and leads on, and what is sent all the same is refused.
func TestAPageOffersWhatIsDoneAtTheStage(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("searching")
		offer := url.Values{"round": {"0"}}
		for _, f := range fieldsOf(formOf(s.StepUp(cast.Claire).Get(w.office+"/search").OK().Body(), "/proposals")) {
			if f.name == "place" {
				offer.Set("place", f.answers[0])
			}
		}
		w.to("travel")
		places := func() {
			t.Helper()
			p := s.StepUp(cast.Claire).Get(w.office+"/search").OK().Shows("Rien n’est à faire sur cette page.").Hides(
				"placement.search.propose", "placement.no_place.do")
			p.Follow("casefile.end.back").OK().IsAt(w.office)
			p.Post(w.office+"/proposals", offer).Answers(409).Hides("placement.said.proposed")
			s.As(cast.Claire).Get(w.offer + "/interview").OK().Hides("placement.plan.do")
		}
		places()
		s.As(cast.Claire).Get(w.office + "/journey/plan").OK().Shows("journey.plan.save")
		w.withdraws(cast.Claire, w.office)
		places()
		s.As(cast.Claire).Get(w.office + "/journey/plan").OK().Shows("Rien n’est à faire sur cette page.").Hides(
			"journey.plan.save")
		s.As(cast.Claire).Get(w.office + "/second-agreement").OK().Hides("consent.second.yes")
		s.As(cast.Claire).Get(w.offer + "/telephone").OK().Hides("placement.telephone.save")
		for _, at := range []string{"/journey/departure", "/journey/arrival"} {
			p := s.As(cast.Claire).Get(w.office + at).OK().Hides("journey.arrival.confirm")
			if formOf(p.Body(), at) != nil {
				t.Errorf("%s is offered", at)
			}
		}
		s.As(cast.Claire).Get(w.office + "/transfer").Answers(409)
	})
}

// A transfer that was asked for is not opened any more once the case has ended.
func TestATransferIsNotOpenedOnceTheCaseHasEnded(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		s.StepUp(cast.Brieuc).Get(w.host+"/stay/transfer").OK().Choose("reason", "needs").
			Press("stay.transfer.save").OK()
		s.StepUp(cast.Claire).Get(w.office).OK().Shows("referral.home.open_transfer")
		w.end(cast.Brieuc)
		s.StepUp(cast.Claire).Get(w.office).OK().Hides("referral.home.open_transfer")
		s.As(cast.Claire).Get(w.office + "/transfer").Answers(409)
	})
}

// A journey that is planned for the past is asked about once; noted after the fact it is taken.
func TestAJourneyInThePastIsAskedAbout(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("admitted")
		s.Wait(72 * time.Hour)
		p := s.StepUp(cast.Claire).Get(w.office + "/journey/plan").OK().Hides("journey.plan.past")
		w.plant(p, "/journey/plan")
		then := s.Clock.Now().Add(-24 * time.Hour)
		w.moment(p, "expected", then.Add(8*time.Hour)).Choose("accompanier", "volunteer").Choose("leg1-means", "train")
		w.moment(p, "leg1-departs", then)
		w.moment(p, "leg1-arrives", then.Add(5*time.Hour))
		p.Press("journey.plan.save").Answers(422).Shows("journey.invalid.past", "journey.plan.past")
		s.As(cast.Claire).Get(w.office).OK().Shows("casefile.stage.accepted")
		p = s.As(cast.Claire).Get(w.office + "/journey/plan").OK()
		w.plant(p, "/journey/plan")
		w.moment(p, "expected", then.Add(8*time.Hour)).Choose("accompanier", "volunteer").Choose("leg1-means", "train")
		w.moment(p, "leg1-departs", then)
		w.moment(p, "leg1-arrives", then.Add(5*time.Hour)).Press("journey.plan.save").Answers(422)
		p.Tick("journey.plan.past").Press("journey.plan.save").OK().Shows("journey.plan.said")
		// what is not about the hours is not asked about again
		p = s.As(cast.Claire).Get(w.office+"/journey/plan").OK().Fill("telephone", "0612345678")
		p.Press("journey.plan.save").OK().Shows("journey.plan.said")
	})
}
