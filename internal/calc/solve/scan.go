package solve

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// SyntaxError says where a file is not what it should be. Line and Column count from 1; a column is a byte.
type SyntaxError struct {
	Line, Column int
	Want         string // what was expected there
	Got          string // what stands there; "" at the end of the file or line
}

// Error reads "line 3, column 7: expected the number of agents, found "x"".
func (e *SyntaxError) Error() string {
	got := "nothing more"
	if e.Got != "" {
		got = strconv.Quote(e.Got)
	}
	return fmt.Sprintf("line %d, column %d: expected %s, found %s", e.Line, e.Column, e.Want, got)
}

// longest is how many bytes of a word are kept: no number that is accepted is longer.
const longest = 40

// Scanner reads words parted by white space and knows where each stands. It holds one word at a time, so the memory it
// takes does not depend on the file.
type Scanner struct {
	r         *bufio.Reader
	line, col int // of the next byte
	at        struct{ line, col int }
	word      []byte
	err       error // of the reader, other than io.EOF
}

// NewScanner reads from r.
func NewScanner(r io.Reader) *Scanner {
	return &Scanner{r: bufio.NewReaderSize(r, 1<<16), line: 1, col: 1}
}

func (s *Scanner) peek() (byte, bool) {
	b, err := s.r.Peek(1)
	if err != nil {
		if !errors.Is(err, io.EOF) {
			s.err = err
		}
		return 0, false
	}
	return b[0], true
}

func (s *Scanner) skip(b byte) {
	if _, err := s.r.Discard(1); err != nil {
		s.err = err
		return
	}
	s.col++
	if b == '\n' {
		s.line, s.col = s.line+1, 1
	}
}

func blank(b byte) bool { return b == ' ' || b == '\t' || b == '\r' || b == '\n' }

// next reads a word; with inLine set it does not go past the end of the line. It returns "" where there is none.
func (s *Scanner) next(inLine bool) string {
	for {
		b, ok := s.peek()
		if !ok || !blank(b) || inLine && b == '\n' {
			break
		}
		s.skip(b)
	}
	s.at.line, s.at.col = s.line, s.col
	s.word = s.word[:0]
	for {
		b, ok := s.peek()
		if !ok || blank(b) {
			return string(s.word)
		}
		if len(s.word) < longest {
			s.word = append(s.word, b)
		}
		s.skip(b)
	}
}

// Refuse makes the error that the word just read is not what was expected; or passes on an error of the reader.
func (s *Scanner) Refuse(want string) error {
	if s.err != nil {
		return s.err
	}
	return &SyntaxError{Line: s.at.line, Column: s.at.col, Want: want, Got: strings.ToValidUTF8(string(s.word), "?")}
}

// Word reads the next word of the file, "" at its end.
func (s *Scanner) Word() string { return s.next(false) }

// Field reads the next word of this line, "" at its end.
func (s *Scanner) Field() string { return s.next(true) }

// Rest passes over what is left of this line.
func (s *Scanner) Rest() {
	for {
		b, ok := s.peek()
		if !ok || b == '\n' {
			return
		}
		s.skip(b)
	}
}

// Int reads a whole number between low and high. What is expected is named by want, as in "the number of jobs".
func (s *Scanner) Int(want string, low, high int64) (int64, error) {
	return s.number(s.next(false), want, low, high)
}

// FieldInt is Int within this line.
func (s *Scanner) FieldInt(want string, low, high int64) (int64, error) {
	return s.number(s.next(true), want, low, high)
}

func (s *Scanner) number(w, want string, low, high int64) (int64, error) {
	v, err := strconv.ParseInt(w, 10, 64)
	if err != nil || v < low || v > high {
		return 0, s.Refuse(fmt.Sprintf("%s (a whole number from %d to %d)", want, low, high))
	}
	return v, nil
}

// Ints reads count whole numbers. The slice grows with what is read: a file that promises more than it holds is refused
// before it costs memory.
func (s *Scanner) Ints(want string, count int, low, high int64) ([]int64, error) {
	out := make([]int64, 0, min(count, 1<<12))
	for range count {
		v, err := s.Int(want, low, high)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// Decimal is a number with a decimal point: Units / 10^Places.
type Decimal struct {
	Units  int64
	Places int
}

// MostPlaces is how many digits after the point a file may use.
const MostPlaces = 4

// Decimal reads a number from 0 to high with at most MostPlaces digits after the point.
func (s *Scanner) Decimal(want string, high int64) (Decimal, error) {
	w := s.next(false)
	whole, part, pointed := strings.Cut(w, ".")
	part = strings.TrimRight(part, "0")
	units, err := strconv.ParseUint(whole+part, 10, 63)
	d := Decimal{Units: int64(units), Places: len(part)}
	if err != nil || whole == "" || pointed && strings.HasSuffix(w, ".") || d.Places > MostPlaces ||
		d.Units > high*Pow10(d.Places) {
		return Decimal{},
			s.Refuse(fmt.Sprintf("%s (a number from 0 to %d with at most %d digits after the point)", want, high,
				MostPlaces))
	}
	return d, nil
}

// Pow10 is 10 to the power of places, 0 to 18.
func Pow10(places int) int64 {
	v := int64(1)
	for range places {
		v *= 10
	}
	return v
}

// End makes sure that nothing follows.
func (s *Scanner) End() error {
	if s.next(false) != "" || s.err != nil {
		return s.Refuse("the end of the file")
	}
	return nil
}

// EndLine makes sure that nothing follows on this line.
func (s *Scanner) EndLine() error {
	if s.next(true) != "" || s.err != nil {
		return s.Refuse("the end of the line")
	}
	return nil
}
