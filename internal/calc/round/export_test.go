package round

import "fmt"

// Tight leaves the flow out: what is small enough is solved over the tight relaxation from the start.
func Tight(o Options) Options {
	o.trial.tight = true
	return o
}

// Flowing leaves the tight relaxation out.
func Flowing(o Options) Options {
	o.trial.flowing = true
	return o
}

// Watched holds the best answer known against the tight relaxation, before each goal: none of its options may be
// struck out for good, and no row may be broken.
func Watched(o Options, rows *int, tell func(string)) Options {
	o.trial.watch = func(c *climb) {
		at := c.s.at
		if at == nil {
			return
		}
		load := map[int32]int32{}
		for _, i := range c.s.cases {
			load[c.s.p.partnerOf(at[i])]++
			if c.root.isDead(at[i]) {
				tell(fmt.Sprintf("case %d: what it has is struck out", i))
			}
		}
		value := make([]int64, len(c.r.options))
		for j, k := range c.r.options {
			if k >= 0 {
				value[j] = flag(at[c.s.p.options[k].who] == k)
			}
		}
		for y, steps := range c.r.steps {
			for n, j := range steps {
				value[j] = flag(int32(n) < load[int32(y)])
			}
		}
		n, _ := c.r.lp.Size()
		for r := range int32(n) {
			entries, right, equal := c.r.lp.Row(r)
			sum := int64(0)
			for _, e := range entries {
				sum += e.Of * value[e.Column]
			}
			if *rows++; sum > right || equal && sum != right {
				tell(fmt.Sprintf("row %d takes %d of %d", r, sum, right))
			}
		}
	}
	return o
}
