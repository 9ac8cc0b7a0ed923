package round

import "slices"

// unite bans the houses in which the members of a group cannot all be at once, were nobody else of the round there. The
// flow does not see that they must go together; without this it believes in each of them alone.
func (m *solver) unite() {
	for _, group := range m.p.groups {
		if m.stop() {
			return
		}
		m.p.parted(group, func(_ int32, options []int32) {
			for _, k := range options {
				m.ban[k>>6] |= 1 << (k & 63)
			}
		})
	}
}

// parted calls say for every house in which a group cannot be at once, with the options of its members there.
func (p *problem) parted(group []int32, say func(home int32, options []int32)) {
	led := newLedger(p)
	_, at := p.homes(group)
	in := map[int32]bool{}
	for n := range group {
		for home := range at[n] {
			in[home] = true
		}
	}
	for _, home := range keys(in) {
		lists := make([][]int32, len(group))
		for n := range group {
			lists[n] = at[n][home]
		}
		led.reset()
		if left := mostTries; !p.together(led, lists, &left) {
			say(home, slices.Concat(lists...))
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
