package round_test

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
	"havre.example/havre/internal/kernel/tri"
)

// choice is one thing a case may be given, with what it adds to every tier.
type choice struct {
	given   round.Given
	stays   []stay
	adds    []int64 // by tier of an outcome
	margin  int     // -1: neither place nor flat
	partner string  // of the destination
}

// choices lists everything a case may be given, by trying every place, flat and week.
func choices(r *round.Round, c *round.Case, tiers []round.Tier) []choice {
	var out []choice
	quiet := func(g round.Given) bool {
		bad := false
		for _, s := range stays(r, c, g) {
			alone(r, s, g, func(string, string, ...any) { bad = true })
			crowds(r, []stay{s}, func(string, string, ...any) { bad = true })
		}
		return !bad
	}
	try := func(g round.Given, place, flat *round.Place) {
		if g = dated(r, c, g); quiet(g) {
			out = append(out, weigh(r, c, g, place, flat, tiers))
		}
	}
	longest := map[bool]int{true: 14, false: r.Nights}[r.Nights == 0] / 7
	bridges := func(g round.Given, place *round.Place, last int) {
		for f := range r.Places {
			flat := &r.Places[f]
			if !flat.Emergency {
				continue
			}
			for w := max(0, last-longest); w < last; w++ {
				b := g
				b.Flat, b.FlatWeek, b.FlatTo = flat.Key, w, r.On.AddDays(7*last)
				try(b, place, flat)
			}
		}
	}
	for i := range r.Places {
		p := &r.Places[i]
		for w := range r.Weeks {
			if p.Emergency {
				for to := w + 1; to <= min(w+longest, r.Weeks); to++ { // "at most so many": every length
					g := round.Given{Case: c.Key, State: round.Bridged, Flat: p.Key, FlatWeek: w,
						FlatTo: r.On.AddDays(7 * to)}
					try(g, nil, p)
				}
				continue
			}
			g := round.Given{Case: c.Key, State: round.Placed, Place: p.Key, Week: w}
			if r.Asking {
				g.Asks = questions(r, c, p)
			}
			try(g, p, nil)
			bridges(g, p, w)
		}
	}
	return append(out, weigh(r, c, round.Given{Case: c.Key, State: round.Unplaced}, nil, nil, tiers))
}

// weigh says what a choice adds to each tier, from the scales as docs/round.md writes them.
func weigh(r *round.Round, c *round.Case, g round.Given, place, flat *round.Place, tiers []round.Tier) choice {
	out := choice{given: g, stays: stays(r, c, g), adds: make([]int64, len(tiers)), margin: -1}
	add := func(code string, n int64) {
		for i := range tiers {
			if tiers[i].Code == code {
				out.adds[i] += n
			}
		}
	}
	class := 0
	for _, z := range c.Zones {
		class = max(class, z.Level)
	}
	_, n := people(c)
	heads := int64(n)
	engine := match.Lexicographic{Times: r.Times, Prices: r.Prices}
	need := c.Need
	need.On = r.On
	safety := func(p *round.Place) {
		if m := engine.Tiers(&need, &p.Place)[0].Value; out.margin < 0 || m < out.margin {
			out.margin = m
		}
	}
	if place != nil {
		out.partner = place.Partner
		add(fmt.Sprintf("placed_%d", class), heads)
		if c.Lock != "" {
			add("locks", 1)
		}
		if len(g.Asks) > 0 {
			add("questions", 1)
		}
		for _, t := range engine.Tiers(&need, &place.Place) {
			switch t.Criterion {
			case match.Safety, match.Shared, match.Drawn:
			default:
				add(string(t.Criterion), int64(t.Value))
			}
		}
		h := fnv.New32a()
		h.Write([]byte(c.Key + "\x00" + place.Key))
		add("drawn", int64(mixed(h.Sum32())>>1))
		safety(place)
	} else {
		if flat != nil && flat.Key == c.Lock {
			add("locks", 1)
		}
		waited := c.Waited + 7*r.Weeks
		k := slices.IndexFunc([]int{14, 28, 56, 91, 182, 273, 364, 1 << 30},
			func(first int) bool { return waited < first })
		add(fmt.Sprintf("waiting_%d", k), 1)
		few := 0
		open := *c
		open.Relaxed = append(slices.Clone(c.Relaxed), match.RuleFree, match.RuleQuota)
		for i := range r.Places {
			if p := &r.Places[i]; !p.Emergency && allowed(r, &open, p) == tri.Yes {
				few++
			}
		}
		k = slices.IndexFunc([]int{4, 11, 1 << 30}, func(first int) bool { return few < first })
		add(fmt.Sprintf("hard_%d", 2-k), 1)
	}
	roof := r.Weeks
	switch {
	case flat != nil:
		roof = g.FlatWeek
		safety(flat)
		if place != nil {
			add("moves", 1)
		}
	case place != nil:
		roof = g.Week
	}
	if place != nil || flat != nil {
		add(fmt.Sprintf("sheltered_%d", class), heads)
		add("safety_sum", int64(out.margin))
	}
	add("weeks", int64(roof))
	return out
}

// mixed is MurmurHash3's finaliser, as docs/round.md names it.
func mixed(x uint32) uint32 {
	x ^= x >> 16
	x *= 0x85ebca6b
	x ^= x >> 13
	x *= 0xc2b2ae35
	return x ^ x>>16
}

// burden is what the cases of each partner weigh.
func burden(r *round.Round, chosen []choice) int64 {
	sum := int64(0)
	count := map[string]int{}
	for _, x := range chosen {
		if x.given.Place == "" {
			continue
		}
		left, known := 1<<20, false
		for i := range r.Places {
			if p := &r.Places[i]; p.Partner == x.partner && !p.Emergency && p.Yearly > 0 {
				left, known = min(left, p.Yearly-p.Received), true
			}
		}
		if !known {
			left = 0 // of what is not known nothing is left to count on
		}
		sum += int64(20 - min(max(left-count[x.partner], 0), 20))
		count[x.partner]++
	}
	return sum
}

// vector sums the tiers of chosen options into out.
func vector(r *round.Round, chosen []choice, tiers []round.Tier, out []int64) {
	clear(out)
	worst := -1
	for _, x := range chosen {
		for i, n := range x.adds {
			out[i] += n
		}
		if x.margin >= 0 && (worst < 0 || x.margin < worst) {
			worst = x.margin
		}
	}
	for i := range tiers {
		switch tiers[i].Code {
		case "safety_worst":
			out[i] = int64(max(worst, 0))
		case "burden":
			out[i] = burden(r, chosen)
		}
	}
}

// ahead compares vectors, most important first.
func ahead(a, b []int64, tiers []round.Tier) bool {
	for i := range tiers {
		if a[i] != b[i] {
			return (a[i] > b[i]) == tiers[i].Higher
		}
	}
	return false
}

// enumerate tries every combination of choices and returns the best vector; false when there are too many.
func enumerate(r *round.Round, tiers []round.Tier, most int) ([]int64, bool) {
	var lists [][]choice
	product := 1
	for i := range r.Cases {
		lists = append(lists, choices(r, &r.Cases[i], tiers))
		if product *= len(lists[i]); product > most {
			return nil, false
		}
	}
	var best []int64
	now := make([]int64, len(tiers))
	chosen := make([]choice, len(lists))
	of := make(map[string][]stay, len(lists))
	fits := func() bool { // each choice by itself is allowed already
		var all []stay
		ok := true
		for i := range chosen {
			of[r.Cases[i].Key] = chosen[i].stays
			all = append(all, chosen[i].stays...)
		}
		between(r, of, all, func(string, string, ...any) { ok = false })
		return ok
	}
	var walk func(int)
	walk = func(i int) {
		if i == len(lists) {
			vector(r, chosen, tiers, now)
			if best != nil && !ahead(now, best, tiers) {
				return
			}
			if fits() {
				best = slices.Clone(now)
			}
			return
		}
		for k := range lists[i] {
			chosen[i] = lists[i][k]
			if i > 0 && overlap(chosen[:i], &chosen[i], r) {
				continue
			}
			walk(i + 1)
		}
	}
	walk(0)
	return best, true
}

// overlap is the cheapest of the checks, to prune: one place for one household only.
func overlap(before []choice, x *choice, r *round.Round) bool {
	for i := range before {
		if b := &before[i]; b.given.Place != "" && b.given.Place == x.given.Place && b.given.Week == x.given.Week {
			for k := range r.Places {
				if r.Places[k].Key == x.given.Place {
					return !shared(&r.Places[k])
				}
			}
		}
	}
	return false
}

func tinyShape(r *rand.Rand) shape {
	cases := 1 + r.IntN(6)
	return shape{cases: cases, places: 1 + r.IntN(7), houses: 1 + r.IntN(6), partners: 1 + r.IntN(4), areas: 40,
		weeks: 1 + r.IntN(3), flats: r.IntN(3) / 2,
		conflicts: .4, together: .2, locks: .1, refused: .1, shared: .3, busy: .3, short: .4, unknown: .1, family: .3,
		quota: 6, staff: r.IntN(2), asking: r.IntN(3) == 0, mixed: .3, unnumbered: .1, nights: 7 * r.IntN(4)}
}

// drawn is how many rounds a test draws: n with HAVRE_TEST_FULL=1, a third of them each day.
func drawn(n int) int {
	if os.Getenv("HAVRE_TEST_FULL") == "1" {
		return n
	}
	return n / 3
}

// Every tiny round gives the vector that trying everything gives (A8, 5).
func TestTinyRoundsEqualFullEnumeration(t *testing.T) {
	t.Parallel()
	done, over, placed := 0, 0, 0
	for seed := uint64(0); done < drawn(10_000); seed++ {
		rng := rand.New(rand.NewPCG(seed, 5))
		r := randomRound(rng, tinyShape(rng))
		o, err := round.Solve(r, round.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if bad := violations(&r, o.Given); len(bad) > 0 {
			t.Fatalf("seed %d: %v", seed, bad)
		}
		want, ok := enumerate(&r, o.Tiers, 20_000)
		if !ok {
			over++
			continue
		}
		done++
		placed += o.People()
		for i, x := range o.Tiers {
			if x.Value != want[i] || x.Bound != want[i] || !x.Proved {
				t.Fatalf("seed %d: %s %s is %d (bound %d, proved %v), enumeration gives %d\n%+v", seed, x.Tier, x.Code,
					x.Value, x.Bound, x.Proved, want[i], o.Given)
			}
		}
		if !o.Proved {
			t.Fatalf("seed %d: not proved", seed)
		}
	}
	t.Logf("%d rounds enumerated, %d too large to, %d people placed", done, over, placed)
}
