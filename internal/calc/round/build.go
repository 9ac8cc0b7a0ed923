package round

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
)

// builder turns a round into a problem.
type builder struct {
	*problem
	r       *Round
	pinned  map[string]bool
	index   map[string]int32 // place key -> solver's number
	opens   []int16          // week a place's calendar begins, weeks when never
	turns   []bool           // somebody may leave it within the horizon: later starts count
	longest int16            // weeks in a flat at most
	perCase [][]int32        // pairs of each case with places
	flatsOf [][]int32        // and with emergency flats
}

// build applies the hard rules and lists every option. Everything is in the order of keys, so that the order of the round
// changes nothing.
func build(r *Round, pinned map[string]bool, stop func() bool) *problem {
	b := &builder{problem: &problem{round: r, weeks: r.Weeks, judge: newJudge(r), scale: newScale()}, r: r, pinned: pinned}
	nights := r.Nights
	if nights == 0 {
		nights = 14
	}
	b.longest = int16(min(nights/7, r.Weeks))
	b.cases = byKey(len(r.Cases), func(i int) string { return r.Cases[i].Key })
	b.places = byKey(len(r.Places), func(i int) string { return r.Places[i].Key })
	b.seatAll()
	b.stockAll()
	b.guestAll()
	for i := range b.guests {
		if stop() {
			break // those left have no option but to wait; the caller tells
		}
		b.pairsOf(int32(i))
	}
	b.findTurns()
	for i := range b.guests {
		b.optionsOf(int32(i))
	}
	b.bounds()
	return b.problem
}

// week is the first whole week on or after a day.
func (b *builder) week(d date.Date) int {
	if d.IsZero() || !b.r.On.Before(d) {
		return 0
	}
	return min((b.r.On.DaysUntil(d)+6)/7, b.weeks)
}

// weekOf is the week that holds a day.
func (b *builder) weekOf(d date.Date) int {
	if d.IsZero() || !b.r.On.Before(d) {
		return 0
	}
	return min(b.r.On.DaysUntil(d)/7, b.weeks)
}

func (b *builder) seatAll() {
	partners, houses, towns, areas, modes := labels{}, labels{}, labels{}, labels{}, labels{}
	b.index = make(map[string]int32, len(b.places))
	b.seats = make([]seat, len(b.places))
	b.opens = make([]int16, len(b.places))
	for i, at := range b.places {
		p := &b.r.Places[at]
		b.index[p.Key] = int32(i)
		name := "p" + p.Partner
		if p.Partner == "" || p.Emergency {
			name = "s" + p.Key
		}
		s := seat{partner: partners.of(name) - 1, house: houses.of(p.House), town: towns.of(town(p)), area: areas.of(p.Area.Code),
			shared: p.Shared, mode: modes.of(p.Mode), beds: int32(p.Beds), people: int32(p.Beds + p.Cots)}
		if int(s.partner) == len(b.payers) {
			b.payers = append(b.payers, payer{left: 1 << 20})
		}
		if y := &b.payers[s.partner]; !p.Emergency && p.Yearly > 0 {
			y.left = min(y.left, int32(max(p.Yearly-p.Received, 0)))
		}
		b.payers[s.partner].seats = append(b.payers[s.partner].seats, int32(i))
		b.calendar(&s, p)
		b.opens[i] = int16(b.week(opening(p)))
		b.seats[i] = s
	}
	for _, c := range b.cases { // the same numbers for cases
		modes.of(b.r.Cases[c].Mode)
	}
	b.guests = make([]guest, len(b.cases))
	for i, c := range b.cases {
		b.guests[i].mode = modes.of(b.r.Cases[c].Mode)
	}
}

// town names a town within its department, as the rule on conflicts compares them; empty: not known.
func town(p *Place) string {
	t := strings.ToLower(strings.TrimSpace(p.Town))
	if t == "" {
		return ""
	}
	return p.Area.Code + " " + t
}

func (b *builder) calendar(s *seat, p *Place) {
	for _, x := range p.Busy {
		from, to := b.weekOf(x.From), b.weeks
		if !x.To.IsZero() {
			to = b.week(x.To)
		}
		if from >= to {
			continue
		}
		if s.taken == nil {
			s.taken, s.heads = make([]int32, b.weeks), make([]int32, b.weeks)
		}
		for w := from; w < to; w++ {
			if p.Shared {
				s.taken[w] += int32(x.Beds)
				s.heads[w] += int32(max(x.People, x.Beds))
			} else {
				s.taken[w] = 1
			}
		}
	}
}

// stockAll lists the resources and which places draw on them.
func (b *builder) stockAll() {
	kinds := labels{}
	rs := slices.Clone(b.r.Resources)
	slices.SortFunc(rs, func(x, y Resource) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.House, y.House), cmp.Compare(x.Partner, y.Partner), cmp.Compare(x.Weekly, y.Weekly))
	})
	for n, x := range rs {
		b.stock = append(b.stock, int32(x.Weekly))
		b.kinds = append(b.kinds, kinds.of(x.Kind)-1)
		for i, at := range b.places {
			if p := &b.r.Places[at]; !p.Emergency && (x.House != "" && p.House == x.House || x.Partner != "" && p.Partner == x.Partner) {
				b.seats[i].staff = append(b.seats[i].staff, int32(n))
			}
		}
	}
	for i, c := range b.cases {
		b.guests[i].uses = make([]int32, len(kinds))
		for kind, n := range b.r.Cases[c].Uses {
			if k, ok := kinds[kind]; ok {
				b.guests[i].uses[k-1] = int32(n)
			}
		}
	}
}

func (b *builder) guestAll() {
	number := make(map[string]int32, len(b.cases))
	for i, c := range b.cases {
		number[b.r.Cases[c].Key] = int32(i)
	}
	b.perCase, b.flatsOf = make([][]int32, len(b.cases)), make([][]int32, len(b.cases))
	for i, at := range b.cases {
		c, g := &b.r.Cases[at], &b.guests[i]
		g.beds, g.people, g.group = int32(c.Household.Beds()), int32(c.Household.People()), -1
		g.counted = g.people
		if b.judge.relaxed(c, match.RuleQuota) {
			g.counted = 0
		}
		g.class = min(max(c.Class(), 0), dangerLevels-1)
		g.waits = waitClass(c.Waited + 7*b.weeks)
		for _, x := range c.Conflicts {
			j, ok := number[x.With]
			if !ok || j == int32(i) {
				continue
			}
			z := map[match.Reach]zone{match.SameHouse: byHouse, match.SameTown: byTown}[x.Reach]
			if z == 0 {
				z = byArea // a reach that is not known is the widest
			}
			b.guests[i].foes = append(b.guests[i].foes, foe{j, z})
			b.guests[j].foes = append(b.guests[j].foes, foe{int32(i), z})
		}
		g.crest = make([]int32, len(b.scale.criteria))
	}
	b.groupAll(number)
}

// groupAll joins the cases that asked for one another, whoever asked.
func (b *builder) groupAll(number map[string]int32) {
	root := make([]int32, len(b.cases))
	for i := range root {
		root[i] = int32(i)
	}
	find := func(i int32) int32 {
		for root[i] != i {
			i = root[i]
		}
		return i
	}
	for i, at := range b.cases {
		for _, k := range b.r.Cases[at].Together {
			if j, ok := number[k]; ok {
				x, y := find(int32(i)), find(j)
				root[max(x, y)] = min(x, y)
			}
		}
	}
	members := map[int32][]int32{}
	for i := range root {
		members[find(int32(i))] = append(members[find(int32(i))], int32(i))
	}
	for i := range root {
		if m := members[int32(i)]; len(m) > 1 {
			for _, j := range m {
				b.guests[j].group = int32(len(b.groups))
			}
			b.groups = append(b.groups, m)
		}
	}
}

// pairsOf judges a case in every place and keeps those that may be used.
func (b *builder) pairsOf(who int32) {
	c, g := &b.r.Cases[b.cases[who]], &b.guests[who]
	static := 0
	all := b.judge.sift(c)
	for i, at := range b.places {
		p, x := &b.r.Places[at], &all[at]
		if !p.Emergency && x.static {
			static++
		}
		if x.verdict == match.Excluded || x.verdict == match.Unknown && !b.r.Asking || slices.Contains(c.Refused, p.Key) {
			continue
		}
		if !p.Emergency {
			g.choices++
		}
		if c.Lock != "" && c.Lock != p.Key && !p.Emergency {
			continue
		}
		n := pair{who: who, place: int32(i), asks: x.verdict == match.Unknown, criteria: make([]int32, 0, len(b.scale.criteria)), drawn: drawn(c.Key, p.Key)}
		for k, name := range match.Criteria {
			switch {
			case name == match.Safety:
				n.margin = int32(max(x.tier(k), 0))
			case !apart[name]:
				n.criteria = append(n.criteria, int32(max(x.tier(k), 0)))
			}
		}
		if p.Emergency {
			b.flatsOf[who] = append(b.flatsOf[who], int32(len(b.pairs)))
		} else {
			b.perCase[who] = append(b.perCase[who], int32(len(b.pairs)))
		}
		b.pairs = append(b.pairs, n)
	}
	g.hard = hardClass(static)
	g.locked = c.Lock != "" || b.pinned[c.Key]
}

// drawn is T8's number, 31 bits of FNV-1a over both keys: the same that match draws for one person.
func drawn(need, place string) int32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(need)) // a hash never fails
	_, _ = h.Write([]byte{0})
	_, _ = h.Write([]byte(place))
	return int32(h.Sum32() >> 1)
}

// span returns the weeks a case needs from a start on, half-open, the horizon's end included.
func (b *builder) span(who int32, from int) (int, int) {
	weeks := b.r.Cases[b.cases[who]].Need.Weeks
	if weeks == 0 || from+weeks > b.weeks {
		return from, b.weeks
	}
	return from, from + weeks
}

// fits tells whether a place is free for a case through all the weeks, before anybody of the round goes there.
func (b *builder) fits(who, place int32, from, to int) bool {
	s, g := &b.seats[place], &b.guests[who]
	if s.shared && (g.beds > s.beds || g.people > s.people) {
		return false
	}
	if s.shared && s.taken != nil && busy(s.heads[from:to]) && (g.mode == 0 || g.mode != s.mode) {
		return false
	}
	if s.taken != nil {
		for w := from; w < to; w++ {
			if !s.shared && s.taken[w] > 0 || s.shared && (s.taken[w]+g.beds > s.beds || s.heads[w]+g.people > s.people) {
				return false
			}
		}
	}
	for _, n := range s.staff {
		if g.uses[b.kinds[n]] > b.stock[n] {
			return false
		}
	}
	return true
}

func busy(weeks []int32) bool {
	for _, n := range weeks {
		if n > 0 {
			return true
		}
	}
	return false
}

// ready is the week a case can begin.
func (b *builder) ready(who int32) int { return b.weekOf(b.r.Cases[b.cases[who]].ReadyOn) }

// latest is the last week a stay may begin: the rule on the calendar bounds how long she may wait for a place. Without a
// day to travel, now or not at all.
func (b *builder) latest(who int32) int {
	c := &b.r.Cases[b.cases[who]]
	if c.ReadyOn.IsZero() && !b.judge.relaxed(c, match.RuleCalendar) {
		return 0
	}
	arrival := c.ReadyOn
	if arrival.Before(b.r.On) {
		arrival = b.r.On
	}
	return min((b.r.On.DaysUntil(arrival)+b.judge.longestWait(c))/7, b.weeks-1)
}

// earliest is the first week from which a case can stay in a place for as long as planned; the horizon when never.
func (b *builder) earliest(who, place int32) int {
	for w, last := max(b.ready(who), int(b.opens[place])), b.latest(who); w <= last; w++ {
		if from, to := b.span(who, w); b.fits(who, place, from, to) {
			return w
		}
	}
	return b.weeks
}

// findTurns marks the places where a later start may serve: somebody of the round may leave within the horizon, there or
// where the same staff is used.
func (b *builder) findTurns() {
	b.turns = make([]bool, len(b.seats))
	staff := make([]bool, len(b.stock))
	for i := range b.pairs {
		x := &b.pairs[i]
		if from := b.earliest(x.who, x.place); from < b.weeks {
			if _, to := b.span(x.who, from); to < b.weeks {
				b.turns[x.place] = true
				for _, n := range b.seats[x.place].staff {
					staff[n] = true
				}
			}
		}
	}
	for i := range b.seats {
		for _, n := range b.seats[i].staff {
			b.turns[i] = b.turns[i] || staff[n]
		}
	}
}

// optionsOf lists what a case may be given: places by start, with and without a flat before; a flat alone; nothing.
func (b *builder) optionsOf(who int32) {
	g := &b.guests[who]
	g.first = int32(len(b.options))
	ready := b.ready(who)
	for _, n := range b.perCase[who] {
		x := &b.pairs[n]
		for w, last := b.earliest(who, x.place), b.latest(who); w <= last; w++ {
			from, to := b.span(who, w)
			if b.fits(who, x.place, from, to) && b.signed(x.place, w) {
				k := option{who: who, place: x.place, flat: -1, pair: n, margin: x.margin, from: int16(from), to: int16(to)}
				b.options = append(b.options, k)
				b.bridge(k, ready)
			}
			if !b.turns[x.place] {
				break
			}
		}
	}
	b.bridge(option{who: who, place: -1, flat: -1, pair: -1, margin: 1<<31 - 1, from: int16(b.weeks), to: int16(b.weeks)}, ready)
	for _, k := range b.options[g.first:] {
		g.best = max(g.best, k.margin)
		if k.pair >= 0 {
			for i, v := range b.pairs[k.pair].criteria {
				g.crest[i] = max(g.crest[i], v)
			}
		}
	}
	b.options = append(b.options, option{who: who, place: -1, flat: -1, pair: -1, margin: -1})
	g.last = int32(len(b.options))
	g.locked = g.locked && g.last-g.first > 1
}

// bridge adds the ways to wait in an emergency flat before an option begins.
func (b *builder) bridge(k option, ready int) {
	for _, n := range b.flatsOf[k.who] {
		x := &b.pairs[n]
		if x.asks {
			continue
		}
		first, last := max(ready, int(b.opens[x.place])), int(k.from)
		if k.place >= 0 {
			first = max(first, last-int(b.longest))
		}
		for w := first; w < last; w++ {
			to := min(w+int(b.longest), last)
			if k.place >= 0 {
				to = last
			}
			if to <= w || to-w > int(b.longest) || !b.fits(k.who, x.place, w, to) {
				continue
			}
			o := k
			o.flat, o.ffrom, o.fto, o.margin = x.place, int16(w), int16(to), min(k.margin, x.margin)
			if k.place < 0 {
				o.from, o.to = 0, 0
			}
			b.options = append(b.options, o)
		}
	}
}

// signed tells whether the convention still holds when a stay begins in a week.
func (b *builder) signed(place int32, week int) bool {
	p := &b.r.Places[b.places[place]]
	return p.ConventionTo.IsZero() || !p.ConventionTo.Before(b.r.On.AddDays(7*week))
}

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
