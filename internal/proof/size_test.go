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

// No file written by hand is longer than one reads in one sitting, and no line wider than a window.
func TestFilesAndLinesAreShort(t *testing.T) {
	seen := map[string]int{}
	walk(t, func(path string, raw []byte) {
		seen[filepath.Ext(path)]++
		lines := strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")
		if len(lines) > mostLines {
			t.Errorf("%s has %d lines, at most %d: what are its parts?", path, len(lines), mostLines)
		}
		for _, n := range tooWide(path, lines) {
			t.Errorf("%s:%d is %d columns wide, at most %d", path, n, wide(lines[n-1]), mostColumns)
		}
	})
	for _, kind := range []string{".go", ".templ", ".sql", ".js", ".css", ".toml", ".md", ".txtar", ""} {
		if seen[kind] == 0 {
			t.Errorf("no file %q found", kind)
		}
	}
}

// lastLanded is the last migration written before its lines were measured: what landed is never edited.
const lastLanded = "0042"

// tooWide lists the lines of a file that are too wide, counted from 1, and could be broken. What one line must say
// stands as it is: a text or a code of a list in TOML; in Markdown a heading, a row of a table, what is quoted, and an
// address that alone is longer.
func tooWide(path string, lines []string) (out []int) {
	kind, quoted := filepath.Ext(path), false
	if kind == ".sql" && filepath.Base(path) < lastLanded+"~" {
		return nil
	}
	for i, l := range lines {
		switch text := strings.TrimSpace(l); {
		case kind == ".md" && strings.HasPrefix(text, "```"):
			quoted = !quoted
		case quoted, kind == ".toml" && !strings.HasPrefix(l, "#"), kind == ".md" && whole(text):
		case wide(l) > mostColumns:
			out = append(out, i+1)
		}
	}
	return out
}

// whole tells whether a line of Markdown is never broken.
func whole(text string) bool {
	return strings.HasPrefix(text, "|") || strings.HasPrefix(text, "#") || !strings.Contains(text, " ")
}

func TestAWideLineIsFound(t *testing.T) {
	long := strings.Repeat("x", mostColumns+1)
	for _, c := range []struct {
		path, line string
		found      bool
	}{
		{"a.go", long, true}, {"a.go", long[1:], false}, {"a.templ", "\t" + long[4:], true},
		{"scripts/test", long, true}, {"a.css", long, true}, {"a.toml", "# " + long, true},
		{"a.toml", "key = " + long, false},
		{"a.md", long + " x", true}, {"a.md", "- a " + long, true}, {"a.md", "| " + long, false},
		{"a.md", "# " + long, false},
		{"a.md", "  " + long, false}, {"0042_a.sql", long, false}, {"0043_a.sql", long, true},
	} {
		if got := tooWide(c.path, []string{"", c.line}); (len(got) == 1 && got[0] == 2) != c.found {
			t.Errorf("%s: %q: found %d", c.path, c.line, got)
		}
	}
	if got := tooWide("a.md", []string{"```", "x " + long, "```", "x " + long}); !slices.Equal(got, []int{4}) {
		t.Errorf("what is quoted stands as it is, and ends: found %d", got)
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

// walk reads the files people write; what is generated or comes from others is left out. What a test reads in a folder
// testdata is data, but for the command line's scripts.
func walk(t *testing.T, fn func(path string, raw []byte)) {
	t.Helper()
	root := source(t).root
	for _, top := range []string{"cmd", "internal", "browser", "docs", "scripts", "packs", "README.md",
		"CHANGELOG.md", "CONTRIBUTING.md"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d os.DirEntry, err error) error {
			name := d.Name()
			switch {
			case err != nil:
				return err
			case d.IsDir() || generated(name) || !slices.Contains(written, filepath.Ext(name)):
				return nil
			case strings.Contains(path, "/testdata/") && filepath.Ext(name) != ".txtar":
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
