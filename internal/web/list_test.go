package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	question "havre.example/havre/internal/ask"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

type look struct {
	who, home, mood, order string
	told                   bool
}

var sought = web.List[look]{Name: "visits", Path: "/visits", Tabs: "mood", By: question.Of("visit",
	question.Text("who", func(l *look) *string { return &l.who }).Max(8),
	question.Pick("home", question.Departments, func(l *look) *string { return &l.home }),
	question.Among("mood", []string{"calm", "tense"}, func(l *look) *string { return &l.mood }),
	question.Among("sort", []string{"calm", "tense"}, func(l *look) *string { return &l.order }).As("mood"),
	question.Tick("told", func(l *look) *bool { return &l.told })),
	Orders: []web.Order{{Code: "calm", Head: "visit.field.adults", Falls: true},
		{Code: "tense", Head: "visit.field.adults"}}}

// listing answers with the page of the list at an address.
func listing(t *testing.T, rows []visit, views ...string) func(path string) string {
	texts, err := web.LoadTexts(testTexts(), visitWords())
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, web.Options{})
	h.Handler = web.New(web.Options{Country: packs.France, Texts: texts, Sessions: h, Clock: h.clock,
		Routes: []web.Route{web.Get("/visits", staffAct, func(r *web.Request) (web.Response, error) {
			l := sought.Look(r.Form(), sought.Asked(r), views)
			return web.View("webtest.title", drawAll(web.Narrow(l), visits.In(l).Of(rows), l.Pages(1, true))), nil
		})}})
	return func(path string) string {
		w := h.do(ask{method: "GET", path: path, cookie: "alive"})
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", path, w.Code)
		}
		return strings.ReplaceAll(w.Body.String(), "&amp;", "&")
	}
}
