package app_test

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// needle is a word that was typed into a field.
type needle struct{ word, field string }

// stem begins every needle: no text of the product has it.
const stem = "Zqx"

// field is one field of a form as it came.
type field struct {
	name, kind, value string
	most              int
	answers           []string // of a question with given answers
	listed            bool     // completes from a list
	numeric           bool
}

// words tells whether a field takes a person's own words; a year of birth may be told in words, and none of them is
// kept.
func (f field) words() bool {
	return f.name != "birth_year" && (f.kind == "textarea" || f.kind == "text" && !f.listed && !f.numeric &&
		!slices.ContainsFunc([]string{"-day", "-month", "-year", "-time"},
			func(end string) bool { return strings.HasSuffix(f.name, end) }) || f.kind == "tel")
}

// room is how many signs a field takes, 0 for many.
func (f field) room() int {
	if f.kind == "textarea" {
		return 0
	}
	return 40
}

func formOf(body, action string) *html.Node {
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return nil
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "form" && strings.HasSuffix(attr(n, "action"), action) {
			return n
		}
	}
	return nil
}

func fieldsOf(form *html.Node) []field {
	var out []field
	at := map[string]int{}
	for n := range form.Descendants() {
		if n.Type != html.ElementNode || attr(n, "name") == "" {
			continue
		}
		f := field{name: attr(n, "name"), kind: n.Data, value: attr(n, "value"), listed: attr(n, "list") != "",
			numeric: attr(n, "inputmode") == "numeric" || attr(n, "inputmode") == "decimal"}
		fmt.Sscan(attr(n, "maxlength"), &f.most)
		switch n.Data {
		case "input":
			f.kind = attr(n, "type")
			if f.kind == "" {
				f.kind = "text"
			}
			if f.kind == "radio" || f.kind == "checkbox" {
				if i, ok := at[f.name]; ok {
					out[i].answers = append(out[i].answers, f.value)
					continue
				}
				f.answers = []string{f.value}
			}
		case "textarea":
			f.value = text(n)
		case "select":
			for o := range n.Descendants() {
				if o.Type == html.ElementNode && o.Data == "option" {
					f.answers = append(f.answers, attr(o, "value"))
				}
			}
		case "button":
		default:
			continue
		}
		at[f.name] = len(out)
		out = append(out, f)
	}
	return out
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for k := range n.Descendants() {
		if k.Type == html.TextNode {
			b.WriteString(k.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

// outline writes the forms of a page, for what a failed test says.
func outline(body string) string {
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "form" {
			continue
		}
		fmt.Fprintf(&b, "form %s\n", attr(n, "action"))
		for _, f := range fieldsOf(n) {
			fmt.Fprintf(&b, "  %s %s=%q %d %v\n", f.kind, f.name, f.value, f.most, f.answers[:min(8, len(f.answers))])
		}
		for k := range n.Descendants() {
			if k.Type == html.ElementNode && k.Data == "button" {
				fmt.Fprintf(&b, "  [%s]\n", text(k))
			}
		}
	}
	return b.String()
}
