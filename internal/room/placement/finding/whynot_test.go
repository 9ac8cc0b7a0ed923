package finding

import (
	"reflect"
	"testing"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/room/placement/decision"
)

// Two places where safety comes before covered needs: safety costs two needs, nothing else costs anything.
func TestPricesOfCriteria(t *testing.T) {
	m := func(safety, covered, shared, drawn int) Match {
		var r match.Result
		r.Verdict = match.Passed
		for _, c := range match.Criteria {
			v := map[match.Criterion]int{match.Safety: safety, match.Covered: covered, match.Shared: shared,
				match.Drawn: drawn}[c]
			r.Tiers = append(r.Tiers, match.Tier{Criterion: c, Value: v})
		}
		return Match{Result: r}
	}
	if got := PricesOf([]Match{m(5, 1, 0, 1), m(4, 3, 9, 2), m(3, 2, 20, 3)}); !reflect.DeepEqual(got,
		[]decision.Price{{Criterion: match.Safety, Gains: match.Covered, Steps: 2}}) {
		t.Errorf("%+v", got)
	}
	if got := PricesOf([]Match{m(5, 1, 0, 9), m(5, 1, 0, 1)}); got != nil {
		t.Errorf("equals cost %+v", got)
	}
	if PricesOf(nil) != nil || PricesOf([]Match{m(1, 1, 1, 1)}) != nil {
		t.Error("a choice of none costs something")
	}
}
