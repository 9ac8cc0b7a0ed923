package assign

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"havre.example/havre/internal/calc/solve"
)

// uniform makes costs as the OR-Library's assign files have them: uniform from 2 to high (100 there), and one in ten
// thousand is 1.
func uniform(n int, high int64, seed uint64) *Problem {
	rng := rand.New(rand.NewPCG(seed, uint64(n)))
	p := &Problem{Size: n, Cost: make([]int64, n*n)}
	for c := range p.Cost {
		if p.Cost[c] = 1; high > 1 && rng.IntN(10_000) > 0 {
			p.Cost[c] = 2 + rng.Int64N(high-1)
		}
	}
	return p
}

// certified checks an answer by its own certificate, with no other solver: every row a column of its own, prices that
// no cost undercuts, and their sum the value.
func certified(t *testing.T, p *Problem, r Result, max bool) {
	t.Helper()
	sign := int64(1)
	if max {
		sign = -1
	}
	seen := make([]bool, p.Size)
	var value, bound int64
	for i, j := range r.Of {
		if seen[j] {
			t.Fatalf("column %d is given twice", j)
		}
		seen[j] = true
		value += p.Cost[i*p.Size+j]
		bound += r.Row[i] + r.Column[i]
		for k := range p.Size {
			if sign*(p.Cost[i*p.Size+k]-r.Row[i]-r.Column[k]) < 0 {
				t.Fatalf("the prices of row %d and column %d pass their cost", i, k)
			}
		}
	}
	if value != r.Value || bound != r.Bound {
		t.Fatalf("%+v, but the assignment is worth %d and the prices %d", r.Outcome, value, bound)
	}
}

func TestKnownOptima(t *testing.T) {
	f, err := os.Open("testdata/assign-optima.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	count := 0
	for lines := bufio.NewScanner(f); lines.Scan(); count++ {
		var name string
		var want int64
		if _, err := fmt.Sscan(lines.Text(), &name, &want); err != nil {
			t.Fatal(err)
		}
		data, err := os.Open("testdata/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		defer data.Close()
		p, err := Read(data)
		if err != nil {
			t.Fatal(err)
		}
		r := Solve(p, false, solve.Never)
		certified(t, p, r, false)
		if r.Status != solve.Proved || r.Value != want {
			t.Errorf("%s: got %+v, want %d", name, r.Outcome, want)
		}
	}
	if count != 3 {
		t.Errorf("%d known problems, want 3", count)
	}
}

// TestCertificates solves larger problems of the same kind, of wide and of narrow costs, both ways.
func TestCertificates(t *testing.T) {
	for _, n := range []int{1, 2, 3, 50, 400, 500} {
		for _, high := range []int64{1, 3, 100, MostCost} {
			if n > 100 && high != 100 {
				continue
			}
			p := uniform(n, high, 7)
			for _, max := range []bool{false, true} {
				r := Solve(p, max, solve.Never)
				certified(t, p, r, max)
				if r.Status != solve.Proved {
					t.Errorf("n=%d costs to %d: %+v", n, high, r.Outcome)
				}
			}
		}
	}
}

func permutations(n int, visit func([]int)) {
	of := make([]int, n)
	for i := range of {
		of[i] = i
	}
	var rec func(int)
	rec = func(k int) {
		if k == n {
			visit(of)
			return
		}
		for i := k; i < n; i++ {
			of[k], of[i] = of[i], of[k]
			rec(k + 1)
			of[k], of[i] = of[i], of[k]
		}
	}
	rec(0)
}

func TestAgreesWithEnumeration(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for k := range 3000 {
		p := &Problem{Size: 1 + rng.IntN(6)}
		for range p.Size * p.Size {
			p.Cost = append(p.Cost, rng.Int64N(20)-6)
		}
		low, high := int64(1000), int64(-1000)
		permutations(p.Size, func(of []int) {
			sum := int64(0)
			for i, j := range of {
				sum += p.Cost[i*p.Size+j]
			}
			low, high = min(low, sum), max(high, sum)
		})
		for _, max := range []bool{false, true} {
			want := low
			if max {
				want = high
			}
			r := Solve(p, max, solve.Never)
			certified(t, p, r, max)
			if r.Status != solve.Proved || r.Value != want {
				t.Fatalf("problem %d %+v max=%v: got %+v, want %d", k, p, max, r.Outcome, want)
			}
		}
	}
}

func TestStoppedKeepsBounds(t *testing.T) {
	p := uniform(60, 1000, 3)
	best := Solve(p, false, solve.Never)
	for after := range 40 {
		calls := 0
		r := Solve(p, false, func() bool { calls++; return calls > after })
		certified(t, p, r, false)
		if r.Bound > best.Value || r.Value < best.Value {
			t.Fatalf("stopped after %d: %+v, the optimum is %d", after, r.Outcome, best.Value)
		}
	}
}

func TestReadSaysWhere(t *testing.T) {
	for text, want := range map[string]string{
		"": `line 1, column 1: expected the number of rows ` +
			`(a whole number from 1 to 5000), found nothing more`,
		"0": `line 1, column 1: expected the number of rows ` +
			`(a whole number from 1 to 5000), found "0"`,
		"-3 1":               `line 1, column 1: expected the number of rows`,
		"99999999999":        `line 1, column 1: expected the number of rows`,
		"2\n1 2\n3":          `line 3, column 2: expected a cost`,
		"2\n1 2\n3 x":        `line 3, column 3: expected a cost`,
		"2\n1 2.5\n3 4":      `line 2, column 3: expected a cost`,
		"1 9999999999999999": `line 1, column 3: expected a cost`,
		"1\n5\n 6":           `line 3, column 2: expected the end of the file, found "6"`,
	} {
		_, err := Read(strings.NewReader(text))
		var where *solve.SyntaxError
		if !errors.As(err, &where) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"1 5", "2\n1 2\n3 4\n", "2 1 2 3", "-1", "5000 1"} {
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
		if p.Size < 1 || len(p.Cost) != p.Size*p.Size {
			t.Fatalf("%d costs for %d rows", len(p.Cost), p.Size)
		}
		if p.Size <= 30 {
			certified(t, p, Solve(p, false, solve.Never), false)
		}
	})
}

func BenchmarkSolve(b *testing.B) {
	for _, c := range []struct {
		n    int
		high int64
	}{{100, 100}, {200, 100}, {300, 100}, {400, 100}, {500, 100}, {600, 100}, {700, 100}, {800, 100}, {800, 10_000},
		{800, MostCost}, {2000, 10_000}} {
		b.Run(fmt.Sprintf("%d/costs to %d", c.n, c.high), func(b *testing.B) {
			p := uniform(c.n, c.high, 7)
			b.ReportAllocs()
			for b.Loop() {
				if r := Solve(p, false, solve.Never); r.Status != solve.Proved {
					b.Fatal(r.Outcome)
				}
			}
		})
	}
}
