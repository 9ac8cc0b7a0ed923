package round

// unite bans the houses in which the members of a group cannot all be at once, were nobody else of the round there. The
// flow does not see that they must go together; without this it believes in each of them alone.
func (m *solver) unite() {
	p := m.p
	led := newLedger(p)
	for _, group := range p.groups {
		at := make([]map[int32][]int32, len(group)) // options by house
		for n, i := range group {
			at[n] = map[int32][]int32{}
			for k := p.households[i].first; k < p.households[i].last; k++ {
				if s := p.options[k].place; s >= 0 {
					at[n][p.home(s)] = append(at[n][p.home(s)], k)
				}
			}
		}
		for n := range group {
			for home, options := range at[n] {
				lists := make([][]int32, len(group))
				for x := range group {
					lists[x] = at[x][home]
				}
				led.reset()
				left := mostTries
				if p.together(led, lists, &left) {
					continue
				}
				for _, k := range options {
					m.ban[k>>6] |= 1 << (k & 63)
				}
			}
		}
	}
}

// mostTries bounds the search within one house; beyond it the house counts as possible.
const mostTries = 20_000

// together tells whether one option of each list fits beside those entered already.
func (p *problem) together(led *ledger, lists [][]int32, left *int) bool {
	if len(lists) == 0 || *left < 0 {
		return true
	}
	for _, k := range lists[0] {
		if !led.fits(k) {
			continue
		}
		*left--
		i := p.options[k].who
		led.take(i, p.exactly(k))
		ok := p.together(led, lists[1:], left)
		led.leave(i)
		if ok {
			return true
		}
	}
	return false
}
