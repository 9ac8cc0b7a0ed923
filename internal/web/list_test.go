package web_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/a-h/templ"

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
	t.Helper()
	texts, err := web.LoadTexts(testTexts(), fstest.MapFS{"texts.fr.toml": {Data: []byte(visitTexts)},
		"texts.en.toml": {Data: []byte(visitTexts)}})
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, web.Options{})
	h.Handler = web.New(web.Options{Country: packs.France, Texts: texts, Sessions: h, Clock: h.clock,
		Routes: []web.Route{web.Get("/visits", staffAct, func(r *web.Request) (web.Response, error) {
			l := sought.Look(r.Form(), sought.Asked(r), views)
			return web.View("webtest.title",
				templ.Join(web.Narrow(l), visits.In(l).Of(rows), l.Pages(1, true))), nil
		})}})
	return func(path string) string {
		w := h.do(ask{method: "GET", path: path, cookie: "alive"})
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", path, w.Code)
		}
		return strings.ReplaceAll(w.Body.String(), "&amp;", "&")
	}
}

func TestAListKeepsWhatNarrowsIt(t *testing.T) {
	page := listing(t, []visit{{Who: "Lise", Adults: 2}}, "home=46&told=yes", "mood=gone", "home=%zz")
	body := page("/visits?home=lot&told=banana&mood=tense&who=Zq&sort=tense")
	shows(t, body, `value="Lot (46)"`,
		`href="/visits?home=46&mood=tense&sort=tense&told=yes"`,                      // without the words
		`href="/visits?mood=tense&sort=tense&told=yes&who=Zq"`,                       // without the area
		`href="/visits?mood=tense&sort=tense"`,                                       // nothing narrows the tab
		`href="/visits?home=46&mood=tense&page=2&sort=tense&told=yes&who=Zq"`,        // on
		`aria-sort="ascending"`, `href="/visits?home=46&mood=tense&told=yes&who=Zq"`, // the other order
		`<input type="hidden" name="mood" value="tense"`, `href="/visits?home=46&told=yes"`)
	for _, none := range []string{"mood=gone", "%zz", `"/visits?sort=tense"`, `name="who" value="Zq"/>`} {
		if strings.Contains(body, none) {
			t.Errorf("the page has %q", none)
		}
	}
	if own := page("/visits?sort=calm"); !strings.Contains(own, `aria-sort="descending"`) ||
		strings.Contains(own, `action="/views"`) || !strings.Contains(own, `href="/visits?sort=tense"`) {
		t.Error("the list's own order is taken for a view, or is not told")
	}
	wrong := page("/visits?home=nowhere&told=yes&mood=cross")
	shows(t, wrong, `class="narrow" open`, "nowhere", "Lise", `href="/visits"`, `name="mood"`)
	if kept := page("/visits?told=yes&home=46"); !strings.Contains(kept, `action="/views/gone"`) {
		t.Error("a view that is kept is not let go")
	}
	shows(t, listing(t, nil)("/visits?told=yes"), `class="empty"`, `href="/visits"`)
}
