package app_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/access"
)

// Every page of the public site stands below its language, needs no session, leaves no cookie (but a referral's first
// page and that of its receipt, one that says nothing yet) and knows nobody, even where a signed-in browser asks; the
// browser keeps no copy, and only pages that are the same for everybody may be kept in front of the network.
func TestThePublicSite(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		h := s.Net.Handler(app.Site{})
		get := func(path string) *httptest.ResponseRecorder {
			w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "http://havre.test"+path, nil)
			r.Header.Set("Cookie", "havre=anything; havre_lang=en; havre_said=web.repeated")
			h.ServeHTTP(w, r)
			return w
		}
		asks := map[string]bool{"/fr/orienter": true, "/en/refer": true, "/fr/recu": true,
			"/en/receipt": true} // whether the browser keeps any
		kept, pages := map[string]bool{}, 0
		for _, r := range s.Net.Rooms.Routes() {
			if !r.IsPublic() {
				continue
			}
			path := strings.TrimSuffix(r.Pattern(), "{$}")
			if !strings.HasPrefix(path, "/fr/") && !strings.HasPrefix(path, "/en/") || r.Act().By != access.Anyone {
				t.Errorf("%s stands outside the site, or is not open to anyone", path)
			}
			if r.Method() != http.MethodGet {
				continue
			}
			pages++
			w := get(path)
			kept[path] = w.Header().Get("CDN-Cache-Control") != ""
			switch {
			case w.Header().Get("Set-Cookie") != "" && !asks[path]:
				t.Errorf("%s leaves a cookie", path)
			case w.Header().Get("Cache-Control") != "no-store":
				t.Errorf("%s lets the browser keep a copy", path)
			case w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), path[:4]):
			case w.Code != http.StatusOK || strings.Contains(w.Body.String(), "<form") && kept[path]:
				t.Errorf("%s answers %d, kept for others: %t", path, w.Code, kept[path])
			}
		}
		for path, want := range map[string]bool{"/fr/": true, "/en/": true, "/fr/aide": true, "/en/help-now": true,
			"/fr/orienter": false, "/en/receipt": false} {
			if got, ok := kept[path]; got != want || !ok {
				t.Errorf("%s: a page %t, kept in front of the network %t", path, ok, got)
			}
		}
		if pages < 12 {
			t.Errorf("only %d public pages", pages)
		}
		if w := get("/fr/orienter/envoi"); w.Header().Get("Location") != "/fr/orienter" {
			t.Errorf("the last step leads to %q", w.Header().Get("Location"))
		}
		s.Public("fr").Get("/fr/").OK().Shows("helpdesk.now.title", "referral.public.title").Follow(
			"Demander de l’aide maintenant").OK().Shows("helpdesk.now.when_you_call").Hides("web.front.lead")
		s.Public("en").Get("/en/").OK().Shows("Ask for help now", "Refer")
	})
}
