package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// value makes the mutants of a constant inside a function: true and false change places, a number grows by one, a
// length of time doubles, a set loses what is named.
func (x *finder) value(e ast.Expr) {
	tv, ok := x.p.info.Types[e]
	if !ok || tv.Value == nil || x.isKeyOrType(e) {
		return
	}
	if b, ok := tv.Type.Underlying().(*types.Basic); !ok || b.Kind() == types.UntypedNil {
		return
	}
	name := x.typeName(tv.Type)
	switch {
	case tv.Value.Kind() == constant.Bool:
		if i, ok := e.(*ast.Ident); ok && (i.Name == "true" || i.Name == "false") {
			x.wrap(e, "not "+i.Name, "on_.Not(%d, ", ")")
		}
	case strings.HasSuffix(tv.Type.String(), "/vault.Set"):
		if constant.Sign(tv.Value) != 0 {
			x.wrap(e, "compartment left out", "on_.Zero(%d, "+name+"(", "))")
		}
	case x.body == nil || name == "" || tv.Value.Kind() != constant.Int && tv.Value.Kind() != constant.Float:
	case tv.Type.String() == "time.Duration":
		if _, lit := e.(*ast.BasicLit); !lit && !isUnit(e) {
			text := x.text(e)
			x.wrap(e, "doubled", "on_.Add(%d, "+name+"(", "), "+name+"("+text+"))")
		}
	default:
		if _, basic := tv.Type.(*types.Basic); basic && !strings.HasPrefix(name, "untyped") {
			x.wrap(e, "one more", "on_.Add(%d, "+name+"(", "), 1)")
		}
	}
}

// isUnit tells whether an expression is a unit of package time, not a length that somebody chose.
func isUnit(e ast.Expr) bool {
	s, ok := e.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	i, ok := s.X.(*ast.Ident)
	return ok && i.Name == "time"
}

// typeName is how the file writes a type, "" where it cannot.
func (x *finder) typeName(t types.Type) string {
	can := true
	s := types.TypeString(t, func(p *types.Package) string {
		if p == x.p.types {
			return ""
		}
		n := importName(x.f.ast, p)
		can = can && n != ""
		return n
	})
	if !can {
		return ""
	}
	return s
}

// isKeyOrType tells whether an expression names a field or a part of a longer name, or stands where a constant must.
func (x *finder) isKeyOrType(e ast.Expr) bool {
	switch p := x.parent().(type) {
	case *ast.SelectorExpr:
		return true
	case *ast.KeyValueExpr:
		return p.Key == e
	case *ast.ArrayType, *ast.ValueSpec, *ast.Field:
		return true
	case *ast.BinaryExpr:
		return p.Op == token.SHL || p.Op == token.SHR
	}
	return false
}

// list makes the mutants of a list of constants written in the source: each entry is left out.
func (x *finder) list(n *ast.CompositeLit) {
	t := x.p.info.Types[n].Type
	if _, slice := t.Underlying().(*types.Slice); !slice || n.Type == nil || len(n.Elts) == 0 {
		return
	}
	for _, e := range n.Elts {
		if x.p.info.Types[e].Value == nil {
			return
		}
	}
	first := 0
	var ids []int
	for i, e := range n.Elts {
		id := x.add(e, "entry left out")
		if i == 0 {
			first = id
		}
		m := x.mutants[len(x.mutants)-1]
		m.original = short(x.text(n)) + " without " + short(x.text(e))
		ids = append(ids, id)
	}
	x.edits = append(x.edits, edit{at: x.offset(n.Pos()), end: x.offset(n.End()),
		before: fmt.Sprintf("on_.Drop(%d, ", first), after: ")", ids: ids})
}
