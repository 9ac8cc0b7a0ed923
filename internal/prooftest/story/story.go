package story

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"time"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/cast"
	"havre.example/havre/internal/trust"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/web"
)

// Story is one network with the people of the cast at their browsers.
type Story struct {
	*trusttest.Floor
	T   testing.TB
	Net *app.Net
	Log *Log
	// Land is where the cast works, and Lang what its people read.
	Land cast.Land
	Lang lang.Tag
	// Watch is shown every page and file that is ever sent to anybody; nil for nobody.
	Watch func(path, kind, body string)
	// Answered is told of each page that answers a form, by its path; nil for nobody.
	Answered func(p *Person, path string)
	// Shown is told whenever somebody has a page before them; nil for nobody.
	Shown func(*Person)
	// Pressed is told whenever somebody has sent a form, with what sends the same again; nil for nobody.
	Pressed func(p *Person, again func() *Person)
	// Partners are the teams of the cast's partners, by code.
	Partners map[string]access.TeamID
	handler  http.Handler
	texts    *web.Texts
	people   map[string]*Person
	tick     time.Duration
}

// Each plays a story on encrypted SQLite, then on PostgreSQL.
func Each(t *testing.T, play func(*Story)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { play(New(t, trusttest.SQLite(t))) })
	t.Run("postgres", func(t *testing.T) { play(New(t, trusttest.Postgres(t))) })
}

// SQLite plays a story on encrypted SQLite alone: for what does not depend on the engine.
func SQLite(t *testing.T, play func(*Story)) {
	t.Helper()
	play(New(t, trusttest.SQLite(t)))
}

// New puts the rooms on a floor and lets the cast in.
func New(t testing.TB, f *trusttest.Floor) *Story {
	t.Helper()
	return In(t, f, cast.France(), "fr")
}

// In is New in another land, whose home the floor has, and in one of its languages.
func In(t testing.TB, f *trusttest.Floor, land cast.Land, l lang.Tag) *Story {
	t.Helper()
	logged := &Log{}
	n := Around(t, f.House, f.Clock,
		slog.New(slog.NewTextHandler(logged, &slog.HandlerOptions{Level: slog.LevelDebug})))
	s := Over(t, n.Handler(app.Site{}), n.Rooms.Texts())
	s.Floor, s.Net, s.Log, s.Land, s.Lang = f, n, logged, land, l
	settle(s)
	return s
}

// Around puts the rooms in a test's house.
func Around(t testing.TB, h *trust.House, c clock.Clock, log *slog.Logger) *app.Net {
	t.Helper()
	n, err := app.Around(h, c, log)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Over plays a story before any handler, without a network beneath: for the shell's own pages.
func Over(t testing.TB, h http.Handler, texts *web.Texts) *Story {
	return &Story{T: t, Lang: "fr", handler: h, texts: texts, people: map[string]*Person{}, tick: time.Second}
}

// As returns somebody of the cast at their browser, signed in and stepped up the first time. What they did last is
// still on their screen.
func (s *Story) As(w cast.Worker) *Person {
	s.T.Helper()
	if p := s.people[w.Login]; p != nil {
		return p
	}
	p := s.browser(w.Name, s.Lang)
	s.people[w.Login] = p
	if s.Floor != nil {
		p.signIn(w.Login)
	}
	return p
}

// Public returns somebody without an account, each call another.
func (s *Story) Public(l lang.Tag) *Person { return s.browser("somebody", l) }

// StepUp has somebody give passphrase and code again, since five minutes have passed.
func (s *Story) StepUp(w cast.Worker) *Person {
	s.T.Helper()
	p := s.As(w)
	p.signIn(w.Login)
	return p
}

// Actor returns who a worker is, for what a test asks of a desk itself.
func (s *Story) Actor(w cast.Worker) access.Actor { return s.SignIn(w.Login) }

// Wait lets time pass, and Havre do what was due.
func (s *Story) Wait(d time.Duration) {
	s.T.Helper()
	s.Clock.Advance(d)
	s.Jobs()
}

// Jobs does what is due now.
func (s *Story) Jobs() {
	s.T.Helper()
	if _, err := s.Net.JobsDue(context.Background()); err != nil {
		s.T.Errorf("do what is due: %v", err)
	}
}

// NeedleFree fails where one of the words is in the log of the whole story.
func (s *Story) NeedleFree(words ...string) {
	s.T.Helper()
	for _, w := range words {
		if bytes.Contains(s.Log.Bytes(), []byte(w)) {
			s.T.Errorf("the log says %q", w)
		}
	}
}

// Log is what the network wrote to its log.
type Log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write takes one line.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// Bytes returns all that was written.
func (l *Log) Bytes() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return bytes.Clone(l.b.Bytes())
}

// Handler is the network for other browsers than the story's own; each request takes a second there too.
func (s *Story) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Clock.Advance(s.tick)
		s.handler.ServeHTTP(w, r)
	})
}

// Texts are the words of every page.
func (s *Story) Texts() *web.Texts { return s.texts }
