package round_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"havre.example/havre/internal/calc/round"
)

func TestTry(t *testing.T) {
	for seed := range uint64(20) {
		r := randomRound(rand.New(rand.NewPCG(seed, 1)), shape{cases: 10, places: 100, houses: 70, partners: 60, areas: 96, weeks: 12, flats: 2, conflicts: .3, together: .1, locks: .05, refused: .1, shared: .1, busy: .2, short: .1, family: .3, quota: 3, staff: 3})
		t0 := time.Now()
		o, err := round.Solve(r, round.Options{Nodes: 20000})
		if err != nil {
			t.Fatal(err)
		}
		g, gap, _ := o.Gap()
		t.Log(seed, o.Proved, o.Nodes, o.People(), time.Since(t0), g.Code, gap)
	}
}
