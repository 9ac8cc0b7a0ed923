package browser

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/demo"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/prooftest/story"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/trust/vault"
	"havre.example/havre/internal/web"
)

// Stage is a network that listens on this machine.
type Stage struct {
	*story.Story          // its people act over HTTP beside those at windows; nil over a bare handler
	net          *app.Net // of a demonstration or of an empty network
	t            *testing.T
	url          string
	texts        *web.Texts
	clock        clock.Clock // nil over a bare handler
	tokens       map[string]string
}

// Network puts the whole of Havre on stage, on encrypted SQLite, with the cast. Journeys over stages go side by side.
func Network(t *testing.T) *Stage {
	t.Helper()
	return NetworkIn(t, cast.France(), "fr")
}

// NetworkIn is Network in another land.
func NetworkIn(t *testing.T, land cast.Land, l lang.Tag) *Stage {
	t.Helper()
	t.Parallel()
	running(t) // before the cast is let in, so that a missing browser shows at once
	s := story.In(t, trusttest.SQLiteIn(t, land.Home), land, l)
	st := Over(t, s.Handler(), s.Texts())
	st.Story, st.clock = s, s.Clock
	return st
}

// Demo puts the small demonstration on stage, as it was filled: somebody waits in every state of the path. Its people
// sign in with one click.
func Demo(t *testing.T) (*Stage, demo.People) {
	t.Helper()
	t.Parallel()
	running(t)
	n, c := empty(t, time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC), trusttest.Cost)
	people, err := demo.Small(t.Context(), n, c)
	if err != nil {
		t.Fatalf("fill the demonstration: %v", err)
	}
	st := Over(t, paced(n.Handler(demo.Site(n, people)), c), n.Rooms.Texts())
	st.net, st.clock = n, c
	return st, people
}

// Empty puts a real network on stage that nobody has set up, and returns its set-up code.
func Empty(t *testing.T) (*Stage, string) {
	t.Helper()
	t.Parallel()
	running(t)
	n, c := empty(t, time.Now(), vault.Standard)
	code, err := n.Sessions.NewSetUpCode(t.Context())
	if err != nil {
		t.Fatalf("make a set-up code: %v", err)
	}
	st := Over(t, paced(n.Handler(app.Site{}), c), n.Rooms.Texts())
	st.net, st.clock = n, c
	return st, code
}

// paced lets time go on with each request, so that nobody is too quick for the network.
func paced(h http.Handler, c *clock.Fake) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.Advance(120 * time.Millisecond)
		h.ServeHTTP(w, r)
	})
}

func empty(t *testing.T, at time.Time, cost vault.Cost) (*app.Net, *clock.Fake) {
	t.Helper()
	c := clock.NewFake(at)
	n, err := app.Open(context.Background(), app.Place{Data: t.TempDir(), Key: filepath.Join(t.TempDir(), "key"),
		Create: true, Cost: cost}, c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatalf("open an empty network: %v", err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Errorf("close the network: %v", err)
		}
	})
	return n, c
}

// in is the same stage for a part of its test: what goes wrong there is said there.
func (s *Stage) in(t *testing.T) *Stage {
	part := *s
	part.t = t
	return &part
}

// AsDemo opens a window for somebody of the demonstration, signed in.
func (s *Stage) AsDemo(p demo.Person) *Window {
	s.t.Helper()
	win := s.Window(s.texts.Languages().First())
	win.setCookie("havre", s.token(p))
	return win
}

func (s *Stage) token(p demo.Person) string {
	s.t.Helper()
	if s.tokens[p.Login] == "" {
		token, err := p.SignIn(context.Background(), s.net)
		if err != nil {
			s.t.Fatalf("sign in as %s: %v", p.Login, err)
		}
		s.tokens[p.Login] = token
	}
	return s.tokens[p.Login]
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
	win := s.Window("fr")
	win.setCookie("havre", s.tokens[w.Login])
	return win
}

// Again signs somebody of the cast in anew at their window, as after five minutes or a night.
func (w *Window) Again(who cast.Worker) *Window {
	w.t.Helper()
	_, token := w.stage.SignInToken(who.Login)
	w.stage.tokens[who.Login] = token
	w.setCookie("havre", token)
	return w
}

func (s *Stage) now() time.Time {
	if s.clock == nil {
		return time.Time{}
	}
	return s.clock.Now()
}
