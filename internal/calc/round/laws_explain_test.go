package round_test

import (
	"slices"
	"testing"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
	"pgregory.net/rapid"
)

// A8, 8: every "why not there?" is true of the round in which it is so.
func TestWhyNotIsTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := smallRound(t)
		o := solved(t, r)
		c := rapid.SampledFrom(r.Cases).Draw(t, "case").Key
		p := rapid.SampledFrom(r.Places).Draw(t, "place").Key
		a, err := round.WhyNot(r, round.Options{}, o, c, p)
		if err != nil {
			t.Fatal(err)
		}
		forced := clone(r)
		for i := range forced.Cases {
			if forced.Cases[i].Key == c {
				forced.Cases[i].Lock = p
			}
		}
		then := solved(t, forced)
		got, _ := then.Of(c)
		now, _ := o.Of(c)
		switch a.Ground {
		case round.ThereAlready:
			if now.Place != p {
				t.Fatalf("%s is not in %s", c, p)
			}
		case round.ByLock:
			if c := r.Cases[slices.IndexFunc(r.Cases, func(x round.Case) bool { return x.Key == c })]; got.Place == p &&
				then.Tiers[0].Value > o.Tiers[0].Value && c.Lock == "" {
				t.Fatalf("%s can be in %s, and no lock is broken", c.Key, p)
			}
		case round.ByRule, round.ByCalendar, round.ByBridge:
			if got.Place == p {
				t.Fatalf("%s can be in %s, and the answer is %s %+v", c, p, a.Ground, a.Rules)
			}
		case round.ByTier:
			o, then := o, then // without T0: the lock that forces it counts there
			o.Tiers, then.Tiers = o.Tiers[1:], then.Tiers[1:]
			sign, at := then.Compare(o)
			if got.Place != p || sign >= 0 || then.Tiers[at].Code != a.After.Code ||
				then.Tiers[at].Value != a.After.Value || o.Tiers[at].Value != a.Before.Value {
				t.Fatalf("%s in %s: %+v to %+v, but %v %v", c, p, a.Before, a.After, o.Tiers[at], then.Tiers[at])
			}
			if len(a.Changes) == 0 {
				t.Fatal("something got worse for nobody")
			}
		default:
			t.Fatalf("two proved outcomes are equal though the draw tells them apart: %s", a.Ground)
		}
	})
}

// What is said to make a place possible does, none of it can be left out, and nobody loses a place by it.
func TestPossibleIsTrue(t *testing.T) {
	opened := 0
	rapid.Check(t, func(t *rapid.T) {
		r := smallRound(t)
		o := solved(t, r)
		for _, g := range o.Given {
			if g.State == round.Placed {
				continue
			}
			a, err := round.Possible(r, round.Options{}, o, g.Case)
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range a.Rules {
				if slices.Contains([]match.RuleID{match.RuleVeto, match.RuleDanger, match.RuleApart,
					match.RuleConflict}, id) {
					t.Fatalf("%s was offered", id)
				}
			}
			if !a.Possible {
				if len(a.Rules) > 0 {
					t.Fatal("not possible, and yet rules are named")
				}
				continue
			}
			m := clone(r)
			for i := range m.Cases {
				if m.Cases[i].Key == g.Case {
					m.Cases[i].Relaxed = a.Rules
				}
			}
			given := only(m, a.Given)
			if given == nil {
				continue
			}
			if bad := violations(&m, given); len(bad) > 0 {
				t.Fatalf("%s by %v: %v", g.Case, a.Rules, bad)
			}
			opened++
			return // one a round is enough
		}
	})
	if opened == 0 {
		t.Error("no place was opened in any round")
	}
}

// only is an answer that gives one case what is said and the others nothing.
func only(r round.Round, g round.Given) []round.Given {
	var out []round.Given
	for _, c := range r.Cases {
		if c.Key == g.Case {
			out = append(out, g)
		} else if !slices.Contains(c.Together, g.Case) {
			out = append(out, round.Given{Case: c.Key, State: round.Unplaced})
		} else {
			return nil // the others of the group are not told
		}
	}
	for i := range r.Cases {
		if r.Cases[i].Key == g.Case && len(r.Cases[i].Together) > 0 {
			return nil
		}
	}
	return out
}

// A repair after a decline gives the declined place to nobody it was declined for, and names everybody it moves.
func TestRepairSaysWhatChanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := smallRound(t)
		before := solved(t, r)
		for i, g := range before.Given {
			if g.State != round.Placed {
				continue
			}
			m := clone(r)
			m.Cases[i].Refused = append(slices.Clone(m.Cases[i].Refused), g.Place)
			after := solved(t, m)
			if now, _ := after.Of(g.Case); now.Place == g.Place {
				t.Fatal("a declined place is given again")
			}
			told := map[string]bool{}
			for _, c := range round.Changes(before, after) {
				told[c.Case] = true
			}
			for k := range after.Given {
				a, b := before.Given[k], after.Given[k]
				if moved := a.Place != b.Place || a.Week != b.Week || a.Flat != b.Flat ||
					a.FlatWeek != b.FlatWeek; moved != told[a.Case] {
					t.Fatalf("%s: moved %v, told %v", a.Case, moved, told[a.Case])
				}
			}
			return
		}
	})
}
