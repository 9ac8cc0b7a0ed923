// Package mcf solves the minimum-cost flow problem: send what some nodes supply to those that demand it, each arc
// carrying between a lower bound and a capacity, at the least cost.
//
// The method is the primal network simplex with a strongly feasible spanning tree (W. H. Cunningham, "A network simplex
// method", Mathematical Programming 11, 1976; R. K. Ahuja, T. L. Magnanti, J. B. Orlin, "Network Flows", 1993, chapter
// 11) and pricing by blocks of arcs. Integers only.
package mcf

import (
	"errors"
	"math"
	"math/big"

	"havre.example/havre/internal/calc/solve"
)

// Limits of a problem. They keep every flow and price within 64 bits.
const (
	MostNodes    = 1_000_000
	MostArcs     = 4_000_000
	MostCapacity = 1_000_000_000_000 // of an arc, and the magnitude of a supply
	MostCost     = 1_000_000_000     // magnitude of an arc's cost
)

// ErrTooLarge says that the cost of a flow does not fit in 64 bits.
var ErrTooLarge = errors.New("the total cost does not fit in 64 bits")

// Arc may carry Low to Cap units from node From to node To at Cost each. Nodes count from 0; 0 <= Low <= Cap.
type Arc struct {
	From, To       int
	Low, Cap, Cost int64
}

// Problem is a network. Supply[v] is what node v sends out; negative for a demand.
type Problem struct {
	Supply []int64
	Arcs   []Arc
}

// Result is a flow with its certificate. Flow[a] is what arc a carries. Price[v] are node prices: with reduced cost
// cost - Price[From] + Price[To], no flow costs less than the sum of supply x price plus what every arc of negative
// reduced cost saves when full and every other costs when at its lower bound. That sum is the bound.
type Result struct {
	solve.Outcome
	Flow  []int64
	Price []int64
}

// Solve finds the flow of least cost, or of most with max set. It looks at stop now and then; when stopped it returns
// the flow it has, if that is feasible, and the bound of its prices.
func Solve(p *Problem, max bool, stop func() bool) (Result, error) {
	sign := int64(1)
	if max {
		sign = -1
	}
	t := newTree(p, sign)
	ended := t.run(stop)
	r := Result{Flow: make([]int64, len(p.Arcs)), Price: t.price[:len(p.Supply)]}
	for a := range p.Arcs {
		r.Flow[a] = t.flow[a] + p.Arcs[a].Low
	}
	if t.unmet() {
		r.Outcome = solve.Outcome{Status: solve.Infeasible}
		if ended {
			return r, nil
		}
		r.Status = solve.Unknown
	}
	value, bound := new(big.Int), Bound(p, r.Price, sign)
	for a, arc := range p.Arcs {
		value.Add(value, product(r.Flow[a], sign*arc.Cost))
	}
	if !bound.IsInt64() || r.Status != solve.Unknown && !value.IsInt64() {
		return r, ErrTooLarge
	}
	if r.Status == solve.Unknown {
		r.Bound = sign * bound.Int64()
		return r, nil
	}
	r.Outcome = solve.Ended(sign*value.Int64(), sign*bound.Int64())
	if max {
		for v := range r.Price {
			r.Price[v] = -r.Price[v]
		}
	}
	return r, nil
}

func product(a, b int64) *big.Int { return new(big.Int).Mul(big.NewInt(a), big.NewInt(b)) }

// Bound is what every feasible flow of p costs at least, with costs times sign, by the node prices: weak duality.
func Bound(p *Problem, price []int64, sign int64) *big.Int {
	sum := new(big.Int)
	for v, b := range p.Supply {
		sum.Add(sum, product(b, price[v]))
	}
	for _, a := range p.Arcs {
		reduced, at := sign*a.Cost-price[a.From]+price[a.To], a.Low
		if reduced < 0 {
			at = a.Cap
		}
		if at != 0 && reduced != 0 {
			sum.Add(sum, product(reduced, at))
		}
	}
	return sum
}

// tree is a spanning tree of the network and a root, with one artificial arc from each node to the root or back. Flows
// are what is carried above the lower bound. An arc out of the tree carries nothing or its capacity.
type tree struct {
	from, to        []int32
	room, cost      []int64 // capacity above the lower bound; cost
	flow            []int64
	full            []bool // out of the tree, at its capacity
	in              []bool // in the tree
	real            int    // arcs of the problem; the artificial ones follow
	parent, by      []int32
	depth           []int32
	child, nxt, prv []int32 // children as doubly linked lists, -1 ends
	price           []int64
	unbalanced      bool
	at, block       int // pricing goes round in blocks
	walk            []int32
}

const none = int32(-1)

func newTree(p *Problem, sign int64) *tree {
	n, m := len(p.Supply), len(p.Arcs)
	t := &tree{real: m, from: make([]int32, m, m+n), to: make([]int32, m, m+n), room: make([]int64, m, m+n),
		cost: make([]int64, m, m+n),
		flow: make([]int64, m+n), full: make([]bool, m+n), in: make([]bool, m+n),
		parent: make([]int32, n+1), by: make([]int32, n+1), depth: make([]int32, n+1),
		child: make([]int32, n+1), nxt: make([]int32, n+1), prv: make([]int32, n+1), price: make([]int64, n+1),
		block: max(64, int(math.Sqrt(float64(m))))}
	supply := append(make([]int64, 0, n), p.Supply...)
	dearest := int64(0)
	for a, arc := range p.Arcs {
		t.from[a], t.to[a], t.room[a], t.cost[a] = int32(arc.From), int32(arc.To), arc.Cap-arc.Low, sign*arc.Cost
		supply[arc.From] -= arc.Low
		supply[arc.To] += arc.Low
		dearest = max(dearest, arc.Cost, -arc.Cost)
		if arc.From == arc.To && t.cost[a] < 0 { // a loop fills by itself and never enters the tree
			t.flow[a], t.full[a] = t.room[a], true
		}
	}
	t.plant(supply, dearest*int64(n)+1)
	return t
}

// plant makes the first tree: every node hangs on the root by its artificial arc, which costs more than any path.
// A node with nothing to send points to the root, so that the tree is strongly feasible.
func (t *tree) plant(supply []int64, penalty int64) {
	root := int32(len(supply))
	t.parent[root], t.by[root], t.child[root], t.nxt[root], t.prv[root] = none, none, none, none, none
	total := int64(0)
	for v, b := range supply {
		a := int32(t.real + v)
		from, to, price := int32(v), root, penalty
		if b < 0 {
			from, to, price = root, int32(v), -penalty
		}
		t.from, t.to = append(t.from, from), append(t.to, to)
		t.room, t.cost = append(t.room, math.MaxInt64/2), append(t.cost, penalty)
		t.flow[a], t.in[a], t.price[v] = max(b, -b), true, price
		t.child[v] = none
		t.hang(int32(v), root, a)
		t.depth[v] = 1
		total += b
	}
	t.unbalanced = total != 0
}

func (t *tree) hang(v, under, by int32) {
	t.parent[v], t.by[v] = under, by
	t.prv[v], t.nxt[v] = none, t.child[under]
	if first := t.child[under]; first != none {
		t.prv[first] = v
	}
	t.child[under] = v
}

func (t *tree) unhang(v int32) {
	if t.prv[v] != none {
		t.nxt[t.prv[v]] = t.nxt[v]
	} else {
		t.child[t.parent[v]] = t.nxt[v]
	}
	if t.nxt[v] != none {
		t.prv[t.nxt[v]] = t.prv[v]
	}
}

// unmet says that some node's supply goes over an artificial arc: the flow is none of the problem's.
func (t *tree) unmet() bool {
	for _, f := range t.flow[t.real:] {
		if f != 0 {
			return true
		}
	}
	return t.unbalanced
}

// run pivots until no arc is worth entering; false when it was stopped before.
func (t *tree) run(stop func() bool) bool {
	if t.unbalanced {
		return true
	}
	for pivots := 0; ; pivots++ {
		if pivots%64 == 0 && stop() {
			return false
		}
		a := t.entering()
		if a < 0 {
			return true
		}
		t.pivot(int32(a))
	}
}

func (t *tree) reduced(a int32) int64 { return t.cost[a] - t.price[t.from[a]] + t.price[t.to[a]] }

// entering returns the arc of the next block that gains most by a unit, -1 when no arc gains.
func (t *tree) entering() int {
	best, gain, left := -1, int64(0), t.block
	for range t.real {
		if t.at >= t.real {
			t.at = 0
		}
		a := t.at
		t.at++
		if !t.in[a] {
			g := -t.reduced(int32(a))
			if t.full[a] {
				g = -g
			}
			if g > gain && t.room[a] > 0 && t.from[a] != t.to[a] {
				best, gain = a, g
			}
		}
		if left--; left == 0 {
			if best >= 0 {
				return best
			}
			left = t.block
		}
	}
	return best
}

// pivot sends as much as fits round the cycle that arc a closes, and lets the last arc that blocks, counted from the
// apex of the cycle in the direction of the flow, leave the tree. That choice keeps the tree strongly feasible: from
// every node some flow can go to the root, so pivots that move nothing cannot go round for ever.
func (t *tree) pivot(a int32) {
	u, w := t.from[a], t.to[a] // the flow goes u -> w over a
	if t.full[a] {
		u, w = w, u
	}
	step, leave, onU := t.room[a], none, false
	x, y := u, w
	for x != y { // walk both sides up to the apex
		if t.depth[x] >= t.depth[y] {
			if r := t.downRoom(x); r < step {
				step, leave, onU = r, x, true
			}
			x = t.parent[x]
		} else {
			y = t.parent[y]
		}
	}
	apex := x
	for y := w; y != apex; y = t.parent[y] {
		if r := t.upRoom(y); r <= step {
			step, leave, onU = r, y, false
		}
	}
	t.send(a, u, w, apex, step)
	if leave == none {
		t.full[a] = !t.full[a]
		return
	}
	out := t.by[leave]
	t.in[out], t.full[out] = false, t.flow[out] != 0
	t.in[a], t.full[a] = true, false
	top, under := u, w
	if !onU {
		top, under = w, u
	}
	t.regraft(top, under, leave, a)
}

// downRoom is how much more can go from v's parent down to v; upRoom from v up.
func (t *tree) downRoom(v int32) int64 {
	if a := t.by[v]; t.to[a] == v {
		return t.room[a] - t.flow[a]
	}
	return t.flow[t.by[v]]
}

func (t *tree) upRoom(v int32) int64 {
	if a := t.by[v]; t.from[a] == v {
		return t.room[a] - t.flow[a]
	}
	return t.flow[t.by[v]]
}

func (t *tree) send(a, u, w, apex int32, step int64) {
	if step == 0 {
		return
	}
	if t.full[a] {
		t.flow[a] -= step
	} else {
		t.flow[a] += step
	}
	for v := u; v != apex; v = t.parent[v] {
		if b := t.by[v]; t.to[b] == v {
			t.flow[b] += step
		} else {
			t.flow[b] -= step
		}
	}
	for v := w; v != apex; v = t.parent[v] {
		if b := t.by[v]; t.from[b] == v {
			t.flow[b] += step
		} else {
			t.flow[b] -= step
		}
	}
}

// regraft cuts the part below leave off, hangs it by arc a with top as its highest node, and moves its prices so that
// the reduced cost of a becomes nothing.
func (t *tree) regraft(top, under, leave, a int32) {
	shift := t.reduced(a)
	if t.to[a] == top {
		shift = -shift
	}
	v, above, by := top, under, a
	for {
		p, b := t.parent[v], t.by[v]
		t.unhang(v)
		t.hang(v, above, by)
		if v == leave {
			break
		}
		v, above, by = p, v, b
	}
	t.walk = append(t.walk[:0], top)
	for len(t.walk) > 0 {
		v := t.walk[len(t.walk)-1]
		t.walk = t.walk[:len(t.walk)-1]
		t.price[v] += shift
		t.depth[v] = t.depth[t.parent[v]] + 1
		for c := t.child[v]; c != none; c = t.nxt[c] {
			t.walk = append(t.walk, c)
		}
	}
}
