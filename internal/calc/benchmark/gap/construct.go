package gap

import "slices"

// construct makes the first answers: jobs in the order of what losing their best agent would cost them go to the best
// agent with room, by cost plus a price of the room they take; prices from nothing to far above worth are tried (after
// S. Martello and P. Toth, "An algorithm for the generalized assignment problem", 1981, who use several measures in the
// same way). It leaves the cheapest that fits, or the one least overfull.
func (t *tabu) construct(worth float64) {
	s := t.s
	order, regret := make([]int, s.n), make([]float64, s.n)
	of, slack := make([]int, s.n), make([]int64, s.m)
	bestOver, bestCost := int64(-1), int64(0)
	for _, times := range []float64{0, 0.1, 0.3, 1, 3, 10, 100} {
		if s.stop() && bestOver >= 0 {
			break
		}
		measure := func(i, j int) float64 {
			return float64(s.cost[i*s.n+j]) + times*worth*float64(s.use[i*s.n+j])
		}
		for j := range order {
			order[j] = j
			regret[j] = t.regret(j, measure)
		}
		slices.SortFunc(order, func(a, b int) int {
			switch {
			case regret[a] > regret[b]:
				return -1
			case regret[a] < regret[b]:
				return 1
			}
			return a - b
		})
		copy(slack, s.capacity)
		over, cost := int64(0), int64(0)
		for _, j := range order {
			i, fits := t.bestAgent(j, slack, measure)
			of[j] = i
			cost += s.cost[i*s.n+j]
			slack[i] -= s.use[i*s.n+j]
			if !fits {
				over++
			}
		}
		if bestOver < 0 || over < bestOver || over == bestOver && cost < bestCost {
			bestOver, bestCost = over, cost
			copy(t.of, of)
		}
		if over == 0 && cost < s.bestAt {
			s.found(of, cost)
		}
	}
}

// regret is by how much the second-best agent of job j is worse than the best.
func (t *tabu) regret(j int, measure func(i, j int) float64) float64 {
	first, second := 0.0, 0.0
	for k, i := range t.choice[j] {
		switch v := measure(i, j); {
		case k == 0:
			first, second = v, v+1e18
		case v < first:
			first, second = v, first
		case v < second:
			second = v
		}
	}
	return second - first
}

// bestAgent is the best with room for job j, or the one with the most room.
func (t *tabu) bestAgent(j int, slack []int64, measure func(i, j int) float64) (agent int, fits bool) {
	s, best := t.s, 0.0
	agent = -1
	roomiest := t.choice[j][0]
	for _, i := range t.choice[j] {
		if slack[i] > slack[roomiest] {
			roomiest = i
		}
		if s.use[i*s.n+j] > slack[i] {
			continue
		}
		if v := measure(i, j); agent < 0 || v < best {
			agent, best = i, v
		}
	}
	if agent < 0 {
		return roomiest, false
	}
	return agent, true
}
