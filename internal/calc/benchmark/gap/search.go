package gap

import (
	"math"
	"math/rand/v2"

	"havre.example/havre/internal/calc/solve"
)

// search is one run, always minimising.
//
// A choice (agent, job) is open, or closed by a rule that holds in the branch at hand; a job is set once one agent has
// it. What a branch changes is written on the trail and undone when the branch is left.
type search struct {
	m, n     int
	cost     []int64
	use      []int64
	capacity []int64
	room     []int64 // left of each agent's capacity, after the jobs set
	unit     []int64 // of room in each agent's knapsack table
	scale    int64   // multipliers are in 1/scale
	limit    int64   // magnitude a multiplier may have

	open  []bool // by agent*n+job
	count []int  // open choices of each job
	of    []int  // agent of each job, -1 while not set
	fixed int64  // cost of the jobs set
	trail []step
	due   []int // jobs whose count went down

	best   []int // answer found, nil at first
	bestAt int64 // its cost; without an answer one more than any answer can cost
	goal   int64 // only answers cheaper than this are sought in the current sweep
	proven int64 // no answer is cheaper

	relaxed relaxed
	at      []int64 // multipliers being tried
	heading []float64
	work    int   // cells of knapsack tables filled
	moves   *tabu // nil in the search for a part
	polish  *polish
	aside   int       // work spent on looking for answers
	depth   [][]int64 // multipliers of each level of the tree
	stop    func() bool
	stopped bool
	rng     *rand.Rand
}

// step is a choice closed, or with set the job given to the agent.
type step struct {
	agent, job int
	set        bool
}

func newSearch(p *Problem, cost []int64, stop func() bool) *search {
	m, n := p.Agents, p.Jobs
	s := &search{m: m, n: n, cost: cost, use: p.Use, capacity: p.Capacity, room: append([]int64(nil), p.Capacity...),
		unit: make([]int64, m),
		open: make([]bool, m*n), count: make([]int, n), of: make([]int, n), heading: make([]float64, n), stop: stop,
		rng: rand.New(rand.NewPCG(1997, 4))}
	s.relaxed.reset(m, n)
	dearest := int64(1)
	for _, c := range cost {
		dearest = max(dearest, c, -c)
	}
	s.scale = 1 << 12
	for s.scale > 4 && dearest*s.scale > (1<<56)/int64(n+m) {
		s.scale >>= 1
	}
	s.limit = (1 << 57) / int64(n+m)
	for i, b := range p.Capacity {
		s.unit[i] = 1 + b/int64(min(mostCells, mostTable/(n+1)))
	}
	for c := range s.open {
		if s.use[c] <= s.room[c/n] {
			s.open[c] = true
			s.count[c%n]++
		}
	}
	for j := range n {
		s.of[j] = -1
		s.due = append(s.due, j)
		// No answer costs less than all the cheapest choices, or more than all the dearest.
		low, high := int64(math.MaxInt64), int64(math.MinInt64)
		for i := range m {
			if s.open[i*n+j] {
				low, high = min(low, cost[i*n+j]), max(high, cost[i*n+j])
			}
		}
		if s.count[j] > 0 {
			s.proven += low
			s.bestAt += high
		}
	}
	s.bestAt++
	return s
}

// run looks for an answer at the bound, then for one a little worse, and so on, until the bound meets the best answer.
func (s *search) run() Result {
	s.root()
	for width := int64(1); !s.stopped && s.proven < s.bestAt; width *= 2 {
		s.goal = min(s.bestAt, s.proven+width)
		mark := len(s.trail)
		low := s.node(0)
		s.undo(mark)
		if !s.stopped {
			low = s.goal
		}
		s.proven = max(s.proven, min(low, s.bestAt))
	}
	switch {
	case s.best != nil:
		return Result{Outcome: solve.Ended(s.bestAt, min(s.proven, s.bestAt)), Agent: s.best}
	case s.proven >= s.bestAt:
		return Result{Outcome: solve.Outcome{Status: solve.Infeasible}}
	default:
		return Result{Outcome: solve.Outcome{Status: solve.Unknown, Bound: s.proven}}
	}
}

// root finds good multipliers and answers, and closes for good what no better answer can use.
func (s *search) root() {
	s.goal = s.bestAt
	if !s.settle() {
		s.proven = s.bestAt
		return
	}
	s.depth = append(s.depth, s.firstPrices())
	s.moves, s.polish = newTabu(s), newPolish(s)
	for round := range 3 {
		s.moves.burst(tabuAtRoot)
		low, alive := s.tighten(s.depth[0], subgradient{steps: 300, factor: 1.5 / float64(1+round), patience: 12,
			fixEvery: 50, repair: true})
		if !s.stopped && !alive {
			low = s.bestAt
		}
		s.proven = max(s.proven, min(low, s.bestAt))
		if !alive || s.stopped || s.proven >= s.bestAt {
			return
		}
		s.moves.narrow()
	}
	for s.aside = s.moves.work; s.aside < 2*(s.work+s.moves.work) && s.bestAt > s.proven &&
		!s.stopped; s.stopped = s.stop() {
		s.aside += s.polish.once() + 1
	}
}

// firstPrices are the second-cheapest costs of the jobs: what a job would pay rather than lose its best agent.
func (s *search) firstPrices() []int64 {
	lambda := make([]int64, s.n)
	for j := range lambda {
		first, second := int64(math.MaxInt64), int64(math.MaxInt64)
		for i := range s.m {
			if !s.open[i*s.n+j] {
				continue
			}
			if c := s.cost[i*s.n+j]; c < first {
				first, second = c, first
			} else {
				second = min(second, c)
			}
		}
		if second == math.MaxInt64 {
			second = first
		}
		lambda[j] = second * s.scale
	}
	return lambda
}

// node searches all answers cheaper than the goal below the choices made so far. It returns a bound on them; when it
// ran to its end there is none left.
func (s *search) node(level int) int64 {
	if len(s.depth) == level+1 {
		s.depth = append(s.depth, make([]int64, s.n))
	}
	lambda := s.depth[level]
	for {
		low, alive := s.tighten(lambda, subgradient{steps: 24, factor: 0.6, patience: 4, fixEvery: 8})
		if s.stopped {
			return low
		}
		if !alive {
			return s.goal
		}
		agent, job := s.choose()
		if job < 0 {
			s.leaf()
			return s.goal
		}
		mark := len(s.trail)
		s.set(agent, job)
		if s.settle() {
			copy(s.depth[level+1], lambda)
			s.node(level + 1)
		}
		s.undo(mark)
		if s.stopped {
			return low
		}
		s.close(agent, job)
		if low >= s.goal || !s.settle() {
			return s.goal
		}
		s.share()
	}
}

// share looks for better answers by other means when that has had less than its share of the work.
func (s *search) share() {
	for s.moves != nil && s.aside < s.work/2 && !s.stopped && s.bestAt > s.proven {
		if s.best == nil || s.aside/4 > s.moves.work {
			s.aside -= s.moves.work
			s.moves.burst(tabuBurst)
			s.aside += s.moves.work
			continue
		}
		s.aside += s.polish.once()
		s.stopped = s.stopped || s.stop()
	}
}

// leaf takes the answer of a branch in which every job is set.
func (s *search) leaf() {
	if s.fixed < s.bestAt {
		s.found(s.of, s.fixed)
	}
}

// found keeps a better answer.
func (s *search) found(of []int, cost int64) {
	s.best, s.bestAt = append(s.best[:0], of...), cost
	s.goal = min(s.goal, cost)
}

func (s *search) close(agent, job int) {
	s.open[agent*s.n+job] = false
	s.count[job]--
	s.due = append(s.due, job)
	s.trail = append(s.trail, step{agent: agent, job: job})
}

// set gives the job to the agent and closes what that excludes: the job's other agents, and jobs the agent has no room
// for any more.
func (s *search) set(agent, job int) {
	n := s.n
	s.of[job] = agent
	s.room[agent] -= s.use[agent*n+job]
	s.fixed += s.cost[agent*n+job]
	s.trail = append(s.trail, step{agent: agent, job: job, set: true})
	for i := range s.m {
		if i != agent && s.open[i*n+job] {
			s.close(i, job)
		}
	}
	for j := range n {
		if s.of[j] < 0 && s.open[agent*n+j] && s.use[agent*n+j] > s.room[agent] {
			s.close(agent, j)
		}
	}
}

// settle sets the jobs that have one choice left; false when a job has none.
func (s *search) settle() bool {
	for len(s.due) > 0 {
		j := s.due[len(s.due)-1]
		s.due = s.due[:len(s.due)-1]
		if s.of[j] >= 0 {
			continue
		}
		switch s.count[j] {
		case 0:
			s.due = s.due[:0]
			return false
		case 1:
			for i := range s.m {
				if s.open[i*s.n+j] {
					s.set(i, j)
					break
				}
			}
		}
	}
	return true
}

func (s *search) undo(mark int) {
	for len(s.trail) > mark {
		u := s.trail[len(s.trail)-1]
		s.trail = s.trail[:len(s.trail)-1]
		c := u.agent*s.n + u.job
		if !u.set {
			s.open[c] = true
			s.count[u.job]++
			continue
		}
		s.of[u.job] = -1
		s.room[u.agent] += s.use[c]
		s.fixed -= s.cost[c]
	}
	s.due = s.due[:0]
}

// choose picks the job whose choices, by what the bound becomes with each, promise the smallest trees, and its most
// promising agent; job is -1 when every job is set.
func (s *search) choose() (agent, job int) {
	agent, job = -1, -1
	gap := float64(max(1, s.goal*s.scale-s.relaxed.low))
	least := math.Inf(1)
	for j := range s.n {
		if s.of[j] >= 0 {
			continue
		}
		size, cheapest, at := 0.0, int64(math.MaxInt64), -1
		for i := range s.m {
			if !s.open[i*s.n+j] {
				continue
			}
			more := s.relaxed.more(i, j)
			size += math.Exp(-4 * float64(more) / gap)
			if more < cheapest {
				cheapest, at = more, i
			}
		}
		if size < least {
			least, agent, job = size, at, j
		}
	}
	return agent, job
}
