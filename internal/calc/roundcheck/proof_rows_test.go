package roundcheck_test

import (
	"fmt"
	"strings"
	"testing"

	"havre.example/havre/internal/calc/roundcheck"
	"havre.example/havre/internal/prooftest/chance"
)

// A row is refused that two cases break who break no rule.
func TestRowsThatDoNotHoldAreRefused(t *testing.T) {
	rng := chance.Rand(t)
	tried := 0
	for range rounds(60) {
		f := roundcheck.Generate(rng, roundcheck.Small)
		for i := range f.Cases {
			f.Cases[i].Together = nil // who comes with others is more than two
		}
		r := roundcheck.New(f)
		part, nobody := "part", []roundcheck.Choice{}
		for i := range f.Cases {
			part += fmt.Sprint(" ", i)
			nobody = append(nobody, r.Nothing(i))
		}
		for range 200 {
			i, j := rng.IntN(len(f.Cases)), rng.IntN(len(f.Cases))
			x, y := r.Any(rng, i), r.Any(rng, j)
			if i == j || x.Place < 0 || y.Place < 0 || x.Flat >= 0 || y.Flat >= 0 ||
				len(r.Broken([]roundcheck.Choice{x, y})) > 0 {
				continue
			}
			tried++
			for _, row := range []string{
				fmt.Sprintf("clique %d:%d,%d,-,-,- %d:%d,%d,-,-,-", i, x.Place, x.From, j, y.Place, y.From),
				fmt.Sprintf("apart %d %d %d %d", i, j, x.Place, y.Place),
			} {
				_, line, what := r.Prove(nobody, []string{part, "row 0 " + row})
				if !strings.Contains(what, "can both have") || line != 1 {
					t.Fatalf("%s: line %d, %q\n%s", row, line, what, f.Text())
				}
			}
			if x.Place == y.Place {
				continue
			}
			if _, _, what := r.Prove(nobody, []string{part, fmt.Sprintf("row 0 cover %d %d", x.Place, i)}); what == "" {
				t.Fatalf("one case that may come is said to be too many\n%s", f.Text())
			}
		}
	}
	if tried < 100 {
		t.Fatalf("%d pairs: nothing is tried", tried)
	}
}
