package round

// prove records the bound of the fields from one to another (not included): what was found when it is proved; else what
// the least cost of the relaxation says, where it agrees with what was found in all fields before; else what a flow of
// the one field says.
func (m *solver) prove(from, to int, low *wide, sure bool, dead []uint64) {
	value, least := m.p.scale.split(m.cost()), m.p.scale.split(*low)
	for i := 0; i < from && !sure; i++ {
		if least[i] != value[i] {
			clear(least)
		}
	}
	for i := from; i < to && m.sure; i++ {
		if m.bound[i] = value[i]; sure {
			continue
		}
		if m.bound[i] = min(least[i], value[i]); m.bound[i] < value[i] {
			m.bound[i] = max(m.bound[i], m.weighed(i, value, dead))
		}
		m.sure = m.bound[i] == value[i]
	}
}

// weighed is a bound of one field when all before it are as found: the least of the field and, at a price, of the
// people not placed, over the relaxation, less the price of those who are not placed as found (Lagrange). A toll per
// person on the partners that the relaxation fills beyond their number is raised step by step; it gives back what the
// number allows. The best of a few prices counts.
func (m *solver) weighed(field int, value []int64, dead []uint64) int64 {
	best, steps := int64(0), mostTolls
	if len(m.p.households) > mostEject {
		steps = 1 // a flow takes seconds there
	}
	for _, price := range [...]int64{0, 1, 2, 3, 4, 6, 8} {
		toll := make([]int64, len(m.p.partners))
		for range steps {
			least, moved, ok := m.tolled(field, price, toll, dead)
			if !ok {
				return best
			}
			for i := fieldPlaced; i < min(field, fieldUnwished); i += 2 {
				least -= fine * price * value[i]
			}
			if best = max(best, (least+fine-1)/fine); !moved {
				break
			}
		}
	}
	return min(best, value[field])
}

// mostTolls is how often tolls are set anew.
const mostTolls = 12

// tolled solves the relaxation with tolls, says its bound in parts, and sets the tolls anew: up where a partner has too
// many people, down where it has room.
func (m *solver) tolled(field int, price int64, toll []int64, dead []uint64) (int64, bool, bool) {
	p := m.p
	p.single(field, price, toll)
	var total wide
	heads := make([]int64, len(toll))
	for _, s := range m.components {
		f := newFlow(p, s.cases, append([]uint64(nil), dead...), s.reach)
		if !s.clear(&f.domain) || !f.solve(m.pressed) {
			return 0, false, false
		}
		total.add(&f.total)
		for _, i := range s.cases {
			if o := &p.options[f.at[i]]; o.place >= 0 {
				heads[p.units[o.place].partner] += int64(p.households[i].counted)
			}
		}
	}
	least, moved := int64(total[0]), false
	for y := range toll {
		left := int64(p.partners[y].left)
		least -= toll[y] * left
		switch {
		case heads[y] > left:
			toll[y]++
			moved = true
		case heads[y] < left && toll[y] > 0:
			toll[y]--
			moved = true
		}
	}
	return least, moved, true
}

// pressed tells a bound that it must not be waited for: a large round that was stopped.
func (m *solver) pressed() bool { return len(m.p.households) > 200 && m.stop() }

// cost is what the best assignment costs under the costs in force.
func (m *solver) cost() wide {
	var c wide
	for _, s := range m.components {
		x := s.costOf(m.best)
		c.add(&x)
	}
	return c
}
