// Package mknap solves the multi-dimensional knapsack problem: choose items of the most profit that together stay
// within a capacity in each of several dimensions.
//
// The method is branch and bound on the linear relaxation, solved by a dual simplex with bounded variables that goes on
// from node to node (C. E. Lemke 1954; H. M. Wagner 1958). The simplex works in floating point, but only suggests: its
// prices are rounded to whole numbers in fixed point, and bound, reduced costs and the fixing of items are worked out
// from those in integers (weak duality holds for any prices that are not negative), so that a bound is never wrong.
package mknap

import (
	"havre.example/havre/internal/calc/solve"
)

// Limits of a problem.
const (
	MostItems    = 10_000
	MostRows     = 1_000
	MostCells    = 1_000_000 // items x rows
	MostValue    = 100_000_000
	MostCapacity = 1_000_000_000_000
)

// Problem has profits, and Rows dimensions; Use[r*Items+j] is what item j takes of Capacity[r]. All are at least 0.
// Profits are in units of 10^-Places, as are Known (the optimum that a file states, 0 when it states none) and the
// values of a Result.
type Problem struct {
	Items, Rows           int
	Profit, Use, Capacity []int64
	Places                int
	Known                 int64
}

// Result is a set of items: Taken[j].
type Result struct {
	solve.Outcome
	Taken []bool
}

// Solve finds the set of most profit; with least set that of least profit, which is the empty one when no profit is
// negative. When stopped it returns the best found and a bound.
func Solve(p *Problem, least bool, stop func() bool) Result {
	profit := p.Profit
	if least {
		profit = make([]int64, p.Items)
		for j, c := range p.Profit {
			profit[j] = -c
		}
	}
	s := newSearch(p, profit, stop)
	s.run()
	r := Result{Outcome: solve.Ended(s.bestAt, max(s.bound, s.bestAt)), Taken: s.best}
	if least {
		r.Outcome = r.Flipped()
	}
	return r
}

// Check says whether a set stays within every capacity, and its profit.
func (p *Problem) Check(taken []bool) (profit int64, fits bool) {
	if len(taken) != p.Items {
		return 0, false
	}
	room := append([]int64(nil), p.Capacity...)
	for j, in := range taken {
		if !in {
			continue
		}
		profit += p.Profit[j]
		for r := range room {
			room[r] -= p.Use[r*p.Items+j]
			if room[r] < 0 {
				return 0, false
			}
		}
	}
	return profit, true
}
