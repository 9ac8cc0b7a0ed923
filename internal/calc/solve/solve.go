// Package solve holds what the solvers below it share: the outcome of a run and the strict reading of problem files.
//
// The solvers are exact: linear assignment (assign) and the simplex (lp), on which placement rests; generalised
// assignment, multi-dimensional knapsack and minimum-cost flow (package benchmark), which only the command "havre
// solve" calls. Each takes a function stop that says when to end, returns the best answer it has then,
// and beside it a bound that no answer can pass. A bound is always worked out in integers from multipliers or prices,
// never taken from floating-point arithmetic, so that "proved" is true.
package solve

// Status says what a run established.
type Status string

// The statuses of a run. Unknown means: stopped before any feasible answer was found or excluded.
const (
	Proved     Status = "proved"     // the value is optimal: value and bound agree
	Feasible   Status = "feasible"   // an answer, and a bound beyond it
	Infeasible Status = "infeasible" // it is certain that there is no answer
	Unknown    Status = "unknown"    // neither an answer nor the certainty that there is none
)

// Outcome is what a solver says of a problem. Value is the objective of the answer returned, meaningful when Status is
// Proved or Feasible. Bound is what no answer can be better than: at most the optimum when minimising, at least the
// optimum when maximising; it means nothing when Status is Infeasible.
type Outcome struct {
	Value, Bound int64
	Status       Status
}

// Never is a stop function that lets a solver run to its end.
func Never() bool { return false }

// Ended makes the outcome of a run that holds an answer: proved when its value meets the bound.
func Ended(value, bound int64) Outcome {
	if value == bound {
		return Outcome{Value: value, Bound: bound, Status: Proved}
	}
	return Outcome{Value: value, Bound: bound, Status: Feasible}
}

// Flipped is the outcome of the negated problem: solvers work in one direction, and the other is the same problem with
// every value negated.
func (o Outcome) Flipped() Outcome {
	return Outcome{Value: -o.Value, Bound: -o.Bound, Status: o.Status}
}
