package round

import (
	"errors"
	"fmt"
	"slices"
)

// Solve finds the best assignment of a round, proved unless it is stopped first. There is always one: a case may have
// no place. The error is an ErrRound when the round is not valid (Check), or too large for its tiers to be compared.
func Solve(r Round, o Options) (_ Outcome, err error) {
	defer mend(&err)
	return solve(r, o, nil)
}

// ErrBroken tells that a search broke off by a fault of its own: there is no answer, and nothing else is harmed.
var ErrBroken = errors.New("the search of a round broke off")

// mend turns a panic into an ErrBroken, so that no round ends the program that asked for it.
func mend(err *error) {
	if x := recover(); x != nil {
		*err = fmt.Errorf("%w: %v", ErrBroken, x)
	}
}

// solve is Solve with cases that must have some place, as if a person had fixed it.
func solve(r Round, o Options, pinned map[string]bool) (Outcome, error) {
	if err := r.Check(); err != nil {
		return Outcome{}, err
	}
	m := &solver{o: o}
	m.tell(StepRules)
	m.p = build(&r, pinned, m.stop)
	if !m.p.pack() {
		return Outcome{}, bad("cases: too many for the tiers to be compared exactly")
	}
	m.ban = make([]uint64, (len(m.p.options)+63)/64)
	return m.solve(), nil
}

// solver runs the steps over the components.
type solver struct {
	o          Options
	p          *problem
	ban        []uint64 // options that are out from the start
	components []*search
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
	patience   int // how many times longer than at first T2's minimum is sought
}

func (m *solver) stop() bool {
	m.halted = m.halted || m.o.stop() || m.o.Nodes > 0 && m.nodes >= m.o.Nodes
	return m.halted
}

func (m *solver) tell(s Step) {
	m.step = s
	if m.o.Progress == nil {
		return
	}
	people := 0
	for i, k := range m.best {
		if k >= 0 && m.p.options[k].place >= 0 {
			people += int(m.p.households[i].people)
		}
	}
	m.o.Progress(Progress{Step: s, Nodes: m.nodes, People: people})
}

// Most nodes of the early steps, so that a hard T1 leaves time for the rest.
const (
	earlyNodes = 20_000
	lateNodes  = 2_000_000
	// of one question of T2's minimum over the tight relaxation: what comes after it needs time too
	possibleNodes = 2_500
	// how much longer it may last in the end
	mostPatience = 1 << 12
)

func (m *solver) solve() Outcome {
	p := m.p
	m.best = make([]int32, len(p.households))
	for i := range m.best {
		m.best[i] = p.none(int32(i))
	}
	m.bound, m.sure, m.worstSure = make([]int64, len(p.scale.fields)), !p.stopped, true
	m.unite()
	m.split()
	m.begin()
	m.placed()
	for m.patience = 1; ; m.patience *= 4 {
		m.safety()
		m.ordered()
		if m.worstSure || !m.placedSure || m.patience == mostPatience || m.stop() {
			break
		}
		m.sure, m.worstSure = true, true // T2's minimum was not settled in the time it had, and there is time left
		for _, s := range m.components {
			s.climb = nil
		}
	}
	m.finish()
	return m.outcome()
}

// begin makes a plan of everything at once, so that a search that is stopped has something to give.
func (m *solver) begin() {
	m.tell(StepPlaced)
	m.p.write(len(m.p.scale.fields) - 1)
	m.early = slices.Clone(m.best)
	for _, s := range m.components {
		m.ready(s, m.ban, m.early)
		s.settle(m.early)
		for _, i := range s.cases {
			m.early[i] = s.at[i]
		}
	}
}

// finish fills what a stopped search left open, and falls back on the early plan where that is better.
func (m *solver) finish() {
	if m.sure {
		return
	}
	dead := m.ban
	if m.placedSure && m.worst != unsafe {
		dead = m.above(m.worst)
	}
	for _, s := range m.components {
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
func (m *solver) earlier(s *search) bool {
	a, b := s.costOf(m.early), s.costOf(m.best)
	x, y := m.p.scale.split(a), m.p.scale.split(b)
	if c := slices.Compare(x[:fieldSafety], y[:fieldSafety]); c != 0 {
		return c < 0
	}
	return a.less(&b) && m.least(s, m.early) >= m.least(s, m.best)
}

// least is the worst safety of a component's assignment.
func (m *solver) least(s *search, at []int32) int32 {
	worst := int32(unsafe)
	for _, i := range s.cases {
		if o := &m.p.options[at[i]]; !o.open() {
			worst = min(worst, o.margin)
		}
	}
	return worst
}

// again looks at the whole once more where a plan took the place of what the steps found: what is not what they proved
// is open.
func (m *solver) again() {
	value := m.p.scale.split(m.cost())
	for i := range m.bound {
		if m.bound[i] > value[i] {
			m.bound[i] = 0
		}
	}
	m.worst = unsafe
	for _, s := range m.components {
		m.worst = min(m.worst, m.least(s, m.best))
	}
	m.top = max(m.top, m.worst)
}

// split finds the components: cases that nothing joins are solved apart.
func (m *solver) split() {
	p := m.p
	unit, partner := int32(len(p.households)), int32(len(p.households)+len(p.units))
	stock := partner + int32(len(p.partners))
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
				join(o.who, unit+s)
				join(o.who, partner+p.units[s].partner)
				for _, n := range p.units[s].staff {
					join(o.who, stock+n)
				}
			}
		}
	}
	for i := range p.households {
		for _, f := range p.households[i].conflicts {
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
	for i := range p.households {
		c := find(int32(i))
		n, ok := number[c]
		if !ok {
			n = len(m.components)
			number[c] = n
			s := &search{p: p, led: led, reach: reach, stop: m.stop, has: make([]bool, len(p.households))}
			s.tick = func(int) { m.tell(m.step) }
			m.components = append(m.components, s)
		}
		m.components[n].cases = append(m.components[n].cases, int32(i))
		m.components[n].has[i] = true
	}
	// small ones first: where time ends in a large one, the others have been proved
	slices.SortStableFunc(m.components, func(a, b *search) int { return len(a.cases) - len(b.cases) })
}
