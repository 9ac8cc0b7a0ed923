package codelist

import (
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
)

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
	rank, _ := p.List(DangerLevel).Find(level)
	least, set := rule.Least(rank.Rank)
	return !ok || !held || !set || way.Minutes < least
}
