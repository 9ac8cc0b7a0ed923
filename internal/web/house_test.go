package web_test

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

//go:embed testdata/texts.fr.toml testdata/texts.en.toml
var embedded embed.FS

const needle = "Awa-Needle-7731"

var (
	staffAct  = access.Define(access.Act{Name: "webtest.staff", Door: access.OfficeDoor, By: access.SignedIn})
	publicAct = access.Define(access.Act{Name: "webtest.public", Door: access.PublicDoor, By: access.Anyone})
	now       = time.Date(2026, 11, 24, 13, 10, 0, 0, time.UTC)
)

// house is a network of two people, for the shell's own tests.
type house struct {
	http.Handler
	clock *clock.Fake
	log   bytes.Buffer
	live  map[string]access.Actor
	dead  map[string]access.UserID
	kept  map[access.UserID]keptForm
	seen  *web.Form
	once  string
}

type keptForm struct {
	path string
	form url.Values
}

func person(name string) access.Actor {
	var u access.UserID
	_ = u.Scan(append([]byte(name), make([]byte, 16-len(name))...))
	return access.NewActor(access.Profile{User: u, Name: name, Lang: "en"})
}

func (h *house) Resolve(_ context.Context, token string) (access.Actor, error) {
	if token == "busy" {
		return access.Actor{}, fault.NewBusy("fault.busy")
	}
	if who, ok := h.live[token]; ok {
		return who, nil
	}
	return access.Actor{}, fault.NewNotFound("session.none")
}

func (h *house) Keep(_ context.Context, token, path string, form url.Values) error {
	u, ok := h.dead[token]
	if !ok {
		return fault.NewNotFound("session.none")
	}
	h.kept[u] = keptForm{path, form}
	return nil
}

func (h *house) Waiting(_ context.Context, who access.Actor) (string, bool, error) {
	k, ok := h.kept[who.User()]
	return k.path, ok, nil
}

func (h *house) Take(_ context.Context, who access.Actor, path string) (url.Values, bool, error) {
	k, ok := h.kept[who.User()]
	if !ok || k.path != path {
		return nil, false, nil
	}
	delete(h.kept, who.User())
	return k.form, true, nil
}

func words(s string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, templ.EscapeString(s))
		return err
	})
}

func newHouse(t *testing.T, o web.Options) *house {
	t.Helper()
	h := &house{clock: clock.NewFake(now), live: map[string]access.Actor{"alive": person("Claire")},
		dead: map[string]access.UserID{"dead": person("Claire").User()},
		kept: map[access.UserID]keptForm{}}
	texts, err := web.LoadTexts(testTexts())
	if err != nil {
		t.Fatal(err)
	}
	fails := func(err error) web.Handler {
		return func(*web.Request) (web.Response, error) { return web.Response{}, err }
	}
	show := func(r *web.Request) (web.Response, error) {
		return web.View("webtest.title", words("typed: "+r.Form().Value("words")+" by "+r.Actor().Name())), nil
	}
	o.Routes = []web.Route{
		web.Get("/{$}", staffAct, show),
		web.Get("/note", staffAct, show),
		web.Post("/note", staffAct, func(r *web.Request) (web.Response, error) {
			h.seen, h.once = r.Form(), access.Once(r.Context())
			return web.SeeOther("/note").Saying("webtest.saved"), nil
		}),
		web.Post("/rooms/{room}", staffAct, web.Undone(web.Go(func(*web.Request) error { return nil }, "/note",
			"webtest.saved"), "webtest.refused", "/rooms/{room}/undo")),
		web.Post("/rooms/{room}/undo", staffAct, fails(errors.New("undone"))),
		web.Get("/panic", staffAct, func(*web.Request) (web.Response, error) { panic(needle) }),
		web.Get("/view-panic", staffAct, func(*web.Request) (web.Response, error) {
			return web.View("webtest.title", templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
				_, _ = io.WriteString(w, needle)
				return errors.New(needle)
			})), nil
		}),
		web.Get("/invalid", staffAct, fails(fault.NewInvalid("webtest.refused"))),
		web.Get("/absent", staffAct, fails(fault.NewNotFound("webtest.refused"))),
		web.Get("/forbidden", staffAct, fails(fault.New(fault.Forbidden, "webtest.refused"))),
		web.Get("/conflict", staffAct, fails(fault.NewConflict("webtest.refused"))),
		web.Get("/busy", staffAct, fails(fault.NewBusy("x"))),
		web.Get("/full", staffAct, fails(fault.Wrap(fault.Busy, "fault.busy", syscall.ENOSPC))),
		web.Get("/damaged", staffAct, fails(fault.Wrap(fault.Internal, "fault.internal", fault.ErrDamaged))),
		web.Get("/internal", staffAct, fails(errors.New("broken"))),
		web.Post("/repeated", staffAct, fails(fmt.Errorf("note: %w", access.ErrRepeated))),
		web.Post("/stepped", staffAct, fails(fmt.Errorf("note: %w", access.ErrStepUp))),
		web.Get("/file", staffAct, func(*web.Request) (web.Response, error) {
			return web.File("é\"x.csv", "text/csv", []byte("a,b")), nil
		}),
		web.Get("/sign-in", publicAct, show),
		web.Post("/sign-in", publicAct, func(*web.Request) (web.Response, error) {
			return web.SignedIn("alive", "/"),
				nil
		}),
		web.Post("/sign-out", staffAct, func(*web.Request) (web.Response, error) {
			return web.SignedOut("/sign-in"),
				nil
		}),
		web.PublicGet("webtest.url.help", publicAct, show),
		web.PublicPost("webtest.url.help", publicAct, show, web.PerHour(3)),
	}
	o.Texts, o.Sessions, o.Keeper, o.Clock = texts, h, h, h.clock
	o.Log = slog.New(slog.NewTextHandler(&h.log, nil))
	o.Telephone = func() string { return "01 23 45 67 89" }
	o.Country = packs.France
	h.Handler = web.New(o)
	return h
}

type ask struct {
	method, path, cookie string
	form                 url.Values
	head                 map[string]string
	body                 string
}

func (h *house) do(a ask) *httptest.ResponseRecorder {
	if a.method == "" {
		a.method = "GET"
	}
	body := a.body
	if a.form != nil {
		body = a.form.Encode()
	}
	r := httptest.NewRequest(a.method, "http://havre.test"+a.path, strings.NewReader(body))
	if a.method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if a.head == nil {
			r.Header.Set("Origin", "http://havre.test")
		}
	}
	if a.cookie != "" {
		r.Header.Set("Cookie", "havre="+a.cookie)
	}
	for k, v := range a.head {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
