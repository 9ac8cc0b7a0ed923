package roundcheck

import (
	"math/rand/v2"
	"slices"
)

// Search finds the best of all answers of a small round. A branch is given up only where it would be no better than the
// best found even if each of the cases left had the best that the cases decided leave to it.
func (r *Round) Search() ([]Choice, Values) {
	s := r.search()
	for i := range r.Cases {
		s.found = append(s.found, r.choices[i][0])
	}
	s.value = r.Value(s.found)
	s.try(make([]Choice, 0, len(r.Cases)))
	return s.found, s.value
}

// Better looks for an answer better than a value, for so many steps. Sure is false where they did not suffice.
func (r *Round) Better(v Values, steps int) (found []Choice, sure bool) {
	s := r.search()
	s.value, s.steps = v, steps
	s.try(make([]Choice, 0, len(r.Cases)))
	return s.found, s.steps > 0
}

type search struct {
	*Round
	order [][]Choice // of each case, by what they add, best first
	found []Choice
	value Values
	steps int // left; below 0 from the start for no end
}

func (r *Round) search() *search {
	s := &search{Round: r, steps: -1}
	for i := range r.Cases {
		order := slices.Clone(r.choices[i])
		slices.SortStableFunc(order, func(a, b Choice) int {
			better, _ := Compare(a.adds, b.adds)
			return -better
		})
		s.order = append(s.order, order)
	}
	return s
}

// try extends the choices of the first cases by those of the next.
func (s *search) try(now []Choice) {
	i := len(now)
	if s.steps == 0 {
		return
	}
	s.steps--
	if i == len(s.Cases) {
		if v := s.Value(now); s.better(v) {
			s.found, s.value = slices.Clone(now), v
		}
		return
	}
	if !s.better(s.hope(now)) {
		return
	}
	for _, x := range s.order[i] {
		if next := append(now, x); len(s.Broken(next)) == 0 {
			s.try(next)
		}
	}
}

func (s *search) better(v Values) bool {
	better, _ := Compare(v, s.value)
	return better > 0
}

// hope is what no completion surpasses. Values are compared tier by tier, so that a sum is at most the sum of the best;
// the least safety and the burden, which are no sums, only get worse with every case.
func (s *search) hope(now []Choice) Values {
	v := s.Value(now)
	for i := len(now); i < len(s.Cases); i++ {
		for _, x := range s.order[i] {
			if len(s.Broken(append(now, x))) == 0 {
				for t, n := range x.adds {
					v[t] += n
				}
				break
			}
		}
	}
	if v[worst] == 0 {
		v[worst] = 9
	}
	return v
}

// Any is some choice of a case.
func (r *Round) Any(rng *rand.Rand, i int) Choice { return r.choices[i][rng.IntN(len(r.choices[i]))] }

// Nothing is the choice of a case to be given nothing.
func (r *Round) Nothing(i int) Choice { return r.choices[i][0] }
