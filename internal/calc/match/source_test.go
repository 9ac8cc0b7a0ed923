package match

import (
	"slices"
	"testing"
)

// Every rule says where what it goes by comes from; whoever may correct a datum is among them, or the rule is about
// what nobody states.
func TestEveryRuleSaysWhereItsDatumComesFrom(t *testing.T) {
	for _, id := range RuleIDs {
		if len(Check{Rule: id}.Sources()) == 0 {
			t.Errorf("%s comes from nowhere", id)
		}
	}
	if len(sources) != len(RuleIDs) {
		t.Errorf("%d rules have sources, of %d", len(sources), len(RuleIDs))
	}
	of := map[Owner][]Source{Evaluation: {FromEvaluation}, Host: {FromHost, FromNetwork},
		HeadOffice: {FromOffice, FromNetwork,
			FromCountry}, Person: {FromPerson}}
	for _, change := range []func(*Need, *Place){
		func(*Need, *Place) {},
		func(n *Need, _ *Place) { n.Zones = nil },
		func(n *Need, _ *Place) { n.Security = 0 },
		func(n *Need, _ *Place) { n.CodesKept, n.Codes = false, nil },
		func(n *Need, _ *Place) { n.Household = Household{} },
		func(_ *Need, p *Place) { p.Beds, p.Security, p.State = 1, 1, Occupied },
		func(_ *Need, p *Place) { p.Beds, p.Security, p.Declared, p.Yearly = 0, 0, Check{}, 0 },
	} {
		n, p := awa(), gue()
		change(&n, &p)
		for _, c := range engine.Judge(&n, &p).Checks {
			if c.Verdict != Passed && !slices.ContainsFunc(c.Sources(), func(s Source) bool {
				return slices.Contains(of[c.Fix], s)
			}) {
				t.Errorf("%s %s can be corrected by %s, and comes from %v", c.Rule, c.Datum.Code, c.Fix, c.Sources())
			}
		}
	}
	if got := (Check{Rule: RuleSecurity, Datum: Datum{Code: "level_unknown"}}).Sources(); !slices.Equal(got,
		[]Source{FromEvaluation}) {
		t.Errorf("a level nobody asked for comes from %v", got)
	}
}
