package app_test

import (
	"net/http"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/room/guide/guideweb"
)

// Each page leads to its paragraph of the guide, which speaks to one's own role first and to every role when asked;
// what is looked for in it stands in no address.
func TestEachPageLeadsToItsParagraph(t *testing.T) {
	story.SQLite(t, func(s *story.Story) {
		for _, r := range s.Net.Rooms.Routes() {
			at := r.Pattern()
			if r.Method() == http.MethodGet && !r.IsPublic() && at != "/help" && !guideweb.Says(at) {
				t.Errorf("the guide says nothing of %s", at)
			}
		}
		for at, topic := range map[string]string{"/cases": "lists", "/": "home", "/rounds": "round", "/people": "team",
			"/contacts/new": "contact"} {
			if p := s.As(cast.Claire).Get(at).OK(); p.Anywhere().Link("web.help.link") != "/help#"+topic {
				t.Errorf("%s leads to %s", at, p.Link("web.help.link"))
			}
		}
		p := s.As(cast.Claire).Get("/help").OK().Shows("guide.search.title", "web.help.keys")
		p.Hides("guide.answer.title")
		if !strings.Contains(p.Body(), `id="search"`) {
			t.Error("a paragraph has no address of its own")
		}
		p.Follow("guide.role.host").OK().Shows("guide.answer.title").Hides("guide.search.title")
		p.Fill("said", "BROUILLON ecrivez").Press("guide.go").OK().IsAt("/help").Shows("guide.draft.title").
			Hides("guide.search.title")
		p.Fill("said", "zqzq").Press("guide.go").OK().Hides("guide.draft.title")
		s.As(cast.Brieuc).Get("/help").OK().Shows("guide.answer.title").Hides("guide.search.title")
		s.Public(lang.Tag("en")).Get("/help").OK().Shows("guide.account.title").Hides("guide.search.title")
	})
}
