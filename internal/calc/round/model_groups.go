package round

// unite bans the houses in which the members of a group cannot all be at once, were nobody else of the round there. The
// flow does not see that they must go together; without this it believes in each of them alone.
func (m *solver) unite() {
	p := m.p
	led := newLedger(p)
	for _, group := range p.groups {
		if m.stop() {
			return
		}
		_, at := p.homes(group)
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
