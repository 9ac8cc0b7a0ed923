package gallery_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
	"havre.example/havre/internal/web/gallery"
	"havre.example/havre/packs"
)

type everybody struct{}

func (everybody) Resolve(context.Context, string) (access.Actor, error) {
	return access.NewActor(access.Profile{User: userID, Name: "Claire M.", Lang: "fr"}), nil
}

// signed gives every request the session a browser would have, so that the gallery can be looked at without signing in.
func signed(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.AddCookie(&http.Cookie{Name: "havre", Value: "gallery"})
		if l := r.URL.Query().Get("in"); l != "" {
			r.AddCookie(&http.Cookie{Name: "havre_lang", Value: l})
		}
		h.ServeHTTP(w, r)
	})
}

func shell(t *testing.T) http.Handler {
	texts, err := web.LoadTexts(gallery.Texts)
	if err != nil {
		t.Fatal(err)
	}
	return signed(web.New(web.Options{Country: packs.France, Routes: gallery.Routes(), Texts: texts,
		Sessions: everybody{}, Nav: gallery.Nav,
		Clock: clock.NewFake(gallery.Now), Find: "/find", Telephone: func() string { return "01 23 45 67 89" }}))
}

// TestLook serves the gallery to a person's browser: HAVRE_GALLERY=127.0.0.1:8099 go test -run Look -timeout 0.
func TestLook(t *testing.T) {
	address := os.Getenv("HAVRE_GALLERY")
	if address == "" {
		return // nobody is looking; the other tests of this file read the same pages
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	server := web.Server(shell(t))
	time.AfterFunc(20*time.Minute, func() { _ = server.Close() })
	_ = server.Serve(l)
}

func TestEveryPageInBothLanguages(t *testing.T) {
	h := shell(t)
	for path, words := range map[string][2]string{
		"/":           {"depuis 13:45 (25\u00a0min)|dans 12 min|Tilleul 3", "since 13:45|in 12 min"},
		"/case":       {"Étape suivante|Les 2 derniers accès", "Next step|The latest 2 openings"},
		"/search":     {"À demander\u00a0:|accueille 2 enfants", "To ask:|takes 2 children"},
		"/form":       {"Pas encore connu|équipe d’évaluation", "Not known yet|evaluation team"},
		"/figures":    {"12\u202f345|moins de 5|<svg", "12,345|fewer than 5|<svg"},
		"/fr/accueil": {"Quitter cette page|3746", ""},
		"/en/welcome": {"", "Leave this page|3746"},
	} {
		for i, l := range []string{"fr", "en"} {
			if words[i] == "" {
				continue
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest("GET", path+"?in="+l, nil))
			body := strings.ReplaceAll(w.Body.String(), "\u00a0", " ")
			if w.Code != 200 || !strings.Contains(body, `lang="`+l+`"`) {
				t.Errorf("%s in %s: %d", path, l, w.Code)
			}
			for _, want := range strings.Split(strings.ReplaceAll(words[i], "\u00a0", " "), "|") {
				if !strings.Contains(body, want) {
					t.Errorf("%s in %s does not show %q", path, l, want)
				}
			}
			if strings.Contains(body, "style=") || strings.Contains(body, "<style") ||
				strings.Contains(body, "onclick") {
				t.Errorf("%s: inline style or script", path)
			}
		}
	}
}

func TestMistakesKeepTheWords(t *testing.T) {
	h := shell(t)
	form := url.Values{"_once": {"x"}, "_from": {"/form"}, "label": {""}, "words": {"une <b>phrase</b> gardée"},
		"day-day": {"31"}, "day-month": {"2"}, "day-year": {"2026"}, "kind": {"call"},
		"areas": {"herault", "Atlantide"}}
	r := httptest.NewRequest("POST", "/form?in=fr", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	body, _ := io.ReadAll(w.Body)
	for _, want := range []string{"points à voir", `href="#f-label"`,
		"Nom donné par l’équipe\u00a0: une réponse", "ce jour n’existe pas",
		"une &lt;b&gt;phrase&lt;/b&gt; gardée", `value="31"`, "Atlantide", `aria-invalid="true"`,
		"À corriger\u00a0: Nouveau contact"} {
		if !strings.Contains(string(body), want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	if w.Code != http.StatusUnprocessableEntity {
		t.Error(w.Code)
	}
}

func TestTexts(t *testing.T) {
	for _, err := range web.CheckTexts(gallery.Texts) {
		t.Error(err)
	}
}
