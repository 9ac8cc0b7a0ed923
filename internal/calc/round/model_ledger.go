package round

// sure is what is certain of a case, whatever of its options it takes in the end. A case with one option left is wholly
// certain; one whose options are all in one house is certain of that house.
type sure struct {
	set        bool
	only       int32 // its one option, -1: several
	destined   int8  // 1: a destination for certain, -1: none for certain, 0: open
	place      int32 // -1: not certain
	flat       int32 // -1: none or not certain
	house      int32 // 0: not certain, or not known
	town       int32
	area       int32
	partner    int32
	from, to   int16 // weeks it is there for certain
	ffrom, fto int16
}

// ledger keeps what cases take, to tell what else fits.
type ledger struct {
	p      *problem
	sure   []sure
	there  [][]int32 // by place: cases certain to use it, as a destination or as a flat
	heads  []int32   // by partner: people counted
	staff  [][]int32 // by resource: cases that use it
	apart  bool      // groups may be split for a moment
	filled []int32   // places whose list is not empty, for reset
}

func newLedger(p *problem) *ledger {
	return &ledger{p: p, sure: make([]sure, len(p.households)), there: make([][]int32, len(p.units)),
		heads: make([]int32, len(p.partners)), staff: make([][]int32, len(p.stock))}
}

func (l *ledger) reset() {
	clear(l.sure)
	clear(l.heads)
	for _, s := range l.filled {
		l.there[s] = l.there[s][:0]
	}
	l.filled = l.filled[:0]
	for i := range l.staff {
		l.staff[i] = l.staff[i][:0]
	}
}

// exactly is what is certain when a case takes an option.
func (p *problem) exactly(k int32) sure {
	o := &p.options[k]
	s := sure{set: true, only: k, destined: -1, place: o.place, flat: o.flat, from: o.from, to: o.to, ffrom: o.ffrom,
		fto: o.fto}
	if o.place >= 0 {
		x := &p.units[o.place]
		s.destined, s.house, s.town, s.area, s.partner = 1, p.home(o.place), x.town, x.area, x.partner+1
	}
	return s
}

// home numbers the house of a place; a place of no known house is a house of its own.
func (p *problem) home(place int32) int32 {
	if h := p.units[place].house; h > 0 {
		return h
	}
	return -1 - place
}

// take enters what is certain of a case.
func (l *ledger) take(i int32, s sure) {
	l.sure[i] = s
	g := &l.p.households[i]
	if s.place >= 0 {
		l.enter(s.place, i)
		for _, n := range l.p.units[s.place].staff {
			if g.uses[l.p.kinds[n]] > 0 {
				l.staff[n] = append(l.staff[n], i)
			}
		}
	}
	if s.flat >= 0 {
		l.enter(s.flat, i)
	}
	if s.partner > 0 {
		l.heads[s.partner-1] += g.counted
	}
}

func (l *ledger) enter(place, i int32) {
	if len(l.there[place]) == 0 {
		l.filled = append(l.filled, place)
	}
	l.there[place] = append(l.there[place], i)
}

// leave undoes take.
func (l *ledger) leave(i int32) {
	s := l.sure[i]
	if !s.set {
		return
	}
	if s.place >= 0 {
		l.there[s.place] = without(l.there[s.place], i)
		for _, n := range l.p.units[s.place].staff {
			l.staff[n] = without(l.staff[n], i)
		}
	}
	if s.flat >= 0 {
		l.there[s.flat] = without(l.there[s.flat], i)
	}
	if s.partner > 0 {
		l.heads[s.partner-1] -= l.p.households[i].counted
	}
	l.sure[i] = sure{}
}

func without(list []int32, i int32) []int32 {
	for n, x := range list {
		if x == i {
			list[n] = list[len(list)-1]
			return list[:len(list)-1]
		}
	}
	return list
}

// clash is why an option does not fit: the constraint, and the cases that hold it.
type clash struct {
	zone  zone  // how to group options to decide it
	value int32 // value of the zone
	with  []int32
}

// weeks returns when a case is certain to use a place.
func (s *sure) weeks(place int32) (int16, int16) {
	if s.place == place {
		return s.from, s.to
	}
	return s.ffrom, s.fto
}

// fits tells whether an option can be taken beside what is certain of the other cases.
func (l *ledger) fits(k int32) bool { return !l.clashes(k, nil) }

// clashes tells whether an option cannot be taken; with why given, the first constraint that forbids it is written
// there.
func (l *ledger) clashes(k int32, why *clash) bool {
	o := &l.p.options[k]
	if l.clashConflict(o, why) || !l.apart && l.clashGroup(o, why) {
		return true
	}
	if o.place >= 0 && (l.clashPlace(o, o.place, o.from, o.to, byPlace, why) || l.clashPartner(o, why) ||
		l.clashStaff(o, why)) {
		return true
	}
	return o.flat >= 0 && l.clashPlace(o, o.flat, o.ffrom, o.fto, byFlat, why)
}

func (w *clash) tell(z zone, value int32, with ...int32) bool {
	if w != nil {
		w.zone, w.value, w.with = z, value, append(w.with[:0], with...)
	}
	return true
}

func (l *ledger) clashConflict(o *option, why *clash) bool {
	p := l.p
	if o.open() {
		return false
	}
	for _, f := range p.households[o.who].conflicts {
		s := &l.sure[f.who]
		if !s.set {
			continue
		}
		if s.only >= 0 {
			if b := &p.options[s.only]; p.near(f.zone, o, b) {
				z, v := byOption, int32(0)
				if o.place >= 0 && b.place >= 0 && p.in(f.zone, o.place) > 0 &&
					p.in(f.zone, o.place) == p.in(f.zone, b.place) {
					z, v = f.zone, p.in(f.zone, o.place)
				}
				return why.tell(z, v, f.who)
			}
			continue
		}
		v := zoneOf(f.zone, s)
		if v > 0 && (p.in(f.zone, o.place) == v || p.in(f.zone, o.flat) == v) {
			return why.tell(f.zone, v, f.who)
		}
	}
	return false
}

// zoneOf is the value of a zone that is certain of a case; 0: none. A house of its own is no zone to others.
func zoneOf(z zone, s *sure) int32 {
	switch z {
	case byHouse:
		return max(s.house, 0)
	case byTown:
		return s.town
	}
	return s.area
}

func (l *ledger) clashGroup(o *option, why *clash) bool {
	p := l.p
	g := p.households[o.who].group
	if g < 0 {
		return false
	}
	home := int32(0)
	if o.place >= 0 {
		home = p.home(o.place)
	}
	for _, j := range p.groups[g] {
		if j == o.who || !l.sure[j].set {
			continue
		}
		switch s := &l.sure[j]; {
		case s.destined < 0 && home != 0, s.destined > 0 && home == 0, s.house != 0 && home != 0 && s.house != home:
			if home == 0 {
				return why.tell(byOption, 0, j)
			}
			return why.tell(byHouse, home, j)
		}
	}
	return false
}

func (l *ledger) clashPlace(o *option, place int32, from, to int16, z zone, why *clash) bool {
	p := l.p
	s := &p.units[place]
	if len(l.there[place]) == 0 {
		return false
	}
	g := &p.households[o.who]
	for _, j := range l.there[place] {
		a, b := l.sure[j].weeks(place)
		if j == o.who || a >= to || from >= b || a >= b {
			continue
		}
		if m := p.households[j].mode; !s.shared || m != g.mode || m == 0 {
			return why.tell(z, place+1, j)
		}
	}
	if !s.shared {
		return false
	}
	if len(s.after) > 0 && o.place == place && p.overfull(o.who, place, p.leaves(o.who, int(o.from)), l, why) {
		return true
	}
	for w := from; w < to; w++ {
		beds, heads := g.beds, g.people
		if s.taken != nil {
			beds, heads = beds+s.taken[w], heads+s.heads[w]
		}
		for _, j := range l.there[place] {
			if a, b := l.sure[j].weeks(place); j != o.who && a <= w && w < b {
				beds, heads = beds+p.households[j].beds, heads+p.households[j].people
			}
		}
		if beds > s.beds || heads > s.people {
			if why != nil {
				why.tell(z, place+1)
				for _, j := range l.there[place] {
					if a, b := l.sure[j].weeks(place); j != o.who && a <= w && w < b {
						why.with = append(why.with, j)
					}
				}
			}
			return true
		}
	}
	return false
}

func (l *ledger) clashPartner(o *option, why *clash) bool {
	p := l.p
	y := p.units[o.place].partner
	heads := l.heads[y] + p.households[o.who].counted
	if l.sure[o.who].partner == y+1 {
		heads -= p.households[o.who].counted
	}
	if heads <= p.partners[y].left || p.households[o.who].counted == 0 {
		return false
	}
	if why != nil {
		why.tell(byPartner, y+1)
		for _, s := range p.partners[y].units {
			for _, j := range l.there[s] {
				if j != o.who && l.sure[j].partner == y+1 && p.households[j].counted > 0 {
					why.with = append(why.with, j)
				}
			}
		}
	}
	return true
}

func (l *ledger) clashStaff(o *option, why *clash) bool {
	p := l.p
	for _, n := range p.units[o.place].staff {
		kind := p.kinds[n]
		mine := p.households[o.who].uses[kind]
		if mine == 0 || len(l.staff[n]) == 0 {
			continue
		}
		for w := o.from; w < o.to; w++ {
			sum := mine
			for _, j := range l.staff[n] {
				if s := &l.sure[j]; j != o.who && s.from <= w && w < s.to {
					sum += p.households[j].uses[kind]
				}
			}
			if sum <= p.stock[n] {
				continue
			}
			if why != nil {
				why.tell(byHouse, p.home(o.place))
				if p.home(o.place) < 0 {
					why.zone, why.value = byPlace, o.place+1
				}
				for _, j := range l.staff[n] {
					if s := &l.sure[j]; j != o.who && s.from <= w && w < s.to {
						why.with = append(why.with, j)
					}
				}
			}
			return true
		}
	}
	return false
}
