package gap

import (
	"io"

	"havre.example/havre/internal/calc/solve"
)

// Reader reads the problems of an OR-Library generalised assignment file one by one: their number, then for each the
// number of agents m and of jobs n, m rows of n values, m rows of n uses of room, and m capacities. Errors are
// *solve.SyntaxError, or those of the reader below.
type Reader struct {
	s    *solve.Scanner
	left int
}

// MostProblems is how many problems a file may hold.
const MostProblems = 100_000

// NewReader reads the number of problems.
func NewReader(r io.Reader) (*Reader, error) {
	s := solve.NewScanner(r)
	k, err := s.Int("the number of problems", 1, MostProblems)
	return &Reader{s: s, left: int(k)}, err
}

// Next returns the next problem, or io.EOF after the last when nothing follows it.
func (r *Reader) Next() (*Problem, error) {
	if r.left == 0 {
		if err := r.s.End(); err != nil {
			return nil, err
		}
		return nil, io.EOF
	}
	r.left--
	m, err := r.s.Int("the number of agents", 1, MostAgents)
	if err != nil {
		return nil, err
	}
	n, err := r.s.Int("the number of jobs", 1, min(MostJobs, MostPairs/m))
	if err != nil {
		return nil, err
	}
	p := &Problem{Agents: int(m), Jobs: int(n)}
	if p.Value, err = r.s.Ints("the value of a job with an agent", int(m*n), -MostValue, MostValue); err != nil {
		return nil, err
	}
	if p.Use, err = r.s.Ints("the room a job takes of an agent", int(m*n), 0, MostCapacity); err != nil {
		return nil, err
	}
	p.Capacity, err = r.s.Ints("the capacity of an agent", int(m), 0, MostCapacity)
	return p, err
}
