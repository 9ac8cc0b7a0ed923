package mknap

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/calc/solve"
	"havre.example/havre/internal/prooftest/glpk"
)

// generate makes a problem as P. C. Chu and J. E. Beasley do, "A genetic algorithm for the multidimensional knapsack
// problem", Journal of Heuristics 4 (1998), for mknapcb1 to mknapcb9: uses uniform from 0 to 1000, capacities the
// fraction tight of their sum, profits the mean use plus 500 times a uniform number.
func generate(n, m int, tight float64, seed uint64) *Problem {
	rng := rand.New(rand.NewPCG(seed, uint64(n)))
	p := &Problem{Items: n, Rows: m, Profit: make([]int64, n), Use: make([]int64, m*n), Capacity: make([]int64, m)}
	for c := range p.Use {
		p.Use[c] = rng.Int64N(1001)
		p.Capacity[c/n] += p.Use[c]
		p.Profit[c%n] += p.Use[c]
	}
	for r := range p.Capacity {
		p.Capacity[r] = int64(tight * float64(p.Capacity[r]))
	}
	for j := range p.Profit {
		p.Profit[j] = p.Profit[j]/int64(m) + int64(500*rng.Float64())
	}
	return p
}

func TestKnownOptima(t *testing.T) {
	f, err := os.Open("testdata/mknap1.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	reader, err := NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for k := 1; ; k++ {
		p, err := reader.Next()
		if errors.Is(err, io.EOF) {
			if k != 8 {
				t.Errorf("%d problems, want 7", k-1)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		r := Solve(p, false, solve.Never)
		v, fits := p.Check(r.Taken)
		if r.Status != solve.Proved || r.Value != p.Known || v != p.Known || !fits {
			t.Errorf("problem %d: got %+v (worth %d, fits %v), want %d", k, r.Outcome, v, fits, p.Known)
		}
	}
}

func TestAgreesWithEnumeration(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	for k := range 3000 {
		n, m := 1+rng.IntN(9), 1+rng.IntN(4)
		p := &Problem{Items: n, Rows: m}
		for range n {
			p.Profit = append(p.Profit, rng.Int64N(40))
		}
		for range n * m {
			p.Use = append(p.Use, rng.Int64N(15))
		}
		for range m {
			p.Capacity = append(p.Capacity, rng.Int64N(int64(8*n)))
		}
		if k%5 == 0 { // numbers of very different sizes
			r := rng.IntN(m)
			p.Capacity[r] = MostCapacity - rng.Int64N(1000)
			for j := range n {
				p.Use[r*n+j] *= MostValue / 20
			}
			p.Profit[rng.IntN(n)] = MostValue
		}
		best := int64(0)
		for set := range 1 << n {
			taken := make([]bool, n)
			for j := range taken {
				taken[j] = set>>j&1 == 1
			}
			if v, fits := p.Check(taken); fits {
				best = max(best, v)
			}
		}
		r := Solve(p, false, solve.Never)
		v, fits := p.Check(r.Taken)
		if r.Status != solve.Proved || r.Value != best || v != best || !fits {
			t.Fatalf("problem %d %+v: got %+v (worth %d, fits %v), want %d", k, p, r, v, fits, best)
		}
		if r := Solve(p, true, solve.Never); r.Status != solve.Proved || r.Value != 0 {
			t.Fatalf("problem %d: the least is %+v, want nothing", k, r)
		}
	}
}

// programme writes the problem for an independent solver.
func programme(p *Problem) string {
	var b strings.Builder
	b.WriteString("Maximize\n obj:")
	for j, c := range p.Profit {
		glpk.Term(&b, c, fmt.Sprint("x", j))
	}
	b.WriteString("Subject To\n")
	for r, room := range p.Capacity {
		for j := range p.Items {
			glpk.Term(&b, p.Use[r*p.Items+j], fmt.Sprint("x", j))
		}
		fmt.Fprintf(&b, " <= %d\n", room)
	}
	b.WriteString("Binary\n")
	for j := range p.Items {
		fmt.Fprintf(&b, " x%d\n", j)
	}
	b.WriteString("End\n")
	return b.String()
}

// TestAgreesWithGLPK holds medium problems of the kind of mknapcb against an independent solver, and a bound against
// its optimum.
func TestAgreesWithGLPK(t *testing.T) {
	glpk.Need(t)
	compared := 0
	for _, tight := range []float64{0.25, 0.5, 0.75} {
		for seed := range uint64(3) {
			p := generate(22+int(seed), 5, tight, seed)
			other := glpk.Solve(t, programme(p), 5*time.Second)
			if !other.Optimal {
				continue
			}
			compared++
			want := int64(math.Round(other.Value))
			r := Solve(p, false, solve.Never)
			if v, fits := p.Check(r.Taken); r.Status != solve.Proved || r.Value != want || v != want || !fits {
				t.Errorf("%v #%d: GLPK finds %d, got %+v, worth %d, fits %v", tight, seed, want, r.Outcome, v, fits)
			}
			for after := 0; after < 300; after += 1 + after/2 {
				calls := 0
				r := Solve(p, false, func() bool { calls++; return calls > after })
				if v, fits := p.Check(r.Taken); !fits || v != r.Value || v > want || r.Bound < want {
					t.Errorf("%v #%d stopped after %d: %+v, worth %d, fits %v; the optimum is %d", tight, seed, after,
						r.Outcome, v, fits, want)
				}
			}
		}
	}
	if compared < 6 {
		t.Errorf("only %d problems were compared", compared)
	}
}

// TestMediumProved proves problems of 50 items without a limit of time.
func TestMediumProved(t *testing.T) {
	for _, tight := range []float64{0.25, 0.5, 0.75} {
		p := generate(50, 5, tight, 9)
		r := Solve(p, false, solve.Never)
		if v, fits := p.Check(r.Taken); r.Status != solve.Proved || v != r.Value || !fits {
			t.Errorf("%v: %+v, worth %d, fits %v", tight, r.Outcome, v, fits)
		}
	}
}

// TestExtremes has the largest numbers a file may hold.
func TestExtremes(t *testing.T) {
	p := &Problem{Items: 3, Rows: 2, Profit: []int64{MostValue * 10_000, MostValue * 10_000, 1}, Places: 4,
		Use: []int64{1, MostCapacity * 10_000, 1, 0, 0, 0}, Capacity: []int64{MostCapacity * 10_000, 0}}
	r := Solve(p, false, solve.Never)
	if r.Status != solve.Proved || r.Value != MostValue*10_000+1 {
		t.Errorf("got %+v", r)
	}
}

func readAll(text string) ([]*Problem, error) {
	reader, err := NewReader(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	var out []*Problem
	for {
		p, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
}

func TestReadSaysWhere(t *testing.T) {
	for text, want := range map[string]string{
		"":                    `line 1, column 1: expected the number of problems`,
		"x":                   `line 1, column 1: expected the number of problems`,
		"1\n-2 1 0":           `line 2, column 1: expected the number of items`,
		"1\n10000 1000 0":     `line 2, column 7: expected the number of dimensions (a whole number from 1 to 100)`,
		"1\n1 1 0\n3\n4":      `line 4, column 2: expected a capacity`,
		"1\n1 1 0\n3\n4\n-1":  `line 5, column 1: expected a capacity`,
		"1\n1 1 0\n3.5.1":     `line 3, column 1: expected a profit`,
		"1\n1 1 0\n3.\n4\n5":  `line 3, column 1: expected a profit`,
		"1\n1 1 0\n.5\n4\n5":  `line 3, column 1: expected a profit`,
		"1\n1 1 0\n1e3\n4\n5": `line 3, column 1: expected a profit`,
		"1\n1 1 0\n1.00001": `line 3, column 1: expected a profit (a number from 0 to 100000000 with at most ` +
			`4 digits after the point), found "1.00001"`,
		"1 1 1 0 3 4 5 6": `line 1, column 15: expected the end of the file, found "6"`,
	} {
		_, err := readAll(text)
		var where *solve.SyntaxError
		if !errors.As(err, &where) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
	ps, err := readAll("1\n2 1 10.25\n3.5 4\n0.5 2\n2.50\n")
	if err != nil || ps[0].Places != 2 || ps[0].Known != 1025 ||
		fmt.Sprint(ps[0].Profit, ps[0].Use, ps[0].Capacity) != "[350 400] [5 20] [25]" {
		t.Errorf("decimals: %+v, %v", ps, err)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"1 1 1 0 3 4 5", "2\n1 1 3.5\n3.5\n4\n5\n2 1 0 1 2 3 4 5", "1 10000 100 0", "-1",
		"1 2 1 0 100000000 0.0001 1 1 1000000000000"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		ps, err := readAll(string(data))
		if err != nil {
			var where *solve.SyntaxError
			if !errors.As(err, &where) || where.Line < 1 || where.Column < 1 {
				t.Fatalf("an error without a place: %v", err)
			}
			return
		}
		for _, p := range ps {
			if p.Items*p.Rows > 200 {
				continue
			}
			calls := 0
			r := Solve(p, false, func() bool { calls++; return calls > 2000 })
			if v, fits := p.Check(r.Taken); !fits || v != r.Value || r.Bound < r.Value {
				t.Fatalf("%+v, worth %d, fits %v", r, v, fits)
			}
		}
	})
}

func BenchmarkSolve(b *testing.B) {
	for _, f := range []struct{ n, m int }{{100, 5}, {250, 5}, {500, 5}, {100, 10}, {250, 10}, {500, 10}, {100, 30},
		{250, 30}, {500, 30}} {
		b.Run(fmt.Sprintf("%dx%d", f.n, f.m), func(b *testing.B) {
			p := generate(f.n, f.m, 0.5, 1)
			b.ReportAllocs()
			var r Result
			for b.Loop() {
				until := time.Now().Add(10 * time.Second)
				r = Solve(p, false, func() bool { return time.Now().After(until) })
			}
			b.ReportMetric(float64(r.Value), "value")
			b.ReportMetric(100*float64(r.Bound-r.Value)/float64(r.Bound), "gap-%")
		})
	}
}
