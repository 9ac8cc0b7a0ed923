package browser

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/web"
)

// Stage is a network that listens on this machine.
type Stage struct {
	*story.Story // its people act over HTTP beside those at windows; nil over a bare handler
	t            *testing.T
	url          string
	texts        *web.Texts
	tokens       map[string]string
}

// Network puts the whole of Havre on stage, on encrypted SQLite, with the cast.
func Network(t *testing.T) *Stage {
	t.Helper()
	running(t) // before the cast is let in, so that a missing browser shows at once
	s := story.New(t, trusttest.SQLite(t))
	st := Over(t, s.Handler(), s.Texts())
	st.Story = s
	return st
}

// Over puts any handler on stage.
func Over(t *testing.T, h http.Handler, texts *web.Texts) *Stage {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return &Stage{t: t, url: server.URL, texts: texts, tokens: map[string]string{}}
}

// As opens a window for somebody of the cast, signed in and stepped up.
func (s *Stage) As(w cast.Worker) *Window {
	s.t.Helper()
	if s.tokens[w.Login] == "" {
		_, s.tokens[w.Login] = s.SignInToken(w.Login)
	}
	win := s.Window(lang.FR)
	win.setCookie("havre", s.tokens[w.Login])
	return win
}

func (s *Stage) now() time.Time {
	if s.Story == nil {
		return time.Time{}
	}
	return s.Clock.Now()
}
