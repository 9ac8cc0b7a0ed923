package roundcheck

import (
	"fmt"
	"slices"
)

// The tiers in their order (docs/round.md, "The tiers").
const (
	locks     = 0
	placed    = 1 // placed_3, sheltered_3, ... placed_0, sheltered_0
	unwished  = 9
	questions = 10
	worst     = 11
	sum       = 12
	waiting   = 13 // waiting_7 ... waiting_0
	hard      = 21 // hard_2, hard_1, hard_0
	weeks     = 24
	covered   = 25
	freshness = 26
	reached   = 27
	wished    = 28
	spared    = 29
	burden    = 30
	moves     = 31
	drawn     = 32
	tiers     = 33
)

// Values are what an answer is worth in each tier.
type Values [tiers]int

// Codes are the names of the tiers.
var Codes = codes()

func codes() (out [tiers]string) {
	out = [tiers]string{locks: "locks", unwished: "unwished", questions: "questions", worst: "safety_worst",
		sum:     "safety_sum",
		weeks:   "weeks",
		covered: "covered", freshness: "freshness", reached: "reached", wished: "wished", spared: "spared",
		burden: "burden", moves: "moves", drawn: "drawn"}
	for l := range 4 {
		out[placed+2*l] = fmt.Sprint("placed_", 3-l)
		out[placed+2*l+1] = fmt.Sprint("sheltered_", 3-l)
	}
	for w := range 8 {
		out[waiting+w] = fmt.Sprint("waiting_", 7-w)
	}
	for h := range 3 {
		out[hard+h] = fmt.Sprint("hard_", 2-h)
	}
	return out
}

// tierOf is the tier to which a code belongs.
func tierOf(t int) string {
	n := 0
	for _, first := range []int{placed, worst, waiting, covered, reached, spared, burden, drawn} {
		if t >= first {
			n++
		}
	}
	return fmt.Sprint("T", n)
}

// sign is 1 where more is better, -1 where fewer is.
func sign(t int) int {
	if t == unwished || t == questions || t >= waiting && t <= weeks || t == burden || t == moves {
		return -1
	}
	return 1
}

// Compare is positive when a is better than b, and at is the first tier in which they differ.
func Compare(a, b Values) (better, at int) {
	for t := range tiers {
		if a[t] != b[t] {
			return sign(t) * (a[t] - b[t]), t
		}
	}
	return 0, tiers
}

// adds is what a choice adds to every tier but the least safety and the burden.
func (r *Round) adds(i int, x *Choice) (v [tiers]int) {
	c := &r.Cases[i]
	level := c.level()
	people := c.Household.people()
	if x.sheltered() {
		v[placed+2*(3-level)+1] = people
		v[sum] = x.Safety
		v[weeks] = x.FlatFrom
		if x.Flat < 0 {
			v[weeks] = x.From
		}
		if c.Lock != "" && (x.placed() && c.Lock == r.Places[x.Place].Key ||
			!x.placed() && c.Lock == r.Places[x.Flat].Key) {
			v[locks] = 1
		}
	} else {
		v[weeks] = r.Weeks
	}
	if !x.placed() {
		v[waiting+7-waitingClass(c.Waited+7*r.Weeks)] = 1
		v[hard+2-r.hardness(c)] = 1
		return v
	}
	v[placed+2*(3-level)] = people
	if x.Aside {
		v[unwished] = 1
	}
	if x.Asks {
		v[questions] = 1
	}
	if x.Flat >= 0 {
		v[moves] = 1
	}
	r.criteria(c, x.Place, &v)
	v[drawn] = draw(c.Key, r.Places[x.Place].Key)
	return v
}

func waitingClass(days int) int {
	for class, under := range []int{14, 28, 56, 91, 182, 273, 364} {
		if days < under {
			return class
		}
	}
	return 7
}

// hardness counts the places that pass when they are free aside; a flat or one left aside is none, a refusal changes
// nothing, and what has to be asked does not pass, whether the round asks or not.
func (r *Round) hardness(c *Case) int {
	n := 0
	for p, here := range r.Places {
		if !here.Emergency && !r.aside(c, p) && r.judge(c, p, true) == pass {
			n++
		}
	}
	switch {
	case n <= 3:
		return 2
	case n <= 10:
		return 1
	}
	return 0
}

// kth is what the k-th case of a partner weighs in the burden.
func (r *Round) kth(partner string, k int) int {
	q := r.quotas[partner]
	if !q.known {
		return 20
	}
	return min(max(20-(q.left-(k-1)), 0), 20)
}

// Value counts the tiers of an answer: one choice for each case.
func (r *Round) Value(answer []Choice) Values {
	var v Values
	least, any := 9, false
	count := map[string]int{}
	for _, x := range answer {
		for t, n := range x.adds {
			v[t] += n
		}
		if x.sheltered() {
			least, any = min(least, x.Safety), true
		}
		if x.placed() {
			count[r.partner[x.Place]]++
		}
	}
	if any {
		v[worst] = least
	}
	for partner, n := range count {
		for k := range n {
			v[burden] += r.kth(partner, k+1)
		}
	}
	return v
}

// criteria adds those of the search for one person (T4 to T6).
func (r *Round) criteria(c *Case, p int, v *[tiers]int) {
	here := r.Places[p]
	for _, n := range c.Needs {
		if r.covers(p, n) {
			v[covered]++
		}
	}
	if slices.ContainsFunc(c.Languages, func(l string) bool { return slices.Contains(here.Languages, l) }) {
		v[covered]++
	}
	if here.Confirmed != 0 {
		switch age := r.On - here.Confirmed; {
		case age <= 7:
			v[freshness] = 3
		case age <= 30:
			v[freshness] = 2
		case age <= 90:
			v[freshness] = 1
		}
	}
	v[reached] = 4
	for _, t := range c.Continuity {
		v[reached] = min(v[reached], nearness(r.time(here.Area, t.Area)))
	}
	for _, a := range c.Wishes {
		m, known := r.time(here.Area, a)
		switch {
		case r.within(here.Area, a):
			v[wished] = 2
		case known && m < 90:
			v[wished] = max(v[wished], 1)
		}
	}
	v[spared] = 40
	scarce := func(kind string, has, needs bool) {
		if has && !needs {
			v[spared] -= 1 + r.Prices[kind]
		}
	}
	scarce("accessible", here.StepFree == "yes" || here.GroundFloor == "yes",
		slices.Contains(c.Needs, "step_free") || slices.Contains(c.Needs, "ground_floor"))
	scarce("family", here.Beds >= 2, c.Household == nil || c.Household.people() >= here.Beds)
	scarce("high_security", here.Security == 3, c.asked() == 3)
}

func (r *Round) covers(p int, need string) bool {
	here := r.Places[p]
	switch need {
	case "cot":
		return here.Cots > 0 || slices.Contains(here.Specialisms, need)
	case "own_room":
		return here.OwnRoom == "yes" || slices.Contains(here.Specialisms, need)
	case "step_free":
		return here.StepFree == "yes" || slices.Contains(here.Specialisms, need)
	case "ground_floor":
		return here.GroundFloor == "yes" || slices.Contains(here.Specialisms, need)
	case "high_security":
		return here.Security == 3 || slices.Contains(here.Specialisms, need)
	}
	return slices.Contains(here.Specialisms, need)
}

func nearness(minutes int, known bool) int {
	switch {
	case !known:
		return 0
	case minutes < 30:
		return 4
	case minutes < 60:
		return 3
	case minutes < 120:
		return 2
	}
	return 1
}

// draw is T8: 31 bits of FNV-1a over case key, a zero byte and place key, mixed by MurmurHash3's finaliser.
func draw(c, p string) int {
	h := uint32(2166136261)
	for _, b := range []byte(c + "\x00" + p) {
		h = (h ^ uint32(b)) * 16777619
	}
	h = (h ^ h>>16) * 0x85ebca6b
	h = (h ^ h>>13) * 0xc2b2ae35
	return int((h ^ h>>16) >> 1)
}
