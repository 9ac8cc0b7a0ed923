package mknap

import (
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"havre.example/havre/internal/calc/solve"
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

func TestScratch(t *testing.T) {
	for _, c := range []struct {
		n, m int
	}{{100, 5}, {250, 5}, {100, 10}, {500, 5}, {100, 30}, {500, 30}} {
		for k, tight := range []float64{0.25, 0.5, 0.75} {
			p := generate(c.n, c.m, tight, uint64(k))
			start := time.Now()
			r := Solve(p, false, func() bool { return time.Since(start) > 10*time.Second })
			v, ok := p.Check(r.Taken)
			t.Logf("%dx%d %v %+v %v %v %v", c.n, c.m, tight, r.Outcome, v, ok, time.Since(start))
		}
	}
}

func TestAgreesWithEnumeration(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	for k := range 4000 {
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
