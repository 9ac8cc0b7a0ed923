package round

import (
	"math"

	"havre.example/havre/internal/calc/solve/lp"
)

// visit solves the relaxation of a subproblem and branches: it returns the two below it, with and without a decision.
func (c *climb) visit(n *subproblem, value func() int64, iteration int) (in, out *subproblem) {
	c.s.nodes++
	if c.s.tick != nil && c.s.nodes&15 == 1 {
		c.s.tick(c.s.nodes)
	}
	switch at, left := c.decided(n); {
	case left == 0:
		return nil, nil
	case left == 1:
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
	if iteration%8 == 0 {
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

// relax solves a subproblem's relaxation with all the rows it breaks. It is false when nothing better is in it.
func (c *climb) relax(n *subproblem, value func() int64) ([]taken, bool) {
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

// mostRounds bounds how often rows are added to one subproblem.
const mostRounds = 40

// fix strikes out what cannot be in anything better than what is known. Killed tells that an option of the answer is
// gone.
func (c *climb) fix(n *subproblem, value int64) (killed, left bool) {
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
	if !c.s.propagate(&n.domain, c.s.cases...) {
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
	at := make([]int32, len(c.s.p.households))
	most := make([]float64, len(at))
	for i := range at {
		at[i] = -1
	}
	for _, i := range c.s.cases {
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
func (c *climb) choose(n *subproblem, x []taken) (decision, bool) {
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
func (c *climb) splits(n *subproblem, d decision) bool {
	var left [2]bool
	g := &c.s.p.households[d.who]
	for k := g.first; k < g.last; k++ {
		if !n.isDead(k) {
			left[side(c.s.p.value(d.zone, k) == d.value)] = true
		}
	}
	return left[0] && left[1]
}

// score is how much is expected of a decision of which the relaxation takes a share. Without a goal nothing is learnt:
// then those with few options left come first.
func (c *climb) score(n *subproblem, who int32, share float64) float64 {
	if c.blind {
		return min(share, 1-share) / float64(n.alive(who))
	}
	in, out := c.expect(who, true)*(1-share), c.expect(who, false)*share
	return max(in, 1e-6) * max(out, 1e-6)
}

// anybody is a case that still has a choice, and its first option.
func (c *climb) anybody(n *subproblem) (int32, zone, int32) {
	for _, i := range c.s.cases {
		if n.alive(i) > 1 {
			return i, byOption, c.only(n, i) + 1
		}
	}
	return c.s.cases[0], byOption, c.only(n, c.s.cases[0]) + 1
}

// only is the first option left to a case.
func (c *climb) only(n *subproblem, i int32) int32 {
	k := c.s.p.households[i].first
	for n.isDead(k) {
		k++
	}
	return k
}

// decided is the answer of a subproblem in which nobody has a choice: left is 1. It is 0 where somebody has nothing
// left, and more than 1 where somebody has a choice.
func (c *climb) decided(n *subproblem) (at []int32, left int) {
	at = make([]int32, len(c.s.p.households))
	for i := range at {
		at[i] = -1
	}
	for _, i := range c.s.cases {
		if left = n.alive(i); left != 1 {
			return nil, left
		}
		at[i] = c.only(n, i)
	}
	return at, 1
}

// halves takes a decision: in, and out.
func (c *climb) halves(n *subproblem, d decision) (in, out *subproblem) {
	p := c.s.p
	g := &p.households[d.who]
	half := func(inside bool) *subproblem {
		h := &subproblem{domain: n.domain.clone(), low: n.low, depth: n.depth + 1, by: d}
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
