package mknap

import "math"

// simplex is the linear relaxation in a condensed tableau: one row for each basic variable, one column for each that is
// not. Variables 0 to n-1 are the items, n to n+m-1 the room left in each dimension. Every basic variable is
//
//	value[r] = rhs[r] - sum over columns k of t[r][k] * (value of the column's variable)
//
// and the profit changes by d[k] a unit of column k. Rows and profits are scaled to at most 1.
//
// The tableau stays right for its basis whatever the bounds of the variables are, so going back in the tree costs
// nothing: bounds change, columns move to the bound their d asks for, and the dual simplex goes on.
type simplex struct {
	n, m       int
	a          []float64 // the problem's rows, scaled
	b, c       []float64
	rowScale   []float64
	scale      float64 // of the profits
	t          []float64
	rhs, value []float64
	d          []float64
	basic      []int // variable of each row
	column     []int // variable of each column
	where      []int // of each variable: its column, or -1-row
	at         []float64
	low, high  []float64 // bounds of each variable
	pivots     int       // since the tableau was made
}

const (
	feasibility = 1e-9
	smallest    = 1e-9 // pivot
	refresh     = 150  // pivots after which the tableau is made anew, and four more a row
)

func newSimplex(n, m int, profit, use, capacity []int64) *simplex {
	x := &simplex{n: n, m: m, a: make([]float64, m*n), b: make([]float64, m), c: make([]float64, n),
		rowScale: make([]float64, m), scale: 1,
		t: make([]float64, m*n), rhs: make([]float64, m), value: make([]float64, m), d: make([]float64, n),
		basic: make([]int, m), column: make([]int, n),
		where: make([]int, n+m), at: make([]float64, n), low: make([]float64, n+m), high: make([]float64, n+m)}
	for _, c := range profit {
		x.scale = max(x.scale, float64(c))
	}
	for j, c := range profit {
		x.c[j], x.high[j] = float64(c)/x.scale, 1
	}
	for r := range m {
		x.rowScale[r] = 1
		for _, u := range use[r*n : (r+1)*n] {
			x.rowScale[r] = max(x.rowScale[r], float64(u))
		}
		for j, u := range use[r*n : (r+1)*n] {
			x.a[r*n+j] = float64(u) / x.rowScale[r]
		}
		x.b[r], x.high[n+r] = float64(capacity[r])/x.rowScale[r], math.Inf(1)
	}
	x.slack()
	x.place()
	return x
}

// slack makes the tableau whose basis is the room left.
func (x *simplex) slack() {
	copy(x.t, x.a)
	copy(x.rhs, x.b)
	copy(x.d, x.c)
	for j := range x.n {
		x.column[j], x.where[j] = j, j
	}
	for r := range x.m {
		x.basic[r], x.where[x.n+r] = x.n+r, -1-r
	}
	x.pivots = 0
}

// place puts every column at the bound its d asks for and works out the basic values.
func (x *simplex) place() {
	copy(x.value, x.rhs)
	for k, v := range x.column {
		x.at[k] = x.low[v]
		if x.d[k] > 0 && !math.IsInf(x.high[v], 1) {
			x.at[k] = x.high[v]
		}
		if x.at[k] != 0 {
			for r := range x.m {
				x.value[r] -= x.t[r*x.n+k] * x.at[k]
			}
		}
	}
}

// bound gives variable v new bounds.
func (x *simplex) bound(v int, low, high float64) {
	x.low[v], x.high[v] = low, high
	k := x.where[v]
	if k < 0 {
		return
	}
	at := low
	if x.d[k] > 0 {
		at = high
	}
	if move := at - x.at[k]; move != 0 {
		for r := range x.m {
			x.value[r] -= x.t[r*x.n+k] * move
		}
		x.at[k] = at
	}
}

// solve makes pivots until every basic variable is within its bounds, at most most of them, or until stop.
func (x *simplex) solve(most int, stop func() bool) {
	for k := range most {
		if k%16 == 15 && stop() {
			return
		}
		if x.pivots >= refresh+4*x.m {
			x.renew()
		}
		r, bound, up := x.leaving()
		if r < 0 {
			return
		}
		k := x.entering(r, up)
		if k < 0 {
			return
		}
		x.move(r, k, bound)
	}
}

// leaving returns the row furthest out of its bounds, the bound it goes to, and whether it must grow.
func (x *simplex) leaving() (row int, bound float64, grow bool) {
	row = -1
	worst := feasibility
	for r, v := range x.basic {
		if under := x.low[v] - x.value[r]; under > worst {
			row, bound, grow, worst = r, x.low[v], true, under
		}
		if over := x.value[r] - x.high[v]; over > worst {
			row, bound, grow, worst = r, x.high[v], false, over
		}
	}
	return row, bound, grow
}

// entering returns the column that keeps the signs of d right (the dual ratio test), the largest pivot among equals.
func (x *simplex) entering(r int, grow bool) int {
	best, ratio, size := -1, math.Inf(1), 0.0
	for k, p := range x.t[r*x.n : (r+1)*x.n] {
		v := x.column[k]
		if p > -smallest && p < smallest || x.low[v] == x.high[v] {
			continue
		}
		atHigh := x.at[k] == x.high[v]
		if (p > 0) == (grow != atHigh) {
			continue
		}
		q := math.Abs(x.d[k] / p)
		if q < ratio-1e-12 || q <= ratio+1e-12 && math.Abs(p) > size {
			best, ratio, size = k, q, math.Abs(p)
		}
	}
	return best
}

// move exchanges the variables of row r and column k; the one that leaves goes to its bound.
func (x *simplex) move(r, k int, bound float64) {
	p := x.t[r*x.n+k]
	step := (x.value[r] - bound) / p
	enters := x.at[k] + step
	for i := range x.m {
		x.value[i] -= x.t[i*x.n+k] * step
	}
	x.pivot(r, k)
	x.value[r], x.at[k] = enters, bound
}

func (x *simplex) pivot(r, k int) {
	n := x.n
	row := x.t[r*n : (r+1)*n]
	p := row[k]
	inv := 1 / p
	row[k] = 1
	for j := range row {
		row[j] *= inv
	}
	x.rhs[r] *= inv
	for i := range x.m {
		if i == r {
			continue
		}
		other := x.t[i*n : (i+1)*n]
		f := other[k]
		if f == 0 {
			continue
		}
		other[k] = 0
		other = other[:len(row)]
		for j, q := range row {
			other[j] -= f * q
		}
		x.rhs[i] -= f * x.rhs[r]
	}
	if f := x.d[k]; f != 0 {
		x.d[k] = 0
		for j, q := range row {
			x.d[j] -= f * q
		}
	}
	out, in := x.basic[r], x.column[k]
	x.basic[r], x.column[k] = in, out
	x.where[in], x.where[out] = -1-r, k
	x.pivots++
}

// renew makes the tableau of the same basis from the problem's numbers, so that errors do not pile up.
func (x *simplex) renew() {
	want := append([]int(nil), x.basic...)
	x.slack()
	for _, v := range want {
		if v >= x.n {
			continue
		}
		k, best, row := x.where[v], smallest, -1
		for r, u := range x.basic {
			if f := math.Abs(x.t[r*x.n+k]); f > best && u >= x.n && !contains(want, u) {
				best, row = f, r
			}
		}
		if row >= 0 {
			x.pivot(row, k)
		}
	}
	x.pivots = 0
	x.place()
}

func contains(vs []int, v int) bool {
	for _, u := range vs {
		if u == v {
			return true
		}
	}
	return false
}

// prices are the worth of a unit of each dimension, in profit units; never negative.
func (x *simplex) prices(into []float64) {
	for r := range x.m {
		into[r] = 0
		if k := x.where[x.n+r]; k >= 0 {
			into[r] = max(0, -x.d[k]) * x.scale / x.rowScale[r]
		}
	}
}

// share is how much of item j the relaxed answer takes.
func (x *simplex) share(j int) float64 {
	if k := x.where[j]; k >= 0 {
		return x.at[k]
	}
	return x.value[-1-x.where[j]]
}
