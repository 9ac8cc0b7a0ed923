package htmlcheck

import (
	"strings"

	"golang.org/x/net/html"
)

// Words returns the text below a node as people read it: spaces of every width become one, nothing hidden.
func Words(n *html.Node) string {
	var b strings.Builder
	gather(n, &b)
	return Plain(b.String())
}

// Plain makes every run of spaces, narrow and unbreakable ones too, a single space.
func Plain(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\u00a0' || r == '\u202f' || r == '\u2009' ||
			r == '\u00ad' || r == '\u200b'
	}), " ")
}

func gather(n *html.Node, b *strings.Builder) {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data)
		return
	case n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style" || n.Data == "template" ||
		n.Data == "datalist"):
		return
	}
	for k := range n.ChildNodes() {
		gather(k, b)
	}
	if n.Type == html.ElementNode && !inline[n.Data] {
		b.WriteByte(' ')
	}
}

var inline = map[string]bool{"a": true, "abbr": true, "b": true, "bdi": true, "code": true, "em": true, "i": true,
	"kbd": true, "mark": true, "q": true, "small": true, "span": true, "strong": true, "sub": true, "sup": true,
	"time": true}

// Name returns what a screen reader calls a control: its aria-label, its words, or the alternative of its image.
func Name(n *html.Node) string {
	if v, _ := attr(n, "aria-label"); v != "" {
		return v
	}
	if v, _ := attr(n, "aria-labelledby"); v != "" {
		if l := byID(root(n), strings.Fields(v)[0]); l != nil {
			return Words(l)
		}
	}
	if w := Words(n); w != "" {
		return w
	}
	if i := find(n, "img"); i != nil {
		v, _ := attr(i, "alt")
		return v
	}
	if i := find(n, "title"); i != nil {
		return Words(i)
	}
	return ""
}

// Label returns the words that name a field: its label, the label around it, or its aria-label.
func Label(field *html.Node) string {
	if v, _ := attr(field, "aria-label"); v != "" {
		return v
	}
	if v, _ := attr(field, "aria-labelledby"); v != "" {
		if l := byID(root(field), strings.Fields(v)[0]); l != nil {
			return Words(l)
		}
	}
	if id, ok := attr(field, "id"); ok {
		if l := labelFor(root(field), id); l != nil {
			return Words(l)
		}
	}
	for p := field.Parent; p != nil; p = p.Parent {
		if p.Type == html.ElementNode && p.Data == "label" {
			return Words(p)
		}
	}
	return ""
}

// Labelled tells whether a field has a name that people can read or hear.
func Labelled(field *html.Node) bool { return Label(field) != "" }

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func root(n *html.Node) *html.Node {
	for n.Parent != nil {
		n = n.Parent
	}
	return n
}

func first(n *html.Node) *html.Node {
	for k := range n.ChildNodes() {
		if k.Type == html.ElementNode {
			return k
		}
	}
	return nil
}

func find(n *html.Node, name string) *html.Node {
	for k := range n.Descendants() {
		if k.Type == html.ElementNode && k.Data == name {
			return k
		}
	}
	return nil
}

func byID(n *html.Node, id string) *html.Node {
	for k := range n.Descendants() {
		if v, _ := attr(k, "id"); k.Type == html.ElementNode && v == id {
			return k
		}
	}
	return nil
}

func labelFor(n *html.Node, id string) *html.Node {
	for k := range n.Descendants() {
		if v, _ := attr(k, "for"); k.Type == html.ElementNode && k.Data == "label" && v == id {
			return k
		}
	}
	return nil
}
