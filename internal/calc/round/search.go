package round

import "container/heap"

// search is branch and bound over one component under the costs that stand in the options.
type search struct {
	p      *problem
	part   []int32
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
}

// node is a part of the space: what is dead in its flow is decided. Its flow is solved.
type node struct {
	f     *flow
	depth int
}

// front holds the open nodes, least bound first, deepest first among equals.
type front []node

func (h front) Len() int { return len(h) }
func (h front) Less(i, j int) bool {
	if h[i].f.total != h[j].f.total {
		return h[i].f.total.less(&h[j].f.total)
	}
	return h[i].depth > h[j].depth
}
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
	root := newFlow(s.p, s.part, append([]uint64(nil), dead...), s.reach)
	s.open = s.open[:0]
	s.gaveUp = false
	if !s.clear(root) {
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
	v, found := s.violated(n.f)
	if !found {
		s.best, s.at = n.f.total, append(s.at[:0:0], n.f.at...)
		return
	}
	if s.nodes%16 == 1 || s.nodes < 16 && len(s.part) <= 20 {
		s.settle(n.f.at)
	}
	who, z, value := s.branch(n.f, v)
	for _, in := range [2]bool{true, false} {
		f := n.f
		if in {
			f = f.clone()
		}
		g := &s.p.guests[who]
		for k := g.first; k < g.last; k++ {
			if (s.p.value(z, k) == value) != in {
				f.kill(k)
			}
		}
		if s.propagate(f, who) && f.mend() {
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

// violated finds the constraint of fewest cases that a flow's answer breaks.
func (s *search) violated(f *flow) (clash, bool) {
	s.led.reset()
	var least clash
	found := false
	for _, i := range s.part {
		k := f.at[i]
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
func (s *search) branch(f *flow, v clash) (int32, zone, int32) {
	best, fewest := int32(-1), 0
	if v.zone != byOption {
		for _, i := range v.with {
			g := &s.p.guests[i]
			if s.p.value(v.zone, f.at[i]) != v.value {
				continue
			}
			in, out := 0, 0
			for k := g.first; k < g.last; k++ {
				if !f.isDead(k) {
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
		if n := f.alive(i); n > 1 && (best < 0 || n < fewest) {
			best, fewest = i, n
		}
	}
	return best, byOption, f.at[best] + 1
}

// certain is what all options left to a case have in common.
func (s *search) certain(f *flow, i int32) sure {
	p, g := s.p, &s.p.guests[i]
	var c sure
	for k := g.first; k < g.last; k++ {
		if f.isDead(k) {
			continue
		}
		x := p.exactly(k)
		if !c.set {
			c = x
			continue
		}
		c.only = -1
		if c.flat != x.flat {
			c.flat = -1
		}
		c.ffrom, c.fto = max(c.ffrom, x.ffrom), min(c.fto, x.fto)
		c.from, c.to = max(c.from, x.from), min(c.to, x.to)
		if c.destined != x.destined {
			c.destined = 0
		}
		if c.place != x.place {
			c.place = -1
		}
		if c.house != x.house {
			c.house = 0
		}
		if c.town != x.town {
			c.town = 0
		}
		if c.area != x.area {
			c.area = 0
		}
		if c.partner != x.partner {
			c.partner = 0
		}
		if c.destined == 0 && c.flat < 0 {
			return sure{set: true, only: -1, place: -1, flat: -1}
		}
	}
	return c
}

// clear kills the options that fit nowhere, whatever the others do, and settles what is certain at the root.
func (s *search) clear(f *flow) bool {
	s.led.reset()
	f.sure = make([]sure, len(s.p.guests))
	for _, i := range s.part {
		g := &s.p.guests[i]
		for k := g.first; k < g.last; k++ {
			if !f.isDead(k) && s.led.clashes(k, nil) {
				f.kill(k)
			}
		}
	}
	return s.propagate(f, s.part...)
}

// propagate kills options that do not fit what has become certain of the cases given, until nothing changes. It is false
// when a case has none left, or when what is certain does not fit together.
func (s *search) propagate(f *flow, changed ...int32) bool {
	s.led.reset()
	for _, i := range s.part {
		if f.sure[i].set {
			s.led.take(i, f.sure[i])
		}
	}
	queue := append(s.queue[:0], changed...)
	defer func() { s.queue = queue[:0] }()
	for len(queue) > 0 {
		if len(s.part) > mostEject && s.stop() {
			return true // what is not struck out is only looked at later
		}
		i := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		c := s.certain(f, i)
		if !c.set {
			return false
		}
		if c == f.sure[i] {
			continue
		}
		s.led.leave(i)
		if c.only >= 0 && s.led.clashes(c.only, nil) {
			return false
		}
		s.led.take(i, c)
		f.sure[i] = c
		for _, j := range s.touched(i, &c) {
			if j == i || !s.has[j] {
				continue
			}
			killed, left := s.strike(f, j, i, &c)
			if !left {
				return false
			}
			if killed {
				queue = append(queue, j)
			}
		}
	}
	return true
}

// touched lists the cases whose options may not fit what is certain of another one.
func (s *search) touched(i int32, c *sure) []int32 {
	if c.place >= 0 || c.flat >= 0 || c.partner > 0 {
		return s.part
	}
	g := &s.p.guests[i]
	out := s.near[:0]
	if c.house != 0 || c.town != 0 || c.area != 0 || c.only >= 0 {
		for _, x := range g.foes {
			out = append(out, x.who)
		}
	}
	if g.group >= 0 && (c.house != 0 || c.destined != 0) {
		out = append(out, s.p.groups[g.group]...)
	}
	s.near = out
	return out
}

// strike kills the options of one case that do not fit beside another of which something has become certain.
func (s *search) strike(f *flow, j, i int32, c *sure) (killed, left bool) {
	p := s.p
	g := &p.guests[j]
	related := g.group >= 0 && g.group == p.guests[i].group
	for _, x := range g.foes {
		related = related || x.who == i
	}
	staffed := c.place >= 0 && len(p.seats[c.place].staff) > 0
	for k := g.first; k < g.last; k++ {
		if f.isDead(k) {
			continue
		}
		o := &p.options[k]
		if !related && !(o.place >= 0 && (o.place == c.place || p.seats[o.place].partner+1 == c.partner || staffed && len(p.seats[o.place].staff) > 0)) &&
			!(o.flat >= 0 && o.flat == c.flat) {
			left = true
			continue
		}
		if s.led.clashes(k, nil) {
			f.kill(k)
			killed = true
		} else {
			left = true
		}
	}
	return killed, left
}
