// Package atlantis is an invented country, for proving that the program holds nothing of another: the folder
// packs/atlantis, and every word of the program in its two languages that nobody speaks. Tests only.
package atlantis

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"testing/fstest"

	"havre.example/havre/internal/app"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/prooftest/pseudo"
	"havre.example/havre/internal/web"
)

// The languages of Atlantis: one in other letters, and one that is read from right to left.
const (
	Left  = "en-XA"
	Right = "ar-XB"
)

// Folder is the pack of Atlantis as a network loads it: its own files, and beside them the texts of its languages,
// which are made of the program's as it is now.
func Folder() (fs.FS, error) {
	root, err := top()
	if err != nil {
		return nil, err
	}
	out := fstest.MapFS{}
	own := os.DirFS(filepath.Join(root, "packs", "atlantis"))
	err = fs.WalkDir(own, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(own, name)
		out[path.Clean(name)] = &fstest.MapFile{Data: b, Mode: 0o644}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the folder of Atlantis: %w", err)
	}
	bare, err := country.Load(out)
	if err != nil {
		return nil, err
	}
	texts, err := app.Words(bare)
	if err != nil {
		return nil, err
	}
	for _, l := range bare.Spoken().All() {
		out[web.TextsFile(l.Tag)] = &fstest.MapFile{Data: pseudo.File(texts, l), Mode: 0o644}
	}
	return out, nil
}

// Pack is that folder, loaded.
func Pack() (*country.Pack, error) {
	from, err := Folder()
	if err != nil {
		return nil, err
	}
	return country.Load(from)
}

// top is the folder of the source, from whichever of its packages a test runs in.
func top() (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		if _, e := os.Stat(filepath.Join(dir, "go.mod")); e == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			err = errors.New("atlantis: this is not the source of Havre")
		}
		dir = up
	}
	return "", err
}
