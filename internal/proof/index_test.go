package proof

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// mostOfADecision is how long a page of a decision may be: context, choice, price, when to look again.
const mostOfADecision = 40

// docs/decisions/README.md lists every decision with its title and status. Run with -update after a new one.
func TestEveryDecisionIsInTheIndex(t *testing.T) {
	dir := filepath.Join(source(t).root, "docs/decisions")
	pages, err := filepath.Glob(filepath.Join(dir, "[0-9]*.md"))
	if err != nil || len(pages) < 15 {
		t.Fatalf("%d decisions, %v", len(pages), err)
	}
	var b strings.Builder
	b.WriteString("# Decisions\n\nOne page each: what was decided, why, at what price, and when to look again. " +
		"A decision " +
		"is not rewritten; a\nlater one takes its place. The index is written by a test.\n\n| | status |\n|---|---|\n")
	for _, page := range pages {
		raw, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
		if len(lines) > mostOfADecision {
			t.Errorf("%s has %d lines, at most %d", filepath.Base(page), len(lines), mostOfADecision)
		}
		title, ok := strings.CutPrefix(lines[0], "# ")
		status := "accepted"
		for _, l := range lines[1:min(len(lines), 6)] {
			if said, ok := strings.CutPrefix(l, "Status: "); ok {
				status = said
			}
		}
		if !ok {
			t.Errorf("%s does not begin with its title", filepath.Base(page))
		}
		fmt.Fprintf(&b, "| [%s](%s) | %s |\n", title, filepath.Base(page), status)
	}
	golden(t, filepath.Join(dir, "README.md"), b.String())
}
