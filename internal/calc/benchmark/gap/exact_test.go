package gap

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"havre.example/havre/internal/calc/solve"
)

// enumerate tries every assignment; ok is false when none fits.
func enumerate(p *Problem, max bool) (best int64, ok bool) {
	agent := make([]int, p.Jobs)
	for {
		if v, fits := p.Check(agent); fits && (!ok || max == (v > best) && v != best) {
			best, ok = v, true
		}
		j := 0
		for ; j < p.Jobs; j++ {
			if agent[j]++; agent[j] < p.Agents {
				break
			}
			agent[j] = 0
		}
		if j == p.Jobs {
			return best, ok
		}
	}
}

// tiny makes a problem of at most 4 agents and 6 jobs; about a third have no answer, some have jobs that fit nowhere,
// that take no room, or that cost less than nothing.
func tiny(rng *rand.Rand) *Problem {
	m, n := 1+rng.IntN(4), 1+rng.IntN(6)
	p := &Problem{Agents: m, Jobs: n}
	for range m * n {
		p.Value = append(p.Value, rng.Int64N(30)-5)
		p.Use = append(p.Use, rng.Int64N(10))
	}
	for range m {
		p.Capacity = append(p.Capacity, rng.Int64N(int64(10*n/m+8)))
	}
	return p
}

func TestAgreesWithEnumeration(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	infeasible := 0
	for k := range 4000 {
		p := tiny(rng)
		max := k%2 == 0
		want, ok := enumerate(p, max)
		r := Solve(p, max, solve.Never)
		if !ok {
			infeasible++
			if r.Status != solve.Infeasible || r.Agent != nil {
				t.Fatalf("problem %d %+v has no answer, got %+v", k, p, r)
			}
			continue
		}
		if r.Status != solve.Proved || r.Value != want || r.Bound != want {
			t.Fatalf("problem %d %+v max=%v: want %d, got %+v", k, p, max, want, r)
		}
		if v, fits := p.Check(r.Agent); !fits || v != want {
			t.Fatalf("problem %d: the answer %v is worth %d, fits %v; want %d", k, r.Agent, v, fits, want)
		}
	}
	if infeasible < 400 || infeasible > 2500 {
		t.Errorf("%d of 4000 problems without an answer: not the mixture this test wants", infeasible)
	}
}

// TestCoarseKnapsacks has capacities beyond the tables, so that bounds come from rounded room.
func TestCoarseKnapsacks(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	for k := range 150 {
		p := tiny(rng)
		for c := range p.Use {
			p.Use[c] = p.Use[c]*3_000_017 + rng.Int64N(1000)
		}
		for i := range p.Capacity {
			p.Capacity[i] = p.Capacity[i]*3_000_017 + rng.Int64N(1000)
		}
		want, ok := enumerate(p, false)
		r := Solve(p, false, solve.Never)
		if ok != (r.Status == solve.Proved) || !ok && r.Status != solve.Infeasible || ok && r.Value != want {
			t.Fatalf("problem %d %+v: want %d %v, got %+v", k, p, want, ok, r)
		}
	}
}

// TestStoppedKeepsBounds stops runs at every point and holds the bound against the optimum.
func TestStoppedKeepsBounds(t *testing.T) {
	p := generate('M', 5, 20, 3)
	best := Solve(p, true, solve.Never)
	for after := 0; after < 900; after += 1 + after/8 {
		calls := 0
		r := Solve(p, true, func() bool { calls++; return calls > after })
		v, fits := p.Check(r.Agent)
		switch {
		case r.Bound < best.Value:
			t.Fatalf("stopped after %d: bound %d excludes the optimum %d", after, r.Bound, best.Value)
		case r.Status == solve.Unknown && r.Agent == nil:
		case !fits || v != r.Value || v > best.Value || r.Status == solve.Infeasible:
			t.Fatalf("stopped after %d: %+v, worth %d, fits %v", after, r, v, fits)
		}
	}
}

// known reads gap-optima.txt: rows "cMMNN_k_Max value value".
func known(t *testing.T) map[string]int64 {
	f, err := os.Open("testdata/gap-optima.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]int64{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var name string
		var v int64
		if _, err := fmt.Sscan(lines.Text(), &name, &v); err != nil {
			t.Fatal(err)
		}
		out[strings.ToLower(name)] = v
	}
	return out
}

func TestKnownOptima(t *testing.T) {
	optima, seen := known(t), 0
	for file := 1; file <= 4; file++ {
		f, err := os.Open(fmt.Sprintf("testdata/gap%d.txt", file))
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
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, way := range []string{"max", "min"} {
				name := fmt.Sprintf("c%02d%02d_%d_%s", p.Agents, p.Jobs, k, way)
				want, ok := optima[name]
				r := Solve(p, way == "max", solve.Never)
				v, fits := p.Check(r.Agent)
				if !ok || r.Status != solve.Proved || r.Value != want || v != want || !fits {
					t.Errorf("%s: got %+v (worth %d, fits %v), want %d", name, r.Outcome, v, fits, want)
				}
				seen++
			}
		}
	}
	if seen != len(optima) {
		t.Errorf("%d of %d known problems were solved", seen, len(optima))
	}
}
