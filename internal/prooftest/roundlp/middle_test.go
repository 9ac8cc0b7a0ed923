package roundlp_test

import (
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/chance"
	"havre.example/havre/internal/prooftest/roundlp"
)

// GLPK says the same of small rounds as the search of all answers: neither is taken on trust.
func TestGLPKEqualsTheSearch(t *testing.T) {
	rng := chance.Rand(t)
	for range rounds(30) {
		f := roundlp.Generate(rng, roundlp.Small)
		r := roundlp.New(f)
		_, want := r.Search()
		got := r.Best(t, time.Minute)
		want[len(want)-1] = 0
		if got != want {
			t.Fatalf("GLPK %v, the search %v\n%s", got, want, f.Text())
		}
	}
}

// Middle rounds equal GLPK tier by tier, but for the last, and what is claimed of a search that is stopped holds. A
// short search of all answers finds none better in the last tier either.
func TestMiddleRoundsEqualGLPK(t *testing.T) {
	rng := chance.Rand(t)
	for n := range rounds(24) {
		f := roundlp.Generate(rng, roundlp.Middle)
		best := roundlp.New(f).Best(t, time.Minute)
		for _, limit := range []time.Duration{whole, stops[n%len(stops)]} {
			if wrong := faults(f, best, len(best)-1, limit); wrong != nil {
				report(t, f, limit, wrong, func(f *roundlp.File) []string {
					return faults(f, roundlp.New(f).Best(t, time.Minute), len(best)-1, limit)
				})
			}
		}
	}
}
