package round

import (
	"slices"

	"havre.example/havre/internal/calc/solve/lp"
)

// rows is the tight relaxation of a component: a linear programme with a column for each option, in which the rows that
// an answer breaks are added as they are broken. It sees households, weeks, yearly numbers, staff, people kept apart
// and people who stay together; what it does not see is left to the branching.
type rows struct {
	s       *search
	p       *problem
	lp      *lp.Program
	column  []int32 // by option, -1: struck out from the start
	options []int32 // by column, -1: a step of a partner
	byCase  [][]int32
	byUnit  [][]int32     // columns whose option uses a place, as a destination or as a flat
	steps   [][]int32     // by partner: columns of the burden's steps, once they count
	known   map[cut]int32 // its row, -1: it says nothing
	name    map[int32]cut // the other way round, goals that are kept and steps of partners included
	members map[cut][]int32
	goal    []int64
	field   int      // whose goal it is
	shown   []uint64 // what the programme has been told is struck out
	gone    []uint64 // what is struck out for good
}

const (
	cutBeds cutKind = iota
	cutHeads
	cutModes
	cutYear
	cutStaff
	cutApart
	cutTogether
	cutClique
	cutCover
	cutLoad // cases of a partner and the steps of its burden
	cutGoal // a field that is kept
)

// newRows writes the programme of the options that are not struck out.
func newRows(s *search, d *domain) *rows {
	p := s.p
	r := &rows{s: s, p: p, lp: lp.New(), column: make([]int32, len(p.options)),
		byCase: make([][]int32, len(p.households)),
		byUnit: make([][]int32, len(p.units)), known: map[cut]int32{}, name: map[int32]cut{},
		members: map[cut][]int32{}, shown: append([]uint64(nil), d.dead...),
		gone: append([]uint64(nil), d.dead...)}
	for k := range r.column {
		r.column[k] = -1
	}
	for _, i := range s.cases {
		g := &p.households[i]
		for k := g.first; k < g.last; k++ {
			if d.isDead(k) {
				continue
			}
			j := r.lp.AddColumn(1)
			r.column[k] = j
			r.options = append(r.options, k)
			r.byCase[i] = append(r.byCase[i], j)
			if o := &p.options[k]; o.place >= 0 {
				r.byUnit[o.place] = append(r.byUnit[o.place], j)
			}
			if o := &p.options[k]; o.flat >= 0 {
				r.byUnit[o.flat] = append(r.byUnit[o.flat], j)
			}
		}
		r.lp.AddChoice(r.byCase[i])
	}
	r.goal = make([]int64, len(r.options))
	for n := range p.units { // the rows that nearly every answer needs
		if len(r.byUnit[n]) > 1 {
			r.beds(int32(n), p.units[n].peakWeek)
		}
	}
	for y := range p.partners {
		r.year(int32(y), 1)
	}
	return r
}

// unitsAt calls fn for the places an option uses and when.
func (k *option) unitsAt(fn func(unit int32, from, to int16)) {
	if k.place >= 0 {
		fn(k.place, k.from, k.to)
	}
	if k.flat >= 0 {
		fn(k.flat, k.ffrom, k.fto)
	}
}

// during tells whether an option uses a place in a week.
func (k *option) during(unit int32, week int16) bool {
	return k.place == unit && k.from <= week && week < k.to || k.flat == unit && k.ffrom <= week && week < k.fto
}

// add adds a row unless it is there already or says nothing.
func (r *rows) add(c cut, columns []int32, of func(k *option) int64, right int64) bool {
	if r.has(c) {
		return false
	}
	var entries []lp.Entry
	top := int64(0)
	for _, j := range columns {
		if k := r.options[j]; k >= 0 {
			if n := of(&r.p.options[k]); n != 0 {
				entries = append(entries, lp.Entry{Column: j, Of: n})
				top += max(n, 0)
			}
		}
	}
	if top <= right {
		r.known[c] = -1
		return false
	}
	r.known[c] = r.call(c, r.lp.AddRow(entries, right))
	return true
}

// call remembers what a row is.
func (r *rows) call(c cut, row int32) int32 {
	r.name[row] = c
	return row
}

func (r *rows) has(c cut) bool {
	_, ok := r.known[c]
	return ok
}

// beds is what a place holds in a week: one household, or beds and heads.
func (r *rows) beds(n int32, week int16) bool {
	p, s := r.p, &r.p.units[n]
	if !s.shared {
		return r.add(cut{kind: cutBeds, a: n, b: int32(week)}, r.byUnit[n],
			func(k *option) int64 { return flag(k.during(n, week)) }, 1)
	}
	beds, heads := s.room(week)
	a := r.fewer(cut{kind: cutBeds, a: n, b: int32(week)}, r.byUnit[n], beds, p.bedsAt(n, week), 1)
	b := r.fewer(cut{kind: cutHeads, a: n, b: int32(week)}, r.byUnit[n], heads, p.headsAt(n, week), 1)
	return a || b
}

// bedsAt is how many beds of a place an option takes in a week, and headsAt how many people it brings.
func (p *problem) bedsAt(n int32, week int16) func(k *option) int64 {
	return func(k *option) int64 { return flag(k.during(n, week)) * int64(p.households[k.who].beds) }
}

func (p *problem) headsAt(n int32, week int16) func(k *option) int64 {
	return func(k *option) int64 { return flag(k.during(n, week)) * int64(p.households[k.who].people) }
}

// room is what a shared place has left in a week before anybody of the round comes.
func (s *unit) room(week int16) (beds, heads int64) {
	beds, heads = int64(s.beds), int64(s.people)
	if s.taken != nil {
		beds, heads = beds-int64(s.taken[week]), heads-int64(s.heads[week])
	}
	return beds, heads
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// fewer is a row of sizes, divided and rounded down (V. Chvátal, Discrete Mathematics 4, 1973): no answer in whole
// numbers passes it.
func (r *rows) fewer(c cut, columns []int32, right int64, size func(k *option) int64, by int64) bool {
	c.c = int32(by)
	return r.add(c, columns, func(k *option) int64 { return size(k) / by }, max(right, 0)/by)
}

// counts is how many people an option adds to its partner's yearly number. Those who stay together come together: where
// the whole house is one partner's, the first of them counts for all.
func (p *problem) counts(k *option) int64 {
	if p.gathers(k) && p.groups[p.households[k.who].group][0] != k.who {
		return 0
	}
	return p.heads(k)
}

// year is a partner's yearly number, divided.
func (r *rows) year(y int32, by int64) bool {
	return r.fewer(cut{kind: cutYear, a: y}, r.ofPartner(y), int64(r.p.partners[y].left), r.p.counts, by)
}

// ofPartner lists the columns of a partner's places.
func (r *rows) ofPartner(y int32) []int32 {
	var out []int32
	for _, n := range r.p.partners[y].units {
		for _, j := range r.byUnit[n] {
			if k := r.options[j]; r.p.options[k].place == n {
				out = append(out, j)
			}
		}
	}
	return out
}

// taken is one option of an answer and how much of it.
type taken struct {
	option int32
	of     float64
}

// answer reads the programme's.
func (r *rows) answer() []taken {
	var out []taken
	for j, k := range r.options {
		if k >= 0 {
			if x := r.lp.Value(int32(j)); x > 1e-5 {
				out = append(out, taken{k, x})
			}
		}
	}
	return out
}

// out tells that a column has been struck out for good.
func (r *rows) out(j int32) bool { return r.gone[r.options[j]>>6]>>(r.options[j]&63)&1 == 1 }

// burden adds the steps of partners: each case it takes is on one, the cheapest first.
func (r *rows) burden() {
	if r.steps != nil {
		return
	}
	r.steps = make([][]int32, len(r.p.partners))
	for y := range r.p.partners {
		var entries []lp.Entry
		for _, j := range r.ofPartner(int32(y)) {
			entries = append(entries, lp.Entry{Column: j, Of: 1})
		}
		if len(entries) == 0 {
			continue
		}
		for range r.p.partners[y].burden {
			j := r.lp.AddColumn(1)
			r.options = append(r.options, -1)
			r.goal = append(r.goal, 0)
			r.steps[y] = append(r.steps[y], j)
			entries = append(entries, lp.Entry{Column: j, Of: -1})
		}
		r.call(cut{kind: cutLoad, a: int32(y)}, r.lp.AddRow(entries, 0))
	}
}

// aim counts what every column adds to a field; a negative one is no field: any answer will do. The programme is told
// by seek.
func (r *rows) aim(field int) {
	r.field = field
	clear(r.goal)
	for j, k := range r.options {
		if k >= 0 {
			r.p.costs(&r.p.options[k], func(f int, c int64) {
				if f == field {
					r.goal[j] = c
				}
			})
		}
	}
	if field == r.p.scale.burden {
		r.burden()
		for y, steps := range r.steps {
			for n, j := range steps {
				r.goal[j] = int64(r.p.partners[y].burden[n])
			}
		}
	}
}

// seek makes what aim counted the goal.
func (r *rows) seek() { r.lp.Goal(r.goal) }

// tidy drops what can be in no better answer, and the rows that bind nothing.
func (r *rows) tidy(d *domain) {
	r.show(d)
	copy(r.gone, d.dead)
	lax := map[int32]bool{}
	for _, n := range r.known {
		lax[n] = true
	}
	to := r.lp.Tidy(func(row int32) bool { return lax[row] })
	for c, n := range r.known {
		if n < 0 {
			continue
		}
		if r.known[c] = to[n]; to[n] < 0 {
			delete(r.known, c)
		}
	}
	name := make(map[int32]cut, len(r.name))
	for n, c := range r.name {
		if to[n] >= 0 {
			name[to[n]] = c
		}
	}
	r.name = name
	for _, lists := range [2][][]int32{r.byCase, r.byUnit} {
		for i := range lists {
			lists[i] = slices.DeleteFunc(lists[i], func(j int32) bool { return r.out(j) })
		}
	}
}

// hold keeps the goal at a value from now on.
func (r *rows) hold(value int64) {
	var entries []lp.Entry
	top := int64(0)
	for j, c := range r.goal {
		if c != 0 {
			entries = append(entries, lp.Entry{Column: int32(j), Of: c})
			top += c
		}
	}
	if top > value {
		r.call(cut{kind: cutGoal, a: int32(r.field)}, r.lp.AddRow(entries, value))
	}
}

// show tells the programme what is struck out.
func (r *rows) show(d *domain) {
	for w, x := range d.dead {
		if x == r.shown[w] {
			continue
		}
		for k := int32(w << 6); k < min(int32(w<<6+64), int32(len(r.column))); k++ {
			if j := r.column[k]; j >= 0 {
				r.lp.Open(j, !d.isDead(k))
			}
		}
		r.shown[w] = x
	}
}
