package round_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"havre.example/havre/internal/calc/round"
)

// asked stops a search the n-th time it asks.
func asked(n int) round.Options {
	return round.Options{Stop: func() bool { n--; return n < 0 }}
}

// Wherever a search is stopped, while the rules are still judged too, what it calls proved is true of the best there
// is, no bound is passed by it, and no reason is given for a case that was not looked at.
func TestWhatAStoppedSearchSaysIsTrue(t *testing.T) {
	t.Parallel()
	early, late := 0, 0
	for seed := range uint64(drawn(150)) {
		rng := rand.New(rand.NewPCG(seed, 21))
		s := tinyShape(rng)
		s.cases += 3
		r := randomRound(rng, s)
		best, err := round.Solve(r, round.Options{})
		if err != nil || !best.Proved {
			t.Fatalf("seed %d: not proved (%v)", seed, err)
		}
		for n := range 60 {
			o, err := round.Solve(r, asked(n))
			if err != nil {
				t.Fatal(err)
			}
			if bad := violations(&r, o.Given); len(bad) > 0 {
				t.Fatalf("seed %d, stopped at %d: %v", seed, n, bad)
			}
			boundsHold(t, seed, o, best)
			unseen := slices.ContainsFunc(o.Given, func(g round.Given) bool { return g.Unseen })
			if unseen && o.Proved {
				t.Fatalf("seed %d, stopped at %d: proved, and not everybody was looked at", seed, n)
			}
			for _, g := range o.Given {
				if g.Unseen && (len(g.Blocked) > 0 || g.Choices != 0 || g.State != round.Unplaced) {
					t.Fatalf("seed %d, stopped at %d: %+v was not looked at", seed, n, g)
				}
			}
			if unseen {
				early++
			} else if o.Ended && !o.Proved {
				late++
			}
			if !o.Ended {
				break
			}
		}
	}
	if early == 0 || late == 0 {
		t.Errorf("%d searches stopped while the rules were judged, %d after: nothing was tested", early, late)
	}
	t.Logf("%d searches stopped while the rules were judged, %d after", early, late)
}

// A fault of the search itself is an error to whoever asked, and ends nothing else.
func TestAFaultOfTheSearchIsAnError(t *testing.T) {
	r := drawRound(1, national)
	broken := round.Options{Stop: func() bool { panic("index out of range") }}
	if o, err := round.Solve(r, broken); !errors.Is(err, round.ErrBroken) || len(o.Given) > 0 {
		t.Errorf("solve: %v", err)
	}
	o := solved(t, r)
	at := slices.IndexFunc(o.Given, func(g round.Given) bool { return g.State == round.Placed })
	for _, p := range r.Places {
		a, err := round.WhyNot(r, broken, o, o.Given[at].Case, p.Key)
		if a.Ground == "" && !errors.Is(err, round.ErrBroken) {
			t.Fatalf("why not: %v", err)
		}
	}
	if _, err := round.Possible(r, broken, o, o.Given[at].Case); !errors.Is(err, round.ErrBroken) {
		t.Errorf("possible: %v", err)
	}
}
