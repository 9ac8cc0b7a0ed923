package proof

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What one reads in one sitting: a file, and a line beside another window.
const (
	mostLines   = 400
	mostColumns = 120
	tabColumns  = 4
)

// written are the kinds of files people write line by line; data is looked up, not read through.
var written = []string{".go", ".templ", ".sql", ".js", ".css", ".toml", ".md", ".sh", ".txtar", ""}

// No file written by hand is longer than one reads in one sitting, and no line of Go wider than a window.
func TestFilesAndLinesAreShort(t *testing.T) {
	seen := 0
	walk(t, func(path string, raw []byte) {
		seen++
		lines := strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")
		if len(lines) > mostLines {
			t.Errorf("%s has %d lines, at most %d: what are its parts?", path, len(lines), mostLines)
		}
		if filepath.Ext(path) != ".go" {
			return
		}
		for i, l := range lines {
			if n := wide(l); n > mostColumns {
				t.Errorf("%s:%d is %d columns wide, at most %d", path, i+1, n, mostColumns)
			}
		}
	})
	if seen < 300 {
		t.Errorf("only %d files found", seen)
	}
}

// wide is how wide a line is shown.
func wide(l string) (n int) {
	for _, r := range l {
		if r == '\t' {
			n += tabColumns - n%tabColumns
			continue
		}
		n++
	}
	return n
}

func TestColumnsAreCountedAsShown(t *testing.T) {
	for l, want := range map[string]int{"": 0, "\tx": 5, "ab\tx": 5, "née": 3} {
		if got := wide(l); got != want {
			t.Errorf("%q is %d columns wide, not %d", l, got, want)
		}
	}
}

// walk reads the files people write; what is generated or comes from others is left out.
func walk(t *testing.T, fn func(path string, raw []byte)) {
	t.Helper()
	root := source(t).root
	for _, top := range []string{"cmd", "internal", "browser", "docs", "scripts", "packs", "README.md",
		"CONTRIBUTING.md"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d os.DirEntry, err error) error {
			name := d.Name()
			switch {
			case err != nil:
				return err
			case d.IsDir() && name == "testdata":
				return filepath.SkipDir
			case d.IsDir() || generated(name) || !slices.Contains(written, filepath.Ext(name)):
				return nil
			}
			raw, err := os.ReadFile(path)
			fn(strings.TrimPrefix(path, root+"/"), raw)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
