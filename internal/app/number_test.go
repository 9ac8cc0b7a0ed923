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

// A call about somebody in danger is not lost for a number that nobody can dial: the sheet of the call keeps the words,
// says so, and the referral that it becomes has them.
func TestANumberInWordsHoldsUpNoCall(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		const where, note = "chez la voisine, après 20 h", "Elle part ce soir."
		said := func(p *story.Person) *story.Person {
			texts := s.Texts().In(s.Lang, s.Clock.Now())
			return p.Shows(texts.T("helpdesk.doubted", "question", texts.T("helpdesk.field.telephone")))
		}
		p := s.As(cast.Claire).Get("/contacts/new").OK().Hides("ne peut pas être composé").Fill("telephone", where).
			Fill("note", note).Press("helpdesk.end.keep").OK()
		if p.Field("telephone") != where || p.Field("note") != note {
			t.Errorf("the sheet keeps %q and %q", p.Field("telephone"), p.Field("note"))
		}
		p.Press("helpdesk.end.referral").OK()
		if got := p.Field("who_telephone"); got != where {
			t.Errorf("the referral says %q", got)
		}
		p.Get("/contacts/new").OK().Fill("telephone", where).Press("helpdesk.end.silent").OK()
		p.Get("/contacts/new").OK().Fill("telephone", "06 12 34 56 78").Press("helpdesk.end.keep").OK().
			Hides("ne peut pas être composé")
		p.Get("/contacts/new").OK().Fill("telephone", where).Press("helpdesk.end.keep").OK()
		said(p.Get(p.Path()).OK())
	})
}
