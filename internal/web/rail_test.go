package web_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

// The page comes before the navigation, which stands in groups and leads out of the network at its end; nobody without
// a session sees it.
func TestThePageComesBeforeTheNavigation(t *testing.T) {
	h := newHouse(t, web.Options{Nav: func(context.Context, access.Actor) []web.NavItem {
		return []web.NavItem{{Label: "webtest.title", URL: "/"}, {Group: "web.group.people", Label: "webtest.saved",
			URL: "/note"},
			{Group: "web.group.people", Label: "webtest.refused", URL: "/file", Count: 3}}
	}})
	body := h.do(ask{path: "/note", cookie: "alive"}).Body.String()
	order := []string{`href="#main"`, `href="#nav"`, "<header", `<main id="main"`, `<nav class="rail" id="nav"`,
		"<summary",
		`href="/"`, "<h2", `href="/note" aria-current="page"`, `href="/file"`, `<span class="count">3</span>`,
		`action="/sign-out"`,
		"<footer"}
	at := 0
	for _, part := range order {
		i := strings.Index(body[at:], part)
		if i < 0 {
			t.Fatalf("%s is not there, or not after what comes before it", part)
		}
		at += i
	}
	if n := strings.Count(body, "<h2"); n != 1 {
		t.Errorf("%d headings: one for each group that has one", n)
	}
	if out := h.do(ask{path: "/sign-in"}).Body.String(); strings.Contains(out, `id="nav"`) ||
		strings.Contains(out, "railed") {
		t.Error("nobody is signed in, and there is a navigation")
	}
}

// Whom a page is about stays on top, with the page's one act; a page with several offers none of them there.
func TestTheLineOnTopOffersTheOneAct(t *testing.T) {
	sends := func(labels ...string) templ.Component {
		return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			web.About(ctx, "Tilleul 3", "ABC-DEF", "/cases/1")
			for _, l := range labels {
				form := web.FormTo(web.NewForm(nil), "/note")
				if err := form.Render(templ.WithChildren(ctx, web.Button(l)), w); err != nil {
					return err
				}
			}
			return nil
		})
	}
	chosen := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		web.About(ctx, "Tilleul 3", "ABC-DEF", "")
		web.First(ctx, "webtest.saved", "/next")
		return web.FormTo(web.NewForm(nil), "/note").Render(templ.WithChildren(ctx, web.Button("webtest.title")), w)
	})
	folds := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return web.Details("fold").Render(templ.WithChildren(ctx, sends("webtest.saved")), w)
	})
	inChapter := func(open bool) templ.Component {
		return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			chapter := web.Chapter("part", "webtest.title", open, true, 0)
			return chapter.Render(templ.WithChildren(ctx, sends("webtest.saved")), w)
		})
	}
	for name, c := range map[string]struct {
		view    templ.Component
		on, not string
	}{
		"one form, in an open chapter": {inChapter(true),
			`<button class="button" type="submit" form="form-1">Recorded.</button></div>`, "<h1"},
		"one form, in a chapter": {inChapter(false), `<span class="code">ABC-DEF</span></a></p></div>`, "<h1"},
		"one form, folded":       {folds, `<span class="code">ABC-DEF</span></a></p></div>`, "<h1"},
		"one form": {sends("webtest.saved"),
			`<button class="button" type="submit" form="form-1">Recorded.</button></div>`, "<h1"},
		"two forms": {sends("webtest.saved", "webtest.title"), `<span class="code">ABC-DEF</span></a></p></div>`,
			"<h1"},
		"chosen": {chosen,
			`<h1><bdi>Tilleul 3</bdi> <span class="code">ABC-DEF</span></h1><a class="button" href="/next">`,
			`form="form-1"`},
		"nobody's": {words("plain"), "plain", "subject"},
	} {
		h := newHouse(t, web.Options{})
		texts, err := web.LoadTexts(testTexts())
		if err != nil {
			t.Fatal(err)
		}
		h.Handler = web.New(web.Options{Country: packs.France, Texts: texts, Sessions: h, Clock: h.clock,
			Routes: []web.Route{
				web.Get("/about", staffAct,
					func(*web.Request) (web.Response, error) { return web.View("webtest.title", c.view), nil })}})
		body := h.do(ask{path: "/about", cookie: "alive",
			head: map[string]string{"Accept-Language": "en"}}).Body.String()
		if !strings.Contains(body, c.on) || strings.Contains(body, c.not) {
			t.Errorf("%s: the line is not as it should be:\n%.3000s", name, body[strings.Index(body, "<main"):])
		}
	}
}

// A chapter is folded but where its page goes on in it, or an alarm stands in it or what is to be corrected; the
// alarm is told on top of the page, before everything else, and leads to its chapter. A panel alone in a chapter has
// no second heading.
func TestNoAlarmIsFoldedAway(t *testing.T) {
	typed := web.NewForm(nil)
	typed.Fail("on", "web.form.date")
	within := func(summary string, inside templ.Component) templ.Component {
		return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			return web.DetailsOpen(summary, false).Render(templ.WithChildren(ctx, inside), w)
		})
	}
	view := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		chapter := func(id string, open, lone bool, inside templ.Component) error {
			return web.Chapter(id, "webtest.title", open, lone, 0).Render(templ.WithChildren(ctx, inside), w)
		}
		panel := func(id string, inside templ.Component) templ.Component {
			return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
				return web.Panel(id, "webtest.saved", 0).Render(templ.WithChildren(ctx, inside), w)
			})
		}
		return errors.Join(chapter("quiet", false, true, panel("lone", words("quiet"))),
			chapter("here", true, false, panel("one", words("here"))),
			chapter("loud", false, false, panel("two", web.AlarmBanner("The address is known"))),
			chapter("wrong", false, false, within("fold", web.DateField(typed, web.Field{Name: "on", Words: "Day"}))),
			chapter("right", false, false, within("flat", web.DateField(typed, web.Field{Name: "at", Words: "Day"}))))
	})
	h := newHouse(t, web.Options{})
	texts, err := web.LoadTexts(testTexts())
	if err != nil {
		t.Fatal(err)
	}
	h.Handler = web.New(web.Options{Country: packs.France, Texts: texts, Sessions: h, Clock: h.clock,
		Routes: []web.Route{web.Get("/about", staffAct,
			func(*web.Request) (web.Response, error) { return web.View("webtest.title", view), nil })}})
	body := h.do(ask{path: "/about", cookie: "alive"}).Body.String()
	at := 0
	for _, part := range []string{`href="#loud">The address is known</a>`, `<details class="chapter" id="quiet">`,
		`<section class="panel" aria-labelledby="quiet-title" id="lone">quiet`,
		`<details class="chapter" id="here" open>`, `<h3 id="one-title"`,
		`<details class="chapter" id="loud" open>`, `role="alert"`, `<details class="chapter" id="wrong" open>`,
		`<details class="fold" open><summary>fold`, `<details class="chapter" id="right">`,
		`<details class="fold"><summary>flat`} {
		i := strings.Index(body[at:], part)
		if i < 0 {
			t.Fatalf("%s is not there, or not after what comes before it:\n%s", part, body)
		}
		at += i
	}
}
