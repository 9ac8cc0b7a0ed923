package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// mutant is one change to the source: one that a test should notice.
type mutant struct {
	id       int
	pkg      *pkg
	file     *file
	line     int
	fn       string // the function or variable it lies in
	what     string // what is changed
	original string // the text that is changed, blanks made one
	key      string // names it whatever its line
	query    bool   // it lies in the text of a query
}

// edit puts text before and after a piece of the source, or in its place.
type edit struct {
	at, end       int
	before, after string
	instead       *string
	ids           []int
}

// finder walks through one file.
type finder struct {
	s       *source
	p       *pkg
	f       *file
	next    *int
	fn      string
	results *types.Tuple // of the function it is in
	body    ast.Node
	path    []ast.Node
	edits   []edit
	mutants []*mutant
}

// find returns the mutants of a file and the edits that make them.
func (s *source) find(p *pkg, f *file, next *int) ([]*mutant, []edit) {
	x := &finder{s: s, p: p, f: f, next: next}
	for _, d := range f.ast.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Body == nil {
				continue
			}
			x.fn = d.Name.Name
			if d.Recv != nil {
				x.fn = receiver(d.Recv.List[0].Type) + "." + x.fn
			}
			x.function(p.info.Defs[d.Name].Type().(*types.Signature).Results(), d.Body)
		case *ast.GenDecl:
			if d.Tok != token.VAR {
				continue
			}
			for _, spec := range d.Specs {
				v := spec.(*ast.ValueSpec)
				x.fn = v.Names[0].Name
				for _, value := range v.Values {
					x.walk(value)
				}
			}
		}
	}
	return x.mutants, x.edits
}

func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return "?"
}

func (x *finder) function(results *types.Tuple, body ast.Node) {
	was, outer := x.results, x.body
	x.results, x.body = results, body
	x.walk(body)
	x.results, x.body = was, outer
}

// add notes a mutant of a node and returns its number.
func (x *finder) add(n ast.Node, what string) int {
	*x.next++
	m := &mutant{id: *x.next, pkg: x.p, file: x.f, line: x.s.fset.Position(n.Pos()).Line, fn: x.fn, what: what,
		original: short(x.text(n))}
	x.mutants = append(x.mutants, m)
	return m.id
}

func (x *finder) read() reader { return reader{pkg: x.p} }

func (x *finder) offset(p token.Pos) int { return x.s.fset.Position(p).Offset }

func (x *finder) text(n ast.Node) string {
	return string(x.f.text[x.offset(n.Pos()):x.offset(n.End())])
}

// wrap puts text around a node; format has one %d for the mutant's number.
func (x *finder) wrap(n ast.Node, what, format, after string) {
	id := x.add(n, what)
	x.edits = append(x.edits, edit{at: x.offset(n.Pos()), end: x.offset(n.End()), before: fmt.Sprintf(format, id),
		after: after, ids: []int{id}})
}

// walk goes through a node and everything below it.
func (x *finder) walk(root ast.Node) {
	if root == nil {
		return
	}
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			x.path = x.path[:len(x.path)-1]
			return true
		}
		if !x.visit(n) {
			return false
		}
		x.path = append(x.path, n)
		return true
	})
}

func (x *finder) parent() ast.Node {
	if len(x.path) == 0 {
		return nil
	}
	return x.path[len(x.path)-1]
}

// visit makes the mutants of one node; false keeps the walk out of what lies below.
func (x *finder) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncLit:
		sig := x.p.info.Types[n].Type.(*types.Signature)
		was, outer := x.results, x.body
		x.results, x.body = sig.Results(), n.Body
		path := x.path
		x.path = nil
		x.walk(n.Body)
		x.path, x.results, x.body = path, was, outer
		return false
	case *ast.GenDecl:
		return n.Tok == token.VAR
	case *ast.ArrayType:
		return false
	case *ast.IfStmt:
		x.condition(n.Cond, !x.isErrNotNil(n.Cond), true)
	case *ast.ForStmt:
		if n.Cond != nil {
			x.condition(n.Cond, false, true)
		}
	case *ast.SwitchStmt:
		if n.Tag == nil {
			x.cases(n)
		}
	case *ast.ReturnStmt:
		x.returns(n)
	case *ast.ExprStmt:
		return x.statement(n)
	case *ast.AssignStmt:
		x.assign(n)
	case *ast.IncDecStmt:
		if x.inList() {
			x.wrap(n, "statement left out", "if !on_.On(%d) { ", " }")
		}
	case *ast.DeferStmt:
		return x.call(n.Call)
	case *ast.GoStmt:
		return x.call(n.Call)
	case *ast.BinaryExpr:
		x.binary(n)
	case *ast.CallExpr:
		return x.call(n)
	case *ast.BasicLit, *ast.Ident:
		x.value(n.(ast.Expr))
	case *ast.SelectorExpr:
		x.value(n)
	case *ast.CompositeLit:
		x.list(n)
	}
	return true
}

func (x *finder) cases(n *ast.SwitchStmt) {
	for _, c := range n.Body.List {
		for _, e := range c.(*ast.CaseClause).List {
			x.condition(e, !x.isErrNotNil(e), true)
		}
	}
}

// inList tells whether the statement being visited stands in a list of statements, where it can be left out.
func (x *finder) inList() bool {
	switch x.parent().(type) {
	case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
		return true
	}
	return false
}

// condition makes the mutants of a condition: each of its parts becomes the value that no longer decides.
func (x *finder) condition(e ast.Expr, yes, no bool) {
	if tv := x.p.info.Types[e]; tv.Value != nil {
		return
	}
	switch c := e.(type) {
	case *ast.ParenExpr:
		x.condition(c.X, yes, no)
		return
	case *ast.UnaryExpr:
		if c.Op == token.NOT {
			x.condition(c.X, no, yes)
			return
		}
	case *ast.BinaryExpr:
		if c.Op == token.LAND {
			if no {
				x.wrap(e, "never", "on_.False(%d, ", ")")
			}
			x.condition(c.X, yes, false)
			x.condition(c.Y, yes, false)
			return
		}
		if c.Op == token.LOR {
			if yes {
				x.wrap(e, "always", "on_.True(%d, ", ")")
			}
			x.condition(c.X, false, no)
			x.condition(c.Y, false, no)
			return
		}
	}
	if b, ok := e.(*ast.BinaryExpr); ok && x.isErrNotNil(e) && x.read().byStatement(x.body, b.X) {
		return // a failed statement breaks its transaction, whatever becomes of the error
	}
	if yes {
		x.wrap(e, "always", "on_.True(%d, ", ")")
	}
	if no {
		x.wrap(e, "never", "on_.False(%d, ", ")")
	}
	if b, ok := e.(*ast.BinaryExpr); ok {
		x.boundary(b)
	}
}

var ordered = map[token.Token]string{token.LSS: "Less", token.LEQ: "LessEq", token.GTR: "More", token.GEQ: "MoreEq"}

func (x *finder) boundary(b *ast.BinaryExpr) {
	fn := ordered[b.Op]
	if fn == "" {
		return
	}
	id := x.add(b, "boundary")
	op, comma := x.offset(b.OpPos), ","
	x.edits = append(x.edits,
		edit{at: x.offset(b.Pos()), end: x.offset(b.End()), before: fmt.Sprintf("on_.%s(%d, ", fn, id), after: ")",
			ids: []int{id}},
		edit{at: op, end: op + len(b.Op.String()), instead: &comma, ids: []int{id}})
}

// binary makes the mutants of a comparison or a combination that is a value, not a condition.
func (x *finder) binary(n *ast.BinaryExpr) {
	switch n.Op {
	case token.LAND, token.LOR, token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
	default:
		return
	}
	for i := len(x.path) - 1; i >= 0; i-- {
		switch p := x.path[i].(type) {
		case *ast.ParenExpr, *ast.UnaryExpr:
			continue
		case *ast.BinaryExpr:
			if p.Op == token.LAND || p.Op == token.LOR {
				return // a part of one that is already done
			}
		case *ast.IfStmt, *ast.ForStmt, *ast.CaseClause:
			return // the condition itself
		}
		break
	}
	x.condition(n, true, true)
}

func (x *finder) isErrNotNil(e ast.Expr) bool {
	b, ok := e.(*ast.BinaryExpr)
	return ok && b.Op == token.NEQ && isNil(b.Y) && isError(x.p.info.Types[b.X].Type)
}

func isNil(e ast.Expr) bool {
	i, ok := e.(*ast.Ident)
	return ok && i.Name == "nil"
}

func isError(t types.Type) bool {
	return t != nil && types.Identical(t, types.Universe.Lookup("error").Type())
}
