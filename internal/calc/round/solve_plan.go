package round

import (
	"iter"
	"slices"
)

// plan is a feasible assignment that is being improved: one option a case, all of them fitting together.
type plan struct {
	s     *search
	led   *ledger
	at    []int32
	loadY []int32
	cost  wide
	dead  func(int32) bool
}

// none is the option of a case to have nothing, the last of its own.
func (p *problem) none(i int32) int32 { return p.households[i].last - 1 }

// newPlan begins with nothing for anybody.
func (s *search) newPlan(dead func(int32) bool) *plan {
	s.led.reset()
	l := &plan{s: s, led: s.led, at: make([]int32, len(s.p.households)), loadY: make([]int32, len(s.p.partners)),
		dead: dead}
	for i := range l.at {
		l.at[i] = -1
	}
	for _, i := range s.cases {
		l.at[i] = -1
		l.set(i, s.p.none(i))
	}
	return l
}

// partnerOf is the partner an option counts for; -1 none.
func (p *problem) partnerOf(k int32) int32 {
	if n := p.options[k].node(); n >= 0 {
		return p.units[n].partner
	}
	return -1
}

// set moves a case to an option.
func (l *plan) set(i, k int32) {
	p := l.s.p
	if old := l.at[i]; old >= 0 {
		l.cost.sub(&p.options[old].cost)
		if y := p.partnerOf(old); y >= 0 {
			l.loadY[y]--
			l.cost.sub(p.partners[y].step(l.loadY[y]))
		}
		l.led.leave(i)
	}
	l.at[i] = k
	l.cost.add(&p.options[k].cost)
	if y := p.partnerOf(k); y >= 0 {
		l.cost.add(p.partners[y].step(l.loadY[y]))
		l.loadY[y]++
	}
	l.led.take(i, p.exactly(k))
}

// step is the cost of one case more.
func (y *partner) step(load int32) *wide {
	if int(load) < len(y.steps) {
		return &y.steps[load]
	}
	return &wide{}
}

// price is what an option costs beside what the others have.
func (l *plan) price(k int32) wide {
	p := l.s.p
	c := p.options[k].cost
	if y := p.partnerOf(k); y >= 0 {
		c.add(p.partners[y].step(l.loadY[y]))
	}
	return c
}

// cheapest finds the best option of a case that fits, its present one aside from the count. A case that stays with
// others has only what fits them.
func (l *plan) cheapest(i int32) (int32, bool) {
	g := &l.s.p.households[i]
	return l.cheapestOf(func(yield func(int32) bool) {
		for k := g.first; k < g.last && yield(k); k++ {
		}
	})
}

// cheapestOf finds the best of some options that fits.
func (l *plan) cheapestOf(options iter.Seq[int32]) (int32, bool) {
	best, found := int32(-1), false
	var least wide
	for k := range options {
		if l.dead(k) {
			continue
		}
		if c := l.price(k); (!found || c.less(&least)) && l.led.fits(k) {
			best, least, found = k, c, true
		}
	}
	return best, found
}

// better moves a case to its best fitting option when that lowers the cost.
func (l *plan) better(i int32) bool {
	before, old := l.cost, l.at[i]
	l.set(i, l.s.p.none(i))
	k, ok := l.cheapest(i)
	if ok {
		l.set(i, k)
	}
	if l.cost.less(&before) {
		return true
	}
	l.set(i, old)
	return false
}

// gather gives a group whose members have nothing the house that costs least.
func (l *plan) gather(group []int32) bool {
	p := l.s.p
	for _, i := range group {
		if l.at[i] != p.none(i) {
			return false
		}
	}
	best := l.cost
	var chosen []int32
	homes, at := p.homes(group)
	l.led.apart = true
	for _, home := range homes {
		if !l.s.hurry && l.s.stop() {
			break
		}
		all := true
		for n, i := range group {
			k, ok := l.cheapestOf(slices.Values(at[n][home]))
			if !ok {
				all = false
				break
			}
			l.set(i, k)
		}
		if all && l.cost.less(&best) {
			best, chosen = l.cost, chosen[:0]
			for _, i := range group {
				chosen = append(chosen, l.at[i])
			}
		}
		for _, i := range group {
			l.set(i, p.none(i))
		}
	}
	for n := range chosen {
		l.set(group[n], chosen[n])
	}
	l.led.apart = false
	return chosen != nil
}

// homes lists the houses in which every member of a group has an option, in the order of the first one's options, and
// the options of each member by house.
func (p *problem) homes(group []int32) (homes []int32, at []map[int32][]int32) {
	at = make([]map[int32][]int32, len(group))
	for n, i := range group {
		at[n] = map[int32][]int32{}
		for k := p.households[i].first; k < p.households[i].last; k++ {
			s := p.options[k].place
			if s < 0 {
				continue
			}
			home := p.home(s)
			if n == 0 && at[0][home] == nil {
				homes = append(homes, home)
			}
			at[n][home] = append(at[n][home], k)
		}
	}
	return slices.DeleteFunc(homes, func(home int32) bool {
		return slices.ContainsFunc(at, func(m map[int32][]int32) bool { return m[home] == nil })
	}), at
}

// follow gives a group what an assignment gives it, if that holds it together and fits.
func (l *plan) follow(group []int32, at []int32) {
	p := l.s.p
	l.led.apart = true
	defer func() { l.led.apart = false }()
	for _, i := range group {
		k := at[i]
		if k < 0 || l.dead(k) || (p.options[k].place < 0) != (p.options[at[group[0]]].place < 0) ||
			p.options[k].place >= 0 && p.home(p.options[k].place) != p.home(p.options[at[group[0]]].place) ||
			!l.led.fits(k) {
			for _, j := range group {
				l.set(j, p.none(j))
			}
			return
		}
		l.set(i, k)
	}
}

// eject gives a case an option that one other case holds, when that one finds another and the whole costs less.
func (l *plan) eject(i int32) bool {
	p := l.s.p
	g := &p.households[i]
	before, old := l.cost, l.at[i]
	var why clash
	l.set(i, p.none(i))
	for k := g.first; k < g.last-1; k++ {
		if l.dead(k) || l.s.stop() || !l.worth(i, k, old) || !l.led.clashes(k, &why) || len(why.with) != 1 {
			continue
		}
		j := why.with[0]
		if p.households[j].group >= 0 || p.households[i].group >= 0 {
			continue
		}
		was := l.at[j]
		l.set(j, p.none(j))
		if l.led.fits(k) {
			l.set(i, k)
			if n, ok := l.cheapest(j); ok {
				l.set(j, n)
			}
			if l.cost.less(&before) {
				return true
			}
			l.set(i, p.none(i))
		}
		l.set(j, p.none(j))
		l.set(j, was)
	}
	l.set(i, old)
	return false
}

// worth tells whether an option alone is cheaper than what the case had.
func (l *plan) worth(i, k, old int32) bool {
	return l.s.p.options[k].cost.less(&l.s.p.options[old].cost)
}

// mostEject bounds the cases of a component in which options are tried that another case holds: the cost is cubic.
const mostEject = 150

// settle repairs a flow's answer into a feasible plan, improves it and keeps it when it is the best so far.
func (s *search) settle(at []int32) {
	l := s.newPlan(s.barred)
	for _, group := range s.p.groups {
		if s.has[group[0]] {
			l.follow(group, at)
		}
	}
	for _, i := range s.cases {
		if k := at[i]; k >= 0 && k != l.at[i] && s.p.households[i].group < 0 && !s.barred(k) && l.led.fits(k) {
			l.set(i, k)
		}
	}
	for _, group := range s.p.groups {
		if s.has[group[0]] {
			l.gather(group)
		}
	}
	passes := 8
	if s.hurry {
		passes = 1
	}
	for range passes {
		moved := false
		for _, i := range s.cases {
			if !s.hurry && s.stop() {
				break
			}
			moved = l.better(i) || moved
		}
		if !moved && !s.hurry && (s.nodes == 0 && len(s.cases) <= mostEject || len(s.cases) <= 20 || s.keen) {
			for _, i := range s.cases {
				moved = l.eject(i) || moved
			}
		}
		if !moved {
			break
		}
	}
	if l.cost.less(&s.best) {
		s.best, s.at = l.cost, append(s.at[:0:0], l.at...)
	}
}
