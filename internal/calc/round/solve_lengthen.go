package round

import (
	"cmp"
	"slices"
)

// lengthen adds weeks to those who have a flat and no place yet, for one week has been enough to decide who has a roof:
// up to the most nights, as far as nobody of the round is there, the most endangered first, then who waited longest. No
// tier counts it. It returns the week each case leaves its flat, by case.
func (m *solver) lengthen() []int16 {
	p := m.p
	until := make([]int16, len(p.households))
	var alone []int32
	led := newLedger(p)
	for i := range p.households {
		o := &p.options[m.best[i]]
		until[i] = o.fto
		led.take(int32(i), p.exactly(m.best[i]))
		if o.place < 0 && o.flat >= 0 {
			alone = append(alone, int32(i))
		}
	}
	waited := func(i int32) int { return p.round.Cases[p.cases[i]].Waited }
	slices.SortFunc(alone, func(a, b int32) int {
		return cmp.Or(p.households[b].class-p.households[a].class, waited(b)-waited(a), cmp.Compare(a, b))
	})
	for _, i := range alone {
		o := &p.options[m.best[i]]
		last := min(o.ffrom+p.longest, int16(p.weeks))
		for until[i] < last && p.fits(i, o.flat, int(until[i]), int(until[i])+1) &&
			!led.clashPlace(o, o.flat, until[i], until[i]+1, byFlat, nil) {
			until[i]++
		}
		led.leave(i)
		s := p.exactly(m.best[i])
		s.fto = until[i]
		led.take(i, s)
	}
	return until
}
