package ask

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
)

// Answer is what was answered, whatever the question: codes, or words about a person. A day, a number and an amount
// are one code in the form in which they are stored.
type Answer struct {
	Codes []string
	Words secret.Text
	Area  string // of an AtHour: whose hour was written; empty: the head office's
}

// unknown are the codes that say "not known yet": an answer that people may give, and still not known (I10).
var unknown = []string{"", "unknown", "NonSpecifiedUnknown"}

// Known tells whether there is an answer that says something.
func (a Answer) Known() bool {
	return !a.Words.Empty() || len(a.Codes) > 0 && !slices.Contains(unknown, a.Codes[0])
}

// Code is the first code, empty where there is none.
func (a Answer) Code() string {
	if len(a.Codes) == 0 {
		return ""
	}
	return a.Codes[0]
}

// Equal tells whether two answers say the same.
func (a Answer) Equal(b Answer) bool {
	if a.Code() == "" && b.Code() == "" && len(a.Codes) < 2 && len(b.Codes) < 2 {
		return a.Words.Equal(b.Words)
	}
	return slices.Equal(a.Codes, b.Codes) && a.Words.Equal(b.Words)
}

// codes makes an answer of one code.
func codes(s string) Answer {
	if s == "" {
		return Answer{}
	}
	return Answer{Codes: []string{s}}
}

// Int is the answer to a Count; 0 where there is none. Of a birth it is the year.
func (a Answer) Int() int {
	if born, ok := date.ParseRough(a.Code()); ok {
		return born.Year
	}
	n, err := strconv.Atoi(a.Code())
	if err != nil {
		return 0
	}
	return n
}

// Born is the answer to a year of birth, with its month and its day where they were told.
func (a Answer) Born() date.Rough {
	born, _ := date.ParseRough(a.Code())
	return born
}

// Tri is the answer to a ThreeWay.
func (a Answer) Tri() tri.Value {
	v, err := tri.Parse(a.Code())
	if err != nil {
		return tri.Unknown
	}
	return v
}

// Date is the answer to an OnDay; zero where there is none.
func (a Answer) Date() date.Date {
	d, err := date.Parse(a.Code())
	if err != nil {
		return date.Date{}
	}
	return d
}

// Moment is the answer to an AtHour; zero where there is none.
func (a Answer) Moment() time.Time {
	t, err := time.Parse(time.RFC3339Nano, a.Code())
	if err != nil {
		return time.Time{}
	}
	return t
}

// Cents is the answer to an Amount; 0 where there is none.
func (a Answer) Cents() money.Cents { return money.Cents(a.Int()) }

// Counted makes the answer to a Count; 0 is none.
func Counted(n int) Answer {
	if n == 0 {
		return Answer{}
	}
	return codes(strconv.Itoa(n))
}

// Said makes the answer to a ThreeWay.
func Said(v tri.Value) Answer { return codes(v.String()) }

// Dated makes the answer to an OnDay.
func Dated(d date.Date) Answer { return codes(d.String()) }

// Timed makes the answer to an AtHour.
func Timed(t time.Time) Answer {
	if t.IsZero() {
		return Answer{}
	}
	return codes(t.UTC().Format(time.RFC3339Nano))
}

// Stored is an answer as its column keeps it: a number, or codes between spaces.
func (q Question) Stored(a Answer) any {
	switch {
	case q.Counts:
		return a.Int()
	case q.Kind == ThreeWay:
		return a.Tri().String() // I10: not asked is not known
	}
	return strings.Join(a.Codes, " ")
}

// Restored is the answer that a column keeps.
func (q Question) Restored(kept string) Answer {
	if q.Counts && kept == "0" {
		return Answer{}
	}
	return Answer{Codes: strings.Fields(kept)}
}
