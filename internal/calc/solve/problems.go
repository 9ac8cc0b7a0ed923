package solve

import "io"

// MostProblems is how many problems a file may hold.
const MostProblems = 100_000

// Problems reads a file of the OR-Library that begins with the number of its problems, one by one.
type Problems[P any] struct {
	s    *Scanner
	left int
	read func(*Scanner) (*P, error)
}

// NewProblems reads the number of problems; read reads one. Errors are *SyntaxError, or those of the reader below.
func NewProblems[P any](r io.Reader, read func(*Scanner) (*P, error)) (*Problems[P], error) {
	s := NewScanner(r)
	k, err := s.Int("the number of problems", 1, MostProblems)
	return &Problems[P]{s: s, left: int(k), read: read}, err
}

// Next returns the next problem, or io.EOF after the last when nothing follows it.
func (p *Problems[P]) Next() (*P, error) {
	if p.left == 0 {
		if err := p.s.End(); err != nil {
			return nil, err
		}
		return nil, io.EOF
	}
	p.left--
	return p.read(p.s)
}
