package lp

import "math"

// Certificate is a proof in whole numbers: no values between the bounds that fit the rows cost less than Low units. A
// unit is 1/Unit of the goal's.
type Certificate struct {
	Unit int64
	Low  int64   // at least this much, in units; 0 and Unit 0: nothing is proved
	Over []int64 // by column: how many units more at least when it takes 1; of columns in a choice row only
	// by row: how often it is added, in units; of choice rows nothing, for they have the price that fits best
	Prices []int64
	Goal   int64 // how often the goal is added
}

// Bound is the least whole number the goal can take.
func (c *Certificate) Bound() int64 {
	if c.Unit == 0 {
		return math.MinInt64
	}
	return ceil(c.Low, c.Unit)
}

// With is the same when a column takes 1.
func (c *Certificate) With(j int32) int64 {
	if c.Unit == 0 {
		return math.MinInt64
	}
	return ceil(c.Low+c.Over[j], c.Unit)
}

func ceil(a, b int64) int64 {
	q := a / b
	if a%b > 0 {
		q++
	}
	return q
}

// Certify proves a bound from the prices of the last answer. Where the goal has numbers so large that its perturbation
// is more than a unit of it, the prices are those of the goal without it.
func (p *Program) Certify(into *Certificate) {
	price := p.price
	if p.top*costJolt > fineGoal {
		price = p.exact()
	}
	p.certify(into, price, p.top)
}

// fineGoal is how much of a unit of the goal one column's perturbation may be.
const fineGoal = 1e-2

// exact is the price of every row under the goal as it is.
func (p *Program) exact() []float64 {
	price := make([]float64, len(p.rows))
	for i, v := range p.basis {
		if v < 0 || p.goal[v] == 0 {
			continue
		}
		c := float64(p.goal[v]) / p.top
		for k, a := range p.inverse[i] {
			price[k] += c * a
		}
	}
	return price
}

// Refuted tells whether it is proved that nothing fits, after a solve that ended as Infeasible.
func (p *Program) Refuted(scratch *Certificate) bool {
	if len(p.ray) != len(p.rows) {
		return false
	}
	p.certify(scratch, p.ray, 0)
	if scratch.Unit > 0 && scratch.Low > 0 {
		return true
	}
	for i := range p.ray {
		p.ray[i] = -p.ray[i]
	}
	p.certify(scratch, p.ray, 0)
	return scratch.Unit > 0 && scratch.Low > 0
}

// mostUnits keeps every sum of a certificate within 64 bits.
const mostUnits = 1 << 60

// certify rounds prices to units and counts, in whole numbers, what the rows and the columns are worth under them. A
// row of at most has a price of 0 or less; a choice row the price that makes its cheapest column cost nothing more.
// Prices are in parts of top, the largest number of the goal; with a top of 0 there is no goal, and prices are as they
// are.
func (p *Program) certify(c *Certificate, price []float64, top float64) {
	c.Unit, c.Low = 0, 0
	goal, by := top > 0, max(top, 1)
	if cap(c.Over) < len(p.columns) {
		c.Over = make([]int64, len(p.columns))
	}
	c.Over = c.Over[:len(p.columns)]
	c.Prices, c.Goal = append(c.Prices[:0], make([]int64, len(p.rows))...), 0
	size := 1.0
	for r, y := range price {
		if p.choice[r] || y == 0 || !p.equal[r] && y > 0 {
			continue
		}
		most := math.Abs(float64(p.right[r]))
		for _, e := range p.rows[r] {
			most = max(most, math.Abs(float64(e.Of)))
		}
		size += math.Abs(y) * by * (most + 1)
	}
	groups := 1.0
	for r := range p.rows {
		if p.choice[r] {
			groups++
		}
	}
	if goal {
		size += top
	}
	free := 0.0
	for j, g := range p.group {
		if g < 0 {
			free += p.most[j]
		}
	}
	unit := int64(1 << 24)
	for unit > 0 && float64(unit)*size*(groups+free+2) > mostUnits {
		unit >>= 1
	}
	if unit == 0 {
		return
	}
	for j := range c.Over {
		c.Over[j] = 0
		if goal {
			c.Over[j], c.Goal = p.goal[j]*unit, unit
		}
	}
	low := int64(0)
	for r, y := range price {
		if p.choice[r] || !p.equal[r] && y > 0 {
			continue
		}
		n := int64(math.Round(y * by * float64(unit)))
		if n == 0 {
			continue
		}
		c.Prices[r] = -n
		low += n * p.right[r]
		for _, e := range p.rows[r] {
			c.Over[e.Column] -= n * e.Of
		}
	}
	least := make([]int64, len(p.rows))
	for r := range least {
		least[r] = math.MaxInt64
	}
	for j, g := range p.group {
		switch {
		case p.limit[j] == 0:
		case g >= 0:
			least[g] = min(least[g], c.Over[j])
		case c.Over[j] < 0:
			low += c.Over[j] * int64(p.limit[j])
		}
	}
	empty := false
	for r, x := range least {
		switch {
		case !p.choice[r]:
		case x == math.MaxInt64:
			empty = true
		default:
			low += x
		}
	}
	if empty { // nothing is left to choose from
		low = mostUnits
	}
	for j, g := range p.group {
		if g >= 0 && p.limit[j] > 0 {
			c.Over[j] -= least[g]
		}
	}
	c.Unit, c.Low = unit, low
}
