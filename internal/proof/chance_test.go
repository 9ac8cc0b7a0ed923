package proof

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
)

// seeded is what a test may name of math/rand/v2: types, and what makes a source from a seed.
var seeded = map[string]bool{"New": true, "NewPCG": true, "NewChaCha8": true, "Rand": true, "Source": true}

// What chance found in a test can be found again: its numbers come from package chance, which prints the seed, or from
// a seed that stands in the source or that rapid draws and prints.
func TestRandomTestsHaveASeed(t *testing.T) {
	s, uses := source(t), 0
	for _, p := range s.pkgs {
		files := map[string]*ast.File{}
		for name, f := range p.tests {
			files[name] = f
		}
		if below(p.path, "internal/prooftest", "internal/trust/trusttest", "browser") {
			for name, f := range p.files {
				files[name] = f
			}
		}
		if p.path == "internal/prooftest/chance" {
			continue
		}
		for name, f := range files {
			for _, wrong := range unseeded(f) {
				t.Errorf("%s/%s: %s has no seed that can be given again: use chance.Rand", p.path, name, wrong)
			}
			if imported(f, "math/rand/v2") != "" {
				uses++
			}
		}
	}
	if uses < 10 {
		t.Fatalf("only %d files with random numbers were seen", uses)
	}
}

// imported returns the name under which a file imports a package, "" when it does not.
func imported(f *ast.File, path string) string {
	for _, i := range f.Imports {
		if got, err := strconv.Unquote(i.Path.Value); err != nil || got != path {
			continue
		}
		if i.Name != nil {
			return i.Name.Name
		}
		return "rand" // both editions of math/rand are called so
	}
	return ""
}

// unseeded lists what a file takes from chance without a seed.
func unseeded(f *ast.File) (out []string) {
	if imported(f, "math/rand") != "" {
		out = append(out, "math/rand, the first edition,")
	}
	name := imported(f, "math/rand/v2")
	if name == "" {
		return out
	}
	if name == "." {
		return append(out, "a dot import of math/rand/v2")
	}
	ast.Inspect(f, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if ok && isName(sel.X, name) && !seeded[sel.Sel.Name] {
			out = append(out, name+"."+sel.Sel.Name)
		}
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		fn, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || !isName(fn.X, name) || !strings.HasPrefix(fn.Sel.Name, "New") || fn.Sel.Name == "New" {
			return true
		}
		for _, a := range call.Args {
			if by := drawnBy(a); by != "" {
				out = append(out, name+"."+fn.Sel.Name+" with a seed from "+by)
			}
		}
		return true
	})
	return out
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// drawnBy returns the function that a seed comes from, "" for what stands in the source: conversions, and rapid's Draw.
func drawnBy(seed ast.Expr) (by string) {
	ast.Inspect(seed, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		switch fn := call.Fun.(type) {
		case *ast.Ident:
			if fn.Name == "uint64" || fn.Name == "len" {
				return true
			}
			by = fn.Name
		case *ast.SelectorExpr:
			if fn.Sel.Name == "Draw" { // rapid prints what it drew
				return false
			}
			by = fn.Sel.Name
		default:
			by = "a function"
		}
		return false
	})
	return by
}

func TestUnseededIsFound(t *testing.T) {
	for src, want := range map[string]int{
		`import "math/rand/v2"; func f() { rand.IntN(3); rand.Shuffle(3, nil) }`:                            2,
		`import "math/rand"; func f() { rand.Intn(3) }`:                                                     1,
		`import r "math/rand/v2"; func f() { r.Perm(3) }`:                                                   1,
		`import . "math/rand/v2"; func f() { Perm(3) }`:                                                     1,
		`import ("math/rand/v2"; "time"); func f() { rand.New(rand.NewPCG(uint64(time.Now().Unix()), 1)) }`: 1,
		`import "math/rand/v2"; func f() { rand.New(rand.NewPCG(rand.Uint64(), 1)) }`:                       2,
		`import "math/rand/v2"; func f(seed uint64) { rand.New(rand.NewPCG(seed, uint64(7))) }`:             0,
		`import "math/rand/v2"; func f() { rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 9)) }`:      0,
		`import "math/rand/v2"; func f(r *rand.Rand) { r.IntN(3); rand.New(rand.NewChaCha8([32]byte{1})) }`: 0,
		`import "crypto/rand"; func f() { rand.Read(nil) }`:                                                 0,
	} {
		if got := unseeded(parsed(t, "package x; "+src)); len(got) != want {
			t.Errorf("%s: %v", src, got)
		}
	}
}

func parsed(t *testing.T, src string) *ast.File {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "x.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
