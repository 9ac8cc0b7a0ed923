package app_test

import (
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/room/casefile"
)

// The risk is assessed by the coordinator and by the host, each reads what the other wrote, nobody else finds the page;
// what cannot be is said beside its field, nothing is edited, a slip is undone, and of two who write at once the second
// is told.
func TestTheRiskIsAssessedWithHer(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		office, host := w.office+"/safety", w.host+"/safety"
		p := s.StepUp(cast.Claire).Get(w.office).OK().Shows("safety.none", "safety.no_plan")
		p = p.Follow("safety.first").OK()
		p.Press("safety.save").Answers(422).Shows("safety.invalid.unsaid") // any answer would do
		p.Choose("threat", "no").Press("safety.save").OK().Shows("safety.assessed", "safety.no_risks", "web.unknown")
		w.offers(p, office+"/assessments/1/undo")

		// not with her: why; what was typed stays
		p.Get(office+"/new").OK().Choose("occasion", "after_threat").Choose("with_her", "no").
			Fill("fears", "zq-fears-zq").Press("safety.save").Answers(422).Shows("safety.invalid.why_not")
		if p.Field("fears") != "zq-fears-zq" {
			t.Errorf("what was typed is lost: %q", p.Field("fears"))
		}
		p.Fill("why_not", "zq-absent-zq").Choose("person_severity", "vital").Choose("person_likelihood", "imminent").
			Choose("children_severity", "limited").Choose("children_likelihood", "unlikely").
			Choose("staff_severity", "grave").Press("safety.save").OK().
			Shows("safety.assessed", "safety.extreme", "zq-fears-zq", "zq-absent-zq", "safety.former")
		p.Get("/").OK().Shows("safety.home.extreme")
		p.Get(w.office).OK().Shows("safety.extreme").Hides("zq-fears-zq")

		// the host reads it, and assesses anew from what stands; two at once: the second keeps its words and is told
		h := s.StepUp(cast.Brieuc).Get("/").OK().Shows("safety.home.extreme").Get(host).OK().Shows("zq-fears-zq")
		h.Get(host+"/new").OK().Choose("occasion", "planned_review").Choose("person_likelihood", "possible")
		if h.Field("fears") != "zq-fears-zq" {
			t.Errorf("what stands is asked again: %q", h.Field("fears"))
		}
		c := s.As(cast.Claire).Get(office+"/new").OK().Choose("occasion", "other_occasion").Fill("fears", "zq-late-zq")
		h.Press("safety.save").OK().Shows("safety.assessed").Hides("safety.extreme")
		w.offers(h, host+"/assessments/3/undo")
		c.Press("safety.save").Answers(409).Shows("safety.meanwhile")
		if c.Field("fears") != "zq-late-zq" {
			t.Errorf("what was typed is lost: %q", c.Field("fears"))
		}
		c.Get("/").OK().Hides("safety.home.extreme")
		c.Get(office).OK().Shows("safety.former", "zq-absent-zq").Hides("zq-late-zq")

		// a slip is undone for ten minutes: what stood before stands again
		h.Get(host).OK().Press("safety.undo_risk").OK().Shows("safety.undone", "safety.extreme")
		s.Wait(casefile.SlipTime)
		s.As(cast.Brieuc).Get(host).OK().Hides("safety.undo_risk")

		for who, page := range map[cast.Worker]string{cast.Lou: w.office, cast.Rita: w.office, cast.Hugo: w.host,
			cast.Olga: w.office} {
			s.StepUp(who).Get(page + "/safety").NotFound()
			s.As(who).Get(page + "/safety/new").NotFound()
			s.As(who).Get(page + "/safety/plan/new").NotFound()
			s.As(who).Get(page + "/safety/sheet").NotFound()
		}
		s.NeedleFree("zq-fears-zq", "zq-absent-zq", "zq-late-zq")
	})
}

// A plan begins with what the evaluation noted, is read by both, comes back with what was wrong, and its day to be
// looked at again stands on the home of the host until the risk was assessed anew.
func TestASafetyPlanIsAgreed(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		office, host := w.office+"/safety", w.host+"/safety"
		p := s.StepUp(cast.Claire).Get(office+"/new").OK().Choose("threat", "no").Press("safety.save").OK()
		p.Get(office+"/plan/new").OK().Tick("m_number_changed").Tick("m_word_agreed").Choose("word_agreed_by", "host").
			Fill("followed", "zq-followed-zq").Choose("agreed", "yes")
		w.day(p, "review_on", s.Clock.Now().AddDate(0, 0, -3)).Press("safety.save_plan").Answers(422).
			Shows("safety.invalid.review")
		w.day(p, "review_on", s.Clock.Now().AddDate(0, 0, 5)).Press("safety.save_plan").OK().
			Shows("safety.planned", "zq-followed-zq", "safety.by.host")
		h := s.StepUp(cast.Brieuc).Get(host).OK().Shows("zq-followed-zq")
		h.Get(host+"/sheet").OK().Shows("safety.sheet.signed", "zq-followed-zq").Hides(cast.Awa.Name, cast.Awa.Surname)
		h.Get("/").OK().Hides("safety.home.review")

		c := s.As(cast.Claire).Get(office+"/plan/new").OK().Fill("door", "zq-door-zq")
		h.Get(host + "/plan/new").OK().Untick("m_number_changed").Press("safety.save_plan").OK().
			Shows("safety.former_plans")
		c.Press("safety.save_plan").Answers(409).Shows("safety.meanwhile")
		w.offers(h, host+"/plan/2/undo")
		h.Get(host).OK().Press("safety.undo_plan").OK().Shows("safety.undone").Hides("safety.former_plans")

		s.Wait(6 * 24 * time.Hour)
		s.StepUp(cast.Claire).Get("/").OK().Hides("safety.home.review")
		h = s.StepUp(cast.Brieuc).Get("/").OK().Shows("safety.home.review").Get(host + "/new").OK()
		h.Choose("occasion", "planned_review").Press("safety.save").OK().Get("/").OK().Hides("safety.home.review")
		s.NeedleFree("zq-followed-zq", "zq-door-zq")
	})
}

// The evaluation asks for the risk once she is admitted, begins the first plan with what it noted of one, and then says
// of which day the plan is in place of its own box. Saving it again loses nothing of what it had noted.
func TestTheEvaluationSaysHowSafetyStands(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("referred")
		sheet, safety := w.office+"/assessment", w.office+"/safety"
		p := s.StepUp(cast.Claire).Get(sheet).OK().Shows("assessment.safety.none").Hides("assessment.ask.safety")
		p.Fill("plan", "zq-noted-zq").Press("assessment.decide.save").OK()
		w.to("searching")
		p = s.StepUp(cast.Claire).Get(sheet).OK().Shows("assessment.ask.safety")
		if p.Field("plan") == "" {
			t.Error("the plan that was noted is gone")
		}
		noted := p.Field("plan")
		p = p.Get(safety + "/plan/new").OK()
		if p.Field("besides") != noted {
			t.Errorf("the plan begins with %q, not %q", p.Field("besides"), noted)
		}
		p.Press("safety.save_plan").OK().Get(safety+"/new").OK().Choose("occasion", "first_assessment").
			Choose("threat", "no").Press("safety.save").OK()
		p.Get(sheet).OK().Hides("assessment.ask.safety", "assessment.safety.none", "assessment.field.plan").
			Press("assessment.decide.save").OK()
		p.Get(safety).OK().Press("safety.undo_plan").OK().Get(sheet).OK().Shows("assessment.field.plan")
		if p.Field("plan") != noted {
			t.Errorf("saving lost what was noted: %q", p.Field("plan"))
		}
	})
}

// A transfer brings the last assessment and the last plan along: they are read as those of before, an extreme risk
// stays an alarm, and what is written anew begins with them. The host of before reads nothing of the new case.
func TestATransferBringsRiskAndPlanAlong(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("sheltered")
		p := s.StepUp(cast.Claire).Get(w.office + "/safety/new").OK().Shows("safety.first").Hides("safety.anew_lead")
		p.Press("safety.save").Answers(422).Shows("safety.invalid.unsaid")
		p.Choose("occasion", "first_assessment").Choose("threat", "no").Press("safety.save").OK()
		p.Get(w.office+"/safety/new").OK().Choose("occasion", "after_threat").
			Choose("person_severity", "vital").Choose("person_likelihood", "imminent").Fill("fears", "zq-along-zq").
			Press("safety.save").OK().Get(w.office+"/safety/plan/new").OK().Tick("m_word_agreed").
			Fill("door", "zq-door-zq").Press("safety.save_plan").OK()
		w.transfers()
		safety := w.office + "/safety"
		p = s.StepUp(cast.Claire).Get(safety).OK().Shows("safety.none", "safety.no_plan", "safety.former",
			"safety.former_plans", "zq-along-zq", "zq-door-zq", "safety.extreme").Hides("safety.undo_risk")
		p.Get(safety+"/new").OK().Choose("occasion", "after_move").Choose("person_likelihood", "unlikely")
		if p.Field("fears") != "zq-along-zq" {
			t.Errorf("what she said is asked again: %q", p.Field("fears"))
		}
		p.Press("safety.save").OK().Shows("safety.former").Hides("safety.none", "safety.extreme")
		p = p.Get(safety + "/plan/new").OK()
		if p.Field("door") != "zq-door-zq" {
			t.Errorf("the plan of before is asked again: %q", p.Field("door"))
		}
		s.StepUp(cast.Brieuc).Get(safety).NotFound()
		s.NeedleFree("zq-along-zq", "zq-door-zq")
	})
}

// Whoever receives her reads her risk and her plan, whenever they were written: before the admission, which says so;
// between the admission and the arrival; at a host that is given her a second time, while another reads nothing any
// more; and after a transfer, where they came along.
func TestSafetyReachesWhoeverReceivesHer(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("final")
		assess := func(words string) {
			t.Helper()
			p := s.StepUp(cast.Claire).Get(w.office+"/safety/new").OK().Choose("occasion", "planned_review")
			p.Fill("fears", words).Press("safety.save").OK()
		}
		reads := func(who cast.Worker, words string) {
			t.Helper()
			w.host = w.caseOf(who)
			s.StepUp(who).Get(w.host + "/safety").OK().Shows(words)
		}
		assess("zq-first-zq")
		s.As(cast.Claire).Get(w.offer + "/admission").OK().Shows("placement.opens.safety")
		w.to("admitted")
		reads(cast.Brieuc, "zq-first-zq")
		assess("zq-second-zq")
		reads(cast.Brieuc, "zq-second-zq")

		// the search begins again, and leads back to him
		left := w.host
		p := s.StepUp(cast.Claire).Get(w.office).OK().Choose("reason", "another_place")
		p.Press("placement.again.do").OK().Press("placement.again.yes").OK()
		s.StepUp(cast.Brieuc).Get(left + "/safety").NotFound()
		s.Wait(time.Minute)
		assess("zq-third-zq")
		w.propose(relais)
		w.accept(cast.Brieuc)
		w.plan()
		w.held()
		w.final(cast.Brieuc)
		w.admit()
		reads(cast.Brieuc, "zq-third-zq")
		w.organise()
		w.arrive(cast.Brieuc)
		w.moves(cast.Hugo)
		reads(cast.Hugo, "zq-third-zq")
		s.NeedleFree("zq-first-zq", "zq-second-zq", "zq-third-zq")
	})
}

// caseOf is the case that somebody lists, as they know it.
func (w *walk) caseOf(who cast.Worker) string {
	w.T.Helper()
	for _, l := range w.StepUp(who).Get("/cases").OK().Links() {
		if strings.HasPrefix(l, "/cases/") {
			return l
		}
	}
	w.T.Fatalf("%s follows nobody", who.Name)
	return ""
}
