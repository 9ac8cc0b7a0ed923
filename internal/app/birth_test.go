package app_test

import (
	"testing"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// A month of birth is told once: it stands in the evaluation and on the page of the person, of an adult as of anybody
// else, whichever page learned it, and a year alone takes it away nowhere.
func TestAMonthOfBirthIsKeptInOnePlace(t *testing.T) {
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
				if f.name == "birth_year" {
					p.Fill(f.name, "12/1985")
				}
			}
			p.Press("referral.go.next").OK()
		}
		p.Press("referral.go.send").OK()
		w.office = p.Path()
		evaluated := func(typed string) {
			p := w.StepUp(cast.Claire).Get(w.office + "/assessment").OK()
			if typed != "" {
				p.Fill("birth_year", typed)
			}
			p.Press("assessment.decide.save").OK()
		}
		stands := func(when, evaluation, day, month, year string) {
			t.Helper()
			p := w.StepUp(cast.Claire).Get(w.office + "/assessment").OK()
			if got := p.Field("birth_year"); got != evaluation {
				t.Errorf("%s: the evaluation asks again for %q", when, got)
			}
			p = p.Get(w.office + "/person").OK()
			if d, m, y := p.Field("born-day"), p.Field("born-month"), p.Field("born-year"); d != day || m != month ||
				y != year {
				t.Errorf("%s: the page of the person shows %q %q %q", when, d, m, y)
			}
		}
		stands("told", "12/1985", "", "12", "1985")
		evaluated("")
		stands("saved untouched", "12/1985", "", "12", "1985")
		evaluated("1985")
		stands("the year alone", "12/1985", "", "12", "1985")
		evaluated("03/1984") // the first of March follows the last day of February
		stands("another month", "03/1984", "", "3", "1984")
		evaluated("29/02/1984")
		stands("a day", "29/02/1984", "29", "2", "1984")
		evaluated("02/1984")
		stands("its month alone", "29/02/1984", "29", "2", "1984")
		evaluated("environ 1984")
		stands("a guess of the same year", "29/02/1984", "29", "2", "1984")
		p = w.StepUp(cast.Claire).Get(w.office + "/assessment").OK()
		p.Fill("birth_year", "1990").Press("assessment.decide.save").Answers(422).Shows("assessment.birth_two")
		stands("another year alone", "29/02/1984", "29", "2", "1984")

		p = w.StepUp(cast.Claire).Get(w.office + "/person").OK()
		p.Fill("born-day", "").Fill("born-month", "7").Fill("born-year", "1991").Press("person.save").OK()
		stands("on the page of the person", "07/1991", "", "7", "1991")

		// Two pages open at once: what the page of the person learned meanwhile is not taken back.
		p = w.StepUp(cast.Claire).Get(w.office + "/assessment").OK()
		q := p.Tab().Get(w.office + "/person").OK()
		q.Fill("born-day", "14").Press("person.save").OK()
		p.Press("assessment.decide.save")
		if p.Status() != 409 && p.Field("birth_year") != "14/07/1991" {
			t.Errorf("the newer day is not shown: %q", p.Field("birth_year"))
		}
		stands("said meanwhile", "14/07/1991", "14", "7", "1991")
	})
}
