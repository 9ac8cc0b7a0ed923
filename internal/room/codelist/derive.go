package codelist

import (
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
)

// Unknown is the key that says "not known yet" in the lists that have it.
const Unknown = "unknown"

// Sex derives the statistical sex (F, M, unknown) from a gender code, for
// Eurostat and UNODC tables: trans women count as F, trans men as M, and whoever
// is non-binary or unstated as unknown. The report prints this rule.
func Sex(p *country.Pack, gender string) string {
	if c, ok := p.List(Gender).Find(gender); ok {
		return c.Group
	}
	return Unknown
}

// Asserter is who asserts what a referrer told, by the kind of their organisation: a code of decided_by.
func Asserter(p *country.Pack, organisation string) string {
	if c, ok := p.List(OrganisationKind).Find(organisation); ok && c.Group != "" {
		return c.Group
	}
	return "Other"
}

// NationalityGroup derives france, other_eu, non_eu or unknown from an ISO
// 3166-1 alpha-2 code, as the European Union stood on that day. The zero date
// asks for the Union of today's seed.
func NationalityGroup(p *country.Pack, iso string, on date.Date) string {
	if g, ok := p.List(Nationality).GroupOn(iso, on); ok {
		return g
	}
	return Unknown
}

// TwoGroups tells whether a nationality and a wide group are both said and do not agree.
func TwoGroups(p *country.Pack, iso, group string, on date.Date) bool {
	return iso != "" && group != "" && group != Unknown && group != NationalityGroup(p, iso, on)
}
