package app_test

import (
	"regexp"
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
)

var (
	numbers = regexp.MustCompile(`[0-9a-hjkmnp-tv-z]{26}`)
	once    = regexp.MustCompile(`name="_once" value="[^"]*"`)
	clock   = regexp.MustCompile(`datetime="[^"]*"|data-[a-z]+="[^"]*"`)
	hours   = regexp.MustCompile(`[0-9]{1,2}:[0-9]{2}`)
	wait    = regexp.MustCompile(`[0-9]+ (min|h)( [0-9]+)?`)
)

// T7: two people with equal codes and nothing else in common make the same proposal, byte for byte but for its number
// and the hour; neither can be opened.
func TestT7EqualCodesMakeEqualProposals(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := &walk{Story: s}
		var pages []string
		for range 2 {
			s.StepUp(cast.Claire)
			w.refer()
			w.person()
			w.evaluate()
			w.propose(relais)
			p := w.asked(cast.Brieuc).Hides(w.words()...)
			holds(s, "BRE1")
			main := p.Body()[strings.Index(p.Body(), "<main"):strings.Index(p.Body(), "</main>")]
			for _, r := range []*regexp.Regexp{once, numbers, clock, hours, wait} {
				main = r.ReplaceAllString(main, "#")
			}
			pages = append(pages, main)
			p.Choose("reason", "calendar").Press("placement.host.no_do").OK().
				Press("placement.host.no_yes").OK()
			nothingLeft(s, "BRE1")
		}
		if pages[0] != pages[1] {
			for i := range min(len(pages[0]), len(pages[1])) {
				if pages[0][i] != pages[1][i] {
					t.Fatalf("the proposals differ: %q, %q", pages[0][max(0, i-80):min(len(pages[0]), i+80)],
						pages[1][max(0, i-80):min(len(pages[1]), i+80)])
				}
			}
			t.Fatal("the proposals differ in length")
		}
	})
}

// Two people write on one evaluation and on one person's page: the second is told what changed, and keeps what was
// typed.
func TestTheSecondKeepsWhatTheyTyped(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("referred")
		for _, c := range []struct{ page, field, save string }{
			{"/assessment", "needs_words", "assessment.decide.save"}, {"/person", "names", "person.save"},
		} {
			claire, colin := s.StepUp(cast.Claire).Get(w.office+c.page).OK(),
				s.StepUp(cast.Colin).Get(w.office+c.page).OK()
			colin.Fill(c.field, "Colin a écrit ceci").Press(c.save).OK()
			claire.Fill(c.field, "Claire a écrit cela").Press(c.save).Answers(409).Shows("Colin a écrit ceci")
			if got := claire.Field(c.field); got != "Claire a écrit cela" {
				t.Errorf("%s: what was typed became %q", c.page, got)
			}
			claire.Press(c.save).OK()
			colin.Get(w.office + c.page).OK()
			if got := colin.Field(c.field); got != "Claire a écrit cela" {
				t.Errorf("%s: %q is stored", c.page, got)
			}
		}
	})
}
