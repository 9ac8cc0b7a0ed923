package proof

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/story"
)

// What cannot be in a form is about one of its questions, by fault.NewAbout or by the page that puts it beside a field;
// or it is of the whole form, and one of story.Whole.
func TestEveryRefusalKnowsItsField(t *testing.T) {
	s := source(t)
	beside := map[string]bool{} // the refusals that a page puts beside a field, by name
	for _, p := range s.pkgs {
		p.calls(func(_ token.Pos, callee string, args []ast.Expr) {
			if name := callee[strings.LastIndexByte(callee, '.')+1:]; name == "Beside" && len(args) == 2 {
				beside[nameOf(args[0])] = true
			} else if callee == "errors.Is" && strings.HasSuffix(p.path, "web") {
				beside[nameOf(args[1])] = true
			}
		})
	}
	for _, p := range s.pkgs {
		if !below(p.path, "internal/room", "internal/trust/session") || strings.HasSuffix(p.path, "web") {
			continue
		}
		for _, f := range p.files {
			named := map[ast.Expr]string{}
			ast.Inspect(f, func(n ast.Node) bool {
				if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == len(v.Names) {
					for i, x := range v.Values {
						named[x] = v.Names[i].Name
					}
				}
				c, ok := n.(*ast.CallExpr)
				if !ok || nameOf(c.Fun) != "NewInvalid" {
					return true
				}
				l, ok := c.Args[0].(*ast.BasicLit)
				if !ok {
					return true
				}
				key, _ := strconv.Unquote(l.Value)
				if !beside[named[c]] && !slices.Contains(story.Whole, key) {
					t.Errorf("%s: %s is about no question, and no page puts it beside one", s.where(c.Pos()), key)
				}
				return true
			})
		}
	}
}

// nameOf is the last name of an expression: "ErrMail" of account.ErrMail.
func nameOf(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.SelectorExpr:
		return x.Sel.Name
	case *ast.Ident:
		return x.Name
	}
	return ""
}
