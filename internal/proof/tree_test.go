package proof

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const module = "havre.example/havre"

// pkg is one package of Havre, without its tests.
type pkg struct {
	path    string // below the module: "internal/web"
	name    string
	dir     string
	imports []string // full paths
	files   map[string]*ast.File
	tests   map[string]*ast.File // files whose name ends in _test.go, parsed only
	info    *types.Info
}

// tree is the whole source, typed.
type tree struct {
	root string
	fset *token.FileSet
	pkgs []*pkg
}

var load = sync.OnceValues(loadTree)

// source returns the typed source; the test ends when it cannot be read.
func source(t *testing.T) *tree {
	t.Helper()
	s, err := load()
	if err != nil {
		t.Fatalf("read the source: %v", err)
	}
	return s
}

// listed is what "go list" says of a package.
type listed struct {
	ImportPath, Name, Dir, Export             string
	GoFiles, CgoFiles, Imports                []string
	TestGoFiles, XTestGoFiles                 []string
	Module                                    *struct{ Main bool }
	Error                                     *struct{ Err string }
	TestImports, XTestImports, IgnoredGoFiles []string
}

func loadTree() (*tree, error) {
	root, err := filepath.Abs("../..")
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("go", "list", "-e", "-export", "-deps",
		"-json=ImportPath,Name,Dir,Export,GoFiles,CgoFiles,Imports,TestGoFiles,XTestGoFiles,Module,Error", "./...")
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, stderr.Bytes())
	}
	t := &tree{root: root, fset: token.NewFileSet()}
	exports := map[string]string{}
	var ours []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var l listed
		if err := dec.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		exports[l.ImportPath] = l.Export
		if l.Module != nil && l.Module.Main {
			ours = append(ours, l)
		}
	}
	imp := importer.ForCompiler(t.fset, "gc", func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("no compiled form of %s", path)
		}
		return os.Open(exports[path])
	})
	for _, l := range ours {
		p, err := t.check(l, imp)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.ImportPath, err)
		}
		t.pkgs = append(t.pkgs, p)
	}
	if len(t.pkgs) < 20 {
		return nil, fmt.Errorf("only %d packages found", len(t.pkgs))
	}
	return t, nil
}

func (t *tree) check(l listed, imp types.Importer) (*pkg, error) {
	if l.Error != nil {
		return nil, errors.New(l.Error.Err)
	}
	p := &pkg{path: strings.TrimPrefix(strings.TrimPrefix(l.ImportPath, module), "/"), name: l.Name, dir: l.Dir,
		imports: l.Imports,
		files:   map[string]*ast.File{}, tests: map[string]*ast.File{},
		info: &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{}, Types: map[ast.Expr]types.TypeAndValue{},
			Instances: map[*ast.Ident]types.Instance{}}}
	var files []*ast.File
	for _, name := range l.GoFiles {
		f, err := parser.ParseFile(t.fset, filepath.Join(l.Dir, name), nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		p.files[name] = f
		files = append(files, f)
	}
	for _, name := range append(l.TestGoFiles, l.XTestGoFiles...) {
		f, err := parser.ParseFile(t.fset, filepath.Join(l.Dir, name), nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		p.tests[name] = f
	}
	if len(files) == 0 {
		return p, nil // tests only
	}
	if _, err := (&types.Config{Importer: imp}).Check(l.ImportPath, t.fset, files, p.info); err != nil {
		return nil, err
	}
	return p, nil
}

// where writes a position below the root.
func (t *tree) where(pos token.Pos) string {
	p := t.fset.Position(pos)
	if rel, err := filepath.Rel(t.root, p.Filename); err == nil {
		p.Filename = rel
	}
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// generated tells whether a file is templ's output.
func generated(name string) bool { return strings.HasSuffix(name, "_templ.go") }

// testOnly lists the packages that only tests may import.
var testOnly = []string{"internal/proof", "internal/prooftest", "internal/trust/trusttest",
	"internal/trust/internal/sqldb/pgtest", "internal/web/gallery", "browser"}

func forTests(path string) bool {
	for _, p := range testOnly {
		if path == p || strings.HasPrefix(path, p+"/") {
			return true
		}
	}
	return false
}

// uses calls fn for every name in the package that stands for something declared elsewhere: "time.Now",
// "(havre.example/havre/internal/kernel/secret.Text).Reveal".
func (p *pkg) uses(fn func(file string, pos token.Pos, full string)) {
	for name, f := range p.files {
		ast.Inspect(f, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if o, ok := p.info.Uses[id].(*types.Func); ok {
					fn(name, id.Pos(), o.FullName())
				}
			}
			return true
		})
	}
}
