package codelist

import (
	"cmp"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
)

// AssumedDanger is the level by which a danger counts of which nobody said how grave it is. Pages say that it does.
const AssumedDanger = "serious"

// Danger is a level of danger, and the one that is assumed where nobody said any.
func Danger(p *country.Pack, level string) country.Code {
	c, _ := p.List(DangerLevel).Find(cmp.Or(level, AssumedDanger))
	return c
}

// Reaches tells whether a danger zone touches a department: by covering it or lying in it, or by being nearer than the
// rule on danger asks of its level. What is not known counts as near.
func Reaches(p *country.Pack, zone, level, department string, on date.Date) bool {
	z, known := p.Lookup(zone)
	d, too := p.Lookup(department)
	if !known || !too || z.Covers(d) || d.Covers(z) {
		return true
	}
	way, ok := p.Travel().Between(d, z)
	rule, held := match.RuleOf(RuleBook(p), match.RuleDanger, on)
	least, set := rule.Least(Danger(p, level).Rank)
	return !ok || !held || !set || way.Minutes < least
}
