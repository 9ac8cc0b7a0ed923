package round

import (
	"container/heap"
	"math"

	"havre.example/havre/internal/calc/solve/lp"
)

// subproblem is a part of the space of a climb: what is decided, the least its goal can be, and where the programme
// ended.
type subproblem struct {
	domain
	low   int64
	depth int
	order int
	basis *lp.Basis
	by    decision // that made it
}

// decision is a case, a group of its options and how much of it the relaxation took: inside, or out.
type decision struct {
	who   int32 // -1: the root
	zone  zone
	value int32
	in    bool
	share float64 // how much the relaxation has to change for it
	cost  float64 // what the goal was before
}

// pseudocost is what decisions on a case have cost, by unit of change: inside, and out.
type pseudocost struct {
	sum [2]float64
	n   [2]int
}

func side(in bool) int { return int(flag(in)) }

// learn remembers what a decision cost.
func (c *climb) learn(d decision, cost float64) {
	if d.who < 0 || d.share < 1e-4 {
		return
	}
	gain := max(cost-d.cost, 0) / d.share
	for _, l := range [2]*pseudocost{&c.pseudocosts[d.who], &c.all} {
		l.sum[side(d.in)] += gain
		l.n[side(d.in)]++
	}
}

// expect is what a decision on a case will cost by unit of change, from what such decisions cost before.
func (c *climb) expect(who int32, in bool) float64 {
	s := side(in)
	mean := 1.0
	if c.all.n[s] > 0 {
		mean = c.all.sum[s] / float64(c.all.n[s])
	}
	l := &c.pseudocosts[who]
	return (l.sum[s] + mean) / float64(l.n[s]+1)
}

// subproblems holds what is left to look at.
type subproblems []*subproblem

// Len implements heap.Interface.
func (h subproblems) Len() int { return len(h) }

// Less puts the least bound first, among equals the deepest, then the one made first.
func (h subproblems) Less(i, j int) bool {
	switch {
	case h[i].low != h[j].low:
		return h[i].low < h[j].low
	case h[i].depth != h[j].depth:
		return h[i].depth > h[j].depth
	}
	return h[i].order > h[j].order
}

// Swap implements heap.Interface.
func (h subproblems) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push adds an element; for container/heap.
func (h *subproblems) Push(x any) { *h = append(*h, x.(*subproblem)) }

// Pop removes the last element; for container/heap.
func (h *subproblems) Pop() any {
	old := *h
	x := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return x
}

// Of every so many subproblems, so many are looked at straight down, whatever their bound: they find answers.
const (
	plunges = 60
	plunge  = 30
)

// minimise is branch and bound on the goal of the rows. It returns a bound that no answer goes below; value says what
// the best answer found costs.
func (c *climb) minimise(root domain, value func() int64) int64 {
	c.one.Unit = 0
	c.all, c.pseudocosts = pseudocost{}, make([]pseudocost, len(c.s.p.households))
	return c.explore(&subproblem{domain: root.clone(), low: math.MinInt64, basis: c.base, by: decision{who: -1}}, value,
		math.MaxInt)
}

// explore looks at a subproblem, and at so many below it at most. It goes on with the two it branched into while their
// bound is near the least, and else goes back to the one of the least bound, and to where the programme ended there.
// Now and then it looks for a better answer near the best one.
func (c *climb) explore(next *subproblem, value func() int64, most int) int64 {
	var open subproblems
	jump, top, near := true, next.depth == 0, firstNear
	root := next.domain.clone()
	low := func(x int64) int64 {
		if len(open) > 0 {
			x = min(x, open[0].low)
		}
		return x
	}
	room := mostOpen / (8*len(root.dead) + 48*len(root.sure) + 4096)
	for iteration := 0; ; iteration++ {
		if next == nil {
			if len(open) == 0 {
				return value()
			}
			if next = heap.Pop(&open).(*subproblem); next.low >= value() {
				return value()
			}
			jump = true
		}
		if c.s.stop() || c.s.nodes >= c.s.budget || len(open) > room || iteration >= most {
			return low(min(next.low, value()))
		}
		if jump && next.basis != nil {
			c.r.lp.Return(next.basis)
		}
		in, out := c.visit(next, value, iteration)
		jump, next = false, nil
		if in == nil && out == nil {
			continue
		}
		basis := c.r.lp.Basis()
		for _, n := range [2]*subproblem{out, in} {
			if n == nil {
				continue
			}
			n.order, n.basis = iteration, basis
			least := low(value())
			if n == in && (iteration%plunges < plunge || n.low <= least+(value()-least)/3) {
				next = n
			} else {
				heap.Push(&open, n)
			}
		}
		if top && iteration >= near {
			near *= 2
			c.near(&root, value)
			jump = true
		}
	}
}

// How often answers near the best one are looked for, and at how many subproblems of that space.
const (
	firstNear = 30
	nearParts = 120
)

// near looks for a better answer in which everybody for whom the best answer and the relaxation agree keeps what they
// have (E. Danna, E. Rothberg, C. Le Pape, Mathematical Programming 102, 2005).
func (c *climb) near(root *domain, value func() int64) {
	if c.s.at == nil {
		return
	}
	d := root.clone()
	for _, i := range c.s.cases {
		k := c.s.at[i]
		if j := c.r.column[k]; j < 0 || d.isDead(k) || c.r.lp.Value(j) < 0.5 {
			continue
		}
		g := &c.s.p.households[i]
		for other := g.first; other < g.last; other++ {
			if other != k {
				d.kill(other)
			}
		}
	}
	if c.s.propagate(&d, c.s.cases...) {
		c.explore(&subproblem{domain: d, low: math.MinInt64, depth: 1, basis: c.base, by: decision{who: -1}}, value,
			nearParts)
	}
}
