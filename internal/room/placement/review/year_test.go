package review

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"havre.example/havre/packs"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/calc/safestat"
	"havre.example/havre/internal/room/placement/decision"
)

func someTally(r *rand.Rand) tally {
	t := tally{country: packs.France(), year: 2026, over: true, by: map[string]map[string]days{},
		declines:  map[string]int{},
		freshness: map[string]int{},
		overrides: map[Overridden]int{}, prices: map[decision.Price]paid{}}
	for _, g := range groupings {
		for _, key := range append(packs.France().List(g.list).Keys(), "a code that ended") {
			for range r.IntN(30) {
				waited := r.IntN(60)
				if r.IntN(3) == 0 {
					waited = notPlaced
				}
				t.add(g.name, key, waited, 1)
			}
		}
	}
	for _, k := range packs.France().List("decline").Keys() {
		t.declines[k] = r.IntN(9)
	}
	for _, k := range Freshnesses() {
		t.freshness[k] = r.IntN(9)
	}
	for _, reason := range []string{"person_prefers", "better_cannot", "host_agrees"} {
		t.overrides[Overridden{decision.AgainstOrder, "safety", reason}] = r.IntN(12)
	}
	t.prices[decision.Price{Criterion: match.Safety, Gains: match.Covered}] = paid{r.IntN(15), 20}
	return t
}

// The protected form shows no count under 5, none that is not a multiple of 5, no length of fewer than ten people, and
// nothing of a line that nobody may see; gender is not in it.
func TestProtectedReviewShowsNoFew(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 14))
	for range 300 {
		in := someTally(r)
		got := makeYear(in, true)
		ok := func(what string, f safestat.Figure) {
			if !f.Hidden && (f.Count < safestat.Base || f.Count%safestat.Base != 0) || f.Hidden && f.Count != 0 {
				t.Fatalf("%s shows %+v", what, f)
			}
		}
		for _, g := range got.Groupings {
			if g.Name == "gender" {
				t.Fatal("gender leaves the head office")
			}
			for _, o := range append(g.Rows, g.All) {
				ok(g.Name+" people", o.People)
				ok(g.Name+" placed", o.Placed)
				if o.HasShare && (o.Share < o.Within.Low || o.Share > o.Within.High ||
					o.Share != float64(o.Placed.Count)/float64(o.People.Count)) {
					t.Fatalf("share %v within %v", o.Share, o.Within)
				}
				if o.HasMedian && (o.Placed.Hidden || math.Mod(o.Between.Low, 5) != 0 ||
					math.Mod(o.Between.High, 5) != 0) {
					t.Fatalf("median of %+v between %v", o.Placed, o.Between)
				}
				if o.Key != "all" && o.HasMedian &&
					in.by[g.Name][o.Key].placed().people() < safestat.FewestForLengths && o.Key != "unknown" {
					t.Fatalf("a median of too few in %s %s", g.Name, o.Key)
				}
			}
		}
		for _, list := range [][]Counted{got.Declines, got.Freshness} {
			for _, c := range list {
				ok(c.Key, c.Figure)
			}
		}
		for _, o := range got.Overrides {
			if o.Figure.Hidden {
				t.Fatal("a line tells that somebody is in it")
			}
			for _, c := range o.Reasons {
				ok(c.Key, c.Figure)
			}
		}
		for _, c := range got.Prices {
			ok("price", c.Times)
		}
	}
}

// The exact form adds up, keeps whoever has a code that ended, and equal counts give an equal review (I15).
func TestExactReviewAddsUp(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 15))
	for range 100 {
		in := someTally(r)
		got := makeYear(in, false)
		if !reflect.DeepEqual(got, makeYear(in, false)) {
			t.Fatal("the same counts give another review")
		}
		for _, g := range got.Groupings {
			people, placed := 0, 0
			for _, o := range g.Rows {
				people, placed = people+o.People.Count, placed+o.Placed.Count
			}
			if people != g.All.People.Count || placed != g.All.Placed.Count || g.Name == "sex" {
				t.Fatalf("%s: %d of %d, all %d of %d", g.Name, placed, people, g.All.Placed.Count, g.All.People.Count)
			}
		}
	}
}
