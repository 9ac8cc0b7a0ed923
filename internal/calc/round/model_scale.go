package round

import (
	"math/bits"
	"strconv"

	"havre.example/havre/internal/calc/match"
)

// The scales that are the round's own.
const (
	waitClasses  = 8
	hardClasses  = 3
	dangerLevels = 4
	burdenTop    = 20
)

// waitBounds are the first days of the waiting classes 1 to 7.
var waitBounds = [waitClasses - 1]int{14, 28, 56, 91, 182, 273, 364}

// waitClass is T3's class of days waited.
func waitClass(days int) int {
	c := 0
	for c < len(waitBounds) && days >= waitBounds[c] {
		c++
	}
	return c
}

// WaitClass is T3's class of somebody without a place who has waited for days before a round of weeks.
func WaitClass(days, weeks int) int { return waitClass(days + 7*weeks) }

// hardClass is T3's class of how few places pass the hard rules.
func hardClass(places int) int {
	switch {
	case places <= 3:
		return 2
	case places <= 10:
		return 1
	}
	return 0
}

// field is one additive tier: a cost, not negative, packed at a place of its own.
type field struct {
	tier, code string
	higher     bool  // people read base - cost
	base       int64 // what all cases together could reach
	shift      uint
	bits       uint
}

// The fields by number; those of match's criteria come between fieldDelay and the last three.
const (
	fieldLock = 0
	// class c: fieldPlaced + 2*(3-c), and one more for those with neither place nor flat
	fieldPlaced   = 1
	fieldUnwished = fieldPlaced + 2*dangerLevels // placements in an area left aside for her
	fieldAsks     = fieldUnwished + 1            // placements that wait for an answer
	fieldSafety   = fieldAsks + 1
	fieldWaits    = fieldSafety + 1 // class c: fieldWaits + 7-c
	fieldHard     = fieldWaits + waitClasses
	fieldDelay    = fieldHard + hardClasses
	fieldCriteria = fieldDelay + 1
)

// scale is how tiers pack into a wide integer.
type scale struct {
	fields   []field
	criteria []match.Criterion // after safety, without shared and drawn, in match's order
	burden   int
	moves    int
	drawn    int
}

var tierOf = map[match.Criterion]string{match.Covered: "T4", match.Freshness: "T4", match.Reached: "T5",
	match.Wished: "T5", match.Spared: "T6"}

func newScale() scale {
	var s scale
	put := func(tier, code string, higher bool) {
		s.fields = append(s.fields, field{tier: tier, code: code, higher: higher})
	}
	put("T0", "locks", true)
	for c := dangerLevels - 1; c >= 0; c-- {
		put("T1", "placed_"+strconv.Itoa(c), true)
		put("T1", "sheltered_"+strconv.Itoa(c), true)
	}
	put("T1", "unwished", false)
	put("T1", "questions", false)
	put("T2", "safety_sum", true)
	for c := waitClasses - 1; c >= 0; c-- {
		put("T3", "waiting_"+strconv.Itoa(c), false)
	}
	for c := hardClasses - 1; c >= 0; c-- {
		put("T3", "hard_"+strconv.Itoa(c), false)
	}
	put("T3", "weeks", false)
	for _, c := range match.Criteria {
		if !apart[c] {
			s.criteria = append(s.criteria, c)
			tier := tierOf[c]
			if tier == "" {
				tier = "T5"
			}
			put(tier, string(c), true)
		}
	}
	s.burden = len(s.fields)
	put("T7", "burden", false)
	s.moves = len(s.fields)
	put("T7", "moves", false)
	s.drawn = len(s.fields)
	put("T8", "drawn", true)
	return s
}

// costs calls put for every field the option costs something in; the burden is the partner's, not the option's.
func (p *problem) costs(k *option, put func(field int, cost int64)) {
	g := &p.households[k.who]
	if g.locked && k.place < 0 && (g.fixed < 0 || k.flat != g.fixed) {
		put(fieldLock, 1)
	}
	at := fieldPlaced + 2*(dangerLevels-1-g.class)
	if k.place < 0 {
		put(at, int64(g.people))
		put(fieldWaits+waitClasses-1-g.waits, 1)
		put(fieldHard+hardClasses-1-g.hard, 1)
	}
	delay := int(k.from)
	switch {
	case k.open():
		put(at+1, int64(g.people))
		delay = p.weeks
	case k.flat >= 0:
		delay = int(k.ffrom)
		if k.place >= 0 {
			put(p.scale.moves, 1)
		}
	}
	put(fieldDelay, int64(delay))
	if k.open() {
		put(fieldSafety, int64(g.safest))
	} else {
		put(fieldSafety, int64(g.safest-k.margin))
	}
	if k.pair < 0 {
		for i, v := range g.bestOf {
			put(fieldCriteria+i, int64(v))
		}
		put(p.scale.drawn, 1<<31-1)
		return
	}
	x := &p.pairs[k.pair]
	if x.aside {
		put(fieldUnwished, 1)
	}
	if x.asks {
		put(fieldAsks, 1)
	}
	for i, v := range g.bestOf {
		put(fieldCriteria+i, int64(v-int32(x.criteria[i])))
	}
	put(p.scale.drawn, 1<<31-1-int64(x.drawn))
}

// pack measures every field over the whole problem, gives it its place and writes the options' costs. It is false when
// the tiers do not fit the width.
func (p *problem) pack() bool {
	s := &p.scale
	top := make([]int64, len(s.fields))
	most := make([]int64, len(s.fields))
	for i := range p.households {
		g := &p.households[i]
		clear(most)
		for k := g.first; k < g.last; k++ {
			p.costs(&p.options[k], func(f int, c int64) { most[f] = max(most[f], c) })
		}
		for f, m := range most {
			top[f] += m
		}
		top[s.burden] += burdenTop
	}
	all := byKey(len(p.households), func(int) string { return "" })
	for f := range s.fields {
		s.fields[f].base = p.base(all, f)
	}
	var shift uint
	for f := len(s.fields) - 1; f >= 0; f-- {
		s.fields[f].shift, s.fields[f].bits = shift, uint(bits.Len64(uint64(top[f])))
		shift += s.fields[f].bits
	}
	if shift > words*64-2 {
		return false
	}
	p.write(len(s.fields) - 1)
	return true
}

// base is what cases together could reach in a field of which more is better.
func (p *problem) base(cases []int32, f int) (base int64) {
	for _, i := range cases {
		g := &p.households[i]
		at := fieldPlaced + 2*(dangerLevels-1-g.class)
		switch {
		case f == fieldLock:
			base += flag(g.locked)
		case f == at, f == at+1:
			base += int64(g.people)
		case f == fieldSafety:
			base += int64(g.safest)
		case f >= fieldCriteria && f < fieldCriteria+len(g.bestOf):
			base += int64(g.bestOf[f-fieldCriteria])
		case f == p.scale.drawn:
			base += 1<<31 - 1
		}
	}
	return base
}

// write puts the fields up to one into the costs, and leaves the others out.
func (p *problem) write(last int) {
	s := &p.scale
	for i := range p.options {
		k := &p.options[i]
		k.cost = wide{}
		p.costs(k, func(f int, c int64) {
			if f <= last {
				k.cost.addAt(uint64(c), s.fields[f].shift)
			}
		})
	}
	for i := range p.partners {
		y := &p.partners[i]
		y.steps = make([]wide, len(y.burden))
		for k, b := range y.burden {
			if s.burden <= last {
				y.steps[k].addAt(uint64(b), s.fields[s.burden].shift)
			}
		}
	}
}

// fine is how many parts a unit of a field has where prices are set, so that a price may be a fraction.
const fine = 4

// single puts one field alone into the costs, the people of classes before it who are not placed at a price, and a toll
// on every person a partner receives.
func (p *problem) single(field int, price int64, toll []int64) {
	for i := range p.options {
		k := &p.options[i]
		k.cost = wide{}
		p.costs(k, func(f int, c int64) {
			switch {
			case f == field:
				k.cost[0] += uint64(fine * c)
			case f < field && f >= fieldPlaced && f < fieldUnwished && (f-fieldPlaced)%2 == 0:
				k.cost[0] += uint64(fine * price * c)
			}
		})
		if k.place >= 0 {
			k.cost[0] += uint64(toll[p.units[k.place].partner] * int64(p.households[k.who].counted))
		}
	}
	for i := range p.partners {
		y := &p.partners[i]
		for k, b := range y.burden {
			if y.steps[k] = (wide{}); field == p.scale.burden {
				y.steps[k][0] = uint64(fine * b)
			}
		}
	}
}

// split reads a packed cost field by field.
func (s *scale) split(cost wide) []int64 {
	out := make([]int64, len(s.fields))
	for i, f := range s.fields {
		out[i] = int64(cost.at(f.shift, f.bits))
	}
	return out
}

// read turns a cost into the number people read.
func (f *field) read(cost int64) int64 {
	if f.higher {
		return f.base - cost
	}
	return cost
}
