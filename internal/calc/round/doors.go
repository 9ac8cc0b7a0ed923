package round

import "slices"

// held is when an option holds its first place.
func (k *option) held() (int16, int16) {
	if k.place >= 0 {
		return k.from, k.to
	}
	return k.ffrom, k.fto
}

// bounds says how many cases places and partners take at most, for the relaxation.
func (b *builder) bounds() {
	byPlace := make([][]int32, len(b.seats)) // options
	heads := make([][]int32, len(b.payers))
	lastOf := make([]int32, len(b.payers))
	for i := range b.options {
		k := &b.options[i]
		at := k.node()
		if k.entry = at; at < 0 {
			continue
		}
		byPlace[at] = append(byPlace[at], int32(i))
		if y := b.seats[at].partner; lastOf[y] != k.who+1 {
			lastOf[y] = k.who + 1
			heads[y] = append(heads[y], b.guests[k.who].counted)
		}
	}
	for i := range b.seats {
		b.doorOf(int32(i), byPlace[i])
	}
	for i := range b.payers {
		y := &b.payers[i]
		slices.Sort(heads[i])
		y.most = fill(heads[i], y.left)
		y.burden = make([]int32, y.most)
	}
	b.burdens()
}

// doorOf bounds one place: over the horizon, and in the week that most options need.
func (b *builder) doorOf(place int32, options []int32) {
	s := &b.seats[place]
	count := make([]int32, b.weeks)
	for _, n := range options {
		for from, to := b.options[n].held(); from < to; from++ {
			count[from]++
		}
	}
	for w := range count {
		if count[w] > count[s.core] {
			s.core = int16(w)
		}
	}
	who, inside := int32(-1), int32(-1)
	var sizes []int32
	for _, n := range options { // in the order of cases
		k := &b.options[n]
		if k.who != who {
			who = k.who
			s.most++
		}
		from, to := k.held()
		if from <= s.core && s.core < to {
			if k.who != inside {
				inside = k.who
				sizes = append(sizes, b.guests[k.who].beds)
			}
		} else {
			k.entry += int32(len(b.seats))
		}
	}
	slices.Sort(sizes)
	s.door = min(int32(len(sizes)), 1)
	if s.shared {
		s.door = fill(sizes, s.beds)
		return
	}
	slices.SortFunc(options, func(x, y int32) int { // most stays that do not overlap, earliest end first
		_, a := b.options[x].held()
		_, c := b.options[y].held()
		return int(a) - int(c)
	})
	n, end := int32(0), int16(-1)
	for _, x := range options {
		if from, to := b.options[x].held(); from >= end {
			n++
			end = to
		}
	}
	s.most = min(s.most, n)
}

// fill counts how many of the sizes, smallest first, fit into a room.
func fill(sizes []int32, room int32) int32 {
	n := int32(0)
	for _, x := range sizes {
		if room -= x; room < 0 {
			break
		}
		n++
	}
	return n
}

// burdens writes what the k-th case of each partner weighs.
func (b *builder) burdens() {
	known, flat := make([]bool, len(b.payers)), make([]bool, len(b.payers))
	for i, at := range b.places {
		p := &b.r.Places[at]
		known[b.seats[i].partner] = known[b.seats[i].partner] || p.Yearly > 0
		flat[b.seats[i].partner] = p.Emergency
	}
	for i := range b.payers {
		y := &b.payers[i]
		left := y.left
		if !known[i] {
			left = 0
		}
		for k := range y.burden {
			if !flat[i] {
				y.burden[k] = burdenTop - min(max(left-int32(k), 0), burdenTop)
			}
		}
	}
}
