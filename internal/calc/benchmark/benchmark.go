// Package benchmark holds solvers that the network does not use: generalised assignment (gap), multi-dimensional
// knapsack (mknap) and minimum-cost flow (mcf). Only the command "havre solve" calls them.
//
// They are there so that whoever doubts the solvers that placement rests on (linear assignment, the simplex, rounds)
// can put the same way of working to public problem files with published optima (docs/solvers.md): bounds in whole
// numbers, a stop that always leaves an answer, no randomness that does not repeat. What placement depends on stands in
// package solve and below it, and imports nothing from here.
package benchmark
