package placement_test

import (
	"slices"
	"testing"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/weighing"
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

// H1: a place across the sea is left aside for who has not wished for it, whatever its safety; her recorded wish brings
// it in, in the search as in a round; and where nothing else is left it is shown, with the reason.
func TestAnAreaOnlyWhenSheWishes(t *testing.T) {
	each(t, func(n *net) {
		n.hosts["reunion"] = n.place("reunion", "974", "any", "fr")
		awa := n.awa(nil)
		there := n.hosts["reunion"].place
		state := func() (match.Verdict, bool, string) {
			f := n.search(awa)
			m, ok := f.Match(there)
			if !ok {
				t.Fatal("the place is lost")
			}
			aside := slices.ContainsFunc(f.Aside(), func(x finding.Match) bool { return x.Row.ID == there })
			return m.Result.Verdict, aside, m.Check(match.RuleWish).Datum.Code
		}
		if v, aside, code := state(); v != match.Excluded || !aside || code != "on_wish" {
			t.Errorf("nothing wished: %v, aside %v, %s", v, aside, code)
		}
		o := n.offer(awa, false, "reunion")
		o.Override = decision.Override{Reason: "told_by_telephone", Words: secret.Of("They said so")}
		n.refused(n.desk.Asking.Propose(n.ctx, n.claire, awa, o), fault.Invalid, "placement.place_excluded")

		given := func() round.Given {
			id, err := n.desk.Weighing.Weigh(n.ctx, n.claire, weighing.Choice{})
			n.must(err)
			p, err := n.desk.Weighing.Round(n.ctx, n.claire, id)
			n.must(err)
			return p.Lines[0].Given
		}
		if g := given(); g.Place == "" || g.Place == there.String() || g.Aside {
			t.Errorf("a round sends her across the sea: %+v", g)
		}

		n.work(awa, func(tx *gate.CaseTx) error { return casefile.SetWishes(tx, []string{"974"}) })
		if v, aside, code := state(); v != match.Passed || aside || code != "wished_for" {
			t.Errorf("wished for: %v, aside %v, %s", v, aside, code)
		}
		n.work(awa, func(tx *gate.CaseTx) error {
			if err := casefile.SetWishes(tx, nil); err != nil {
				return err
			}
			return casefile.SetVetoes(tx, []string{"46", "69", "35", "59"})
		})
		if v, aside, code := state(); v != match.Passed || aside || code != "nothing_else" {
			t.Errorf("nothing else is left: %v, aside %v, %s", v, aside, code)
		}
		if g := given(); g.Place != there.String() || !g.Aside {
			t.Errorf("a round leaves her with nothing: %+v", g)
		}
	})
}
