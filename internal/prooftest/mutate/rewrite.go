package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// apply writes the edits into the text of a file, each inside those that surround it, and keeps its lines.
func apply(text []byte, name string, edits []edit) []byte {
	type piece struct {
		at      int
		after   bool // closes something
		span    int
		order   int
		text    string
		through int // what is replaced ends here
	}
	var ps []piece
	for i, e := range edits {
		if e.instead != nil {
			ps = append(ps, piece{at: e.at, span: 0, order: i, text: *e.instead, through: e.end})
			continue
		}
		ps = append(ps, piece{at: e.at, span: e.end - e.at, order: i, text: e.before, through: e.at},
			piece{at: e.end, after: true, span: e.end - e.at, order: i, text: e.after, through: e.end})
	}
	slices.SortStableFunc(ps, func(a, b piece) int {
		switch {
		case a.at != b.at:
			return a.at - b.at
		case a.after != b.after: // what ends here is closed before anything begins
			if a.after {
				return -1
			}
			return 1
		case a.after && a.span != b.span:
			return a.span - b.span
		case a.after:
			return b.order - a.order
		case a.span != b.span:
			return b.span - a.span
		}
		return a.order - b.order
	})
	var out []byte
	at := 0
	for _, p := range ps {
		out = append(append(out, text[at:p.at]...), p.text...)
		at = p.through
	}
	return importOn(append(out, text[at:]...), name)
}

// importOn adds the import of package on behind the package clause, on its line.
func importOn(text []byte, name string) []byte {
	clause := "\npackage " + name + "\n"
	s := "\n" + string(text)
	s = strings.Replace(s, clause, "\npackage "+name+"; import on_ \""+onPath+"\"\n", 1)
	return []byte(s[1:])
}

// instrument returns the files of a package with its mutants written in. A mutant that does not compile is left away.
func (s *source) instrument(p *pkg, t target, next *int) ([]*mutant, map[string][]byte, error) {
	type found struct {
		mutants []*mutant
		edits   []edit
	}
	all := map[*file]*found{}
	for _, f := range p.files {
		if !t.has(f.path) {
			continue
		}
		m, e := s.find(p, f, next)
		if len(m) > 0 {
			all[f] = &found{m, e}
		}
	}
	for range 20 {
		out := map[string][]byte{}
		var parsed []*ast.File
		wrong := map[string]map[int]string{} // by file and line
		for _, f := range p.files {
			if all[f] == nil {
				parsed = append(parsed, f.ast)
				continue
			}
			out[f.path] = apply(f.text, f.ast.Name.Name, all[f].edits)
			a, err := parser.ParseFile(s.fset, "new/"+f.path, out[f.path], parser.SkipObjectResolution)
			if err != nil {
				return nil, nil, fmt.Errorf("written wrongly: %w", err)
			}
			parsed = append(parsed, a)
		}
		_, _, errs := s.check(p.path, parsed)
		for _, err := range errs {
			var te types.Error
			if !errors.As(err, &te) {
				return nil, nil, err
			}
			at := s.fset.Position(te.Pos)
			path := strings.TrimPrefix(at.Filename, "new/")
			if wrong[path] == nil {
				wrong[path] = map[int]string{}
			}
			wrong[path][at.Line] = te.Msg
		}
		if len(errs) == 0 {
			var mutants []*mutant
			for _, f := range p.files {
				if all[f] != nil {
					mutants = append(mutants, all[f].mutants...)
				}
			}
			return mutants, out, nil
		}
		for _, f := range p.files {
			lines := wrong[f.path]
			if len(lines) == 0 || all[f] == nil {
				continue
			}
			gone := map[int]bool{}
			for _, m := range all[f].mutants {
				if why, bad := lines[m.line]; bad {
					gone[m.id] = true
					debugf("does not compile: %s:%d %s %s: %s", f.path, m.line, m.what, m.original, why)
				}
			}
			all[f].mutants = slices.DeleteFunc(all[f].mutants, func(m *mutant) bool { return gone[m.id] })
			all[f].edits = slices.DeleteFunc(all[f].edits, func(e edit) bool {
				return slices.ContainsFunc(e.ids, func(id int) bool { return gone[id] })
			})
		}
	}
	return nil, nil, fmt.Errorf("%s does not compile with its mutants", filepath.Base(p.dir))
}

// noteQueries makes package sqldb tell of each query that it runs: a mutant in the text of a query is passed then, not
// when it is declared.
func (s *source) noteQueries(files map[string][]byte) error {
	const path = "internal/trust/internal/sqldb/tx.go"
	const head = "func (tx *Tx) ready(q *Query, args []any) ([]any, error) {\n"
	text, err := os.ReadFile(filepath.Join(s.root, path))
	if err != nil {
		return err
	}
	out := strings.Replace(string(text), head, head+"on_.Ran(q.name); ", 1)
	if out == string(text) {
		return fmt.Errorf("%s has no %q", path, head)
	}
	files[path] = importOn([]byte(out), "sqldb")
	return nil
}
