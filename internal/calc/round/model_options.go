package round

import (
	"slices"

	"havre.example/havre/internal/calc/match"
)

// builder turns a round into a problem.
type builder struct {
	*problem
	r        *Round
	pinned   map[string]bool
	index    map[string]int32 // place key -> solver's number
	opens    []int16          // week a place's calendar begins, weeks when never
	turnover []bool           // somebody may leave it within the horizon: later starts count
	whole    bool             // later starts count everywhere
	measured int              // how many options there are, where they are many
	listing  bool             // they are not only measured
	perCase  [][]int32        // pairs of each case with places
	flatsOf  [][]int32        // and with emergency flats
}

// build applies the hard rules and lists every option. Everything is in the order of keys, so that the order of the
// round changes nothing.
func build(r *Round, pinned map[string]bool, stop func() bool) *problem {
	return list(r, pinned, stop, false)
}

// list is build; whole, where an option is listed even though another is as good whatever the others do.
func list(r *Round, pinned map[string]bool, stop func() bool, whole bool) *problem {
	b := &builder{problem: &problem{round: r, weeks: r.Weeks, judge: newJudge(r), scale: newScale()}, r: r,
		pinned: pinned, whole: whole}
	nights := r.Nights
	if nights == 0 {
		nights = 14
	}
	b.longest = int16(min(nights/7, r.Weeks))
	b.cases = byKey(len(r.Cases), func(i int) string { return r.Cases[i].Key })
	b.places = byKey(len(r.Places), func(i int) string { return r.Places[i].Key })
	b.readPlaces()
	b.readStaff()
	b.readCases()
	for i := range b.households {
		if b.stopped = b.stopped || stop(); b.stopped {
			b.unseen(int32(i))
			continue
		}
		b.pairsOf(int32(i))
	}
	b.findTurnover(stop)
	b.measure(stop)
	for i := range b.households {
		if b.stopped = b.stopped || stop(); b.stopped {
			b.unseen(int32(i))
		}
		b.optionsOf(int32(i))
	}
	b.bounds()
	return b.problem
}

// manyPairs is from how many pairs on the room for options is measured before they are listed: a list that grows takes
// more than twice its room.
const manyPairs = 1 << 18

// measure makes room for all options at once, where they are many.
func (b *builder) measure(stop func() bool) {
	if len(b.pairs) >= manyPairs {
		for i := range b.households {
			if b.stopped = b.stopped || stop(); b.stopped {
				break
			}
			b.optionsOf(int32(i))
		}
		b.options = make([]option, 0, b.measured+len(b.households))
	}
	b.listing = true
}

// put lists an option, or counts it.
func (b *builder) put(k option) {
	if b.listing {
		b.options = append(b.options, k)
	} else {
		b.measured++
	}
}

// unseen leaves a case no option but to wait, since the search was stopped before all of hers were known. That she
// could do no better is not said: her scales end where the criteria do.
func (b *builder) unseen(who int32) {
	c, g := &b.r.Cases[b.cases[who]], &b.households[who]
	g.unseen, g.choices, g.hard = true, 0, 0
	g.locked = c.Lock != "" || b.pinned[c.Key]
	b.perCase[who], b.flatsOf[who] = nil, nil
	g.safest = int32(match.Most(match.Safety))
	for i, name := range b.scale.criteria {
		if g.bestOf[i] = int32(match.Most(name)); name == match.Covered {
			g.bestOf[i] = int32(len(c.Languages) + len(c.Codes))
		}
	}
}

// pairsOf judges a case in every place and keeps those that may be used.
func (b *builder) pairsOf(who int32) {
	c, g := &b.r.Cases[b.cases[who]], &b.households[who]
	if at, there := b.index[c.Lock]; there && b.r.Places[b.places[at]].Emergency {
		g.fixed = at
	}
	static := 0
	all := b.judge.sift(c)
	for i, at := range b.places {
		p, x := &b.r.Places[at], &all[at]
		if !p.Emergency && x.static {
			static++
		}
		if x.verdict == match.Excluded || x.verdict == match.Unknown && !b.r.Asking ||
			slices.Contains(c.Refused, p.Key) {
			continue
		}
		if !p.Emergency {
			g.choices++
		}
		if c.Lock != "" && c.Lock != p.Key && (!p.Emergency || g.fixed >= 0) {
			continue
		}
		n := pair{who: who, place: int32(i), asks: x.verdict == match.Unknown, aside: x.aside && !p.Emergency,
			drawn: int32(match.Draw(c.Key, p.Key))}
		at := 0
		for k, name := range match.Criteria {
			switch {
			case name == match.Safety:
				n.margin = int32(max(x.tier(k), 0))
			case !apart[name]:
				n.criteria[at] = int16(max(x.tier(k), 0))
				at++
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

// never is a week after all others.
const never = 1 << 30

// leaves is the week before which a case that comes in a week has left, as planned: within the horizon or after it,
// never where the length is not known. Who comes in the middle of a week leaves in the middle of one: the place is hers
// in that week too.
func (p *problem) leaves(who int32, from int) int {
	c := &p.round.Cases[p.cases[who]]
	switch weeks := c.Need.Weeks; {
	case weeks == 0:
		return never
	case p.round.On.AddDays(7 * from).Before(c.ReadyOn):
		return from + weeks + 1
	default:
		return from + weeks
	}
}

// fits tells whether a place is free for a case through all the weeks, those after the round included, before anybody
// of the round goes there.
func (p *problem) fits(who, place int32, from, leaves int) bool {
	s, g := &p.units[place], &p.households[who]
	to := min(leaves, p.weeks)
	if s.shared && (g.beds > s.beds || g.people > s.people) {
		return false
	}
	if s.shared && s.taken != nil && busy(s.heads[from:to]) && (g.mode == 0 || g.mode != s.mode) {
		return false
	}
	if s.taken != nil {
		for w := from; w < to; w++ {
			if !s.shared && s.taken[w] > 0 || s.shared &&
				(s.taken[w]+g.beds > s.beds || s.heads[w]+g.people > s.people) {
				return false
			}
		}
	}
	for _, x := range s.after {
		if int(x.from) < leaves && (!s.shared || x.heads > 0 && (g.mode == 0 || g.mode != s.mode)) {
			return false
		}
	}
	if s.shared && p.overfull(who, place, leaves, nil, nil) {
		return false
	}
	for _, n := range s.staff {
		if g.uses[p.kinds[n]] > p.stock[n] {
			return false
		}
	}
	return true
}

// overfull tells whether a shared place is too full for a case in some week after the round, beside others of whom some
// stay on; with why given, these are written there. It is fullest in a week in which somebody comes.
func (p *problem) overfull(who, place int32, leaves int, l *ledger, why *clash) bool {
	s, g := &p.units[place], &p.households[who]
	for _, x := range s.after {
		if int(x.from) >= leaves {
			continue
		}
		beds, heads := g.beds, g.people
		for _, y := range s.after {
			if y.from <= x.from && x.from < y.to {
				beds, heads = beds+y.beds, heads+y.heads
			}
		}
		var with []int32
		if l != nil {
			for _, j := range l.there[place] {
				t := &l.sure[j]
				if j != who && t.only >= 0 && t.place == place && p.leaves(j, int(t.from)) > int(x.from) {
					beds, heads = beds+p.households[j].beds, heads+p.households[j].people
					with = append(with, j)
				}
			}
		}
		if beds > s.beds || heads > s.people {
			return why.tell(byPlace, place+1, with...)
		}
	}
	return false
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

// latest is the last week a stay may begin: the rule on the calendar bounds how long she may wait for a place. Without
// a day to travel, now or not at all.
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
		if b.fits(who, place, w, b.leaves(who, w)) && b.signed(who, place, w) {
			return w
		}
	}
	return b.weeks
}

// findTurnover marks the places where a later start may serve: somebody may leave within the horizon, there, be it of
// the round or of those who share the place already, or where the same staff is used.
func (b *builder) findTurnover(stop func() bool) {
	b.turnover = make([]bool, len(b.units))
	for i := range b.units {
		s := &b.units[i]
		b.turnover[i] = b.whole || s.shared && (falls(s.taken) || falls(s.heads))
	}
	staff := make([]bool, len(b.stock))
	for i := range b.pairs {
		x := &b.pairs[i]
		if b.stopped = b.stopped || i&0xfff == 0 && stop(); b.stopped {
			return // no option will be listed
		}
		if from := b.earliest(x.who, x.place); from < b.weeks {
			if b.leaves(x.who, from) < b.weeks {
				b.turnover[x.place] = true
				for _, n := range b.units[x.place].staff {
					staff[n] = true
				}
			}
		}
	}
	for i := range b.units {
		for _, n := range b.units[i].staff {
			b.turnover[i] = b.turnover[i] || staff[n]
		}
	}
}

// falls tells that a number is less in some week than in the one before.
func falls(weeks []int32) bool {
	for w := 1; w < len(weeks); w++ {
		if weeks[w] < weeks[w-1] {
			return true
		}
	}
	return false
}

// optionsOf lists what a case may be given: places by start, with and without a flat before; a flat alone; nothing.
func (b *builder) optionsOf(who int32) {
	g := &b.households[who]
	g.first = int32(len(b.options))
	ready := b.ready(who)
	for _, n := range b.perCase[who] {
		x := &b.pairs[n]
		for w, last := b.earliest(who, x.place), b.latest(who); w <= last; w++ {
			if leaves := b.leaves(who, w); b.fits(who, x.place, w, leaves) && b.signed(who, x.place, w) {
				k := option{who: who, place: x.place, flat: -1, pair: n, margin: x.margin, from: int16(w),
					to: int16(min(leaves, b.weeks))}
				b.put(k)
				b.bridge(k, ready)
			}
			if !b.turnover[x.place] {
				break
			}
		}
	}
	b.bridge(option{who: who, place: -1, flat: -1, pair: -1, margin: 1<<31 - 1, from: int16(b.weeks),
		to: int16(b.weeks)}, ready)
	if !b.listing {
		return
	}
	for _, k := range b.options[g.first:] {
		g.safest = max(g.safest, k.margin)
		if k.pair >= 0 {
			for i := range g.bestOf {
				g.bestOf[i] = max(g.bestOf[i], int32(b.pairs[k.pair].criteria[i]))
			}
		}
	}
	b.options = append(b.options, option{who: who, place: -1, flat: -1, pair: -1, margin: -1})
	g.last = int32(len(b.options))
	g.locked = g.locked && (g.unseen || g.last-g.first > 1)
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
			to := last
			if k.place < 0 {
				to = w + 1 // lengthen adds weeks once everybody is where they are
			}
			if to-w > int(b.longest) || !b.fits(k.who, x.place, w, to) || !b.signed(k.who, x.place, w) {
				continue
			}
			o := k
			o.flat, o.ffrom, o.fto, o.margin = x.place, int16(w), int16(to), min(k.margin, x.margin)
			if k.place < 0 {
				o.from, o.to = 0, 0
			}
			b.put(o)
		}
	}
}

// signed tells whether the convention is in force on the day on which a case comes in a week.
func (b *builder) signed(who, place int32, week int) bool {
	c, p := &b.r.Cases[b.cases[who]], &b.r.Places[b.places[place]]
	day := b.r.On.AddDays(7 * week)
	if day.Before(c.ReadyOn) {
		day = c.ReadyOn
	}
	return p.ConventionFrom.IsZero() || p.ConventionTo.IsZero() || b.judge.relaxed(c, match.RuleConvention) ||
		!day.Before(p.ConventionFrom) && !p.ConventionTo.Before(day)
}
