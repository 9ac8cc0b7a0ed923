package sqldb

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// Query is one declared statement, the same for both engines.
type Query struct {
	name, text       string
	sqlite, postgres string
	args             int
	lock             bool // has @lock
	tables           []string
}

var declared = struct {
	sync.Mutex
	byName map[string]*Query
}{byName: map[string]*Query{}}

// Declare registers a statement under a name of the form "room.verb". Its text is portable SQL with placeholders
// $1 to $N, each used at least once; @lock stands for a row lock where the engine has row locks. Declare panics on a
// name used twice and on text that the two engines would read differently: queries are declared once, at start.
func Declare(name, text string) *Query {
	q, err := compile(name, text)
	if err != nil {
		panic(fmt.Sprintf("sqldb: query %s: %v", name, err))
	}
	declared.Lock()
	defer declared.Unlock()
	if declared.byName[name] != nil {
		panic("sqldb: query " + name + " is declared twice")
	}
	declared.byName[name] = q
	return q
}

// All returns every declared query, by name.
func All() []*Query {
	declared.Lock()
	defer declared.Unlock()
	out := make([]*Query, 0, len(declared.byName))
	for _, q := range declared.byName {
		out = append(out, q)
	}
	slices.SortFunc(out, func(a, b *Query) int { return strings.Compare(a.name, b.name) })
	return out
}

// Name returns the name given to Declare.
func (q *Query) Name() string { return q.name }

// Text returns the text given to Declare.
func (q *Query) Text() string { return q.text }

// Tables returns the tables that the statement names after from, join, into and update, sorted, each once.
func (q *Query) Tables() []string { return slices.Clone(q.tables) }

// native is a query of one engine's own catalogue, neither portable nor declared.
func native(name, sql string) *Query {
	return &Query{name: name, text: sql, sqlite: sql, postgres: sql}
}

func (q *Query) on(e Engine) string {
	if e == Postgres {
		return q.postgres
	}
	return q.sqlite
}

func compile(name, sql string) (*Query, error) {
	if name == "" {
		return nil, fmt.Errorf("no name")
	}
	if !utf8.ValidString(sql) {
		return nil, fmt.Errorf("text is not UTF-8")
	}
	tokens, err := scan(sql)
	if err != nil {
		return nil, err
	}
	q := &Query{name: name, text: sql}
	var lite, post strings.Builder
	var used [1000]bool
	for i, t := range tokens {
		if err := portable(tokens, i); err != nil {
			return nil, err
		}
		switch t.kind {
		case comment:
			lite.WriteByte(' ')
			post.WriteByte(' ')
		case param:
			n, _ := strconv.Atoi(t.text[1:]) // the scanner took digits only
			used[n] = true
			q.args = max(q.args, n)
			lite.WriteString("?" + t.text[1:])
			post.WriteString(t.text)
		case macro:
			q.lock = true
			post.WriteString("for update")
		default:
			lite.WriteString(t.text)
			post.WriteString(t.text)
		}
	}
	for n := 1; n <= q.args; n++ {
		if !used[n] {
			return nil, fmt.Errorf("placeholder $%d is never used", n)
		}
	}
	q.sqlite, q.postgres = strings.TrimSpace(lite.String()), strings.TrimSpace(post.String())
	if q.sqlite == "" {
		return nil, fmt.Errorf("empty text")
	}
	q.tables = tables(tokens)
	return q, nil
}

// portable refuses what only one engine understands, or what the two read differently.
func portable(tokens []token, i int) error {
	t := tokens[i]
	switch t.kind {
	case dollar:
		return fmt.Errorf("dollar quotes are for migrations")
	case macro:
		if t.text != "@lock" {
			return fmt.Errorf("unknown macro %s", t.text)
		}
	case mark:
		if strings.ContainsAny(t.text, "?:;[]`\\#&^~{}") || t.text[0] < ' ' {
			return fmt.Errorf("character %q is not portable", t.text)
		}
	}
	return nil
}

// clauseEnd are the words that end a list of tables.
var clauseEnd = map[string]bool{"where": true, "group": true, "order": true, "limit": true, "having": true, "set": true,
	"returning": true, "union": true, "except": true, "intersect": true, "values": true, "select": true, "window": true}

// tables finds the names after from, join, into and update, and after the commas of a from list, leaving out the
// names that "with" defines and functions used as tables.
func tables(all []token) []string {
	var ts []token
	for _, t := range all {
		if t.kind != space && t.kind != comment {
			ts = append(ts, t)
		}
	}
	low := func(i int) string {
		if i < 0 || i >= len(ts) || ts[i].kind == text {
			return ""
		}
		return strings.ToLower(ts[i].text)
	}
	with := withNames(ts, low)
	var found []string
	listing := []bool{false} // whether each open parenthesis is within a list of tables
	expect, into := false, false
	for i, t := range ts {
		w, top := low(i), len(listing)-1
		switch {
		case w == "(":
			listing, expect = append(listing, false), false
		case w == ")":
			if top > 0 {
				listing = listing[:top]
			}
			expect = false
		case w == ",":
			expect, into = listing[top], false
		case t.kind == word && w == "from" && low(i-1) != "distinct":
			listing[top], expect, into = true, true, false
		case t.kind == word && w == "join":
			expect, into = true, false
		case t.kind == word && (w == "into" || w == "update" && low(i-1) != "for" && low(i-1) != "do"):
			expect, into = true, true
		case t.kind == word && clauseEnd[w]:
			listing[top], expect = false, false
		case expect && (t.kind == word || t.kind == quoted):
			expect = false
			name := strings.Trim(w, `"`)
			if !with[name] && (into || low(i+1) != "(") {
				found = append(found, name)
			}
		default:
			expect = false
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// withNames lists the names defined by "with name as (" and "name(columns) as (".
func withNames(ts []token, low func(int) string) map[string]bool {
	names := map[string]bool{}
	for i := range ts {
		if low(i) != "as" || low(i+1) != "(" || ts[i].kind != word {
			continue
		}
		j := i - 1
		if low(j) == ")" { // a list of columns
			for j >= 0 && low(j) != "(" {
				j--
			}
			j--
		}
		if prev := low(j - 1); j >= 0 && (prev == "with" || prev == "recursive" || prev == ",") {
			names[strings.Trim(low(j), `"`)] = true
		}
	}
	return names
}
