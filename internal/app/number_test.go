package app_test

import (
	"testing"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// A number that nobody can dial holds up neither a referral nor what is written of the person later: the words are
// kept, and the last page before sending says so; of a number there is nothing to say.
func TestANumberInWordsHoldsUpNoReferral(t *testing.T) {
	for _, c := range []struct {
		ours, hers string
		doubted    bool
	}{{"demander à l’accueil", "chez sa sœur, le soir", true},
		{"05 61 00 00 00 poste 12", "+33 (0)6 12 34 56 78", false}} {
		story.SQLite(t, func(s *story.Story) {
			w := &walk{Story: s}
			said := func(question string) string {
				texts := s.Texts().In(s.Lang, s.Clock.Now())
				return texts.T("referral.check.doubted", "question", texts.T("referral.field."+question))
			}
			p := s.As(cast.Rita).Get("/referrals/new").OK()
			for range 9 {
				if formOf(p.Body(), "/send") != nil {
					break
				}
				for _, f := range fieldsOf(formOf(p.Body(), p.Path())) {
					switch f.name {
					case "who_name":
						p.Fill(f.name, "Rita")
					case "who_telephone":
						p.Fill(f.name, c.ours)
					case "telephone":
						p.Fill(f.name, c.hers)
					}
				}
				w.answer(p, p.Path()).Press("referral.go.next").OK()
			}
			p.Shows(c.ours, c.hers)
			for _, q := range []string{"who_telephone", "telephone"} {
				if c.doubted {
					p.Shows(said(q))
				} else {
					p.Hides(said(q))
				}
			}
			p.Press("referral.go.send").OK()
			w.taken().Shows(c.ours)
			p = s.StepUp(cast.Claire).Get(w.office + "/person").OK()
			if p.Field("telephone") != c.hers {
				t.Errorf("the person page says %q, not %q", p.Field("telephone"), c.hers)
			}
			p.Fill("aliases", "Zqx").Press("person.save").OK().Shows("Zqx")
			if c.doubted { // it is hers to change: what is typed now is refused like everywhere
				p.Get(w.office+"/person").OK().Fill("telephone", "nulle part").Press("person.save").
					Answers(422).Shows("web.form.telephone")
				if p.Field("telephone") != "nulle part" {
					t.Errorf("what was typed is %q", p.Field("telephone"))
				}
			}
		})
	}
}
