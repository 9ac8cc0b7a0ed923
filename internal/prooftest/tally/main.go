// Package main reads what "go test -json" says, shows how far it is, prints what failed, and counts. It is the eye of
// scripts/test:
//
//	go test -json ./... | tally -file COUNT [-skips-pass]
//
// The counts are added to the file: passed, failed, skipped. A skipped test counts as failed, unless -skips-pass.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

// event is one line of test2json (cmd/test2json).
type event struct {
	Action, Package, Test, Output, ImportPath string
	Elapsed                                   float64
}

// count is what the file holds.
type count struct{ passed, failed, skipped int }

func main() {
	file := flag.String("file", "", "where the counts are added")
	lenient := flag.Bool("skips-pass", false, "a skipped test is no failure")
	total := flag.Int("packages", 0, "how many packages are to come, for the progress")
	flag.Parse()
	c, err := read(os.Stdin, os.Stdout, *total, *lenient)
	if err == nil {
		err = add(*file, c)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(2)
	}
	if c.failed > 0 {
		os.Exit(1)
	}
}

// reader follows the tests of several packages at once.
type reader struct {
	w       io.Writer
	c       count
	lenient bool
	done    int
	total   int
	output  map[string][]string // of each test that has not ended
	tests   map[string]int      // ended tests of each package
	bad     map[string]int      // failed tests of each package
	slow    []event             // tests that took long, slowest first
}

// Tests that take from slowAfter seconds are named at the end, the slowest first, slowShown at most: where a minute is
// to be won.
const (
	slowAfter = 3
	slowShown = 12
)

func read(r io.Reader, w io.Writer, total int, lenient bool) (count, error) {
	t := &reader{w: w, lenient: lenient, total: total, output: map[string][]string{}, tests: map[string]int{},
		bad: map[string]int{}}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Fprintln(w, lines.Text()) // the go command's own words
			continue
		}
		t.take(e)
	}
	t.nameSlow()
	if err := lines.Err(); err != nil || t.c != (count{}) {
		return t.c, err
	}
	return t.c, errNothing
}

// errNothing tells that no test ended: what was not run has not passed.
var errNothing = errors.New("no test was run")

// nameSlow says which tests took longest.
func (t *reader) nameSlow() {
	slices.SortStableFunc(t.slow, func(a, b event) int { return cmp.Compare(b.Elapsed, a.Elapsed) })
	for i, e := range t.slow {
		if i == slowShown {
			break
		}
		fmt.Fprintf(t.w, "  slow %6.1f s  %s %s\n", e.Elapsed, short(e.Package), e.Test)
	}
}

func (t *reader) take(e event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output":
		t.output[key] = append(t.output[key], e.Output)
	case "build-output":
		fmt.Fprint(t.w, e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			t.end(e)
			return
		}
		t.tests[e.Package]++
		if e.Elapsed >= slowAfter && !strings.Contains(e.Test, "/") {
			t.slow = append(t.slow, e)
		}
		t.judge(e, key)
		delete(t.output, key)
	}
}

func (t *reader) judge(e event, key string) {
	switch {
	case e.Action == "pass":
		t.c.passed++
		return
	case e.Action == "skip":
		t.c.skipped++
		if t.lenient {
			fmt.Fprintf(t.w, "  skipped %s %s\n", short(e.Package), e.Test)
			return
		}
	}
	t.c.failed++
	t.bad[e.Package]++
	fmt.Fprintf(t.w, "\n--- %s: %s %s\n%s\n",
		map[string]string{"fail": "FAILED", "skip": "SKIPPED, which counts as failed"}[e.Action], short(e.Package),
		e.Test,
		strings.Join(t.output[key], ""))
}

// end says how a package went.
func (t *reader) end(e event) {
	t.done++
	key := e.Package + " "
	if e.Action == "fail" && t.bad[e.Package] == 0 { // it did not build, ran out of time, or its process ended
		t.c.failed++
		fmt.Fprintf(t.w, "\n--- FAILED: %s\n%s\n", short(e.Package), strings.Join(t.output[key], ""))
	}
	delete(t.output, key)
	if t.tests[e.Package] == 0 && e.Action != "fail" {
		return // no tests
	}
	of := ""
	if t.total > 0 {
		of = fmt.Sprintf("[%d/%d] ", t.done, t.total)
	}
	fmt.Fprintf(t.w, "%s %s%-6s %-52s %4d tests  %5.1f s\n", time.Now().Format("15:04:05"), of,
		map[string]string{"pass": "ok", "fail": "FAILED", "skip": "-"}[e.Action],
		short(e.Package), t.tests[e.Package], e.Elapsed)
}

func short(pkg string) string {
	_, rest, ok := strings.Cut(pkg, "/havre/")
	if !ok {
		return pkg
	}
	return rest
}

// add adds the counts to those in the file.
func add(file string, c count) error {
	if file == "" {
		return nil
	}
	var was count
	raw, err := os.ReadFile(file)
	if err == nil {
		_, err = fmt.Sscan(string(raw), &was.passed, &was.failed, &was.skipped)
	}
	if err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("read the counts in %s: %w", file, err)
	}
	return os.WriteFile(file, fmt.Appendf(nil, "%d %d %d\n", was.passed+c.passed, was.failed+c.failed,
		was.skipped+c.skipped), 0o644)
}
