package accountweb_test

import (
	"bytes"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/room/account/accountweb"
	"havre.example/havre/internal/trust"
	"havre.example/havre/internal/trust/session"
	"havre.example/havre/internal/trust/trusttest"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

// site is a network's pages over HTTP, with what it wrote in its log and every address it was asked for.
type site struct {
	*httptest.Server
	clock *clock.Fake
	log   bytes.Buffer
	asked []string
}

func open(t *testing.T, h *trust.House, c *clock.Fake, more ...web.Route) *site {
	t.Helper()
	s := &site{clock: c}
	texts, err := web.LoadTexts(accountweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	home := web.Get("/{$}", account.OwnSessions, func(r *web.Request) (web.Response, error) {
		return web.View("account.sessions.title", templ.Raw("<h1>home of "+r.Actor().Name()+"</h1>")), nil
	})
	routes := append(accountweb.Room(account.New(h.Gate, h.Sessions, false), nil).Routes, home)
	pages := web.New(web.Options{Country: packs.France, Routes: append(routes, more...), Texts: texts,
		Sessions: h.Sessions,
		Keeper:   h.Sessions, Clock: c,
		Log: slog.New(slog.NewTextHandler(&s.log, nil))})
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked = append(s.asked, r.URL.String())
		pages.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// browser is one person's browser: it follows redirects and fills the forms it sees.
type browser struct {
	t    *testing.T
	s    *site
	c    *http.Client
	lang string
	code int
	page string
	at   string
}

func (s *site) browser(t *testing.T, lang string) *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{t: t, s: s, c: &http.Client{Jar: jar}, lang: lang}
}

func (b *browser) do(method, path string, form url.Values) *browser {
	b.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequest(method, b.s.URL+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Accept-Language", b.lang)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", b.s.URL)
	}
	res, err := b.c.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	b.code, b.page, b.at = res.StatusCode, html.UnescapeString(string(raw)), res.Request.URL.RequestURI()
	return b
}

func (b *browser) get(path string) *browser { b.t.Helper(); return b.do("GET", path, nil) }

func (b *browser) post(path string, pairs ...string) *browser {
	b.t.Helper()
	form := url.Values{"_once": {time.Now().String()}, "_from": {strings.TrimSuffix(b.at, "?kept=1")}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return b.do("POST", path, form)
}

// sees fails unless the answer has the status and says all of the words.
func (b *browser) sees(status int, words ...string) *browser {
	b.t.Helper()
	if b.code != status {
		b.t.Fatalf("%s: status %d, want %d\n%s", b.at, b.code, status, b.page)
	}
	for _, w := range words {
		if !strings.Contains(strings.ReplaceAll(b.page, "\u202f", " "), w) {
			b.t.Fatalf("%s: does not say %q\n%s", b.at, w, b.page)
		}
	}
	return b
}

func (b *browser) lacks(words ...string) *browser {
	b.t.Helper()
	for _, w := range words {
		if strings.Contains(b.page, w) {
			b.t.Fatalf("%s: says %q", b.at, w)
		}
	}
	return b
}

func (b *browser) find(pattern string) []string {
	b.t.Helper()
	m := regexp.MustCompile(pattern).FindAllStringSubmatch(b.page, -1)
	if m == nil {
		b.t.Fatalf("%s: nothing like %s\n%s", b.at, pattern, b.page)
	}
	var out []string
	for _, x := range m {
		out = append(out, x[1])
	}
	return out
}

func (b *browser) hidden(name string) string {
	b.t.Helper()
	return b.find(`name="` + name + `" value="([^"]*)"`)[0]
}

// secrets reads the page of seven words as a person does.
func (b *browser) secrets() (words []string, secret string) {
	b.t.Helper()
	words = b.find(`<li><strong>([a-z-]+)</strong></li>`)
	secret = strings.ReplaceAll(b.find(`<code data-secret>([A-Z2-7 ]+)</code>`)[0], " ", "")
	return words, secret
}

// typeBack answers the page of seven words; pick changes an answer.
func (b *browser) typeBack(to string, pick func(url.Values)) *browser {
	b.t.Helper()
	words, secret := b.secrets()
	asked := b.find(`for="f-word_[12]"[^>]*>\s*(?:Mot n° |Word )([1-7])`)
	code, err := session.CodeAt(secret, b.s.clock.Now())
	if err != nil {
		b.t.Fatal(err)
	}
	form := url.Values{"pending": {b.hidden("pending")}, "totp": {code}, "_from": {"/join"},
		"word_1": {words[asked[0][0]-'1']}, "word_2": {strings.ToUpper(words[asked[1][0]-'1'])}}
	if pick != nil {
		pick(form)
	}
	return b.do("POST", to, form)
}

func (b *browser) signIn(f *trusttest.Floor, login string) *browser {
	b.t.Helper()
	b.get("/sign-in")
	return b.post("/sign-in", "login", login, "passphrase", f.Secrets(login).Passphrase, "totp", code(b.t, f, login))
}

func (b *browser) stepUp(f *trusttest.Floor, login string) *browser {
	b.t.Helper()
	if !strings.HasPrefix(b.at, "/step-up") {
		b.t.Fatalf("no step-up asked at %s", b.at)
	}
	return b.post("/step-up", "back", b.hidden("back"), "passphrase", f.Secrets(login).Passphrase, "totp",
		code(b.t, f, login))
}

func code(t *testing.T, f *trusttest.Floor, login string) string {
	t.Helper()
	f.Clock.Advance(61 * time.Second)
	c, err := session.CodeAt(f.Secrets(login).TOTP, f.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// quiet fails when a secret stands in an address or in the log.
func (s *site) quiet(t *testing.T, secrets ...string) {
	t.Helper()
	for _, secret := range secrets {
		for _, forms := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret)} {
			if strings.Contains(strings.Join(s.asked, "\n"), forms) || strings.Contains(s.log.String(), forms) {
				t.Fatalf("a secret stands in an address or in the log: %s", secret[:3]+"…")
			}
		}
	}
}
