package stat_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"havre.example/havre/internal/calc/stat"
)

// Known answers: R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17
// (1998), 857-872, table I, method 3.
func TestWilsonKnownAnswers(t *testing.T) {
	for _, c := range []struct {
		part, whole int
		low, high   float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}} {
		got := stat.Wilson(c.part, c.whole)
		if math.Abs(got.Low-c.low) > 0.00005 || math.Abs(got.High-c.high) > 0.00005 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", c.part, c.whole, got.Low, got.High, c.low, c.high)
		}
	}
}

func TestWilsonKeepsToItsBounds(t *testing.T) {
	for whole := -1; whole <= 60; whole++ {
		for part := -1; part <= whole+1; part++ {
			i := stat.Wilson(part, whole)
			if i.Low < 0 || i.High > 1 || i.Low > i.High || math.IsNaN(i.Low+i.High) {
				t.Fatalf("%d of %d: %v", part, whole, i)
			}
			if mirror := stat.Wilson(whole-part, whole); whole > 0 && math.Abs(i.Low-(1-mirror.High)) > 1e-12 {
				t.Fatalf("%d of %d is not the mirror of its rest", part, whole)
			}
		}
	}
}

// The ranks for 95 %: n = 6 takes the first and the last, n = 10 the second, n = 20 the sixth, n = 30 the tenth, n =
// 100 the fortieth (binomial tables; J. D. Gibbons and S. Chakraborti, "Nonparametric Statistical Inference",
// confidence interval for the median).
func TestMedianIntervalKnownRanks(t *testing.T) {
	for n, k := range map[int]int{6: 1, 8: 1, 9: 2, 10: 2, 15: 4, 20: 6, 25: 8, 30: 10, 50: 18, 100: 40} {
		count := map[int]int{}
		for i := range n {
			count[i+1] = 1
		}
		got, ok := stat.MedianInterval(count)
		if !ok || got.Low != float64(k) || got.High != float64(n+1-k) {
			t.Errorf("n = %d: %v, want %d to %d", n, got, k, n+1-k)
		}
	}
	for n := range stat.FewestForMedian {
		if _, ok := stat.MedianInterval(map[int]int{7: n}); ok {
			t.Errorf("%d values give an interval", n)
		}
	}
}

func TestMedian(t *testing.T) {
	if _, ok := stat.Median(nil); ok {
		t.Error("nothing has a median")
	}
	for _, c := range []struct {
		count map[int]int
		want  float64
	}{{map[int]int{4: 1}, 4}, {map[int]int{1: 1, 2: 1}, 1.5}, {map[int]int{1: 5, 9: 1}, 1},
		{map[int]int{-3: 2, 0: 1, 8: 2}, 0}} {
		if got, ok := stat.Median(c.count); !ok || got != c.want {
			t.Errorf("%v: %v", c.count, got)
		}
	}
}

// Both intervals hold what they promise: the true value in at least 93 of 100 samples of a known law (Wilson's promise
// is of the mean over shares, not of each).
func TestIntervalsHoldTheTruth(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const runs = 4000
	share, median := 0, 0
	for range runs {
		part, days := 0, map[int]int{}
		for range 40 {
			if r.Float64() < 0.3 {
				part++
			}
			days[int(r.ExpFloat64()*1000)]++
		}
		if i := stat.Wilson(part, 40); i.Low <= 0.3 && 0.3 <= i.High {
			share++
		}
		if i, _ := stat.MedianInterval(days); i.Low <= 1000*math.Ln2 && 1000*math.Ln2 <= i.High+1 {
			median++
		}
	}
	if share < runs*93/100 || median < runs*94/100 {
		t.Errorf("held %d and %d of %d", share, median, runs)
	}
	big := map[int]int{}
	for i := range 200_000 {
		big[i%97]++
	}
	if i, ok := stat.MedianInterval(big); !ok || i.Low > 48 || i.High < 48 || i.High-i.Low > 2 {
		t.Errorf("of 200,000: %v", i)
	}
}
