package pseudo

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// Real lists the words of a text that no language of this package has: whoever wrote them, it was not a file of texts.
// What holds a digit is a code, and no word.
func Real(s string) (out []string) {
	sign := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for _, w := range strings.FieldsFunc(norm.NFC.String(s), sign) {
		if strings.ContainsFunc(w, real) && !strings.ContainsFunc(w, unicode.IsDigit) && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func real(r rune) bool {
	return unicode.IsLetter(r) && !slices.Contains(letters, r) && !slices.Contains(rightward, r)
}

// told are the attributes that people read or hear.
var told = []string{"title", "alt", "placeholder", "aria-label", "aria-description", "aria-valuetext", "label",
	"summary",
	"data-say", "content"}

// RealOn lists the real words of a page: those that people read, and those they hear. What the program itself names,
// columns of a file (code) and codes that are typed (datalist), is no word of a language.
func RealOn(page string) ([]string, error) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil, err
	}
	var all strings.Builder
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.TextNode && !within(n, "script", "style", "code", "datalist"):
			all.WriteString(" " + n.Data)
		case n.Type == html.ElementNode:
			for _, a := range n.Attr {
				if slices.Contains(told, a.Key) && !technical(n) {
					all.WriteString(" " + a.Val)
				}
			}
		}
	}
	return Real(all.String()), nil
}

func within(n *html.Node, names ...string) bool {
	for a := range n.Ancestors() {
		if slices.Contains(names, a.Data) {
			return true
		}
	}
	return false
}

// technical tells of what a page says to a browser alone.
func technical(n *html.Node) bool {
	return n.Data == "meta" && slices.ContainsFunc(n.Attr, func(a html.Attribute) bool {
		return a.Key == "name" && a.Val != "description" || a.Key == "http-equiv" || a.Key == "charset"
	})
}
