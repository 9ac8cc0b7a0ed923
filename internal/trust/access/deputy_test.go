package access

import (
	"slices"
	"testing"
	"time"
)

var week = Term{From: noon, Until: noon.Add(7 * 24 * time.Hour)}

// A deputy may what the role may from the first instant of the term on and no longer at its last, and it is told that
// it was a deputy; with the role in their own right they are none.
func TestADeputyStandsInWithinTheTermAlone(t *testing.T) {
	a := act("test", CaseDoor, CaseCoordinator)
	evaluates := []Standing{{own, Evaluates}}
	deputy := NewActor(Profile{User: somebody, Members: []Membership{{own, Coordinator, week}}})
	for what, c := range map[string]struct {
		at   time.Time
		want bool
	}{
		"before":           {week.From.Add(-time.Microsecond), false},
		"the first moment": {week.From, true},
		"within":           {week.From.Add(time.Hour), true},
		"the last moment":  {week.Until.Add(-time.Microsecond), true},
		"the end":          {week.Until, false},
		"after":            {week.Until.Add(time.Hour), false},
	} {
		want := Decision{}
		if c.want {
			want = Decision{Allowed: true, Deputy: true, Team: own}
		}
		if got := Decide(deputy, a, evaluates, c.at); got != want {
			t.Errorf("%s: %+v, not %+v", what, got, want)
		}
	}
	both := NewActor(Profile{User: somebody, Members: []Membership{{own, Coordinator, week},
		{Team: own, Role: Coordinator}}})
	if d := Decide(both, a, evaluates, noon); !d.Allowed || d.Deputy {
		t.Errorf("who has the role in their own right: %+v", d)
	}
	twice := NewActor(Profile{User: somebody, Members: []Membership{{own, Coordinator, week},
		{other, Coordinator, week}}})
	if d := Decide(twice, a, append(evaluates, Standing{other, Evaluates}), noon); d.Team != own || !d.Deputy {
		t.Errorf("a deputy in two teams acts for the first: %+v", d)
	}
	elsewhere := NewActor(Profile{User: somebody, Members: []Membership{{other, Coordinator, week}}})
	if Decide(elsewhere, a, evaluates, noon).Allowed {
		t.Error("a deputy in another team")
	}
	if (Term{}).Deputy() || !(Term{}).Holds(noon) || !week.Deputy() {
		t.Error("a member in their own right has no term")
	}
}

// A role to come opens what every signed-in person opens and, for those that watch, the network's figures; no other
// rule names it, so no case does.
func TestRolesToComeOpenLittle(t *testing.T) {
	watch := []Role{Auditor, Evaluator, Committee, Funder}
	others := []Role{ResourceOfficer, Communication, Trainer, FinanceOfficer, Treasurer, SecondReader, Moderator,
		Custodian, DataProtection, Deputy}
	for _, role := range slices.Concat(watch, others) {
		if !role.Known() {
			t.Errorf("%s stands in no list of roles", role)
		}
		for rule, lines := range rules {
			named := slices.ContainsFunc(lines, func(g Grounds) bool { return slices.Contains(g.Roles, role) })
			if want := rule == SignedIn || rule == ByReporter && slices.Contains(watch, role); named != want {
				t.Errorf("%s in rule %s: %v", role, rule, named)
			}
		}
	}
}
