package gap

// Largest knapsack table: cells of a row, and of all rows. Where a capacity is larger it is measured in a coarser unit:
// the room a job takes is rounded down and so is the capacity, which admits every set that fitted and perhaps more, so
// the bound still holds.
const (
	mostCells = 20_000
	mostTable = 16_000_000
)

// knapsack is one agent's: which of the jobs offered to take so that the sum of gains is largest.
type knapsack struct {
	width      int
	jobs       []int // offered with a gain, in table order
	gain       []int64
	use        []int
	head, tail []int64 // (len(jobs)+1) rows of width cells: best of the first t, best of the last t, in at most k room
	took       []bool  // by table order
	value      int64
}

func (k *knapsack) reset(capacity int) {
	k.width = capacity + 1
	k.jobs, k.gain, k.use = k.jobs[:0], k.gain[:0], k.use[:0]
}

func (k *knapsack) offer(job int, gain int64, use int) {
	k.jobs, k.gain, k.use = append(k.jobs, job), append(k.gain, gain), append(k.use, use)
}

func grown(s []int64, n int) []int64 {
	if cap(s) < n {
		return make([]int64, n, n+n/2)
	}
	return s[:n]
}

// solve fills the table and reads off a best set.
func (k *knapsack) solve() {
	w, n := k.width, len(k.jobs)
	k.head = grown(k.head, (n+1)*w)
	clear(k.head[:w])
	for t := range n {
		fill(k.head[(t+1)*w:(t+2)*w], k.head[t*w:(t+1)*w], k.gain[t], k.use[t])
	}
	k.value = k.head[n*w+w-1]
	if cap(k.took) < n {
		k.took = make([]bool, n, 2*n)
	}
	k.took = k.took[:n]
	for t, c := n-1, w-1; t >= 0; t-- {
		k.took[t] = k.head[(t+1)*w+c] != k.head[t*w+c]
		if k.took[t] {
			c -= k.use[t]
		}
	}
}

// fill makes a row of the table from the one before: next[c] = max(prev[c], prev[c-use]+gain).
func fill(next, prev []int64, gain int64, use int) {
	copy(next[:use], prev[:use])
	upper, lower := prev[use:], prev[:len(prev)-use]
	out := next[use:]
	out = out[:len(lower)]
	upper = upper[:len(lower)]
	for c, v := range lower {
		out[c] = max(upper[c], v+gain)
	}
}

// back fills the table from the other end, which joined needs.
func (k *knapsack) back() {
	w, n := k.width, len(k.jobs)
	k.tail = grown(k.tail, (n+1)*w)
	clear(k.tail[n*w : (n+1)*w])
	for t := n - 1; t >= 0; t-- {
		fill(k.tail[t*w:(t+1)*w], k.tail[(t+1)*w:(t+2)*w], k.gain[t], k.use[t])
	}
}

// joined is the best value of all jobs offered but t in at most c room.
func (k *knapsack) joined(t, c int) int64 {
	w := k.width
	first := k.head[t*w : t*w+c+1]
	last := k.tail[(t+1)*w : (t+1)*w+c+1]
	best := int64(0)
	for x, v := range first {
		best = max(best, v+last[c-x])
	}
	return best
}

// loss is what the best value loses when job t, in the set, must stay out; or, not in the set, must come in.
func (k *knapsack) loss(t int) int64 {
	if k.took[t] {
		return k.value - k.joined(t, k.width-1)
	}
	return k.value - k.gain[t] - k.joined(t, k.width-1-k.use[t])
}

// lossOf is what the best value loses when a job that was not offered (gain <= 0) must come in.
func (k *knapsack) lossOf(gain int64, use int) int64 {
	return k.value - gain - k.head[len(k.jobs)*k.width+k.width-1-use]
}
