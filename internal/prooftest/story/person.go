package story

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/prooftest/htmlcheck"
)

// host is the address everybody believes to be at.
const host = "http://havre.test"

// Person is somebody at a browser without scripts.
type Person struct {
	s      *Story
	name   string
	lang   lang.Tag
	client *http.Client
	at     *url.URL
	status int
	header http.Header
	body   string
	page   *html.Node
	scope  *html.Node // where labels and buttons are looked for; the whole page when nil
	typed  map[*html.Node][]string
	files  map[*html.Node][]byte
	seen   strings.Builder
	loads  int
	hands  bool // hands over what is being typed, and presses nothing
}

func (s *Story) browser(name string, l lang.Tag) *Person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.T.Fatal(err)
	}
	p := &Person{s: s, name: name, lang: l, at: &url.URL{Path: "/"}}
	p.client = &http.Client{Jar: jar, Transport: transport{s},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	p.cookie("havre_lang", string(l))
	return p
}

// transport hands requests to the network without a wire. Each costs its reader a second.
type transport struct{ s *Story }

// RoundTrip implements http.RoundTripper.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if t.s.Floor != nil {
		t.s.Clock.Advance(t.s.tick)
	}
	in := httptest.NewRequest(r.Method, r.URL.String(), r.Body).WithContext(r.Context())
	in.Header, in.RequestURI = r.Header, r.URL.RequestURI()
	w := httptest.NewRecorder()
	t.s.handler.ServeHTTP(w, in)
	return w.Result(), nil
}

func (p *Person) cookie(name, value string) {
	u, _ := url.Parse(host)
	p.client.Jar.SetCookies(u, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}

func (p *Person) signIn(login string) {
	p.s.T.Helper()
	_, token := p.s.SignInToken(login)
	p.cookie("havre", token)
}

// In changes the language of the person's pages.
func (p *Person) In(l lang.Tag) *Person {
	p.lang = l
	p.cookie("havre_lang", string(l))
	return p
}

// Get opens a page.
func (p *Person) Get(path string) *Person {
	p.s.T.Helper()
	return p.send(http.MethodGet, path, "", nil)
}

// Post sends values as they are, for what no page offers. The form's own hidden values are not added.
func (p *Person) Post(path string, values url.Values) *Person {
	p.s.T.Helper()
	return p.send(http.MethodPost, path, "application/x-www-form-urlencoded", []byte(values.Encode()))
}

// send asks, and follows where the network leads, as a browser does.
func (p *Person) send(method, path, mediaType string, body []byte) *Person {
	p.s.T.Helper()
	ref, err := url.Parse(path)
	if err != nil {
		p.s.T.Fatalf("%s: %q is no address: %v", p.name, path, err)
	}
	to := p.at.ResolveReference(ref)
	for range 10 {
		r, err := http.NewRequest(method, host+to.RequestURI(), bytes.NewReader(body))
		if err != nil {
			p.s.T.Fatalf("%s: %v", p.name, err)
		}
		if method == http.MethodPost {
			r.Header.Set("Content-Type", mediaType)
			r.Header.Set("Origin", host)
			if p.hands {
				r.Header.Set("Havre-Drafts", "1")
			}
		}
		res, err := p.client.Do(r)
		if err != nil {
			p.s.T.Fatalf("%s: %s %s: %v", p.name, method, to.Path, err)
		}
		raw, err := io.ReadAll(res.Body)
		if err != nil {
			p.s.T.Fatalf("%s: %s %s: %v", p.name, method, to.Path, err)
		}
		p.loads++
		p.seen.Write(raw)
		if p.s.Watch != nil {
			p.s.Watch(to.Path, res.Header.Get("Content-Type"), string(raw))
		}
		if res.StatusCode < 300 || res.StatusCode > 399 {
			p.show(to, res, string(raw))
			if method == http.MethodPost && p.s.Answered != nil {
				p.s.Answered(p, to.Path)
			}
			return p
		}
		next, err := url.Parse(res.Header.Get("Location"))
		if err != nil || next.IsAbs() && "http://"+next.Host != host {
			p.s.T.Fatalf("%s: %s leads out to %q", p.name, to.Path, res.Header.Get("Location"))
		}
		to, method, body = to.ResolveReference(next), http.MethodGet, nil
	}
	p.s.T.Fatalf("%s: %s leads round in circles", p.name, path)
	return p
}

func (p *Person) show(at *url.URL, res *http.Response, body string) {
	p.s.T.Helper()
	p.at, p.status, p.header, p.body = at, res.StatusCode, res.Header, body
	p.page, p.scope, p.typed, p.files = nil, nil, map[*html.Node][]string{}, map[*html.Node][]byte{}
	if kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type")); kind != "text/html" {
		return
	}
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		p.s.T.Fatalf("%s: %s: %v", p.name, at.Path, err)
	}
	p.page = doc
	for _, wrong := range htmlcheck.Read(body, doc) {
		p.s.T.Errorf("%s: %s: %s", p.name, at.Path, wrong)
	}
	p.beside()
	if p.status >= 500 {
		p.s.T.Errorf("%s: %s answers %d", p.name, at.Path, p.status)
	}
	if p.s.Shown != nil {
		p.s.Shown(p)
	}
}

// Beside sends values to an address from another window of the same browser: what is on the screen stays.
func (p *Person) Beside(path string, values url.Values) *Person {
	p.s.T.Helper()
	return (&Person{s: p.s, name: p.name + " (beside)", lang: p.lang, client: p.client, at: p.at}).Post(path, values)
}

// Tab is another window of the same browser on the page where the person is, as it is now.
func (p *Person) Tab() *Person {
	p.s.T.Helper()
	t := &Person{s: p.s, name: p.name + " (another window)", lang: p.lang, client: p.client, at: p.at}
	return t.Get(p.at.Path)
}

// Path returns where the person is.
func (p *Person) Path() string { return p.at.Path }

// Address returns where the person is, with what narrows it.
func (p *Person) Address() string { return p.at.RequestURI() }

// Status is what the page was answered with.
func (p *Person) Status() int { return p.status }

// Loads returns how many pages were loaded so far, redirections included.
func (p *Person) Loads() int { return p.loads }

// Seen returns everything that was ever on the person's screen.
func (p *Person) Seen() string { return p.seen.String() }

// Body returns the page as it was sent.
func (p *Person) Body() string { return p.body }

// Words returns the page as people read it.
func (p *Person) Words() string {
	if p.page == nil {
		return p.body
	}
	return htmlcheck.Words(p.where())
}

func (p *Person) where() *html.Node {
	if p.scope != nil {
		return p.scope
	}
	if m := first(p.page, func(n *html.Node) bool { return n.Data == "body" }); m != nil {
		return m
	}
	return p.page
}
