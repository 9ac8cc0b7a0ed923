package main

import (
	"go/ast"
	"go/types"
	"strings"
)

// statements are the methods that run one statement of the database and nothing else.
var statements = map[string]bool{"Exec": true, "Query": true, "QueryRow": true, "Scan": true, "Err": true, "exec": true,
	"query": true, "row": true, "Own": true, "Office": true, "OfficeRow": true, "ChangeOffice": true, "Close": true}

// isStatement tells whether a call runs a statement of the database and fails in no other way: directly, or through a
// function of its package that does nothing else that can fail.
func (p *pkg) isStatement(c *ast.CallExpr) bool {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return p.statements[p.info.Uses[f]]
	case *ast.SelectorExpr:
		obj := p.info.Uses[f.Sel]
		if obj == nil || obj.Pkg() == nil || p.statements[obj] {
			return obj != nil && p.statements[obj]
		}
		path, name := obj.Pkg().Path(), f.Sel.Name
		s := p.info.Selections[f]
		switch {
		case name == "Append" && strings.HasSuffix(path, "/trust/journal"), name == "Put" &&
			strings.HasSuffix(path, "/outbox"):
			return true
		case name == "Each" && strings.HasSuffix(path, "/sqldb"):
			return p.eachStatement(c)
		case s == nil || !statements[name]:
			return false
		case strings.HasSuffix(path, "/sqldb"):
			return true
		}
		return strings.HasSuffix(path, "/gate") && types.TypeString(s.Recv(), nil) != "*"+path+".Gate"
	}
	return false
}

// eachStatement tells whether the function that gets each row fails only where reading it does.
func (p *pkg) eachStatement(c *ast.CallExpr) bool {
	for _, a := range c.Args {
		if f, ok := a.(*ast.FuncLit); ok {
			return p.onlyStatements(f.Body)
		}
	}
	return false
}

// findStatements finds the functions of the package that fail only where a statement of the database does.
func (p *pkg) findStatements() {
	p.statements = map[types.Object]bool{}
	for grown := true; grown; {
		grown = false
		for _, f := range p.files {
			for _, d := range f.ast.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok || fn.Body == nil {
					continue
				}
				obj := p.info.Defs[fn.Name]
				if p.statements[obj] || !isError(last(obj.Type().(*types.Signature).Results())) {
					continue
				}
				if p.onlyStatements(fn.Body) {
					p.statements[obj], grown = true, true
				}
			}
		}
	}
}

// onlyStatements tells whether every error that a body returns is that of a statement.
func (p *pkg) onlyStatements(body *ast.BlockStmt) bool {
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
			e := n.Results[len(n.Results)-1]
			if !isNil(e) {
				some, all = true, all && p.statementError(body, e)
			}
			return false
		}
		return true
	})
	return some && all
}

// statementError tells whether an error, plain or wrapped, is that of a statement.
func (p *pkg) statementError(body ast.Node, e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return p.byStatement(body, e)
	case *ast.CallExpr:
		switch calledName(e) {
		case "In", "Errorf":
			return p.statementError(body, e.Args[len(e.Args)-1])
		}
		return p.isStatement(e)
	}
	return false
}

// byStatement tells whether what was last assigned to an error before here is the error of a statement of the
// database.
func (p *pkg) byStatement(body ast.Node, at ast.Expr) bool {
	e, ok := at.(*ast.Ident)
	if !ok || body == nil {
		return false
	}
	obj := p.info.Uses[e]
	var from ast.Expr
	ast.Inspect(body, func(n ast.Node) bool {
		a, ok := n.(*ast.AssignStmt)
		if !ok || a.Pos() >= e.Pos() || len(a.Rhs) != 1 {
			return true
		}
		for _, l := range a.Lhs {
			if i, ok := l.(*ast.Ident); ok && (p.info.Defs[i] == obj || p.info.Uses[i] == obj) {
				from = a.Rhs[0]
			}
		}
		return true
	})
	c, ok := from.(*ast.CallExpr)
	return ok && p.isStatement(c)
}
