package proof

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/lang"
)

// foreseen are the fields of web.Foreseen, in the order of the page.
var foreseen = []string{"Ask", "Yes", "Happens", "Told", "Back"}

// docs/asked.md lists every page that asks before an act, with what it says: what happens, who is told, and whether it
// can be taken back. None leaves one of them out, and each is pressed in a story of internal/app. Run with -update, and
// read the difference.
func TestWhatIsAskedFirstIsGolden(t *testing.T) {
	s := source(t)
	var rows []string
	texts := s.texts(t).In(lang.Tag("en"), time.Time{})
	pressed := s.saidInStories()
	for _, p := range s.pkgs {
		if forTests(p.path) {
			continue
		}
		for _, f := range p.files {
			ast.Inspect(f, func(n ast.Node) bool {
				c, ok := n.(*ast.CompositeLit)
				if !ok || p.info.Types[c].Type == nil || short(p.info.Types[c].Type.String()) != "web.Foreseen" {
					return true
				}
				said, played := map[string]string{}, false
				for _, e := range c.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						name := kv.Key.(*ast.Ident).Name
						said[name] = spoken(kv.Value, texts.T)
						spoken(kv.Value, func(key string, _ ...any) string {
							played = played || name == "Yes" && pressed[key]
							return ""
						})
					}
				}
				if !played {
					t.Errorf("%s: no story presses %q", s.where(c.Pos()), said["Yes"])
				}
				cells := []string{}
				for _, name := range foreseen {
					if said[name] == "" {
						t.Errorf("%s: an act is asked first, and %s is not said", s.where(c.Pos()), name)
					}
					cells = append(cells, said[name])
				}
				rows = append(rows, "| "+strings.Join(cells, " | ")+" |\n")
				return true
			})
		}
	}
	slices.Sort(rows)
	golden(t, "../../docs/asked.md", fmt.Sprintf(`# What is asked first

Every page that asks before an act, from the texts of the pages; a test writes this page. Why, and what is not asked:
[decision 0038](decisions/0038-asked-first.md).

| question | press | what happens | who is told | taken back |
|---|---|---|---|---|
%s`, strings.Join(rows, "")))
}

// saidInStories are the texts that the tests of internal/app call by their keys.
func (s *tree) saidInStories() map[string]bool {
	out := map[string]bool{}
	for _, p := range s.pkgs {
		if p.path != "internal/app" {
			continue
		}
		for _, f := range p.tests {
			ast.Inspect(f, func(n ast.Node) bool {
				if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
					key, _ := strconv.Unquote(l.Value)
					out[key] = true
				}
				return true
			})
		}
	}
	return out
}

// spoken is what the texts named in an expression say, one or the other.
func spoken(e ast.Expr, text func(string, ...any) string) string {
	var out []string
	ast.Inspect(e, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			key, _ := strconv.Unquote(l.Value)
			out = append(out, text(key))
		}
		return true
	})
	return strings.Join(out, " *or* ")
}
