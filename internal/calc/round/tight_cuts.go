package round

import (
	"math"
	"slices"
)

// cut names a row, so that none is added twice.
type cut struct {
	kind cutKind
	a, b int32
	c, d int32
}

type cutKind int8

// slackness is how much a row must be passed before it is added.
const slackness = 1e-4

// cut adds the rows that an answer breaks, and says how many.
func (r *rows) cut(x []taken) int {
	n := 0
	count := func(added bool) {
		if added {
			n++
		}
	}
	byUnit, byPartner := map[int32][]taken{}, map[int32][]taken{}
	byCase := map[int32][]taken{}
	for _, t := range x {
		k := &r.p.options[t.option]
		byCase[k.who] = append(byCase[k.who], t)
		k.unitsAt(func(n int32, _, _ int16) { byUnit[n] = append(byUnit[n], t) })
		if k.place >= 0 {
			y := r.p.units[k.place].partner
			byPartner[y] = append(byPartner[y], t)
		}
	}
	for _, s := range keys(byUnit) {
		r.cutUnit(s, byUnit[s], count)
	}
	for _, y := range keys(byPartner) {
		r.cutYear(y, byPartner[y], count)
	}
	r.cutStaff(x, count)
	for _, i := range r.s.cases {
		for _, f := range r.p.households[i].conflicts {
			if i < f.who {
				r.cutConflicts(i, f.who, f.zone, byCase, count)
			}
		}
	}
	for g, group := range r.p.groups {
		if r.s.has[group[0]] {
			r.cutGroup(int32(g), group, byCase, count)
		}
	}
	return n
}

// keys in order, so that the same answer always gives the same rows.
func keys[T any](m map[int32]T) []int32 {
	out := make([]int32, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func (r *rows) cutUnit(n int32, x []taken, count func(bool)) {
	s := &r.p.units[n]
	worst, over := int16(-1), slackness
	for w := range int16(r.p.weeks) {
		cases, beds, heads := 0.0, 0.0, 0.0
		for _, t := range x {
			if k := &r.p.options[t.option]; k.during(n, w) {
				cases += t.of
				beds += t.of * float64(r.p.households[k.who].beds)
				heads += t.of * float64(r.p.households[k.who].people)
			}
		}
		by := cases - 1
		if s.shared {
			b, h := s.room(w)
			by = max(beds-float64(b), heads-float64(h))
		}
		if by >= over && !r.has(cut{kind: cutBeds, a: n, b: int32(w), c: flag32(s.shared)}) {
			worst, over = w, by
		}
		if s.shared && len(x) > 1 {
			r.cutModes(n, w, x, count)
			r.cutRooms(n, w, x, count)
		}
	}
	if worst >= 0 {
		count(r.beds(n, worst))
	}
}

func flag32(b bool) int32 { return int32(flag(b)) }

// cutRooms looks for divided rows of a shared place's beds and heads.
func (r *rows) cutRooms(n int32, w int16, x []taken, count func(bool)) {
	p := r.p
	beds, heads := p.units[n].room(w)
	r.divided(cut{kind: cutBeds, a: n, b: int32(w)}, r.byUnit[n], beds, p.bedsAt(n, w), x, count)
	r.divided(cut{kind: cutHeads, a: n, b: int32(w)}, r.byUnit[n], heads, p.headsAt(n, w), x, count)
}

// divided adds every row of sizes, divided by 2 and more, that the answer breaks.
func (r *rows) divided(c cut, columns []int32, right int64, size func(k *option) int64, x []taken, count func(bool)) {
	for by := int64(2); by <= right+1; by++ {
		sum := 0.0
		for _, t := range x {
			sum += t.of * float64(size(&r.p.options[t.option])/by)
		}
		if sum > float64(right/by)+slackness {
			count(r.fewer(c, columns, right, size, by))
		}
	}
}

// cutModes looks for people of a shared place of whom no two can be there at once: those who share with nobody, and
// one of each mode.
func (r *rows) cutModes(n int32, w int16, x []taken, count func(bool)) {
	p := r.p
	by := map[int32]float64{}
	for _, t := range x {
		if k := &p.options[t.option]; k.during(n, w) {
			by[k.who] += t.of
		}
	}
	sum := 0.0
	one := map[int32]int32{} // of each mode the case with most
	var who []int32
	for _, i := range keys(by) {
		if m := p.households[i].mode; m == 0 {
			sum += by[i]
			who = append(who, i)
		} else if j, ok := one[m]; !ok || by[i] > by[j] {
			one[m] = i
		}
	}
	for _, m := range keys(one) {
		sum += by[one[m]]
		who = append(who, one[m])
	}
	if len(who) < 2 || sum <= 1+slackness {
		return
	}
	slices.Sort(who)
	c := cut{kind: cutModes, a: n, b: int32(w), c: who[0], d: who[len(who)-1]}
	if !r.has(c) {
		r.members[c] = who
	}
	count(r.add(c, r.byUnit[n], func(k *option) int64 { return flag(k.during(n, w) && slices.Contains(who, k.who)) },
		1))
}

func (r *rows) cutYear(y int32, x []taken, count func(bool)) {
	left := int64(r.p.partners[y].left)
	if left >= 1<<20 {
		return
	}
	r.divided(cut{kind: cutYear, a: y}, r.ofPartner(y), left, r.p.counts, x, count)
	r.cover(y, left, x, count)
}

// cover looks for people who are too many for a partner though all but one of them are there in the answer: at most all
// but one can be. Whoever is no less than the largest of them counts too (E. Balas, Mathematical Programming 8, 1975).
func (r *rows) cover(y int32, left int64, x []taken, count func(bool)) {
	p := r.p
	type item struct {
		who  int32
		size int64
		of   float64
	}
	var items []item
	at := map[int32]int{}
	for _, t := range x {
		k := &p.options[t.option]
		if p.counts(k) > 0 {
			i, ok := at[k.who]
			if !ok {
				i = len(items)
				at[k.who] = i
				items = append(items, item{who: k.who, size: r.fewest(k.who, y)})
			}
			items[i].of += t.of
		}
	}
	slices.SortStableFunc(items, func(a, b item) int {
		switch p, q := (1-a.of)*float64(b.size), (1-b.of)*float64(a.size); {
		case p < q-1e-9:
			return -1
		case q < p-1e-9:
			return 1
		}
		return int(a.who - b.who)
	})
	size, short := int64(0), 0.0
	for n, i := range items {
		if size, short = size+i.size, short+1-i.of; size <= left {
			continue
		}
		in := items[:n+1]
		if short >= 1-slackness {
			return
		}
		for m := 0; m < len(in); m++ { // as few as are too many
			if size-in[m].size > left {
				size -= in[m].size
				in = slices.Delete(slices.Clone(in), m, m+1)
				m--
			}
		}
		largest := int64(0)
		who, sum := int32(0), int32(0)
		for _, j := range in {
			largest = max(largest, j.size)
			who, sum = max(who, j.who), sum*61+j.who
		}
		name := cut{kind: cutCover, a: y, b: who, c: int32(len(in)), d: sum}
		if r.has(name) {
			return
		}
		r.members[name] = nil
		for _, j := range in {
			r.members[name] = append(r.members[name], j.who)
		}
		count(r.add(name, r.ofPartner(y),
			func(k *option) int64 {
				n := p.counts(k)
				return flag(n > 0 &&
					(n >= largest || slices.ContainsFunc(in, func(j item) bool { return j.who == k.who })))
			}, int64(len(in)-1)))
		return
	}
}

// fewest is how many people a case brings to a partner at least, if any: to a house that is its alone those who stay
// together come together, to another one each for herself.
func (r *rows) fewest(who, y int32) int64 {
	least := int64(math.MaxInt64)
	for k := r.p.households[who].first; k < r.p.households[who].last; k++ {
		if o := &r.p.options[k]; o.place >= 0 && r.p.units[o.place].partner == y && r.p.counts(o) > 0 {
			least = min(least, r.p.counts(o))
		}
	}
	return least
}

func (r *rows) cutStaff(x []taken, count func(bool)) {
	p := r.p
	for n := range p.stock {
		kind := p.kinds[n]
		for w := range int16(p.weeks) {
			uses := func(k *option) int64 {
				if k.place < 0 || k.from > w || w >= k.to || !slices.Contains(p.units[k.place].staff, int32(n)) {
					return 0
				}
				return int64(p.households[k.who].uses[kind])
			}
			sum := 0.0
			for _, t := range x {
				sum += t.of * float64(uses(&p.options[t.option]))
			}
			if sum > float64(p.stock[n])+slackness {
				var columns []int32
				for s := range p.units {
					if slices.Contains(p.units[s].staff, int32(n)) {
						columns = append(columns, r.byUnit[s]...)
					}
				}
				count(r.add(cut{kind: cutStaff, a: int32(n), b: int32(w)}, columns, uses, int64(p.stock[n])))
			}
		}
	}
}

// zones are the values of a zone that an option touches, the second 0 when there is none.
func (p *problem) zones(z zone, k *option) (int32, int32) {
	one := func(place int32) int32 {
		switch {
		case place < 0:
			return 0
		case z == byHouse:
			return p.home(place)
		case z == byTown:
			return p.units[place].town
		}
		return p.units[place].area
	}
	a, b := one(k.place), one(k.flat)
	if a == 0 || a == b {
		a, b = b, 0
	}
	return a, b
}

// cutConflicts looks for a zone in which two people who are kept apart both are.
func (r *rows) cutConflicts(i, j int32, z zone, x map[int32][]taken, count func(bool)) {
	sum := map[int32]float64{}
	for _, c := range [2]int32{i, j} {
		for _, t := range x[c] {
			a, b := r.p.zones(z, &r.p.options[t.option])
			if a != 0 {
				sum[a] += t.of
			}
			if b != 0 {
				sum[b] += t.of
			}
		}
	}
	for _, v := range keys(sum) {
		if sum[v] <= 1+slackness {
			continue
		}
		columns := append(slices.Clone(r.byCase[i]), r.byCase[j]...)
		count(r.add(cut{kind: cutApart, a: i, b: j, c: int32(z), d: v}, columns, func(k *option) int64 {
			a, b := r.p.zones(z, k)
			return flag(a == v || b == v)
		}, 1))
	}
}

// cutGroup looks for a house in which one member of a group is more than another.
func (r *rows) cutGroup(g int32, group []int32, x map[int32][]taken, count func(bool)) {
	for n, i := range group {
		j := group[(n+1)%len(group)]
		sum := map[int32]float64{}
		for s, c := range [2]int32{i, j} {
			for _, t := range x[c] {
				if k := &r.p.options[t.option]; k.place >= 0 {
					sum[r.p.home(k.place)] += t.of * float64(1-2*s)
				}
			}
		}
		for _, v := range keys(sum) {
			if sum[v] <= slackness {
				continue
			}
			columns := append(slices.Clone(r.byCase[i]), r.byCase[j]...)
			count(r.add(cut{kind: cutTogether, a: g, b: i, c: j, d: v}, columns, func(k *option) int64 {
				switch {
				case k.place < 0 || r.p.home(k.place) != v:
					return 0
				case k.who == i:
					return 1
				}
				return -1
			}, 0))
		}
	}
}
