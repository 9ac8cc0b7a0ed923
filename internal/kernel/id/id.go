// Package id makes identifiers that are random, sort by the hour they were made, and cannot be mixed up between
// entities.
//
// An identifier is 128 bits: 48 bits of Unix milliseconds, then 80 random bits (the layout of a ULID). In URLs and
// texts it is 26 letters and digits of Crockford's base 32, lower case; in SQL it is its 16 bytes.
package id

import (
	"crypto/rand"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"
)

// ID identifies one entity of kind E. E is never instantiated: it only keeps a case from being passed for a place.
type ID[E any] struct{ b [16]byte }

// ErrMalformed tells that a text or a value is not an identifier.
var ErrMalformed = errors.New("id: not an identifier")

// Source makes the random part of new identifiers; tests replace it through NewFrom.
var source io.Reader = rand.Reader

// New returns a fresh identifier for the instant now.
func New[E any](now time.Time) ID[E] { return NewFrom[E](now, source) }

// NewFrom is New with the randomness given, for repeatable tests.
func NewFrom[E any](now time.Time, random io.Reader) ID[E] {
	var v ID[E]
	ms := uint64(now.UnixMilli())
	binary.BigEndian.PutUint64(v.b[:8], ms<<16)
	if _, err := io.ReadFull(random, v.b[6:]); err != nil {
		panic("id: no randomness: " + err.Error())
	}
	return v
}

// Random returns an identifier that tells nothing, not even when it was made: for aliases and one-time numbers.
func Random[E any]() ID[E] {
	var v ID[E]
	if _, err := io.ReadFull(source, v.b[:]); err != nil {
		panic("id: no randomness: " + err.Error())
	}
	return v
}

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

var value = func() (t [256]int8) {
	for i := range t {
		t[i] = -1
	}
	for i := range len(alphabet) {
		t[alphabet[i]] = int8(i)
		if c := alphabet[i]; c >= 'a' {
			t[c-'a'+'A'] = int8(i)
		}
	}
	return t
}()

// String returns the 26 characters of the identifier.
func (v ID[E]) String() string {
	var out [26]byte
	hi, lo := binary.BigEndian.Uint64(v.b[:8]), binary.BigEndian.Uint64(v.b[8:])
	for i := 25; i >= 0; i-- {
		out[i] = alphabet[lo&31]
		lo = lo>>5 | hi<<59
		hi >>= 5
	}
	return string(out[:])
}

// Parse reads what String wrote, in either letter case.
func Parse[E any](s string) (ID[E], error) {
	var v ID[E]
	if len(s) != 26 || value[s[0]] > 7 {
		return v, ErrMalformed
	}
	var hi, lo uint64
	for i := range 26 {
		d := value[s[i]]
		if d < 0 {
			return ID[E]{}, ErrMalformed
		}
		hi = hi<<5 | lo>>59
		lo = lo<<5 | uint64(d)
	}
	binary.BigEndian.PutUint64(v.b[:8], hi)
	binary.BigEndian.PutUint64(v.b[8:], lo)
	return v, nil
}

// Last returns the identifier above every other: a list that counts down starts below it.
func Last[E any]() (v ID[E]) {
	for i := range v.b {
		v.b[i] = 0xff
	}
	return v
}

// IsZero tells whether the identifier was never set.
func (v ID[E]) IsZero() bool { return v.b == [16]byte{} }

// Bytes returns a copy of the 16 bytes.
func (v ID[E]) Bytes() []byte { return append([]byte(nil), v.b[:]...) }

// FromBytes reads what Bytes returned.
func FromBytes[E any](b []byte) (ID[E], error) {
	var v ID[E]
	if len(b) != 16 {
		return v, ErrMalformed
	}
	copy(v.b[:], b)
	return v, nil
}

// As gives the same bits as an identifier of another kind. Only the doors use it, where a case, a place or a
// contact becomes "an object that has keys".
func As[To, From any](v ID[From]) ID[To] { return ID[To](v) }

// Value stores the 16 bytes; a zero identifier is refused, so that a forgotten one never reaches a table.
func (v ID[E]) Value() (driver.Value, error) {
	if v.IsZero() {
		return nil, fmt.Errorf("id: zero %T: %w", v, ErrMalformed)
	}
	return v.b[:], nil
}

// Scan reads 16 bytes; NULL and an empty value give the zero identifier.
func (v *ID[E]) Scan(src any) error {
	switch s := src.(type) {
	case nil:
		*v = ID[E]{}
		return nil
	case []byte:
		if len(s) == 0 {
			*v = ID[E]{}
			return nil
		}
		if len(s) != 16 {
			return ErrMalformed
		}
		copy(v.b[:], s)
		return nil
	}
	return ErrMalformed
}

// MarshalText lets an identifier stand in exports.
func (v ID[E]) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (v *ID[E]) UnmarshalText(b []byte) error {
	p, err := Parse[E](string(b))
	if err == nil {
		*v = p
	}
	return err
}

// Or returns the value to store when the identifier may be absent: its bytes, or an empty value.
func (v ID[E]) Or() []byte {
	if v.IsZero() {
		return []byte{}
	}
	return v.b[:]
}
