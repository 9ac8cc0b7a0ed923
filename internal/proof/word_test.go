package proof

import (
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// short writes a type or a function without the path of its package and without pointers.
func short(full string) string {
	out := regexp.MustCompile(`[\w./\-]+/`).ReplaceAllString(full, "")
	return strings.ReplaceAll(out, "*", "")
}

// calls calls fn for every call whose callee has a name.
func (p *pkg) calls(fn func(pos token.Pos, callee string, args []ast.Expr)) {
	for _, f := range p.files {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			var name *ast.Ident
			switch x := call.Fun.(type) {
			case *ast.Ident:
				name = x
			case *ast.SelectorExpr:
				name = x.Sel
			}
			if name == nil {
				return true
			}
			if o, ok := p.info.Uses[name].(*types.Func); ok {
				fn(call.Pos(), short(o.FullName()), call.Args)
			}
			return true
		})
	}
}

const secretText = "(" + module + "/internal/kernel/secret.Text)."

// openers are the files beside views that may open a person's words: what leaves sealed again, or on paper with a name.
var openers = []string{
	"internal/kernel/secret/secret.go", // compares in constant time
	"internal/room/person/birth.go",    // a day of birth, to reckon with: it fills a field, and leaves sealed again
	"internal/room/person/card.go",     // a name card, to compare with what is typed: it leaves sealed again
}

// sealers are the packages that may take a person's words as bytes, to seal them.
var sealers = []string{"internal/kernel/secret", "internal/trust/vault", "internal/trust/gate"}

func TestWordsAreOpenedInViewsOnly(t *testing.T) {
	s := source(t)
	seen := false
	for _, p := range s.pkgs {
		p.uses(func(file string, pos token.Pos, full string) {
			at := s.where(pos)
			switch {
			case full == secretText+"Reveal":
				seen = true
				if file, _, _ := strings.Cut(at, ":"); !generated(file) && !slices.Contains(openers, file) {
					t.Errorf("%s: a person's words are opened outside a view", at)
				}
			case full == secretText+"Bytes" && !slices.Contains(sealers, p.path):
				t.Errorf("%s: a person's words are taken as bytes outside the vault", at)
			}
		})
	}
	if !seen {
		t.Error("no word is opened anywhere: the test looks past it")
	}
}

// Time is given, so that tests hold it still; and nothing prints but commands.
func TestTimeAndOutputAreGiven(t *testing.T) {
	s := source(t)
	printed := regexp.MustCompile(`^(fmt\.Print(f|ln)?|log\.(Print|Fatal|Panic)(f|ln)?)$`)
	for _, p := range s.pkgs {
		if forTests(p.path) || below(p.path, "cmd") {
			continue
		}
		p.uses(func(file string, pos token.Pos, full string) {
			switch {
			case (full == "time.Now" || full == "time.Since" || full == "time.Until") &&
				p.path != "internal/kernel/clock":
				t.Errorf("%s: %s is called outside the clock", s.where(pos), full)
			case printed.MatchString(full) && p.name != "main":
				t.Errorf("%s: %s is called outside a command", s.where(pos), full)
			}
		})
	}
}

var unfinished = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X|HA` + `CK)\b`)

// What is unfinished is written in the work list, not left in the source.
func TestNothingIsLeftForLater(t *testing.T) {
	s := source(t)
	kinds := []string{".go", ".templ", ".toml", ".sql", ".css", ".js", ".md", ".sh", ".txtar"}
	for _, top := range []string{"cmd", "internal", "browser", "docs", "scripts", ".ci", "README.md", "CHANGELOG.md",
		"CONTRIBUTING.md"} {
		top = filepath.Join(s.root, top)
		if _, err := os.Stat(top); os.IsNotExist(err) {
			continue
		}
		err := filepath.WalkDir(top, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() && d.Name() == "testdata" {
				if err == nil {
					err = filepath.SkipDir
				}
				return err
			}
			if d.IsDir() || !slices.Contains(kinds, filepath.Ext(path)) && filepath.Ext(path) != "" {
				return nil
			}
			raw, err := os.ReadFile(path)
			if m := unfinished.Find(raw); m != nil {
				t.Errorf("%s says %s", strings.TrimPrefix(path, s.root+"/"), m)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}
