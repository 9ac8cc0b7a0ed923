package lp

// Basis is where a solve ended, to go back to.
type Basis struct {
	rows  int
	basis []int32
	upper []int32 // variables at their upper bound
}

// Basis remembers where the last solve ended.
func (p *Program) Basis() *Basis {
	b := &Basis{rows: len(p.rows), basis: append([]int32(nil), p.basis...)}
	for j, at := range p.place {
		if at == atUpper {
			b.upper = append(b.upper, int32(j))
		}
	}
	for r, at := range p.rowPlace {
		if at == atUpper {
			b.upper = append(b.upper, ^int32(r))
		}
	}
	return b
}

// Return goes back to a basis; rows added since stay. Rows and columns must not have been dropped since.
func (p *Program) Return(b *Basis) {
	for j := range p.place {
		p.place[j] = atLower
	}
	for r := range p.rowPlace {
		p.rowPlace[r] = atLower
	}
	copy(p.basis, b.basis)
	for r := b.rows; r < len(p.basis); r++ {
		p.basis[r] = ^int32(r)
	}
	for i, v := range p.basis {
		if v >= 0 {
			p.place[v] = int32(i)
		} else {
			p.rowPlace[^v] = int32(i)
		}
	}
	for _, v := range b.upper {
		if v >= 0 {
			p.place[v] = atUpper
		} else {
			p.rowPlace[^v] = atUpper
		}
	}
	p.renewal()
}

// Tidy drops for good the columns that are shut out, and the rows that lax names and that bind nothing now. It returns
// the new number of every row, -1 for those dropped. Columns keep their numbers.
func (p *Program) Tidy(lax func(row int32) bool) []int32 {
	to := make([]int32, len(p.rows))
	n := int32(0)
	for r := range p.rows {
		if to[r] = -1; p.rowPlace[r] >= 0 && !p.equal[r] && lax(int32(r)) {
			continue
		}
		to[r] = n
		n++
	}
	for j := range p.columns {
		p.columns[j] = p.columns[j][:0]
		if p.group[j] >= 0 {
			p.group[j] = to[p.group[j]]
		}
	}
	var basis []int32
	for _, v := range p.basis {
		switch {
		case v >= 0:
			basis = append(basis, v)
		case to[^v] >= 0:
			basis = append(basis, ^to[^v])
		}
	}
	for r, entries := range p.rows {
		n := to[r]
		if n < 0 {
			continue
		}
		kept := make([]Entry, 0, len(entries))
		for _, e := range entries {
			if p.limit[e.Column] > 0 || p.place[e.Column] >= 0 {
				kept = append(kept, e)
				p.columns[e.Column] = append(p.columns[e.Column], number{n, float64(e.Of)})
			}
		}
		p.rows[n], p.right[n], p.equal[n], p.choice[n] = kept, p.right[r], p.equal[r], p.choice[r]
		p.bound[n], p.slack[n], p.rowPlace[n], p.rowReduced[n], p.rowWeight[n] = p.bound[r], p.slack[r], p.rowPlace[r],
			p.rowReduced[r], p.rowWeight[r]
	}
	p.rows, p.right, p.equal, p.choice = p.rows[:n], p.right[:n], p.equal[:n], p.choice[:n]
	p.bound, p.slack, p.rowPlace, p.rowReduced, p.rowWeight = p.bound[:n], p.slack[:n], p.rowPlace[:n],
		p.rowReduced[:n], p.rowWeight[:n]
	p.price, p.lineRow, p.value, p.column, p.dualWeight = p.price[:n], p.lineRow[:n], p.value[:n], p.column[:n],
		p.dualWeight[:n]
	p.ray = nil
	p.basis = basis
	p.inverse = p.inverse[:n]
	for i := range p.inverse {
		p.inverse[i] = p.inverse[i][:n]
	}
	for i, v := range p.basis {
		if v >= 0 {
			p.place[v] = int32(i)
		} else {
			p.rowPlace[^v] = int32(i)
		}
	}
	p.renewal()
	return to
}
