// Package gap solves the generalised assignment problem: every job goes to one agent, who has room for it, at the least
// cost (or the most profit).
//
// The bound is Lagrangian: the rule "every job once" is priced, and a knapsack remains for each agent, solved exactly
// by dynamic programming (M. L. Fisher, R. Jaikumar, L. N. Van Wassenhove, "A multiplier adjustment method for the
// generalized assignment problem", Management Science 32, 1986). Values of each knapsack with a job forced in or out
// fix most choices, and the optimum is found by asking for an answer as good as the bound, then one worse, and so on
// (M. Posta, J. A. Ferland, P. Michelon, "An exact method with variable fixing for solving the generalized assignment
// problem", Computational Optimization and Applications 52, 2012). Answers come from a tabu search that may overfill
// agents at a price that adapts (M. Yagiura, T. Ibaraki, F. Glover, "An ejection chain approach for the generalized
// assignment problem", INFORMS Journal on Computing 16, 2004, for the idea of the adapting price).
//
// Multipliers are whole numbers in fixed point, so every bound is exact.
package gap

import (
	"havre.example/havre/internal/calc/solve"
)

// Limits of a problem.
const (
	MostAgents   = 10_000
	MostJobs     = 100_000
	MostPairs    = 2_000_000 // agents x jobs
	MostValue    = 100_000_000
	MostCapacity = 1_000_000_000 // of an agent, and the room a job takes
)

// Problem has Agents x Jobs tables, agent by agent: Value[i*Jobs+j] is what job j brings or costs with agent i, and
// Use[i*Jobs+j] >= 0 the room it takes of Capacity[i].
type Problem struct {
	Agents, Jobs int
	Value, Use   []int64
	Capacity     []int64
}

// Result is an answer: Agent[j] does job j. Agent is nil where there is none.
type Result struct {
	solve.Outcome
	Agent []int
}

// Solve finds the assignment of least total value, or of most with max set. When stopped it returns the best found and
// the best bound.
func Solve(p *Problem, max bool, stop func() bool) Result {
	cost := p.Value
	if max {
		cost = make([]int64, len(p.Value))
		for i, v := range p.Value {
			cost[i] = -v
		}
	}
	s := newSearch(p, cost, stop)
	r := s.run()
	if max {
		r.Outcome = r.Flipped()
	}
	return r
}

// Check says whether agent is an assignment that fits, and its total value.
func (p *Problem) Check(agent []int) (value int64, fits bool) {
	if len(agent) != p.Jobs {
		return 0, false
	}
	room := append([]int64(nil), p.Capacity...)
	for j, i := range agent {
		if i < 0 || i >= p.Agents {
			return 0, false
		}
		room[i] -= p.Use[i*p.Jobs+j]
		if room[i] < 0 {
			return 0, false
		}
		value += p.Value[i*p.Jobs+j]
	}
	return value, true
}
