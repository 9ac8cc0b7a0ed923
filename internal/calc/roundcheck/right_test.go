package roundcheck_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"havre.example/havre/internal/calc/roundcheck"
)

func read(t *testing.T, dir, name string) *roundcheck.File {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", dir, name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := roundcheck.ReadFile(text)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Five rounds that were once answered wrongly have their right values, and every other tier is GLPK's.
func TestRoundsWithKnownValues(t *testing.T) {
	for _, want := range []struct {
		name, code string
		value      int
	}{
		{"smallest", "placed_2", 1},
		{"group-over-partners", "placed_1", 4}, // cases that asked for one another, a house of different partners
		{"mixed-house", "placed_3", 3},         // the same: there was no answer at all
		{"flat-short", "sheltered_2", 1},       // a flat that is free for 7 of 14 nights, and nothing else
		{"convention-mid", "placed_2", 1},      // a convention that ends within the stay is to be renewed
	} {
		t.Run(want.name, func(t *testing.T) {
			f := read(t, "right", want.name)
			best, sure := roundcheck.New(f).Best(t, time.Minute)
			if !sure {
				t.Fatal("GLPK ends too early")
			}
			if at := slices.Index(roundcheck.Codes[:], want.code); best[at] != want.value {
				t.Errorf("the oracle says %s = %d, right is %d", want.code, best[at], want.value)
			}
			for _, limit := range append(stops, 10*time.Second) {
				if wrong := faults(f, best, len(best)-1, limit); wrong != nil {
					t.Errorf("stopped after %s: %q", limit, wrong)
				}
			}
		})
	}
}

// A search that had no time has looked at no place: it claims nothing about who could have one.
func TestNothingIsProvedInNoTime(t *testing.T) {
	a, err := solve(read(t, "right", "smallest").Text(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if a.Status == "proved" && a.Cases[0].State != "placed" {
		t.Errorf("status %s, and she is %s", a.Status, a.Cases[0].State)
	}
}
