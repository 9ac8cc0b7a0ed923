package guide_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/guide"
)

// mostLines is what a new room stays below, its texts, tables, tests and the lines of the program included.
const mostLines = 500

// buildRoom builds a room from nothing: what CONTRIBUTING.md says to run passes.
func buildRoom(t *testing.T, dir string) {
	t.Helper()
	doc, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	const section = "A room in ten steps"
	commands := guide.Commands(string(doc), section)
	want := []string{"scripts/new-room training", "make views", "go test ./internal/room/training/...",
		"go test ./internal/proof", "go test ./internal/trust/internal/sqldb -run Golden",
		"go test ./internal/app -run InAnotherCountry"}
	if !slices.Equal(commands, want) {
		t.Fatalf("the steps say %q", commands)
	}
	for n := range 11 {
		if step := strconv.Itoa(n) + ". "; strings.Contains(string(doc), "\n"+step) != (n > 0) {
			t.Errorf("there are not ten steps: %q", step)
		}
	}
	if err := os.Chmod(filepath.Join(dir, "scripts/new-room"), 0o700); err != nil { // copies are plain files
		t.Fatal(err)
	}
	for _, c := range commands {
		parts := strings.Fields(c)
		if strings.HasPrefix(c, "scripts/") {
			parts[0] = filepath.Join(dir, parts[0])
		}
		if strings.HasPrefix(c, "scripts/") {
			run(t, dir, "git", "init", "--quiet")
			run(t, dir, "git", "add", "--all")
		}
		run(t, dir, parts[0], parts[1:]...)
		if !strings.HasPrefix(c, "scripts/") {
			continue
		}
		if n := written(t, dir); n < mostLines/2 || n >= mostLines {
			t.Errorf("%s: %d lines written by hand, fewer than %d are wanted", c, n, mostLines)
		}
	}
	refused(t, dir)
}

// refused lays out a room twice, under a name that is none, and under names that the house or Go has already: each is
// refused before anything is written. Where a step fails, nothing is left either.
func refused(t *testing.T, dir string) {
	t.Helper()
	script := filepath.Join(dir, "scripts/new-room")
	run(t, dir, "git", "add", "--all")
	for _, name := range []string{"training", "Training", "a b", "", "country", "web", "room", "fmt", "string",
		"plain"} {
		if refusal(dir, script, name) == nil {
			t.Errorf("laid out: %q", name)
		}
	}
	// Go takes no such flag: the first step with it fails.
	if refusal(dir, "env", "GOFLAGS=-mod=none", script, "garden") == nil {
		t.Error("laid out although a step failed")
	}
	if left := run(t, dir, "git", "status", "--porcelain", "--untracked-files=all"); strings.Contains(left, "garden") ||
		strings.Contains("\n"+left, "\n M") || strings.Contains("\n"+left, "\nAM") {
		t.Errorf("left behind:\n%s", left)
	}
}

// written counts the lines that were added to the copy since its files were noted, but for what tools write: compiled
// views and the pages that a test keeps.
func written(t *testing.T, dir string) (n int) {
	t.Helper()
	run(t, dir, "git", "add", "--all", "--intent-to-add")
	for line := range strings.Lines(run(t, dir, "git", "diff", "--numstat", "--", ".", ":!*_templ.go", ":!*.golden",
		":!docs/access.md")) {
		added, _, _ := strings.Cut(line, "\t")
		lines, err := strconv.Atoi(added)
		if err != nil {
			t.Fatalf("git counts %q", line)
		}
		n += lines
	}
	return n
}

func TestCommandsAreReadFromADocument(t *testing.T) {
	doc := "## One\n```sh\na b\n```\n## Two\n1. x\n   ```sh\n   c d\n\n   e\n   ```\n```diff f\n g\n```\n"
	if got := guide.Commands(doc, "Two"); !slices.Equal(got, []string{"c d", "e"}) {
		t.Errorf("%q", got)
	}
}
