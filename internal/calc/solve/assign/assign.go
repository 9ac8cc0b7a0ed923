// Package assign solves the linear assignment problem: n rows, n columns, each row gets a column of its own at the
// least total cost.
//
// The method is the shortest augmenting path of R. Jonker and A. Volgenant, "A shortest augmenting path algorithm for
// dense and sparse linear assignment problems", Computing 38 (1987): column reduction, reduction transfer, augmenting
// row reduction, then one shortest path for each row still free. Time O(n³) at worst, integers only.
package assign

import (
	"math"

	"havre.example/havre/internal/calc/solve"
)

// MostSize is the largest number of rows accepted: the costs of one problem then take 200 MB.
const MostSize = 5000

// MostCost is the largest magnitude of a cost: sums of any path stay far within 64 bits.
const MostCost = 1_000_000_000_000

// Problem is a square table of costs; Cost[i*Size+j] is what row i pays for column j.
type Problem struct {
	Size int
	Cost []int64
}

// Result is an assignment with its certificate: Row and Column are prices with Row[i]+Column[j] <= cost[i][j] (>= when
// maximising), and their sum is the bound. Of[i] is the column of row i.
type Result struct {
	solve.Outcome
	Of          []int
	Row, Column []int64
}

// Solve finds the assignment of least cost, or of most with max set. It looks at stop before each augmentation; when
// stopped the rows still free get the columns left over, and the bound is that of the prices reached.
func Solve(p *Problem, max bool, stop func() bool) Result {
	if max {
		flipped := &Problem{Size: p.Size, Cost: make([]int64, len(p.Cost))}
		for i, c := range p.Cost {
			flipped.Cost[i] = -c
		}
		r := Solve(flipped, false, stop)
		r.Outcome = r.Flipped()
		for i := range r.Row {
			r.Row[i], r.Column[i] = -r.Row[i], -r.Column[i]
		}
		return r
	}
	s := &search{n: p.Size, cost: p.Cost, v: make([]int64, p.Size), of: make([]int, p.Size), by: make([]int, p.Size)}
	free := s.reduceColumns()
	for range 2 {
		free = s.reduceRows(free)
	}
	s.augment(free, stop)
	return s.result()
}

// search holds the prices of the columns and the partial matching: of[row] = column, by[column] = row, -1 when free.
type search struct {
	n      int
	cost   []int64
	v      []int64
	of, by []int
}

func (s *search) row(i int) []int64 { return s.cost[i*s.n : (i+1)*s.n] }

// reduceColumns prices every column at its least cost, gives it to that row where the row is free, and moves what the
// row can spare into the price (reduction transfer). It returns the rows left free.
func (s *search) reduceColumns() (free []int) {
	n := s.n
	claims := make([]int, n)
	best := make([]int, n)
	copy(s.v, s.row0())
	for i := 1; i < n; i++ {
		for j, c := range s.row(i) {
			if c < s.v[j] {
				s.v[j], best[j] = c, i
			}
		}
	}
	for i := range s.of {
		s.of[i] = -1
	}
	for j := n - 1; j >= 0; j-- {
		i := best[j]
		s.by[j] = -1
		if claims[i]++; claims[i] == 1 {
			s.of[i], s.by[j] = j, i
		}
	}
	for i := range n {
		switch {
		case claims[i] == 0:
			free = append(free, i)
		case claims[i] == 1 && n > 1:
			own, spare := s.of[i], int64(math.MaxInt64)
			for j, c := range s.row(i) {
				if j != own {
					spare = min(spare, c-s.v[j])
				}
			}
			s.v[own] -= spare
		}
	}
	return free
}

func (s *search) row0() []int64 {
	if s.n == 0 {
		return nil
	}
	return s.row(0)
}

// reduceRows lets every free row take its cheapest column, lowering that column's price to the row's second choice, and
// puts the row that held it in its stead. A row displaced without gain waits for the next pass.
func (s *search) reduceRows(free []int) (left []int) {
	if s.n < 2 {
		return free
	}
	queue := append([]int(nil), free...)
	for tries := 4*len(queue) + s.n; len(queue) > 0; {
		i := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		first, second, j1, j2 := s.twoCheapest(i)
		held := s.by[j1]
		if first < second {
			s.v[j1] -= second - first
		} else if held >= 0 {
			j1, held = j2, s.by[j2]
		}
		s.of[i], s.by[j1] = j1, i
		if held < 0 {
			continue
		}
		s.of[held] = -1
		if tries--; first < second && tries > 0 {
			queue = append(queue, held)
		} else {
			left = append(left, held)
		}
	}
	return left
}

func (s *search) twoCheapest(i int) (first, second int64, j1, j2 int) {
	first, second, j1, j2 = math.MaxInt64, math.MaxInt64, -1, -1
	for j, c := range s.row(i) {
		switch h := c - s.v[j]; {
		case h >= second:
		case h >= first:
			second, j2 = h, j
		default:
			second, j2 = first, j1
			first, j1 = h, j
		}
	}
	return first, second, j1, j2
}

// augment gives each free row a column along a shortest path in reduced costs (Dijkstra), and moves the prices of the
// columns reached before the last.
func (s *search) augment(free []int, stop func() bool) {
	n := s.n
	dist, from := make([]int64, n), make([]int, n)
	columns := make([]int, n) // [0,low) settled, [low,up) at the least distance, [up,n) the rest
	for _, start := range free {
		if stop() {
			return
		}
		row := s.row(start)
		for j := range n {
			columns[j], dist[j], from[j] = j, row[j]-s.v[j], start
		}
		low, up, settled, least, end := 0, 0, 0, int64(0), -1
		for end < 0 {
			if low == up {
				settled = low
				up, least = s.nearest(columns, dist, low)
				for _, j := range columns[low:up] {
					if s.by[j] < 0 {
						end = j
						break
					}
				}
				if end >= 0 {
					break
				}
			}
			j := columns[low]
			low++
			end, up = s.relax(j, least, columns, up, dist, from)
		}
		for _, j := range columns[:settled] {
			s.v[j] += dist[j] - least
		}
		for j := end; ; {
			i := from[j]
			s.by[j] = i
			j, s.of[i] = s.of[i], j
			if i == start {
				break
			}
		}
	}
}

// nearest moves the columns of the least distance to the front of columns[low:]; they end at up.
func (s *search) nearest(columns []int, dist []int64, low int) (up int, least int64) {
	up, least = low, math.MaxInt64
	for k := low; k < s.n; k++ {
		j := columns[k]
		if dist[j] > least {
			continue
		}
		if dist[j] < least {
			up, least = low, dist[j]
		}
		columns[k], columns[up] = columns[up], j
		up++
	}
	return up, least
}

// relax follows column j to its row and shortens the way to the others; it returns a free column at the least distance,
// or -1.
func (s *search) relax(j int, least int64, columns []int, up int, dist []int64, from []int) (end, newUp int) {
	i := s.by[j]
	row := s.row(i)
	shift := least - (row[j] - s.v[j])
	for k := up; k < s.n; k++ {
		other := columns[k]
		d := row[other] - s.v[other] + shift
		if d >= dist[other] {
			continue
		}
		dist[other], from[other] = d, i
		if d == least {
			if s.by[other] < 0 {
				return other, up
			}
			columns[k], columns[up] = columns[up], other
			up++
		}
	}
	return -1, up
}

// result completes a matching that was cut short and works out the bound from the prices.
func (s *search) result() Result {
	r := Result{Of: s.of, Row: make([]int64, s.n), Column: s.v}
	next := 0
	for i, j := range s.of {
		if j < 0 {
			for s.by[next] >= 0 {
				next++
			}
			s.of[i], s.by[next] = next, i
		}
	}
	var value, bound int64
	for i := range s.n {
		row := s.row(i)
		r.Row[i] = math.MaxInt64
		for j, c := range row {
			r.Row[i] = min(r.Row[i], c-s.v[j])
		}
		value += row[s.of[i]]
		bound += r.Row[i] + s.v[i]
	}
	r.Outcome = solve.Ended(value, bound)
	return r
}
