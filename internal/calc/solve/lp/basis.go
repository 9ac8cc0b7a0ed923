package lp

import "math"

// room is the most that the variable in the basis at a position may take.
func (p *Program) room(at int) float64 { return p.mostOf(p.basis[at]) }

// prepare computes values and reduced costs afresh.
func (p *Program) prepare() {
	if p.sinceRenewal >= renew {
		p.renewal()
	}
	for j := range p.columns {
		if p.place[j] == atUpper && p.limit[j] == 0 {
			p.place[j] = atLower
		}
	}
	p.values()
	p.prices()
}

// values computes what the basis takes.
func (p *Program) values() {
	m := len(p.basis)
	b := make([]float64, m)
	copy(b, p.bound)
	for j, at := range p.place {
		if at == atUpper {
			for _, a := range p.columns[j] {
				b[a.row] -= a.of * p.limit[j]
			}
		}
	}
	for r, at := range p.rowPlace {
		if at == atUpper {
			b[r] -= p.slack[r]
		}
	}
	for i := range p.value {
		x := 0.0
		for k, a := range p.inverse[i] {
			x += a * b[k]
		}
		p.value[i] = x
	}
}

// prices computes the price of every row and the reduced cost of every variable outside the basis.
func (p *Program) prices() {
	clear(p.price)
	for i, v := range p.basis {
		if v < 0 || p.cost[v] == 0 {
			continue
		}
		c := p.cost[v]
		for k, a := range p.inverse[i] {
			p.price[k] += c * a
		}
	}
	for j, at := range p.place {
		if at >= 0 {
			p.reduced[j] = 0
			continue
		}
		d := p.cost[j]
		for _, a := range p.columns[j] {
			d -= p.price[a.row] * a.of
		}
		p.reduced[j] = d
	}
	for r, at := range p.rowPlace {
		if p.rowReduced[r] = 0; at < 0 {
			p.rowReduced[r] = -p.price[r]
		}
	}
}

// worst is how far the basis is from being feasible.
func (p *Program) worst() float64 {
	w := 0.0
	for i, x := range p.value {
		w = max(w, -x, x-p.room(i))
	}
	return w
}

// turn moves every variable outside the basis to the bound its reduced cost asks for, so that the dual simplex may
// begin.
func (p *Program) turn() {
	moved := false
	turned := func(at *int32, reduced, most float64) {
		want := *at
		switch {
		case want >= 0:
		case reduced < -feasible && most > 0:
			want = atUpper
		case reduced > feasible:
			want = atLower
		}
		if want != *at {
			*at, moved = want, true
		}
	}
	for j := range p.place {
		turned(&p.place[j], p.reduced[j], p.limit[j])
	}
	for r := range p.rowPlace {
		turned(&p.rowPlace[r], p.rowReduced[r], p.slack[r])
	}
	if moved {
		p.values()
	}
}

// objective is what the values cost, perturbation included.
func (p *Program) objective() float64 {
	z := 0.0
	for j, at := range p.place {
		switch {
		case at >= 0:
			z += p.cost[j] * p.value[at]
		case at == atUpper:
			z += p.cost[j] * p.limit[j]
		}
	}
	return z
}

// fetch computes the inverse times a variable's column.
func (p *Program) fetch(v int32) {
	if v < 0 {
		for i := range p.inverse {
			p.column[i] = p.inverse[i][^v]
		}
		return
	}
	a := p.columns[v]
	for i, line := range p.inverse {
		x := 0.0
		for _, n := range a {
			x += line[n.row] * n.of
		}
		p.column[i] = x
	}
}

// trace computes a row of the tableau: for every variable outside the basis how much of it the basis' variable loses.
func (p *Program) trace(at int) {
	for _, j := range p.touched {
		p.line[j], p.seen[j] = 0, false
	}
	p.touched = p.touched[:0]
	for r, x := range p.inverse[at] {
		if p.lineRow[r] = x; math.Abs(x) < 1e-12 {
			continue
		}
		for _, e := range p.rows[r] {
			if p.limit[e.Column] == 0 || p.place[e.Column] >= 0 {
				continue
			}
			if !p.seen[e.Column] {
				p.seen[e.Column] = true
				p.touched = append(p.touched, e.Column)
			}
			p.line[e.Column] += x * float64(e.Of)
		}
	}
}

// pivot exchanges the variable at a position for another one whose column has been fetched and whose row was traced;
// the reduced costs follow. The one that leaves goes to lower or upper.
func (p *Program) pivot(at int, enter int32, lower bool) {
	p.Pivots++
	p.sinceRenewal++
	a := p.column[at]
	d := p.reducedOf(enter)
	step := d / a
	w := p.weightOf(enter)
	for _, j := range p.touched {
		if x := p.line[j]; x != 0 {
			p.reduced[j] -= step * x
			p.weight[j] = max(p.weight[j], (x/a)*(x/a)*w)
		}
	}
	for r, x := range p.lineRow {
		if x != 0 && p.rowPlace[r] < 0 {
			p.rowReduced[r] -= step * x
			p.rowWeight[r] = max(p.rowWeight[r], (x/a)*(x/a)*w)
		}
	}
	leave := p.basis[at]
	where := int32(atLower)
	if !lower {
		where = atUpper
	}
	if leave >= 0 {
		p.place[leave], p.reduced[leave], p.weight[leave] = where, -step, max(w/(a*a), 1)
		if p.limit[leave] == 0 {
			p.place[leave] = atLower
		}
	} else {
		p.rowPlace[^leave], p.rowReduced[^leave], p.rowWeight[^leave] = where, -step, max(w/(a*a), 1)
	}
	p.basis[at] = enter
	if enter >= 0 {
		p.place[enter], p.reduced[enter] = int32(at), 0
	} else {
		p.rowPlace[^enter], p.rowReduced[^enter] = int32(at), 0
	}
	for k, x := range p.inverse[at] {
		p.price[k] += step * x
	}
	v := p.dualWeight[at]
	for i, x := range p.column {
		if i != at && x != 0 {
			p.dualWeight[i] = max(p.dualWeight[i], (x/a)*(x/a)*v)
		}
	}
	p.dualWeight[at] = max(v/(a*a), 1)
	p.eliminate(at)
}

// eliminate updates the inverse for the column that was fetched.
func (p *Program) eliminate(at int) {
	line := p.inverse[at]
	p.filled = p.filled[:0]
	inv := 1 / p.column[at]
	for k, x := range line {
		if math.Abs(x) < 1e-13 {
			line[k] = 0
			continue
		}
		line[k] = x * inv
		p.filled = append(p.filled, int32(k))
	}
	for i, other := range p.inverse {
		f := p.column[i]
		if i == at || math.Abs(f) < 1e-13 {
			continue
		}
		for _, k := range p.filled {
			other[k] -= f * line[k]
		}
	}
}

func (p *Program) reducedOf(v int32) float64 {
	if v >= 0 {
		return p.reduced[v]
	}
	return p.rowReduced[^v]
}

func (p *Program) weightOf(v int32) float64 {
	if v >= 0 {
		return p.weight[v]
	}
	return p.rowWeight[^v]
}

// mostOf is the most a variable may take.
func (p *Program) mostOf(v int32) float64 {
	if v >= 0 {
		return p.limit[v]
	}
	return p.slack[^v]
}

func (p *Program) lowerOf(v int32) bool {
	if v >= 0 {
		return p.place[v] == atLower
	}
	return p.rowPlace[^v] == atLower
}

// renewal computes the inverse from scratch: the slacks' is the unit matrix, each column of the basis is pivoted in.
func (p *Program) renewal() {
	p.sinceRenewal = 0
	m := len(p.basis)
	var in []int32
	free := make([]bool, m)
	for r := range free {
		free[r] = p.rowPlace[r] < 0
	}
	for _, v := range p.basis {
		if v >= 0 {
			in = append(in, v)
		}
	}
	for i := range p.inverse {
		clear(p.inverse[i])
		p.inverse[i][i] = 1
		p.basis[i] = ^int32(i)
		if !free[i] {
			p.rowPlace[i] = int32(i)
		}
	}
	sortByLength(in, p.columns)
	for _, v := range in {
		p.fetch(v)
		at, best := -1, pivoting
		for i, x := range p.column {
			if free[i] && math.Abs(x) > best {
				at, best = i, math.Abs(x)
			}
		}
		if at < 0 {
			p.place[v] = atLower // it depends on the others
			continue
		}
		free[at] = false
		p.basis[at] = v
		p.place[v] = int32(at)
		p.eliminate(at)
	}
	for i, f := range free {
		if f {
			p.rowPlace[i] = int32(i)
		}
	}
	for i := range p.dualWeight {
		p.dualWeight[i] = 1
	}
}
