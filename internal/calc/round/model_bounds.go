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
	byPlace := make([][]int32, len(b.units)) // options
	heads := make([][]int32, len(b.partners))
	lastOf := make([]int32, len(b.partners))
	for i := range b.options {
		k := &b.options[i]
		at := k.node()
		if k.entry = at; at < 0 {
			continue
		}
		byPlace[at] = append(byPlace[at], int32(i))
		if y := b.units[at].partner; lastOf[y] != k.who+1 {
			lastOf[y] = k.who + 1
			heads[y] = append(heads[y], b.households[k.who].counted)
		}
	}
	for i := range b.units {
		b.peakOf(int32(i), byPlace[i])
	}
	for i := range b.partners {
		y := &b.partners[i]
		slices.Sort(heads[i])
		y.most = fill(heads[i], y.left)
		y.burden = make([]int32, y.most)
	}
	b.burdens()
}

// peakOf bounds one place: over the horizon, and in the week that most options need.
func (b *builder) peakOf(place int32, options []int32) {
	s := &b.units[place]
	count := make([]int32, b.weeks)
	for _, n := range options {
		for from, to := b.options[n].held(); from < to; from++ {
			count[from]++
		}
	}
	for w := range count {
		if count[w] > count[s.peakWeek] {
			s.peakWeek = int16(w)
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
		if from <= s.peakWeek && s.peakWeek < to {
			if k.who != inside {
				inside = k.who
				sizes = append(sizes, b.households[k.who].beds)
			}
		} else {
			k.entry += int32(len(b.units))
		}
	}
	slices.Sort(sizes)
	s.peak = min(int32(len(sizes)), 1)
	if s.shared {
		s.peak = fill(sizes, s.beds)
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
	known, flat := make([]bool, len(b.partners)), make([]bool, len(b.partners))
	for i, at := range b.places {
		p := &b.r.Places[at]
		known[b.units[i].partner] = known[b.units[i].partner] || p.Yearly > 0
		flat[b.units[i].partner] = p.Emergency
	}
	for i := range b.partners {
		y := &b.partners[i]
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
