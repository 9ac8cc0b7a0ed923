package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// What is looked at before its time says what is so, and nothing of a change.
func TestALookBeforeItsTimeSaysWhatIsSo(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("asked")
		s.StepUp(cast.Claire).Get(w.office + "/journey/departure").OK().Shows("journey.none")
		s.As(cast.Claire).Get(w.office+"/stay").Answers(409).Shows("web.error.not_yet.title", "stay.none").Hides(
			"web.error.conflict.title")
	})
}

// endanger has a danger become known where Brieuc's host is.
func (w *walk) endanger() {
	w.T.Helper()
	p := w.StepUp(cast.Claire).Get(w.office+"/assessment").OK().Fill("zone1", "Finistère")
	p.Choose("zone1_level", "grave").Choose("zone1_reason", "address_known").Press("assessment.decide.save").OK()
}

// That a place is in danger is told with whatever else is wrong with a form, at each step towards it.
func TestADangerIsToldBesideOtherMistakes(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("accepted")
		w.endanger()
		p := s.StepUp(cast.Claire).Get(w.offer+"/interview").OK().Choose("way", "video")
		w.moment(p, "at", s.Clock.Now().Add(-time.Hour)).Press("placement.plan.do").Answers(422)
		p.Shows("placement.interview_when", "placement.reason_needed")
		p.Fill("at-day", "").Fill("at-time", "").Press("placement.plan.do").Answers(422).
			Shows("placement.reason_needed")
		w.moment(p, "at", s.Clock.Now().Add(time.Hour)).Choose("reason", "she_knows").Fill("words", "Elle le sait.")
		p.Press("placement.plan.do").OK().Shows("placement.said.planned")
		w.held()
		w.final(cast.Brieuc)
		p = s.StepUp(cast.Claire).Get(w.offer+"/admission").OK().Fill("words", strings.Repeat("x", 6000))
		p.Press("placement.admit.do").Answers(422).Shows("placement.reason_needed", "signes")
		p.Choose("reason", "she_knows").Fill("words", "Elle le sait.").Press("placement.admit.do").OK()
		p = s.StepUp(cast.Claire).Get(w.office + "/journey/plan").OK()
		p.Press("journey.plan.save").Answers(422).Shows("journey.doubt.decide")
	})
}

// The page of a departure that is noted says so, and asks for no other.
func TestADepartureIsNotedOnce(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("travel")
		at := w.office + "/journey/departure"
		form := `action="` + at + `"`
		p := s.StepUp(cast.Claire).Get(at).OK().Shows("journey.departed_early")
		if !strings.Contains(p.Body(), form) {
			t.Error("nobody can note a departure")
		}
		p.Tick("early").Press("journey.depart").OK().Shows("journey.departed_said")
		p = p.Get(at).OK().Shows("journey.left").Hides("journey.departed_early")
		if strings.Contains(p.Body(), form) {
			t.Error("a second departure can be noted")
		}
		w.arrive(cast.Brieuc)
		if p = s.StepUp(cast.Claire).Get(at).OK(); strings.Contains(p.Body(), form) {
			t.Error("somebody who has arrived can depart")
		}
	})
}

// Whoever is alone has no children: it is asked again beside the household, and kept once it is put right.
func TestAHouseholdThatIsNotTheOneCountedIsAskedAbout(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("referred")
		p := s.StepUp(cast.Claire).Get(w.office+"/assessment").OK().Choose("shape", "single").Fill("adults", "1")
		p.Fill("children_age_3_5", "2").Press("assessment.decide.save").Answers(422).Shows("assessment.household_two")
		if !strings.Contains(p.Body(), `href="#f-shape`) || p.Field("children_age_3_5") != "2" {
			t.Error("the mistake is not beside the household, or what was typed is lost")
		}
		p.Choose("shape", "adult_with_children").Press("assessment.decide.save").OK().Hides("assessment.household_two")
	})
}

// Where something typed cannot be read, what the rest would be refused for is told with it, in the order of the page.
func TestWhatCanBeJudgedIsToldWithWhatIsMissing(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("asked")
		page := w.calls(cast.Brieuc).Choose("outcome", "later")
		w.moment(page, "at", s.Clock.Now().Add(3*time.Hour))
		w.moment(page, "again", s.Clock.Now().Add(-3*time.Hour)).Press("placement.telephone.save").Answers(422)
		page.Shows("placement.telephone.invalid.who", "placement.telephone.invalid.at",
			"placement.telephone.invalid.again")
	})
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("admitted")
		s.Wait(72 * time.Hour)
		p := s.StepUp(cast.Claire).Get(w.office + "/journey/plan").OK()
		then := s.Clock.Now().Add(-24 * time.Hour)
		w.moment(p, "expected", then)
		w.moment(p, "leg1-departs", then)
		w.moment(p, "leg1-arrives", then.Add(5*time.Hour)).Fill("leg1-cost", "zz")
		p.Press("journey.plan.save").Answers(422).Shows("journey.invalid.expected", "journey.invalid.past")
		summary := strings.Split(p.Body()[strings.Index(p.Body(), `class="summary"`):], "</ul>")[0]
		var ids []int
		for _, part := range strings.Split(summary, `href="#`)[1:] {
			id, _, _ := strings.Cut(part, `"`)
			ids = append(ids, strings.Index(p.Body(), `id="`+id+`"`))
		}
		if len(ids) < 5 || !slices.IsSorted(ids) {
			t.Errorf("the list is not in the order of the page: %v\n%s", ids, summary)
		}
	})
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		ahead := s.Clock.Now().AddDate(0, 0, 31)
		form := func(path string) *story.Person { return s.StepUp(cast.Brieuc).Get(w.host + "/stay" + path).OK() }
		w.day(form("/services"), "on", ahead).Press("stay.services.save").Answers(422).Shows("stay.invalid.on",
			"choisissez au moins une réponse")
		w.day(form("/end"), "on", ahead).Press("stay.end.save").Answers(422).Shows("stay.invalid.on", "web.form.choose")
		w.day(form("/legal"), "on", ahead).Press("stay.legal.save").Answers(422).Shows("stay.invalid.future",
			"web.form.choose")
		p := form("/aid").Choose("kind", "monthly").Fill("amount", "-3").Fill("month", "2031-01")
		w.day(p, "paid", ahead).Press("stay.aid.save").Answers(422).Shows("stay.invalid.month_ahead",
			"stay.invalid.paid_on")
		// what is missing is told alone: no rule judges another answer by it
		p = form("/aid").Fill("month", "").Press("stay.aid.save").Answers(422)
		if n := strings.Count(p.Body(), `class="mistake"`); n != 1 {
			t.Errorf("%d mistakes of one: %s", n, p.Words())
		}
	})
}
