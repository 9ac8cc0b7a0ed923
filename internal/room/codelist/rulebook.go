package codelist

import (
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/country"
)

// RuleBook is the rule book by which places are judged, with the bounds that the country gives its rules, each as of
// its day.
func RuleBook(p *country.Pack) []match.Rule {
	out := match.Rules
	for id, figures := range map[match.RuleID]country.Rule{match.RuleDanger: country.DangerMinutes,
		match.RuleCalendar: country.WaitDays} {
		var bounds []match.Bound
		for _, e := range p.Editions(figures) {
			bounds = append(bounds, match.Bound{From: e.From, Values: e.Figures})
		}
		out = match.Bounded(out, id, bounds)
	}
	return out
}
