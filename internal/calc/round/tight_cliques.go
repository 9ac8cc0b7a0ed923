package round

import "slices"

// bothNever tells that two options can never be taken together, whatever the others do.
func (p *problem) bothNever(a, b *option) bool {
	if a.who == b.who {
		return true
	}
	if a.open() && b.open() {
		return false
	}
	x, y := &p.households[a.who], &p.households[b.who]
	if x.group >= 0 && x.group == y.group {
		if (a.place < 0) != (b.place < 0) || a.place >= 0 && p.home(a.place) != p.home(b.place) {
			return true
		}
	}
	for _, f := range x.conflicts {
		if f.who == b.who && p.near(f.zone, a, b) {
			return true
		}
	}
	for _, s := range [2]int32{a.place, a.flat} {
		if s >= 0 && (s == b.place || s == b.flat) && p.crowded(s, a, b) {
			return true
		}
	}
	if a.place < 0 || b.place < 0 || p.units[a.place].partner != p.units[b.place].partner || x.group >= 0 &&
		x.group == y.group {
		return false
	}
	n, m := p.heads(a), p.heads(b)
	return n > 0 && m > 0 && n+m > int64(p.partners[p.units[a.place].partner].left)
}

// crowded tells that a place cannot hold two options at once.
func (p *problem) crowded(s int32, a, b *option) bool {
	x, y := &p.households[a.who], &p.households[b.who]
	unit := &p.units[s]
	for w := range int16(p.weeks) {
		if !a.during(s, w) || !b.during(s, w) {
			continue
		}
		if !unit.shared || x.mode == 0 || x.mode != y.mode {
			return true
		}
		if beds, heads := unit.room(w); int64(x.beds+y.beds) > beds || int64(x.people+y.people) > heads {
			return true
		}
	}
	return false
}

// gathers tells that an option brings all who stay together to one partner: its house is one partner's alone.
func (p *problem) gathers(k *option) bool {
	return k.place >= 0 && p.households[k.who].group >= 0 && !p.mixed[p.home(k.place)]
}

// heads is how many people come to the partner with an option: those who stay together come together.
func (p *problem) heads(k *option) int64 {
	g := &p.households[k.who]
	switch {
	case k.place < 0:
		return 0
	case !p.gathers(k):
		return int64(g.counted)
	}
	n := int64(0)
	for _, i := range p.groups[g.group] {
		n += int64(p.households[i].counted)
	}
	return n
}

// cutCliques looks for options of which no two can be taken together, though the answer takes more than one of them.
func (r *rows) cutCliques(x []taken) int {
	p := r.p
	var some []taken
	for _, t := range x {
		if t.of > 1e-4 && t.of < 1-1e-4 {
			some = append(some, t)
		}
	}
	slices.SortStableFunc(some, func(a, b taken) int {
		switch {
		case a.of > b.of+1e-6:
			return -1
		case b.of > a.of+1e-6:
			return 1
		}
		return int(a.option - b.option)
	})
	n := len(some)
	never := make([]bool, n*n)
	for i := range some {
		for j := range i {
			v := p.bothNever(&p.options[some[i].option], &p.options[some[j].option])
			never[i*n+j], never[j*n+i] = v, v
		}
	}
	added := 0
	var in []int
	for first := range some {
		in = append(in[:0], first)
		sum := some[first].of
		for j := range some {
			if j == first {
				continue
			}
			all := true
			for _, i := range in {
				all = all && never[i*n+j]
			}
			if all {
				in = append(in, j)
				sum += some[j].of
			}
		}
		if sum > 1+1e-3 && r.clique(some, in) {
			added++
		}
	}
	return added
}

// cutPairs looks for two options that an answer takes wholly and that can never be taken together: what the other rows
// do not see, such as a house in common where towns are to be different.
func (r *rows) cutPairs(x []taken) (added int) {
	var some []taken
	for _, t := range x {
		if t.of > 1-1e-4 {
			some = append(some, t)
		}
	}
	for i := range some {
		for j := range i {
			if r.p.bothNever(&r.p.options[some[i].option], &r.p.options[some[j].option]) &&
				r.clique(some, []int{i, j}) {
				added++
			}
		}
	}
	return added
}

// clique adds a row of options of which no two can be taken together, and of all others that fit none of them.
func (r *rows) clique(some []taken, in []int) bool {
	p := r.p
	members := make([]int32, 0, len(in))
	for _, i := range in {
		members = append(members, some[i].option)
	}
	one := p.options[members[0]].who
	if !slices.ContainsFunc(members, func(k int32) bool { return p.options[k].who != one }) {
		return false
	}
	slices.Sort(members)
	hash := int32(0)
	for _, k := range members {
		hash = hash*31 + k
	}
	c := cut{kind: cutClique, a: members[0], b: members[len(members)-1], c: int32(len(members)), d: hash}
	if r.has(c) {
		return false
	}
	for j, k := range r.options {
		if k < 0 || r.out(int32(j)) {
			continue
		}
		o := &p.options[k]
		all := true
		for _, m := range members {
			if m == k || !p.bothNever(o, &p.options[m]) {
				all = false
				break
			}
		}
		if all {
			members = append(members, k)
		}
	}
	r.members[c] = members
	columns := make([]int32, len(members))
	for i, k := range members {
		columns[i] = r.column[k]
	}
	return r.add(c, columns, func(*option) int64 { return 1 }, 1)
}
