package assign

import (
	"io"

	"havre.example/havre/internal/calc/solve"
)

// Read reads an OR-Library assignment file: the size n, then n rows of n whole costs. Errors are *solve.SyntaxError, or
// those of the reader.
func Read(r io.Reader) (*Problem, error) {
	s := solve.NewScanner(r)
	n, err := s.Int("the number of rows", 1, MostSize)
	if err != nil {
		return nil, err
	}
	p := &Problem{Size: int(n)}
	if p.Cost, err = s.Ints("a cost", p.Size*p.Size, -MostCost, MostCost); err != nil {
		return nil, err
	}
	return p, s.End()
}
