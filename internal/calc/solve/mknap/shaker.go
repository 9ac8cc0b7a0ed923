package mknap

import (
	"math/rand/v2"
	"slices"
)

// shaker looks for better sets near the best: it drops a few items and fills up again in an order that is shaken.
type shaker struct {
	s     *search
	worth []float64 // profit by the root's price of the room an item takes
	in    []bool
	at    int64
	work  int
	limit int
	rng   *rand.Rand
	key   []float64
	order []int
}

func newShaker(s *search) *shaker {
	return &shaker{s: s, in: make([]bool, s.n), worth: make([]float64, s.n), key: make([]float64, s.n), rng: rand.New(rand.NewPCG(1998, 4))}
}

// start takes the prices of the root and makes the first rounds.
func (k *shaker) start() {
	s := k.s
	for j, c := range s.profit {
		price := 1e-9
		for r, y := range s.price {
			price += y * float64(s.use[r*s.n+j])
		}
		k.worth[j] = float64(c) / price
	}
	k.adopt()
	k.rounds(400)
}

func (k *shaker) adopt() {
	copy(k.in, k.s.best)
	k.at = k.s.bestAt
}

// share makes rounds when the shaker has had less than its share of the work.
func (k *shaker) share() {
	if k.limit += 2 * k.s.n * k.s.m; k.work < k.limit/3 {
		k.rounds(1)
	}
}

func (k *shaker) rounds(count int) {
	s := k.s
	for range count {
		if s.stopped = s.stopped || s.stop(); s.stopped {
			return
		}
		k.round()
	}
}

// round changes the set at hand and keeps the change when the set is not much worse; a set better than all is kept for
// good.
func (k *shaker) round() {
	s := k.s
	k.work += s.n * (s.m + 4)
	var chosen []int
	for j, in := range k.in {
		if in {
			chosen = append(chosen, j)
		}
	}
	drop := 1 + k.rng.IntN(4)
	out := map[int]bool{}
	for range min(drop, len(chosen)) {
		out[chosen[k.rng.IntN(len(chosen))]] = true
	}
	used := make([]int64, s.m)
	next := make([]bool, s.n)
	at := int64(0)
	add := func(j int) {
		next[j] = true
		at += s.profit[j]
		for r := range used {
			used[r] += s.use[r*s.n+j]
		}
	}
	for _, j := range chosen {
		if !out[j] {
			add(j)
		}
	}
	k.order = k.order[:0]
	for j, c := range s.profit {
		if !next[j] && c > 0 {
			k.key[j] = k.worth[j] * (1 + 0.08*k.rng.NormFloat64())
			k.order = append(k.order, j)
		}
	}
	slices.SortFunc(k.order, func(a, b int) int {
		switch {
		case k.key[a] > k.key[b]:
			return -1
		case k.key[a] < k.key[b]:
			return 1
		}
		return a - b
	})
fill:
	for _, j := range k.order {
		for r, u := range used {
			if u+s.use[r*s.n+j] > s.capacity[r] {
				continue fill
			}
		}
		add(j)
	}
	if at > s.bestAt {
		s.bestAt = at
		copy(s.best, next)
	}
	if at >= k.at || float64(k.at-at) < 0.002*float64(k.at)*k.rng.Float64() {
		copy(k.in, next)
		k.at = at
	}
}
