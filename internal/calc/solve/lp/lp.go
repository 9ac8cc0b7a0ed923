// Package lp solves linear programmes in bounded integers' data that change while they are solved: rows are added when
// they are broken, columns are shut out, the goal is replaced.
//
// Inlet: a Program, columns between 0 and 1 (or another whole number), rows of whole numbers. Outlet: the values of the
// columns, and a Certificate: a bound in whole numbers that no solution passes, computed afresh from the prices of the
// rows, so that it is safe whatever floating point did before.
//
// The method is the bounded revised simplex, primal and dual (G. B. Dantzig, Linear Programming and Extensions, 1963;
// C. E. Lemke, 1954), with an explicit inverse of the basis, reference weights for pricing (P. M. J. Harris,
// Mathematical Programming 5, 1973) and small fixed perturbations of goal and right hand sides against stalling. Every
// row is loosened by its perturbation, never tightened: what was feasible stays so. Sums over a case's options (choice
// rows) get their best price in the certificate, in the manner of A. M. Geoffrion, Lagrangean relaxation, Mathematical
// Programming Study 2, 1974. The package is pure: no clock, no randomness; the same calls give the same answer.
package lp

// Entry is one number of a row: the column, and how much of the row one unit of it takes.
type Entry struct {
	Column int32
	Of     int64
}

// Status is how a solve ended.
type Status int

// How a solve ends.
const (
	Optimal    Status = iota // the values are the best, up to the perturbation
	Infeasible               // no values fit; Certify tells whether that is proved
	Cut                      // the goal passes the limit
	Stopped                  // stopped, or numbers too rough to go on
)

// Tolerances. The perturbations are a thousand times larger, so that a tie is rarely met.
const (
	feasible = 1e-9
	lenient  = 1e-10 // how much a bound may be passed for a larger pivot
	pivoting = 1e-7
	rowJolt  = 1e-6
	costJolt = 1e-6
	renew    = 120 // pivots between two computations of the inverse from scratch
)

// number is an entry of a column: row and value.
type number struct {
	row int32
	of  float64
}

// Where a variable stands when it is not in the basis.
const (
	atLower = -1
	atUpper = -2
)

// Program is a linear programme to be minimised. Variables are the columns, 0 and up, and a slack for each row, written
// as the complement of the row's number.
type Program struct {
	columns [][]number
	group   []int32 // choice row of each column, -1: none
	most    []float64
	limit   []float64 // 0 where a column is shut out, else its most
	goal    []int64
	top     float64   // the largest number of the goal
	cost    []float64 // the goal by its largest number, with its perturbation
	place   []int32   // position in the basis, or atLower, atUpper
	reduced []float64
	weight  []float64

	rows         [][]Entry
	right        []int64
	equal        []bool
	choice       []bool
	bound        []float64 // right hand side with its perturbation
	slack        []float64 // most of the slack
	rowPlace     []int32
	rowReduced   []float64
	rowWeight    []float64
	basis        []int32
	inverse      [][]float64
	value        []float64 // of the basis
	dualWeight   []float64
	price        []float64
	ray          []float64
	column       []float64 // scratch: the entering column
	line         []float64 // scratch: the leaving row, by column
	touched      []int32
	seen         []bool
	tries        []candidate
	lineRow      []float64
	filled       []int32
	sinceRenewal int

	// Pivots counts the steps of all solves, for reports and limits.
	Pivots int
}

// New is a programme without rows or columns.
func New() *Program { return &Program{top: 1} }

// jolt is a fixed number in [1, 2) for an index.
func jolt(i, salt uint32) float64 {
	x := i*2654435761 + salt
	x ^= x >> 15
	x *= 2246822519
	x ^= x >> 13
	return 1 + float64(x&0xffff)/65536
}

// AddColumn adds a column between 0 and most, in no row yet, and returns its number.
func (p *Program) AddColumn(most int64) int32 {
	j := int32(len(p.columns))
	p.columns = append(p.columns, nil)
	p.group = append(p.group, -1)
	p.most = append(p.most, float64(most))
	p.limit = append(p.limit, float64(most))
	p.goal = append(p.goal, 0)
	p.cost = append(p.cost, 0)
	p.place = append(p.place, atLower)
	p.reduced = append(p.reduced, 0)
	p.weight = append(p.weight, 1)
	p.line = append(p.line, 0)
	p.seen = append(p.seen, false)
	return j
}

// AddRow adds a row: the sum of the entries is at most right. Its number is returned.
func (p *Program) AddRow(entries []Entry, right int64) int32 {
	return p.add(entries, right, false)
}

// AddChoice adds a row of which exactly one column is 1. A column is in one choice row at most.
func (p *Program) AddChoice(columns []int32) int32 {
	entries := make([]Entry, len(columns))
	for i, j := range columns {
		entries[i] = Entry{j, 1}
	}
	r := p.add(entries, 1, true)
	p.choice[r] = true
	for _, j := range columns {
		p.group[j] = r
	}
	return r
}

func (p *Program) add(entries []Entry, right int64, equal bool) int32 {
	r := int32(len(p.rows))
	p.rows = append(p.rows, entries)
	p.right = append(p.right, right)
	p.equal = append(p.equal, equal)
	p.choice = append(p.choice, false)
	room := 0.0
	if !equal {
		least := 0.0
		for _, e := range entries {
			if e.Of < 0 {
				least += float64(e.Of) * p.most[e.Column]
			}
		}
		room = float64(right) - least + 1
	}
	p.slack = append(p.slack, room)
	b := float64(right)
	if !equal {
		b += rowJolt * jolt(uint32(r), 7)
	}
	p.bound = append(p.bound, b)
	p.rowReduced = append(p.rowReduced, 0)
	p.rowWeight = append(p.rowWeight, 1)
	p.lineRow = append(p.lineRow, 0)
	p.price = append(p.price, 0)

	at := len(p.basis)
	p.basis = append(p.basis, ^r)
	p.rowPlace = append(p.rowPlace, int32(at))
	for i := range p.inverse {
		p.inverse[i] = append(p.inverse[i], 0)
	}
	line := make([]float64, at+1, 2*at+8)
	for _, e := range entries {
		a := float64(e.Of)
		p.columns[e.Column] = append(p.columns[e.Column], number{r, a})
		if i := p.place[e.Column]; i >= 0 {
			for k, x := range p.inverse[i][:at] {
				line[k] -= a * x
			}
		}
	}
	line[at] = 1
	p.inverse = append(p.inverse, line)
	p.value = append(p.value, 0)
	p.dualWeight = append(p.dualWeight, 1)
	p.column = append(p.column, 0)
	return r
}

// Goal sets what a unit of every column costs; it has a number for each.
func (p *Program) Goal(cost []int64) {
	copy(p.goal, cost)
	top := int64(1)
	for _, c := range cost {
		top = max(top, c, -c)
	}
	p.top = float64(top)
	for j := range p.cost {
		p.cost[j] = float64(p.goal[j])/p.top + costJolt*jolt(uint32(j), 99)
	}
	for j := range p.weight {
		p.weight[j] = 1
	}
	for r := range p.rowWeight {
		p.rowWeight[r] = 1
	}
}

// Open lets a column take values again, or shuts it out.
func (p *Program) Open(j int32, open bool) {
	if open {
		p.limit[j] = p.most[j]
	} else {
		p.limit[j] = 0
	}
}

// Size is the number of rows and columns. It and Row are for the tests of package round, which hold what its model says
// against the rows that its solver was given, and see of this package what is exported alone.
func (p *Program) Size() (rows, columns int) { return len(p.rows), len(p.columns) }

// Row is what a row holds, its right hand side, and whether the sum is that or at most that; for tests, like Size.
func (p *Program) Row(r int32) (entries []Entry, right int64, equal bool) {
	return p.rows[r], p.right[r], p.equal[r]
}

// Value is what a column takes in the last answer.
func (p *Program) Value(j int32) float64 {
	switch at := p.place[j]; at {
	case atLower:
		return 0
	case atUpper:
		return p.limit[j]
	default:
		return p.value[at]
	}
}

// Solve finds the best values, from where the last solve ended. It stops when stop says so, and returns Cut when the
// goal is certain to reach limit.
func (p *Program) Solve(limit float64, stop func() bool) Status {
	for range 4 {
		p.prepare()
		st := Optimal
		if p.worst() > feasible {
			p.turn()
			st = p.dual(limit, stop)
		}
		if st == Optimal {
			st = p.primal(stop)
		}
		if st != again {
			return st
		}
		p.renewal()
	}
	return Stopped
}

// again asks for the inverse to be computed anew.
const again Status = -1

// Objective is what the last answer costs, nearly: the perturbations are in it.
func (p *Program) Objective() float64 { return p.objective() * p.top }
