package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/trusttest"
)

// Nobody's browser asks to send again what was sent: a page that answers a form with anything but mistakes to correct
// leads on to an address of its own.
func TestBackAsksNothing(t *testing.T) {
	met := map[string]bool{}
	for _, play := range []func(*walk){wholePath, everything} {
		s := story.In(t, trusttest.SQLite(t), cast.France(), "fr")
		s.Answered = func(p *story.Person, path string) {
			at := named.ReplaceAllString(path, "/ID")
			if p.Status() == http.StatusNoContent || strings.Contains(p.Body(), `class="mistake"`) ||
				strings.Contains(p.Body(), `class="summary"`) {
				return
			}
			if !met[at] {
				t.Errorf("%s answers a form with %d: %.200s", at, p.Status(), p.Words())
			}
			met[at] = true
		}
		play(&walk{Story: s})
	}
}

// What a form asks for before its act has an address of its own: Back and Forward find it again, its no leads back to
// the form with what was typed, its yes does the act once, and whoever else is given the address sees nothing.
func TestAPageThatAsksHasAnAddress(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("asked")
		p := w.asked(cast.Brieuc)
		at := p.Path()
		p.Choose("reason", "calendar").Press("placement.host.no_do").OK().Shows("placement.host.sure")
		asked := p.Address()
		if !strings.HasPrefix(asked, at+"/refusal?asked=") {
			t.Fatalf("the page that asks is at %s", asked)
		}
		// another language does not lead away from it
		other := map[lang.Tag]string{"fr": "English", "en": "Français"}[s.Lang]
		p.Get(asked).OK().Anywhere().Press(other).OK()
		if p.Address() != asked || !strings.Contains(p.Body(), `name="back" value="`+asked+`"`) {
			t.Errorf("another language leads from %s to %s", asked, p.Address())
		}
		p.In(s.Lang)
		p.Get("/").OK().Get(asked).OK().Shows("placement.host.sure").Press("web.sure.no").OK().IsAt(at)
		p.Shows("web.session.given_back")
		if !strings.Contains(p.Body(), `value="calendar" checked`) {
			t.Error("the reason that was chosen is lost")
		}
		holds(s, "BRE1")
		s.As(cast.Hugo).Get(asked).NotFound()
		s.Public(s.Lang).Get(asked).IsAt("/sign-in")
		s.As(cast.Brieuc).Get(at + "/refusal?asked=zzzzzzzzzzzz").NotFound()
		s.As(cast.Brieuc).Get(at + "/refusal").NotFound()
		p = s.As(cast.Brieuc).Get(asked).OK().Press("placement.host.no_yes").OK().Shows("placement.said.declined")
		p.Get(asked).OK().Shows("web.repeated")
	})
}

// A press that comes too late leads back to its page, which says why.
func TestARefusalIsToldOnItsPage(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		w := (&walk{Story: s}).to("planned")
		s.Wait(2 * time.Hour)
		p := s.StepUp(cast.Claire).Get(w.office + "/search").OK()
		late := p.Tab()
		p.Press("placement.board.held").OK()
		late.Press("placement.board.held").OK().IsAt(w.office + "/search").Hides("web.error.conflict.title")
	})
}

// Whoever searches finds what was found by Back.
func TestWhatWasFoundHasAnAddress(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		p := s.As(cast.Claire).Get("/").OK().Fill("code", "calendrier").Press("web.find.go").OK()
		p.Shows("casefile.find.found")
		asked := p.Address()
		if !strings.HasPrefix(asked, "/find?asked=") || strings.Contains(asked, "calendrier") {
			t.Fatalf("what was found is at %s", asked)
		}
		p.Get("/").OK().Get(asked).OK().Shows("casefile.find.found")
		s.As(cast.Brieuc).Get(asked).NotFound()
	})
}

// The limits of the pages without account are told at addresses, with what was typed.
func TestALimitIsToldAtAnAddress(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		p := s.Public(s.Lang)
		s.Answered = func(p *story.Person, path string) {
			t.Errorf("%s answers a form with %d: %.200s", path, p.Status(), p.Words())
		}
		receipt := (&walk{Story: s}).at(s.Lang, "referral.url.receipt")
		for range 12 {
			p.Get(receipt).OK().Fill("receipt", "1234").Press("referral.receipt.go")
		}
		p.Answers(429).IsAt(receipt).Shows("n’ont rien ouvert")
		if !strings.Contains(p.Address(), "?draft=") || p.Field("receipt") != "1234" {
			t.Errorf("the limit is told at %s, with %q", p.Address(), p.Field("receipt"))
		}
		p.Get(p.Address()).Answers(429)
		s.Wait(time.Hour)
		p.Get(p.Address()).OK()
	})
}
