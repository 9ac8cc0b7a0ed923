package assessment_test

import (
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/journey"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

// ringing lists the cases that somebody's home says to check again, in order.
func (c *cast) ringing(who access.Actor) (out []casefile.Ref) {
	c.t.Helper()
	items, err := casefile.NewDesk(c.Gate, c.desk.HomePanels(), nil).OnHome(c.ctx, who)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, it := range items {
		if it.Text == "assessment.item.too_near" {
			out = append(out, it.Case.Ref)
		}
	}
	return out
}

func (c *cast) apart(a, b casefile.Ref, reach string) {
	c.t.Helper()
	c.Clock.Advance(time.Minute)
	err := c.desk.KeepApart(c.ctx, c.claire, a, assessment.Apart{Code: c.open(b).Header.Code, Reach: reach})
	if err != nil {
		c.t.Fatal(err)
	}
	c.Clock.Advance(time.Minute)
}

// H3: who stays too near rings until that case itself is placed anew, checked or parted, whatever happens to others;
// who is not placed yet, or is near by a conflict that was known at the placement, does not.
func TestWhoIsTooNearIsCheckedAgain(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		hugo := f.Person("hugo", "Hugo", f.Teams["oversight"], "", access.Coordinator)
		c.claire = f.SignIn("claire")
		at := c.places("Cahors", "Figeac", "cahors ", "CAHORS", " Cahors", "Limoges")
		awa, bea, cora, dora, eva, fanny := c.referred(), c.referred(), c.referred(), c.referred(), c.referred(),
			c.referred()
		check := func(what string, rings ...casefile.Ref) {
			t.Helper()
			got := c.ringing(c.claire)
			for _, ref := range rings {
				if !slices.Contains(got, ref) {
					t.Errorf("%s: %s does not ring", what, ref)
				}
			}
			if len(got) != len(rings) {
				t.Errorf("%s: %d ring, not %d", what, len(got), len(rings))
			}
			if n := len(c.ringing(hugo)); n != 0 {
				t.Errorf("%s: on another team's home %d ring", what, n)
			}
		}
		near := func(ref casefile.Ref, want ...casefile.Ref) {
			t.Helper()
			got := c.open(ref).TooNear
			for _, w := range want {
				if !slices.Contains(got, c.open(w).Header.Code) {
					t.Errorf("the case page says %v", got)
				}
			}
			if len(got) != len(want) {
				t.Errorf("the case page says %v", got)
			}
		}
		err := c.desk.KeepApart(c.ctx, c.claire, awa, assessment.Apart{Code: c.open(bea).Header.Code})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("apart by nothing: %v", err)
		}
		c.settle(awa, at[0])
		c.settle(bea, at[1])
		c.settle(cora, at[2])
		c.apart(awa, cora, "town")
		c.apart(awa, bea, "town") // another town
		check("two in one town", awa, cora)
		near(awa, cora)
		// Whoever else is placed and checked settles nothing here, nor does another fact of the case.
		c.settle(fanny, at[5])
		if err := c.desk.Recheck(c.ctx, c.claire, fanny); err != nil {
			t.Fatal(err)
		}
		c.change(awa, func(tx *gate.CaseTx) error { return casefile.Tell(tx, journey.JourneyPlanned{}) })
		check("others are settled", awa, cora)
		near(awa, cora)
		// Known before her own placement, it is nothing new to her; it is to who stays there already, and once.
		c.apart(dora, awa, "town")
		c.settle(dora, at[3])
		check("one comes near who is known", awa, cora)
		near(dora)
		near(awa, cora, dora)
		// A place that is only held is not lived in yet: its case does not ring.
		c.Clock.Advance(time.Minute)
		if err := c.desk.Admit(c.ctx, c.claire, eva, assessment.Entry{Criteria: yes("NGO", assessment.Criteria...)},
			secret.Text{}); err != nil {
			t.Fatal(err)
		}
		c.change(eva, func(tx *gate.CaseTx) error {
			if err := casefile.Tell(tx, asking.HostAccepted{}); err != nil {
				return err
			}
			return partner.Hold(tx, at[4], tx.Now().Add(24*time.Hour))
		})
		c.apart(eva, cora, "town")
		check("one is only asked for", awa, cora)
		// A team that follows the case in another way is not asked to check it.
		c.change(awa, func(tx *gate.CaseTx) error { return tx.Join(f.Teams["oversight"], access.Referred) })
		check("a referring team", awa, cora)
		// Checked, she rings no more; parted, neither does the other.
		if err := c.desk.Recheck(c.ctx, c.claire, awa); err != nil {
			t.Fatal(err)
		}
		check("one is checked", cora)
		near(awa)
		for _, k := range c.open(cora).Conflicts {
			if err := c.desk.LiftApart(c.ctx, c.claire, cora, k.ID); err != nil {
				t.Fatal(err)
			}
		}
		check("nothing keeps them apart")
	})
}
