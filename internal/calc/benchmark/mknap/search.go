package mknap

import (
	"math"
	"slices"
)

// search is one run. An item is free, or fixed in or out by the branch at hand or by its reduced cost; what a branch
// fixes is on the trail.
type search struct {
	n, m     int
	profit   []int64
	use      []int64 // by row*n+item
	capacity []int64
	room     []int64 // capacity left after the items fixed in
	fixed    []int8  // 0 out, 1 in, free
	gained   int64   // profit of the items fixed in
	trail    []int

	best   []bool
	bestAt int64
	bound  int64 // no set has more profit

	lp      *simplex
	scale   int64 // prices are in 1/scale
	price   []float64
	whole   []int64 // prices in fixed point
	reduced []int64 // reduced profits of the free items, in 1/scale
	top     int64   // the bound at the node at hand, in 1/scale
	nodes   int
	polish  *polish // nil before the root is solved, and for few items
	isPart  bool    // of a larger problem: no polishing
	stop    func() bool
	stopped bool
}

const free = int8(-1)

func newSearch(p *Problem, profit []int64, stop func() bool) *search {
	s := &search{n: p.Items, m: p.Rows, profit: profit, use: p.Use, capacity: p.Capacity,
		room: append([]int64(nil), p.Capacity...), fixed: make([]int8, p.Items),
		best: make([]bool, p.Items), price: make([]float64, p.Rows), whole: make([]int64, p.Rows),
		reduced: make([]int64, p.Items), stop: stop}
	all := int64(1)
	for _, c := range profit {
		all += max(0, c)
	}
	s.bound = all - 1
	for s.scale = 1 << 20; s.scale > 1 && all > (1<<60)/s.scale; s.scale >>= 1 {
	}
	s.lp = newSimplex(p.Items, p.Rows, profit, p.Use, p.Capacity)
	for j := range s.fixed {
		s.fixed[j] = free
	}
	return s
}

// run searches from the root. The empty set always fits, so there is an answer from the start.
func (s *search) run() {
	for j, c := range s.profit {
		if c <= 0 || !s.fits(j) {
			s.fix(j, 0)
		}
	}
	s.weigh()
	s.complete()
	if low := s.node(); s.stopped {
		s.bound = min(s.bound, low)
	} else {
		s.bound = s.bestAt
	}
}

// fits says whether item j can be taken beside the items fixed in.
func (s *search) fits(j int) bool {
	for r, left := range s.room {
		if s.use[r*s.n+j] > left {
			return false
		}
	}
	return true
}

func (s *search) fix(j int, to int8) {
	s.fixed[j] = to
	s.trail = append(s.trail, j)
	s.lp.bound(j, float64(to), float64(to))
	if to == 1 {
		s.gained += s.profit[j]
		for r := range s.room {
			s.room[r] -= s.use[r*s.n+j]
		}
	}
}

func (s *search) undo(mark int) {
	for len(s.trail) > mark {
		j := s.trail[len(s.trail)-1]
		s.trail = s.trail[:len(s.trail)-1]
		if s.fixed[j] == 1 {
			s.gained -= s.profit[j]
			for r := range s.room {
				s.room[r] += s.use[r*s.n+j]
			}
		}
		s.fixed[j] = free
		s.lp.bound(j, 0, 1)
	}
}

// node searches all sets better than the best known below the choices made; its result bounds them when it was stopped.
func (s *search) node() int64 {
	entered := s.bound
	for {
		if s.stopped = s.stopped || s.stop(); s.stopped {
			return entered
		}
		s.lp.solve(200+10*(s.n+s.m), s.stop)
		s.weigh()
		low := floor(s.top, s.scale)
		entered = min(entered, low)
		if low <= s.bestAt || !s.exclude() {
			return s.bestAt
		}
		j, share := s.branching()
		if j < 0 {
			s.take(nil)
			return s.bestAt
		}
		if s.nodes%8 == 0 {
			s.complete()
		}
		if s.nodes++; !s.isPart {
			if s.nodes == 1 {
				s.bound = min(s.bound, low)
				s.startPolish()
			}
			if s.polish != nil {
				s.polish.share()
			}
		}
		if low <= s.bestAt {
			return s.bestAt
		}
		first := int8(0)
		if share >= 0.5 {
			first = 1
		}
		mark := len(s.trail)
		s.fix(j, first)
		if s.settle() {
			s.node()
		}
		s.undo(mark)
		if s.stopped {
			return entered
		}
		s.fix(j, 1-first)
		if !s.settle() {
			return s.bestAt
		}
	}
}

// settle takes out the free items for which no room is left; false when the items fixed in do not fit.
func (s *search) settle() bool {
	for _, left := range s.room {
		if left < 0 {
			return false
		}
	}
	for j, f := range s.fixed {
		if f == free && !s.fits(j) {
			s.fix(j, 0)
		}
	}
	return true
}

func floor(a, b int64) int64 {
	q := a / b
	if a < 0 && q*b != a {
		q--
	}
	return q
}

// weigh rounds the simplex's prices and works out bound and reduced profits from them, in integers: a set below this
// node gains at most what the room left is worth and what every free item gains beyond the price of its room.
func (s *search) weigh() {
	s.lp.prices(s.price)
	s.top = s.gained * s.scale
	for r, y := range s.price {
		most := (1 << 60) / int64(s.m) / max(1, s.capacity[r]) // so that no sum of prices leaves 64 bits
		s.whole[r] = 0
		if y > 0 { // and is a number, whatever the simplex came to
			s.whole[r] = min(most, int64(min(y*float64(s.scale)+0.5, 1<<60)))
		}
		s.top += s.whole[r] * s.room[r]
	}
	for j, c := range s.profit {
		s.reduced[j] = c * s.scale
	}
	for r, y := range s.whole {
		if y == 0 {
			continue
		}
		for j, u := range s.use[r*s.n : (r+1)*s.n] {
			if s.fixed[j] == free {
				s.reduced[j] -= y * u
			}
		}
	}
	for j, f := range s.fixed {
		if f == free {
			s.top += max(0, s.reduced[j])
		}
	}
}

// exclude fixes every item whose other choice would bring the bound down to the best known; false when that leaves
// nothing.
func (s *search) exclude() bool {
	for j, f := range s.fixed {
		if f != free {
			continue
		}
		switch d := s.reduced[j]; {
		case d > 0 && floor(s.top-d, s.scale) <= s.bestAt:
			s.fix(j, 1)
		case d <= 0 && floor(s.top+d, s.scale) <= s.bestAt:
			s.fix(j, 0)
		}
	}
	return s.settle()
}

// branching returns the free item that the relaxed answer cuts most evenly, or any free item; -1 when none is free.
func (s *search) branching() (item int, share float64) {
	item = -1
	even := 2.0
	for j, f := range s.fixed {
		if f != free {
			continue
		}
		x := s.lp.share(j)
		off := math.Abs(x - 0.5)
		if off < even-1e-9 {
			item, share, even = j, x, off
		}
	}
	return item, share
}

// take keeps the items fixed in and those of more when that is better.
func (s *search) take(more []int) {
	sum := s.gained
	for _, j := range more {
		sum += s.profit[j]
	}
	if sum <= s.bestAt {
		return
	}
	s.bestAt = sum
	for j, f := range s.fixed {
		s.best[j] = f == 1
	}
	for _, j := range more {
		s.best[j] = true
	}
}

// complete makes a set from the relaxed answer: items by their share, then by reduced profit, as long as they fit.
func (s *search) complete() {
	var order []int
	for j, f := range s.fixed {
		if f == free {
			order = append(order, j)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := s.lp.share(a), s.lp.share(b)
		switch {
		case x > y+1e-9:
			return -1
		case y > x+1e-9:
			return 1
		case s.reduced[a] != s.reduced[b]:
			return int(min(1, max(-1, s.reduced[b]-s.reduced[a])))
		}
		return a - b
	})
	left := append([]int64(nil), s.room...)
	var more []int
next:
	for _, j := range order {
		for r, b := range left {
			if s.use[r*s.n+j] > b {
				continue next
			}
		}
		for r := range left {
			left[r] -= s.use[r*s.n+j]
		}
		more = append(more, j)
	}
	s.take(more)
}
