package gap

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/calc/solve"
	"havre.example/havre/internal/prooftest/glpk"
)

// programme writes the problem for an independent solver.
func programme(p *Problem, max bool) string {
	var b strings.Builder
	x := func(i, j int) string { return fmt.Sprintf("x%d_%d", i, j) }
	b.WriteString("Minimize\n obj:")
	if max {
		b.Reset()
		b.WriteString("Maximize\n obj:")
	}
	for c, v := range p.Value {
		glpk.Term(&b, v, x(c/p.Jobs, c%p.Jobs))
	}
	b.WriteString("Subject To\n")
	for j := range p.Jobs {
		for i := range p.Agents {
			b.WriteString(" + " + x(i, j))
		}
		b.WriteString(" = 1\n")
	}
	for i, room := range p.Capacity {
		for j := range p.Jobs {
			glpk.Term(&b, p.Use[i*p.Jobs+j], x(i, j))
		}
		fmt.Fprintf(&b, " <= %d\n", room)
	}
	b.WriteString("Binary\n")
	for c := range p.Value {
		b.WriteString(" " + x(c/p.Jobs, c%p.Jobs) + "\n")
	}
	b.WriteString("End\n")
	return b.String()
}

// TestAgreesWithGLPK holds medium problems of all classes against an independent solver.
func TestAgreesWithGLPK(t *testing.T) {
	glpk.Need(t)
	compared := 0
	for _, class := range []byte("ABCEM") {
		for seed := range uint64(4) {
			p := generate(class, 4, 14, seed)
			if seed == 3 { // close to what fits, or beyond
				for i := range p.Capacity {
					p.Capacity[i] = p.Capacity[i] * 3 / 4
				}
			}
			max := class == 'M'
			r := Solve(p, max, solve.Never)
			other := glpk.Solve(t, programme(p, max), 5*time.Second)
			switch {
			case other.Infeasible:
				if r.Status != solve.Infeasible {
					t.Errorf("%c #%d: GLPK finds no answer, got %+v", class, seed, r.Outcome)
				}
			case other.Optimal:
				if r.Status != solve.Proved || r.Value != int64(math.Round(other.Value)) {
					t.Errorf("%c #%d: GLPK finds %v, got %+v", class, seed, other.Value, r.Outcome)
				}
			default:
				continue
			}
			compared++
		}
	}
	if compared < 10 {
		t.Errorf("only %d problems were compared", compared)
	}
}
