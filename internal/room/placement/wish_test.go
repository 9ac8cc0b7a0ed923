package placement_test

import (
	"slices"
	"testing"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/trust/gate"
)

// T5: where she would like to be counts in its criterion alone, is on record with the decision, and ends when she says
// so.
func TestT5WhereSheWouldLikeToBe(t *testing.T) {
	each(t, func(n *net) {
		awa := n.awa(nil)
		wish := func(areas ...string) {
			n.work(awa, func(tx *gate.CaseTx) error { return casefile.SetWishes(tx, areas) })
		}
		shown := func(f finding.Found, m finding.Match) bool {
			return slices.ContainsFunc(f.Tiers(m), func(x match.Tier) bool { return x.Criterion == match.Wished })
		}
		plain := n.search(awa)
		wish("69")
		found := n.search(awa)
		for i, m := range found.Matches {
			if got := m.Result.Of(match.Wished).Value; (got == 2) != (m.Row.ID == n.hosts["rhone"].place) {
				t.Errorf("%s: %d", m.Row.Department, got)
			}
			if !shown(found, m) || shown(plain, plain.Matches[i]) {
				t.Errorf("%s: the wish is shown %v, and without one %v", m.Row.Department, shown(found, m),
					shown(plain, plain.Matches[i]))
			}
			if v := m.Result.Verdict; v != plain.Matches[slices.IndexFunc(plain.Matches,
				func(o finding.Match) bool { return o.Row.ID == m.Row.ID })].Result.Verdict {
				t.Errorf("%s: a wish decides: %v", m.Row.Department, v)
			}
		}
		n.propose(awa, true, "lot", "rhone")
		if got := n.decision(awa).Record.Need.Wishes; !slices.Equal(got, []string{"69"}) {
			t.Errorf("on record: %v", got)
		}
		wish("35", "46")
		for _, m := range n.search(awa).Matches {
			if got := m.Result.Of(match.Wished).Value; got == 2 && m.Row.ID == n.hosts["rhone"].place {
				t.Error("a wish that ended still counts")
			}
		}
	})
}
