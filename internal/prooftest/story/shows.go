package story

import (
	"iter"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"havre.example/havre/internal/prooftest/htmlcheck"
)

// Shows fails where the page does not say these words (text keys without placeholders, or words as people read them).
func (p *Person) Shows(words ...string) *Person {
	p.s.T.Helper()
	page := p.Words()
	for _, w := range words {
		if want := p.say(w); !strings.Contains(page, want) {
			p.s.T.Errorf("%s: %s (%d) does not show %q:\n%s", p.name, p.at.Path, p.status, want, cut(page))
		}
	}
	return p
}

// Hides fails where the page, or what lies under it, has these words.
func (p *Person) Hides(words ...string) *Person {
	p.s.T.Helper()
	for _, w := range words {
		if want := p.say(w); strings.Contains(htmlcheck.Plain(p.body), want) ||
			strings.Contains(p.body, html.EscapeString(w)) || p.page != nil && strings.Contains(p.Words(), want) {
			p.s.T.Errorf("%s: %s shows %q", p.name, p.at.Path, want)
		}
	}
	return p
}

// NeverSaw fails where one of the words was ever on the person's screen.
func (p *Person) NeverSaw(words ...string) *Person {
	p.s.T.Helper()
	all := htmlcheck.Plain(html.UnescapeString(p.Seen()))
	for _, w := range words {
		if strings.Contains(all, htmlcheck.Plain(w)) {
			p.s.T.Errorf("%s saw %q", p.name, w)
		}
	}
	return p
}

// Answers fails where the page came with another status.
func (p *Person) Answers(status int) *Person {
	p.s.T.Helper()
	if p.status != status {
		p.s.T.Errorf("%s: %s answers %d, not %d:\n%s", p.name, p.at.Path, p.status, status, cut(p.Words()))
	}
	return p
}

// OK fails where the page did not come as it should.
func (p *Person) OK() *Person {
	p.s.T.Helper()
	return p.Answers(http.StatusOK)
}

// NotFound fails where the page exists for this person.
func (p *Person) NotFound() *Person {
	p.s.T.Helper()
	return p.Answers(http.StatusNotFound)
}

// IsAt fails where the person is elsewhere.
func (p *Person) IsAt(path string) *Person {
	p.s.T.Helper()
	if p.at.Path != path {
		p.s.T.Errorf("%s is at %s, not at %s:\n%s", p.name, p.at.Path, path, cut(p.Words()))
	}
	return p
}

// Link returns where the link with these words leads.
func (p *Person) Link(words string) string {
	p.s.T.Helper()
	want := p.say(words)
	return value(p.one("link", want, func(n *html.Node) bool { return n.Data == "a" && fits(htmlcheck.Name(n), want) }),
		"href")
}

// Links returns where every link of the page within the network leads, each once.
func (p *Person) Links() []string {
	var out []string
	seen := map[string]bool{}
	for n := range p.elements(p.page) {
		if to := value(n, "href"); n.Data == "a" && strings.HasPrefix(to, "/") && !seen[to] {
			seen[to] = true
			out = append(out, to)
		}
	}
	return out
}

// Field returns what stands in the field with this label or name.
func (p *Person) Field(label string) string {
	p.s.T.Helper()
	if v := p.values(p.field(label, "input", "textarea", "select")); len(v) > 0 {
		return v[0]
	}
	return ""
}

// Sends returns what the fields of a name would send as the page stands, with commas; "-" where there is none.
func (p *Person) Sends(name string) string {
	p.s.T.Helper()
	found, out := false, []string{}
	for n := range p.elements(p.where()) {
		if value(n, "name") == name {
			found = true
			out = append(out, p.values(n)...)
		}
	}
	if !found {
		return "-"
	}
	return strings.Join(slices.DeleteFunc(out, func(v string) bool { return v == "" }), ", ")
}

// Header returns a header of the page.
func (p *Person) Header(name string) string { return p.header.Get(name) }

func (p *Person) now() time.Time {
	if p.s.Floor == nil {
		return time.Time{}
	}
	return p.s.Clock.Now()
}

func (p *Person) fail(format string, args ...any) {
	p.s.T.Helper()
	page := ""
	if p.page != nil {
		page = "\n" + cut(p.Words())
	}
	p.s.T.Fatalf("%s: %s (%d): "+format+"%s", append(append([]any{p.name, p.at.Path, p.status}, args...), page)...)
}

// one finds the only element that fits: whole words first, else words within.
func (p *Person) one(kind, want string, fit func(*html.Node) bool) *html.Node {
	p.s.T.Helper()
	if p.page == nil {
		p.fail("there is no page, so no %s %q", kind, want)
	}
	var exact, near []*html.Node
	for n := range p.elements(p.where()) {
		if fit(n) && !repeated(n) {
			near = append(near, n)
			if htmlcheck.Name(n) == want {
				exact = append(exact, n)
			}
		}
	}
	if len(exact) > 0 {
		near = exact
	}
	if len(near) == 0 {
		p.fail("no %s says %q", kind, want)
	}
	if kind == "button" && len(near) > 1 {
		p.fail("%d buttons say %q; name a part of the page with Within", len(near), want)
	}
	return near[0]
}

// field finds a field by name, else by label.
func (p *Person) field(label string, kinds ...string) *html.Node {
	p.s.T.Helper()
	want := p.say(label)
	var near *html.Node
	for n := range p.elements(p.where()) {
		if !oneOf(n.Data, kinds) || value(n, "type") == "hidden" {
			continue
		}
		l := htmlcheck.Label(n)
		if value(n, "name") == label || l == want {
			return n
		}
		if near == nil && fits(l, want) {
			near = n
		}
	}
	if near == nil {
		p.fail("no field is called %q", want)
	}
	return near
}

func (p *Person) elements(n *html.Node) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		if n == nil {
			return
		}
		for k := range n.Descendants() {
			if k.Type == html.ElementNode && !yield(k) {
				return
			}
		}
	}
}

func cut(s string) string {
	if len(s) > 1500 {
		return s[:1500] + "…"
	}
	return s
}

// repeated tells whether a button stands on the line on top of the page, which says again what the page does below.
func repeated(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if value(n, "class") == "subject" {
			return n.Data == "div"
		}
	}
	return false
}
