package story_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
	"havre.example/havre/internal/web/gallery"
	"havre.example/havre/packs"
)

type claire struct{}

func (claire) Resolve(context.Context, string) (access.Actor, error) {
	var user access.UserID
	if err := user.Scan([]byte("0123456789abcdef")); err != nil {
		return access.Nobody(), err
	}
	return access.NewActor(access.Profile{User: user, Name: cast.Claire.Name,
		Members: []access.Membership{{Role: access.Coordinator}}}), nil
}

func overGallery(t *testing.T) *story.Story {
	texts, err := web.LoadTexts(gallery.Texts)
	if err != nil {
		t.Fatal(err)
	}
	h := web.New(web.Options{Country: packs.France, Routes: gallery.Routes(), Texts: texts, Sessions: claire{},
		Nav:   gallery.Nav,
		Clock: clock.NewFake(gallery.Now), Find: "/find"})
	signed := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.AddCookie(&http.Cookie{Name: "havre", Value: "gallery"})
		h.ServeHTTP(w, r)
	})
	return story.Over(t, signed, texts)
}

// A form is filled by its labels, refused with everything kept, and accepted.
func TestSomebodyFillsAForm(t *testing.T) {
	s := overGallery(t)
	p := s.As(cast.Claire).Get("/form").OK()
	p.Fill("label", "Tilleul 3").Fill("words", "une <b>phrase</b>")
	p.Press("gallery.save").Answers(http.StatusUnprocessableEntity).Shows("Encore 2 points à voir")
	if got := p.Field("label"); got != "Tilleul 3" {
		t.Errorf("the label became %q", got)
	}
	if got := p.Field("words"); got != "une <b>phrase</b>" {
		t.Errorf("the words became %q", got)
	}
	p.Fill("day-day", "3").Fill("day-month", "11").Fill("day-year", "2026").Choose("kind", "gallery.kind.call")
	p.Press("gallery.save").OK().IsAt("/").Shows("gallery.saved")
	if p.Loads() != 4 { // the form, its refusal, the redirection and the page it led to
		t.Errorf("%d pages loaded", p.Loads())
	}
	p.In("en").Get("/form").OK().Shows("gallery.form")
	p.Get("/nowhere").NotFound()
	p.Hides("Tilleul 3")
	p.Post("/form", url.Values{}).Answers(http.StatusUnprocessableEntity)
}

// Every page of the gallery is well made, in both languages.
func TestEveryPageOfTheGallery(t *testing.T) {
	s := overGallery(t)
	for _, l := range []lang.Tag{"fr", "en"} {
		p := s.Public(l)
		for _, r := range s.Texts().Routes(gallery.Routes()) {
			if path := r.Pattern(); r.Method() == http.MethodGet && path != "/{$}" {
				p.Get(path).OK()
			}
		}
		for _, to := range p.Get("/").OK().Links() {
			p.Get(to)
		}
	}
}

// The cast is let in, and each sees a home of their own.
func TestTheCastAtHome(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		for _, w := range []cast.Worker{cast.Rose, cast.Claire, cast.Lou, cast.Olga, cast.Hugo, cast.Brieuc,
			cast.Rita} {
			s.As(w).Get("/").OK().Shows(w.Name)
		}
		s.Public("fr").Get("/").Hides(cast.Claire.Name)
		s.As(cast.Lou).Get("/partners").OK()
		for _, w := range []cast.Worker{cast.Claire, cast.Hugo, cast.Rita} {
			s.As(w).NeverSaw(cast.Secrets...)
		}
		s.Jobs()
		s.NeedleFree(cast.Secrets...)
	})
}
