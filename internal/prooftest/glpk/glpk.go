// Package glpk asks an independent solver, GLPK's glpsol, for the optimum of an integer programme, so that tests can
// hold Havre's own solvers against it. Tests only.
//
// Where glpsol cannot be had the test fails; with HAVRE_TEST_QUICK=1 it is skipped, and says so.
package glpk

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Answer is what glpsol says. Optimal is false when it was stopped by the time limit; Infeasible is certain.
type Answer struct {
	Value      float64
	Optimal    bool
	Infeasible bool
	Took       time.Duration
}

var glpsol = sync.OnceValues(func() (string, error) { return exec.LookPath("glpsol") })

// Need fails or skips the test when glpsol is not installed.
func Need(t testing.TB) {
	t.Helper()
	if _, err := glpsol(); err == nil {
		return
	}
	if os.Getenv("HAVRE_TEST_QUICK") == "1" {
		t.Skip("!!! NOT COMPARED WITH GLPK !!! glpsol is not installed")
	}
	t.Fatal("this test needs glpsol (Debian's package glpk-utils; or set HAVRE_TEST_QUICK=1 to go without)")
}

var objective = regexp.MustCompile(`(?m)^Objective: +(?:.* = )?(\S+)`)

// Solve runs glpsol on a programme in CPLEX LP format, for at most limit.
func Solve(t testing.TB, programme string, limit time.Duration) Answer {
	t.Helper()
	return run(t, "--lp", programme, limit)
}

// Best is the optimum of a programme in CPLEX LP format. The test fails when glpsol proves none within limit, or says
// that there is no answer.
func Best(t testing.TB, programme string, limit time.Duration) float64 {
	t.Helper()
	a := Solve(t, programme, limit)
	if !a.Optimal || a.Infeasible {
		t.Fatalf("glpsol proves no optimum: %+v\n%s", a, programme)
	}
	return a.Value
}

// Flow runs glpsol on a minimum-cost flow in DIMACS format.
func Flow(t testing.TB, network string, limit time.Duration) Answer {
	t.Helper()
	return run(t, "--mincost", network, limit)
}

func run(t testing.TB, format, problem string, limit time.Duration) Answer {
	t.Helper()
	Need(t)
	bin, _ := glpsol()
	dir, err := os.MkdirTemp("", "glpk") // removed at once: a test may ask thousands of times
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out.txt")
	if err := os.WriteFile(in, []byte(problem), 0o600); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	args := []string{format, in, "--tmlim", strconv.Itoa(max(1, int(limit.Seconds()))), "-o", out}
	said, err := exec.Command(bin, append(args, "--cuts")...).CombinedOutput()
	if strings.Contains(string(said), "glp_add_cols: ncs = 0") { // its cuts end it where nothing is left to decide
		said, err = exec.Command(bin, args...).CombinedOutput()
	}
	a := Answer{Took: time.Since(start)}
	if err != nil {
		t.Fatalf("glpsol: %v\n%s", err, said)
	}
	report, err := os.ReadFile(out)
	if err != nil {
		t.Fatalf("glpsol left no report: %v\n%s", err, said)
	}
	text := string(report)
	a.Infeasible = strings.Contains(string(said), "HAS NO PRIMAL FEASIBLE SOLUTION") ||
		strings.Contains(string(said), "HAS NO INTEGER FEASIBLE SOLUTION") ||
		strings.Contains(text, "INTEGER EMPTY") || strings.Contains(text, "INFEASIBLE")
	a.Optimal = strings.Contains(text, "INTEGER OPTIMAL") || !strings.Contains(text, "INTEGER") &&
		strings.Contains(text, "OPTIMAL")
	if m := objective.FindStringSubmatch(text); m != nil {
		if a.Value, err = strconv.ParseFloat(m[1], 64); err != nil {
			t.Fatalf("glpsol's objective %q: %v", m[1], err)
		}
	}
	return a
}

// Term writes "+ 3 name" or "- 3 name".
func Term(b *strings.Builder, factor int64, name string) {
	sign := '+'
	if factor < 0 {
		sign, factor = '-', -factor
	}
	fmt.Fprintf(b, " %c %d %s\n", sign, factor, name)
}
