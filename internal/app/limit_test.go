package app_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/prooftest/story"
)

// The network that starts has the limits a room gave it: a browser that asks on and on is told to wait, by its own
// address alone.
func TestTheNetworkHasLimits(t *testing.T) {
	story.Each(t, func(s *story.Story) {
		h := s.Net.Handler(app.Site{})
		ask := func(from string) int {
			w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "http://havre.test/sign-in", nil)
			r.RemoteAddr = from + ":1234"
			h.ServeHTTP(w, r)
			return w.Code
		}
		answered := 0
		for ask("203.0.113.7") == http.StatusOK && answered < 1000 {
			answered++
		}
		if answered != 300 {
			t.Errorf("%d requests at once were answered, not 300", answered)
		}
		if code := ask("198.51.100.7"); code != http.StatusOK {
			t.Errorf("another address was answered %d", code)
		}
	})
}
