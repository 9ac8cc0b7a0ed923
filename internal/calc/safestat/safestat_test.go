package safestat

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func TestNoSmallCountIsToldFromAnother(t *testing.T) {
	for n := range Base {
		if got := One(n); got != (Figure{Hidden: true}) {
			t.Errorf("%d is published as %v", n, got)
		}
	}
	for n, want := range map[int]int{5: 5, 7: 5, 8: 10, 12: 10, 13: 15, 66: 65, 68: 70, 92: 90} {
		if got := One(n); got != (Figure{Count: want}) {
			t.Errorf("%d is published as %v, want %d", n, got, want)
		}
	}
}

// every calls fn with each table of the given number of cells, each cell from 0 to top.
func every(cells, top int, fn func([]int)) {
	counts := make([]int, cells)
	for {
		fn(counts)
		i := 0
		for ; i < cells && counts[i] == top; i++ {
			counts[i] = 0
		}
		if i == cells {
			return
		}
		counts[i]++
	}
}

// Fewer than ten people: the total, and no cell; ten are enough.
func TestATableOfFewerThanTenShowsNoCell(t *testing.T) {
	for size := 1; size <= 3; size++ {
		every(size, 2*Base-1, func(counts []int) {
			sum := 0
			for _, n := range counts {
				sum += n
			}
			cells, total := Protect(counts)
			if total != One(sum) {
				t.Errorf("the total of %v is published as %v", counts, total)
			}
			for _, c := range cells {
				if sum < 2*Base && !c.Hidden {
					t.Fatalf("%v is published as %v", counts, cells)
				}
			}
		})
	}
	for _, counts := range [][]int{{10}, {5, 5}} {
		cells, _ := Protect(counts)
		for i, c := range cells {
			if c != (Figure{Count: counts[i]}) {
				t.Errorf("of ten people %v is published as %v", counts, cells)
			}
		}
	}
}

// Beside a small cell the next smallest is held back, the first of equals, and no more than needed.
func TestTheFirstOfTheSmallestIsHeldBack(t *testing.T) {
	for _, c := range []struct {
		counts []int
		hidden []bool
	}{{[]int{6, 6, 1}, []bool{true, false, true}}, {[]int{9, 6, 1}, []bool{false, true, true}},
		{[]int{6, 9, 1}, []bool{true, false, true}}, {[]int{90, 1, 2}, []bool{false, true, true}},
		// four of 8 are told from 8 on, and leave the others nothing of 32
		{[]int{8, 8, 8, 8, 0, 0}, []bool{true, false, false, false, true, true}},
		// of 16 at least ten are shown twice 5: six are left, which is room enough
		{[]int{7, 7, 1, 1}, []bool{false, false, true, true}}} {
		cells, _ := Protect(c.counts)
		for i := range cells {
			if cells[i].Hidden != c.hidden[i] {
				t.Errorf("%v is published as %v", c.counts, cells)
				break
			}
		}
	}
	if hideSmallest([]Figure{{Hidden: true}}, []int{1}) {
		t.Error("where nothing is shown something was held back")
	}
	if cells := []Figure{{Count: 5}}; !hideSmallest(cells, []int{5}) || !cells[0].Hidden {
		t.Error("the only cell was not held back")
	}
}

// What a reader knows of each count, and at which room a hidden cell is safe: anything from 0 to 4, not less.
func TestWhatAReaderWorksOut(t *testing.T) {
	for f, want := range map[Figure][2]int{{Hidden: true}: {0, endless}, {Count: 5}: {5, 7}, {Count: 10}: {8, 12},
		{Count: 65}: {63, 67}} {
		if low, high := f.Range(); low != want[0] || high != want[1] {
			t.Errorf("%v is read as %d to %d", f, low, high)
		}
	}
	for _, c := range []struct {
		shown     []int
		total     int
		low, high int
		safe      bool
	}{{[]int{10}, 12, 0, 4, true}, {[]int{10, 10, 10}, 27, 0, 3, false}, {[]int{60}, 67, 5, 9, false},
		{[]int{5}, 11, 4, 6, false}, {[]int{5, 5}, 14, 0, 4, true}, {nil, 10, 10, 10, false}} {
		cells := []Figure{{Hidden: true}}
		for _, n := range c.shown {
			cells = append(cells, Figure{Count: n})
		}
		low, high := Bounds(cells, c.total, 0)
		if low != c.low || high != c.high || Safe(cells, c.total) != c.safe {
			t.Errorf("%v of %d: %d to %d", c.shown, c.total, low, high)
		}
	}
	if !Safe([]Figure{{Count: 10}, {Count: 60}}, 70) {
		t.Error("where nothing is hidden nothing can be worked out")
	}
}

// A reader who knows the whole procedure gathers every table that would have been published in the same form. Of a cell
// that is not shown, "nobody" and "somebody, but fewer than 5" must both remain possible, and so must 5 and more where
// the table is of 10 people or more.
func TestNobodyCanTellNobodyFromSomebody(t *testing.T) {
	for _, size := range []struct{ cells, top int }{{2, 60}, {3, 24}, {4, 12}} {
		possible := map[string][]map[int]bool{}
		totals := map[string]int{}
		every(size.cells, size.top, func(counts []int) {
			cells, total := Protect(counts)
			form := fmt.Sprint(cells, total)
			if possible[form] == nil {
				for range counts {
					possible[form] = append(possible[form], map[int]bool{})
				}
			}
			totals[form] = total.Count
			for i, n := range counts {
				possible[form][i][n] = true
			}
		})
		for form, cells := range possible {
			if totals[form] > size.top-Base {
				continue // tables beyond the top are missing here, so forms near it look rarer than they are
			}
			for i, values := range cells {
				small := values[1] || values[2] || values[3] || values[4]
				if values[0] != small {
					t.Errorf("%d cells, form %s: cell %d can only be %v", size.cells, form, i, values)
				}
			}
		}
	}
}

func TestAHiddenCountNeverStandsAlone(t *testing.T) {
	every(3, 14, func(counts []int) {
		cells, total := Protect(counts)
		hidden := 0
		for i, c := range cells {
			if c.Hidden {
				hidden++
			} else if counts[i] < Base || c.Count%Base != 0 || c.Count == 0 {
				t.Fatalf("%v is published as %v", counts, cells)
			}
		}
		if hidden == 1 {
			t.Fatalf("%v is published as %v of %v: one subtraction away", counts, cells, total)
		}
	})
}

func TestRoundingStaysNearAndAttackFindsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.OneOf(rapid.IntRange(0, 9), rapid.IntRange(0, 2000)), 1, 12).Draw(t, "counts")
		cells, total := Protect(counts)
		sum := 0
		for i, n := range counts {
			sum += n
			if !cells[i].Hidden && (cells[i].Count-n > 2 || n-cells[i].Count > 2) {
				t.Fatalf("%d published as %d", n, cells[i].Count)
			}
		}
		if total != One(sum) {
			t.Fatalf("total %d published as %v", sum, total)
		}
		if sum >= 2*Base && len(counts) > 1 && !Safe(cells, sum) {
			t.Fatalf("%v published as %v of %v", counts, cells, total)
		}
		again, same := Protect(counts)
		if fmt.Sprint(again, same) != fmt.Sprint(cells, total) {
			t.Fatal("the same table was published in two forms")
		}
	})
}

// The published total less the rounded 62 would tell that there is somebody among the 4; so the 62 are held back too.
func TestDifferencingIsStopped(t *testing.T) {
	cells, total := Protect([]int{62, 4})
	if total.Count != 65 || !cells[0].Hidden || !cells[1].Hidden {
		t.Fatal(cells, total)
	}
	if Safe([]Figure{{Count: 60}, {Hidden: true}}, 66) {
		t.Fatal("60 of 65 tells that the other cell is not 0")
	}
	// 2017: 74 + 1 + 3 and one not known.
	cells, total = Protect([]int{74, 1, 3, 1})
	if total.Count != 80 || cells[0].Count != 75 || !cells[1].Hidden || !cells[2].Hidden || !cells[3].Hidden {
		t.Fatal(cells, total)
	}
}

func TestShareComesFromWhatIsPublished(t *testing.T) {
	if s, ok := Share(One(21), One(30)); !ok || s != 20.0/30 {
		t.Fatal(s, ok)
	}
	if s, ok := Share(Figure{Count: 70}, Figure{Count: 65}); !ok || s != 1 {
		t.Fatal(s, ok)
	}
	if s, ok := Share(Exact(1), Exact(1)); !ok || s != 1 {
		t.Error("one of one, for the head office:", s, ok)
	}
	for _, pair := range [][2]Figure{{One(3), One(30)}, {One(9), One(4)}, {Exact(0), Exact(0)},
		{One(9), {Count: 10, Hidden: true}}} {
		if s, ok := Share(pair[0], pair[1]); ok || s != 0 {
			t.Error(pair, s)
		}
	}
}

// A hidden cell is safe while it may be anything from 0 to 4 for a reader who knows the true total.
func TestAHiddenCellMayBeAnything(t *testing.T) {
	for total, want := range map[int]bool{11: false, 12: true, 13: false} { // beside 8 to 12 people
		if got := Safe([]Figure{{Hidden: true}, {Count: 10}}, total); got != want {
			t.Errorf("of %d in all: safe %v", total, got)
		}
	}
}
