package round_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"havre.example/havre/internal/calc/round"
)

// bothWays solves a round over the flow and over the tight relaxation alone; false when the flow cannot prove it.
func bothWays(t *testing.T, seed uint64, r round.Round) (round.Outcome, bool) {
	t.Helper()
	a, err := round.Solve(r, round.Flowing(round.Options{Nodes: 20_000}))
	if err != nil {
		t.Fatal(err)
	}
	b, err := round.Solve(r, round.Tight(round.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	if !b.Proved || a.Proved && !slices.Equal(a.Tiers, b.Tiers) {
		t.Fatalf("seed %d: over the flow %v %+v\nover the tight relaxation %v %+v", seed, a.Proved, a.Tiers, b.Proved,
			b.Tiers)
	}
	if sign, at := a.Compare(b); sign > 0 {
		t.Fatalf("seed %d: said to be the best, and the flow has better: %+v", seed, a.Tiers[at])
	}
	if bad := violations(&r, b.Given); len(bad) > 0 {
		t.Fatalf("seed %d: %v", seed, bad)
	}
	return b, a.Proved
}

// The tight relaxation gives what the flow gives, which is compared with full enumeration elsewhere, in every tier; and
// where the flow proves nothing, it has nothing better.
func TestTightEqualsFlow(t *testing.T) {
	t.Parallel()
	for seed := range uint64(drawn(3_000)) {
		rng := rand.New(rand.NewPCG(seed, 5))
		bothWays(t, seed, randomRound(rng, tinyShape(rng)))
	}
	proved, nodes := 0, 0
	medium := drawn(150)
	for seed := range uint64(medium) {
		rng := rand.New(rand.NewPCG(seed, 31))
		n := 8 + rng.IntN(14)
		o, both := bothWays(t, seed,
			randomRound(rng, shape{cases: n, places: n + 10, houses: n, partners: 3 + n/2, areas: 60, weeks: 2 +
				rng.IntN(3), flats: rng.IntN(2), conflicts: .4,
				together: .15, locks: .05, refused: .1, shared: .2, busy: .2, short: .2, unknown: .05, family: .3,
				quota: 4, staff: 2, asking: rng.IntN(4) == 0}))
		nodes += o.Nodes
		if both {
			proved++
		}
	}
	t.Logf("%d of %d medium rounds proved both ways, %d nodes over the tight relaxation", proved, medium, nodes)
	if proved < medium/2 {
		t.Errorf("the flow proves %d of %d", proved, medium)
	}
}

// No row of the tight relaxation and nothing it strikes out is against the best answer known, the one proved in the end
// included.
func TestTightIsNotTooTight(t *testing.T) {
	t.Parallel()
	rows := 0
	watched := func(seed uint64, r round.Round, nodes int) {
		o := round.Tight(round.Options{Nodes: nodes})
		if _, err := round.Solve(r,
			round.Watched(o, &rows, func(s string) { t.Fatalf("seed %d: %s", seed, s) })); err != nil {
			t.Fatal(err)
		}
	}
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 37))
		n := 8 + rng.IntN(14)
		watched(seed, randomRound(rng, shape{cases: n, places: n + 6, houses: n, partners: 3 + n/2, areas: 60,
			weeks: 2 + rng.IntN(3), flats: rng.IntN(2), conflicts: .4,
			together: .25, locks: .05, refused: .1, shared: .3, busy: .2, short: .2, unknown: .05, family: .3, quota: 4,
			staff: 2, asking: rng.IntN(4) == 0}), 0)
	}
	for _, seed := range []uint64{2, 33, 138} {
		watched(seed, drawRound(seed, crisis), 500)
	}
	t.Logf("%d rows", rows)
}
