package lp

import (
	"math"
	"slices"
)

func sortByLength(list []int32, columns [][]number) {
	slices.SortFunc(list, func(a, b int32) int {
		if c := len(columns[a]) - len(columns[b]); c != 0 {
			return c
		}
		return int(a - b)
	})
}

// look is how many pivots pass between two looks at the stop.
const look = 16

// primal goes from feasible values to the best ones.
func (p *Program) primal(stop func() bool) Status {
	for n := 0; ; n++ {
		if n%look == look-1 && stop() {
			return Stopped
		}
		if p.sinceRenewal >= renew {
			p.renewal()
			p.values()
			p.prices()
			if p.worst() > 1e-6 {
				return again
			}
		}
		enter, found := p.entering()
		if !found {
			return Optimal
		}
		p.fetch(enter)
		dir := 1.0
		if !p.lowerOf(enter) {
			dir = -1
		}
		at, step, lower := p.blocking(dir, p.mostOf(enter))
		for i, a := range p.column {
			p.value[i] -= dir * step * a
		}
		if at < 0 {
			p.flip(enter)
			continue
		}
		x := step
		if dir < 0 {
			x = p.mostOf(enter) - step
		}
		p.trace(at)
		p.pivot(at, enter, lower)
		p.value[at] = x
	}
}

// entering is the variable whose move gains most by its weight.
func (p *Program) entering() (int32, bool) {
	best, enter, found := 0.0, int32(0), false
	try := func(v, at int32, reduced, weight float64) {
		if at == atUpper {
			reduced = -reduced
		}
		if reduced < -feasible && reduced*reduced > best*weight {
			best, enter, found = reduced*reduced/weight, v, true
		}
	}
	for j, at := range p.place {
		if at < 0 && p.limit[j] > 0 {
			try(int32(j), at, p.reduced[j], p.weight[j])
		}
	}
	for r, at := range p.rowPlace {
		if at < 0 && p.slack[r] > 0 {
			try(^int32(r), at, p.rowReduced[r], p.rowWeight[r])
		}
	}
	return enter, found
}

// blocking is how far the fetched column may move, and who stops it: -1 when it is its own bound. Of those who stop it
// within the tolerance the largest number is taken (P. M. J. Harris).
func (p *Program) blocking(dir, own float64) (int, float64, bool) {
	bound := own
	for i, a := range p.column {
		if rate := dir * a; rate > pivoting {
			bound = min(bound, (max(p.value[i], 0)+lenient)/rate)
		} else if rate < -pivoting {
			bound = min(bound, (min(p.value[i]-p.room(i), 0)-lenient)/rate)
		}
	}
	at, step, lower, size := -1, own, false, 0.0
	for i, a := range p.column {
		rate := dir * a
		low, t := rate > 0, 0.0
		switch {
		case math.Abs(rate) <= max(pivoting, size):
			continue
		case low:
			t = max(p.value[i], 0) / rate
		default:
			t = min(p.value[i]-p.room(i), 0) / rate
		}
		if t <= bound {
			at, step, lower, size = i, t, low, math.Abs(rate)
		}
	}
	if at >= 0 && step > own {
		return -1, own, false
	}
	return at, step, lower
}

func (p *Program) flip(v int32) {
	where := int32(atUpper)
	if !p.lowerOf(v) {
		where = atLower
	}
	if v >= 0 {
		p.place[v] = where
	} else {
		p.rowPlace[^v] = where
	}
}

// dual goes from prices that fit to values that do.
func (p *Program) dual(limit float64, stop func() bool) Status {
	for n := 0; ; n++ {
		if n%look == look-1 {
			if stop() {
				return Stopped
			}
			if p.Objective() > limit {
				return Cut
			}
		}
		if p.sinceRenewal >= renew {
			p.renewal()
			p.prices()
			p.turn()
			p.values()
		}
		at, low := p.leaving()
		if at < 0 {
			return Optimal
		}
		p.trace(at)
		enter, found := p.least(low)
		if !found {
			p.ray = append(p.ray[:0], p.inverse[at]...)
			if !low {
				for k := range p.ray {
					p.ray[k] = -p.ray[k]
				}
			}
			return Infeasible
		}
		p.fetch(enter)
		a := p.column[at]
		if math.Abs(a) < pivoting || math.Abs(a-p.traced(enter)) > 1e-6*(1+math.Abs(a)) {
			if p.sinceRenewal == 0 {
				return Stopped
			}
			return again
		}
		to := 0.0
		if !low {
			to = p.room(at)
		}
		step := (p.value[at] - to) / a
		x := step
		if !p.lowerOf(enter) {
			x += p.mostOf(enter)
		}
		for i, c := range p.column {
			p.value[i] -= step * c
		}
		p.pivot(at, enter, low)
		p.value[at] = x
	}
}

func (p *Program) traced(v int32) float64 {
	if v >= 0 {
		return p.line[v]
	}
	return p.lineRow[^v]
}

// leaving is the variable of the basis that is furthest out of its bounds by its weight, and whether it is below.
func (p *Program) leaving() (int, bool) {
	at, low, best := -1, false, 0.0
	for i, x := range p.value {
		d := -x
		if y := x - p.room(i); y > d {
			d = y
		}
		if d > feasible && d*d > best*p.dualWeight[i] {
			at, low, best = i, x < 0, d*d/p.dualWeight[i]
		}
	}
	return at, low
}

// least is the variable whose reduced cost first becomes zero when the traced row's leaves; of those that do within the
// tolerance, the one of the largest number (P. M. J. Harris).
func (p *Program) least(low bool) (int32, bool) {
	sign := 1.0
	if low {
		sign = -1
	}
	p.tries = p.tries[:0]
	bound := math.Inf(1)
	try := func(v int32, a, d float64, lower bool) {
		a *= sign
		if !lower {
			a, d = -a, -d
		}
		if a > pivoting {
			d = max(d, 0)
			p.tries = append(p.tries, candidate{v, a, d})
			bound = min(bound, (d+lenient)/a)
		}
	}
	for _, j := range p.touched {
		if p.limit[j] > 0 && p.place[j] < 0 {
			try(j, p.line[j], p.reduced[j], p.place[j] == atLower)
		}
	}
	for r, x := range p.lineRow {
		if at := p.rowPlace[r]; at < 0 && p.slack[r] > 0 && x != 0 {
			try(^int32(r), x, p.rowReduced[r], at == atLower)
		}
	}
	enter, size := int32(0), 0.0
	for _, c := range p.tries {
		if c.of > size && c.reduced <= bound*c.of {
			enter, size = c.variable, c.of
		}
	}
	return enter, size > 0
}

// candidate may enter the basis: its number in the leaving row, and its reduced cost.
type candidate struct {
	variable    int32
	of, reduced float64
}
