package pricing

import (
	"math/rand/v2"
	"slices"

	"havre.example/havre/internal/calc/future"
)

// replay plays half years made of weeks drawn from the past against the places of today, once with the prices beside
// the one point that T6 counts anyway, once with that point alone, and measures both against hindsight.
func (h past) replay(places []future.Place, s future.Settings, p *Prices) {
	rng := rand.New(rand.NewPCG(s.Seed, 9))
	weeks := max(1, h.Days/7)
	byWeek := make([][]future.Set, weeks)
	for _, a := range h.Arrivals {
		if w := a.Day / 7; w < weeks {
			byWeek[w] = append(byWeek[w], a.Needs)
		}
	}
	var plain, priced future.Prices
	for k := range p.Kinds {
		plain[k], priced[k] = 1, 1+p.Kinds[k].Price
	}
	var with, without, best int64
	var gains []float64
	for i := range uint64(replays) {
		var people []future.Arrival
		for week := range s.Horizon / 7 {
			for _, needs := range byWeek[rng.IntN(weeks)] {
				people = append(people, future.Arrival{Day: 7*week + rng.IntN(7), Needs: needs})
			}
		}
		most := future.Hindsight(places, people, s.Patience)
		if most == 0 {
			continue
		}
		a := future.Replay(places, people, s.Patience, future.Fixed(priced, i)).Value
		b := future.Replay(places, people, s.Patience, future.Fixed(plain, i)).Value
		with, without, best = with+a, without+b, best+most
		gains = append(gains, float64(a-b)/float64(most))
	}
	if best == 0 {
		return
	}
	slices.Sort(gains)
	out := len(gains) / 40 // 2.5 % on either side
	p.Replays, p.With, p.Without = len(gains), float64(with)/float64(best), float64(without)/float64(best)
	p.Low, p.High = gains[out], gains[len(gains)-1-out]
}
