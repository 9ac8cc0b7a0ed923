package roundcheck_test

import (
	"testing"
	"time"

	"havre.example/havre/internal/calc/roundcheck"
	"havre.example/havre/internal/prooftest/chance"
)

// GLPK says the same of small rounds as the search of all answers: neither is taken on trust.
func TestGLPKEqualsTheSearch(t *testing.T) {
	rng := chance.Rand(t)
	for range rounds(20) {
		f := roundcheck.Generate(rng, roundcheck.Small)
		r := roundcheck.New(f)
		_, want := r.Search()
		got, sure := r.Best(t, time.Minute)
		want[len(want)-1] = 0
		if !sure || got != want {
			t.Fatalf("GLPK %v (sure %v), the search %v\n%s", got, sure, want, f.Text())
		}
	}
}

// Middle rounds equal GLPK tier by tier, but for the last, and what is claimed of a search that is stopped holds. A
// short search of all answers finds none better in the last tier either. A few rounds are too hard for GLPK.
func TestMiddleRoundsEqualGLPK(t *testing.T) {
	rng := chance.Rand(t)
	hard := 0
	for n := range rounds(24) {
		f := roundcheck.Generate(rng, roundcheck.Middle)
		best, sure := roundcheck.New(f).Best(t, 10*time.Second)
		until := len(best) - 1
		if !sure {
			hard++
			until = 0
		}
		for _, limit := range []time.Duration{whole, stops[n%len(stops)]} {
			if wrong := faults(f, best, until, limit); wrong != nil {
				report(t, f, limit, wrong, func(f *roundcheck.File) []string {
					best, sure := roundcheck.New(f).Best(t, 10*time.Second)
					if !sure {
						return nil
					}
					return faults(f, best, len(best)-1, limit)
				})
			}
		}
	}
	if hard > rounds(24)/4 {
		t.Fatalf("%d of %d rounds are too hard for GLPK: nothing is compared", hard, rounds(24))
	}
}
