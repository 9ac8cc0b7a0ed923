package proof

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// inside is an address that leads into the middle of a page.
var inside = regexp.MustCompile(`^[/a-z-]*#(f-)?([a-z_-]*[a-z])$`)

// A link into a page that is written out names what is there: the field of a question, behind "f-", a panel, an id. A
// page that shows a link only now and then would hide from a crawl that it leads nowhere.
func TestLinksIntoPagesNameWhatIsThere(t *testing.T) {
	s := source(t)
	written, panels, tried := s.literals(), map[string]bool{"main": true}, 0
	for _, p := range s.pkgs {
		p.calls(func(_ token.Pos, callee string, args []ast.Expr) {
			if callee != "web.Panel" && callee != "casefile.Panel" && callee != "web.Section" {
				return
			}
			if l, ok := args[0].(*ast.BasicLit); ok {
				name, _ := strconv.Unquote(l.Value)
				panels[name] = true
			}
		})
	}
	for w := range written {
		for _, m := range regexp.MustCompile(`\bid="([^"]+)"`).FindAllStringSubmatch(w, -1) {
			panels[m[1]] = true
		}
	}
	for w := range written {
		m := inside.FindStringSubmatch(w)
		if m == nil || regexp.MustCompile(`^#[0-9a-f]{3,6}$`).MatchString(w) { // a colour
			continue
		}
		tried++
		if field := m[1] == "f-" && written[m[2]]; !field && !panels[strings.TrimPrefix(m[1]+m[2], "#")] {
			t.Errorf("%q names nothing that a page has", w)
		}
	}
	if tried < 5 {
		t.Errorf("only %d links are looked at", tried)
	}
}
