package roundcheck_test

import (
	"testing"
	"time"

	"havre.example/havre/internal/calc/roundcheck"
	"havre.example/havre/internal/prooftest/chance"
)

// Large rounds are too many for another solver here, but every rule can be judged, and a search that is stopped may
// claim nothing that the same search, given its time, takes back.
func TestLargeRoundsKeepTheRules(t *testing.T) {
	rng := chance.Rand(t)
	for range rounds(1) {
		f := roundcheck.Generate(rng, roundcheck.Large)
		r := roundcheck.New(f)
		whole, err := solve(f.Text(), 20*time.Second)
		if err != nil {
			t.Fatalf("%v\n%s", err, f.Text())
		}
		wrong, best := r.Check(whole)
		until := 0
		for until < len(best) && whole.Tiers[until].Proved {
			until++
		}
		for _, limit := range []time.Duration{0, 20 * time.Millisecond, 100 * time.Millisecond,
			300 * time.Millisecond} {
			a, err := solve(f.Text(), limit)
			if err != nil {
				t.Fatalf("stopped after %s: %v\n%s", limit, err, f.Text())
			}
			more, _ := r.Check(a)
			wrong = append(append(wrong, more...), a.Against(best, until)...)
		}
		if len(wrong) > 0 {
			t.Errorf("%q\n%s", wrong, f.Text())
		}
	}
}
