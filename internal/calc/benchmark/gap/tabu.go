package gap

import "math"

// tabu looks for good answers by moving a job to another agent or exchanging two jobs. Agents may be overfilled, at a
// price a unit that rises while they are and falls while nobody is.
type tabu struct {
	s      *search
	choice [][]int // agents each job may have
	may    []bool  // the same by agent*n+job
	of     []int
	slack  []int64 // room left, negative when overfilled
	cost   int64
	price  []float64 // of a unit over, by agent
	until  []int     // by agent*n+job: the job may not come back before
	now    int
	since  int // moves since the last better answer
	work   int // in cells of knapsack tables, roughly
}

const (
	tabuAtRoot = 700    // moves of the first burst
	tabuBurst  = 100    // moves of the bursts during the search
	mostShifts = 40_000 // moves of one job looked at for a move
	mostPairs  = 20_000 // exchanges looked at for a move
	tabuStale  = 3000   // moves without a better answer before a fresh start near the best
)

func newTabu(s *search) *tabu {
	t := &tabu{s: s, choice: make([][]int, s.n), of: make([]int, s.n), slack: make([]int64, s.m),
		price: make([]float64, s.m), may: make([]bool, s.m*s.n), until: make([]int, s.m*s.n)}
	t.narrow()
	spread, size := 0.0, 0.0
	for c := range s.cost {
		spread += math.Abs(float64(s.cost[c]))
		size += float64(s.use[c])
	}
	worth := (spread + 1) / (size + 1) // of a unit of room, roughly
	for i := range t.price {
		t.price[i] = worth
	}
	t.construct(worth)
	t.weigh()
	return t
}

// narrow keeps to the choices open at the root.
func (t *tabu) narrow() {
	s := t.s
	for j := range t.choice {
		t.choice[j] = t.choice[j][:0]
		for i := range s.m {
			t.may[i*s.n+j] = s.open[i*s.n+j]
			if t.may[i*s.n+j] {
				t.choice[j] = append(t.choice[j], i)
			}
		}
		if !t.may[t.of[j]*s.n+j] {
			t.of[j] = t.choice[j][0]
		}
	}
	t.weigh()
}

// weigh works out cost and slack from the jobs' agents.
func (t *tabu) weigh() {
	s := t.s
	t.cost = 0
	copy(t.slack, s.capacity)
	for j, i := range t.of {
		t.slack[i] -= s.use[i*s.n+j]
		t.cost += s.cost[i*s.n+j]
	}
}

// adopt starts from the relaxed answer: each job with its cheapest taker, or where it was.
func (t *tabu) adopt() {
	s := t.s
	for j, agents := range t.choice {
		best := -1
		for _, i := range agents {
			if s.relaxed.took[i*s.n+j] && (best < 0 || s.cost[i*s.n+j] < s.cost[best*s.n+j]) {
				best = i
			}
		}
		if best >= 0 {
			t.of[j] = best
		}
	}
	t.weigh()
}

func (t *tabu) burst(moves int) {
	for range moves {
		if t.s.stopped = t.s.stopped || t.s.stop(); t.s.stopped || t.s.bestAt <= t.s.proven {
			return
		}
		t.step()
	}
}

func over(slack int64) float64 {
	if slack < 0 {
		return float64(-slack)
	}
	return 0
}

// shift is what moving job j to agent k changes.
func (t *tabu) shift(j, k int) float64 {
	s, i := t.s, t.of[j]
	a, b := i*s.n+j, k*s.n+j
	return float64(s.cost[b]-s.cost[a]) + t.price[i]*(over(t.slack[i]+s.use[a])-over(t.slack[i])) +
		t.price[k]*(over(t.slack[k]-s.use[b])-over(t.slack[k]))
}

// swap is what exchanging jobs a and b changes.
func (t *tabu) swap(a, b int) float64 {
	s, i, k := t.s, t.of[a], t.of[b]
	ia, ib, ka, kb := i*s.n+a, i*s.n+b, k*s.n+a, k*s.n+b
	return float64(s.cost[ib]+s.cost[ka]-s.cost[ia]-s.cost[kb]) +
		t.price[i]*(over(t.slack[i]+s.use[ia]-s.use[ib])-over(t.slack[i])) +
		t.price[k]*(over(t.slack[k]+s.use[kb]-s.use[ka])-over(t.slack[k]))
}

// step makes the best move that is not forbidden.
func (t *tabu) step() {
	s := t.s
	t.now++
	best, a, b, to := math.Inf(1), -1, -1, -1
	j := s.rng.IntN(s.n)
	for range min(s.n, mostShifts/s.m+1) {
		if j++; j >= s.n {
			j = 0
		}
		for _, k := range t.choice[j] {
			if k == t.of[j] || t.until[k*s.n+j] > t.now {
				continue
			}
			if d := t.shift(j, k); d < best {
				best, a, to = d, j, k
			}
		}
	}
	if best >= 0 { // no shift gains: look at exchanges too
		try := func(x, y int) {
			i, k := t.of[x], t.of[y]
			if i == k || !t.allowed(x, k) || !t.allowed(y, i) {
				return
			}
			if d := t.swap(x, y); d < best {
				best, a, b = d, x, y
			}
		}
		if s.n*(s.n-1)/2 <= mostPairs {
			for x := range s.n {
				for y := range x {
					try(x, y)
				}
			}
		} else {
			for range mostPairs {
				try(s.rng.IntN(s.n), s.rng.IntN(s.n))
			}
		}
		t.work += 5 * min(s.n*(s.n-1)/2, mostPairs)
	}
	t.work += 5 * min(s.m*s.n, mostShifts)
	switch {
	case a < 0:
	case b >= 0:
		i, k := t.of[a], t.of[b]
		t.put(a, k)
		t.put(b, i)
	default:
		t.put(a, to)
	}
	t.reprice()
}

func (t *tabu) allowed(j, k int) bool {
	return t.may[k*t.s.n+j] && t.until[k*t.s.n+j] <= t.now
}

func (t *tabu) put(j, k int) {
	s, i := t.s, t.of[j]
	t.slack[i] += s.use[i*s.n+j]
	t.slack[k] -= s.use[k*s.n+j]
	t.cost += s.cost[k*s.n+j] - s.cost[i*s.n+j]
	t.of[j] = k
	t.until[i*s.n+j] = t.now + 5 + s.rng.IntN(5+s.n/10)
}

// reprice keeps a better answer, makes the price of overfilling follow, and starts afresh near the best answer when
// nothing better came for long.
func (t *tabu) reprice() {
	s, fits := t.s, true
	for i, left := range t.slack {
		if left < 0 {
			fits = false
			t.price[i] *= 1.05
		}
	}
	t.since++
	if fits {
		for i := range t.price {
			t.price[i] *= 0.98
		}
		if t.cost < s.bestAt {
			s.found(t.of, t.cost)
			t.since = 0
		}
	}
	if t.since < tabuStale || s.best == nil {
		return
	}
	t.since = 0
	copy(t.of, s.best)
	for range 1 + s.n/8 {
		j := s.rng.IntN(s.n)
		t.of[j] = t.choice[j][s.rng.IntN(len(t.choice[j]))]
	}
	t.weigh()
}
