package lp_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"havre.example/havre/internal/calc/solve/lp"
)

func never() bool { return false }

// packing is a random programme: groups of columns of which exactly one is taken, rows of at most, rows that are equal.
type packing struct {
	groups [][]int32
	rows   [][]lp.Entry
	right  []int64
	equal  []bool
	goal   []int64
	open   []bool
	gone   []bool
	id     []int32 // number of each row in the programme
}

func draw(r *rand.Rand) packing {
	var x packing
	n := int32(0)
	for range 1 + r.IntN(4) {
		var g []int32
		for range 1 + r.IntN(4) {
			g = append(g, n)
			x.goal = append(x.goal, int64(r.IntN(20)-5))
			x.open, x.gone = append(x.open, true), append(x.gone, false)
			n++
		}
		x.groups = append(x.groups, g)
	}
	for range r.IntN(6) {
		x.row(r)
	}
	return x
}

func (x *packing) row(r *rand.Rand) {
	var row []lp.Entry
	for j := range x.goal {
		if r.IntN(2) == 0 {
			row = append(row, lp.Entry{Column: int32(j), Of: int64(1 + r.IntN(4) - 2*r.IntN(2))})
		}
	}
	x.rows = append(x.rows, row)
	x.right = append(x.right, int64(r.IntN(5)))
	x.equal = append(x.equal, r.IntN(8) == 0)
}

// into tells a programme of a row.
func (x *packing) into(p *lp.Program, n int) {
	add := p.AddRow
	if x.equal[n] {
		add = p.AddEqual
	}
	x.id = append(x.id, add(x.rows[n], x.right[n]))
}

// tidy drops what is shut out, and rows that bind nothing.
func (x *packing) tidy(p *lp.Program, rows bool) {
	to := p.Tidy(func(int32) bool { return rows })
	for j := range x.open {
		x.gone[j] = x.gone[j] || !x.open[j]
	}
	n := 0
	for i := range x.rows {
		if at := to[x.id[i]]; at >= 0 {
			x.rows[n], x.right[n], x.equal[n], x.id[n] = x.rows[i], x.right[i], x.equal[i], at
			n++
		}
	}
	x.rows, x.right, x.equal, x.id = x.rows[:n], x.right[:n], x.equal[:n], x.id[:n]
}

// best tries every answer in whole numbers; false when none fits.
func (x *packing) best() (int64, bool) {
	least, found := int64(0), false
	taken := make([]int64, len(x.goal))
	var walk func(int)
	walk = func(g int) {
		if g < len(x.groups) {
			for _, j := range x.groups[g] {
				if x.open[j] {
					taken[j] = 1
					walk(g + 1)
					taken[j] = 0
				}
			}
			return
		}
		for n, row := range x.rows {
			sum := int64(0)
			for _, e := range row {
				sum += e.Of * taken[e.Column]
			}
			if sum > x.right[n] || x.equal[n] && sum != x.right[n] {
				return
			}
		}
		cost := int64(0)
		for j, t := range taken {
			cost += t * x.goal[j]
		}
		if !found || cost < least {
			least, found = cost, true
		}
	}
	walk(0)
	return least, found
}

// fits tells that the last answer keeps every row, up to the perturbations.
func (x *packing) fits(t *testing.T, p *lp.Program) {
	t.Helper()
	for n, row := range x.rows {
		sum := 0.0
		for _, e := range row {
			sum += float64(e.Of) * p.Value(e.Column)
		}
		if sum > float64(x.right[n])+1e-4 || x.equal[n] && sum < float64(x.right[n])-1e-4 {
			t.Fatalf("row %d takes %v of %d", n, sum, x.right[n])
		}
	}
	for _, g := range x.groups {
		sum := 0.0
		for _, j := range g {
			v := p.Value(j)
			if sum += v; v < -1e-6 || v > 1+1e-6 || !x.open[j] && v > 1e-6 {
				t.Fatalf("column %d takes %v", j, v)
			}
		}
		if math.Abs(sum-1) > 1e-6 {
			t.Fatalf("a group takes %v", sum)
		}
	}
}

// look solves, and holds the answer against its certificate and the certificate against every answer in whole numbers.
// Where values fit and cost what the certificate says, both are right.
func (x *packing) look(t *testing.T, p *lp.Program) lp.Status {
	t.Helper()
	var c lp.Certificate
	want, possible := x.best()
	st := p.Solve(math.Inf(1), never)
	switch st {
	case lp.Optimal:
		x.fits(t, p)
		p.Certify(&c)
		if c.Unit == 0 {
			t.Fatal("no certificate")
		}
		if low := float64(c.Low) / float64(c.Unit); math.Abs(low-p.Objective()) > 0.01 {
			t.Fatalf("the answer costs %v, the certificate says %v", p.Objective(), low)
		}
		if possible && c.Bound() > want {
			t.Fatalf("bound %d, and %d can be had", c.Bound(), want)
		}
		for j := range x.goal {
			y := *x
			y.open = make([]bool, len(x.open))
			copy(y.open, x.open)
			for _, g := range x.groups {
				for _, k := range g {
					if slices.Contains(g, int32(j)) {
						y.open[k] = k == int32(j)
					}
				}
			}
			if forced, ok := y.best(); x.open[j] && ok && c.With(int32(j)) > forced {
				t.Fatalf("with column %d the bound is %d, and %d can be had", j, c.With(int32(j)), forced)
			}
		}
	case lp.Infeasible:
		if possible {
			t.Fatalf("said not to be possible, and %d can be had", want)
		}
		if !p.Refuted(&c) {
			t.Fatal("not possible, and not proved")
		}
	default:
		t.Fatalf("status %d", st)
	}
	return st
}

// Random programmes, changed again and again: goals, rows, columns shut out and opened, bases returned to, rows
// dropped.
func TestEveryAnswerIsCertified(t *testing.T) {
	t.Parallel()
	count := map[lp.Status]int{}
	for seed := range uint64(4_000) {
		r := rand.New(rand.NewPCG(seed, 3))
		x := draw(r)
		p := lp.New()
		for range x.goal {
			p.AddColumn(1)
		}
		for _, g := range x.groups {
			p.AddChoice(g)
		}
		for n := range x.rows {
			x.into(p, n)
		}
		p.Goal(x.goal)
		var basis *lp.Basis
		for range 12 {
			st := x.look(t, p)
			count[st]++
			switch r.IntN(6) {
			case 0:
				for j := range x.goal {
					x.goal[j] = int64(r.IntN(30) - 10)
				}
				p.Goal(x.goal)
			case 1:
				x.row(r)
				x.into(p, len(x.rows)-1)
			case 2, 3:
				j := int32(r.IntN(len(x.open)))
				if x.gone[j] {
					continue
				}
				x.open[j] = !x.open[j]
				p.Open(j, x.open[j])
			case 4:
				if basis != nil {
					p.Return(basis)
				}
				basis = p.Basis()
			case 5: // what is shut out stays so; of the rows that bind nothing some are dropped
				if st == lp.Optimal {
					x.tidy(p, r.IntN(2) == 0)
					basis = nil
				}
			}
		}
	}
	t.Log(count)
	if count[lp.Optimal] < 1000 || count[lp.Infeasible] < 1000 {
		t.Errorf("too few of a kind: %v", count)
	}
}
