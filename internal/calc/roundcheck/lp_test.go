package roundcheck

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/prooftest/glpk"
)

// programme is a round as an integer programme. Column k of a case is its choice k; choice 0, nothing, has none.
type programme struct {
	*Round
	rows []string
	// load are the columns of each partner's k-th case, from k = 1.
	load map[string][]string
}

func column(i, k int) string { return "x" + strconv.Itoa(i) + "_" + strconv.Itoa(k) }

// row is a sum of columns.
type row struct {
	names  []string
	factor map[string]int
}

func (w *row) add(factor int, name string) {
	if factor == 0 {
		return
	}
	if w.factor == nil {
		w.factor = map[string]int{}
	}
	if _, there := w.factor[name]; !there {
		w.names = append(w.names, name)
	}
	w.factor[name] += factor
}

func (w *row) String() string {
	var b strings.Builder
	for _, name := range w.names {
		if f := w.factor[name]; f != 0 {
			glpk.Term(&b, int64(f), name)
		}
	}
	return b.String()
}

// must adds the row "sum sense n", where any column is in it.
func (p *programme) must(w *row, sense string, n int) {
	if sum := w.String(); sum != "" {
		p.rows = append(p.rows, fmt.Sprintf(" r%d:%s %s %d\n", len(p.rows), sum, sense, n))
	}
}

// each calls f with every choice but nothing.
func (p *programme) each(f func(i, k int, x *Choice)) {
	for i := range p.choices {
		for k := 1; k < len(p.choices[i]); k++ {
			f(i, k, &p.choices[i][k])
		}
	}
}

// total adds the row "sum over choices of amount sense n".
func (p *programme) total(amount func(x *Choice) int, sense string, n int) {
	most := 0
	p.each(func(_, _ int, x *Choice) { most += max(amount(x), 0) })
	if sense == "<=" && most <= n {
		return // nothing can break it
	}
	w := new(row)
	p.each(func(i, k int, x *Choice) { w.add(amount(x), column(i, k)) })
	p.must(w, sense, n)
}

// limit adds "at most n".
func (p *programme) limit(n int, amount func(x *Choice) int) { p.total(amount, "<=", n) }

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// newProgramme writes every rule that cases have to respect together.
func newProgramme(r *Round) *programme {
	p := &programme{Round: r, load: map[string][]string{}}
	for i := range r.Cases {
		p.limit(1, func(x *Choice) int { return one(x.Case == i) })
	}
	for place := range r.Places {
		for week := range r.Weeks {
			p.room(place, week)
		}
		for _, week := range r.arrivals(place) {
			p.room(place, week)
		}
	}
	for _, partner := range slices.Sorted(maps.Keys(r.quotas)) {
		if q := r.quotas[partner]; q.known {
			p.limit(max(q.left, 0), func(x *Choice) int {
				if x.placed() && r.partner[x.Place] == partner {
					return r.Cases[x.Case].Household.people()
				}
				return 0
			})
		}
		p.share(partner)
	}
	for k := range r.Resources {
		u := &r.Resources[k]
		for week := range r.Weeks {
			p.limit(u.Weekly, func(x *Choice) int { return one(r.draws(x, u, week)) * r.Cases[x.Case].Uses[u.Kind] })
		}
	}
	for i := range r.Cases {
		for j := range i {
			p.keepApart(i, j)
		}
		if g := r.group[i]; g != i {
			for _, h := range slices.Compact(slices.Sorted(slices.Values(r.house))) {
				p.total(func(x *Choice) int {
					in := one(x.placed() && r.house[x.Place] == h)
					return in*one(x.Case == i) - in*one(x.Case == g)
				}, "=", 0)
			}
		}
	}
	return p
}

// room writes what a place holds in a week.
func (p *programme) room(place, week int) {
	here := p.Places[place]
	in := func(x *Choice) int { return one(x.at(place, week)) }
	if !p.shared[place] {
		p.limit(1, in)
		return
	}
	beds, people, _ := p.taken(place, week)
	p.limit(max(here.Beds-beds, 0), func(x *Choice) int { return in(x) * p.Cases[x.Case].Household.beds() })
	p.limit(max(here.Beds+here.Cots-people, 0),
		func(x *Choice) int { return in(x) * p.Cases[x.Case].Household.people() })
	for i := range p.Cases {
		for j := range i {
			if m := p.Cases[i].Mode; m == "" || m != p.Cases[j].Mode {
				p.limit(1, func(x *Choice) int { return in(x) * one(x.Case == i || x.Case == j) })
			}
		}
	}
}

// keepApart writes for every place that of two cases only one may be there, or near it.
func (p *programme) keepApart(i, j int) {
	reach := p.reach[i][j]
	if reach == "" {
		return
	}
	for place := range p.Places {
		p.limit(1, func(x *Choice) int {
			switch x.Case {
			case i:
				return one(x.Place == place || x.Flat == place)
			case j:
				return one(x.Place >= 0 && p.near(place, x.Place, reach) || x.Flat >= 0 && p.near(place, x.Flat, reach))
			}
			return 0
		})
	}
}

// share counts the cases of a partner in columns, the first of which weighs least.
func (p *programme) share(partner string) {
	w := new(row)
	for i := range p.Cases {
		any := false
		for k, x := range p.choices[i] {
			if x.placed() && p.partner[x.Place] == partner {
				w.add(1, column(i, k))
				any = true
			}
		}
		if any {
			name := fmt.Sprintf("y%d_%d", len(p.load), len(p.load[partner]))
			p.load[partner] = append(p.load[partner], name)
		}
	}
	for _, name := range p.load[partner] {
		w.add(-1, name)
	}
	p.must(w, "=", 0)
}

// weigh adds a tier to a row with a factor.
func (p *programme) weigh(w *row, factor, t int) {
	if t == burden {
		for partner, names := range p.load {
			for k, name := range names {
				w.add(factor*p.kth(partner, k+1), name)
			}
		}
		return
	}
	p.each(func(i, k int, x *Choice) { w.add(factor*(x.adds[t]-p.choices[i][0].adds[t]), column(i, k)) })
}

// base is the value of a tier when nobody is given anything.
func (p *programme) base(t int) (n int) {
	for _, c := range p.choices {
		n += c[0].adds[t]
	}
	return n
}

// span is between which values a tier can lie at all.
func (p *programme) span(t int) (low, high int) {
	if t == burden {
		return 0, 20 * len(p.Cases)
	}
	for _, c := range p.choices {
		least, most := c[0].adds[t], c[0].adds[t]
		for _, x := range c {
			least, most = min(least, x.adds[t]), max(most, x.adds[t])
		}
		low, high = low+least, high+most
	}
	return low, high
}

// text is the programme with an objective.
func (p *programme) text(w *row) string {
	var b strings.Builder
	b.WriteString("Maximize\n obj: 0 none\n" + w.String() + "Subject To\n none = 0\n")
	for _, r := range p.rows {
		b.WriteString(r)
	}
	b.WriteString("Binary\n")
	p.each(func(i, k int, _ *Choice) { b.WriteString(" " + column(i, k) + "\n") })
	for _, names := range p.load {
		for _, name := range names {
			b.WriteString(" " + name + "\n")
		}
	}
	b.WriteString("End\n")
	return b.String()
}

// Best asks GLPK for the best value of every tier but the last, whose numbers are too large for it. It may take so much
// time for each programme; sure is false where that is not enough.
func (r *Round) Best(t testing.TB, limit time.Duration) (v Values, sure bool) {
	t.Helper()
	p := newProgramme(r)
	sure = p.solve(t, limit, &v, 0, worst) && p.safest(t, limit, &v) && p.solve(t, limit, &v, waiting, drawn)
	return v, sure
}

// digits is how large the numbers of one objective may become: several tiers stand in one, like the digits of a number.
const digits = 200_000

// solve finds the tiers from one to another, several at a time, and fixes each.
func (p *programme) solve(t testing.TB, limit time.Duration, v *Values, from, to int) (sure bool) {
	t.Helper()
	for from < to {
		var low, size [tiers]int
		next, product := from, 1
		for ; next < to; next++ {
			l, h := p.span(next)
			if product*(h-l+1) > digits && next > from {
				break
			}
			product *= h - l + 1
			low[next], size[next] = l, h-l+1
			if sign(next) < 0 {
				low[next] = h
			}
		}
		if product == 1 {
			for k := from; k < next; k++ {
				v[k] = p.base(k)
			}
			from = next
			continue
		}
		w, factor, shift := new(row), 1, 0
		for k := next - 1; k >= from; k-- {
			p.weigh(w, factor*sign(k), k)
			shift += factor * sign(k) * (p.base(k) - low[k])
			factor *= size[k]
		}
		a := glpk.Solve(t, p.text(w), limit)
		if a.Infeasible {
			t.Fatalf("GLPK says that there is no answer: to wait is always one\n%s", p.Text())
		}
		if !a.Optimal {
			return false
		}
		n := int(math.Round(a.Value)) + shift
		for k := next - 1; k >= from; k-- {
			v[k] = low[k] + sign(k)*(n%size[k])
			n /= size[k]
			p.fix(k, v[k])
		}
		from = next
	}
	return true
}

// fix keeps a tier at its best.
func (p *programme) fix(t, value int) {
	if low, high := p.span(t); low == high {
		return
	}
	w := new(row)
	p.weigh(w, sign(t), t)
	p.must(w, ">=", sign(t)*(value-p.base(t)))
}

// safest finds the least safety as a question, can it be so much?, and then the sum.
func (p *programme) safest(t testing.TB, limit time.Duration, v *Values) (sure bool) {
	t.Helper()
	sheltered := 0
	for k := placed + 1; k < unwished; k += 2 {
		sheltered += v[k]
	}
	if sheltered == 0 {
		return true
	}
	for v[worst] = 9; v[worst] > 0; v[worst]-- {
		below := new(row)
		p.each(func(i, k int, x *Choice) { below.add(one(x.Safety < v[worst]), column(i, k)) })
		w := new(row)
		p.weigh(w, 1, sum)
		before := len(p.rows)
		p.must(below, "=", 0)
		a := glpk.Solve(t, p.text(w), limit)
		if a.Infeasible {
			p.rows = p.rows[:before]
			continue
		}
		if !a.Optimal {
			return false
		}
		v[sum] = int(math.Round(a.Value))
		p.fix(sum, v[sum])
		return true
	}
	t.Fatalf("GLPK finds no safety at all for those who have a roof\n%s", p.Text())
	return false
}
