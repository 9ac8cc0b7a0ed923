package story

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"havre.example/havre/internal/prooftest/htmlcheck"
)

func first(n *html.Node, fit func(*html.Node) bool) *html.Node {
	for k := range n.Descendants() {
		if k.Type == html.ElementNode && fit(k) {
			return k
		}
	}
	return nil
}

func value(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func oneOf(s string, list []string) bool { return slices.Contains(list, s) }

// fits tells whether a name on the page is the one asked for, or begins with it.
func fits(name, want string) bool { return name == want || want != "" && strings.HasPrefix(name, want) }

func ticked(n *html.Node) bool {
	return n.Data == "input" && (value(n, "type") == "radio" || value(n, "type") == "checkbox")
}

// tickValue is what a ticked box sends.
func tickValue(n *html.Node) string {
	if has(n, "value") {
		return value(n, "value")
	}
	return "on"
}

// inQuestion tells whether a fieldset around the box asks this question.
func inQuestion(n *html.Node, question string) bool {
	for k := n.Parent; k != nil; k = k.Parent {
		if k.Type == html.ElementNode && k.Data == "fieldset" {
			if l := first(k, func(x *html.Node) bool { return x.Data == "legend" }); l != nil &&
				fits(htmlcheck.Words(l), question) {
				return true
			}
		}
	}
	return false
}

// owner returns the form around a field, or the whole page.
func owner(n *html.Node) *html.Node {
	k := n
	if id := value(n, "form"); id != "" { // a button may stand outside its form
		for k.Parent != nil {
			k = k.Parent
		}
		return first(k, func(o *html.Node) bool { return o.Data == "form" && value(o, "id") == id })
	}
	for ; k.Parent != nil; k = k.Parent {
		if k.Type == html.ElementNode && k.Data == "form" {
			return k
		}
	}
	return k
}

func raw(n *html.Node) string {
	var b strings.Builder
	for k := range n.Descendants() {
		if k.Type == html.TextNode {
			b.WriteString(k.Data)
		}
	}
	return b.String()
}

func options(n *html.Node) (out []*html.Node) {
	for k := range n.Descendants() {
		if k.Type == html.ElementNode && k.Data == "option" {
			out = append(out, k)
		}
	}
	return out
}
