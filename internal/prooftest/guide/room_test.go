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

// mostLines is how many lines a new room may be written with, texts, tables and tests included.
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
		"go test ./internal/proof", "go test ./internal/trust/internal/sqldb -run Golden"}
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
		out := run(t, dir, parts[0], parts[1:]...)
		if n, ok := lines(out); ok && n > mostLines {
			t.Errorf("%s: %d lines, at most %d", c, n, mostLines)
		}
	}
	// A room laid out twice, or under a name that is none, is refused.
	for _, name := range []string{"training", "Training", "a b", ""} {
		if refusal(dir, filepath.Join(dir, "scripts/new-room"), name) == nil {
			t.Errorf("laid out: %q", name)
		}
	}
}

// lines reads how many lines the script says it wrote.
func lines(out string) (int, bool) {
	_, rest, ok := strings.Cut(out, " is laid out in ")
	if !ok {
		return 0, false
	}
	_, rest, _ = strings.Cut(rest, ": ")
	n, err := strconv.Atoi(strings.Fields(rest)[0])
	return n, err == nil
}

func TestCommandsAreReadFromADocument(t *testing.T) {
	doc := "## One\n```sh\na b\n```\n## Two\n1. x\n   ```sh\n   c d\n\n   e\n   ```\n```diff f\n g\n```\n"
	if got := guide.Commands(doc, "Two"); !slices.Equal(got, []string{"c d", "e"}) {
		t.Errorf("%q", got)
	}
}
