package round_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"havre.example/havre/internal/calc/round"
)

// bothWays solves a round over the flow and over the tight relaxation alone.
func bothWays(t *testing.T, seed uint64, r round.Round) round.Outcome {
	t.Helper()
	a, err := round.Solve(r, round.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := round.Solve(r, round.Tight(round.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	if !a.Proved || !b.Proved || !slices.Equal(a.Tiers, b.Tiers) {
		t.Fatalf("seed %d: over the flow %v %+v\nover the tight relaxation %v %+v", seed, a.Proved, a.Tiers, b.Proved, b.Tiers)
	}
	if bad := violations(&r, b.Given); len(bad) > 0 {
		t.Fatalf("seed %d: %v", seed, bad)
	}
	return b
}

// The tight relaxation gives what the flow gives, which is compared with full enumeration elsewhere, in every tier.
func TestTightEqualsFlow(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3_000) {
		rng := rand.New(rand.NewPCG(seed, 5))
		bothWays(t, seed, randomRound(rng, tinyShape(rng)))
	}
	nodes := 0
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 31))
		nodes += bothWays(t, seed, randomRound(rng, shape{cases: 6 + rng.IntN(8), places: 15 + rng.IntN(11), houses: 12, partners: 8, areas: 60, weeks: 3, flats: rng.IntN(2), conflicts: .4,
			together: .15, locks: .05, refused: .1, shared: .2, busy: .2, short: .2, unknown: .05, family: .3, quota: 4, staff: 2, asking: rng.IntN(4) == 0})).Nodes
	}
	t.Logf("%d nodes in the medium rounds", nodes)
}
