package web_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

// watched is a house that knows whether somebody pressed something or a page only renewed itself.
type watched struct {
	*house
	pressed, looked int
}

func (w *watched) Resolve(ctx context.Context, token string) (access.Actor, error) {
	w.pressed++
	return w.house.Resolve(ctx, token)
}

func (w *watched) Look(ctx context.Context, token string) (access.Actor, error) {
	w.looked++
	return w.house.Resolve(ctx, token)
}

// What is urgent says when it was read and leads to itself without script; a page that renews itself keeps no session
// alive, and a form that says so does.
func TestWhatIsUrgentRenewsItself(t *testing.T) {
	h := newHouse(t, web.Options{})
	texts, err := web.LoadTexts(testTexts())
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{house: h}
	h.Handler = web.New(web.Options{Country: packs.France, Texts: texts, Sessions: w, Clock: h.clock,
		Routes: []web.Route{web.Get("/now", staffAct, func(*web.Request) (web.Response, error) {
			return web.View("webtest.title", web.Fresh("/now")), nil
		}), web.Post("/now", staffAct, func(*web.Request) (web.Response, error) {
			return web.SeeOther("/now"), nil
		})}})
	shows(t, h.do(ask{path: "/now", cookie: "alive"}).Body.String(), "data-fresh", "data-at", `href="/now"`,
		`role="status"`)
	if w.pressed != 1 || w.looked != 0 {
		t.Errorf("a page: pressed %d, looked %d", w.pressed, w.looked)
	}
	for _, method := range []string{"GET", "POST"} {
		r := httptest.NewRequest(method, "http://havre.test/now", strings.NewReader(""))
		r.Header.Set("Cookie", "havre=alive")
		r.Header.Set("Havre-Looks", "1")
		r.Header.Set("Origin", "http://havre.test")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	if w.pressed != 2 || w.looked != 1 {
		t.Errorf("a page that renews itself, and a form: pressed %d, looked %d", w.pressed, w.looked)
	}
}
