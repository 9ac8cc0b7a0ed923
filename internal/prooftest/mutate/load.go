package main

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
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const (
	module = "havre.example/havre"
	onPath = module + "/internal/prooftest/mutate/on"
)

// listed is what "go list" says of a package.
type listed struct {
	ImportPath, Name, Dir, Export string
	GoFiles                       []string
}

// source reads packages of Havre with their types.
type source struct {
	root string
	fset *token.FileSet
	pkgs map[string]listed
	imp  types.Importer
	read map[string]*pkg // by folder

	statements map[string]bool // functions that fail only where a statement of the database does
}

// readSource lists the packages of some folders and everything that they import.
func readSource(root string, dirs ...string) (*source, error) {
	args := []string{"list", "-export", "-deps", "-json=ImportPath,Name,Dir,Export,GoFiles", onPath}
	for _, dir := range dirs {
		args = append(args, "./"+dir)
	}
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Stderr = root, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	s := &source{root: root, fset: token.NewFileSet(), pkgs: map[string]listed{}, read: map[string]*pkg{},
		statements: maps.Clone(statements)}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var l listed
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		s.pkgs[l.ImportPath] = l
	}
	s.imp = importer.ForCompiler(s.fset, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(s.pkgs[path].Export)
	})
	return s, s.findStatements()
}

// file is one file of a package.
type file struct {
	path string // from the root
	text []byte
	ast  *ast.File
}

// pkg is one package that is tried.
type pkg struct {
	dir   string // from the root
	path  string
	files []*file
	info  *types.Info
	types *types.Package
	from  *source
	texts map[types.Object]string // of its queries

	consts map[types.Object]ast.Expr
}

func (s *source) pkg(dir string) (*pkg, error) {
	if p := s.read[dir]; p != nil {
		return p, nil
	}
	p := &pkg{dir: dir, path: module + "/" + dir, from: s}
	for _, name := range s.pkgs[p.path].GoFiles {
		f := &file{path: filepath.Join(dir, name)}
		var err error
		if f.text, err = os.ReadFile(filepath.Join(s.root, f.path)); err != nil {
			return nil, err
		}
		p.files = append(p.files, f)
	}
	if len(p.files) == 0 {
		return nil, fmt.Errorf("there is no package in %s", dir)
	}
	for _, f := range p.files {
		var err error
		if f.ast, err = parser.ParseFile(s.fset, f.path, f.text, parser.SkipObjectResolution); err != nil {
			return nil, err
		}
	}
	var wrong []error
	if p.info, p.types, wrong = s.check(p.path, asts(p.files)); len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	s.read[dir] = p
	return p, nil
}

func asts(files []*file) (out []*ast.File) {
	for _, f := range files {
		out = append(out, f.ast)
	}
	return out
}

// check gives types to the files of a package and returns everything that is wrong with them.
func (s *source) check(path string, files []*ast.File) (*types.Info, *types.Package, []error) {
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{},
		Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
	var wrong []error
	conf := types.Config{Importer: s.imp, Error: func(err error) { wrong = append(wrong, err) }}
	p, err := conf.Check(path, s.fset, files, info)
	if err != nil && len(wrong) == 0 {
		wrong = append(wrong, err)
	}
	return info, p, wrong
}

// importName is how the file names a package it imports, "" when it does not.
func importName(f *ast.File, p *types.Package) string {
	for _, i := range f.Imports {
		if strings.Trim(i.Path.Value, `"`) != p.Path() {
			continue
		}
		if i.Name != nil {
			return i.Name.Name
		}
		return p.Name()
	}
	return ""
}
