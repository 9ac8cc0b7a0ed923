package web_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/a-h/templ"

	question "havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/secret"
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

func TestAListLeadsBothWays(t *testing.T) {
	for _, c := range []struct {
		page      int
		more      bool
		has, none string
	}{
		{0, false, "", "/list"}, {0, true, "/list?page=1&amp;q=a", "page=-1"},
		{2, false, "/list?page=1&amp;q=a", "page=3"}, {1, true, "/list?page=0&amp;q=a", "page=1"},
	} {
		got := drawPart(t, web.Pages(c.page, c.more, "/list", "q", "a"))
		if !strings.Contains(got, c.has) || strings.Contains(got, c.none) {
			t.Errorf("page %d, more %v: %s", c.page, c.more, got)
		}
	}
}

func TestALinkWithoutAddressIsLeftOut(t *testing.T) {
	got := drawPart(t, web.Links(web.To("webtest.title", "/here"), web.To("webtest.saved", web.When(false, "/there"))))
	if !strings.Contains(got, "/here") || strings.Contains(got, "/there") || strings.Count(got, "<a ") != 1 {
		t.Error(got)
	}
}

// drawPart draws a part of a page in English.
func drawPart(t *testing.T, c templ.Component) string {
	t.Helper()
	texts, err := web.LoadTexts(testTexts())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := c.Render(web.WithPrinter(t.Context(), texts.Within(packs.France).In("en", now)), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A number in a row of a page's own calls when pressed, as in a summary of a sheet; words that are none stay words.
func TestANumberInARowCalls(t *testing.T) {
	asked := question.Question{Kind: question.Sealed, Mode: "tel"}
	for said, calls := range map[string]bool{"06 39 98 75 82": true, "none": false} {
		row := web.RowOf(t.Context(), "web.help.title", asked, question.Answer{Words: secret.Of(said)})
		got := drawPart(t, web.SummaryList([]web.Row{row}))
		if !strings.Contains(got, said) || strings.Contains(got, `href="tel:0639987582"`) != calls {
			t.Errorf("%q: %s", said, got)
		}
	}
}
