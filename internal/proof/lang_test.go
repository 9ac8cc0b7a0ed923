package proof

import (
	"go/ast"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// No code knows a language by its tag: which ones a network speaks is its country's to say. The demonstration's
// invented people, who speak some, may, and so may the packs.
func TestNoCodeKnowsALanguage(t *testing.T) {
	s := source(t)
	files, err := filepath.Glob(filepath.Join(s.root, "internal/web/texts.*.toml"))
	if err != nil || len(files) < 2 {
		t.Fatalf("the program is written in %v: %v", files, err)
	}
	var tags []string
	for _, f := range files {
		tags = append(tags, strings.Split(filepath.Base(f), ".")[1])
	}
	for _, p := range s.pkgs {
		if forTests(p.path) || below(p.path, "internal/demo", "packs") {
			continue
		}
		for _, f := range p.files {
			ast.Inspect(f, func(n ast.Node) bool {
				if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
					if v, _ := strconv.Unquote(l.Value); slices.Contains(tags, strings.Trim(v, "/")) {
						t.Errorf("%s: the language %q is named in the code", s.where(l.Pos()), v)
					}
				}
				return true
			})
		}
	}
}
