package finding

import (
	"testing"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/room/partner"
)

// A place that cannot be ticked says what must happen first; one that can be ticked says nothing.
func TestWhatMustHappenBeforeAHostIsAsked(t *testing.T) {
	check := func(rule match.RuleID, v match.Verdict) func(*Match) {
		return func(m *Match) {
			for i := range m.Result.Checks {
				if m.Result.Checks[i].Rule == rule {
					m.Result.Checks[i].Verdict, m.Result.Verdict = v, v
				}
			}
		}
	}
	for _, c := range []struct {
		want string
		do   func(*Match)
	}{
		{"", func(*Match) {}},
		{"", check(match.RuleBeds, match.Unknown)}, // asked with a reason
		{BeforeAnswer, func(m *Match) { m.Open = true }},
		{BeforeExcluded, check(match.RuleBeds, match.Excluded)},
		{BeforeSettled, check(match.RuleVeto, match.Unknown)},
		{BeforeSettled, check(match.RuleDanger, match.Unknown)},
		{BeforeSettled, check(match.RuleConflict, match.Unknown)},
		{BeforeAccount, func(m *Match) { m.Row.HostJoined = false }},
		{BeforeFree, func(m *Match) { m.Row.State = partner.Occupied }},
	} {
		m := Match{Row: partner.PlaceRow{HostJoined: true, State: partner.Free}}
		m.Result.Verdict = match.Passed
		for _, id := range match.RuleIDs {
			m.Result.Checks = append(m.Result.Checks, match.Check{Rule: id, Verdict: match.Passed})
		}
		c.do(&m)
		if got := m.Before(); got != c.want || m.Askable() != (c.want == "") {
			t.Errorf("before it is asked: %q, not %q; askable %v", got, c.want, m.Askable())
		}
	}
}
