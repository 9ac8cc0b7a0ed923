package round

import (
	"fmt"
	"math"
	"slices"

	"havre.example/havre/internal/calc/solve/lp"
)

// Prove writes down why an outcome of a round cannot be bettered, in lines that whoever knows the rules can follow
// without a search (docs/round.md, "The proof"). It proves what it can until it is stopped: the first tier that is not
// reached has a bound, or none. The error is an ErrRound where the outcome is not one of the round.
func Prove(r Round, o Outcome, options Options) (lines []string, err error) {
	defer mend(&err)
	if err := r.Check(); err != nil {
		return nil, err
	}
	m := &solver{o: options}
	m.p = list(&r, nil, func() bool { return false }, true)
	if !m.p.pack() {
		return nil, bad("cases: too many for the tiers to be compared exactly")
	}
	if m.best = m.p.find(o); m.best == nil {
		return nil, bad("the outcome is not one of this round")
	}
	m.split()
	v := &prover{m: m, p: m.p, worst: unsafe}
	for _, s := range m.components {
		v.worst = min(v.worst, m.least(s, m.best))
	}
	for _, s := range m.components {
		v.part(s)
	}
	return v.lines, nil
}

// find is the options that an outcome gives; nil where there is no such option.
func (p *problem) find(o Outcome) []int32 {
	given := make(map[string]*Given, len(o.Given))
	for i := range o.Given {
		given[o.Given[i].Case] = &o.Given[i]
	}
	key := func(place int32) string {
		if place < 0 {
			return ""
		}
		return p.round.Places[p.places[place]].Key
	}
	out := make([]int32, len(p.households))
	for i := range p.households {
		h, g := &p.households[i], given[p.round.Cases[p.cases[i]].Key]
		if g == nil {
			return nil
		}
		out[i] = -1
		for k := h.first; k < h.last; k++ {
			if x := &p.options[k]; key(x.place) == g.Place && key(x.flat) == g.Flat &&
				(x.place < 0 || int(x.from) == g.Week) && (x.flat < 0 || int(x.ffrom) == g.FlatWeek) {
				out[i] = k
				break
			}
		}
		if out[i] < 0 {
			return nil
		}
	}
	return out
}

// prover writes the proof of a round, component by component.
type prover struct {
	m       *solver
	p       *problem
	lines   []string
	c       *climb
	named   map[string]named // rows that stand in the part's proof, by their text
	worst   int32            // the least safety of anybody with a roof, unsafe where nobody has one
	settled bool             // it is proved
}

// part proves the tiers of a component, one after the other.
func (v *prover) part(s *search) {
	v.say("part%s", v.cases(s.cases))
	v.named = map[string]named{}
	if !s.tight() {
		return
	}
	s.at, s.best, s.budget = v.m.best, wide{}, math.MaxInt
	v.c = &climb{s: s, root: domain{p: v.p, dead: make([]uint64, (len(v.p.options)+63)/64),
		sure: make([]sure, len(v.p.households))}}
	v.unite()
	v.c.r = newRows(s, &v.c.root)
	for f := range v.p.scale.fields {
		if f == fieldSafety && v.worst != unsafe {
			v.safest()
			v.shut()
		}
		if !v.tier(f) {
			return
		}
	}
}

// unite leaves out the houses in which those who asked for one another cannot all be.
func (v *prover) unite() {
	for _, group := range v.p.groups {
		if !v.c.s.has[group[0]] {
			continue
		}
		v.p.parted(group, func(home int32, options []int32) {
			for _, k := range options {
				v.c.root.kill(k)
			}
			v.say("unite %d %d", v.p.cases[group[0]], v.p.places[v.p.options[options[0]].place])
		})
	}
}

// value is what the best answer costs a component in a field.
func (v *prover) value(f int) (value int64) {
	load := map[int32]int32{}
	for _, i := range v.c.s.cases {
		k := v.m.best[i]
		v.p.costs(&v.p.options[k], func(field int, c int64) {
			if field == f {
				value += c
			}
		})
		if y := v.p.partnerOf(k); y >= 0 && f == v.p.scale.burden {
			if n := load[y]; int(n) < len(v.p.partners[y].burden) {
				value += int64(v.p.partners[y].burden[n])
			}
			load[y]++
		}
	}
	return value
}

// tier proves a field. Where the time ends before, the least that the relaxation says is written as its bound.
func (v *prover) tier(f int) bool {
	c, value := v.c, v.value(f)
	at := len(v.lines)
	v.say("tier %s %d", v.p.scale.fields[f].code, v.reads(f, value))
	c.r.aim(f)
	if f != v.p.scale.burden {
		if least, same := c.simple(); least == value {
			if !same {
				v.seal(value, true)
			}
			return true
		}
	}
	c.rest()
	c.r.seek()
	if v.grow(c.root.clone(), value) {
		if c.one.Unit > 0 {
			v.prices("strike", &c.one)
		}
		v.seal(value, false)
		return true
	}
	v.back(at)
	if low := c.one.Bound(); c.one.Unit > 0 && low < value {
		v.say("tier %s %d", v.p.scale.fields[f].code, v.reads(f, low))
		v.prices("prices", &c.one)
	}
	return false
}

// seal keeps a proved field, as a climb does, but for what follows from what is certain.
func (v *prover) seal(value int64, alone bool) {
	v.c.exclude(value, alone)
	if !alone {
		v.c.r.hold(value)
	}
}

// shut strikes out what is less safe than the least of the answer.
func (v *prover) shut() {
	for _, i := range v.c.s.cases {
		for k := v.p.households[i].first; k < v.p.households[i].last; k++ {
			if o := &v.p.options[k]; !o.open() && o.margin < v.worst {
				v.c.root.kill(k)
			}
		}
	}
}

// safest proves that the component cannot be safer than the least of the answer, if it cannot.
func (v *prover) safest() {
	if v.settled || v.m.least(v.c.s, v.m.best) != v.worst {
		return
	}
	at := len(v.lines)
	v.say("tier safety_worst %d", v.worst)
	d := v.c.root.clone()
	for _, i := range v.c.s.cases {
		for k := v.p.households[i].first; k < v.p.households[i].last; k++ {
			if o := &v.p.options[k]; !o.open() && o.margin <= v.worst {
				d.kill(k)
			}
		}
	}
	v.c.r.aim(-1)
	v.c.rest()
	v.c.r.seek()
	v.c.blind = true
	defer func() { v.c.blind = false }()
	if v.settled = v.grow(d, 1); !v.settled {
		v.back(at)
	}
}

// grow writes the tree of a proof; false where it cannot, or is stopped.
func (v *prover) grow(root domain, value int64) bool {
	c := v.c
	c.one.Unit = 0
	c.all, c.pseudocosts = pseudocost{}, make([]pseudocost, len(v.p.households))
	return v.node(&subproblem{domain: root, low: math.MinInt64, by: decision{who: -1}}, value)
}

// node closes a subproblem: by prices, or by a decision and the two below it.
func (v *prover) node(n *subproblem, value int64) bool {
	c := v.c
	if c.s.nodes++; c.s.stop() {
		return false
	}
	if v.close(n, value) {
		c.learn(n.by, float64(value))
		return true
	}
	if c.s.stop() {
		return false
	}
	cost := c.r.lp.Objective()
	c.learn(n.by, cost)
	d, ok := v.decide(n, value)
	if !ok {
		return false
	}
	if d.who < 0 {
		v.say("decided")
		return true
	}
	d.cost = cost
	basis := c.r.lp.Basis()
	v.say("split %d %s", v.p.cases[d.who], v.set(d))
	for _, inside := range [2]bool{true, false} {
		half := &subproblem{domain: n.domain.clone(), depth: n.depth + 1, by: d}
		if half.by.in = inside; inside {
			half.by.share = 1 - d.share
		}
		g := &v.p.households[d.who]
		for k := g.first; k < g.last; k++ {
			if (v.p.value(d.zone, k) == d.value) != inside {
				half.kill(k)
			}
		}
		if !inside {
			c.r.lp.Return(basis)
		}
		if !v.node(half, value) {
			return false
		}
		v.say("%s", map[bool]string{true: "else", false: "end"}[inside])
	}
	return true
}

// close solves a subproblem's relaxation with all the rows it breaks; true when prices rule out all that is in it.
func (v *prover) close(n *subproblem, value int64) bool {
	c := v.c
	c.r.show(&n.domain)
	rough, struck := false, false
	for range mostRounds {
		limit := float64(value) - 1 + 0.01
		if rough {
			limit = math.Inf(1)
		}
		switch c.r.lp.Solve(limit, c.s.stop) {
		case lp.Infeasible:
			if c.r.lp.Refuted(&c.cert) {
				v.prices("prices", &c.cert)
				return true
			}
			return false
		case lp.Stopped:
			return false
		case lp.Cut:
			if c.r.lp.Certify(&c.cert); c.cert.Bound() >= value {
				v.prices("prices", &c.cert)
				return true
			}
			rough = true
			continue
		}
		c.r.lp.Certify(&c.cert)
		if n.depth == 0 && !struck {
			c.base = c.r.lp.Basis()
			c.one.Unit, c.one.Low, c.one.Goal = c.cert.Unit, c.cert.Low, c.cert.Goal
			c.one.Over = append(c.one.Over[:0], c.cert.Over...)
			c.one.Prices = append(c.one.Prices[:0], c.cert.Prices...)
		}
		if c.cert.Bound() >= value {
			v.prices("prices", &c.cert)
			return true
		}
		x := c.r.answer()
		if c.r.cut(x) > 0 || (n.depth == 0 || c.s.nodes%8 == 0) && c.r.cutCliques(x) > 0 || c.r.cutPairs(x) > 0 {
			continue
		}
		struck = true
		if !v.fix(n, value) {
			return false
		}
		c.r.show(&n.domain)
	}
	return false
}

// fix strikes out what the prices rule out, and tells whether the answer loses something by that.
func (v *prover) fix(n *subproblem, value int64) bool {
	c := v.c
	struck, lost := false, false
	for j, k := range c.r.options {
		if k >= 0 && !n.isDead(k) && c.cert.With(int32(j)) >= value {
			n.kill(k)
			struck = true
			lost = lost || c.r.lp.Value(int32(j)) > 1e-7
		}
	}
	if struck {
		v.prices("prices", &c.cert)
	}
	return lost
}

// decide finds what to decide next, nobody where nobody has a choice. It is false where the answer can be bettered:
// then nothing is proved.
func (v *prover) decide(n *subproblem, value int64) (decision, bool) {
	c := v.c
	at, left := c.decided(n)
	if left == 1 {
		return decision{who: -1}, !v.betters(at, value)
	}
	x := c.r.answer()
	whole := !slices.ContainsFunc(x, func(t taken) bool { return t.of < 1-1e-5 })
	d, ok := decision{}, false
	if whole {
		at = c.round(x)
		if clash, found := c.s.violated(at); found {
			d.who, d.zone, d.value = c.s.branch(&n.domain, at, clash)
			ok = true
		} else if v.betters(at, value) {
			return d, false
		}
	} else {
		d, ok = c.choose(n, x)
	}
	if !ok || !c.splits(n, d) {
		d = decision{}
		d.who, d.zone, d.value = c.anybody(n)
	}
	return d, true
}

// betters tells whether what everybody has breaks no rule and costs less than the answer in the goal, and in no field
// before it more.
func (v *prover) betters(at []int32, value int64) bool {
	if _, found := v.c.s.violated(at); found {
		return false
	}
	best, last := v.m.best, v.last()
	less := true
	for f := range last {
		had := v.value(f)
		v.m.best = at
		less = less && v.value(f) <= had
		v.m.best = best
	}
	v.m.best = at
	defer func() { v.m.best = best }()
	return less && (v.c.r.field < 0 || v.value(v.c.r.field) < value)
}

// last is the number of fields that are kept.
func (v *prover) last() int {
	if v.c.r.field < 0 {
		return fieldSafety
	}
	return v.c.r.field
}

// say writes a line.
func (v *prover) say(format string, args ...any) {
	v.lines = append(v.lines, fmt.Sprintf(format, args...))
}
