package web_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/a-h/templ"

	question "havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

type note struct{ Needs []string }

var noted = question.Of("visit",
	question.Codes("needs", "need", func(n *note) *[]string { return &n.Needs }).Required())

// A screen may draw its heading and the way back; a form that asks a sheet leads to what it made.
func TestAScreenIsFramed(t *testing.T) {
	texts, err := web.LoadTexts(testTexts(), fstest.MapFS{"texts.fr.toml": {Data: []byte(visitTexts)},
		"texts.en.toml": {Data: []byte(visitTexts)}})
	if err != nil {
		t.Fatal(err)
	}
	shelf := func(r *web.Request) (string, error) { return r.Path("shelf"), nil }
	open := func(_ context.Context, _ access.Actor, n string) (string, error) { return n, nil }
	make := func(_ context.Context, _ access.Actor, n string, in note) (string, error) {
		return n + "-" + strings.Join(in.Needs, "."), nil
	}
	screen := web.NewScreen(web.At(shelf, open), "webtest.title", func(f *web.Form, n string) templ.Component {
		return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			return web.AskForm(f, "/s/"+n, noted.Questions(), "webtest.saved").Render(ctx, w)
		})
	})
	short := question.Of("visit", question.Text("who", question.Itself[string]).Max(9).Own("name").
		Like(func(s string) bool { return len(s) < 4 }, "webtest.saved"))
	const refusedIn = `id="f-needs-error"`
	errRefused := fault.NewInvalid("webtest.refused")
	refuse := func(*web.Request) error { return errRefused }
	to := func(made string) web.Response { return web.SeeOther("/made/" + made) }
	h := newHouse(t, web.Options{})
	h.Handler = web.New(web.Options{Country: packs.France, Texts: texts, Sessions: h, Clock: h.clock,
		Routes: []web.Route{
			web.Get("/bare/{shelf}", staffAct, screen.Show),
			web.Get("/headed/{shelf}", staffAct, screen.Headed().Show),
			web.Get("/s/{shelf}", staffAct, screen.Back("webtest.saved", "/shelves/{shelf}").Show),
			web.Get("/only/{shelf}", staffAct,
				web.Show(web.Only(web.At(shelf, open), func(n string) bool { return n == "a" }),
					"webtest.title", func(n string) templ.Component { return words("only " + n) })),
			web.Get("/called/{shelf}", staffAct,
				screen.Called(func(n string) string { return "webtest." + n }).Headed().Show),
			web.Post("/beside/{shelf}", staffAct, screen.Beside(errRefused, "needs").Take(refuse, "/", "")),
			web.Post("/short", staffAct, web.Go(web.EnterAll(web.Answers(short),
				func(context.Context, access.Actor, string) error { return nil }), "/", "")),
			web.Post("/s/{shelf}", staffAct, screen.Back("webtest.saved", "/shelves/{shelf}").
				TakeTo(web.EnterTo(shelf, web.Answers(noted), make, to))),
		}})
	get := func(path string) string { return h.do(ask{path: path, cookie: "alive"}).Body.String() }
	const back = `<a class="button secondary" href="/shelves/a%20b">`
	for _, c := range []struct {
		path         string
		headed, back bool
	}{{"/bare/a%20b", false, false}, {"/headed/a%20b", true, false}, {"/s/a%20b", true, true}} {
		body := get(c.path)
		if strings.Contains(body, "<h1>") != c.headed || strings.Contains(body, back) != c.back {
			t.Errorf("%s: heading or way back", c.path)
		}
	}
	if body := get("/only/a"); !strings.Contains(body, "only a") {
		t.Error("what may be opened is opened: ", body)
	}
	if w := h.do(ask{path: "/only/b", cookie: "alive"}); w.Code != http.StatusNotFound {
		t.Errorf("what may not be opened does not exist: %d", w.Code)
	}
	if body := get("/called/saved"); !strings.Contains(body, "<h1>Recorded.</h1>") {
		t.Error("a title by what is opened: ", body)
	}
	w := h.do(ask{method: "POST", path: "/beside/a", cookie: "alive", form: url.Values{"needs": {"cot"}}})
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), refusedIn) {
		t.Errorf("a refusal beside its field: %d", w.Code)
	}
	for who, code := range map[string]int{"Awa": http.StatusSeeOther, "Awadi": http.StatusUnprocessableEntity} {
		w := h.do(ask{method: "POST", path: "/short", cookie: "alive", form: url.Values{"who": {who}}})
		if w.Code != code {
			t.Errorf("%s: %d", who, w.Code)
		}
	}
	post := func(needs ...string) (int, string) {
		w := h.do(ask{method: "POST", path: "/s/a", cookie: "alive", form: url.Values{"needs": needs}})
		return w.Code, w.Header().Get("Location") + w.Body.String()
	}
	if code, body := post(); code != http.StatusUnprocessableEntity || !strings.Contains(body, "<h1>") {
		t.Error("nothing chosen is given back in the same frame: ", code, body)
	}
	if code, made := post("school", "pets"); code != http.StatusSeeOther || !strings.HasPrefix(made, "/made/a-") ||
		!strings.Contains(made, "school") {
		t.Error("what was made says where it leads: ", code, made)
	}
}
