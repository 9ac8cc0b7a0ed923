package mknap

import (
	"io"

	"havre.example/havre/internal/calc/solve"
)

// NewReader reads the problems of an OR-Library multi-dimensional knapsack file (mknap1, mknapcb1 to mknapcb9): their
// number, then for each the number of items n and of dimensions m, the optimum (0 when not known), n profits, m rows of
// n uses, m capacities. Numbers may have digits after a point.
func NewReader(r io.Reader) (*solve.Problems[Problem], error) { return solve.NewProblems(r, read) }

func read(s *solve.Scanner) (*Problem, error) {
	n, err := s.Int("the number of items", 1, MostItems)
	if err != nil {
		return nil, err
	}
	m, err := s.Int("the number of dimensions", 1, min(MostRows, MostCells/n))
	if err != nil {
		return nil, err
	}
	known, err := s.Decimal("the optimum, or 0", MostValue*n)
	if err != nil {
		return nil, err
	}
	profits, err := decimals(s, "a profit", int(n), MostValue)
	if err != nil {
		return nil, err
	}
	uses, err := decimals(s, "what an item takes", int(m*n), MostValue)
	if err != nil {
		return nil, err
	}
	capacities, err := decimals(s, "a capacity", int(m), MostCapacity)
	if err != nil {
		return nil, err
	}
	p := &Problem{Items: int(n), Rows: int(m)}
	p.Places = max(places(profits), known.Places)
	p.Profit = whole(profits, p.Places)
	p.Known = whole([]solve.Decimal{known}, p.Places)[0]
	for i := range p.Rows {
		row := append(append([]solve.Decimal(nil), uses[i*p.Items:(i+1)*p.Items]...), capacities[i])
		units := whole(row, places(row))
		p.Use = append(p.Use, units[:p.Items]...)
		p.Capacity = append(p.Capacity, units[p.Items])
	}
	return p, nil
}

func decimals(s *solve.Scanner, want string, count int, high int64) ([]solve.Decimal, error) {
	out := make([]solve.Decimal, 0, min(count, 1<<12))
	for range count {
		d, err := s.Decimal(want, high)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// places is the most digits after the point.
func places(ds []solve.Decimal) (most int) {
	for _, d := range ds {
		most = max(most, d.Places)
	}
	return most
}

// whole measures all in units of 10^-places.
func whole(ds []solve.Decimal, places int) []int64 {
	out := make([]int64, len(ds))
	for i, d := range ds {
		out[i] = d.Units * solve.Pow10(places-d.Places)
	}
	return out
}
