package round_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
)

// national is a week's round: 10 cases, 100 places, 90 partners that keep one or two places each.
var national = shape{cases: 10, places: 100, houses: 95, partners: 88, areas: 96, weeks: 4, flats: 2, conflicts: .2,
	together: .05, locks: .05, refused: .1,
	shared: .05, busy: .1, short: .1, family: .25, quota: 3, staff: 2}

// crisis is what a police operation brings: 60 people at once, most of them in conflict with somebody.
var crisis = shape{cases: 60, places: 100, houses: 80, partners: 70, areas: 96, weeks: 6, flats: 2, conflicts: .3,
	together: .05, locks: .02, refused: .05,
	shared: .1, busy: .1, short: .05, family: .25, quota: 6, staff: 2}

// europe is 30 networks together.
var europe = shape{cases: 1000, places: 10_000, houses: 4000, partners: 2500, areas: 96, weeks: 8, flats: 60,
	conflicts: .2, together: .05, refused: .05,
	shared: .05, busy: .1, family: .25, quota: 5, staff: 20}

// europeRound is Europe's: hosts of a network take the people of ten networks of the thirty, its flats its own.
func europeRound(seed uint64) round.Round {
	r := drawRound(seed, europe)
	for i := range r.Places {
		p := &r.Places[i]
		if p.Profile = fmt.Sprintf("n%02d", i%30); p.Emergency {
			p.Profile = fmt.Sprintf("e%02d", i%30)
		}
	}
	for i := range r.Cases {
		c := &r.Cases[i]
		for n := range 30 {
			x := match.Check{Verdict: match.Excluded, Datum: match.Datum{Code: "other_network"}, Fix: match.Host}
			if (n-i%30+30)%30 < 10 {
				x = match.Check{Verdict: match.Passed, Datum: match.Datum{Code: "profile_fits"}}
			}
			c.Profiles[fmt.Sprintf("n%02d", n)] = x
			if n != i%30 {
				x = match.Check{Verdict: match.Excluded, Datum: match.Datum{Code: "other_network"}, Fix: match.Host}
			}
			c.Profiles[fmt.Sprintf("e%02d", n)] = x
		}
	}
	return r
}

func drawRound(seed uint64, s shape) round.Round {
	return randomRound(rand.New(rand.NewPCG(seed, 77)), s)
}

// BenchmarkNational solves 1,000 random rounds; it reports the times of computing that half and 99 of 100 stay under.
func BenchmarkNational(b *testing.B) {
	for range b.N {
		var took []time.Duration
		proved := 0
		for seed := range uint64(1000) {
			r := drawRound(seed, national)
			begin := spent()
			o, err := round.Solve(r, round.Options{})
			took = append(took, spent()-begin)
			if err != nil {
				b.Fatal(err)
			}
			if o.Proved {
				proved++
			}
		}
		slices.Sort(took)
		n := len(took)
		b.ReportMetric(float64(took[n/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(took[n*99/100].Microseconds())/1000, "p99-ms")
		b.ReportMetric(float64(took[n-1].Microseconds())/1000, "max-ms")
		b.ReportMetric(100*float64(proved)/float64(n), "proved-%")
	}
}

// timed solves within a time and reports the gap.
func timed(b *testing.B, r round.Round, most time.Duration) {
	begin := spent()
	o, err := round.Solve(r, round.Options{Stop: func() bool { return spent()-begin > most }})
	if err != nil {
		b.Fatal(err)
	}
	tier, gap, open := o.Gap()
	b.ReportMetric((spent() - begin).Seconds(), "s")
	b.ReportMetric(gap*100, "gap-%")
	b.ReportMetric(float64(o.People()), "people")
	b.Logf("proved %v, %d nodes, %d people; open %v: %s %s value %d bound %d", o.Proved, o.Nodes, o.People(), open,
		tier.Tier, tier.Code, tier.Value, tier.Bound)
}

// BenchmarkCrisis solves 100 random rounds, ten seconds each at most; it reports how many were proved in every tier,
// how many were proved or have a gap of 1 % at most in the first tier that is open, and the times that half and 95
// stay under.
func BenchmarkCrisis(b *testing.B) { crises(b, crisis) }

// BenchmarkCrisisShort is the same with three stays in ten that end within the six weeks.
func BenchmarkCrisisShort(b *testing.B) {
	s := crisis
	s.short = .3
	crises(b, s)
}

func crises(b *testing.B, s shape) {
	for range b.N {
		var took []time.Duration
		proved, near := 0, 0
		for seed := range uint64(100) {
			r := drawRound(seed, s)
			begin := spent()
			o, err := round.Solve(r, round.Options{Stop: func() bool { return spent()-begin > 10*time.Second }})
			took = append(took, spent()-begin)
			if err != nil {
				b.Fatal(err)
			}
			tier, gap, open := o.Gap()
			switch {
			case o.Proved:
				proved++
				near++
			case gap <= 0.01:
				near++
			}
			if open {
				b.Logf("round %d, %.1f s: %s %s is %d, at best %d: gap %.2f %%", seed, took[seed].Seconds(), tier.Tier,
					tier.Code, tier.Value, tier.Bound, gap*100)
			}
		}
		slices.Sort(took)
		b.ReportMetric(float64(proved), "proved-%")
		b.ReportMetric(float64(near), "gap-1-%")
		b.ReportMetric(took[50].Seconds(), "p50-s")
		b.ReportMetric(took[95].Seconds(), "p95-s")
		b.ReportMetric(took[99].Seconds(), "max-s")
	}
}

// BenchmarkEuropeShort is Europe with three stays in ten that end within the eight weeks, so that a place may be given
// twice and later starts count.
func BenchmarkEuropeShort(b *testing.B) {
	b.ReportAllocs()
	r := europeRound(1)
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range r.Cases {
		if rng.IntN(10) < 3 {
			r.Cases[i].Need.Weeks = 1 + rng.IntN(8)
		}
	}
	b.ResetTimer()
	for range b.N {
		timed(b, r, 60*time.Second)
	}
}

func BenchmarkEurope(b *testing.B) {
	b.ReportAllocs()
	r := europeRound(1)
	b.ResetTimer()
	for range b.N {
		timed(b, r, 60*time.Second)
	}
}
