package future

import (
	"math"
	"math/rand/v2"
)

// draw makes one future.
func draw(places []Place, h History, s Settings, rng *rand.Rand) scene {
	f := scene{places: make([]Place, len(places)), patience: s.Patience}
	for i, p := range places {
		if p.FreeIn > 0 && len(h.Delays) > 0 {
			p.FreeIn = max(0, p.FreeIn+h.Delays[rng.IntN(len(h.Delays))])
		}
		f.places[i] = p
	}
	var count [1 << Kinds]int
	for _, a := range h.Arrivals {
		count[a.Needs]++
	}
	for needs, c := range count {
		rate := float64(c) / float64(max(1, h.Days))
		for range poisson(rate*float64(s.Horizon), rng) {
			f.people = append(f.people, Arrival{Day: rng.IntN(max(1, s.Horizon)), Needs: Set(needs)})
		}
	}
	return f
}

// poisson draws a count of the given mean by multiplying uniform numbers (D. E. Knuth, "The art of computer
// programming", volume 2, 3.4.1); large means are drawn in parts, so that nothing underflows.
func poisson(mean float64, rng *rand.Rand) int {
	const part = 30
	count := 0
	for ; mean > part; mean -= part {
		count += poisson(part, rng)
	}
	limit, product := math.Exp(-mean), rng.Float64()
	for product > limit {
		count++
		product *= rng.Float64()
	}
	return count
}
