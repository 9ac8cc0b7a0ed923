package pricing

import (
	"reflect"
	"testing"

	"havre.example/havre/internal/calc/future"
	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/date"
)

// Prices come from the past and from what there is: a kind that is short and often needed costs, one that nobody needed
// does not; the same day gives the same prices; what is counted never passes the cap.
func TestPricesFromThePast(t *testing.T) {
	today := date.Must(2026, 11, 23)
	h := past{from: today.AddDays(-700), History: future.History{Days: 700}}
	for day := 0; day < 700; day += 10 {
		needs := future.Of()
		if day%20 == 0 {
			needs = future.Of(future.Family)
		}
		h.Arrivals = append(h.Arrivals, future.Arrival{Day: day, Needs: needs})
	}
	places := []future.Place{{Is: future.Of(future.Family)}, {Is: future.Of(future.Family)}, {}, {}, {}, {}, {}, {}}
	p := h.pricing(places, today)
	if !reflect.DeepEqual(p, h.pricing(places, today)) {
		t.Error("the same day gives other prices")
	}
	by := map[string]Scarce{}
	for _, k := range p.Kinds {
		by[k.Kind] = k
	}
	family := by[match.ScarceFamily]
	if family.Price < 1 || family.Price > match.MostPrice || family.Places != 2 || family.Arrivals != 35 {
		t.Errorf("a family's place: %+v", family)
	}
	if other := by[match.ScarceAccess]; other.Price != 0 || other.Places != 0 || other.Arrivals != 0 {
		t.Errorf("what nobody needs: %+v", other)
	}
	if !p.Enough() || p.With < p.Without-0.05 || p.With > 1 || p.Low > p.High {
		t.Errorf("replayed %d times: %.3f with, %.3f without, %.3f to %.3f", p.Replays, p.With, p.Without, p.Low,
			p.High)
	}
	h.Arrivals = h.Arrivals[:FewestArrivals-1]
	if few := h.pricing(places, today); few.Enough() || few.Counting() != nil {
		t.Errorf("prices from %d arrivals: %v", len(h.Arrivals), few.Counting())
	}
}
