package htmlcheck

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// Sent is what a browser sends of the form of a page that goes to an address, when nothing more is typed or pressed;
// nil where there is no such form.
func Sent(page, action string) url.Values {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	for n := range doc.Descendants() {
		if to, _ := attr(n, "action"); n.Data == "form" && to == action {
			return filled(n)
		}
	}
	return nil
}

func filled(form *html.Node) url.Values {
	out := url.Values{}
	for n := range form.Descendants() {
		name, named := attr(n, "name")
		if !named || n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "input":
			kind, _ := attr(n, "type")
			_, checked := attr(n, "checked")
			if value, _ := attr(n, "value"); kind != "radio" && kind != "checkbox" || checked {
				out.Add(name, value)
			}
		case "textarea":
			words := "" // its lines as they are
			for k := range n.ChildNodes() {
				words += k.Data
			}
			out.Add(name, words)
		case "select":
			out.Add(name, chosen(n))
		}
	}
	return out
}

// chosen is the answer of a list to open.
func chosen(list *html.Node) string {
	for n := range list.Descendants() {
		if _, yes := attr(n, "selected"); yes {
			value, _ := attr(n, "value")
			return value
		}
	}
	return ""
}
