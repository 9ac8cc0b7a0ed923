package guide_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/guide"
)

const root = "../../.."

// mostFiles is how many files a new question of the evaluation may touch, texts and test included.
const mostFiles = 6

// What docs/field.md and CONTRIBUTING.md tell to do works, in one copy of the source: questions are added to the
// evaluation, then a room is built from nothing, whose own steps prove the whole source. One copy builds once what both
// change.
func TestTheDocumentedFieldsAndRoomWork(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := guide.Copy(root, dir); err != nil {
		t.Fatal(err)
	}
	addFields(t, dir)
	buildRoom(t, dir)
	mine := []string{"-l", "internal/room/assessment", "internal/room/training", "internal/app"}
	if out := run(t, dir, "gofmt", mine...); out != "" {
		t.Errorf("written otherwise than gofmt does: %s", out)
	}
	// Asked on the page in both languages, kept, missing, changed, carried over, found by a list in its column. That
	// texts, columns and queries are in order on both engines the steps of the room have proved.
	run(t, dir, "go", "test", "./internal/room/assessment/...")
	run(t, dir, "go", "test", "-run", "Dictionary|Migration", "./internal/trust/internal/sqldb")
}

// addFields adds questions to the evaluation, with and without a column.
func addFields(t *testing.T, dir string) {
	t.Helper()
	doc, err := os.ReadFile(filepath.Join(root, "docs/field.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, section := range []string{"Yes, no, not known yet", "A code of a list",
		"Yes or no, for lists and figures", "A code, for lists and figures"} {
		steps, err := guide.Steps(string(doc), section)
		if err != nil || len(steps) == 0 {
			t.Fatalf("%s: %d steps, %v", section, len(steps), err)
		}
		before := sum(t, dir)
		for _, s := range steps {
			if s.Command != "" {
				run(t, dir, "bash", "-c", s.Command)
			} else if err := s.Change.Make(dir); err != nil {
				t.Fatalf("%s: %v", section, err)
			}
		}
		if list := sum(t, dir).Differ(before); len(list) > mostFiles {
			t.Errorf("%s: %d files, at most %d: %s", section, len(list), mostFiles, list)
		}
	}
}

func sum(t *testing.T, dir string) guide.Sum {
	t.Helper()
	s, err := guide.SumOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// run runs a command in the copy. It shares the build cache: -trimpath makes what is built the same in every folder.
func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=-buildvcs=false -trimpath", "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// refusal runs what has to fail.
func refusal(dir, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	return cmd.Run()
}

func TestChangesAreReadFromADocument(t *testing.T) {
	doc := "## One\n```diff a.txt\n x\n+y\n```\n## Two\n```diff b.txt\n z\n+w\n```\n```diff b.txt\n w\n+v\n```\n"
	list, err := guide.Changes(doc, "Two")
	if err != nil || len(list) != 2 || list[0] != (guide.Change{File: "b.txt", After: "z\n", Add: "w\n"}) {
		t.Fatalf("%+v, %v", list, err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "b.txt"), []byte("a\nz\nb\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if err := c.Make(dir); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(filepath.Join(dir, "b.txt")); err != nil || string(got) != "a\nz\nw\nv\nb\n" {
		t.Errorf("%q, %v", got, err)
	}
	for _, c := range []guide.Change{{File: "b.txt", After: "q\n", Add: "r\n"}, {File: "none.txt", After: "z\n",
		Add: "r\n"}, {File: "b.txt", After: "z\n"}, {File: "b.txt", Add: "r\n"}} {
		if err := c.Make(dir); err == nil {
			t.Errorf("made: %+v", c)
		}
	}
	was := sum(t, dir)
	for _, c := range []guide.Change{{File: "NNNN_a.sql", Add: "-- LAST\n"}, {File: "NNNN_b.sql", Add: "-- LAST\n"},
		{File: "b.txt", After: "w\n", Add: "u\n"}} {
		if err := c.Make(dir); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(filepath.Join(dir, "0002_b.sql")); err != nil || string(got) != "-- 0001\n" {
		t.Errorf("%q, %v", got, err)
	}
	if list := sum(t, dir).Differ(was); len(list) != 3 {
		t.Errorf("differ: %s", list)
	}
	for _, bad := range []string{"## A\n```diff a\n+x\n y\n```\n", "## A\n```diff a\n-x\n```\n"} {
		if _, err := guide.Changes(bad, "A"); err == nil {
			t.Errorf("read: %q", bad)
		}
	}
}
