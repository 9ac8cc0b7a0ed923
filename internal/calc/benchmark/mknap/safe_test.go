package mknap

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestBoundsNeedNoSimplex puts prices of every kind in place of the simplex's, senseless ones too: the bound must hold
// all the same.
func TestBoundsNeedNoSimplex(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 2))
	for k := range 300 {
		p := generate(12, 3, 0.5, uint64(k))
		best := Solve(p, false, func() bool { return false }).Value
		s := newSearch(p, p.Profit, func() bool { return false })
		for r := range p.Rows {
			s.lp.where[p.Items+r] = r // as if it had left the basis: its d is the price
			s.lp.d[r] = []float64{math.NaN(), math.Inf(-1), math.Inf(1), -1e300, 1, -rng.Float64(), 0}[rng.IntN(7)]
		}
		s.weigh()
		if got := floor(s.top, s.scale); got < best {
			t.Fatalf("problem %d: bound %d excludes the optimum %d at prices %v", k, got, best, s.price)
		}
	}
}
