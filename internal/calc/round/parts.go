package round

import (
	"container/heap"
	"math"

	"havre.example/havre/internal/calc/solve/lp"
)

// part is a part of the space of a climb: what is decided, the least its goal can be, and where the programme ended.
type part struct {
	domain
	low   int64
	depth int
	turn  int
	basis *lp.Basis
}

type parts []*part

func (h parts) Len() int { return len(h) }
func (h parts) Less(i, j int) bool {
	switch {
	case h[i].low != h[j].low:
		return h[i].low < h[j].low
	case h[i].depth != h[j].depth:
		return h[i].depth > h[j].depth
	}
	return h[i].turn > h[j].turn
}
func (h parts) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push adds an element; for container/heap.
func (h *parts) Push(x any) { *h = append(*h, x.(*part)) }

// Pop removes the last element; for container/heap.
func (h *parts) Pop() any {
	old := *h
	x := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return x
}

// Of every so many parts, so many are looked at straight down, whatever their bound: they find answers.
const (
	plunges = 60
	plunge  = 30
)

// minimise is branch and bound on the goal of the rows. It goes on with a part's own parts while their bound is near the
// least, and else goes back to the part of the least bound, and to where the programme ended there. It returns a bound
// that no answer goes below; value says what the best answer found costs.
func (c *climb) minimise(root domain, value func() int64) int64 {
	var open parts
	c.one.Unit = 0
	next := &part{domain: root.clone(), low: math.MinInt64, basis: c.base}
	jump := true
	low := func(x int64) int64 {
		if len(open) > 0 {
			x = min(x, open[0].low)
		}
		return x
	}
	most := mostOpen / (8*len(root.dead) + 48*len(root.sure) + 4096)
	for turn := 0; ; turn++ {
		if next == nil {
			if len(open) == 0 {
				return value()
			}
			if next = heap.Pop(&open).(*part); next.low >= value() {
				return value()
			}
			jump = true
		}
		if c.s.stop() || c.s.nodes >= c.s.budget || len(open) > most {
			return low(min(next.low, value()))
		}
		if jump && next.basis != nil {
			c.r.lp.Return(next.basis)
		}
		jump = false
		in, out := c.visit(next, value, turn)
		next = nil
		var basis *lp.Basis
		if in != nil || out != nil {
			basis = c.r.lp.Basis()
		}
		for _, n := range [2]*part{out, in} {
			if n == nil {
				continue
			}
			n.turn, n.basis = turn, basis
			least := low(value())
			if n == in && (turn%plunges < plunge || n.low <= least+(value()-least)/3) {
				next = n
			} else {
				heap.Push(&open, n)
			}
		}
	}
}

// visit solves the relaxation of a part and returns what is left of it in two parts: with and without a decision.
func (c *climb) visit(n *part, value func() int64, turn int) (in, out *part) {
	c.s.nodes++
	if c.s.tick != nil && c.s.nodes&15 == 1 {
		c.s.tick(c.s.nodes)
	}
	if at, ok := c.decided(n); ok {
		if _, found := c.s.violated(at); !found {
			c.s.accept(at)
		}
		return nil, nil
	}
	x, ok := c.relax(n, value)
	if !ok {
		return nil, nil
	}
	at := c.round(x)
	whole := true
	for _, t := range x {
		whole = whole && t.of > 1-1e-5
	}
	var who int32
	var z zone
	var v int32
	if whole {
		clash, found := c.s.violated(at)
		if !found {
			c.s.accept(at)
			if n.low >= value() {
				return nil, nil
			}
			who, z, v = c.anybody(n) // it costs more than its bound, in which the numbers were rough
		} else {
			who, z, v = c.s.branch(&n.domain, at, clash)
		}
	} else if who, z, v, ok = c.choose(x); !ok {
		who, z, v = c.anybody(n)
	}
	if turn%8 == 0 {
		c.s.settle(at)
		if n.low >= value() {
			return nil, nil
		}
	}
	return c.halves(n, who, z, v)
}

// accept keeps an answer when it is the best so far.
func (s *search) accept(at []int32) {
	if cost := s.costOf(at); cost.less(&s.best) {
		s.best, s.at = cost, append(s.at[:0:0], at...)
	}
}

// relax solves a part's relaxation with all the rows it breaks. It is false when nothing better is in the part.
func (c *climb) relax(n *part, value func() int64) ([]taken, bool) {
	c.r.show(&n.domain)
	rough := false
	for range mostRounds {
		limit := float64(value()) - 1 + 0.01
		if rough {
			limit = math.Inf(1)
		}
		switch c.r.lp.Solve(limit, c.s.stop) {
		case lp.Infeasible:
			if c.r.lp.Refuted(&c.cert) {
				return nil, false
			}
			return c.r.answer(), true
		case lp.Stopped:
			return c.r.answer(), true
		case lp.Cut:
			c.r.lp.Certify(&c.cert)
			if c.cert.Bound() >= value() {
				return nil, false
			}
			rough = true
			continue
		}
		c.r.lp.Certify(&c.cert)
		n.low = max(n.low, c.cert.Bound())
		if n.depth == 0 {
			c.base = c.r.lp.Basis()
			c.one.Unit, c.one.Low, c.one.Over = c.cert.Unit, c.cert.Low, append(c.one.Over[:0], c.cert.Over...)
		}
		if n.low >= value() {
			return nil, false
		}
		x := c.r.answer()
		if c.r.cut(x) > 0 || (n.depth == 0 || c.s.nodes%8 == 0) && c.r.cutCliques(x) > 0 {
			continue
		}
		killed, left := c.fix(n, value())
		switch {
		case !left:
			return nil, false
		case !killed:
			return x, true
		}
		c.r.show(&n.domain)
	}
	return c.r.answer(), true
}

// mostRounds bounds how often rows are added to one part.
const mostRounds = 40

// fix strikes out what cannot be in anything better than what is known. Killed tells that an option of the answer is gone.
func (c *climb) fix(n *part, value int64) (killed, left bool) {
	struck := false
	for j, k := range c.r.options {
		if k >= 0 && !n.isDead(k) && c.cert.With(int32(j)) >= value {
			n.kill(k)
			struck = true
		}
	}
	if !struck {
		return false, true
	}
	if !c.s.propagate(&n.domain, c.s.part...) {
		return false, false
	}
	for j, k := range c.r.options {
		if k >= 0 && n.isDead(k) && c.r.lp.Value(int32(j)) > 1e-7 {
			return true, true
		}
	}
	return false, true
}

// round takes of everybody the option the answer has most of.
func (c *climb) round(x []taken) []int32 {
	at := make([]int32, len(c.s.p.guests))
	most := make([]float64, len(at))
	for i := range at {
		at[i] = -1
	}
	for _, i := range c.s.part {
		at[i] = c.s.p.none(i)
	}
	for _, t := range x {
		if i := c.s.p.options[t.option].who; t.of > most[i] {
			at[i], most[i] = t.option, t.of
		}
	}
	return at
}

// choose takes the case and place of which the answer is least sure, or the option where places are sure.
func (c *climb) choose(x []taken) (int32, zone, int32, bool) {
	type key struct{ who, place int32 }
	p := c.s.p
	sum := map[key]float64{}
	for _, t := range x {
		k := &p.options[t.option]
		sum[key{k.who, k.place}] += t.of
	}
	place, best := int32(-1), int32(-1)
	most, part := 0.0, 0.0
	for i, t := range x { // in the order of options, so that equals come out the same
		k := &p.options[t.option]
		if s := sum[key{k.who, k.place}]; k.place >= 0 && s < 1-1e-5 && min(s, 1-s) > most {
			place, most = int32(i), min(s, 1-s)
		}
		if t.of < 1-1e-5 && t.of > part {
			best, part = int32(i), t.of
		}
	}
	switch {
	case place >= 0:
		k := &p.options[x[place].option]
		return k.who, byPlace, k.place + 1, true
	case best >= 0:
		return p.options[x[best].option].who, byOption, x[best].option + 1, true
	}
	return 0, 0, 0, false
}

// anybody is a case that still has a choice, and its first option.
func (c *climb) anybody(n *part) (int32, zone, int32) {
	for _, i := range c.s.part {
		if n.alive(i) > 1 {
			return i, byOption, c.only(n, i) + 1
		}
	}
	return c.s.part[0], byOption, c.only(n, c.s.part[0]) + 1
}

// only is the first option left to a case.
func (c *climb) only(n *part, i int32) int32 {
	k := c.s.p.guests[i].first
	for n.isDead(k) {
		k++
	}
	return k
}

// decided is the answer of a part in which nobody has a choice.
func (c *climb) decided(n *part) ([]int32, bool) {
	at := make([]int32, len(c.s.p.guests))
	for i := range at {
		at[i] = -1
	}
	for _, i := range c.s.part {
		if n.alive(i) > 1 {
			return nil, false
		}
		at[i] = c.only(n, i)
	}
	return at, true
}

// halves decides on a case and a group of its options: in, and out.
func (c *climb) halves(n *part, who int32, z zone, v int32) (in, out *part) {
	p := c.s.p
	g := &p.guests[who]
	half := func(inside bool) *part {
		h := &part{domain: n.domain.clone(), low: n.low, depth: n.depth + 1}
		for k := g.first; k < g.last; k++ {
			if (p.value(z, k) == v) != inside {
				h.kill(k)
			}
		}
		if !c.s.propagate(&h.domain, who) {
			return nil
		}
		return h
	}
	return half(true), half(false)
}
