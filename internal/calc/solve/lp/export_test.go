package lp

// AddEqual adds a row whose sum is right.
func (p *Program) AddEqual(entries []Entry, right int64) int32 {
	return p.add(entries, right, true)
}
