// Package safestat makes counts of people fit to leave the head office: small numbers are not shown, the others are
// rounded, and a number that is not shown cannot be worked out from its neighbours and their total.
//
// The rule. A table here is one partition of one group of people: every person is in exactly one cell.
//
//  1. A count of 0 to 4 is Hidden; nobody and somebody look the same.
//  2. Every other count is rounded to the nearest multiple of 5. The total is rounded from the true total on its own,
//     so the cells need not add up to it ("not additive").
//  3. A table of fewer than 10 people shows its rounded total and no cell.
//  4. A hidden cell never stands alone: where there would be only one, the cell of the next fewest people is hidden
//     with it. Both bear the same mark, so that nobody can tell which of them is the small one.
//  5. The table is then attacked (see Bounds) by a reader who has learnt the true total elsewhere: where the neighbours
//     leave a hidden cell less room than 0 to 4, the next smallest cell is hidden too, until none is narrowed.
//  6. Shares are computed from what is published, never from the true counts. Lengths of time are given from 10
//     people.
//
// Several tables. Tables that have nothing but their total in common are safe together: a reader of all of them learns
// of each at most the true total, and rule 5 holds against whoever knows it. (Give the hidden cell any number from 0
// to 4, let the others of its table take up the difference, leave every other table as it is: all that is published
// stays as it was.) Tables that share a cell, or of which one is a finer grouping of the other, are not safe together:
// whoever publishes them leaves one out. Figures that follow from one another over years are the publisher's to think
// of too.
//
// What a partner knows of its own cases, and a second edition of the same table after a few people more, are not held
// off: a table of people is published once, when its time is over.
package safestat

// Base is both the smallest count shown and what counts are rounded to.
const Base = 5

// FewestForLengths is how many people it takes before a median or a mean of days is given.
const FewestForLengths = 10

// Figure is a published count.
type Figure struct {
	Count  int  // 0 where Hidden
	Hidden bool // 0 to 4, or held back so that such a count cannot be worked out
}

// Shown gives the count, and whether it may be shown.
func (f Figure) Shown() (count int, ok bool) { return f.Count, !f.Hidden }

// Exact is a count as it is, for the head office.
func Exact(n int) Figure { return Figure{Count: n} }

// Round gives the multiple of Base nearest to n; no n lies midway.
func Round(n int) int { return (n + Base/2) / Base * Base }

// One protects a count that stands alone, such as a total.
func One(n int) Figure {
	if n < Base {
		return Figure{Hidden: true}
	}
	return Figure{Count: Round(n)}
}

// Protect publishes a table: its cells in the order given, and its total.
func Protect(counts []int) (cells []Figure, total Figure) {
	sum, hidden := 0, 0
	for _, n := range counts {
		sum += n
	}
	total = One(sum)
	cells = make([]Figure, len(counts))
	for i, n := range counts {
		cells[i] = One(n)
		if sum < 2*Base {
			cells[i] = Figure{Hidden: true}
		}
		if cells[i].Hidden {
			hidden++
		}
	}
	if hidden == 1 {
		hideSmallest(cells, counts)
	}
	for !Safe(cells, sum) && hideSmallest(cells, counts) {
	}
	return cells, total
}

// hideSmallest hides the shown cell of the fewest people, the first of equals; false when none is shown.
func hideSmallest(cells []Figure, counts []int) bool {
	at := -1
	for i, c := range cells {
		if !c.Hidden && (at < 0 || counts[i] < counts[at]) {
			at = i
		}
	}
	if at >= 0 {
		cells[at] = Figure{Hidden: true}
	}
	return at >= 0
}

// endless stands for "no upper bound".
const endless = 1 << 40

// Range is what a reader knows of one published count by itself, both ends included.
func (f Figure) Range() (low, high int) {
	switch f.Count {
	case 0:
		return 0, endless
	case Base:
		return Base, Base + Base/2
	}
	return f.Count - Base/2, f.Count + Base/2
}

// Bounds is what a reader who knows the true total can work out of cell i: the total less the neighbours.
func Bounds(cells []Figure, total, i int) (low, high int) {
	low, high = cells[i].Range()
	restLow, restHigh := total, total
	for j, c := range cells {
		if j != i {
			l, h := c.Range()
			restLow, restHigh = restLow-h, restHigh-l
		}
	}
	return max(low, restLow), min(high, restHigh)
}

// Safe tells whether every hidden cell may still be anything from 0 to 4, for a reader who knows the true total.
func Safe(cells []Figure, total int) bool {
	for i, c := range cells {
		if !c.Hidden {
			continue
		}
		if low, high := Bounds(cells, total, i); low > 0 || high < Base-1 {
			return false
		}
	}
	return true
}

// Share is part of whole between 0 and 1, from the published counts alone; false where one of them is not shown.
func Share(part, whole Figure) (float64, bool) {
	if part.Hidden || whole.Hidden || whole.Count <= 0 {
		return 0, false
	}
	return min(float64(part.Count)/float64(whole.Count), 1), true
}
