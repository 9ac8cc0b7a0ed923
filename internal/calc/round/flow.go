package round

// flow is the relaxation: every case sends one unit over an option to a place, on to its partner and to the sink.
// Places take so many cases; the options that all hold a place in one week go through a peak of it that takes as many
// as fit that week; the arcs of a partner grow dearer with each case. What it drops: weeks, conflicts, households,
// flats before a place. Its cost is a lower bound, and its potentials let a forbidden option be answered by one
// shortest path.
type flow struct {
	cases []int32 // cases that take part
	pot   []wide  // potentials: cases, peaks, places, partners, sink
	at    []int32 // option of each case, -1: none yet
	domain
	load  []int32   // cases of each peak and each place
	loadY []int32   // cases of each partner
	held  [][]int32 // cases that enter at each peak and at each place
	total wide      // cost
	*reach
}

// reach is scratch of the shortest path, shared by all flows of a search.
type reach struct {
	dist  []wide
	state []int8  // 0 not seen, 1 open, 2 done
	from  []int32 // node before
	by    []int32 // option taken into the node, -1 none
	heap  []int32 // open nodes
	where []int32 // position in the heap
	seen  []int32
	paths int
}

func newReach(n int) *reach {
	return &reach{dist: make([]wide, n), state: make([]int8, n), from: make([]int32, n), by: make([]int32, n),
		where: make([]int32, n)}
}

func (p *problem) nodes() int                { return len(p.households) + 2*len(p.units) + len(p.partners) + 1 }
func (p *problem) partnerNode(i int32) int32 { return int32(len(p.households)+2*len(p.units)) + i }
func (p *problem) sink() int32               { return int32(p.nodes() - 1) }

// newFlow is the empty flow over the options that are not dead.
func newFlow(p *problem, part []int32, dead []uint64, r *reach) *flow {
	f := &flow{cases: part, pot: make([]wide, p.nodes()), at: make([]int32, len(p.households)),
		domain: domain{p: p, dead: dead},
		load:   make([]int32, 2*len(p.units)), loadY: make([]int32, len(p.partners)),
		held: make([][]int32, 2*len(p.units)), reach: r}
	for i := range f.at {
		f.at[i] = -1
	}
	return f
}

// clone copies what a child changes.
func (f *flow) clone() *flow {
	c := *f
	c.pot = append([]wide(nil), f.pot...)
	c.at = append([]int32(nil), f.at...)
	c.domain = f.domain.clone()
	c.load = append([]int32(nil), f.load...)
	c.loadY = append([]int32(nil), f.loadY...)
	c.held = make([][]int32, len(f.held))
	for i, h := range f.held {
		if len(h) > 0 {
			c.held[i] = append([]int32(nil), h...)
		}
	}
	return &c
}

// solve sends one unit from every case that has none. It is false when a case has no option left.
func (f *flow) solve(stop func() bool) bool {
	for _, i := range f.cases {
		if f.at[i] < 0 {
			if stop() || !f.augment(i, f.p.sink()) {
				return false
			}
		}
	}
	return true
}

// mend finds new ways for the cases whose option is dead.
func (f *flow) mend() bool {
	for _, i := range f.cases {
		k := f.at[i]
		if k < 0 || !f.isDead(k) {
			continue
		}
		target := f.p.sink()
		if n := f.p.options[k].entry; n >= 0 {
			target = int32(len(f.p.households)) + n
		}
		f.drop(i)
		if !f.augment(i, target) {
			return false
		}
	}
	return true
}

// drop takes a case off its option; the unit beyond the place stays, as a want of that place.
func (f *flow) drop(i int32) {
	o := &f.p.options[f.at[i]]
	f.total.sub(&o.cost)
	if n := o.entry; n >= 0 {
		f.unhold(n, i)
	}
	f.at[i] = -1
}

func (f *flow) unhold(place, who int32) {
	h := f.held[place]
	for x, c := range h {
		if c == who {
			h[x] = h[len(h)-1]
			f.held[place] = h[:len(h)-1]
			return
		}
	}
}

// augment sends one unit from a case to a node along a shortest path, and keeps every reduced cost from falling below
// 0.
func (f *flow) augment(i, target int32) bool {
	r := f.reach
	r.paths++
	r.heap, r.seen = r.heap[:0], r.seen[:0]
	f.touch(i, &wide{}, -1, -1)
	found := false
	for len(r.heap) > 0 {
		v := f.pop()
		if v == target {
			found = true
			break
		}
		r.state[v] = 2
		f.spread(v)
	}
	if found {
		end := r.dist[target]
		for _, v := range r.seen {
			if r.state[v] == 2 {
				f.pot[v].add(&r.dist[v])
				f.pot[v].sub(&end)
			}
		}
		f.push(i, target)
	}
	for _, v := range r.seen {
		r.state[v] = 0
	}
	return found
}

// spread looks along every residual arc of a node.
func (f *flow) spread(v int32) {
	p := f.p
	n := int32(len(p.households))
	m := int32(len(p.units))
	var zero wide
	switch {
	case v < n:
		g := &p.households[v]
		for k := g.first; k < g.last; k++ {
			if k == f.at[v] || f.isDead(k) {
				continue
			}
			o := &p.options[k]
			to := p.sink()
			if o.entry >= 0 {
				to = n + o.entry
			}
			f.relax(v, to, &o.cost, false, k)
		}
	case v < n+2*m:
		x := v - n
		if x < m { // a peak
			if f.load[x] < p.units[x].peak {
				f.relax(v, v+m, &zero, false, -1)
			}
		} else {
			if f.load[x] < p.units[x-m].most {
				f.relax(v, p.partnerNode(p.units[x-m].partner), &zero, false, -1)
			}
			if f.load[x-m] > 0 {
				f.relax(v, v-m, &zero, true, -1)
			}
		}
		for _, c := range f.held[x] {
			f.relax(v, c, &p.options[f.at[c]].cost, true, -1)
		}
	case v < p.sink():
		y := v - n - 2*m
		q := &p.partners[y]
		if l := f.loadY[y]; l < q.most {
			f.relax(v, p.sink(), &q.steps[l], false, -1)
		}
		for _, s := range q.units {
			if f.load[m+s] > 0 {
				f.relax(v, n+m+s, &zero, true, -1)
			}
		}
	default:
		for y := range p.partners {
			if l := f.loadY[y]; l > 0 {
				f.relax(v, p.partnerNode(int32(y)), &p.partners[y].steps[l-1], true, -1)
			}
		}
		for _, c := range f.cases {
			if k := f.at[c]; k >= 0 && p.options[k].open() {
				f.relax(v, c, &p.options[k].cost, true, -1)
			}
		}
	}
}

// relax offers a way to a node over an arc of that cost, or back over it.
func (f *flow) relax(from, to int32, cost *wide, back bool, by int32) {
	r := f.reach
	if r.state[to] == 2 {
		return
	}
	d := r.dist[from]
	if back {
		d.sub(cost)
	} else {
		d.add(cost)
	}
	d.add(&f.pot[from])
	d.sub(&f.pot[to])
	if r.state[to] == 0 || d.less(&r.dist[to]) {
		f.touch(to, &d, from, by)
	}
}

// touch puts a node into the heap, or moves it up.
func (f *flow) touch(v int32, d *wide, from, by int32) {
	r := f.reach
	if r.state[v] == 0 {
		r.seen = append(r.seen, v)
		r.state[v] = 1
		r.where[v] = int32(len(r.heap))
		r.heap = append(r.heap, v)
	}
	r.dist[v], r.from[v], r.by[v] = *d, from, by
	r.up(r.where[v])
}

func (r *reach) before(a, b int32) bool {
	x, y := r.heap[a], r.heap[b]
	if r.dist[x] != r.dist[y] {
		return r.dist[x].less(&r.dist[y])
	}
	return x > y // the sink first, so that a path ends as soon as it can
}

func (r *reach) swap(a, b int32) {
	r.heap[a], r.heap[b] = r.heap[b], r.heap[a]
	r.where[r.heap[a]], r.where[r.heap[b]] = a, b
}

func (r *reach) up(i int32) {
	for i > 0 && r.before(i, (i-1)/2) {
		r.swap(i, (i-1)/2)
		i = (i - 1) / 2
	}
}

func (f *flow) pop() int32 {
	r := f.reach
	top := r.heap[0]
	last := int32(len(r.heap) - 1)
	r.swap(0, last)
	r.heap = r.heap[:last]
	for i := int32(0); ; {
		c := 2*i + 1
		if c >= last {
			break
		}
		if c+1 < last && r.before(c+1, c) {
			c++
		}
		if !r.before(c, i) {
			break
		}
		r.swap(i, c)
		i = c
	}
	return top
}

// push changes the flow along the path found. A want at a place is met by the path's end; the loads of places and
// partners count the units beyond them, wants included.
func (f *flow) push(i, target int32) {
	p, r := f.p, f.reach
	n, first := int32(len(p.households)), p.partnerNode(0)
	type move struct{ who, option int32 }
	var moves []move
	for v := target; v != i; v = r.from[v] {
		u := r.from[v]
		switch {
		case u < n: // case takes an option
			moves = append(moves, move{u, r.by[v]})
		case v < n: // case is freed; it takes another one further on
			moves = append(moves, move{v, -1})
		case u < v && v < p.sink(): // peak to place, or place to partner
			f.load[u-n]++
		case v < first: // back: partner to place, or place to peak
			f.load[v-n]--
		case v == p.sink(): // partner to sink
			f.total.add(&p.partners[u-first].steps[f.loadY[u-first]])
			f.loadY[u-first]++
		default: // sink back to partner
			f.loadY[v-first]--
			f.total.sub(&p.partners[v-first].steps[f.loadY[v-first]])
		}
	}
	for _, x := range moves {
		if x.option < 0 {
			f.drop(x.who)
		}
	}
	for _, x := range moves {
		if x.option < 0 {
			continue
		}
		o := &p.options[x.option]
		f.at[x.who] = x.option
		f.total.add(&o.cost)
		if s := o.entry; s >= 0 {
			f.held[s] = append(f.held[s], x.who)
		}
	}
}
