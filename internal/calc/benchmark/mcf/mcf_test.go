package mcf

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/calc/solve"
	"havre.example/havre/internal/prooftest/glpk"
)

// certified checks a flow by itself: it meets every supply within the bounds of every arc, costs what is said, and with
// the prices satisfies complementary slackness when it is said to be optimal.
func certified(t *testing.T, p *Problem, r Result, max bool) {
	t.Helper()
	sign := int64(1)
	if max {
		sign = -1
	}
	left := append([]int64(nil), p.Supply...)
	value := int64(0)
	for k, a := range p.Arcs {
		f := r.Flow[k]
		if f < a.Low || f > a.Cap {
			t.Fatalf("arc %d carries %d, not %d to %d", k, f, a.Low, a.Cap)
		}
		left[a.From] -= f
		left[a.To] += f
		value += f * a.Cost
		if r.Status != solve.Proved {
			continue
		}
		reduced := sign * (a.Cost - r.Price[a.From] + r.Price[a.To])
		if reduced > 0 && f != a.Low || reduced < 0 && f != a.Cap {
			t.Fatalf("arc %d of reduced cost %d carries %d, not a bound of %d to %d", k, reduced, f, a.Low, a.Cap)
		}
	}
	for v, b := range left {
		if b != 0 {
			t.Fatalf("node %d keeps %d", v, b)
		}
	}
	if value != r.Value {
		t.Fatalf("the flow costs %d, not %d", value, r.Value)
	}
}

func TestKnownOptima(t *testing.T) {
	files, err := filepath.Glob("testdata/*.min")
	if err != nil || len(files) != 4 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var want string
		for _, line := range strings.Split(string(text), "\n") {
			if w, ok := strings.CutPrefix(line, "c optimum "); ok {
				want = w
			}
		}
		p, err := Read(strings.NewReader(string(text)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		r, err := Solve(p, false, solve.Never)
		if err != nil {
			t.Fatal(err)
		}
		if want == "INFEASIBLE" {
			if r.Status != solve.Infeasible {
				t.Errorf("%s: got %+v", name, r.Outcome)
			}
			continue
		}
		certified(t, p, r, false)
		if r.Status != solve.Proved || fmt.Sprint(r.Value) != want {
			t.Errorf("%s: got %+v, want %s", name, r.Outcome, want)
		}
	}
}

// enumerate tries every flow; small networks only.
func enumerate(p *Problem) (low, high int64, ok bool) {
	left := append([]int64(nil), p.Supply...)
	var rec func(k int, cost int64)
	rec = func(k int, cost int64) {
		if k == len(p.Arcs) {
			for _, b := range left {
				if b != 0 {
					return
				}
			}
			if !ok {
				low, high, ok = cost, cost, true
			}
			low, high = min(low, cost), max(high, cost)
			return
		}
		a := p.Arcs[k]
		for f := a.Low; f <= a.Cap; f++ {
			left[a.From] -= f
			left[a.To] += f
			rec(k+1, cost+f*a.Cost)
			left[a.From] += f
			left[a.To] -= f
		}
	}
	rec(0, 0)
	return low, high, ok
}

// TestAgreesWithEnumeration has parallel arcs, loops, lower bounds, costs below nothing and supplies that do not add
// up.
func TestAgreesWithEnumeration(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	infeasible := 0
	for k := range 4000 {
		n := 1 + rng.IntN(4)
		p := &Problem{Supply: make([]int64, n)}
		for range rng.IntN(4) {
			amount := rng.Int64N(3)
			p.Supply[rng.IntN(n)] += amount
			p.Supply[rng.IntN(n)] -= amount
		}
		if k%50 == 0 {
			p.Supply[0]++
		}
		for range 1 + rng.IntN(6) {
			low := max(0, rng.Int64N(5)-3)
			p.Arcs = append(p.Arcs, Arc{From: rng.IntN(n), To: rng.IntN(n), Low: low, Cap: low + rng.Int64N(4),
				Cost: rng.Int64N(15) - 5})
		}
		low, high, ok := enumerate(p)
		for _, max := range []bool{false, true} {
			want := low
			if max {
				want = high
			}
			r, err := Solve(p, max, solve.Never)
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				infeasible++
				if r.Status != solve.Infeasible {
					t.Fatalf("problem %d %+v has no flow, got %+v", k, p, r)
				}
				continue
			}
			if r.Status != solve.Proved || r.Value != want {
				t.Fatalf("problem %d %+v max=%v: got %+v, want %d", k, p, max, r, want)
			}
			certified(t, p, r, max)
		}
	}
	if infeasible < 800 || infeasible > 6400 {
		t.Errorf("%d of 8000 runs without a flow: not the mixture this test wants", infeasible)
	}
}

var families = []struct {
	name                        string
	nodes, sources, sinks, arcs int
}{{"transport", 200, 100, 100, 1300}, {"assignment", 400, 200, 200, 1500}, {"netgen-2", 400, 8, 60, 1416},
	{"400x4500", 400, 8, 60, 4500},
	{"1000x4400", 1000, 50, 50, 4400}, {"3000x35000", 3000, 200, 300, 35000}, {"8000x15000", 8000, 200, 1000, 15000}}

func TestCertificates(t *testing.T) {
	for _, f := range families {
		for seed := range uint64(2) {
			p := netgen(f.nodes, f.sources, f.sinks, f.arcs, [2]int64{1, 100}, [2]int64{100, 300}, 4000, seed)
			for _, max := range []bool{false, true} {
				if f.nodes > 1000 && (max || seed > 0) {
					continue // slow enough once
				}
				r, err := Solve(p, max, solve.Never)
				if err != nil || r.Status != solve.Proved {
					t.Fatalf("%s #%d max=%v: %+v %v", f.name, seed, max, r.Outcome, err)
				}
				certified(t, p, r, max)
			}
		}
	}
}

// text writes the network in the format that Read reads.
func text(p *Problem) string {
	var b strings.Builder
	fmt.Fprintf(&b, "p min %d %d\n", len(p.Supply), len(p.Arcs))
	for v, s := range p.Supply {
		if s != 0 {
			fmt.Fprintf(&b, "n %d %d\n", v+1, s)
		}
	}
	for _, a := range p.Arcs {
		fmt.Fprintf(&b, "a %d %d %d %d %d\n", a.From+1, a.To+1, a.Low, a.Cap, a.Cost)
	}
	return b.String()
}

// TestAgreesWithGLPK holds networks with lower bounds and costs below nothing against an independent solver, as it
// reads them from the same file.
func TestAgreesWithGLPK(t *testing.T) {
	glpk.Need(t)
	rng := rand.New(rand.NewPCG(2, 2))
	feasible := 0
	for seed := range uint64(8) {
		p := netgen(60, 3, 10, 300, [2]int64{-20, 100}, [2]int64{10, 60}, 150, seed)
		for a := range p.Arcs {
			if seed > 1 && rng.IntN(16) == 0 {
				p.Arcs[a].Low = rng.Int64N(1 + p.Arcs[a].Cap/15)
			}
		}
		file := text(p)
		read, err := Read(strings.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		r, err := Solve(read, false, solve.Never)
		if err != nil {
			t.Fatal(err)
		}
		other := glpk.Flow(t, file, 10*time.Second)
		if other.Infeasible != (r.Status == solve.Infeasible) || !other.Infeasible &&
			(!other.Optimal || int64(other.Value) != r.Value) {
			t.Errorf("#%d: GLPK says %+v, got %+v", seed, other, r.Outcome)
		}
		if r.Status == solve.Proved {
			feasible++
		}
	}
	if feasible < 3 {
		t.Errorf("only %d networks have a flow", feasible)
	}
}

func TestStoppedKeepsBounds(t *testing.T) {
	p := netgen(200, 5, 20, 1500, [2]int64{1, 100}, [2]int64{10, 50}, 900, 1)
	best, err := Solve(p, false, solve.Never)
	if err != nil {
		t.Fatal(err)
	}
	for after := range 30 {
		calls := 0
		r, err := Solve(p, false, func() bool { calls++; return calls > after })
		if err != nil {
			t.Fatal(err)
		}
		if r.Bound > best.Value || r.Status == solve.Infeasible {
			t.Fatalf("stopped after %d: %+v, the optimum is %d", after, r.Outcome, best.Value)
		}
		if r.Status != solve.Unknown {
			certified(t, p, r, false)
		}
	}
}

func TestTooLarge(t *testing.T) {
	p := &Problem{Supply: []int64{MostCapacity, -MostCapacity},
		Arcs: []Arc{{From: 0, To: 1, Cap: MostCapacity, Cost: MostCost}}}
	if _, err := Solve(p, false, solve.Never); !errors.Is(err, ErrTooLarge) {
		t.Errorf("10^21 fits in 64 bits? %v", err)
	}
}

func TestReadSaysWhere(t *testing.T) {
	for text, want := range map[string]string{
		"":                       `line 1, column 1: expected the problem line, found nothing more`,
		"c a comment\np max 1 1": `line 2, column 3: expected the word min, found "max"`,
		"p min 0 1":              `line 1, column 7: expected the number of nodes`,
		"p min -4 1":             `line 1, column 7: expected the number of nodes`,
		"p min 2000000000000 1":  `line 1, column 7: expected the number of nodes`,
		"p min 2":                `line 1, column 8: expected the number of arcs`,
		"p min 2 1 7":            `line 1, column 11: expected the end of the line, found "7"`,
		"p min 2 1\nn 3 1": `line 2, column 3: expected a node ` +
			`(a whole number from 1 to 2), found "3"`,
		"p min 2 1\nn 1 1\nn 1 1":             `line 3, column 3: expected each node once`,
		"p min 2 1\nn 1\n":                    `line 2, column 4: expected a supply`,
		"n 1 1":                               `line 1, column 1: expected node lines between`,
		"a 1 2 0 1 1":                         `line 1, column 1: expected the problem line first`,
		"p min 2 1\na 1 2 5 4 1":              `line 2, column 9: expected a capacity not below the lower bound`,
		"p min 2 1\na 1 2 0 4":                `line 2, column 10: expected a cost`,
		"p min 2 1\na 1 2 0 4 1\na 1 2 0 1 1": `line 3, column 1: expected no more arcs`,
		"p min 2 2\na 1 2 0 4 1\n":            `line 3, column 1: expected as many arcs`,
		"p min 2 1\nx": `line 2, column 1: expected a line that starts ` +
			`with c, p, n or a, found "x"`,
		"p min 2 1\np min 2 1": `line 2, column 1: expected one problem line only`,
	} {
		_, err := Read(strings.NewReader(text))
		var where *solve.SyntaxError
		if !errors.As(err, &where) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"p min 2 1\nn 1 1\nn 2 -1\na 1 2 0 1 3\n", "c\np min 1 0", "p min 1000000 4000000\n",
		"a", "p min 2 1\na 1 2 3 2 1"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Read(strings.NewReader(string(data)))
		if err != nil {
			var where *solve.SyntaxError
			if !errors.As(err, &where) || where.Line < 1 || where.Column < 1 {
				t.Fatalf("an error without a place: %v", err)
			}
			return
		}
		if len(p.Supply) > 1000 {
			return
		}
		r, err := Solve(p, false, solve.Never)
		if err == nil && r.Status == solve.Proved {
			certified(t, p, r, false)
		}
	})
}

func BenchmarkSolve(b *testing.B) {
	for _, f := range families {
		b.Run(f.name, func(b *testing.B) {
			p := netgen(f.nodes, f.sources, f.sinks, f.arcs, [2]int64{1, 100}, [2]int64{100, 300}, 4000, 1)
			b.ReportAllocs()
			for b.Loop() {
				if r, err := Solve(p, false, solve.Never); err != nil || r.Status != solve.Proved {
					b.Fatal(r.Outcome, err)
				}
			}
		})
	}
}
