package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"strings"
)

// isRow tells whether a call reads a single row, which may not be there.
func (r reader) isRow(c *ast.CallExpr) bool {
	s, ok := c.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	f, ok := r.info.Uses[s.Sel].(*types.Func)
	return ok && f.FullName() == "(*"+sqldb+".Row).Scan"
}

// alwaysARow are queries that give one row whatever the tables hold: they count, or ask whether.
var alwaysARow = regexp.MustCompile(`(?is)^\s*select\s+(coalesce\()?(count|max|min|sum)\(` +
	`|^\s*select case when .* end\s*$`)

// aggregate tells whether the row is that of such a query.
func (r reader) aggregate(scan *ast.CallExpr) bool {
	c, ok := scan.Fun.(*ast.SelectorExpr).X.(*ast.CallExpr)
	if !ok || len(c.Args) == 0 {
		return false
	}
	i, ok := c.Args[0].(*ast.Ident)
	text := ""
	if ok {
		text = r.queries()[r.info.Uses[i]]
	}
	return alwaysARow.MatchString(text) && !strings.Contains(text, "group by")
}

// queries are the texts of the queries that a package declares.
func (p *pkg) queries() map[types.Object]string {
	if p.texts != nil {
		return p.texts
	}
	p.texts = map[types.Object]string{}
	for _, f := range p.files {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok || len(v.Values) != 1 {
				return true
			}
			c, ok := v.Values[0].(*ast.CallExpr)
			if !ok {
				return true
			}
			if _, text, ok := sqlOf(c); ok && p.info.Types[text].Value != nil {
				p.texts[p.info.Defs[v.Names[0]]] = constant.StringVal(p.info.Types[text].Value)
			}
			return true
		})
	}
	return p.texts
}

// literal is the text that an expression is written as: itself, or where it is declared, as a constant of the package.
func (p *pkg) literal(e ast.Node) *ast.BasicLit {
	if id, ok := e.(*ast.Ident); ok {
		e = p.constants()[p.info.Uses[id]]
	}
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		return lit
	}
	return nil
}

// constants are the expressions of the constants that a package declares one by one.
func (p *pkg) constants() map[types.Object]ast.Expr {
	if p.consts != nil {
		return p.consts
	}
	p.consts = map[types.Object]ast.Expr{}
	for _, f := range p.files {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == len(v.Names) {
				for i, name := range v.Names {
					if c, ok := p.info.Defs[name].(*types.Const); ok {
						p.consts[c] = v.Values[i]
					}
				}
			}
			return true
		})
	}
	return p.consts
}

// absenceAnswered tells whether a body asks, between a reading and the error e, whether the row was there.
func (r reader) absenceAnswered(body ast.Node, scan *ast.CallExpr, e *ast.Ident) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok || c.Pos() < scan.End() || c.Pos() >= e.Pos() || len(c.Args) != 2 || calledName(c) != "Is" {
			return true
		}
		i, ok := c.Args[0].(*ast.Ident)
		kind, selected := c.Args[1].(*ast.SelectorExpr)
		found = found || ok && selected && kind.Sel.Name == "NotFound" && r.info.ObjectOf(i) == r.info.ObjectOf(e)
		return true
	})
	return found
}
