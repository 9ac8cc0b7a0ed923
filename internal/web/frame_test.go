package web_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

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

// An act that ends something says first what follows: the press alone changes nothing and carries all that was typed;
// only the press on that page does it, and the other leads back to the form as it was typed, or to where a press stood.
func TestAnActThatEndsSomethingAsksFirst(t *testing.T) {
	texts, err := web.LoadTexts(testTexts(), fstest.MapFS{"texts.fr.toml": {Data: []byte(visitTexts)},
		"texts.en.toml": {Data: []byte(visitTexts)}})
	if err != nil {
		t.Fatal(err)
	}
	shelf := func(r *web.Request) (string, error) { return r.Path("shelf"), nil }
	var forms []string // by which the page that asks was opened
	open := web.At(shelf, func(ctx context.Context, _ access.Actor, n string) (string, error) {
		forms = append(forms, access.Once(ctx))
		return n, nil
	})
	var ended []string
	end := func(ctx context.Context, _ access.Actor, n string, in note) error {
		if slices.Contains(in.Needs, "pets") {
			return fault.NewAbout("needs", "web.form.required") // which the form alone does not tell
		}
		if access.Rehearsed(ctx) {
			return access.ErrRehearsed
		}
		ended = append(ended, n+strings.Join(in.Needs, "."))
		return nil
	}
	press := func(ctx context.Context, _ access.Actor, n string) error {
		if access.Rehearsed(ctx) {
			return access.ErrRehearsed
		}
		ended = append(ended, n)
		return nil
	}
	follows := func(_ *web.Request, n string) (web.Foreseen, templ.Component) {
		return web.Foreseen{Ask: "webtest.title", Yes: "webtest.saved", Happens: "web.sure.no", Told: "web.unknown",
			Back: "web.form.required"}, words("what follows at " + n)
	}
	screen := web.NewScreen(open, "webtest.title", func(f *web.Form, n string) templ.Component {
		return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			return web.AskForm(f, "/end/"+n, noted.Questions(), "webtest.saved").Render(ctx, w)
		})
	}).Sure(follows)
	h := newHouse(t, web.Options{})
	h.Handler = web.New(web.Options{Country: packs.France, Texts: texts, Sessions: h, Clock: h.clock,
		Routes: []web.Route{
			web.Post("/end/{shelf}", staffAct, screen.Take(web.Enter(shelf, web.Answers(noted), end), "/ended", "")),
			web.Post("/press/{shelf}", staffAct, web.PressOn(open, "/shelves/{shelf}").
				Sure(follows).Take(web.Do(shelf, press), "/ended", "")),
		}})
	post := func(path string, form url.Values) (int, string) {
		w := h.do(ask{method: "POST", path: path, cookie: "alive", form: form})
		return w.Code, w.Header().Get("Location") + w.Body.String()
	}
	if code, _ := post("/end/a", url.Values{}); code != http.StatusUnprocessableEntity {
		t.Errorf("what is to be corrected comes first: %d", code)
	}
	if code, body := post("/end/a", url.Values{"needs": {"pets"}}); code != http.StatusUnprocessableEntity ||
		!strings.Contains(body, `href="#f-needs`) {
		t.Errorf("what the act would refuse comes before it asks: %d %s", code, body)
	}
	const carried = `<input type="hidden" name="needs" value="school"`
	forms = nil
	code, body := post("/end/a", url.Values{"needs": {"school"}, "_once": {"abc"}})
	if len(forms) != 1 || forms[0] != "" { // nothing was done: the same form may be sent again
		t.Errorf("the page that asks is opened by the form %q", forms)
	}
	if code != http.StatusOK || !strings.Contains(body, "what follows at a") || !strings.Contains(body, carried) ||
		!strings.Contains(body, `action="/end/a"`) || strings.Contains(body, `name="sure" value="school"`) {
		t.Errorf("the first press says what follows: %d %s", code, body)
	}
	for _, key := range []string{"web.sure.no", "web.unknown", "web.form.required"} {
		if said := texts.In("en", time.Time{}).T(key); !strings.Contains(body, "<li>"+said+"</li>") {
			t.Errorf("the page does not say %q: %s", said, body)
		}
	}
	code, body = post("/end/a", url.Values{"needs": {"school"}, "sure": {"no"}})
	if code != http.StatusOK || !strings.Contains(body, `checked`) || strings.Contains(body, "what follows") {
		t.Errorf("no leads back to what was typed: %d %s", code, body)
	}
	code, body = post("/press/a", url.Values{})
	if code != http.StatusOK || !strings.Contains(body, "what follows at a") {
		t.Errorf("a press asks likewise: %d", code)
	}
	if code, to := post("/press/a", url.Values{"sure": {"no"}}); code != http.StatusSeeOther || to != "/shelves/a" {
		t.Errorf("no leads back to where the press stands: %d %s", code, to)
	}
	if len(ended) > 0 {
		t.Fatalf("done without having been confirmed: %v", ended)
	}
	for _, path := range []string{"/end/a", "/press/b"} {
		if code, to := post(path, url.Values{"needs": {"school"}, "sure": {"yes"}}); code != http.StatusSeeOther ||
			to != "/ended" {
			t.Errorf("%s: %d %s", path, code, to)
		}
	}
	if strings.Join(ended, " ") != "aschool b" {
		t.Errorf("done: %v", ended)
	}
}

// Of several forms on a page, the one that was sent says what is to be corrected; a page whose forms go elsewhere says
// it on top. The hint of a single box follows its label.
func TestTheFormThatWasSentSaysWhatIsToBeCorrected(t *testing.T) {
	texts, err := web.LoadTexts(testTexts(), fstest.MapFS{"texts.fr.toml": {Data: []byte(visitTexts)},
		"texts.en.toml": {Data: []byte(visitTexts)}})
	if err != nil {
		t.Fatal(err)
	}
	screen := web.NewScreen(web.Nothing, "webtest.title", func(f *web.Form, _ struct{}) templ.Component {
		return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			for _, action := range []string{"/first", "/second?how=short"} {
				if err := web.AskForm(f, action, noted.Questions(), "webtest.saved").Render(ctx, w); err != nil {
					return err
				}
			}
			tick := web.Field{Name: "tick", Label: "webtest.saved", Hint: "webtest.title"}
			return web.Checkbox(f, tick).Render(ctx, w)
		})
	})
	refuse := screen.Take(func(r *web.Request) error {
		r.Form().Fail("needs", "webtest.refused")
		return web.ErrTyped
	}, "/", "")
	h := newHouse(t, web.Options{})
	h.Handler = web.New(web.Options{Country: packs.France, Texts: texts, Sessions: h, Clock: h.clock,
		Routes: []web.Route{web.Post("/first", staffAct, refuse), web.Post("/second", staffAct, refuse),
			web.Post("/third", staffAct, refuse)}})
	const summary, second = `<div class="summary"`, `action="/second`
	for path, right := range map[string]func(body string) bool{
		"/first":  func(b string) bool { return strings.Index(b, summary) < strings.Index(b, second) },
		"/second": func(b string) bool { return strings.Index(b, summary) > strings.Index(b, second) },
		"/third":  func(b string) bool { return strings.Index(b, summary) < strings.Index(b, `action="/first`) },
	} {
		res := h.do(ask{method: "POST", path: path, cookie: "alive", form: url.Values{}})
		body := res.Body.String()
		if res.Code != http.StatusUnprocessableEntity || strings.Count(body, summary) != 1 || !right(body) {
			t.Errorf("%s: %d, %d summaries:\n%s", path, res.Code, strings.Count(body, summary), body)
		}
		if !strings.Contains(body, ": somebody else answered.") { // told elsewhere as a sentence of its own
			t.Errorf("%s: a mistake does not follow its label in one sentence:\n%s", path, body)
		}
		if strings.Index(body, `id="f-tick-hint"`) < strings.Index(body, `for="f-tick"`) {
			t.Errorf("%s: the hint of a box stands before its label", path)
		}
	}
}
