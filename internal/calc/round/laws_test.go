package round_test

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/round"
	"pgregory.net/rapid"
)

func solved(t interface{ Fatal(...any) }, r round.Round) round.Outcome {
	o, err := round.Solve(r, round.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// smallRound draws a round that is solved in a moment.
func smallRound(t *rapid.T) round.Round {
	seed := rapid.Uint64().Draw(t, "seed")
	rng := rand.New(rand.NewPCG(seed, 3))
	s := tinyShape(rng)
	s.places += 4
	return randomRound(rng, s)
}

// notWorse compares two outcomes tier by tier.
func notWorse(t *rapid.T, what string, before, after round.Outcome) {
	if sign, at := after.Compare(before); sign < 0 {
		t.Fatalf("%s: %s %s was %d and is %d", what, after.Tiers[at].Tier, after.Tiers[at].Code, before.Tiers[at].Value,
			after.Tiers[at].Value)
	}
}

func clone(r round.Round) round.Round {
	r.Cases, r.Places, r.Resources = slices.Clone(r.Cases), slices.Clone(r.Places), slices.Clone(r.Resources)
	return r
}

// A8, 6.
func TestAPlaceMoreNeverWorsens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := smallRound(t)
		less := clone(all)
		at := rapid.IntRange(0, len(all.Places)-1).Draw(t, "place")
		for _, c := range less.Cases {
			if c.Lock == all.Places[at].Key {
				return // without its place a fixed case is another round
			}
		}
		less.Places = slices.Delete(less.Places, at, at+1)
		gone := func(key string) bool { return key == all.Places[at].Key }
		for i := range less.Cases {
			c := &less.Cases[i]
			c.Refused = slices.DeleteFunc(slices.Clone(c.Refused), gone)
			c.Holds = slices.DeleteFunc(slices.Clone(c.Holds), gone)
		}
		notWorse(t, "one place more", solved(t, less), solved(t, all))
	})
}

func TestOrderOfTheRoundChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := smallRound(t)
		a := solved(t, r)
		m := clone(r)
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0))
		rng.Shuffle(len(m.Cases), func(i, j int) { m.Cases[i], m.Cases[j] = m.Cases[j], m.Cases[i] })
		rng.Shuffle(len(m.Places), func(i, j int) { m.Places[i], m.Places[j] = m.Places[j], m.Places[i] })
		rng.Shuffle(len(m.Resources), func(i, j int) {
			m.Resources[i], m.Resources[j] = m.Resources[j],
				m.Resources[i]
		})
		b := solved(t, m)
		if !reflect.DeepEqual(a.Tiers, b.Tiers) {
			t.Fatalf("tiers differ:\n%v\n%v", a.Tiers, b.Tiers)
		}
		for _, g := range a.Given {
			if other, _ := b.Of(g.Case); !reflect.DeepEqual(g, other) {
				t.Fatalf("%s: %+v, %+v", g.Case, g, other)
			}
		}
	})
}

func TestAConflictMoreNeverImproves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := smallRound(t)
		if len(r.Cases) < 2 {
			return
		}
		m := clone(r)
		i := rapid.IntRange(1, len(r.Cases)-1).Draw(t, "case")
		reach := rapid.SampledFrom([]match.Reach{match.SameHouse, match.SameTown, match.SameDepartment}).Draw(t,
			"reach")
		m.Cases[i].Conflicts = append(slices.Clone(m.Cases[i].Conflicts),
			match.Conflict{With: m.Cases[0].Key, Reach: reach})
		notWorse(t, "one conflict less", solved(t, m), solved(t, r))
	})
}

func TestARelaxedRuleNeverWorsens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := smallRound(t)
		m := clone(r)
		m.Relaxed = []match.RuleID{rapid.SampledFrom(loose).Draw(t, "rule")}
		notWorse(t, string(m.Relaxed[0])+" relaxed", solved(t, r), solved(t, m))
	})
	r := randomRound(rand.New(rand.NewPCG(1, 3)), national)
	for _, id := range []match.RuleID{match.RuleVeto, match.RuleWish, match.RuleDanger, match.RuleApart,
		match.RuleConflict} {
		r.Relaxed = []match.RuleID{id}
		if _, err := round.Solve(r, round.Options{}); !errors.Is(err, round.ErrRound) {
			t.Errorf("%s was relaxed: %v", id, err)
		}
	}
}

// One person alone is given the place that the search for one person shows first, and each place that search shows
// before another is the one the round prefers of the two.
func TestOnePersonAloneAsInTheSearch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 9))
		r := randomRound(rng, shape{cases: 1, places: 12, houses: 8, partners: 8, areas: 60, weeks: 4, refused: 0,
			unknown: .2, family: .2, quota: 4, asking: true})
		c := &r.Cases[0]
		c.Lock, c.Refused = "", nil
		// a number agreed to counts people: one, as the search reads it
		c.Household = match.Household{Known: true, Adults: 1}
		var places []match.Place
		for _, p := range r.Places {
			q := p.Place
			q.Declared = c.Profiles[p.Profile]
			places = append(places, q)
		}
		left := clone(r)
		for _, res := range (match.Lexicographic{Times: r.Times, Prices: r.Prices}).Rank(c.Need, places) {
			if res.Verdict == match.Excluded ||
				slices.ContainsFunc(res.Asks(), func(x match.Check) bool {
					return x.Rule == match.RuleVeto ||
						x.Rule == match.RuleDanger
				}) {
				continue
			}
			o := solved(t, left)
			if o.Given[0].Place != res.Key {
				t.Fatalf("the search shows %s next, the round gives %q", res.Key, o.Given[0].Place)
			}
			left = clone(left)
			left.Cases[0].Refused = append(slices.Clone(left.Cases[0].Refused), res.Key)
		}
		if o := solved(t, left); o.Given[0].State != round.Unplaced {
			t.Fatalf("a place is given that the search does not show: %+v", o.Given[0])
		}
	})
}

// I1: no type of a round has a field for what must never count; a swap of it could change nothing.
func TestNoTypeKnowsWhatMustNotCount(t *testing.T) {
	banned := []string{"gender", "sex", "national", "status", "police", "cooperat", "complaint", "paper", "religion",
		"origin", "name", "address", "phone", "birth"}
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type, string)
	walk = func(x reflect.Type, path string) {
		for x.Kind() == reflect.Pointer || x.Kind() == reflect.Slice || x.Kind() == reflect.Map {
			x = x.Elem()
		}
		if x.Kind() != reflect.Struct || seen[x] {
			return
		}
		seen[x] = true
		for i := range x.NumField() {
			f := x.Field(i)
			for _, word := range banned {
				if strings.Contains(strings.ToLower(f.Name), word) &&
					!(f.Name == "Name" && strings.HasSuffix(path, "Area")) {
					t.Errorf("%s.%s", path, f.Name)
				}
			}
			walk(f.Type, path+"."+f.Name)
		}
	}
	walk(reflect.TypeFor[round.Round](), "Round")
	walk(reflect.TypeFor[round.Outcome](), "Outcome")
	walk(reflect.TypeFor[round.Answer](), "Answer")
	walk(reflect.TypeFor[round.Opening](), "Opening")
	if len(seen) < 12 {
		t.Errorf("only %d types were looked at", len(seen))
	}
}

// What a stopped search says is proved is so, and its first open bound is one: the optimum is not beyond it.
func TestBoundsOfAStoppedSearchHold(t *testing.T) {
	open := 0
	for seed := range uint64(120) {
		rng := rand.New(rand.NewPCG(seed, 41))
		s := everything
		s.cases, s.places, s.houses, s.conflicts, s.short = 12, 18, 8, .6, .2
		r := randomRound(rng, s)
		best := solved(t, r)
		if !best.Proved {
			t.Fatalf("seed %d: not proved", seed)
		}
		few := round.Options{Nodes: 1 + rng.IntN(12)}
		for _, few := range []round.Options{few, round.Tight(few)} {
			o, err := round.Solve(r, few)
			if err != nil {
				t.Fatal(err)
			}
			if boundsHold(t, seed, o, best) {
				open++
			}
		}
	}
	if open == 0 {
		t.Error("every search was proved in a few nodes: nothing was tested")
	}
	t.Logf("%d of 240 searches were open", open)
}

// boundsHold holds what a stopped search says against the best; it tells whether anything was open.
func boundsHold(t *testing.T, seed uint64, o, best round.Outcome) bool {
	t.Helper()
	for i, x := range o.Tiers {
		v := best.Tiers[i].Value
		switch {
		case x.Proved && x.Value != v:
			t.Fatalf("seed %d: %s is said to be %d, proved; it is %d", seed, x.Code, x.Value, v)
		case x.Proved:
			continue
		case x.Higher && v > x.Bound || !x.Higher && v < x.Bound:
			t.Fatalf("seed %d: %s is bounded by %d, and %d is possible", seed, x.Code, x.Bound, v)
		}
		return true
	}
	return false
}

// A6: prices move nothing of T0 to T5: nobody waits, and nobody is less safe, because a place is scarce.
func TestPricesMoveNothingBeforeT6(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 66))
		in := randomRound(r, tinyShape(r))
		plain, err := round.Solve(in, round.Options{})
		if err != nil {
			t.Fatal(err)
		}
		in.Prices = map[string]int{"accessible": r.IntN(10), "family": r.IntN(10), "high_security": r.IntN(10),
			"emergency_flat": r.IntN(10)}
		dear, err := round.Solve(in, round.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i, x := range plain.Tiers {
			if x.Tier >= "T6" {
				break
			}
			if dear.Tiers[i].Value != x.Value {
				t.Fatalf("seed %d: %s is %d with prices, %d without", seed, x.Code, dear.Tiers[i].Value, x.Value)
			}
		}
	}
}
