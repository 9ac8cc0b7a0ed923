package roundcheck

import "cmp"

// Round is a file with what follows from it: who may go where, and what each choice adds to the tiers.
type Round struct {
	*File
	parent  map[string]string
	minutes map[[2]string]int
	places  map[string]int
	cases   map[string]int
	house   []string // of every place; without a house a house of its own
	partner []string // the same
	shared  []bool   // several households at once; one, where nobody knows the beds
	group   []int    // of every case: the first case of those who asked for one another, itself when alone
	reach   [][]string
	quotas  map[string]quota
	choices [][]Choice
}

// New works out a file. A Round is not changed afterwards.
func New(f *File) *Round {
	r := &Round{File: f, parent: map[string]string{}, minutes: map[[2]string]int{}, places: map[string]int{},
		cases: map[string]int{}}
	for _, a := range f.Areas {
		r.parent[a.Code] = a.Parent
	}
	for _, t := range f.Travel {
		r.minutes[[2]string{t.A, t.B}] = t.Minutes
		r.minutes[[2]string{t.B, t.A}] = t.Minutes
	}
	for i, p := range f.Places {
		r.places[p.Key] = i
		r.shared = append(r.shared, p.Shared && p.Beds > 0)
		r.house = append(r.house, cmp.Or(p.House, "\x00"+p.Key))
		r.partner = append(r.partner, cmp.Or(p.Partner, "\x00"+p.Key))
	}
	for i, c := range f.Cases {
		r.cases[c.Key] = i
		r.group = append(r.group, i)
	}
	r.join()
	r.apart()
	r.count()
	for i := range f.Cases {
		r.choices = append(r.choices, r.choicesOf(i))
	}
	return r
}

// join finds who asked for one another; one who asks is enough.
func (r *Round) join() {
	for i, c := range r.Cases {
		for _, k := range c.Together {
			a, b := r.group[i], r.group[r.cases[k]]
			for j, g := range r.group {
				if g == max(a, b) {
					r.group[j] = min(a, b)
				}
			}
		}
	}
}

// apart notes for each pair of cases how far they are kept apart: "" for not at all. One side's word is enough, and the
// wider word counts.
func (r *Round) apart() {
	r.reach = make([][]string, len(r.Cases))
	for i := range r.Cases {
		r.reach[i] = make([]string, len(r.Cases))
	}
	for i, c := range r.Cases {
		for _, x := range c.Conflicts {
			j, here := r.cases[x.With]
			if !here || i == j {
				continue
			}
			if width[x.Reach] > width[r.reach[i][j]] {
				r.reach[i][j], r.reach[j][i] = x.Reach, x.Reach
			}
		}
	}
}

var width = map[string]int{"house": 1, "town": 2, "department": 3}

// near says whether two places are too near for people kept apart by reach. A town that is not known may be any town of
// its department; one town label is one town, whatever department stands beside it.
func (r *Round) near(p, q int, reach string) bool {
	a, b := r.Places[p], r.Places[q]
	if r.house[p] == r.house[q] {
		return true
	}
	switch reach {
	case "town":
		if a.Town != "" && b.Town != "" {
			return a.Town == b.Town
		}
		return a.Area == b.Area
	case "department":
		return a.Area == b.Area || a.Town != "" && a.Town == b.Town
	}
	return false
}

// within says whether area is around or the same.
func (r *Round) within(area, around string) bool {
	for seen := 0; area != "" && seen <= len(r.parent); seen++ {
		if area == around {
			return true
		}
		area = r.parent[area]
	}
	return false
}

// same says whether two areas are one place: equal, or one around the other.
func (r *Round) same(a, b string) bool { return r.within(a, b) || r.within(b, a) }

// time is the time between two areas, 0 within one place.
func (r *Round) time(a, b string) (minutes int, known bool) {
	if r.same(a, b) {
		return 0, true
	}
	minutes, known = r.minutes[[2]string{a, b}]
	return minutes, known
}

// quota is how many people a partner still receives this year; known is false where one of its places states no yearly
// number. Where its places differ, the least counts.
type quota struct {
	left  int
	known bool
}

// count finds the quota of every partner that has a place other than flats.
func (r *Round) count() {
	r.quotas = map[string]quota{}
	for i, p := range r.Places {
		if p.Emergency {
			continue
		}
		q, seen := r.quotas[r.partner[i]]
		if !seen {
			q = quota{p.Yearly - p.Received, true}
		}
		r.quotas[r.partner[i]] = quota{min(q.left, p.Yearly-p.Received), q.known && p.Yearly > 0}
	}
}
