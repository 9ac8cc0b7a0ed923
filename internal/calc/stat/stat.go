// Package stat gives small figures with what is not known of them: an interval for a share, an interval for a median.
//
// Inlet: counts. Outlet: two bounds that hold the true value in 95 of 100 such samples. Both intervals are exact in
// what they assume and ask for no drawing of random numbers, so that a report can be reproduced (I15). They say how
// much chance alone could have moved a figure; they say nothing of who was not counted.
package stat

import (
	"math"
	"slices"
)

// z is the 97.5 % point of the normal law: what lies beyond it on both sides is 5 %.
const z = 1.959963984540054

// Interval is a closed interval.
type Interval struct{ Low, High float64 }

// Wilson is the 95 % score interval of a share: part of whole, between 0 and 1. It keeps its promise for few people and
// for shares near 0 or 1, where the textbook interval does not. It is [0, 1] when whole is 0 or less; part is taken
// into 0 to whole.
//
// Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927),
// 209-212.
func Wilson(part, whole int) Interval {
	if whole <= 0 {
		return Interval{0, 1}
	}
	n := float64(whole)
	p := min(max(float64(part)/n, 0), 1)
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	i := Interval{max(middle-half, 0), min(middle+half, 1)}
	if part <= 0 {
		i.Low = 0 // rounding would leave a hair
	}
	if part >= whole {
		i.High = 1
	}
	return i
}

// FewestForMedian is the fewest values that give a median an interval of 95 %: with five, even the smallest and the
// largest hold it only in 93.75 of 100 samples.
const FewestForMedian = 6

// Median is the middle of whole numbers given as value -> how many times; false when there are none. Between two middle
// values it is half-way.
func Median(count map[int]int) (float64, bool) {
	n := Total(count)
	if n == 0 {
		return 0, false
	}
	return float64(at(count, (n+1)/2)+at(count, n/2+1)) / 2, true
}

// MedianInterval is the distribution-free interval of a median: the k-th smallest and the k-th largest value, with the
// greatest k that still holds the median in at least 95 of 100 samples. False under FewestForMedian values. No law of
// the values is assumed, only that they are independent; ties make the interval hold more often, never less.
//
// Source: W. R. Thompson, "On confidence ranges for the median and other expectation distributions for populations of
// unknown distribution form", Annals of Mathematical Statistics 7 (1936), 122-128.
func MedianInterval(count map[int]int) (Interval, bool) {
	n := Total(count)
	k := rank(n)
	if k == 0 {
		return Interval{}, false
	}
	return Interval{float64(at(count, k)), float64(at(count, n+1-k))}, true
}

// rank is the greatest k with P(B < k) <= 2.5 %, B being the number of heads in n tosses of a fair coin; 0 when there
// is none.
func rank(n int) int {
	below, k := 0.0, 0
	for k <= n/2 {
		below += tosses(n, k)
		if below > 0.025 {
			break
		}
		k++
	}
	return k
}

// tosses is the chance of k heads in n tosses.
func tosses(n, k int) float64 {
	lg := func(x int) float64 { v, _ := math.Lgamma(float64(x) + 1); return v }
	return math.Exp(lg(n) - lg(k) - lg(n-k) - float64(n)*math.Ln2)
}

// Total is how many there are of values given as value -> how many times.
func Total(count map[int]int) int {
	n := 0
	for _, c := range count {
		n += max(c, 0)
	}
	return n
}

// at is the i-th smallest value, from 1.
func at(count map[int]int, i int) int {
	values := make([]int, 0, len(count))
	for v := range count {
		values = append(values, v)
	}
	slices.Sort(values)
	for _, v := range values {
		if i -= max(count[v], 0); i <= 0 {
			return v
		}
	}
	return 0
}
