package htmlcheck

import (
	"strings"

	"golang.org/x/net/html"
)

// Mistakes tells what a page says is to be corrected: the lines of its summary that lead to no field, and what is wrong
// with the others. Each leads to a field that is there, the words stand beside it, and the field says that it is
// described by them.
func Mistakes(page *html.Node) (alone, wrong []string) {
	described := map[string]bool{}
	for n := range page.Descendants() {
		by, _ := attr(n, "aria-describedby")
		for id := range strings.FieldsSeq(by) {
			described[id] = true
		}
	}
	for n := range page.Descendants() {
		if class, _ := attr(n, "class"); n.Data != "li" || n.Parent.Parent == nil || !isSummary(n.Parent.Parent) {
			if id, _ := attr(n, "id"); class == "mistake" && !described[id] {
				wrong = append(wrong, "nothing is described by "+id)
			}
			continue
		}
		link := find(n, "a")
		if link == nil {
			alone = append(alone, Words(n))
			continue
		}
		to, _ := attr(link, "href")
		id := strings.TrimPrefix(to, "#")
		if byID(page, id) == nil || byID(page, id+"-error") == nil {
			wrong = append(wrong, "nothing stands beside "+id+": "+Words(n))
		}
	}
	return alone, wrong
}

// isSummary tells whether a node is the summary of what is to be corrected.
func isSummary(n *html.Node) bool {
	class, _ := attr(n, "class")
	return n.Data == "div" && class == "summary"
}
