package web_test

import (
	"fmt"
	"testing"

	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

func TestAnAddressLeavesOutWhatIsEmpty(t *testing.T) {
	for want, got := range map[string]string{
		"/list":              web.Address("/list", "q", "", "page", ""),
		"/list?page=2&q=a+b": web.Address("/list", "q", "a b", "page", "2"),
	} {
		if got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
}

func TestASearchIsAskedAgain(t *testing.T) {
	h := newHouse(t, web.Options{})
	texts, err := web.LoadTexts(testTexts())
	if err != nil {
		t.Fatal(err)
	}
	h.Handler = web.New(web.Options{Country: packs.France, Texts: texts, Sessions: h, Clock: h.clock,
		Routes: []web.Route{web.Get("/found", staffAct, func(r *web.Request) (web.Response, error) {
			f := r.Asked("q")
			return web.View("webtest.title", words(fmt.Sprint("page ", r.Page(), " of ", f.Value("q"), f.Value("other"),
				" sent:", f.Sent()))), nil
		})}})
	for query, want := range map[string]string{"?q=lilas&page=3&other=x": "page 3 of lilas sent:false",
		"?page=-1": "page 0 of ", "?page=many": "page 0", "?page=1000000": "page 0", "": "page 0"} {
		shows(t, h.do(ask{path: "/found" + query, cookie: "alive"}).Body.String(), want)
	}
}
