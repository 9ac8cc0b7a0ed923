package round

import (
	"math"

	"havre.example/havre/internal/calc/solve/lp"
)

// climb goes up the tiers of one component, one field at a time, by branch and bound over the tight relaxation. A field
// that is proved becomes a row, and options that would make it worse for certain are struck out; so each field after it
// has less to choose from.
type climb struct {
	s           *search
	r           *rows
	root        domain
	next        int // first field that is not proved
	cert        lp.Certificate
	one         lp.Certificate // of the root, for the goal
	base        *lp.Basis      // the root's last answer
	pseudocosts []pseudocost   // by case, of the goal
	all         pseudocost
	blind       bool // there is no goal: any answer will do
	watch       func(*climb)
}

// mostTight are the cases and options of a component up to which the tight relaxation is worth its time, and
// wideEnough the parts of the space that the flow looks at before.
const (
	mostTightCases   = 200
	mostTightOptions = 250_000
	wideEnough       = 300
)

// tight tells whether a component has a size for the tight relaxation.
func (s *search) tight() bool {
	n := int32(0)
	for _, i := range s.cases {
		n += s.p.households[i].last - s.p.households[i].first
	}
	return len(s.cases) <= mostTightCases && n <= mostTightOptions
}

// climbing is the climb of a component, begun when there is none yet, without the options that are dead.
func (m *solver) climbing(s *search, dead []uint64) *climb {
	if s.climb == nil {
		c := &climb{s: s, root: domain{p: s.p, dead: append([]uint64(nil), dead...)}, watch: m.o.trial.watch}
		s.clear(&c.root) // to wait is always allowed
		c.r = newRows(s, &c.root)
		s.climb = c
	}
	s.climb.bar(dead)
	return s.climb
}

// bar strikes options out for good.
func (c *climb) bar(dead []uint64) {
	more := false
	for w, x := range dead {
		more = more || x&^c.root.dead[w] != 0
		c.root.dead[w] |= x
	}
	if more {
		c.s.propagate(&c.root, c.s.cases...)
	}
}

// upTo proves the fields up to one (not included), from the component's best assignment on. It returns the least cost
// of the fields, packed, and whether all are proved.
func (c *climb) upTo(to int) (wide, bool) {
	p, s := c.s.p, c.s
	var low wide
	p.write(to - 1)
	s.best = s.costOf(s.at)
	for f, value := range p.scale.split(s.best)[:min(c.next, to)] {
		low.addAt(uint64(value), p.scale.fields[f].shift)
	}
	for f := c.next; f < to; f++ {
		p.write(f)
		s.best = s.costOf(s.at)
		least := c.field(f, func() int64 { return p.scale.split(s.best)[f] })
		value := p.scale.split(s.best)[f]
		low.addAt(uint64(min(max(least, 0), value)), p.scale.fields[f].shift)
		if least < value {
			return low, false
		}
		c.next = f + 1
	}
	return low, true
}

// field proves one field, or says the least it can be.
func (c *climb) field(f int, value func() int64) int64 {
	c.r.aim(f)
	if f != c.s.p.scale.burden {
		if least, same := c.simple(); least == value() {
			if !same {
				c.seal(value(), true)
			}
			return least
		}
	}
	c.rest()
	c.r.seek()
	c.s.keen = true
	c.s.settle(c.s.at)
	c.s.keen = false
	least := c.minimise(c.root, value)
	if v := value(); least >= v {
		c.seal(v, false)
	}
	return least
}

// simple is the field's least when everybody takes what is best for it alone; same when there is nothing to choose.
func (c *climb) simple() (int64, bool) {
	sum, same := int64(0), true
	for _, i := range c.s.cases {
		least, most := int64(math.MaxInt64), int64(0)
		for _, j := range c.r.byCase[i] {
			if !c.root.isDead(c.r.options[j]) {
				least, most = min(least, c.r.goal[j]), max(most, c.r.goal[j])
			}
		}
		sum += least
		same = same && least == most
	}
	return sum, same
}

// seal keeps a proved field: nobody takes what makes it worse.
func (c *climb) seal(value int64, alone bool) {
	c.exclude(value, alone)
	c.s.propagate(&c.root, c.s.cases...)
	if !alone {
		c.r.hold(value)
	}
}

// exclude strikes out for good what makes a proved field worse.
func (c *climb) exclude(value int64, alone bool) {
	for _, i := range c.s.cases {
		least := int64(math.MaxInt64)
		for _, j := range c.r.byCase[i] {
			if !c.root.isDead(c.r.options[j]) {
				least = min(least, c.r.goal[j])
			}
		}
		for _, j := range c.r.byCase[i] {
			k := c.r.options[j]
			if c.root.isDead(k) {
				continue
			}
			if alone && c.r.goal[j] > least || !alone && c.one.Unit > 0 && c.one.With(j) > value {
				c.root.kill(k)
			}
		}
	}
}

// rest solves the root once more under the goal it had, with all that has been struck out and all rows found since, so
// that the next goal begins from values that fit; and it drops what is out.
func (c *climb) rest() {
	if c.base == nil {
		return
	}
	c.r.lp.Return(c.base)
	c.r.show(&c.root)
	if c.r.lp.Solve(math.Inf(1), c.s.stop) == lp.Optimal {
		c.r.tidy(&c.root)
		c.base = c.r.lp.Basis()
	}
	if c.watch != nil {
		c.watch(c)
	}
}

// possible looks for an answer that costs no more than the goal of the search among options that are not dead. It
// returns whether it is proved that there is none.
func (c *climb) possible(dead []uint64) bool {
	d := c.root.clone()
	for w, x := range dead {
		d.dead[w] |= x
	}
	if !c.s.propagate(&d, c.s.cases...) {
		return true
	}
	c.r.aim(-1)
	c.rest()
	c.r.seek()
	c.blind = true
	defer func() { c.blind = false }()
	found := c.minimise(d, func() int64 { return flag(c.s.at == nil) })
	return c.s.at == nil && found >= 1
}
