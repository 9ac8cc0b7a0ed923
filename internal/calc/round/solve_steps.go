package round

import (
	"math"
	"slices"
)

// costOf is what an assignment of a component costs under the costs in force.
func (s *search) costOf(at []int32) wide {
	var c wide
	load := map[int32]int32{}
	for _, i := range s.cases {
		c.add(&s.p.options[at[i]].cost)
		if y := s.p.partnerOf(at[i]); y >= 0 {
			c.add(s.p.partners[y].step(load[y]))
			load[y]++
		}
	}
	return c
}

// ready sets a search to a known assignment and the options that are out.
func (m *solver) ready(s *search, dead []uint64, from []int32) {
	s.at, s.best, s.nodes = from, s.costOf(from), 0
	s.barred = func(k int32) bool { return dead[k>>6]>>(k&63)&1 == 1 }
}

// search runs one search from a known assignment; a better one is kept.
func (m *solver) search(s *search, dead []uint64, from []int32, budget int) (wide, bool) {
	m.ready(s, dead, from)
	s.budget = min(budget, m.left())
	low, sure := s.run(dead)
	m.nodes += s.nodes
	return low, sure
}

// left is how many nodes may still be looked at.
func (m *solver) left() int {
	if m.o.Nodes == 0 {
		return math.MaxInt / 2
	}
	return max(m.o.Nodes-m.nodes, 0)
}

// tight tells whether the tight relaxation is for a component.
func (m *solver) tight(s *search) bool { return s.tight() && !m.o.trial.flowing }

// wide is how many nodes the flow may look at where the tight relaxation comes after it.
func (m *solver) wide() int {
	if m.o.trial.tight {
		return 0
	}
	return wideEnough
}

// placed is T0 and T1: as many people as can be, most endangered first. Each class is proved among its own cases and
// those before it: the others can always wait, and nothing less important hides the proof.
func (m *solver) placed() {
	m.tell(StepPlaced)
	from := 0
	for class := dangerLevels - 1; class >= -1; class-- {
		to := fieldPlaced + 2*(dangerLevels-class)
		if class < 0 {
			to = fieldAsks + 1
		}
		if m.stop() {
			m.sure = false
			return
		}
		m.p.write(to - 1)
		var low wide
		all := true
		for _, s := range m.components {
			l, sure := m.among(s, class, to)
			low.add(&l)
			all = all && sure
		}
		m.prove(from, to, &low, all, m.ban)
		from = to
	}
}

// among searches a component with the cases of a class and above, those fixed by a person, and whoever stays with them.
func (m *solver) among(s *search, class, to int) (wide, bool) {
	all := s.cases
	defer func() {
		s.cases = all
		for _, i := range all {
			s.has[i] = true
		}
	}()
	in := make(map[int32]bool, len(all))
	for _, i := range all {
		g := &m.p.households[i]
		if g.class < class && !g.locked {
			continue
		}
		in[i] = true
		if g.group >= 0 {
			for _, j := range m.p.groups[g.group] {
				in[j] = true
			}
		}
	}
	s.cases = nil
	var rest wide
	for _, i := range all {
		if s.has[i] = in[i]; in[i] {
			s.cases = append(s.cases, i)
		} else {
			m.best[i] = m.p.none(i)
			rest.add(&m.p.options[m.best[i]].cost)
		}
	}
	low, sure := wide{}, false
	tight := s.climb != nil
	if !tight {
		budget := earlyNodes
		if tight = m.tight(s); tight {
			budget = m.wide()
		}
		low, sure = m.search(s, m.ban, m.best, budget)
		m.keep(s)
	}
	if sure || !tight || m.stop() {
		low.add(&rest)
		return low, sure
	}
	s.cases = all
	for _, i := range all {
		s.has[i] = true
	}
	return m.climb(s, m.ban, to)
}

// climb proves the fields of a component up to one over the tight relaxation.
func (m *solver) climb(s *search, dead []uint64, to int) (wide, bool) {
	m.ready(s, dead, m.best)
	s.budget = m.left()
	low, sure := m.climbing(s, dead).upTo(to)
	m.nodes += s.nodes
	m.keep(s)
	return low, sure
}

// keep writes what a component found into the whole.
func (m *solver) keep(s *search) {
	for _, i := range s.cases {
		m.best[i] = s.at[i]
	}
}

// margins lists the distinct safety values of options, least first.
func (m *solver) margins(s *search) []int32 {
	var out []int32
	for _, i := range s.cases {
		for k := m.p.households[i].first; k < m.p.households[i].last; k++ {
			if o := &m.p.options[k]; !o.open() {
				out = append(out, o.margin)
			}
		}
		slices.Sort(out)
		out = slices.Compact(out)
	}
	return out
}

// above is the ban with the options of less safety added.
func (m *solver) above(worst int32) []uint64 {
	dead := append([]uint64(nil), m.ban...)
	for k := range m.p.options {
		if o := &m.p.options[k]; !o.open() && o.margin < worst {
			dead[k>>6] |= 1 << (k & 63)
		}
	}
	return dead
}

// unsafe stands for the safety of nobody: above every value.
const unsafe = 1<<31 - 1

// safety is T2's minimum: the most that the worst placed can have while T1 stays.
func (m *solver) safety() {
	m.tell(StepSafety)
	m.worst, m.top = unsafe, unsafe
	if m.placedSure = m.sure; !m.sure {
		m.worst, m.top, m.worstSure = 0, 0, false // who is placed is not settled: nothing may be shut out
		for i := range m.p.households {
			m.top = max(m.top, m.p.households[i].safest)
		}
		return
	}
	m.p.write(fieldAsks)
	for _, s := range m.components {
		w, t, ok := m.worstOf(s, m.worst)
		m.worst, m.top = min(m.worst, w), min(m.top, t)
		m.worstSure = m.worstSure && ok
	}
}

// worstOf bisects a component's distinct margins; what is over the limit needs no proof.
func (m *solver) worstOf(s *search, limit int32) (int32, int32, bool) {
	list := m.margins(s)
	have := m.least(s, m.best)
	if have >= limit {
		return have, have, true
	}
	goal := s.costOf(m.best)
	one := wide{}
	one.addAt(1, m.p.scale.fields[fieldAsks].shift)
	lo, hi := slices.Index(list, have), len(list)-1 // list[lo] can be had, list[hi+1] cannot
	for hi > lo && list[hi-1] >= limit {
		hi-- // a component need not be safer than another one's worst
	}
	sure, top := true, hi
	for lo < hi {
		mid := (lo + hi + 1) / 2
		dead := m.above(list[mid])
		s.at, s.best = nil, goal
		s.best.add(&one)
		s.barred = func(k int32) bool { return dead[k>>6]>>(k&63)&1 == 1 }
		s.nodes, s.goal = 0, &goal
		proved := m.possible(s, dead)
		s.goal = nil
		m.nodes += s.nodes
		if s.at != nil {
			m.keep(s)
			lo = mid
			continue
		}
		hi = mid - 1
		if proved {
			top = min(top, hi)
		} else {
			sure = false
		}
	}
	return list[lo], list[max(top, lo)], sure
}

// possible looks for an assignment of the search's goal among the options that are not dead. It returns whether it is
// proved that there is none, unless one was found.
func (m *solver) possible(s *search, dead []uint64) bool {
	if s.climb == nil {
		s.budget = earlyNodes * m.patience
		if m.tight(s) {
			s.budget = m.wide()
		}
		s.budget = min(s.budget, m.left())
		if _, proved := s.run(dead); proved || s.at != nil || !m.tight(s) || m.stop() {
			return proved
		}
	}
	s.budget = s.nodes + min(m.left(), possibleNodes*m.patience)
	c := m.climbing(s, m.ban)
	at, best := s.at, s.best
	s.at = m.best
	c.upTo(fieldSafety)
	s.at, s.best = at, best
	m.p.write(fieldAsks)
	return c.possible(dead)
}

// ordered is everything else in one search under the full costs, T2's minimum given.
func (m *solver) ordered() {
	m.p.write(len(m.p.scale.fields) - 1)
	m.tell(StepOrdered)
	if m.stop() {
		m.sure = false
		return
	}
	dead := m.above(m.worst)
	var low wide
	all := true
	for _, s := range m.components {
		l, sure := m.full(s, dead)
		low.add(&l)
		all = all && sure
	}
	m.sure = m.sure && m.worstSure
	m.prove(fieldSafety, len(m.p.scale.fields), &low, all, dead)
	m.p.write(len(m.p.scale.fields) - 1)
}

// full searches a component under the full costs.
func (m *solver) full(s *search, dead []uint64) (low wide, sure bool) {
	if s.climb == nil {
		budget := lateNodes
		if m.tight(s) {
			budget = m.wide()
		}
		low, sure = m.search(s, dead, m.best, budget)
		m.keep(s)
		if sure || !m.tight(s) || m.stop() {
			return low, sure
		}
	}
	return m.climb(s, dead, len(m.p.scale.fields))
}
