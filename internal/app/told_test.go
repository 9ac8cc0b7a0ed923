package app_test

import (
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// Whatever a referral told stands in the evaluation that asks it again, is not listed as not known, and stays as it was
// told when the evaluation is saved without touching it.
func TestNothingToldIsAskedAgain(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := &walk{Story: s}
		p := w.As(cast.Claire).Get("/contacts/new").OK()
		p.Choose("caller", "professional").Choose("organisation", "police").Fill("name", "Mme Faure").
			Fill("telephone", "01 02 03 04 05").Press("helpdesk.end.referral").OK()
		for range 9 {
			if formOf(p.Body(), "/send") != nil {
				break
			}
			w.answer(p, p.Path())
			for _, f := range fieldsOf(formOf(p.Body(), p.Path())) {
				switch f.name {
				case "nationality_group":
					p.Choose(f.name, "non_eu")
				case "age_3_5":
					p.Fill(f.name, "2")
				case "need":
					p.Choose(f.name, "cot")
				case "needs_words":
					p.Fill(f.name, "a lift")
				case "health_words":
					p.Fill(f.name, "a treatment")
				}
			}
			p.Press("referral.go.next").OK()
		}
		p.Press("referral.go.send").OK()
		w.office = p.Path()
		told := map[string]string{"c_adult": "yes", "c_adult_by": "Police", "birth_year": "1998", "gender": "Feminine",
			"interpreter": "no", "adults": "1", "children_age_3_5": "2", "animals": "no", "needs": "cot",
			"needs_words": "a lift", "health": "a treatment", "exploitation": "sexual", "c_agrees": "yes"}
		p = w.StepUp(cast.Claire).Get(w.office + "/assessment").OK()
		w.holds(p, told)
		if !strings.Contains(strings.ToLower(p.Sends("languages")), w.Land.Language) {
			t.Errorf("languages hold %q", p.Sends("languages"))
		}
		open := p.Within("assessment.missing.title").Words()
		for _, asked := range []string{"majeure", "Langues", "interprète", "animaux", "besoins", "d’accord"} {
			if strings.Contains(open, asked) {
				t.Errorf("told, and listed as not known: %s in\n%s", asked, open)
			}
		}
		p.Anywhere().Press("assessment.decide.save").OK()
		w.holds(p.Get(w.office+"/assessment").OK(), told)
		w.holds(p.Get(w.office+"/person").OK(), map[string]string{"nationality_group": "non_eu", "nationality": "",
			"adult": "yes", "birth_year": "1998", "can_call": "yes"})
	})
}

// Where two evaluate at once for the first time, the second is told what the first changed, and nothing that the
// referral had told already.
func TestTheSecondOfTwoFirstEvaluationsIsToldWhatMoved(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("referred")
		p := s.StepUp(cast.Claire).Get(w.office + "/assessment").OK()
		p.Tab().Get(w.office+"/assessment").OK().Fill("plan", "zq-plan").Tick("lift").
			Press("assessment.decide.save").OK()
		p.Fill("health", "zq-health").Press("assessment.decide.save").Answers(409).Shows("zq-health")
		words := p.Words()
		_, told, _ := strings.Cut(words, "Ce qui a changé : ")
		told, _, _ = strings.Cut(told, ". Vos mots")
		if told != "Plan de protection, Zones de danger" {
			t.Errorf("changed: %q in %s", told, words)
		}
	})
}

// A nationality that is not of the group that was told is asked about beside its field, once; one that is of it is not.
func TestANationalityGoesOverNoGroupInSilence(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("referred")
		page := s.StepUp(cast.Claire).Get(w.office + "/person").OK()
		page.Fill("nationality", "").Choose("nationality_group", "non_eu").Press("person.save").OK()
		p := s.StepUp(cast.Claire).Get(w.office+"/assessment").OK().Fill("nationality", "Allemagne").
			Fill("birth_year", "1950")
		p.Press("assessment.decide.save").Answers(422).
			Shows("assessment.group_two", "Hors Union européenne", "web.form.other_birth")
		p.Fill("nationality", "Nigeria").Fill("birth_year", "1998").Press("assessment.decide.save").OK()
		s.StepUp(cast.Claire).Get(w.office+"/person").OK().Fill("nationality", "").
			Choose("nationality_group", "non_eu").Press("person.save").OK()
		p = s.StepUp(cast.Claire).Get(w.office+"/assessment").OK().Fill("nationality", "Allemagne")
		p.Press("assessment.decide.save").Answers(422).Tick("group_wrong").Press("assessment.decide.save").OK()
		s.StepUp(cast.Claire).Get(w.office + "/person").OK().Shows("Autre pays de l’Union européenne")
	})
}
