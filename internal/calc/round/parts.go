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

// lesson is what decisions on a case have cost, by unit of change: inside, and out.
type lesson struct {
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
	for _, l := range [2]*lesson{&c.lessons[d.who], &c.all} {
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
	l := &c.lessons[who]
	return (l.sum[s] + mean) / float64(l.n[s]+1)
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

// minimise is branch and bound on the goal of the rows. It returns a bound that no answer goes below; value says what
// the best answer found costs.
func (c *climb) minimise(root domain, value func() int64) int64 {
	c.one.Unit = 0
	c.all, c.lessons = lesson{}, make([]lesson, len(c.s.p.guests))
	return c.explore(&part{domain: root.clone(), low: math.MinInt64, basis: c.base, by: decision{who: -1}}, value,
		math.MaxInt)
}

// explore looks at a part of the space, at so many parts of it at most. It goes on with a part's own parts while their
// bound is near the least, and else goes back to the part of the least bound, and to where the programme ended there.
// Now and then it looks for a better answer near the best one.
func (c *climb) explore(next *part, value func() int64, most int) int64 {
	var open parts
	jump, top, near := true, next.depth == 0, firstNear
	root := next.domain.clone()
	low := func(x int64) int64 {
		if len(open) > 0 {
			x = min(x, open[0].low)
		}
		return x
	}
	room := mostOpen / (8*len(root.dead) + 48*len(root.sure) + 4096)
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
		if c.s.stop() || c.s.nodes >= c.s.budget || len(open) > room || turn >= most {
			return low(min(next.low, value()))
		}
		if jump && next.basis != nil {
			c.r.lp.Return(next.basis)
		}
		in, out := c.visit(next, value, turn)
		jump, next = false, nil
		if in == nil && out == nil {
			continue
		}
		basis := c.r.lp.Basis()
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
		if top && turn >= near {
			near *= 2
			c.near(&root, value)
			jump = true
		}
	}
}

// How often answers near the best one are looked for, and at how many parts of that space.
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
	for _, i := range c.s.part {
		k := c.s.at[i]
		if j := c.r.column[k]; j < 0 || d.isDead(k) || c.r.lp.Value(j) < 0.5 {
			continue
		}
		g := &c.s.p.guests[i]
		for other := g.first; other < g.last; other++ {
			if other != k {
				d.kill(other)
			}
		}
	}
	if c.s.propagate(&d, c.s.part...) {
		c.explore(&part{domain: d, low: math.MinInt64, depth: 1, basis: c.base, by: decision{who: -1}}, value,
			nearParts)
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
		c.learn(n.by, float64(value()))
		return nil, nil
	}
	cost := c.r.lp.Objective()
	c.learn(n.by, cost)
	at := c.round(x)
	whole := true
	for _, t := range x {
		whole = whole && t.of > 1-1e-5
	}
	d := decision{cost: cost}
	if whole {
		clash, found := c.s.violated(at)
		if !found {
			c.s.accept(at)
			if n.low >= value() {
				return nil, nil
			}
			d.who, d.zone, d.value = c.anybody(n) // it costs more than its bound, in which the numbers were rough
		} else {
			d.who, d.zone, d.value = c.s.branch(&n.domain, at, clash)
		}
	} else if d, ok = c.choose(n, x); !ok {
		d.who, d.zone, d.value = c.anybody(n)
	}
	if !c.splits(n, d) { // the programme's numbers were rough
		d = decision{}
		d.who, d.zone, d.value = c.anybody(n)
	}
	d.cost = cost
	if turn%8 == 0 {
		c.s.settle(at)
		if n.low >= value() {
			return nil, nil
		}
	}
	return c.halves(n, d)
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
	rough, struck := false, false
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
		if n.depth == 0 && !struck { // what is struck out below may still be in an answer as good as the best
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
		struck = true
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

// fix strikes out what cannot be in anything better than what is known. Killed tells that an option of the answer is
// gone.
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

// choose takes the case and place whose decision is expected to cost most on both sides, or the option where places are
// sure (M. Bénichou and others, Mathematical Programming 1, 1971: pseudo-costs).
func (c *climb) choose(n *part, x []taken) (decision, bool) {
	type key struct{ who, place int32 }
	p := c.s.p
	sum := map[key]float64{}
	for _, t := range x {
		k := &p.options[t.option]
		sum[key{k.who, k.place}] += t.of
	}
	place, option := decision{who: -1}, decision{who: -1}
	most, part := 0.0, 0.0
	for _, t := range x { // in the order of options, so that equals come out the same
		k := &p.options[t.option]
		if s := sum[key{k.who, k.place}]; k.place >= 0 && s > 1e-5 && s < 1-1e-5 {
			d := decision{who: k.who, zone: byPlace, value: k.place + 1, share: s}
			if score := c.score(n, k.who, s); score > most && c.splits(n, d) {
				most, place = score, d
			}
		}
		if d := (decision{who: k.who, zone: byOption, value: t.option + 1, share: t.of}); t.of < 1-1e-5 &&
			min(t.of, 1-t.of) > part && c.splits(n, d) {
			part, option = min(t.of, 1-t.of), d
		}
	}
	if place.who >= 0 {
		return place, true
	}
	return option, option.who >= 0
}

// splits tells that a decision leaves something on both sides.
func (c *climb) splits(n *part, d decision) bool {
	var left [2]bool
	g := &c.s.p.guests[d.who]
	for k := g.first; k < g.last; k++ {
		if !n.isDead(k) {
			left[side(c.s.p.value(d.zone, k) == d.value)] = true
		}
	}
	return left[0] && left[1]
}

// score is how much is expected of a decision of which the relaxation takes a share. Without a goal nothing is learnt:
// then those with few options left come first.
func (c *climb) score(n *part, who int32, share float64) float64 {
	if c.blind {
		return min(share, 1-share) / float64(n.alive(who))
	}
	in, out := c.expect(who, true)*(1-share), c.expect(who, false)*share
	return max(in, 1e-6) * max(out, 1e-6)
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

// halves takes a decision: in, and out.
func (c *climb) halves(n *part, d decision) (in, out *part) {
	p := c.s.p
	g := &p.guests[d.who]
	half := func(inside bool) *part {
		h := &part{domain: n.domain.clone(), low: n.low, depth: n.depth + 1, by: d}
		if h.by.in = inside; inside {
			h.by.share = 1 - d.share
		}
		for k := g.first; k < g.last; k++ {
			if (p.value(d.zone, k) == d.value) != inside {
				h.kill(k)
			}
		}
		if !c.s.propagate(&h.domain, d.who) {
			return nil
		}
		return h
	}
	return half(true), half(false)
}
