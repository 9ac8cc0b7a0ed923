package round

import "container/heap"

// search is branch and bound over one component under the costs that stand in the options.
type search struct {
	p      *problem
	cases  []int32
	stop   func() bool
	led    *ledger
	reach  *reach
	best   wide    // cost to beat
	at     []int32 // its options by case; nil: none found yet
	open   front
	nodes  int
	budget int // nodes at most
	tick   func(nodes int)
	low    wide // bound of what was given up
	gaveUp bool
	why    clash
	has    []bool           // cases that take part
	barred func(int32) bool // options that are out from the start
	queue  []int32          // scratch
	near   []int32          // scratch
	hurry  bool             // stopped: plans are still made whole
	goal   *wide            // a cost that is good enough, nil: the least
	keen   bool             // plans are improved by exchanges too
	climb  *climb           // over the tight relaxation, once the flow has not been enough
}

// node is a part of the space: what is dead in its flow is decided. Its flow is solved.
type node struct {
	f     *flow
	depth int
}

// front holds the open nodes, least bound first, deepest first among equals.
type front []node

// Len implements heap.Interface.
func (h front) Len() int { return len(h) }

// Less puts the least bound first, and among equals the deepest.
func (h front) Less(i, j int) bool {
	if h[i].f.total != h[j].f.total {
		return h[i].f.total.less(&h[j].f.total)
	}
	return h[i].depth > h[j].depth
}

// Swap implements heap.Interface.
func (h front) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push adds an element; for container/heap.
func (h *front) Push(x any) { *h = append(*h, x.(node)) }

// Pop removes the last element; for container/heap.
func (h *front) Pop() any {
	old := *h
	x := old[len(old)-1]
	old[len(old)-1] = node{}
	*h = old[:len(old)-1]
	return x
}

// mostOpen is how many bytes the open parts of a search may take; beyond it the bound stays as it is.
const mostOpen = 700 << 20

// run searches from the options that are not dead. It returns a bound that no assignment goes below, and whether the
// best found (if any) is proved.
func (s *search) run(dead []uint64) (wide, bool) {
	s.open = s.open[:0]
	s.gaveUp = false
	if s.stop() {
		return wide{}, false
	}
	root := newFlow(s.p, s.cases, append([]uint64(nil), dead...), s.reach)
	if !s.clear(&root.domain) {
		return s.best, true
	}
	if !root.solve(s.stop) {
		if s.stop() {
			return wide{}, false // a flow that is not whole bounds nothing
		}
		return s.best, true
	}
	s.settle(root.at)
	if s.at != nil {
		s.settle(s.at)
	}
	s.put(node{f: root})
	for len(s.open) > 0 {
		if s.goal != nil && !s.goal.less(&s.best) {
			break
		}
		if s.stop() || s.nodes >= s.budget || len(s.open)*(56*s.p.nodes()+len(dead)*8) > mostOpen {
			s.giveUp()
			return s.low, false
		}
		n := heap.Pop(&s.open).(node)
		if !n.f.total.less(&s.best) {
			break // and so are all others
		}
		s.visit(n)
	}
	s.open = s.open[:0]
	if s.gaveUp && s.low.less(&s.best) {
		return s.low, false
	}
	return s.best, true
}

func (s *search) put(n node) {
	if n.f.total.less(&s.best) {
		heap.Push(&s.open, n)
	}
}

// giveUp remembers the least bound of what is still open.
func (s *search) giveUp() {
	s.low, s.gaveUp = s.best, true
	if len(s.open) > 0 && s.open[0].f.total.less(&s.low) {
		s.low = s.open[0].f.total
	}
	s.open = s.open[:0]
}

// visit takes the flow's answer when it is feasible, else branches on a constraint it violates.
func (s *search) visit(n node) {
	s.nodes++
	if s.tick != nil && s.nodes&63 == 1 {
		s.tick(s.nodes)
	}
	v, found := s.violated(n.f.at)
	if !found {
		s.best, s.at = n.f.total, append(s.at[:0:0], n.f.at...)
		return
	}
	if s.nodes%16 == 1 || s.nodes < 16 && len(s.cases) <= 20 {
		s.settle(n.f.at)
	}
	who, z, value := s.branch(&n.f.domain, n.f.at, v)
	for _, in := range [2]bool{true, false} {
		f := n.f
		if in {
			f = f.clone()
		}
		g := &s.p.households[who]
		for k := g.first; k < g.last; k++ {
			if (s.p.value(z, k) == value) != in {
				f.kill(k)
			}
		}
		if s.propagate(&f.domain, who) && f.mend() {
			s.put(node{f: f, depth: n.depth + 1})
		}
	}
}

// value is an option's group under a zone; options themselves are numbered from 1.
func (p *problem) value(z zone, k int32) int32 {
	o := &p.options[k]
	switch z {
	case byOption:
		return k + 1
	case byFlat:
		return p.in(byPlace, o.flat)
	}
	return p.in(z, o.place)
}

// violated finds the constraint of fewest cases that an answer breaks.
func (s *search) violated(at []int32) (clash, bool) {
	s.led.reset()
	var least clash
	found := false
	for _, i := range s.cases {
		k := at[i]
		if s.led.clashes(k, &s.why) {
			if !found || len(s.why.with)+1 < len(least.with) {
				found = true
				least.zone, least.value = s.why.zone, s.why.value
				least.with = append(append(least.with[:0], i), s.why.with...)
			}
			continue
		}
		s.led.take(i, s.p.exactly(k))
	}
	return least, found
}

// branch chooses a case and a group of its options to decide on: in or out.
func (s *search) branch(d *domain, at []int32, v clash) (int32, zone, int32) {
	best, fewest := int32(-1), 0
	if v.zone != byOption {
		for _, i := range v.with {
			g := &s.p.households[i]
			if s.p.value(v.zone, at[i]) != v.value {
				continue
			}
			in, out := 0, 0
			for k := g.first; k < g.last; k++ {
				if !d.isDead(k) {
					if s.p.value(v.zone, k) == v.value {
						in++
					} else {
						out++
					}
				}
			}
			if in > 0 && out > 0 && (best < 0 || out < fewest) {
				best, fewest = i, out
			}
		}
	}
	if best >= 0 {
		return best, v.zone, v.value
	}
	for _, i := range v.with {
		if n := d.alive(i); n > 1 && (best < 0 || n < fewest) {
			best, fewest = i, n
		}
	}
	if best < 0 {
		best = v.with[0] // nobody has a choice: a search that was stopped has not struck out everything
	}
	return best, byOption, at[best] + 1
}
