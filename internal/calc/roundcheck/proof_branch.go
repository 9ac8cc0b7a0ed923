package roundcheck

import "slices"

// node follows the lines of one branch, until it is closed: nothing that is better is left in it.
func (p *proof) node(alive []bool, closed bool, t int, out *Proved, head int) {
	for {
		words := p.next()
		switch {
		case words != nil && words[0] == "prices":
			if out.Steps++; !closed {
				closed = p.weigh(words[1:], alive, t)
			}
		case words != nil && words[0] == "decided":
			closed = closed || p.decided(alive, t)
		case words != nil && words[0] == "split":
			p.split(words[1:], alive, closed, t, out)
			return
		default:
			p.back()
			if !closed {
				p.failAt(min(p.at, len(p.lines)-1), "the branch that line %d of the proof begins is left open", head+1)
			}
			return
		}
	}
}

// split divides a branch: a case takes a choice of a set, or one outside it.
func (p *proof) split(words []string, alive []bool, closed bool, t int, out *Proved) {
	if len(words) < 2 {
		p.fail("a split has a case and a set")
	}
	x, head := p.part, p.at-1
	n := slices.Index(x.cases, p.number(words[0], len(p.r.Cases)))
	if n < 0 {
		p.fail("case %s is not of this part", words[0])
	}
	in := p.set(words[1:])
	for _, inside := range []bool{true, false} {
		half, left := slices.Clone(alive), false
		for k := x.first[n]; k < x.first[n+1]; k++ {
			half[k] = half[k] && in(&x.choices[k]) == inside
			left = left || half[k]
		}
		p.node(half, closed || !left, t, out, head)
		want := map[bool]string{true: "else", false: "end"}[inside]
		if w := p.next(); w == nil || w[0] != want {
			p.failAt(min(p.at-1, len(p.lines)-1), "%q of line %d of the proof is missing", want, head+1)
		}
	}
}

// set reads which choices a split is about.
func (p *proof) set(words []string) func(*Choice) bool {
	if words[0] == "choice" {
		x := p.choice(words[1:])
		return func(y *Choice) bool { return same(x, y) }
	}
	in := p.places(words[1:])
	switch words[0] {
	case "places":
		return func(y *Choice) bool { return in[y.Place] }
	case "flats":
		return func(y *Choice) bool { return in[y.Flat] }
	}
	p.fail("%q is no set", words[0])
	return nil
}

// choice reads a place and its week, a flat and its weeks; a dash for none.
func (p *proof) choice(words []string) *Choice {
	var n [5]int
	if len(words) != len(n) {
		p.fail("a choice is a place, its week, a flat, its weeks")
	}
	for i, w := range words {
		if n[i] = -1; w != "-" {
			n[i] = p.number(w, max(len(p.r.Places), p.r.Weeks+1))
		}
	}
	return &Choice{Place: n[0], From: n[1], Flat: n[2], FlatFrom: n[3], FlatUntil: n[4]}
}

func same(x, y *Choice) bool {
	return x.Place == y.Place && x.Flat == y.Flat && (x.Place < 0 || x.From == y.From) &&
		(x.Flat < 0 || x.FlatFrom == y.FlatFrom && x.FlatUntil == y.FlatUntil)
}

// decided closes a branch in which nobody has a choice: what they have breaks a rule, or is not better.
func (p *proof) decided(alive []bool, goal int) bool {
	x := p.part
	var all []Choice
	for n := range x.cases {
		for k := x.first[n]; k < x.first[n+1]; k++ {
			if alive[k] {
				all = append(all, x.choices[k])
			}
		}
		if len(all) != n+1 {
			p.fail("case %d has a choice", x.cases[n])
		}
	}
	worse := len(p.r.Broken(all)) > 0
	v := p.r.Value(all)
	for _, t := range order[:x.proved] {
		worse = worse || -sign(t)*v[t] > p.worth(t, goal)
	}
	if goal != worst {
		worse = worse || -sign(goal)*v[goal] > p.worth(goal, goal)
	}
	if !worse {
		p.fail("nobody has a choice, and what they have is better than the answer")
	}
	return true
}

// unite leaves out a house in which those who asked for one another cannot all be, be they as few as they are.
func (p *proof) unite(words []string) {
	if len(words) != 2 {
		p.fail("a case and a place are missing")
	}
	r, x, q := p.r, p.part, p.place(words[1])
	group, lists := r.group[p.who(words[0])], [][]Choice{}
	in := func(c *Choice) bool { return c.placed() && r.group[c.Case] == group && r.house[c.Place] == r.house[q] }
	for i, g := range r.group {
		if g == group {
			lists = append(lists, nil)
			for _, c := range r.choices[i] {
				if in(&c) {
					lists[len(lists)-1] = append(lists[len(lists)-1], c)
				}
			}
		}
	}
	if tries := 1_000_000; p.fit(nil, lists, &tries) {
		p.fail("they can all be in the house, or too many ways are to be tried")
	}
	for k := range x.choices {
		x.alive[k] = x.alive[k] && !in(&x.choices[k])
	}
}

// fit says whether one choice of each list breaks no rule together.
func (p *proof) fit(now []Choice, lists [][]Choice, tries *int) bool {
	if *tries--; len(lists) == 0 || *tries < 0 {
		return true
	}
	for _, c := range lists[0] {
		if next := append(now, c); len(p.r.Broken(next)) == 0 && p.fit(next, lists[1:], tries) {
			return true
		}
	}
	return false
}
