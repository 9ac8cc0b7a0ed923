package match

import (
	"hash/fnv"
	"slices"

	"havre.example/havre/internal/calc/geo"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// Criterion names one of the ordered criteria that apply to one person.
type Criterion string

// The criteria, most important first.
const (
	Safety    Criterion = "safety"    // band of the nearest danger zone: 0 unknown, 1 under 50 km ... 5 over 500 km
	Covered   Criterion = "covered"   // how many of the stated needs the place covers, a shared language counting as one
	Freshness Criterion = "freshness" // 3 confirmed within 7 days, 2 within 30, 1 within 90, 0 longer ago or never
	Wished    Criterion = "wished"    // 2 in an area she wishes for, 1 within 150 km of one, 0 neither
	Spared    Criterion = "spared"    // 4 less one for each scarce thing the place has and she does not need
	Shared    Criterion = "shared"    // how many more people the partner agreed to receive this year, 20 at most
	Drawn     Criterion = "drawn"     // a number drawn from case and place, so that equals come in the same order each time
)

// Criteria lists the criteria in order.
var Criteria = []Criterion{Safety, Covered, Freshness, Wished, Spared, Shared, Drawn}

// Tier is one criterion's value for one place; more is better. Items are the codes it counted.
type Tier struct {
	Criterion Criterion
	Value     int
	Items     []string
}

// Lexicographic is the engine for one person: hard rules, then the criteria one after the other.
type Lexicographic struct {
	Times geo.Times // how long people travel between areas
}

// Rank implements Engine. It looks at every place; its cost is linear in rules and places, plus one sort.
func (e Lexicographic) Rank(need Need, places []Place) []Result {
	rules := InForce(need.On)
	out := make([]Result, len(places))
	checks := make([]Check, len(rules)*len(places)) // one block: ten thousand places need one allocation
	for i := range places {
		e.judge(&out[i], rules, checks[:len(rules):len(rules)], &need, &places[i])
		out[i].Place, checks = i, checks[len(rules):]
	}
	slices.SortFunc(out, before)
	return out
}

// Judge says everything about one place for one need: each rule in force on the day of the question, and the criteria.
func (e Lexicographic) Judge(need *Need, p *Place) Result {
	rules := InForce(need.On)
	var r Result
	e.judge(&r, rules, make([]Check, len(rules)), need, p)
	return r
}

func (e Lexicographic) judge(r *Result, rules []Rule, checks []Check, need *Need, p *Place) {
	r.Key, r.Verdict, r.Checks = p.Key, Passed, checks
	for k, rule := range rules {
		c := rule.check(rule, need, p)
		c.Rule = rule.ID
		checks[k] = c
		if c.Verdict.order() > r.Verdict.order() {
			r.Verdict = c.Verdict
		}
	}
	r.Tiers = e.Tiers(need, p)
}

// before orders results: verdict, then each criterion, then the place's key.
func before(a, b Result) int {
	if d := a.Verdict.order() - b.Verdict.order(); d != 0 {
		return d
	}
	for i := range a.Tiers {
		if d := b.Tiers[i].Value - a.Tiers[i].Value; d != 0 {
			return d
		}
	}
	switch {
	case a.Key < b.Key:
		return -1
	case a.Key > b.Key:
		return 1
	}
	return 0
}

// Tiers gives the value of each criterion for one place, in the order of Criteria: one person's ranking and a round of
// all who wait go by the same scales.
func (e Lexicographic) Tiers(n *Need, p *Place) []Tier {
	covered := cover(n, p)
	spare := unneeded(n, p)
	return []Tier{
		{Criterion: Safety, Value: band(n, p)},
		{Criterion: Covered, Value: len(covered), Items: covered},
		{Criterion: Freshness, Value: fresh(n.On, p.ConfirmedOn)},
		{Criterion: Wished, Value: wished(n, p)},
		{Criterion: Spared, Value: 4 - len(spare), Items: spare},
		{Criterion: Shared, Value: min(max(p.Yearly-p.Received, 0), 20)},
		{Criterion: Drawn, Value: draw(n.Key, p.Key)},
	}
}

// band is the class of the distance to the nearest zone; 0 when a distance is not known.
func band(n *Need, p *Place) int {
	least := geo.VeryFar.Rank() + 1
	for _, z := range n.Zones {
		least = min(least, geo.BandBetween(p.Area, z.Area).Rank())
	}
	if least > geo.VeryFar.Rank() {
		return 0
	}
	return least
}

// cover lists the stated needs that the place covers, and "language" when staff speak hers.
func cover(n *Need, p *Place) []string {
	var out []string
	for _, c := range n.Codes {
		switch {
		case c == "step_free" && p.StepFree == tri.Yes, c == "ground_floor" && p.GroundFloor == tri.Yes,
			c == "cot" && p.Cots > 0, c == "high_security" && p.Security >= 3, slices.Contains(p.Specialisms, c):
			out = append(out, c)
		}
	}
	if Spoken(n.Languages, p.Languages) != "" {
		out = append(out, "language")
	}
	return out
}

// Spoken returns the first of the person's languages that the host declared, "" when there is none.
func Spoken(asked, host []string) string {
	for _, l := range asked {
		if slices.Contains(host, l) {
			return l
		}
	}
	return ""
}

func fresh(on, confirmed date.Date) int {
	if confirmed.IsZero() || on.IsZero() {
		return 0
	}
	switch days := confirmed.DaysUntil(on); {
	case days <= 7:
		return 3
	case days <= 30:
		return 2
	case days <= 90:
		return 1
	}
	return 0
}

func wished(n *Need, p *Place) int {
	best := 0
	for _, w := range n.Wishes {
		if w.Covers(p.Area) {
			return 2
		}
		if b := geo.BandBetween(p.Area, w); b == geo.Near || b == geo.Close {
			best = 1
		}
	}
	return best
}

// unneeded lists the scarce things of the place that this person does not need, so that they stay for who does.
func unneeded(n *Need, p *Place) []string {
	var out []string
	if (p.StepFree == tri.Yes || p.GroundFloor == tri.Yes) &&
		!slices.Contains(n.Codes, "step_free") && !slices.Contains(n.Codes, "ground_floor") {
		out = append(out, "accessible")
	}
	if p.Beds > n.Household.People() {
		out = append(out, "family")
	}
	if p.Security >= 3 && n.level() < 3 {
		out = append(out, "high_security")
	}
	if slices.Contains(p.Specialisms, "emergency_flat") {
		out = append(out, "emergency_flat")
	}
	return out
}

// draw is 31 bits of FNV-1a over both keys.
func draw(need, place string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(need)) // a hash never fails
	_, _ = h.Write([]byte{0})
	_, _ = h.Write([]byte(place))
	return int(h.Sum32() >> 1)
}
