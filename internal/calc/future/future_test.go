package future

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"havre.example/havre/internal/calc/solve"
)

// mixed is the share of arrivals with each need in the scenes below: most people suit any place.
var mixed = []struct {
	needs Set
	share float64
}{{0, 0.62}, {Of(Family), 0.14}, {Of(HighSecurity), 0.12}, {Of(Accessible), 0.06}, {Of(Accessible, Family), 0.02},
	{Of(EmergencyFlat), 0.04}}

// arrivals draws people at a rate a day over so many days, by the law of mixed.
func arrivals(days int, rate float64, rng *rand.Rand) (out []Arrival) {
	for day := range days {
		for range poisson(rate, rng) {
			at, k := rng.Float64(), 0
			for at > mixed[k].share && k < len(mixed)-1 {
				at -= mixed[k].share
				k++
			}
			out = append(out, Arrival{Day: day, Needs: mixed[k].needs})
		}
	}
	return out
}

// network makes places of which some are free now and the others open within the horizon. Scarce ones come first, so
// that no order of the list does the work of the prices.
func network(count int, rng *rand.Rand) (out []Place) {
	for i := range count {
		p := Place{}
		switch i % 10 {
		case 0, 1:
			p.Is = Of(Family)
		case 2:
			p.Is = Of(HighSecurity)
		case 3:
			p.Is = Of(Accessible)
		}
		if i == 4 {
			p.Is = Of(Accessible, Family)
		}
		if i == 5 || i == 6 {
			p.Is = Of(EmergencyFlat)
		}
		if rng.Float64() < 0.6 {
			p.FreeIn = 1 + rng.IntN(180)
		}
		out = append(out, p)
	}
	return out
}

func history(rng *rand.Rand) History {
	h := History{Days: 1095, Arrivals: arrivals(1095, 0.25, rng)}
	for range 60 {
		h.Delays = append(h.Delays, rng.IntN(50)-10)
	}
	return h
}

// quick draws few futures, for tests that play many.
func quick() Settings {
	s := Defaults
	s.Samples = 24
	return s
}

// greedy chooses among places that suit without regard to what they are, by chance: the ranking without prices, whose
// last tier is a stable hash.
func greedy(seed uint64) Choose {
	rng := rand.New(rand.NewPCG(seed, 7))
	return func(m Moment) int { return m.Free[rng.IntN(len(m.Free))] }
}

// priced chooses the place of the least charge, as greedy among equals. Prices are worked out anew every so many days
// from the places left then; the history does not grow meanwhile.
func priced(h History, s Settings, every int) Choose {
	rng := rand.New(rand.NewPCG(s.Seed, 8))
	next, prices := 0, Prices{}
	return func(m Moment) int {
		if m.Day >= next {
			prices, _ = Price(m.Left, h, s, solve.Never)
			next = m.Day + every
		}
		return cheapest(m, prices, rng)
	}
}

// TestReplay plays half years of invented arrivals with what really comes drawn apart from the history: choosing by
// price comes within 5 % of what hindsight could reach, above choosing without. Whatever the prices, everyone who
// can be placed is placed on the day. HAVRE_TEST_FULL=1 plays more, with prices from as many futures as in use.
func TestReplay(t *testing.T) {
	var gained, plain, hindsight int64
	fewer := 0
	scenes, s := uint64(12), quick()
	if os.Getenv("HAVRE_TEST_FULL") == "1" {
		scenes, s = 60, Defaults
	}
	for seed := range scenes {
		rng := rand.New(rand.NewPCG(seed, 60))
		places, h, people := network(50, rng), history(rng), arrivals(182, 0.25, rng)
		best := Hindsight(places, people, Defaults.Patience)
		with := Replay(places, people, Defaults.Patience, priced(h, s, 28))
		without := Replay(places, people, Defaults.Patience, greedy(seed))
		if with.Value > best || without.Value > best {
			t.Fatalf("scene %d: %+v or %+v pass hindsight %d", seed, with, without, best)
		}
		if with.Placed < without.Placed {
			fewer++
		}
		gained, plain, hindsight = gained+with.Value, plain+without.Value, hindsight+best
	}
	t.Logf("of hindsight: %.1f %% with prices, %.1f %% without", 100*float64(gained)/float64(hindsight),
		100*float64(plain)/float64(hindsight))
	if gained*100 < hindsight*95 {
		t.Errorf("%d of %d: below 95 %%", gained, hindsight)
	}
	if gained <= plain || fewer > int(scenes)/4 {
		t.Errorf("prices reach %d, none %d; fewer are placed in %d of %d scenes", gained, plain, fewer, scenes)
	}
}

func TestPricesAreBoundedAndRepeat(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 61))
	places, h := network(40, rng), history(rng)
	s := quick()
	first, drawn := Price(places, h, s, solve.Never)
	again, _ := Price(places, h, s, solve.Never)
	if first != again || drawn != s.Samples {
		t.Errorf("two runs of one seed differ: %v, %v after %d futures", first, again, drawn)
	}
	s.Seed++
	if other, _ := Price(places, h, s, solve.Never); other == first {
		t.Logf("another seed gives the same prices %v", other)
	}
	for _, limit := range []int{0, 3, Whole} {
		s.Cap = limit
		prices, _ := Price(places, h, s, solve.Never)
		for k, p := range prices {
			if p < 0 || p > limit {
				t.Errorf("%v costs %d with a cap of %d", Kind(k), p, limit)
			}
		}
	}
	none, drawn := Price(places, h, s, func() bool { return true })
	if none != (Prices{}) || drawn != 0 {
		t.Errorf("stopped at once: %v after %d", none, drawn)
	}
}

// TestPriceKnown has one family place and one plain one, both free, and exactly known needs.
func TestPriceKnown(t *testing.T) {
	places := []Place{{Is: Of(Family)}, {}}
	s := Settings{Horizon: 100, Patience: 10, Samples: 200, Cap: Whole, Seed: 3}
	// Families come so often that one is certain to come, nobody else does: losing the family place loses a placement.
	h := History{Days: 10, Arrivals: make([]Arrival, 10)}
	for i := range h.Arrivals {
		h.Arrivals[i].Needs = Of(Family)
	}
	if p, _ := Price(places, h, s, solve.Never); p != (Prices{Family: Whole}) {
		t.Errorf("certain need: %v", p)
	}
	// Nobody comes: nothing is scarce.
	if p, _ := Price(places, History{Days: 10}, s, solve.Never); p != (Prices{}) {
		t.Errorf("no arrivals: %v", p)
	}
	// Only people whom any place suits: a family place is worth no more than a plain one.
	for i := range h.Arrivals {
		h.Arrivals[i].Needs = 0
	}
	if p, _ := Price(places, h, s, solve.Never); p != (Prices{}) {
		t.Errorf("plain needs: %v", p)
	}
	// One family expected in two horizons, so that none comes in e^-0.5 of the futures.
	h = History{Days: 200, Arrivals: []Arrival{{Needs: Of(Family)}}}
	want := Whole * (1 - math.Exp(-0.5))
	s.Samples = 2000
	if p, _ := Price(places, h, s, solve.Never); math.Abs(float64(p[Family])-want) > 4 {
		t.Errorf("rare need: %v, want about %.0f", p, want)
	}
}

// TestPermutation gives the places in another order: prices stay, since all of a set are worth the same.
func TestPermutation(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 61))
	h := history(rng)
	places := network(40, rng)
	before, _ := Price(places, h, quick(), solve.Never)
	rng.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	if after, _ := Price(places, h, quick(), solve.Never); after != before {
		t.Errorf("%v in one order, %v in another", before, after)
	}
}

func TestCharge(t *testing.T) {
	p := Prices{Accessible: 3, Family: 5, HighSecurity: 7}
	for _, c := range []struct {
		place, needs Set
		want         int
	}{{0, 0, 0}, {Of(Family), 0, 5}, {Of(Family), Of(Family), 0}, {Of(Accessible, Family), Of(Family), 3},
		{Of(Accessible, Family, HighSecurity), 0, 15}, {Of(EmergencyFlat), 0, 0}} {
		if got := p.Charge(c.place, c.needs); got != c.want {
			t.Errorf("%v for %v: %d, want %d", c.place, c.needs, got, c.want)
		}
	}
	if s := Of(Accessible, EmergencyFlat).String(); s != "accessible+emergency_flat" || Set(0).String() != "plain" {
		t.Error(s)
	}
}

func TestPoisson(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 61))
	for _, mean := range []float64{0, 0.3, 4, 95} {
		const draws = 20_000
		sum, squares := 0.0, 0.0
		for range draws {
			x := float64(poisson(mean, rng))
			sum, squares = sum+x, squares+x*x
		}
		m := sum / draws
		v := squares/draws - m*m
		if math.Abs(m-mean) > 0.03*(1+mean) || math.Abs(v-mean) > 0.08*(1+mean) {
			t.Errorf("mean %v: drawn mean %.3f, variance %.3f", mean, m, v)
		}
	}
}

func BenchmarkPrice(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 61))
	places, h := network(102, rng), history(rng)
	b.ReportAllocs()
	for b.Loop() {
		Price(places, h, Defaults, solve.Never)
	}
}
