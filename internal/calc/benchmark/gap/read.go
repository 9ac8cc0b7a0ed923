package gap

import (
	"io"

	"havre.example/havre/internal/calc/solve"
)

// NewReader reads the problems of an OR-Library generalised assignment file: their number, then for each the number of
// agents m and of jobs n, m rows of n values, m rows of n uses of room, and m capacities.
func NewReader(r io.Reader) (*solve.Problems[Problem], error) { return solve.NewProblems(r, read) }

func read(s *solve.Scanner) (*Problem, error) {
	m, err := s.Int("the number of agents", 1, MostAgents)
	if err != nil {
		return nil, err
	}
	n, err := s.Int("the number of jobs", 1, min(MostJobs, MostPairs/m))
	if err != nil {
		return nil, err
	}
	p := &Problem{Agents: int(m), Jobs: int(n)}
	if p.Value, err = s.Ints("the value of a job with an agent", int(m*n), -MostValue, MostValue); err != nil {
		return nil, err
	}
	if p.Use, err = s.Ints("the room a job takes of an agent", int(m*n), 0, MostCapacity); err != nil {
		return nil, err
	}
	p.Capacity, err = s.Ints("the capacity of an agent", int(m), 0, MostCapacity)
	return p, err
}
