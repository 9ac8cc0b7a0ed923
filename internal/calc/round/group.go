package round

// unite bans the houses in which the members of a group cannot all be at once, were nobody else of the round there. The
// flow does not see that they must go together; without this it believes in each of them alone.
func (m *master) unite() {
	p := m.p
	led := newLedger(p)
	for _, group := range p.groups {
		possible := map[int32]bool{}
		g := &p.guests[group[0]]
		for k := g.first; k < g.last; k++ {
			if p.options[k].place < 0 {
				continue
			}
			home := p.home(p.options[k].place)
			if _, known := possible[home]; !known {
				led.reset()
				left := mostTries
				possible[home] = p.houses(led, group, home, &left)
			}
		}
		for _, i := range group {
			g := &p.guests[i]
			for k := g.first; k < g.last; k++ {
				if s := p.options[k].place; s >= 0 && !possible[p.home(s)] {
					m.ban[k>>6] |= 1 << (k & 63)
				}
			}
		}
	}
}

// mostTries bounds the search within one house; beyond it the house counts as possible.
const mostTries = 20_000

// houses tells whether a house takes the cases of a group beside those entered already.
func (p *problem) houses(led *ledger, group []int32, home int32, left *int) bool {
	if len(group) == 0 || *left < 0 {
		return true
	}
	g := &p.guests[group[0]]
	for k := g.first; k < g.last; k++ {
		if s := p.options[k].place; s < 0 || p.home(s) != home || !led.fits(k) {
			continue
		}
		*left--
		led.take(group[0], p.exactly(k))
		ok := p.houses(led, group[1:], home, left)
		led.leave(group[0])
		if ok {
			return true
		}
	}
	return false
}
