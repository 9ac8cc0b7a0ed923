package codelist

import (
	"slices"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
)

// RuleBook is the rule book by which places are judged, with the bounds and areas that the country gives its rules,
// each as of its day.
func RuleBook(p *country.Pack) []match.Rule {
	out := match.Bounded(match.Rules, match.RuleDanger, bounds(p, country.DangerMinutes, country.SafetyMinutes))
	out = match.Bounded(out, match.RuleCalendar, bounds(p, country.WaitDays))
	var areas []match.Bound
	for _, e := range p.OnWish() {
		areas = append(areas, match.Bound{From: e.From, Areas: e.Areas})
	}
	if len(areas) == 0 {
		return out // the book's own edition leaves no area aside
	}
	return match.Bounded(out, match.RuleWish, areas)
}

// bounds are the figures of some rules one after the other, from each day on which one of them changes.
func bounds(p *country.Pack, figures ...country.Rule) []match.Bound {
	var days []date.Date
	for _, r := range figures {
		for _, e := range p.Editions(r) {
			days = append(days, e.From)
		}
	}
	slices.SortFunc(days, func(a, b date.Date) int { return b.DaysUntil(a) })
	var out []match.Bound
	for _, day := range slices.Compact(days) {
		b := match.Bound{From: day}
		for _, r := range figures {
			b.Values = append(b.Values, p.Numbers(r, day)...)
		}
		out = append(out, b)
	}
	return out
}
