package match

import (
	"slices"

	"havre.example/havre/internal/calc/geo"
)

// Lexicographic is the engine for one person: hard rules, then the criteria one after the other.
type Lexicographic struct {
	// how long people travel between areas; nil: nobody knows, so that no place is known to be far enough
	Times geo.Times
	Rules []Rule // the rule book; nil: Rules
	// what a scarce thing costs in Spared beyond 1, 0 to MostPrice; a kind not named costs no more
	Prices map[string]int
}

func (e Lexicographic) rules() []Rule {
	if e.Rules == nil {
		return Rules
	}
	return e.Rules
}

// Rank implements Engine. It looks at every place; its cost is linear in rules and places, plus one sort.
func (e Lexicographic) Rank(need Need, places []Place) []Result {
	rules := holding(e.rules(), need.On)
	out := make([]Result, len(places))
	checks := make([]Check, len(rules)*len(places)) // one block each: ten thousand places need few allocations
	tiers := make([]Tier, len(Criteria)*len(places))
	for i := range places {
		out[i].Checks, checks = checks[:len(rules):len(rules)], checks[len(rules):]
		out[i].Tiers, tiers = tiers[:0:len(Criteria)], tiers[len(Criteria):]
		e.judge(&out[i], rules, &need, &places[i])
		out[i].Place = i
	}
	lastResort(out)
	slices.SortFunc(out, before)
	return out
}

// Judge says everything about one place for one need: each rule on the day of the question, and the criteria.
func (e Lexicographic) Judge(need *Need, p *Place) Result {
	rules := holding(e.rules(), need.On)
	r := Result{Checks: make([]Check, len(rules)), Tiers: make([]Tier, 0, len(Criteria))}
	e.judge(&r, rules, need, p)
	return r
}

// judge fills a result whose Checks has the length of rules.
func (e Lexicographic) judge(r *Result, rules []asked, need *Need, p *Place) {
	r.Key, r.Verdict, r.Bridge = p.Key, Passed, p.Emergency
	var danger Rule
	var wait int
	for k, rule := range rules {
		if rule.ID == RuleCalendar && len(rule.Bounds) > 0 { // it stands before the rule on the convention
			wait = rule.Bounds[0]
		}
		c := rule.check(question{rule.Rule, e.Times, need, p, wait})
		c.Rule = rule.ID
		r.Checks[k] = c
		if c.Verdict.order() > r.Verdict.order() {
			r.Verdict = c.Verdict
		}
		if rule.ID == RuleDanger {
			danger = rule.Rule
		}
	}
	r.Tiers = e.tiers(r.Tiers, danger, need, p)
}

// before orders results: verdict, destinations before bridges, then each criterion, then the place's key.
func before(a, b Result) int {
	if d := a.Verdict.order() - b.Verdict.order(); d != 0 {
		return d
	}
	if a.Bridge != b.Bridge {
		if a.Bridge {
			return 1
		}
		return -1
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
