package web

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/trust/access"
)

// page is what the layout and the components know of the page being made.
type page struct {
	shell   *shell
	printer *Printer
	public  bool
	path    string // the path asked for
	pattern string // of its route
	here    string // path and query, under which words are kept
	from    string // the page the posted form stood on
	kept    bool   // words were given back
	words   string // public pages: the key of the path's text
	raw     *http.Request
	said    string // text key of the sentence on top
	undo    Link   // beside it
	id      string // request id
	actor   access.Actor
	res     Response
	invalid bool
	title   string
	alarms  []alarm // in its chapters
	subject subject
	items   []NavItem // of the navigation; none when nobody is signed in
	forms   int       // drawn so far
	once    string    // what the forms of the page share
	asks    string    // the key of the form that the page asks about before its act
}

type pageKey struct{}

func withPage(ctx context.Context, p *page) context.Context {
	return context.WithValue(ctx, pageKey{}, p)
}

// pageOf returns the page of the context, or an empty one for views rendered outside the shell.
func pageOf(ctx context.Context) *page {
	if p, ok := ctx.Value(pageKey{}).(*page); ok {
		return p
	}
	return &page{}
}

func (s *shell) newPage(raw *http.Request, route Route) *page {
	p := &page{shell: s, raw: raw, public: route.public, path: raw.URL.Path, pattern: route.pattern,
		here: fromOf(raw.URL), id: exchangeOf(raw).id}
	tag := s.staffLang(raw, access.Nobody())
	if route.public {
		if t := pathLang(raw.URL.Path); s.o.Texts.set.Has(t) {
			tag = t
		}
		p.words = route.words
	} else {
		p.said, p.undo = s.saidOf(raw)
	}
	p.printer = s.o.Texts.In(tag, s.o.Clock.Now())
	return p
}

// setLang chooses the language of a staff page: the switch, the person's own, the browser's, the network's first.
func (p *page) setLang(s *shell, raw *http.Request, who access.Actor) {
	if p.public {
		return
	}
	p.printer = s.o.Texts.In(s.staffLang(raw, who), p.printer.now)
}

func (s *shell) staffLang(raw *http.Request, who access.Actor) lang.Tag {
	set := s.o.Texts.set
	if c, err := raw.Cookie("havre_lang"); err == nil && set.Has(lang.Tag(c.Value)) {
		return lang.Tag(c.Value)
	}
	if who.Lang() != "" {
		return set.Settle(who.Lang())
	}
	return set.Accept(raw.Header.Get("Accept-Language"))
}

// twin is the address of a public page in another language; empty where there is no such page.
func (p *page) twin(tag lang.Tag) string {
	if p.words == "" {
		return ""
	}
	return fillPath(p.printer.texts.publicPath(tag, p.words), p.raw)
}

// fillPath puts the values of a request's path into a pattern.
func fillPath(pattern string, raw *http.Request) string {
	for {
		before, rest, ok := strings.Cut(pattern, "{")
		if !ok {
			return strings.TrimSuffix(pattern, "{$}")
		}
		name, after, _ := strings.Cut(rest, "}")
		if name == "$" {
			return before
		}
		pattern = before + url.PathEscape(raw.PathValue(strings.TrimSuffix(name, "..."))) + after
	}
}

// render makes the whole page in memory, then sends it: a page is whole or an error, never half.
func (s *shell) render(w http.ResponseWriter, p *page, status int, res Response) {
	ctx := WithPrinter(withPage(context.Background(), p), p.printer)
	p.title = p.printer.T(res.title, res.titleArgs...)
	p.res = res
	p.items = p.nav()
	p.invalid = status == http.StatusUnprocessableEntity
	// The page is drawn before its frame, which tells what the page is about.
	var view, body bytes.Buffer
	err := res.body.Render(ctx, &view)
	if err == nil {
		err = layout(p, templ.Raw(view.String())).Render(ctx, &body)
	}
	if err != nil {
		panic(err) // the guard answers with the error page
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(p.printer.Tag))
	if p.said != "" {
		s.forget(w, "havre_said")
	}
	w.Header().Set("Vary", "Accept-Encoding")
	sent := body.Bytes()
	if status == http.StatusOK && len(sent) > 1400 && packs(p.raw) { // less fits in one packet as it is
		w.Header().Set("Content-Encoding", "gzip")
		sent = packed(sent)
	}
	w.WriteHeader(status)
	_, _ = w.Write(sent)
}

// nav returns the entries of the navigation, none when nobody is signed in.
func (p *page) nav() []NavItem {
	if p.shell == nil || p.shell.o.Nav == nil || p.public || !p.actor.SignedIn() {
		return nil
	}
	return p.shell.o.Nav(p.raw.Context(), p.actor)
}

// waitsIn counts what waits behind the navigation.
func waitsIn(items []NavItem) (n int) {
	for _, it := range items {
		n += it.Count
	}
	return n
}

// parted splits the navigation where its headings change.
func parted(items []NavItem) [][]NavItem {
	var out [][]NavItem
	for i, n := range items {
		if i == 0 || n.Group != items[i-1].Group {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], n)
	}
	return out
}

// current tells whether a path of the navigation is where we are.
func (p *page) current(path string) bool {
	if path == "/" || p.shell != nil && path == p.shell.o.Home {
		return p.path == path
	}
	return p.path == path || strings.HasPrefix(p.path, path+"/")
}

// formFrom is the page a new form stands on: where the words go back to after a sign-in.
func (p *page) formFrom() string {
	if p.from != "" {
		return p.from
	}
	return p.here
}

// address is where the page is had again: its own or, of the answer to a form, the form's.
func (p *page) address() string {
	if p.raw.Method == http.MethodPost {
		return p.formFrom()
	}
	return p.here
}

// newOnce makes an idempotency key: of the page, which all its forms share, and of the form. A page that asks before an
// act keeps that of the form that it asks about.
func newOnce(ctx context.Context) string {
	p := pageOf(ctx)
	if p.asks != "" {
		return p.asks
	}
	if p.once == "" {
		p.once = rand.Text()
	}
	return p.once + "." + rand.Text()
}

// press is the number by which a form is recorded once, and what was said in it, to be compared: of a number that is
// kept nowhere, so that what was said cannot be guessed from it.
func (f *Form) press() (form, said string) {
	page, own, ok := strings.Cut(f.d.once, ".")
	if !ok {
		return f.d.once, ""
	}
	hash := sha256.Sum256([]byte(own))
	mac := hmac.New(sha256.New, []byte(own))
	for _, name := range f.carried() {
		for _, v := range f.Values(name) {
			_, _ = fmt.Fprintf(mac, "%d:%s%d:%s", len(name), name, len(v), v)
		}
	}
	short := base64.RawURLEncoding.EncodeToString
	return page + "." + short(hash[:15]), short(mac.Sum(nil)[:15])
}

// localPath returns to when it is a path of this network, else the other.
func localPath(to, otherwise string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\") ||
		strings.ContainsAny(to, "\r\n\t\x00\\") {
		return otherwise
	}
	if u, err := url.Parse(to); err != nil || u.Host != "" || u.Scheme != "" {
		return otherwise
	}
	return to
}

// fileName keeps a file's name neutral: letters, digits, dash, dot, underscore.
func fileName(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '.', r == '_':
			return r
		}
		return '-'
	}, s)
}
