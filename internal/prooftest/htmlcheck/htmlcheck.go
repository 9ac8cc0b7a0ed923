// Package htmlcheck reads a page as a strict reader would and lists what is wrong with it: what a browser would
// forgive, what a screen reader would stumble over, and what the content security policy would silently drop. Tests
// only.
package htmlcheck

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Page lists what is wrong with a whole page, nothing when all is well.
func Page(body string) []string {
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return []string{err.Error()}
	}
	return Read(body, doc)
}

// Read is Page of one that was parsed.
func Read(body string, doc *html.Node) []string {
	c := &checker{ids: map[string]int{}}
	c.nesting(body)
	c.walk(doc)
	c.whole(body)
	return c.found
}

type checker struct {
	found    []string
	ids      map[string]int
	fors     []string // labels' for
	refs     []string // ids named by aria attributes and by links within the page
	headings []int
	titled   bool
	lang     bool
	mains    int
}

func (c *checker) say(format string, args ...any) {
	c.found = append(c.found, fmt.Sprintf(format, args...))
}

// void elements have no end tag.
var void = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
	"wbr"}

// endOption ends an open option where the next begins or its list ends: the one end tag that may be left out here,
// since a list of towns is long (HTML, 4.10.10).
func endOption(open []string, ends bool) []string {
	if n := len(open); ends && n > 0 && open[n-1] == "option" {
		return open[:n-1]
	}
	return open
}

// nesting checks that every element is closed, in order: the parser below forgives it.
func (c *checker) nesting(body string) {
	z := html.NewTokenizer(strings.NewReader(body))
	var open []string
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				c.say("%v", z.Err())
			}
			if len(open) > 0 {
				c.say("never closed: %s", strings.Join(open, " "))
			}
			return
		case html.StartTagToken:
			tok := z.Token()
			c.attributes(tok)
			open = endOption(open, tok.Data == "option")
			if !slices.Contains(void, tok.Data) {
				open = append(open, tok.Data)
			}
		case html.SelfClosingTagToken:
			c.attributes(z.Token())
		case html.EndTagToken:
			name := z.Token().Data
			open = endOption(open, name == "datalist")
			if len(open) == 0 || open[len(open)-1] != name {
				c.say("</%s> closes %s", name, strings.Join(open, " "))
				return
			}
			open = open[:len(open)-1]
		}
	}
}

func (c *checker) attributes(tok html.Token) {
	for _, a := range tok.Attr {
		switch {
		case strings.HasPrefix(a.Key, "on") && len(a.Key) > 2:
			c.say("<%s> has an inline handler %s", tok.Data, a.Key)
		case a.Key == "style":
			c.say("<%s> has an inline style", tok.Data)
		case strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:"):
			c.say("<%s> has a script in %s", tok.Data, a.Key)
		case a.Key == "tabindex" && a.Val != "0" && a.Val != "-1":
			c.say("<%s> takes the focus out of turn", tok.Data)
		}
	}
}

func (c *checker) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		c.element(n)
	}
	for k := range n.ChildNodes() {
		c.walk(k)
	}
}

func (c *checker) element(n *html.Node) {
	if id, ok := attr(n, "id"); ok {
		c.ids[id]++
	}
	for _, name := range []string{"aria-describedby", "aria-labelledby", "aria-controls", "list"} {
		if v, ok := attr(n, name); ok {
			c.refs = append(c.refs, strings.Fields(v)...)
		}
	}
	switch n.Data {
	case "html":
		v, _ := attr(n, "lang")
		c.lang = v != ""
	case "title":
		c.titled = Words(n) != ""
	case "main":
		c.mains++
	case "h1", "h2", "h3", "h4", "h5", "h6":
		c.headings = append(c.headings, int(n.Data[1]-'0'))
		if Words(n) == "" {
			c.say("an empty <%s>", n.Data)
		}
	case "script":
		if _, ok := attr(n, "src"); !ok {
			c.say("an inline script")
		}
	case "style":
		c.say("an inline style sheet")
	case "label":
		if v, ok := attr(n, "for"); ok {
			c.fors = append(c.fors, v)
		}
		if Words(n) == "" {
			c.say("an empty label")
		}
	default:
		c.control(n)
	}
}

// control checks what people press and fill in.
func (c *checker) control(n *html.Node) {
	switch n.Data {
	case "a":
		href, ok := attr(n, "href")
		if !ok || href == "" {
			c.say("a link that leads nowhere: %q", Words(n))
		}
		if id, within := strings.CutPrefix(href, "#"); within && id != "" {
			c.refs = append(c.refs, id)
		}
		if Name(n) == "" {
			c.say("a link to %s without words", href)
		}
	case "button":
		if Name(n) == "" {
			c.say("a button without words")
		}
	case "img":
		if _, ok := attr(n, "alt"); !ok {
			c.say("an image without alternative")
		}
	case "form":
		if m, _ := attr(n, "method"); m == "" {
			c.say("a form without method")
		}
	case "fieldset":
		if k := first(n); k == nil || k.Data != "legend" || Words(k) == "" {
			c.say("a fieldset without legend")
		}
	case "table":
		if find(n, "th") == nil {
			c.say("a table without heads")
		}
	case "input", "select", "textarea":
		if kind, _ := attr(n, "type"); kind == "hidden" || kind == "submit" {
			return
		}
		if !Labelled(n) {
			name, _ := attr(n, "name")
			c.say("the field %q has no label", name)
		}
	}
}

// whole checks what only the whole page shows.
func (c *checker) whole(body string) {
	if !strings.HasPrefix(strings.ToLower(strings.TrimSpace(body)), "<!doctype html>") {
		c.say("no doctype")
	}
	if !c.lang {
		c.say("the page names no language")
	}
	if !c.titled {
		c.say("the page has no title")
	}
	if c.mains != 1 {
		c.say("%d main parts", c.mains)
	}
	ones := 0
	for i, h := range c.headings {
		if h == 1 {
			ones++
		}
		if i > 0 && h > c.headings[i-1]+1 {
			c.say("a heading of level %d follows one of level %d", h, c.headings[i-1])
		}
	}
	if ones != 1 {
		c.say("%d first headings", ones)
	}
	for id, n := range c.ids {
		if n > 1 {
			c.say("the id %q stands %d times", id, n)
		}
	}
	for _, r := range append(c.refs, c.fors...) {
		if c.ids[r] == 0 {
			c.say("something names the id %q, which is not there", r)
		}
	}
}
