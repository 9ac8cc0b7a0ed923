package app_test

import (
	"net/url"
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

// Where she would like to go puts a place ahead of another that is equal in all that weighs more, in the search and in
// a round; it cannot be refused at once, overturns no criterion before it, and no host ever reads it.
func TestAWishTellsEqualPlacesApart(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("referred")
		sheet := func() *story.Person { return s.StepUp(cast.Claire).Get(w.office + "/assessment").OK() }

		both := sheet().Fill("wished", "Brest, Finistère").Fill("vetoes",
			"Finistère").Press("assessment.decide.save").Answers(422)
		both.Shows("Un même lieu ne peut pas être à la fois souhaité et refusé : Brest, Finistère.")
		if both.Field("wished") != "Brest, Finistère" || both.Field("vetoes") != "Finistère (29)" {
			t.Errorf("what was typed is lost: %q, %q", both.Field("wished"), both.Field("vetoes"))
		}
		// A place that nobody finds is kept in her words, and holds nothing up.
		sheet().Fill("wished", "Atlantis").Press("assessment.decide.save").OK().Shows("assessment.said.saved")
		if hoped := sheet().Field("hoped"); hoped != "Atlantis" {
			t.Errorf("where she hopes to go is %q", hoped)
		}

		// Isère is nearer to Marseille than Finistère, and within the scale of safety: that comes first, whatever she
		// wishes for. Vendée is, like Finistère, as far as the scale goes.
		w.evaluate()
		s.As(cast.Claire).Get(w.office + "/search").OK().Hides("placement.criterion.wished")
		for _, x := range []struct{ at, wish, first, then string }{{"38", "38", relais, maison},
			{"85", "Vendée", maison, relais}, {"85", "Finistère", relais, maison}} {
			if _, err := s.Raw().Exec(`update partner_site set department = '` + x.at +
				`' where department in ('59', '38')`); err != nil {
				t.Fatal(err)
			}
			sheet().Fill("wished", x.wish).Press("assessment.decide.save").OK().Shows("assessment.said.saved")
			p := s.As(cast.Claire).Get(w.office+"/search").OK().Shows("placement.criterion.wished",
				"placement.tier.wished_2", "placement.tier.wished_0")
			if a, b := strings.Index(p.Words(), x.first), strings.Index(p.Words(), x.then); a < 0 || b < a {
				t.Errorf("she wishes for %s, and %s does not come ahead of %s (%d, %d)", x.wish, x.first, x.then, a, b)
			}
		}
		s.As(cast.Claire).Get(w.office+"/assessment/versions/4").OK().Shows("assessment.field.wished", "Vendée")

		p := s.As(cast.Claire).Post("/rounds", url.Values{}).OK().Shows("placement.criterion.wished", relais)
		if file := p.Get(p.Path() + "/export").OK().Body(); !strings.Contains(file, `"wishes"`) {
			t.Errorf("the round's file has no wish:\n%s", file)
		}

		w.propose(maison, relais)
		w.asked(cast.Hugo).OK()
		w.accept(cast.Brieuc)
		w.plan()
		w.held()
		w.final(cast.Brieuc)
		w.admit()
		w.organise()
		w.arrive(cast.Brieuc)
		s.StepUp(cast.Brieuc).Get(w.host).OK()
		s.As(cast.Hugo).Get("/").OK()
		for _, host := range []cast.Worker{cast.Brieuc, cast.Hugo} {
			s.As(host).NeverSaw("Où elle aimerait aller", "souhaite aller", "Souhait de la personne")
		}
	})
}
