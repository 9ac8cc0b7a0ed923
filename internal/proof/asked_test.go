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
// can be taken back. None leaves one of them out. Run with -update, and read the difference.
func TestWhatIsAskedFirstIsGolden(t *testing.T) {
	s := source(t)
	var rows []string
	texts := s.texts(t).In(lang.Tag("en"), time.Time{})
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
				said := map[string]string{}
				for _, e := range c.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						said[kv.Key.(*ast.Ident).Name] = spoken(kv.Value, texts.T)
					}
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
