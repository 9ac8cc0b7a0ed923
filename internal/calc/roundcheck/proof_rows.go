package roundcheck

import (
	"slices"
	"strings"
)

// ceiling is a row: what every answer that breaks no rule respects: the sum over choices is at most right. Load is the
// partner whose cases it counts against the steps of the burden.
type ceiling struct {
	at, of []int
	right  int
	load   string
}

// put adds a choice of the part.
func (w *ceiling) put(k, of int) {
	if of != 0 {
		w.at, w.of = append(w.at, k), append(w.of, of)
	}
}

// enter reads a row, and finds for itself what stands in it and why it holds.
func (p *proof) enter(words []string) {
	if len(words) < 2 {
		p.fail("a row has a name and a kind")
	}
	name, kind, args := words[0], words[1], words[2:]
	if _, there := p.part.rows[name]; there || slices.Contains(Codes[:], name) {
		p.fail("row %q is there twice", name)
	}
	read, known := map[string]struct {
		args int // at least
		f    func([]string) *ceiling
	}{
		"one": {2, p.one}, "beds": {3, p.beds}, "heads": {3, p.heads}, "modes": {3, p.modes}, "year": {2, p.year},
		"cover": {2, p.cover}, "staff": {2, p.staff}, "apart": {3, p.apart}, "together": {3, p.together},
		"clique": {1, p.clique}, "load": {1, p.load},
	}[kind]
	if !known || len(args) < read.args {
		p.fail("%q is no kind of row, or it is too short", kind)
	}
	p.part.rows[name] = read.f(args)
}

// sized is a row of the same kind for all choices.
func (p *proof) sized(right int, of func(*Choice) int) *ceiling {
	w := &ceiling{right: right}
	for k := range p.part.choices {
		w.put(k, of(&p.part.choices[k]))
	}
	return w
}

func (p *proof) place(word string) int { return p.number(word, len(p.r.Places)) }
func (p *proof) who(word string) int   { return p.number(word, len(p.r.Cases)) }
func (p *proof) week(word string) int  { return p.number(word, p.r.Weeks) }

func (p *proof) by(word string) int {
	n := p.number(word, 1<<20)
	if n == 0 {
		p.fail("nothing is divided by 0")
	}
	return n
}

func when1(is bool) int {
	if is {
		return 1
	}
	return 0
}

// one: a place that is not shared holds one household in a week.
func (p *proof) one(args []string) *ceiling {
	q, week := p.place(args[0]), p.week(args[1])
	if p.r.shared[q] {
		p.fail("place %d is shared", q)
	}
	return p.sized(1, func(x *Choice) int { return when1(x.at(q, week)) })
}

// beds: a place has so many beds in a week. Divided and rounded down on both sides it still holds, for choices are
// taken whole.
func (p *proof) beds(args []string) *ceiling {
	q, week, by := p.place(args[0]), p.week(args[1]), p.by(args[2])
	taken, _, _ := p.r.taken(q, week)
	return p.room(q, max(p.r.Places[q].Beds-taken, 0)/by, func(x *Choice) int {
		return when1(x.at(q, week)) * (p.r.Cases[x.Case].Household.beds() / by)
	})
}

// heads: the same of beds and cots, and of everybody.
func (p *proof) heads(args []string) *ceiling {
	q, week, by := p.place(args[0]), p.week(args[1]), p.by(args[2])
	_, taken, _ := p.r.taken(q, week)
	return p.room(q, max(p.r.Places[q].Beds+p.r.Places[q].Cots-taken, 0)/by, func(x *Choice) int {
		return when1(x.at(q, week)) * (p.r.Cases[x.Case].Household.people() / by)
	})
}

func (p *proof) room(q, right int, of func(*Choice) int) *ceiling {
	if !p.r.shared[q] {
		p.fail("place %d is not shared, or nobody knows its beds", q)
	}
	return p.sized(right, of)
}

// modes: of people of whom no two share a room one is in a place in a week.
func (p *proof) modes(args []string) *ceiling {
	q, week := p.place(args[0]), p.week(args[1])
	var who []int
	for _, w := range args[2:] {
		i := p.who(w)
		for _, j := range who {
			if m := p.r.Cases[i].Mode; i == j || m != "" && m == p.r.Cases[j].Mode {
				p.fail("cases %d and %d may share a room", i, j)
			}
		}
		who = append(who, i)
	}
	return p.sized(1, func(x *Choice) int { return when1(x.at(q, week) && slices.Contains(who, x.Case)) })
}

// brings is how many people a choice adds to its partner's number. Those who asked for one another go to one house:
// where all its places are one partner's, the one with the least key brings them all.
func (r *Round) brings(x *Choice) int {
	if !x.placed() {
		return 0
	}
	if !r.gathers(x) {
		return r.counted(x.Case)
	}
	all, first := 0, x.Case
	for i, g := range r.group {
		if g == r.group[x.Case] {
			all += r.counted(i)
			if r.Cases[i].Key < r.Cases[first].Key {
				first = i
			}
		}
	}
	return all * when1(first == x.Case)
}

// gathers says whether a choice of a place brings others to the same partner.
func (r *Round) gathers(x *Choice) bool {
	several := false
	for i, g := range r.group {
		several = several || i != x.Case && g == r.group[x.Case]
	}
	if !several {
		return false
	}
	for q := range r.Places {
		if r.house[q] == r.house[x.Place] && r.partner[q] != r.partner[x.Place] && !r.Places[q].Emergency {
			return false
		}
	}
	return true
}

// counted is how many people of a case count for a yearly number.
func (r *Round) counted(i int) int {
	if r.relaxed(&r.Cases[i], "h10_quota") {
		return 0
	}
	return r.Cases[i].Household.people()
}

// left is what is left of the yearly number of the partner of a place.
func (p *proof) left(q int) int {
	if p.r.Places[q].Emergency || !p.r.quotas[p.r.partner[q]].known {
		p.fail("place %d has no yearly number", q)
	}
	return max(p.r.quotas[p.r.partner[q]].left, 0)
}

// to says what choices of a partner's places bring.
func (p *proof) to(q int) func(*Choice) int {
	return func(x *Choice) int {
		if !x.placed() || p.r.partner[x.Place] != p.r.partner[q] {
			return 0
		}
		return p.r.brings(x)
	}
}

// year: a partner receives no more than its yearly number, divided and rounded down as beds are.
func (p *proof) year(args []string) *ceiling {
	q, by := p.place(args[0]), p.by(args[1])
	to := p.to(q)
	return p.sized(p.left(q)/by, func(x *Choice) int { return to(x) / by })
}

// cover: cases that are too many for a partner, or others that are no fewer than any of them: one of so many is left
// out.
func (p *proof) cover(args []string) *ceiling {
	q, to := p.place(args[0]), p.to(p.place(args[0]))
	least := map[int]int{} // by case: the fewest people it brings
	for k := range p.part.choices {
		if x := &p.part.choices[k]; to(x) > 0 {
			if n, there := least[x.Case]; !there || to(x) < n {
				least[x.Case] = to(x)
			}
		}
	}
	total, largest, in := 0, 0, map[int]bool{}
	for _, w := range args[1:] {
		i := p.who(w)
		if in[i] {
			p.fail("case %d is there twice", i)
		}
		in[i], total, largest = true, total+least[i], max(largest, least[i])
	}
	if total <= p.left(q) {
		p.fail("%d people are not too many for %d", total, p.left(q))
	}
	return p.sized(len(in)-1, func(x *Choice) int { return when1(to(x) > 0 && (in[x.Case] || to(x) >= largest)) })
}

// staff: a resource of the file has so much a week.
func (p *proof) staff(args []string) *ceiling {
	u, week := &p.r.Resources[p.number(args[0], len(p.r.Resources))], p.week(args[1])
	return p.sized(u.Weekly, func(x *Choice) int {
		return when1(p.r.draws(x, u, week)) * p.r.Cases[x.Case].Uses[u.Kind]
	})
}

// apart: of two people who are kept apart one at most is in some places, each of which is near the others.
func (p *proof) apart(args []string) *ceiling {
	i, j := p.who(args[0]), p.who(args[1])
	in := p.places(args[2:])
	w := p.sized(1, func(x *Choice) int {
		return when1((x.Case == i || x.Case == j) && (in[x.Place] || in[x.Flat]))
	})
	p.distinct(w)
	return w
}

// places reads a list of places.
func (p *proof) places(args []string) map[int]bool {
	in := map[int]bool{}
	for _, a := range args {
		in[p.place(a)] = true
	}
	return in
}

// together: who asked for another is in a house only if the other is.
func (p *proof) together(args []string) *ceiling {
	i, j, q := p.who(args[0]), p.who(args[1]), p.place(args[2])
	if i == j || p.r.group[i] != p.r.group[j] || !slices.Contains(p.part.cases, i) ||
		!slices.Contains(p.part.cases, j) {
		p.fail("cases %d and %d did not ask for one another here", i, j)
	}
	return p.sized(0, func(x *Choice) int {
		in := when1(x.placed() && p.r.house[x.Place] == p.r.house[q])
		return in*when1(x.Case == i) - in*when1(x.Case == j)
	})
}

// clique: choices of which no two can be taken together. Each is a case, a place, its week, a flat and its weeks.
func (p *proof) clique(args []string) *ceiling {
	w := &ceiling{right: 1}
	for _, a := range args {
		case_, rest, _ := strings.Cut(a, ":")
		i, x := p.who(case_), p.choice(strings.Split(rest, ","))
		for n, c := range p.part.cases {
			for k := p.part.first[n]; c == i && k < p.part.first[n+1]; k++ {
				if same(x, &p.part.choices[k]) && !slices.Contains(w.at, k) {
					w.put(k, 1)
				}
			}
		}
	}
	p.distinct(w)
	return w
}

// distinct makes sure that no two choices of a row can be taken together.
func (p *proof) distinct(w *ceiling) {
	for n, a := range w.at {
		for _, b := range w.at[:n] {
			if x, y := &p.part.choices[a], &p.part.choices[b]; !p.r.never(x, y) {
				p.fail("cases %d and %d can both have what the row says: %s, %s", x.Case, y.Case, p.r.text(x),
					p.r.text(y))
			}
		}
	}
}

func (r *Round) text(x *Choice) string {
	out := "nothing"
	if x.placed() {
		out = r.Places[x.Place].Key
	}
	if x.Flat >= 0 {
		out = r.Places[x.Flat].Key + " before " + out
	}
	return out
}

// never says whether two choices cannot be taken together, whatever the others do.
func (r *Round) never(x, y *Choice) bool {
	if x.Case == y.Case || r.tooNear(x, y) {
		return true
	}
	related := r.group[x.Case] == r.group[y.Case]
	if related && r.parted(x, y) {
		return true
	}
	for _, q := range []int{x.Place, x.Flat} {
		if q >= 0 && (q == y.Place || q == y.Flat) {
			for week := range r.Weeks {
				if x.at(q, week) && y.at(q, week) && r.crowded([]Choice{*x, *y}, q, week) != nil {
					return true
				}
			}
		}
	}
	if related || !x.placed() || !y.placed() || r.partner[x.Place] != r.partner[y.Place] {
		return false
	}
	q, n, m := r.quotas[r.partner[x.Place]], r.all(x), r.all(y)
	return q.known && n > 0 && m > 0 && n+m > q.left
}

// all is how many people come to a partner with a choice of a place: those who asked for one another come too.
func (r *Round) all(x *Choice) (n int) {
	if !r.gathers(x) {
		return r.counted(x.Case)
	}
	for i, g := range r.group {
		if g == r.group[x.Case] {
			n += r.counted(i)
		}
	}
	return n
}

// load: the cases of a partner are as many as the steps of its burden that are climbed, the lightest first.
func (p *proof) load(args []string) *ceiling {
	q := p.place(args[0])
	w := p.sized(0, func(x *Choice) int { return when1(x.placed() && p.r.partner[x.Place] == p.r.partner[q]) })
	w.load = p.r.partner[q]
	return w
}
