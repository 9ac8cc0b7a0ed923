package web

import (
	"net/http"
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

// setSaid makes the next staff page say one sentence. The cookie holds its text key, nothing of a person.
func (s *shell) setSaid(w http.ResponseWriter, r *http.Request, key string) {
	if !s.publicPath(r.URL.Path) {
		s.cookie(w, r, "havre_said", key, time.Minute, http.SameSiteLaxMode)
	}
}

func (s *shell) saidOf(r *http.Request) string {
	c, err := r.Cookie("havre_said")
	if err != nil || !s.o.Texts.says(c.Value) {
		return ""
	}
	return c.Value
}
