package gap

import (
	"math"
	"math/rand/v2"
)

// generate makes a problem of a published class. A to D are those of P. C. Chu and J. E. Beasley, "A genetic algorithm
// for the generalised assignment problem", Computers & Operations Research 24 (1997); E is that of M. Laguna, J. P.
// Kelly, J. L. González-Velarde, F. Glover, "Tabu search for the multilevel generalized assignment problem", European
// Journal of Operational Research 82 (1995). All minimise. 'M' is the class of gap1 to gap12 (I. H. Osman 1995; D. G.
// Cattrysse, M. Salomon, L. N. Van Wassenhove 1994), which maximises.
func generate(class byte, m, n int, seed uint64) *Problem {
	rng := rand.New(rand.NewPCG(seed, uint64(class)))
	between := func(low, high int64) int64 { return low + rng.Int64N(high-low+1) }
	p := &Problem{Agents: m, Jobs: n, Value: make([]int64, m*n), Use: make([]int64, m*n), Capacity: make([]int64, m)}
	for c := range p.Value {
		switch class {
		case 'A', 'B', 'C':
			p.Use[c], p.Value[c] = between(5, 25), between(10, 50)
		case 'M':
			p.Use[c], p.Value[c] = between(5, 25), between(15, 25)
		case 'D':
			p.Use[c] = between(1, 100)
			p.Value[c] = 111 - p.Use[c] + between(-10, 10)
		case 'E':
			p.Use[c] = int64(1 - 10*math.Log(1-rng.Float64()))
			p.Value[c] = int64(1000/float64(p.Use[c]) - 10*rng.Float64())
		}
	}
	for i := range p.Capacity {
		sum := int64(0)
		for _, u := range p.Use[i*n : (i+1)*n] {
			sum += u
		}
		p.Capacity[i] = 8 * sum / (10 * int64(m))
	}
	if class == 'A' || class == 'B' {
		for i := range p.Capacity {
			p.Capacity[i] = int64(0.6*float64(n)/float64(m)*15) + int64(0.4*float64(fullest(p)))
		}
		for i := range p.Capacity {
			if class == 'B' {
				p.Capacity[i] = p.Capacity[i] * 7 / 10
			}
		}
	}
	return p
}

// fullest is the largest load when every job goes to its cheapest agent.
func fullest(p *Problem) (most int64) {
	load := make([]int64, p.Agents)
	for j := range p.Jobs {
		best := 0
		for i := range p.Agents {
			if p.Value[i*p.Jobs+j] < p.Value[best*p.Jobs+j] {
				best = i
			}
		}
		load[best] += p.Use[best*p.Jobs+j]
		most = max(most, load[best])
	}
	return most
}
