package mknap

import (
	"math/rand/v2"
	"slices"
)

// polish improves the best set by solving a part of it exactly: some items, those that the root's prices leave in doubt
// more often, the rest staying as it is. The size of the part follows what can be solved (a large neighbourhood search,
// P. Shaw 1998).
type polish struct {
	s     *search
	doubt []float64 // by item: how far its reduced profit at the root is from nothing
	key   []float64
	size  float64
	work  int // in nodes, here and in the search
	rng   *rand.Rand
}

const (
	partNodes = 300 // of the search of a part at most
	atRoot    = 60  // parts at the root
	fewItems  = 35  // with fewer left the search itself is quick
)

// newPolish takes the reduced profits of the root.
func newPolish(s *search) *polish {
	p := &polish{s: s, doubt: make([]float64, s.n), key: make([]float64, s.n), size: 15,
		rng: rand.New(rand.NewPCG(1998, 4))}
	for j, d := range s.reduced {
		p.doubt[j] = max(float64(d), -float64(d))/float64(s.scale) + 1
	}
	return p
}

// startPolish makes the first improvements once the root is solved, where enough items are left for parts to be
// smaller.
func (s *search) startPolish() {
	left := 0
	for _, f := range s.fixed {
		if f == free {
			left++
		}
	}
	if left < fewItems {
		return
	}
	s.polish = newPolish(s)
	for range atRoot {
		if s.stopped = s.stop(); s.stopped {
			return
		}
		s.polish.once()
	}
}

// share tries parts when that has had less than its share of the work.
func (p *polish) share() {
	for s := p.s; p.work < s.nodes && !s.stopped && s.bestAt < s.bound; s.stopped = s.stop() {
		p.work += p.once() + 5
	}
}

// once tries one part and returns the nodes that took.
func (p *polish) once() int {
	s := p.s
	var items []int
	for j, c := range s.profit {
		if c > 0 {
			items = append(items, j)
			p.key[j] = p.doubt[j] * p.rng.ExpFloat64()
		}
	}
	slices.SortFunc(items, func(a, b int) int {
		switch {
		case p.key[a] < p.key[b]:
			return -1
		case p.key[a] > p.key[b]:
			return 1
		}
		return a - b
	})
	items = items[:min(len(items), int(p.size))]
	n := len(items)
	sub := &Problem{Items: n, Rows: s.m, Profit: make([]int64, n), Use: make([]int64, n*s.m),
		Capacity: append([]int64(nil), s.capacity...)}
	free := make([]bool, s.n)
	at := int64(0)
	for k, j := range items {
		free[j] = true
		sub.Profit[k] = s.profit[j]
		if s.best[j] {
			at += s.profit[j]
		}
	}
	for r := range s.m {
		row := s.use[r*s.n : (r+1)*s.n]
		for k, j := range items {
			sub.Use[r*n+k] = row[j]
		}
		for j, in := range s.best {
			if in && !free[j] {
				sub.Capacity[r] -= row[j]
			}
		}
	}
	calls := 0
	part := newSearch(sub, sub.Profit, func() bool { calls++; return calls > partNodes || s.stop() })
	part.bestAt, part.isPart = at, true
	part.run()
	if part.bestAt > at {
		s.bestAt += part.bestAt - at
		for k, j := range items {
			s.best[j] = part.best[k]
		}
	}
	if part.stopped {
		p.size = max(5, p.size*0.98)
	} else {
		p.size = min(float64(s.n), p.size*1.02+0.01)
	}
	return calls
}
