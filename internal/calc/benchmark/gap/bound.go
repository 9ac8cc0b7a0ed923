package gap

import "math"

// relaxed is what the jobs' prices make of the problem: each agent fills its knapsack by itself.
type relaxed struct {
	n       int
	sack    knapsack
	low     int64   // the bound, in 1/scale
	takers  []int   // of each job
	took    []bool  // by agent*n+job
	loss    []int64 // by agent*n+job: what the other decision would lose the agent
	lossOut []int64 // by job: the losses of all its takers if they left it
}

func (r *relaxed) reset(m, n int) {
	*r = relaxed{n: n, takers: make([]int, n), took: make([]bool, m*n), loss: make([]int64, m*n),
		lossOut: make([]int64, n)}
}

// more is by how much the bound rises when the agent, and no other, gets the job.
func (r *relaxed) more(agent, job int) int64 {
	c := agent*r.n + job
	if r.took[c] {
		return r.lossOut[job] - r.loss[c]
	}
	return r.lossOut[job] + r.loss[c]
}

// evaluate solves the relaxed problem at the prices lambda; with losses it also finds what each decision is worth.
func (s *search) evaluate(lambda []int64, losses bool) {
	r := &s.relaxed
	r.low = s.fixed * s.scale
	for j, p := range lambda {
		if s.of[j] < 0 {
			r.low += p
		}
		r.takers[j], r.lossOut[j] = 0, 0
	}
	for i := range s.m {
		s.fillAgent(i, lambda, losses)
	}
}

func (s *search) fillAgent(i int, lambda []int64, losses bool) {
	r, k, n := &s.relaxed, &s.relaxed.sack, s.n
	k.reset(int(s.room[i] / s.unit[i]))
	open, cost, use := s.open[i*n:(i+1)*n], s.cost[i*n:(i+1)*n], s.use[i*n:(i+1)*n]
	took := r.took[i*n : (i+1)*n]
	for j, p := range lambda {
		took[j] = false
		if gain := p - cost[j]*s.scale; gain > 0 && open[j] && s.of[j] < 0 {
			k.offer(j, gain, int(use[j]/s.unit[i]))
		}
	}
	k.solve()
	s.work += k.width * len(k.jobs)
	r.low -= k.value
	for t, j := range k.jobs {
		if k.took[t] {
			took[j] = true
			r.takers[j]++
		}
	}
	if !losses {
		return
	}
	k.back()
	for t, j := range k.jobs {
		loss := k.loss(t)
		r.loss[i*n+j] = loss
		if k.took[t] {
			r.lossOut[j] += loss
		}
	}
	for j, p := range lambda {
		if gain := p - cost[j]*s.scale; gain <= 0 && open[j] && s.of[j] < 0 {
			r.loss[i*n+j] = k.lossOf(gain, int(use[j]/s.unit[i]))
		}
	}
}

// ceiling is the least whole cost that a bound in 1/scale allows.
func (s *search) ceiling(low int64) int64 {
	q := low / s.scale
	if low > q*s.scale {
		q++
	}
	return q
}

// subgradient says how hard to work on the multipliers.
type subgradient struct {
	steps    int
	factor   float64 // of the step towards the goal (B. T. Polyak)
	patience int     // steps without gain before the factor is halved
	fixEvery int
	repair   bool // make answers of the relaxed ones
}

// tighten improves the multipliers in lambda, closes choices that the goal rules out, and returns the bound. It is not
// alive when no answer cheaper than the goal is left.
func (s *search) tighten(lambda []int64, how subgradient) (low int64, alive bool) {
	r := &s.relaxed
	at := append(s.at[:0], lambda...)
	s.at = at
	clear(s.heading)
	best, worse := int64(math.MinInt64), 0
	for step := 1; step <= how.steps; step++ {
		if s.stopped = s.stopped || s.stop(); s.stopped {
			break
		}
		last := step == how.steps
		if last {
			copy(at, lambda)
		}
		losses := last || step%how.fixEvery == 0
		s.evaluate(at, losses)
		if s.ceiling(r.low) >= s.goal {
			return s.goal, false
		}
		if r.low > best {
			best, worse = r.low, 0
			copy(lambda, at)
		} else if worse++; worse > how.patience {
			how.factor, worse = how.factor/2, 0
			copy(at, lambda)
		}
		if s.agreed() {
			return s.goal, false
		}
		if losses && !s.exclude() {
			return s.goal, false
		}
		if how.repair && step%25 == 0 {
			s.moves.adopt()
			s.moves.burst(100)
		}
		if !s.move(at, how.factor) && !last {
			step = how.steps - 1 // nothing to correct: the coarse knapsacks agree on what does not fit
		}
	}
	if best == math.MinInt64 {
		return best, true
	}
	return s.ceiling(best), true
}

// agreed takes the relaxed answer when every job has one taker and all fits: nothing below is cheaper.
func (s *search) agreed() bool {
	for j, t := range s.relaxed.takers {
		if s.of[j] < 0 && t != 1 {
			return false
		}
	}
	of, cost := append([]int(nil), s.of...), s.fixed
	room := append([]int64(nil), s.room...)
	for c, took := range s.relaxed.took {
		if i, j := c/s.n, c%s.n; took && s.of[j] < 0 {
			of[j] = i
			cost += s.cost[c]
			if room[i] -= s.use[c]; room[i] < 0 {
				return false
			}
		}
	}
	if cost < s.bestAt {
		s.found(of, cost)
	}
	return true
}

// exclude closes every choice with which the bound reaches the goal; false when a job is left without a choice.
func (s *search) exclude() bool {
	r := &s.relaxed
	for j := range s.n {
		if s.of[j] >= 0 {
			continue
		}
		for i := range s.m {
			if s.open[i*s.n+j] && s.ceiling(r.low+r.more(i, j)) >= s.goal {
				s.close(i, j)
			}
		}
	}
	return s.settle()
}

// move steps the prices: up where nobody takes the job, down where several do, some of the way as before (P. M.
// Camerini, L. Fratta, F. Maffioli, "On improving relaxation methods by modified gradient techniques", 1975).
func (s *search) move(at []int64, factor float64) bool {
	r, norm := &s.relaxed, 0.0
	for j, t := range r.takers {
		if s.of[j] < 0 {
			s.heading[j] = 0.3*s.heading[j] + float64(1-t)
			norm += s.heading[j] * s.heading[j]
		}
	}
	if norm == 0 {
		return false
	}
	step := factor * float64(s.goal*s.scale-r.low) / norm
	for j := range at {
		if s.of[j] < 0 {
			next := float64(at[j]) + step*s.heading[j]
			at[j] = int64(min(max(next, float64(-s.limit)), float64(s.limit)))
		}
	}
	return true
}
