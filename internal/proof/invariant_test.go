package proof

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	quoted   = regexp.MustCompile(`\bI\d+\b`)
	inName   = regexp.MustCompile(`^Test(I\d+)[A-Z]`)
	declared = regexp.MustCompile(`(?m)^\| (I\d+) \|`)
)

// Every invariant is quoted by its number beside the code that keeps it and beside a test that would notice.
func TestEveryInvariantIsQuotedByCodeAndByATest(t *testing.T) {
	page, err := os.ReadFile("../../docs/invariants.md")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range declared.FindAllStringSubmatch(string(page), -1) {
		all = append(all, m[1])
	}
	if len(all) < 17 {
		t.Fatalf("only %d invariants are declared", len(all))
	}
	code, tests := map[string]bool{}, map[string]bool{}
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasPrefix(path, "../proof/") {
			return err
		}
		seen := code
		if strings.HasSuffix(path, "_test.go") {
			seen = tests
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, c := range f.Comments {
			for _, n := range quoted.FindAllString(c.Text(), -1) {
				seen[n] = true
			}
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				if m := inName.FindStringSubmatch(fn.Name.Name); m != nil {
					seen[m[1]] = true
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range all {
		if !code[n] {
			t.Errorf("%s stands beside no code", n)
		}
		if !tests[n] {
			t.Errorf("%s is quoted by no test", n)
		}
	}
	for _, seen := range []map[string]bool{code, tests} {
		for n := range seen {
			if !slices.Contains(all, n) {
				t.Errorf("%s is quoted and stands not in docs/invariants.md", n)
			}
		}
	}
}
