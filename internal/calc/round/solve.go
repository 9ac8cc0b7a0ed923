package round

import (
	"cmp"
	"slices"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
)

// Solve finds the best assignment of a round, proved unless it is stopped first. There is always one: a case may have
// no place. The error is an ErrRound when the round is not valid (Check), or too large for its tiers to be compared.
func Solve(r Round, o Options) (Outcome, error) { return solve(r, o, nil) }

// solve is Solve with cases that must have some place, as if a person had fixed it.
func solve(r Round, o Options, pinned map[string]bool) (Outcome, error) {
	if err := r.Check(); err != nil {
		return Outcome{}, err
	}
	if o.Stop == nil {
		o.Stop = func() bool { return false }
	}
	m := &master{o: o}
	m.tell(StepRules)
	m.p = build(&r, pinned, m.stop)
	if !m.p.pack() {
		return Outcome{}, bad("cases: too many for the tiers to be compared exactly")
	}
	m.ban = make([]uint64, (len(m.p.options)+63)/64)
	return m.solve(), nil
}

// master runs the steps over the components.
type master struct {
	o          Options
	p          *problem
	ban        []uint64 // options that are out from the start
	parts      []*search
	nodes      int
	step       Step
	halted     bool
	best       []int32
	early      []int32 // a plan of everything, made first
	bound      []int64 // least cost of each field, given all before it
	sure       bool    // every field so far is proved
	worst      int32   // T2's minimum, and the most it could be
	top        int32
	placedSure bool // T1 is proved
	worstSure  bool
}

func (m *master) stop() bool {
	m.halted = m.halted || m.o.Stop() || m.o.Nodes > 0 && m.nodes >= m.o.Nodes
	return m.halted
}

func (m *master) tell(s Step) {
	m.step = s
	if m.o.Progress == nil {
		return
	}
	people := 0
	for i, k := range m.best {
		if k >= 0 && m.p.options[k].place >= 0 {
			people += int(m.p.guests[i].people)
		}
	}
	m.o.Progress(Progress{Step: s, Nodes: m.nodes, People: people})
}

// Most nodes of the early steps, so that a hard T1 leaves time for the rest.
const (
	earlyNodes = 20_000
	lateNodes  = 2_000_000
)

func (m *master) solve() Outcome {
	p := m.p
	m.best = make([]int32, len(p.guests))
	for i := range m.best {
		m.best[i] = p.none(int32(i))
	}
	m.bound, m.sure, m.worstSure = make([]int64, len(p.scale.fields)), true, true
	m.unite()
	m.split()
	m.begin()
	m.placed()
	m.safety()
	m.ordered()
	m.finish()
	return m.outcome()
}

// begin makes a plan of everything at once, so that a search that is stopped has something to give.
func (m *master) begin() {
	m.tell(StepPlaced)
	m.p.write(len(m.p.scale.fields) - 1)
	m.early = slices.Clone(m.best)
	for _, s := range m.parts {
		m.ready(s, m.ban, m.early)
		s.settle(m.early)
		for _, i := range s.part {
			m.early[i] = s.at[i]
		}
	}
}

// finish fills what a stopped search left open, and falls back on the early plan where that is better.
func (m *master) finish() {
	if m.sure {
		return
	}
	dead := m.ban
	if m.placedSure && m.worst != unsafe {
		dead = m.above(m.worst)
	}
	for _, s := range m.parts {
		s.hurry = true
		m.ready(s, dead, m.best)
		s.settle(m.best)
		m.keep(s)
		if m.earlier(s) {
			s.at = m.early
			m.keep(s)
		}
	}
	m.again()
}

// earlier tells whether the early plan of a component is better than what the steps found: in T1, or else in all that
// follows without being less safe.
func (m *master) earlier(s *search) bool {
	a, b := s.costOf(m.early), s.costOf(m.best)
	x, y := m.p.scale.split(a), m.p.scale.split(b)
	if c := slices.Compare(x[:fieldSafety], y[:fieldSafety]); c != 0 {
		return c < 0
	}
	return a.less(&b) && m.least(s, m.early) >= m.least(s, m.best)
}

// least is the worst safety of a component's assignment.
func (m *master) least(s *search, at []int32) int32 {
	worst := int32(unsafe)
	for _, i := range s.part {
		if o := &m.p.options[at[i]]; !o.open() {
			worst = min(worst, o.margin)
		}
	}
	return worst
}

// again looks at the whole once more where a plan took the place of what the steps found: what is not what they proved
// is open.
func (m *master) again() {
	value := m.p.scale.split(m.cost())
	for i := range m.bound {
		if m.bound[i] > value[i] {
			m.bound[i] = 0
		}
	}
	m.worst = unsafe
	for _, s := range m.parts {
		m.worst = min(m.worst, m.least(s, m.best))
	}
	m.top = max(m.top, m.worst)
}

// prove records the bound of the fields from one to another (not included): what was found when it is proved; else what
// the least cost of the relaxation says, where it agrees with what was found in all fields before; else what a flow of
// the one field says.
func (m *master) prove(from, to int, low *wide, sure bool, dead []uint64) {
	value, least := m.p.scale.split(m.cost()), m.p.scale.split(*low)
	for i := 0; i < from && !sure; i++ {
		if least[i] != value[i] {
			clear(least)
		}
	}
	for i := from; i < to && m.sure; i++ {
		if m.bound[i] = value[i]; sure {
			continue
		}
		if m.bound[i] = min(least[i], value[i]); m.bound[i] < value[i] {
			m.bound[i] = max(m.bound[i], m.weighed(i, value, dead))
		}
		m.sure = m.bound[i] == value[i]
	}
}

// weighed is a bound of one field when all before it are as found: the least of the field and, at a price, of the people
// not placed, over the relaxation, less the price of those who are not placed as found (Lagrange). A toll per person on the
// partners that the relaxation fills beyond their number is raised step by step; it gives back what the number allows.
// The best of a few prices counts.
func (m *master) weighed(field int, value []int64, dead []uint64) int64 {
	best, steps := int64(0), mostTolls
	if len(m.p.guests) > mostEject {
		steps = 1 // a flow takes seconds there
	}
	for _, price := range [...]int64{0, 1, 2, 3, 4, 6, 8} {
		toll := make([]int64, len(m.p.payers))
		for range steps {
			least, moved, ok := m.tolled(field, price, toll, dead)
			if !ok {
				return best
			}
			for i := fieldPlaced; i < min(field, fieldAsks); i += 2 {
				least -= fine * price * value[i]
			}
			if best = max(best, (least+fine-1)/fine); !moved {
				break
			}
		}
	}
	return min(best, value[field])
}

// mostTolls is how often tolls are set anew.
const mostTolls = 12

// tolled solves the relaxation with tolls, says its bound in parts, and sets the tolls anew: up where a partner has too
// many people, down where it has room.
func (m *master) tolled(field int, price int64, toll []int64, dead []uint64) (int64, bool, bool) {
	p := m.p
	p.single(field, price, toll)
	var total wide
	heads := make([]int64, len(toll))
	for _, s := range m.parts {
		f := newFlow(p, s.part, append([]uint64(nil), dead...), s.reach)
		if !s.clear(f) || !f.solve(m.pressed) {
			return 0, false, false
		}
		total.add(&f.total)
		for _, i := range s.part {
			if o := &p.options[f.at[i]]; o.place >= 0 {
				heads[p.seats[o.place].partner] += int64(p.guests[i].counted)
			}
		}
	}
	least, moved := int64(total[0]), false
	for y := range toll {
		left := int64(p.payers[y].left)
		least -= toll[y] * left
		switch {
		case heads[y] > left:
			toll[y]++
			moved = true
		case heads[y] < left && toll[y] > 0:
			toll[y]--
			moved = true
		}
	}
	return least, moved, true
}

// pressed tells a bound that it must not be waited for: a large round that was stopped.
func (m *master) pressed() bool { return len(m.p.guests) > 200 && m.stop() }

// cost is what the best assignment costs under the costs in force.
func (m *master) cost() wide {
	var c wide
	for _, s := range m.parts {
		x := s.costOf(m.best)
		c.add(&x)
	}
	return c
}

// split finds the components: cases that nothing joins are solved apart.
func (m *master) split() {
	p := m.p
	seat, payer := int32(len(p.guests)), int32(len(p.guests)+len(p.seats))
	stock := payer + int32(len(p.payers))
	root := make([]int32, int(stock)+len(p.stock))
	for i := range root {
		root[i] = int32(i)
	}
	find := func(i int32) int32 {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	join := func(a, b int32) {
		x, y := find(a), find(b)
		root[max(x, y)] = min(x, y)
	}
	for k := range p.options {
		o := &p.options[k]
		for _, s := range [2]int32{o.place, o.flat} {
			if s >= 0 {
				join(o.who, seat+s)
				join(o.who, payer+p.seats[s].partner)
				for _, n := range p.seats[s].staff {
					join(o.who, stock+n)
				}
			}
		}
	}
	for i := range p.guests {
		for _, f := range p.guests[i].foes {
			join(int32(i), f.who)
		}
	}
	for _, g := range p.groups {
		for _, i := range g[1:] {
			join(g[0], i)
		}
	}
	number := map[int32]int{}
	reach, led := newReach(p.nodes()), newLedger(p)
	for i := range p.guests {
		c := find(int32(i))
		n, ok := number[c]
		if !ok {
			n = len(m.parts)
			number[c] = n
			s := &search{p: p, led: led, reach: reach, stop: m.stop, has: make([]bool, len(p.guests))}
			s.tick = func(int) { m.tell(m.step) }
			m.parts = append(m.parts, s)
		}
		m.parts[n].part = append(m.parts[n].part, int32(i))
		m.parts[n].has[i] = true
	}
}

// costOf is what an assignment of a component costs under the costs in force.
func (s *search) costOf(at []int32) wide {
	var c wide
	load := map[int32]int32{}
	for _, i := range s.part {
		c.add(&s.p.options[at[i]].cost)
		if y := s.p.payer(at[i]); y >= 0 {
			c.add(s.p.payers[y].step(load[y]))
			load[y]++
		}
	}
	return c
}

// ready sets a search to a known assignment and the options that are out.
func (m *master) ready(s *search, dead []uint64, from []int32) {
	s.at, s.best, s.nodes = from, s.costOf(from), 0
	s.barred = func(k int32) bool { return dead[k>>6]>>(k&63)&1 == 1 }
}

// search runs one search from a known assignment; a better one is kept.
func (m *master) search(s *search, dead []uint64, from []int32, budget int) (wide, bool) {
	m.ready(s, dead, from)
	s.budget = budget
	if m.o.Nodes > 0 {
		s.budget = min(budget, max(m.o.Nodes-m.nodes, 0))
	}
	low, sure := s.run(dead)
	m.nodes += s.nodes
	return low, sure
}

// placed is T0 and T1: as many people as can be, most endangered first. Each class is proved among its own cases and
// those before it: the others can always wait, and nothing less important hides the proof.
func (m *master) placed() {
	m.tell(StepPlaced)
	from := 0
	for class := dangerLevels - 1; class >= -1; class-- {
		to := fieldPlaced + 2*(dangerLevels-class)
		if class < 0 {
			to = fieldAsks + 1
		}
		m.p.write(to - 1)
		var low wide
		all := true
		for _, s := range m.parts {
			l, sure := m.among(s, class)
			low.add(&l)
			all = all && sure
		}
		m.prove(from, to, &low, all, m.ban)
		from = to
	}
}

// among searches a component with the cases of a class and above, those fixed by a person, and whoever stays with them.
func (m *master) among(s *search, class int) (wide, bool) {
	all := s.part
	defer func() {
		s.part = all
		for _, i := range all {
			s.has[i] = true
		}
	}()
	in := make(map[int32]bool, len(all))
	for _, i := range all {
		g := &m.p.guests[i]
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
	s.part = nil
	var rest wide
	for _, i := range all {
		if s.has[i] = in[i]; in[i] {
			s.part = append(s.part, i)
		} else {
			m.best[i] = m.p.none(i)
			rest.add(&m.p.options[m.best[i]].cost)
		}
	}
	low, sure := m.search(s, m.ban, m.best, earlyNodes)
	m.keep(s)
	low.add(&rest)
	return low, sure
}

// keep writes what a component found into the whole.
func (m *master) keep(s *search) {
	for _, i := range s.part {
		m.best[i] = s.at[i]
	}
}

// margins lists the distinct safety values of options, least first.
func (m *master) margins(s *search) []int32 {
	var out []int32
	for _, i := range s.part {
		for k := m.p.guests[i].first; k < m.p.guests[i].last; k++ {
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
func (m *master) above(worst int32) []uint64 {
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
func (m *master) safety() {
	m.tell(StepSafety)
	m.p.write(fieldAsks)
	m.worst, m.top = unsafe, unsafe
	if m.placedSure = m.sure; !m.sure {
		m.worst, m.top, m.worstSure = 0, 0, false // who is placed is not settled: nothing may be shut out
		for i := range m.p.guests {
			m.top = max(m.top, m.p.guests[i].best)
		}
		return
	}
	for _, s := range m.parts {
		w, t, ok := m.worstOf(s, m.worst)
		m.worst, m.top = min(m.worst, w), min(m.top, t)
		m.worstSure = m.worstSure && ok
	}
}

// worstOf bisects a component's distinct margins; what is over the limit needs no proof.
func (m *master) worstOf(s *search, limit int32) (int32, int32, bool) {
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
		s.nodes, s.budget, s.goal = 0, earlyNodes, &goal
		if m.o.Nodes > 0 {
			s.budget = min(s.budget, max(m.o.Nodes-m.nodes, 0))
		}
		_, proved := s.run(dead)
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

// ordered is everything else in one search under the full costs, T2's minimum given.
func (m *master) ordered() {
	m.p.write(len(m.p.scale.fields) - 1)
	m.tell(StepOrdered)
	dead := m.above(m.worst)
	var low wide
	all := true
	for _, s := range m.parts {
		l, sure := m.search(s, dead, m.best, lateNodes)
		low.add(&l)
		all = all && sure
		m.keep(s)
	}
	m.sure = m.sure && m.worstSure
	m.prove(fieldSafety, len(m.p.scale.fields), &low, all, dead)
	m.p.write(len(m.p.scale.fields) - 1)
}

// outcome writes down what was found.
func (m *master) outcome() Outcome {
	p := m.p
	out := Outcome{Given: make([]Given, len(p.guests)), Nodes: m.nodes, Ended: m.halted}
	for i, k := range m.best {
		out.Given[p.cases[i]] = p.given(int32(i), k)
	}
	value, bound := p.scale.split(m.cost()), m.bound
	proved := true
	put := func(t Tier) {
		proved = proved && t.Bound == t.Value
		t.Proved = proved
		out.Tiers = append(out.Tiers, t)
	}
	for i, x := range p.scale.fields {
		if i == fieldSafety {
			put(m.worstTier(proved))
		}
		least := bound[i]
		if !proved {
			least = 0 // beyond the first tier that is open nothing is known but the end of the scale
		}
		put(Tier{Tier: x.tier, Code: x.code, Value: x.read(value[i]), Bound: x.read(least), Higher: x.higher})
	}
	out.Proved = proved && m.sure
	return out
}

// worstTier is T2's minimum, 0 when nobody is placed.
func (m *master) worstTier(proved bool) Tier {
	t := Tier{Tier: "T2", Code: "safety_worst", Higher: true}
	if m.worst != unsafe {
		t.Value, t.Bound = int64(m.worst), int64(m.top)
		for i := range m.p.guests {
			if !proved {
				t.Bound = max(t.Bound, int64(m.p.guests[i].best))
			}
		}
	}
	return t
}

// given describes an option to people.
func (p *problem) given(i, k int32) Given {
	r, o := p.round, &p.options[k]
	c := &r.Cases[p.cases[i]]
	g := Given{Case: c.Key, State: Unplaced, Choices: p.guests[i].choices, Locked: c.Lock != ""}
	day := func(week int16) (d date.Date) {
		if d = r.On.AddDays(7 * int(week)); d.Before(c.ReadyOn) {
			d = c.ReadyOn
		}
		return d
	}
	if o.flat >= 0 {
		g.State, g.Flat, g.FlatWeek, g.FlatFrom = Bridged, r.Places[p.places[o.flat]].Key, int(o.ffrom), day(o.ffrom)
		g.FlatTo = r.On.AddDays(7 * int(o.fto))
	}
	if o.place >= 0 {
		at := p.places[o.place]
		g.State, g.Place, g.Week, g.From = Placed, r.Places[at].Key, int(o.from), day(o.from)
		if w := c.Need.Weeks; w > 0 {
			g.To = g.From.AddDays(7 * w)
		}
		g.Criteria, g.Asks = p.reasons(c, int(at))
	}
	if g.Choices == 0 {
		g.Blocked = p.blocked(c)
	}
	return g
}

// reasons are the criteria of a place for a case, and what must be answered first.
func (p *problem) reasons(c *Case, place int) ([]match.Tier, []match.Check) {
	j := p.judge
	res := j.one(c, place)
	all := j.checks(c, place, res)
	var asks []match.Check
	for _, x := range all {
		if x.Verdict == match.Unknown && !j.relaxed(c, x.Rule) {
			asks = append(asks, x)
		}
	}
	return res.Tiers, asks
}

// blocked counts by rule why no place passes.
func (p *problem) blocked(c *Case) []Blocked {
	j := p.judge
	count := map[match.RuleID]*Blocked{}
	j.each(c, func(i int, checks []match.Check) {
		var against []match.RuleID
		for _, x := range checks {
			if x.Verdict != match.Passed && !j.relaxed(c, x.Rule) {
				against = append(against, x.Rule)
			}
		}
		if slices.Contains(c.Refused, p.round.Places[i].Key) {
			against = append(against, RuleRefused)
		}
		for _, id := range against {
			if count[id] == nil {
				count[id] = &Blocked{Rule: id}
			}
			count[id].Places++
			if len(against) == 1 {
				count[id].Alone++
			}
		}
	})
	out := make([]Blocked, 0, len(count))
	for _, b := range count {
		out = append(out, *b)
	}
	slices.SortFunc(out, func(a, b Blocked) int {
		return cmp.Or(b.Places-a.Places, cmp.Compare(a.Rule, b.Rule))
	})
	return out
}
