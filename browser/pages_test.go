package browser

import (
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"havre.example/havre/internal/demo"
	"havre.example/havre/internal/web"
)

// Budgets of a first view of any staff page, as it goes over the wire.
const (
	mostBytes    = 68_500
	mostRequests = 10
)

var hrefs = regexp.MustCompile(`(?:href|action)="(/[^"#?]*)`)

// sample is one page that stands for all of its route, as one role sees it.
type sample struct{ path, route, role string }

// name is what the sample's pictures are called.
func (s sample) name() string {
	r := strings.NewReplacer("/", "-", "{", "", "}", "", "$", "")
	return strings.Trim(s.role+r.Replace(s.route), "-")
}

// samples follows the links of somebody's pages, and keeps the first page of each route. A few pages of a route are
// read for their links, since a case offers what its stage allows.
func (s *Stage) samples(p demo.Person, routes []web.Route) []sample {
	s.t.Helper()
	const readOfEach = 16
	mux := http.NewServeMux()
	for _, r := range routes {
		if r.Method() == http.MethodGet {
			mux.HandleFunc("GET "+r.Pattern(), http.NotFound)
		}
	}
	var out []sample
	read, queue, known := map[string]int{}, []string{"/"}, map[string]bool{"/": true}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		req, err := http.NewRequest(http.MethodGet, s.url+path, nil)
		if err != nil {
			s.t.Fatal(err)
		}
		_, pattern := mux.Handler(req)
		route := strings.TrimPrefix(pattern, "GET ")
		if route == "" || read[route] >= readOfEach || strings.Contains(path, "export") ||
			strings.HasSuffix(path, ".csv") || strings.HasSuffix(path, ".json") {
			continue
		}
		status, body := s.fetch(req, p)
		if status == http.StatusTooManyRequests {
			s.t.Fatalf("%s: too many requests", path)
		}
		if status != http.StatusOK {
			continue
		}
		if read[route]++; read[route] == 1 {
			out = append(out, sample{path, route, string(p.Role)})
		}
		for _, m := range hrefs.FindAllStringSubmatch(body, -1) {
			if !known[m[1]] {
				known[m[1]] = true
				queue = append(queue, m[1])
			}
		}
	}
	return out
}

// fetch reads a page without a browser; a redirection is no page.
func (s *Stage) fetch(req *http.Request, p demo.Person) (int, string) {
	s.t.Helper()
	req.AddCookie(&http.Cookie{Name: "havre", Value: s.token(p)})
	c := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := c.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// dark makes the window's person prefer a dark screen, or a light one again.
func (w *Window) dark(on bool) *Window {
	w.t.Helper()
	value := "light"
	if on {
		value = "dark"
	}
	_, err := chromedp.Call(w.ctx, emulation.SetEmulatedMedia,
		emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme",
			Value: value}}})
	if err != nil {
		w.t.Fatalf("prefer %s: %v", value, err)
	}
	return w
}

// freshly empties the window's cache, so that the next view is a first one.
func (w *Window) freshly() *Window {
	w.t.Helper()
	if _, err := chromedp.Call(w.ctx, network.ClearBrowserCache, struct{}{}); err != nil {
		w.t.Fatalf("empty the cache: %v", err)
	}
	w.Bytes()
	return w
}

// well opens a page that must be there.
func (w *Window) well(path string) *Window {
	w.t.Helper()
	if w.Open(path); w.Status() != http.StatusOK {
		w.t.Errorf("%s answers %d", path, w.Status())
	}
	return w
}

// light fails where the first view of a page weighs more than the budget.
func (w *Window) light() *Window {
	w.t.Helper()
	n := run[int](w, `performance.getEntriesByType('resource').length + 1`)
	if b := w.Bytes(); b > mostBytes || n > mostRequests || b == 0 {
		w.t.Errorf("%s: the first view weighs %d bytes in %d requests", w.Path(), b, n)
	}
	return w
}

// view is a page to be looked at, and how.
type view struct {
	sample
	english, dark bool
}

// Every page of every role, as the demonstration offers it: axe finds nothing, nobody scrolls
// sideways on any screen, whatever words are in it,
// the first view is light; in French and in English, a part of them also in the dark. The roles go side by side; which
// of them looks at a page in English is settled before.
func TestEveryPageOfEveryRole(t *testing.T) {
	s, people := Demo(t)
	seen := map[string]bool{}
	for _, who := range people.Shown() {
		var views []view
		for i, p := range s.samples(who, s.net.Rooms.Routes()) {
			if seen[p.name()] {
				continue
			}
			views = append(views, view{p, !seen[p.route], i%4 == 0})
			seen[p.name()], seen[p.route] = true, true
		}
		t.Run(who.Login, func(t *testing.T) {
			t.Parallel()
			s.in(t).look(who, views)
		})
	}
	for _, route := range s.net.Rooms.Routes() {
		if route.Method() == http.MethodGet && !slices.ContainsFunc(people.Shown(), func(p demo.Person) bool {
			return seen[sample{route: route.Pattern(), role: string(p.Role)}.name()]
		}) {
			t.Logf("not among the demonstration's pages: %s", route.Pattern())
		}
	}
}

// Words of any length wrap where nobody has an account too, on every step of a referral.
func TestLongWordsWrapWithoutAccount(t *testing.T) {
	w := Network(t).Window("fr")
	for _, path := range []string{"/fr", "/fr/recu", "/sign-in", "/join", "/help", "/nowhere", "/fr/orienter"} {
		w.Open(path).Wraps()
	}
	w.Open("/fr/orienter").Fill("who_name", "Camille Ferrand").Fill("who_telephone", "01 99 00 41 12")
	for range pagesOfReferral {
		w.Press("referral.go.next")
		here := run[string](w, `location.pathname + location.search`)
		w.Wraps().Open(here) // as it was
		if run[bool](w, `!!document.querySelector('[name=agreed]')`) {
			w.Choose("agreed", "yes")
		}
		if run[bool](w, `!!document.querySelector('form[action$="/envoi"]')`) {
			return
		}
	}
	t.Error("a referral has no last page")
}

// look opens each page at somebody's window.
func (s *Stage) look(who demo.Person, views []view) {
	s.t.Helper()
	w := s.AsDemo(who)
	for _, v := range views {
		w.In("fr").Size(1280, 900).freshly().well(v.path).light().Fits().Axe().Shot(v.name() + "-fr-1280")
		for _, px := range []int64{768, 360, 320} {
			w.Size(px, 740).Fits()
		}
		w.Wraps()
		if !v.english { // another role's page of the same route is read in English
			continue
		}
		w.In("en").Size(360, 740).well(v.path).Fits().Axe().Shot(v.name() + "-en-360")
		if v.dark {
			w.dark(true).Axe().dark(false)
		}
	}
}
