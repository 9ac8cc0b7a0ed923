// Package tri holds facts that may be unknown (invariant I10): yes, no and "not known yet" are three different
// answers everywhere, and the zero value is "not known yet", never "no".
package tri

import (
	"database/sql/driver"
	"errors"

	"havre.example/havre/internal/kernel/column"
)

// Value is yes, no or unknown.
type Value int8

// The three answers. Unknown is the zero value on purpose.
const (
	Unknown Value = iota
	Yes
	No
)

// ErrInvalid tells that a text is none of the three answers.
var ErrInvalid = errors.New("tri: neither yes, no nor unknown")

// Parse reads "yes", "no", "unknown"; an empty text is Unknown.
func Parse(s string) (Value, error) {
	switch s {
	case "yes":
		return Yes, nil
	case "no":
		return No, nil
	case "unknown", "":
		return Unknown, nil
	}
	return Unknown, ErrInvalid
}

// Of turns a known truth into a Value.
func Of(b bool) Value {
	if b {
		return Yes
	}
	return No
}

// String returns the code stored in SQL and used in forms.
func (v Value) String() string {
	switch v {
	case Yes:
		return "yes"
	case No:
		return "no"
	}
	return "unknown"
}

// Known tells whether the answer is yes or no.
func (v Value) Known() bool { return v == Yes || v == No }

// And is Kleene's conjunction: no if either is no, unknown if it depends on what is not known.
func (v Value) And(o Value) Value {
	switch {
	case v == No || o == No:
		return No
	case v == Yes && o == Yes:
		return Yes
	}
	return Unknown
}

// Value stores the code.
func (v Value) Value() (driver.Value, error) { return v.String(), nil }

// Scan reads the code; NULL is Unknown.
func (v *Value) Scan(src any) error {
	return column.Text(v, src, Parse)
}

// MarshalText writes the code.
func (v Value) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads the code.
func (v *Value) UnmarshalText(b []byte) error { return v.Scan(string(b)) }
