package roundcheck

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// proof is the reading of an answer's proof (docs/round.md, "The proof"): lines of words, one after the other, each of
// which must follow from the round, the answer and the lines before it. Nothing in it is taken on trust: a row is a
// rule of the page, prices are any whole numbers, and what they rule out is counted here.
type proof struct {
	r      *Round
	answer []Choice
	lines  []string
	at     int
	value  Values
	part   *part
	parts  []*part
	least  bool // some part proves that the least safety cannot be more
}

// part are cases whose tiers are proved apart from the others: what holds whatever the others do holds beside them too.
type part struct {
	cases   []int
	choices []Choice
	first   []int // of every case in cases, its first choice; one more for the end
	alive   []bool
	value   Values // what the answer gives these cases
	bound   Values
	proved  int // tiers, the least safety left out of count
	open    bool
	rows    map[string]*ceiling
}

// order are the tiers as they are proved: all but the least safety, which is no sum.
var order = func() (out []int) {
	for t := range tiers {
		if t != worst {
			out = append(out, t)
		}
	}
	return out
}()

// fault is what is wrong with a line of the proof.
type fault struct {
	line int
	what string
}

// fail ends the reading at the line that was read last.
func (p *proof) fail(format string, args ...any) { p.failAt(p.at-1, format, args...) }

func (p *proof) failAt(line int, format string, args ...any) {
	panic(fault{line, fmt.Sprintf(format, args...)})
}

// Proved is what a proof shows of an answer: for every tier a bound that no answer passes that equals this one in all
// tiers before. Until is the number of tiers that have one.
type Proved struct {
	Bound Values
	Until int
	Parts int
	Rows  int
	Steps int // prices that were counted
}

// Prove checks the proof of an answer that Check found no fault with. Line is the number of the first line that does
// not follow, from 0, and what says why; what is empty where all lines do.
func (r *Round) Prove(answer []Choice, lines []string) (out Proved, line int, what string) {
	p := &proof{r: r, answer: answer, lines: lines, value: r.Value(answer)}
	defer func() {
		if x := recover(); x != nil {
			f, mine := x.(fault)
			if !mine {
				panic(x)
			}
			out, line, what = Proved{}, f.line, f.what
		}
	}()
	p.read(&out)
	p.sum(&out)
	return out, 0, ""
}

// next is the next line that is no row; a row is entered. Nil is the end.
func (p *proof) next() []string {
	for p.at < len(p.lines) {
		words := strings.Fields(p.lines[p.at])
		p.at++
		switch {
		case len(words) == 0:
			p.fail("the line is empty")
		case words[0] != "row":
			return words
		case p.part == nil:
			p.fail("a row before any part")
		default:
			p.enter(words[1:])
		}
	}
	p.at = len(p.lines) + 1
	return nil
}

// back puts a line back.
func (p *proof) back() { p.at-- }

// read follows all lines.
func (p *proof) read(out *Proved) {
	for words := p.next(); words != nil; words = p.next() {
		switch {
		case words[0] == "part":
			p.begin(words[1:])
		case p.part == nil:
			p.fail("%q before any part", words[0])
		case words[0] == "strike":
			out.Steps++
			if p.weigh(words[1:], p.part.alive, -1) {
				p.fail("nothing is left, and yet there is the answer: the prices or the rows are wrong")
			}
		case words[0] == "unite":
			p.unite(words[1:])
		case words[0] == "tier":
			p.tier(words[1:], out)
		default:
			p.fail("%q is no line of a proof here", words[0])
		}
	}
	for _, x := range p.parts {
		out.Rows += len(x.rows)
	}
	out.Parts = len(p.parts)
}

// begin begins a part.
func (p *proof) begin(words []string) {
	x := &part{rows: map[string]*ceiling{}}
	for _, w := range words {
		i := p.number(w, len(p.r.Cases))
		if slices.ContainsFunc(p.parts, func(y *part) bool { return slices.Contains(y.cases, i) }) ||
			slices.Contains(x.cases, i) {
			p.fail("case %d is in two parts", i)
		}
		x.cases = append(x.cases, i)
	}
	var here []Choice
	for _, i := range x.cases {
		x.first = append(x.first, len(x.choices))
		for _, c := range p.r.choices[i] {
			if len(p.r.Broken([]Choice{c})) == 0 {
				x.choices = append(x.choices, c)
			}
		}
		here = append(here, p.answer[i])
	}
	x.first = append(x.first, len(x.choices))
	x.value = p.r.Value(here)
	x.alive = make([]bool, len(x.choices))
	for k := range x.alive {
		x.alive[k] = true
	}
	p.part, p.parts = x, append(p.parts, x)
}

// nobody says whether an answer gives nobody a roof.
func (r *Round) nobody(v Values) bool {
	return v[placed+1]+v[placed+3]+v[placed+5]+v[placed+7] == 0
}

// number reads a number below a limit.
func (p *proof) number(word string, below int) int {
	n, err := strconv.Atoi(word)
	if err != nil || n < 0 || n >= below {
		p.fail("%q is no number below %d", word, below)
	}
	return n
}

// tier proves that no answer that equals this one in the tiers before is better than a bound in one. For the least
// safety it proves that these cases cannot all be safer than the least of the whole answer.
func (p *proof) tier(words []string, out *Proved) {
	if len(words) != 2 {
		p.fail("a tier has a name and a bound")
	}
	x, t := p.part, slices.Index(Codes[:], words[0])
	bound, err := strconv.Atoi(words[1])
	head := p.at - 1
	switch {
	case t < 0 || err != nil:
		p.fail("%q is no tier, or %q no number", words[0], words[1])
	case t == worst:
		p.safest(bound, out)
		return
	case x.open:
		p.fail("a tier before it is open")
	case x.proved == len(order) || order[x.proved] != t:
		p.fail("%s is not the next tier", words[0])
	case sign(t)*(x.value[t]-bound) > 0:
		p.fail("the answer has %d, the bound is %d", x.value[t], bound)
	}
	if order[x.proved] == sum {
		p.shut()
	}
	x.bound[t] = bound
	dead := slices.Clone(x.alive)
	p.node(dead, p.weighs([]term{{of: 1, tier: t}}, dead, t), t, out, head)
	if x.open = bound != x.value[t]; x.open {
		return
	}
	x.proved++
	p.weighs([]term{{of: 1, tier: t}}, x.alive, -1)
}

// safest proves the least safety by a part.
func (p *proof) safest(bound int, out *Proved) {
	x, head := p.part, p.at-1
	if x.open || x.proved != slices.Index(order, sum) || bound != p.value[worst] {
		p.fail("safety_worst comes before safety_sum, and is %d in the answer", p.value[worst])
	}
	alive := slices.Clone(x.alive)
	for k := range x.choices {
		if c := &x.choices[k]; c.sheltered() && c.Safety <= bound {
			alive[k] = false
		}
	}
	p.node(alive, p.weighs(nil, alive, worst), worst, out, head)
	p.least = true
}

// shut leaves out what is less safe than the least of the answer.
func (p *proof) shut() {
	x := p.part
	for k := range x.choices {
		if c := &x.choices[k]; c.sheltered() && c.Safety < p.value[worst] {
			x.alive[k] = false
		}
	}
}

// sum adds the parts up. Tier by tier each part is at its best, and so the whole is: what is better in the first tier
// in which it differs would be better there in some part.
func (p *proof) sum(out *Proved) {
	count := 0
	for _, x := range p.parts {
		count += len(x.cases)
	}
	if count != len(p.r.Cases) {
		p.failAt(max(len(p.lines)-1, 0), "%d of %d cases are in no part", len(p.r.Cases)-count, len(p.r.Cases))
	}
	for n, t := range order {
		if t == sum {
			if !p.least && !p.r.nobody(p.value) {
				return
			}
			out.Bound[worst] = p.value[worst]
			out.Until++
		}
		open := false
		for _, x := range p.parts {
			if x.proved < n || x.proved == n && !x.open {
				return
			}
			open = open || x.proved == n
			out.Bound[t] += x.bound[t]
		}
		out.Until++
		if open || out.Bound[t] != p.value[t] {
			return
		}
	}
}
