package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// The session cookie. Browsers take the __Host- name over TLS only; a network on plain loopback uses the other.
const (
	sessionCookie = "__Host-havre"
	plainCookie   = "havre"
)

func (s *shell) sessionToken(r *http.Request) string {
	name := plainCookie
	if s.secure(r) {
		name = sessionCookie
	}
	c, err := r.Cookie(name)
	if err != nil || len(c.Value) > 256 {
		return ""
	}
	return c.Value
}

func (s *shell) setSession(w http.ResponseWriter, r *http.Request, token string) {
	name := plainCookie
	if s.secure(r) {
		name = sessionCookie
	}
	// No Max-Age: the browser forgets it when it closes; the network forgets it by its own clock.
	s.cookie(w, r, name, token, 0, http.SameSiteLaxMode)
}

func (s *shell) clearSession(w http.ResponseWriter) {
	s.forget(w, plainCookie)
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Path: "/", MaxAge: -1, Secure: true, HttpOnly: true,
		SameSite: http.SameSiteLaxMode})
}

func (s *shell) cookie(w http.ResponseWriter, r *http.Request, name, value string, life time.Duration,
	same http.SameSite) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: int(life.Seconds()),
		Secure: s.secure(r), HttpOnly: true, SameSite: same})
}

func (s *shell) forget(w http.ResponseWriter, name string) {
	http.SetCookie(w, &http.Cookie{Name: name, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// setSaid makes the next staff page say one sentence, and offer to take back what it tells of. The cookie holds text
// keys and an address, nothing of a person.
func (s *shell) setSaid(w http.ResponseWriter, r *http.Request, key string, undo Link) {
	if s.publicPath(r.URL.Path) {
		return
	}
	if undo.URL != "" {
		key += "|" + undo.Label + "|" + undo.URL
	}
	s.cookie(w, r, "havre_said", key, time.Minute, http.SameSiteLaxMode)
}

// saidOf reads what setSaid wrote; what is no text, or leads to no act of a signed-in person, was not written by it.
func (s *shell) saidOf(r *http.Request) (key string, undo Link) {
	c, err := r.Cookie("havre_said")
	if err != nil {
		return "", Link{}
	}
	key, rest, _ := strings.Cut(c.Value, "|")
	if !s.o.Texts.says(key) {
		return "", Link{}
	}
	label, path, _ := strings.Cut(rest, "|")
	if !s.o.Texts.says(label) || !s.takes(path) {
		return key, Link{}
	}
	return key, Link{Label: label, URL: path}
}

// takes tells whether a form of a signed-in person may be sent to a path.
func (s *shell) takes(path string) bool {
	_, pattern := s.mux.Handler(&http.Request{Method: http.MethodPost, URL: &url.URL{Path: path}})
	return slices.ContainsFunc(s.routes, func(r Route) bool {
		return !r.public && r.method == http.MethodPost && r.method+" "+r.pattern == pattern
	})
}

// What a browser of the public site keeps between two pages begins with this; the rest is the name its page gave.
const heldCookie = "havre_at_"

// heldFor is how long: a page that is shown renews it.
const heldFor = time.Hour

func (s *shell) heldName(r *http.Request, name string) string {
	if s.secure(r) {
		return "__Host-" + heldCookie + name
	}
	return heldCookie + name
}

// hold has the browser keep a word until it closes, or let go of it where it is empty.
func (s *shell) hold(w http.ResponseWriter, r *http.Request, name, word string) {
	c := &http.Cookie{Name: s.heldName(r, name), Value: word, Path: "/", MaxAge: int(heldFor.Seconds()),
		Secure: s.secure(r), HttpOnly: true, SameSite: http.SameSiteStrictMode}
	if word == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// held are the names of what a browser keeps.
func (s *shell) held(r *http.Request) (names []string) {
	for _, c := range r.Cookies() {
		if name, ok := strings.CutPrefix(c.Name, s.heldName(r, "")); ok {
			names = append(names, name)
		}
	}
	return names
}

// leavePath is where the quick exit of such a browser leads through.
const leavePath = "/leave"

// leave is the quick exit of a browser that keeps something: it forgets that, and goes.
func (s *shell) leave(w http.ResponseWriter, r *http.Request) {
	for _, name := range s.held(r) {
		s.hold(w, r, name, "")
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Location", s.newPage(r, Route{}).exit())
	w.WriteHeader(http.StatusSeeOther)
}
