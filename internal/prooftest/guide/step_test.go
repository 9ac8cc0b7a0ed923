package guide_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"havre.example/havre/internal/prooftest/guide"
)

// docs/architecture.md leads a newcomer to a first change in ten steps: they are done here, in a copy.
func TestTheTenStepsToAFirstChange(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile(filepath.Join(root, "docs/architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	steps, err := guide.Steps(string(doc), "Ten steps to a first change")
	if err != nil || len(steps) < 10 {
		t.Fatalf("%d steps, %v", len(steps), err)
	}
	dir := t.TempDir()
	if err := guide.Copy(root, dir); err != nil {
		t.Fatal(err)
	}
	for _, s := range steps {
		if s.Command == "" {
			if err := s.Change.Make(dir); err != nil {
				t.Fatal(err)
			}
			continue
		}
		cmd := exec.Command("bash", "-c", s.Command)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=-buildvcs=false -trimpath", "CGO_ENABLED=0")
		out, err := cmd.CombinedOutput()
		switch {
		case s.Fails == "" && err != nil:
			t.Fatalf("%s: %v\n%s", s.Command, err, out)
		case s.Fails != "" && (err == nil || !strings.Contains(string(out), s.Fails)):
			t.Fatalf("%s does not fail with %q: %v\n%s", s.Command, s.Fails, err, out)
		case strings.Contains(string(out), "no tests to run"):
			t.Fatalf("%s runs nothing", s.Command)
		}
	}
}

func TestStepsAreReadInTheirOrder(t *testing.T) {
	doc := "## One\n```sh\nno\n```\n## Two\n1. Build.\n```sh\ngo build\ngo test # fails: a word\n```\n2. Change.\n" +
		"```diff b.txt\n z\n+w\n```\n```sh\nls\n```\n## Three\n```sh\nno\n```\n"
	got, err := guide.Steps(doc, "Two")
	want := []guide.Step{{Command: "go build"}, {Command: "go test", Fails: "a word"},
		{Change: guide.Change{File: "b.txt", After: "z\n", Add: "w\n"}}, {Command: "ls"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := guide.Steps("## A\n```diff a\n-x\n```\n", "A"); err == nil {
		t.Error("a change that takes away is read")
	}
}
