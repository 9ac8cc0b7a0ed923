package gap

// polish improves the best answer by solving a part of it exactly: some agents with all their jobs, or some jobs with
// all agents, the rest staying as it is. The size of the part follows what can be solved (a large neighbourhood search,
// P. Shaw 1998).
type polish struct {
	s      *search
	agents float64 // how many agents to free
	jobs   float64 // how many jobs to free
	turn   int
}

const partEvals = 250 // relaxed problems solved for a part at most

func newPolish(s *search) *polish { return &polish{s: s, agents: 3, jobs: 12} }

// once tries one part and returns the work that took.
func (p *polish) once() int {
	s := p.s
	if s.best == nil || s.m < 2 || s.n < 3 {
		return 0
	}
	p.turn++
	size, most := &p.agents, float64(s.m)
	if p.turn%2 == 0 {
		size, most = &p.jobs, float64(s.n)
	}
	var agents, jobs []int
	if p.turn%2 == 0 {
		for i := range s.m {
			agents = append(agents, i)
		}
		jobs = s.rng.Perm(s.n)[:int(min(*size, most))]
	} else {
		agents = s.rng.Perm(s.m)[:int(min(*size, most))]
		for j, i := range s.best {
			for _, a := range agents {
				if a == i {
					jobs = append(jobs, j)
				}
			}
		}
	}
	if len(jobs) < 2 {
		return s.n
	}
	part, ended := p.solve(agents, jobs)
	if ended {
		*size = min(most, *size*1.02+0.01)
	} else {
		*size = max(2, min(*size, most)*0.97)
	}
	return part.work + s.n
}

// solve looks for a better answer in which only these jobs change, among these agents; ended is false when it gave up.
func (p *polish) solve(agents, jobs []int) (part *search, ended bool) {
	s := p.s
	m, n := len(agents), len(jobs)
	sub := &Problem{Agents: m, Jobs: n, Value: make([]int64, m*n), Use: make([]int64, m*n), Capacity: make([]int64, m)}
	at := int64(0)
	for a, i := range agents {
		sub.Capacity[a] = s.capacity[i]
		for k, j := range jobs {
			sub.Value[a*n+k], sub.Use[a*n+k] = s.cost[i*s.n+j], s.use[i*s.n+j]
			if !s.moves.may[i*s.n+j] {
				sub.Use[a*n+k] = s.capacity[i] + 1
			}
		}
	}
	free := make([]bool, s.n)
	for _, j := range jobs {
		free[j] = true
		at += s.cost[s.best[j]*s.n+j]
	}
	for a, i := range agents {
		for j, of := range s.best {
			if of == i && !free[j] {
				sub.Capacity[a] -= s.use[i*s.n+j]
			}
		}
	}
	calls := 0
	part = newSearch(sub, sub.Value, func() bool { calls++; return calls > partEvals || s.stop() })
	part.bestAt = at
	lambda := make([]int64, n)
	for k, j := range jobs {
		lambda[k] = s.depth[0][j] / s.scale * part.scale
	}
	part.improve(lambda)
	if part.best != nil {
		of := append([]int(nil), s.best...)
		for k, a := range part.best {
			of[jobs[k]] = agents[a]
		}
		s.found(of, s.bestAt-at+part.bestAt)
	}
	return part, !part.stopped
}

// improve looks for any answer cheaper than the one known, from the prices given.
func (s *search) improve(lambda []int64) {
	s.goal = s.bestAt
	s.depth = append(s.depth, lambda)
	if s.settle() {
		s.node(0)
	}
}
