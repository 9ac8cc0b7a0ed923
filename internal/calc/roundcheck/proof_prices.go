package roundcheck

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// term is a row or a tier with its price.
type term struct {
	of   int
	row  *ceiling
	tier int // where row is nil
}

// weigh reads prices and strikes out what they rule out. It is true where nothing is left.
func (p *proof) weigh(words []string, alive []bool, goal int) bool {
	var terms []term
	for _, w := range words {
		name, price, _ := strings.Cut(w, ":")
		n, err := strconv.Atoi(price)
		if err != nil || n < 1 {
			p.fail("%q is no row and price above 0", w)
		}
		x := term{of: n, row: p.part.rows[name]}
		if x.row == nil {
			x.tier = slices.Index(Codes[:], name)
			if done := slices.Index(order, x.tier); x.tier < 0 || done < 0 || done >= p.part.proved && x.tier != goal {
				p.fail("%q is neither a row before this line nor a tier that is proved", name)
			}
		}
		terms = append(terms, x)
	}
	return p.weighs(terms, alive, goal)
}

// weighs adds rows up, each times its price, less what they may come to at most. An answer that respects them comes to
// 0 or less; a choice with which the sum is more than 0 whatever the others take is in none. Tiers are rows too: an
// answer is no worse in those that are proved, and in the goal, if it is to be better, better than the bound.
func (p *proof) weighs(terms []term, alive []bool, goal int) bool {
	x := p.part
	over, most := make([]int, len(x.choices)), 0.0
	sum := 0
	loads, burdens := map[string]int{}, 0
	for _, t := range terms {
		if t.row == nil {
			burdens += t.of * when1(t.tier == burden)
			right, largest := p.worth(t.tier, goal), 20*when1(t.tier == burden)
			for n := range x.cases { // by how much a choice is worse than the case's best, so that numbers stay small
				best, any := 0, false
				for k := x.first[n]; k < x.first[n+1]; k++ {
					if c := p.cost(k, t.tier); alive[k] && (!any || c < best) {
						best, any = c, true
					}
				}
				right -= best
				for k := x.first[n]; k < x.first[n+1]; k++ {
					if alive[k] {
						over[k] += t.of * (p.cost(k, t.tier) - best)
						largest = max(largest, p.cost(k, t.tier)-best)
					}
				}
			}
			sum -= t.of * right
			most += float64(t.of) * (math.Abs(float64(right)) + float64(largest)*float64(len(x.cases)+1))
			continue
		}
		largest := when1(t.row.load != "")
		for n, k := range t.row.at {
			if alive[k] {
				over[k] += t.of * t.row.of[n]
				largest = max(largest, t.row.of[n], -t.row.of[n])
			}
		}
		if t.row.load != "" {
			loads[t.row.load] += t.of
		}
		sum -= t.of * t.row.right
		most += float64(t.of) * (math.Abs(float64(t.row.right)) + float64(largest)*float64(len(x.cases)+1))
	}
	if most > 1<<62 {
		p.fail("the prices are too large to be counted")
	}
	for partner, price := range loads {
		for k := range p.steps(partner) {
			sum += min(burdens*p.r.kth(partner, k+1)-price, 0)
		}
	}
	least := make([]int, len(x.cases))
	for n := range x.cases {
		least[n] = math.MaxInt
		for k := x.first[n]; k < x.first[n+1]; k++ {
			if alive[k] {
				least[n] = min(least[n], over[k])
			}
		}
		if least[n] == math.MaxInt {
			return true
		}
		sum += least[n]
	}
	if sum > 0 {
		return true
	}
	for n := range x.cases {
		for k := x.first[n]; k < x.first[n+1]; k++ {
			alive[k] = alive[k] && sum+over[k]-least[n] <= 0
		}
	}
	return false
}

// cost is what a choice adds to a tier, written so that less is better.
func (p *proof) cost(k, t int) int { return -sign(t) * p.part.choices[k].adds[t] }

// worth is what a tier comes to at most, written so that less is better.
func (p *proof) worth(t, goal int) int {
	if t == goal {
		return -sign(t)*p.part.bound[t] - 1
	}
	return -sign(t) * p.part.value[t]
}

// steps is how many cases of the part a partner can receive: as many as it has people left for, the smallest first.
func (p *proof) steps(partner string) int {
	x, q := p.part, p.r.quotas[partner]
	var sizes []int
	for n, i := range x.cases {
		for k := x.first[n]; k < x.first[n+1]; k++ {
			if c := &x.choices[k]; c.placed() && p.r.partner[c.Place] == partner {
				sizes = append(sizes, p.r.counted(i))
				break
			}
		}
	}
	if !q.known {
		return len(sizes)
	}
	slices.Sort(sizes)
	count, left := 0, q.left
	for _, n := range sizes {
		if left -= n; left < 0 {
			break
		}
		count++
	}
	return count
}
