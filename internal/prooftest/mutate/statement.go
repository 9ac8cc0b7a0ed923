package main

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// statements are the methods of package sqldb that run one statement, or read its rows: where they fail the transaction
// is broken, whatever becomes of the error. A single row that is not there breaks nothing: see row.
var statements = map[string]bool{
	"(*" + sqldb + ".Tx).Exec": true, "(*" + sqldb + ".Tx).Query": true, "(*" + sqldb + ".Tx).Each": true,
	"(*" + sqldb + ".Rows).Scan": true, "(*" + sqldb + ".Rows).Err": true, "(*" + sqldb + ".Rows).Close": true,
}

const sqldb = module + "/internal/trust/internal/sqldb"

// handsOn are functions that return the error they are given, in other words.
var handsOn = map[string]bool{"In": true, "Errorf": true, "Wrap": true, "Join": true, "Done": true}

// findStatements finds the functions of floor trust and of the rooms that fail only where a statement of the database
// does, or a function that they are given.
func (s *source) findStatements() error {
	var all []*pkg
	for _, path := range sortedKeys(s.pkgs) {
		dir := strings.TrimPrefix(path, module+"/")
		if !strings.HasPrefix(dir, "internal/trust/") && !strings.HasPrefix(dir, "internal/room/") || path == sqldb {
			continue
		}
		p, err := s.pkg(dir)
		if err != nil {
			return err
		}
		all = append(all, p)
	}
	for grown := true; grown; {
		grown = false
		for _, p := range all {
			for _, fn := range p.functions() {
				f := p.info.Defs[fn.Name].(*types.Func)
				if name := f.FullName(); !s.statements[name] && p.given(f).onlyStatements(fn.Body) {
					s.statements[name], grown = true, true
				}
			}
		}
	}
	return nil
}

// functions are the functions of a package that return an error.
func (p *pkg) functions() (out []*ast.FuncDecl) {
	for _, f := range p.files {
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if ok && fn.Body != nil && isError(last(p.info.Defs[fn.Name].Type().(*types.Signature).Results())) {
				out = append(out, fn)
			}
		}
	}
	return out
}

// reader reads the bodies of a package. What a function was given to call may fail as it likes: whoever gave it
// answers for it.
type reader struct {
	*pkg
	params *types.Tuple
}

func (p *pkg) given(f *types.Func) reader { return reader{p, f.Signature().Params()} }

func (r reader) isGiven(e ast.Expr) bool {
	i, ok := e.(*ast.Ident)
	return ok && r.params != nil && slices.ContainsFunc(slices.Collect(r.params.Variables()),
		func(v *types.Var) bool { return r.info.Uses[i] == v })
}

// isStatement tells whether a call in a body runs statements of the database and fails in no other way.
func (r reader) isStatement(body ast.Node, c *ast.CallExpr) bool {
	switch {
	case r.isGiven(c.Fun), r.isRow(c) && r.aggregate(c):
		return true
	case !r.isOnly(c.Fun):
		return handsOn[calledName(c)] && r.handsOnStatements(body, c.Args)
	}
	for _, a := range c.Args {
		sig, ok := r.info.Types[a].Type.(*types.Signature)
		if !ok || !isError(last(sig.Results())) || r.isGiven(a) || r.isOnly(a) {
			continue
		}
		if f, ok := a.(*ast.FuncLit); !ok || !r.onlyStatements(f.Body) {
			return false
		}
	}
	return true
}

// handsOnStatements tells whether the errors among some expressions, one at least, are those of statements.
func (r reader) handsOnStatements(body ast.Node, list []ast.Expr) bool {
	some := false
	for _, e := range list {
		if isError(last(r.info.Types[e].Type)) {
			if !r.statementError(body, e) {
				return false
			}
			some = true
		}
	}
	return some
}

// isOnly tells whether an expression names a function that fails only where a statement does.
func (r reader) isOnly(fun ast.Expr) bool {
	switch f := fun.(type) {
	case *ast.IndexExpr: // with its type
		return r.isOnly(f.X)
	case *ast.Ident:
		fn, ok := r.info.Uses[f].(*types.Func)
		return ok && r.from.statements[fn.Origin().FullName()]
	case *ast.SelectorExpr:
		return r.isOnly(f.Sel)
	}
	return false
}

// onlyStatements tells whether every error that a body returns is that of a statement.
func (r reader) onlyStatements(body *ast.BlockStmt) bool {
	some, all := false, true
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			if len(n.Results) == 0 {
				all = false
				return false
			}
			if e := n.Results[len(n.Results)-1]; !isNil(e) {
				some, all = true, all && r.statementError(body, e)
			}
			return false
		}
		return true
	})
	return some && all
}

// statementError tells whether an error, plain or in other words, is that of a statement.
func (r reader) statementError(body ast.Node, e ast.Expr) bool {
	if c, ok := e.(*ast.CallExpr); ok {
		return r.isStatement(body, c)
	}
	return r.byStatement(body, e)
}

// byStatement tells whether what was last assigned to an error before here is the error of a statement of the
// database: what is assigned where there was no error yet, and what stood there before.
func (r reader) byStatement(body ast.Node, at ast.Expr) bool {
	e, ok := at.(*ast.Ident)
	if !ok || body == nil {
		return false
	}
	obj := r.info.ObjectOf(e)
	var from []ast.Expr
	var path []ast.Node
	ast.Inspect(body, func(n ast.Node) bool {
		if n == nil {
			path = path[:len(path)-1]
			return true
		}
		path = append(path, n)
		a, ok := n.(*ast.AssignStmt)
		if !ok || a.End() >= e.Pos() {
			return true
		}
		for i, l := range a.Lhs {
			if l, ok := l.(*ast.Ident); ok && r.info.ObjectOf(l) == obj {
				if !r.whereNone(path, e) {
					from = nil
				}
				from = append(from, a.Rhs[min(i, len(a.Rhs)-1)])
			}
		}
		return true
	})
	return len(from) > 0 && !slices.ContainsFunc(from, func(x ast.Expr) bool {
		c, ok := x.(*ast.CallExpr)
		return !ok || !r.isStatement(body, c) && !(r.isRow(c) && r.absenceAnswered(body, c, e))
	})
}

// whereNone tells whether an assignment stands in an "if err == nil" that does not surround e too.
func (r reader) whereNone(path []ast.Node, e *ast.Ident) bool {
	return slices.ContainsFunc(path, func(n ast.Node) bool {
		s, ok := n.(*ast.IfStmt)
		if !ok || s.Pos() <= e.Pos() && e.Pos() < s.End() || path[len(path)-1].Pos() < s.Body.Pos() {
			return false
		}
		b, ok := s.Cond.(*ast.BinaryExpr)
		if !ok {
			return false
		}
		i, ok := b.X.(*ast.Ident)
		return ok && isNil(b.Y) && r.info.ObjectOf(i) == r.info.ObjectOf(e)
	})
}
