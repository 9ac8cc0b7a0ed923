// Package guide follows what the documents tell a newcomer to do: it makes their changes in a copy of the source and
// runs there what they say will pass. A change is a fenced block of kind diff that names its file: lines that begin
// with a space are found in the file, lines that begin with + are added after them; with none of the former it is a new
// file, whose name may begin with NNNN, the number after the last of its folder, which LAST names in its text.
package guide

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Change is one block of a document.
type Change struct {
	File  string
	After string // the lines it follows, each with its end
	Add   string
}

// Changes reads the blocks of one section of a document, "" for what stands before the first.
func Changes(doc, section string) ([]Change, error) {
	var out []Change
	at, open := "", false
	for n, line := range strings.Split(doc, "\n") {
		kind, file, fence := strings.Cut(line, "```diff ")
		switch {
		case !open && strings.HasPrefix(line, "## "):
			at = strings.TrimPrefix(line, "## ")
		case !open && fence && kind == "" && at == section:
			out, open = append(out, Change{File: file}), true
		case open && line == "```":
			open = false
		case open && strings.HasPrefix(line, " "):
			if out[len(out)-1].Add != "" {
				return nil, fmt.Errorf("line %d: what is found stands before what is added", n+1)
			}
			out[len(out)-1].After += line[1:] + "\n"
		case open && strings.HasPrefix(line, "+"):
			out[len(out)-1].Add += line[1:] + "\n"
		case open:
			return nil, fmt.Errorf("line %d: neither found nor added", n+1)
		}
	}
	return out, nil
}

// Make makes a change below a folder. What it follows stands there exactly once; a new file is not there yet.
func (c Change) Make(root string) error {
	path := filepath.Join(root, filepath.FromSlash(c.File))
	if c.After == "" && c.Add != "" {
		return c.create(path)
	}
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if n := strings.Count("\n"+string(old), "\n"+c.After); n != 1 || c.Add == "" {
		return fmt.Errorf("%s: %q stands there %d times", c.File, c.After, n)
	}
	return os.WriteFile(path, []byte(strings.Replace(string(old), c.After, c.After+c.Add, 1)), 0o600)
}

func (c Change) create(path string) error {
	folder, name := filepath.Split(path)
	if rest, ok := strings.CutPrefix(name, "NNNN"); ok {
		last, err := lastNumber(folder)
		if err != nil {
			return err
		}
		path = folder + fmt.Sprintf("%04d", last+1) + rest
		c.Add = strings.ReplaceAll(c.Add, "LAST", fmt.Sprintf("%04d", last))
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there already: %w", c.File, err)
	}
	return os.WriteFile(path, []byte(c.Add), 0o600)
}

// lastNumber is the greatest number that a file of a folder begins with.
func lastNumber(folder string) (last int, err error) {
	list, err := os.ReadDir(folder)
	for _, e := range list {
		if n, err := strconv.Atoi(e.Name()[:min(4, len(e.Name()))]); err == nil {
			last = max(last, n)
		}
	}
	return last, err
}

// Sum is the content of every file below a folder, to be compared with what it is later.
type Sum map[string][sha256.Size]byte

// SumOf reads them.
func SumOf(root string) (Sum, error) {
	out := Sum{}
	return out, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		out[path] = sha256.Sum256(data)
		return err
	})
}

// Differ lists the files that are new or other than they were.
func (s Sum) Differ(was Sum) []string {
	var out []string
	for path, sum := range s {
		if old, ok := was[path]; !ok || old != sum {
			out = append(out, path)
		}
	}
	return out
}

// Copy copies the source below root into a folder, without what begins with a point.
func Copy(root, into string) error {
	return filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		switch {
		case err != nil:
			return err
		case rel != "." && strings.HasPrefix(d.Name(), ".") && d.IsDir():
			return filepath.SkipDir
		case d.IsDir():
			return os.MkdirAll(filepath.Join(into, rel), 0o700)
		case !d.Type().IsRegular(), strings.HasPrefix(d.Name(), "."):
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(into, rel), data, 0o600)
	})
}

// Commands reads the lines of the blocks of kind sh of one section of a document.
func Commands(doc, section string) []string {
	var out []string
	at, open := "", false
	for line := range strings.Lines(doc) {
		bare := strings.TrimSpace(line)
		switch {
		case !open && strings.HasPrefix(line, "## "):
			at = strings.TrimSpace(strings.TrimPrefix(line, "## "))
		case !open && bare == "```sh" && at == section:
			open = true
		case bare == "```":
			open = false
		case open && bare != "":
			out = append(out, bare)
		}
	}
	return out
}
