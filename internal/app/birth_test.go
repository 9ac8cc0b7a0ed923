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
		rights := func(page, button, noted string, fields ...string) {
			t.Helper()
			p := w.StepUp(cast.Claire).Get(w.office + page).OK()
			for i := 0; i < len(fields); i += 2 {
				p.Fill(fields[i], fields[i+1])
			}
			p.Press(button).Answers(422).Shows("web.form.other_birth", noted)
			p.Tick("birth_wrong").Press(button).OK()
		}
		// Another birth is asked about once, beside the one that is noted, and takes its place when that is said to be
		// wrong; the first of March follows the last day of February.
		rights("/assessment", "assessment.decide.save", "décembre 1985", "birth_year", "03/1984")
		stands("another month", "03/1984", "", "3", "1984")
		evaluated("14/03/1984")
		stands("a day of that month", "14/03/1984", "14", "3", "1984")
		rights("/assessment", "assessment.decide.save", "14 mars 1984", "birth_year", "29/02/1984")
		stands("a day", "29/02/1984", "29", "2", "1984")
		evaluated("02/1984")
		stands("its month alone", "29/02/1984", "29", "2", "1984")
		evaluated("environ 1984")
		stands("a guess of the same year", "29/02/1984", "29", "2", "1984")
		p = w.StepUp(cast.Claire).Get(w.office + "/assessment").OK()
		p.Fill("birth_year", "1990").Press("assessment.decide.save").Answers(422).Shows("29 février 1984")
		stands("another year alone", "29/02/1984", "29", "2", "1984")
		rights("/assessment", "assessment.decide.save", "29 février 1984", "birth_year", "1990")
		stands("another year alone, said to be right", "1990", "", "", "")
		rights("/person", "person.save", "1990", "born-month", "7", "born-year", "1991")
		stands("on the page of the person", "07/1991", "", "7", "1991")
		rights("/person", "person.save", "juillet 1991", "birth_year", "08/1992")
		stands("in the year alone", "08/1992", "", "8", "1992")
		rights("/person", "person.save", "août 1992", "born-month", "7", "born-year", "1991", "birth_year", "1991")
		stands("in both", "07/1991", "", "7", "1991")
		p = w.StepUp(cast.Claire).Get(w.office + "/person").OK()
		p.Fill("born-year", "1993").Fill("birth_year", "1994").Press("person.save").Answers(422).
			Shows("person.birth_two")

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
