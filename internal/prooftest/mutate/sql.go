package main

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"
)

// sqlChange is one change to the text of a query.
type sqlChange struct {
	at, end int    // of the text replaced
	with    string // what stands there instead
	what    string
}

var (
	sqlWord    = regexp.MustCompile(`(?i)[$@]?[a-z_0-9][a-z_0-9.]*|[()]|<=|>=|<>|[<>=]|'[^']*'`)
	sqlClauses = map[string]bool{"group": true, "order": true, "limit": true, "having": true, "returning": true,
		"union": true, "set": true, "values": true, "join": true, "left": true, "where": true, "for": true,
		"from":   true,
		"select": true, "on": true, "when": true, "then": true, "else": true, "end": true, "do": true, "and": true,
		"or": true, "@lock": true}
	sqlCompare = map[string]string{"<": "<=", "<=": "<", ">": ">=", ">=": ">", "<>": "="}
)

// changesOfSQL finds what can be left out or moved in a query: a condition after where, on and and becomes always true
// (its placeholders stay, so that the statement is still prepared alike), an order is turned round, "on conflict" and
// its doing are dropped, a comparison takes or leaves its boundary.
func changesOfSQL(sql string) []sqlChange {
	var out []sqlChange
	words := sqlWord.FindAllStringIndex(sql, -1)
	word := func(i int) string {
		if i < 0 || i >= len(words) {
			return ""
		}
		return strings.ToLower(sql[words[i][0]:words[i][1]])
	}
	for i := range words {
		switch w := word(i); {
		case (w == "where" || w == "and" || w == "on" && word(i+1) != "conflict") && !between(word, i):
			end := conditionEnd(word, len(words), i+1)
			if end <= i+1 {
				continue
			}
			at, to := words[i+1][0], words[end-1][1]
			out = append(out, sqlChange{at, to, "(" + sql[at:to] + " or 1 = 1)", "condition left out"})
		case w == "desc":
			out = append(out, sqlChange{words[i][0], words[i][1], "asc", "order turned round"})
		case sqlCompare[w] != "":
			out = append(out, sqlChange{words[i][0], words[i][1], sqlCompare[w], "comparison " + sqlCompare[w]})
		}
	}
	return out
}

// between tells whether the "and" at i belongs to "between a and b".
func between(word func(int) string, i int) bool {
	return word(i) == "and" && word(i-2) == "between"
}

// conditionEnd is the index behind the condition that starts at i: it ends where a clause begins or its bracket closes.
func conditionEnd(word func(int) string, n, i int) int {
	depth := 0
	for ; i < n; i++ {
		switch w := word(i); {
		case w == "(":
			depth++
		case w == ")":
			if depth--; depth < 0 {
				return i
			}
		case depth == 0 && sqlClauses[w] && !between(word, i) && w != "from": // "is distinct from" goes on
			return i
		}
	}
	return i
}

// sqlOf returns the name of a query that a call declares, and its text; false for other calls.
func sqlOf(call *ast.CallExpr) (name *ast.BasicLit, text ast.Expr, ok bool) {
	var fn string
	switch f := call.Fun.(type) {
	case *ast.Ident:
		fn = f.Name
	case *ast.SelectorExpr:
		fn = f.Sel.Name
	}
	if fn != "Declare" && !strings.HasSuffix(fn, "SQL") || len(call.Args) != 2 {
		return nil, nil, false
	}
	name, ok = call.Args[0].(*ast.BasicLit)
	return name, call.Args[1], ok && name.Kind == token.STRING
}
