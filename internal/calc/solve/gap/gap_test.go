package gap

import (
	"testing"
	"time"
)

func TestScratch(t *testing.T) {
	for _, c := range []struct {
		class byte
		m, n  int
	}{{'A', 20, 200}, {'B', 20, 200}, {'C', 5, 100}, {'C', 10, 100}, {'C', 20, 100}, {'C', 5, 200}, {'C', 10, 200}, {'C', 20, 200}, {'D', 5, 100}, {'D', 20, 100}, {'D', 5, 200}, {'D', 20, 200}, {'E', 5, 100}, {'E', 20, 100}, {'E', 20, 200}, {'D', 40, 400}, {'E', 40, 400}} {
		for seed := range uint64(1) {
			p := generate(c.class, c.m, c.n, seed)
			start := time.Now()
			r := Solve(p, false, func() bool { return time.Since(start) > 10*time.Second })
			v, ok := p.Check(r.Agent)
			t.Logf("%c %dx%d #%d %+v %v %v %v", c.class, c.m, c.n, seed, r.Outcome, v, ok, time.Since(start))
		}
	}
}
