package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// spared are calls without which nothing that is promised would change: closing, locking, logging, making room.
var spared = map[string]bool{"Close": true, "Lock": true, "Unlock": true, "cancel": true, "Log": true, "Warn": true,
	"Error": true, "Info": true, "Debug": true, "Stop": true, "panic": true, "close": true, "copy": true}

// wordsOnly are calls whose arguments end in the words of an error or a log line.
var wordsOnly = map[string]bool{"Sprintf": true, "Errorf": true, "panic": true, "Log": true, "Warn": true,
	"Error": true, "Info": true, "Debug": true, "make": true}

func calledName(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// statement makes the mutants of a call that stands alone.
func (x *finder) statement(n *ast.ExprStmt) bool {
	c, ok := n.X.(*ast.CallExpr)
	if !ok {
		return true
	}
	if !spared[calledName(c)] && x.inList() {
		x.wrap(n, "statement left out", "if !on_.On(%d) { ", " }")
	}
	return true
}

// assign makes the mutants of an assignment: it is left out, or the call that gives nothing but an error is.
func (x *finder) assign(n *ast.AssignStmt) {
	switch {
	case n.Tok == token.DEFINE:
	case n.Tok == token.ASSIGN && len(n.Lhs) == 1:
		_, ident := n.Lhs[0].(*ast.Ident)
		if !ident && x.inList() {
			x.wrap(n, "statement left out", "if !on_.On(%d) { ", " }")
		}
	case n.Tok != token.ASSIGN && x.inList():
		x.wrap(n, "statement left out", "if !on_.On(%d) { ", " }")
	}
	if len(n.Rhs) != 1 {
		return
	}
	c, ok := n.Rhs[0].(*ast.CallExpr)
	if !ok {
		return
	}
	for _, l := range n.Lhs[:len(n.Lhs)-1] {
		if i, ok := l.(*ast.Ident); !ok || i.Name != "_" {
			return
		}
	}
	x.leaveOut(c)
}

// leaveOut makes the mutant in which a call whose last result is an error does nothing.
func (x *finder) leaveOut(c *ast.CallExpr) {
	if tv := x.p.info.Types[c.Fun]; tv.IsType() || tv.IsBuiltin() || !isError(last(x.p.info.Types[c].Type)) {
		return
	}
	switch calledName(c) {
	case "Scan", "Errorf", "In", "Wrap", "Err", "New", "Close", "Join":
		return // they fill or make what is returned; New... of package fault is a refusal: see returns
	case "Done", "Replaced": // of what a statement came to: the statement is left out
		if inner, ok := c.Args[0].(*ast.CallExpr); ok {
			x.leaveOut(inner)
		}
		return
	}
	if strings.HasPrefix(calledName(c), "New") || x.isGeneric(c.Fun) {
		return
	}
	x.wrap(c.Fun, "call left out", "on_.Call(%d, ", ")")
	m := x.mutants[len(x.mutants)-1]
	m.original = short(x.text(c))
}

// isGeneric tells whether a function has type parameters: it is no value before they are known.
func (x *finder) isGeneric(fun ast.Expr) bool {
	name, ok := fun.(*ast.Ident)
	if s, selector := fun.(*ast.SelectorExpr); selector {
		name, ok = s.Sel, true
	}
	if !ok {
		return false
	}
	f, ok := x.p.info.Uses[name].(*types.Func)
	return ok && f.Signature().TypeParams().Len() > 0
}

func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 110 {
		return string(r[:107]) + "..."
	}
	return s
}

func last(t types.Type) types.Type {
	if tuple, ok := t.(*types.Tuple); ok {
		if tuple.Len() == 0 {
			return nil
		}
		return tuple.At(tuple.Len() - 1).Type()
	}
	return t
}

// returns makes the mutants of a return: its error becomes nil.
func (x *finder) returns(n *ast.ReturnStmt) {
	if len(n.Results) == 0 || x.results == nil || !isError(last(x.results)) {
		return
	}
	e := n.Results[len(n.Results)-1]
	if c, ok := e.(*ast.CallExpr); ok {
		if len(n.Results) == 1 && x.results.Len() == 1 {
			x.leaveOut(c)
		}
		if len(n.Results) != x.results.Len() {
			return // the call gives several values
		}
	}
	if isNil(e) || x.propagates(e) {
		return
	}
	x.wrap(e, "error left out", "on_.Error(%d, ", ")")
}

// propagates tells whether an expression hands on the error of a check above it, plain or wrapped: the mutant of that
// check, or the statement that failed, is enough.
func (x *finder) propagates(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		if _, isVar := x.p.info.Uses[e].(*types.Var); !isVar {
			return false
		}
		return x.guarded(e) || x.read().byStatement(x.body, e)
	case *ast.CallExpr:
		switch calledName(e) {
		case "In", "Errorf", "Wrap":
			i, ok := e.Args[len(e.Args)-1].(*ast.Ident)
			return ok && x.propagates(i)
		}
		return x.read().isStatement(x.body, e)
	}
	return false
}

// guarded tells whether the return stands in "if err != nil".
func (x *finder) guarded(e *ast.Ident) bool {
	for i := len(x.path) - 1; i >= 0; i-- {
		switch p := x.path[i].(type) {
		case *ast.IfStmt:
			return strings.Contains(x.text(p.Cond), e.Name+" != nil")
		case *ast.CaseClause:
			return len(p.List) == 1 && strings.Contains(x.text(p.List[0]), e.Name+" != nil")
		}
	}
	return false
}

// call makes the mutants of a call; false keeps the walk out of its arguments.
func (x *finder) call(n *ast.CallExpr) bool {
	if name, text, ok := sqlOf(n); ok && x.body == nil {
		x.query(n, name, text)
		return false
	}
	if d, ok := x.parent().(*ast.DeferStmt); ok && d.Call == n && !spared[calledName(n)] {
		x.wrap(n.Fun, "deferred call left out", "on_.Call(%d, ", ")")
	}
	return !wordsOnly[calledName(n)]
}

// query makes the mutants of the text of a query. The call becomes a function that picks one of the texts, each still a
// constant.
func (x *finder) query(n *ast.CallExpr, name *ast.BasicLit, text ast.Expr) {
	t := types.TypeString(x.p.info.Types[n].Type, func(p *types.Package) string {
		if p == x.p.types {
			return ""
		}
		return importName(x.f.ast, p)
	})
	fun, start, end := x.text(n.Fun), x.offset(text.Pos()), x.offset(text.End())
	var ids []string
	var all []int
	var cases strings.Builder
	ast.Inspect(text, func(e ast.Node) bool {
		lit := x.p.literal(e)
		if lit == nil {
			return true
		}
		from, until := x.offset(e.Pos()), x.offset(e.End())
		for _, c := range changesOfSQL(lit.Value) {
			id := x.add(e, c.what)
			m := x.mutants[len(x.mutants)-1]
			m.query = true
			first, last := c.at, c.end
			if c.end-c.at < 5 { // a comparison or the order: tell which
				first, last = max(1, c.at-20), min(len(lit.Value)-1, c.end+10)
			}
			m.original = short(lit.Value[first:last])
			if e == lit {
				m.line += strings.Count(lit.Value[:c.at], "\n")
			}
			ids, all = append(ids, strconv.Itoa(id)), append(all, id)
			fmt.Fprintf(&cases, "case %d: return %s(%s, %s%s%s%s%s); ", id, fun, name.Value, x.f.text[start:from],
				lit.Value[:c.at], c.with, lit.Value[c.end:], x.f.text[until:end])
		}
		return true
	})
	if len(ids) == 0 {
		return
	}
	instead := fmt.Sprintf("func() %s { switch on_.Query(%s, %s) { %s}; return %s }()", t, name.Value,
		strings.Join(ids, ", "), cases.String(), x.text(n))
	x.edits = append(x.edits, edit{at: x.offset(n.Pos()), end: x.offset(n.End()), instead: &instead, ids: all})
}
