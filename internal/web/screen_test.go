package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

type shelf struct{}

// desk is a room's core, for the tests of screens: it remembers what was done, and refuses with err.
type desk struct {
	err  error
	done []string
	once []string // by which form a page was opened
}

var errTurned = fault.NewConflict("webtest.refused")

type shown struct{ words string }

func (d *desk) open(ctx context.Context, who access.Actor, n id.ID[shelf]) (shown, error) {
	d.once = append(d.once, access.Once(ctx))
	return shown{"shelf of " + who.Name() + " " + n.String()[:2]}, nil
}

func (d *desk) openTwo(_ context.Context, _ access.Actor, a, b id.ID[shelf]) (shown, error) {
	return shown{a.String()[:2] + b.String()[:2]}, nil
}

func (d *desk) note(what ...any) error {
	if d.err == nil {
		d.done = append(d.done, fmt.Sprint(what...))
	}
	return d.err
}

func (d *desk) press(_ context.Context, _ access.Actor, n id.ID[shelf]) error {
	return d.note("press ", n.String()[:2])
}

func (d *desk) write(_ context.Context, _ access.Actor, _ id.ID[shelf], words string) error {
	return d.note("write ", words)
}

func (d *desk) count(_ context.Context, _ access.Actor, _ id.ID[shelf], words string, n int) error {
	return d.note("count ", words, n)
}

func (d *desk) both(_ context.Context, _ access.Actor, a, b id.ID[shelf], words string) error {
	return d.note("both ", a.String()[:2], b.String()[:2], words)
}

func (d *desk) all(_ context.Context, _ access.Actor, words string) error {
	return d.note("all ", words)
}

func newShelf(t *testing.T) (*house, *desk) {
	t.Helper()
	h, d := newHouse(t, web.Options{}), &desk{}
	texts, err := web.LoadTexts(testTexts())
	if err != nil {
		t.Fatal(err)
	}
	one, two := web.ID[id.ID[shelf]]("shelf"), web.ID[id.ID[shelf]]("other")
	read := func(r *web.Request) string { return r.Form().Text("words", web.Required) }
	page := web.NewScreen(web.At(one, d.open), "webtest.title", func(f *web.Form, s shown) templ.Component {
		return templ.Join(words(fmt.Sprint(s.words, " typed:", f.Value("words"), " mistakes:", len(f.Mistakes()),
			" overtaken:", f.Overtaken())), web.Version(f, 7))
	}).Filled(func(r *web.Request, s shown) { r.Form().Default("words", "known") })
	h.Handler = web.New(web.Options{Country: packs.France, Texts: texts, Sessions: h, Clock: h.clock,
		Routes: []web.Route{
			web.Get("/shelves/{shelf}", staffAct, page.Show),
			web.Post("/shelves/{shelf}", staffAct, page.Take(web.Enter(one, read, d.write), "/shelves/{shelf}/more",
				"webtest.saved")),
			web.Post("/shelves/{shelf}/compared", staffAct, page.Compares().Take(web.Enter(one, read, d.write), "/",
				"")),
			web.Post("/shelves/{shelf}/counted", staffAct,
				page.Take(web.EnterTwo(one, func(r *web.Request) (string, int) {
					return read(r), 7
				}, d.count), "/", "")),
			web.Post("/shelves/{shelf}/beside", staffAct, page.Takes(func(f *web.Form, err error) bool {
				if !fault.Is(err, fault.Conflict) {
					return false
				}
				f.Fail("words", fault.Key(err))
				return true
			}).Take(web.Do(one, d.press), "/", "")),
			web.Post("/shelves/{shelf}/turned", staffAct, page.Beside(errTurned, "words").Take(web.Do(one, d.press),
				"/", "")),
			web.Post("/shelves/{shelf}/said", staffAct,
				page.Takes(web.TakeConflict).Take(web.Do(one, d.press), "/", "")),
			web.Get("/pairs/{shelf}/{other}", staffAct, web.Show(web.AtBoth(one, two, d.openTwo), "webtest.title",
				func(s shown) templ.Component { return words("pair " + s.words) })),
			web.Post("/pairs/{shelf}/{other}", staffAct, web.Go(web.EnterBoth(one, two, read, d.both), "/", "")),
			web.Post("/all", staffAct, web.Go(web.EnterAll(read, d.all), "/", "webtest.saved")),
		}})
	return h, d
}

// What is opened to ask for corrections is no act: a form that is sent again after it was not recorded before.
func TestAPageThatAsksForCorrectionsRecordsNoForm(t *testing.T) {
	h, d := newShelf(t)
	h.do(ask{method: "POST", path: "/shelves/" + id.New[shelf](now).String(), cookie: "alive",
		form: url.Values{"words": {""}, "_once": {"abc"}}})
	if len(d.once) != 1 || d.once[0] != "" {
		t.Errorf("the page is opened by the form %q", d.once)
	}
}

func TestAScreenShowsAndTakes(t *testing.T) {
	h, d := newShelf(t)
	a, b := id.New[shelf](now).String(), "7zzzzzzzzzzzzzzzzzzzzzzzzz"
	post := func(path, typed string) (int, string, string) {
		w := h.do(ask{method: "POST", path: path, cookie: "alive", form: url.Values{"words": {typed}}})
		return w.Code, w.Header().Get("Location"), w.Body.String()
	}
	w := h.do(ask{path: "/shelves/" + a, cookie: "alive"})
	if !strings.Contains(w.Body.String(), "shelf of Claire "+a[:2]+" typed:known mistakes:0 overtaken:false") {
		t.Error("a link opens the page, with what is known filled in: ", w.Body)
	}
	if code, to, _ := post("/shelves/"+a, "red"); code != http.StatusSeeOther || to != "/shelves/"+a+"/more" {
		t.Errorf("done, it goes on: %d %q", code, to)
	}
	if code, _, body := post("/shelves/"+a, ""); code != http.StatusUnprocessableEntity ||
		!strings.Contains(body, "mistakes:1") {
		t.Error("nothing typed is given back and not done: ", code, body)
	}
	if code, to, _ := post("/shelves/"+a+"/counted", "blue"); code != http.StatusSeeOther || to != "/" {
		t.Errorf("two values: %d %q", code, to)
	}
	if code, _, _ := post("/pairs/"+a+"/"+b, "green"); code != http.StatusSeeOther {
		t.Error("two keys: ", code)
	}
	if code, _, _ := post("/all", "white"); code != http.StatusSeeOther {
		t.Error("no key: ", code)
	}
	want := "write red|count blue7|both " + a[:2] + "7zgreen|all white"
	if got := strings.Join(d.done, "|"); got != want {
		t.Errorf("done: %s, want %s", got, want)
	}
	if body := h.do(ask{path: "/pairs/" + a + "/" + b, cookie: "alive"}).Body.String(); !strings.Contains(body,
		"pair "+a[:2]+"7z") {
		t.Error("a page on two keys: ", body)
	}
	for _, path := range []string{"/shelves/none", "/pairs/" + a + "/none", "/pairs/none/" + b} {
		if w := h.do(ask{path: path, cookie: "alive"}); w.Code != http.StatusNotFound {
			t.Errorf("%s: what is no identifier does not exist, got %d", path, w.Code)
		}
	}
}

func TestAScreenGivesBackWhatWasTyped(t *testing.T) {
	h, d := newShelf(t)
	a := id.New[shelf](now).String()
	for _, c := range []struct {
		name, path string
		err        error
		code       int
		shows      string // empty: the page is not given back
	}{
		{"invalid", "", fault.NewInvalid("webtest.refused"), http.StatusUnprocessableEntity,
			"mistakes:1 overtaken:false"},
		{"not compared", "", fault.ErrChanged, http.StatusConflict, ""},
		{"compared", "/compared", fmt.Errorf("write: %w", fault.ErrChanged), http.StatusConflict,
			"mistakes:0 overtaken:true"},
		{"another conflict", "/compared", fault.NewConflict("webtest.refused"), http.StatusConflict, ""},
		{"beside its field", "/beside", fault.NewConflict("webtest.refused"), http.StatusUnprocessableEntity,
			"mistakes:1 overtaken:false"},
		{"beside a field named for it", "/turned", fmt.Errorf("turn: %w", errTurned), http.StatusUnprocessableEntity,
			"mistakes:1 overtaken:false"},
		{"everything at once", "/turned", fmt.Errorf("turn: %w", fault.Join(errTurned, fault.NewAbout("page",
			"webtest.refused"))), http.StatusUnprocessableEntity, "mistakes:2 overtaken:false"},
		{"one of two without a place", "/turned", fault.Join(fault.NewAbout("page", "webtest.refused"),
			fault.NewConflict("webtest.saved")), http.StatusUnprocessableEntity, ""},
		{"another than that", "/turned", fault.NewConflict("webtest.refused"), http.StatusConflict, ""},
		{"said in the form", "/said", fault.NewConflict("webtest.refused"), http.StatusUnprocessableEntity,
			"mistakes:1 overtaken:false"},
		{"not ours", "/beside", errors.New("broken"), http.StatusInternalServerError, ""},
		{"absent", "", fault.NewNotFound("webtest.refused"), http.StatusNotFound, ""},
	} {
		d.err = c.err
		w := h.do(ask{method: "POST", path: "/shelves/" + a + c.path, cookie: "alive",
			form: url.Values{"words": {"my words"}}})
		back := strings.Contains(w.Body.String(), "typed:my words "+c.shows)
		if w.Code != c.code || back != (c.shows != "") {
			t.Errorf("%s: %d, given back: %v", c.name, w.Code, back)
		}
	}
	if len(d.done) > 0 {
		t.Error("refused acts were done: ", d.done)
	}
}

// A page that is given back keeps the version it was typed on, and takes the newer one only where somebody else was
// faster and it says so.
func TestAFormKeepsTheVersionItWasTypedOn(t *testing.T) {
	h, d := newShelf(t)
	path := "/shelves/" + id.New[shelf](now).String()
	version := func(method, path string) string {
		w := h.do(ask{method: method, path: path, cookie: "alive", form: url.Values{"words": {"w"}, "version": {"3"}}})
		_, rest, _ := strings.Cut(w.Body.String(), `name="version" value="`)
		n, _, _ := strings.Cut(rest, `"`)
		return n
	}
	if got := version("GET", path); got != "7" {
		t.Errorf("opened on version %q", got)
	}
	d.err = fault.NewInvalid("webtest.refused")
	if got := version("POST", path+"/compared"); got != "3" {
		t.Errorf("given back with version %q", got)
	}
	d.err = fault.ErrChanged
	if got := version("POST", path+"/compared"); got != "7" {
		t.Errorf("overtaken, with version %q", got)
	}
}
