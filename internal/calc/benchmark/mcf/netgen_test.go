package mcf

import "math/rand/v2"

// netgen makes a network in the style of D. Klingman, A. Napier, J. Stutz, "NETGEN: a program for generating large
// scale capacitated assignment, transportation, and minimum cost flow network problems", Management Science 20 (1974):
// a skeleton of paths from each source over transit nodes to the sinks, wide enough for the whole supply, then random
// arcs up to the number asked. It does not repeat that program's numbers.
func netgen(nodes, sources, sinks, arcs int, costs, capacities [2]int64, supply int64, seed uint64) *Problem {
	rng := rand.New(rand.NewPCG(seed, uint64(nodes)))
	between := func(r [2]int64) int64 { return r[0] + rng.Int64N(r[1]-r[0]+1) }
	p := &Problem{Supply: make([]int64, nodes)}
	for k, left := int64(0), supply; left > 0; k++ {
		part := min(left, 1+rng.Int64N(2*supply/int64(sources)+1))
		p.Supply[k%int64(sources)] += part
		left -= part
	}
	transit := rng.Perm(nodes - sources - sinks)
	first := nodes - sinks
	for s := range sources {
		at := s
		for k := s; k < len(transit); k += sources {
			next := sources + transit[k]
			p.Arcs = append(p.Arcs, Arc{From: at, To: next, Cap: p.Supply[s], Cost: costs[1]})
			at = next
		}
		for left, share := p.Supply[s], p.Supply[s]/3+1; left > 0; left -= share {
			share = min(share, left)
			sink := first + rng.IntN(sinks)
			p.Supply[sink] -= share
			p.Arcs = append(p.Arcs, Arc{From: at, To: sink, Cap: share, Cost: costs[1]})
		}
	}
	for len(p.Arcs) < arcs {
		from, to := rng.IntN(first), sources+rng.IntN(nodes-sources)
		if from != to {
			p.Arcs = append(p.Arcs, Arc{From: from, To: to, Cap: between(capacities), Cost: between(costs)})
		}
	}
	return p
}
