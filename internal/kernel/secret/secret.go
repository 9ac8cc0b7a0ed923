// Package secret holds words about a person. A Text prints as a mask, refuses JSON and SQL, and gives its words only
// to Reveal, which the source tests allow in views and sealed exports only.
//
// The words lie behind a pointer: a masking type that holds a plain string still prints it when it sits in an
// unexported field, because fmt cannot call its methods there.
package secret

import (
	"crypto/subtle"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"unicode"
)

// Mask is all that anybody but Reveal's caller gets to see.
const Mask = "***"

// Text is words about a person. The zero Text is empty. Texts are not comparable with ==; use Equal.
type Text struct {
	_ [0]func()
	p *inner
}

type inner struct{ s []byte }

// ErrRefused is returned where a Text would have left in clear.
var ErrRefused = errors.New("secret: words about a person do not leave this way")

// Of wraps words.
func Of(s string) Text {
	if s == "" {
		return Text{}
	}
	return Text{p: &inner{[]byte(s)}}
}

// Reveal returns the words. Only views and sealed exports may call it (kept by a source test).
func (t Text) Reveal() string {
	if t.p == nil {
		return ""
	}
	return string(t.p.s)
}

// Lines are words below one another, without empty ones.
func Lines(words ...Text) Text {
	var out []string
	for _, w := range words {
		if !w.Empty() {
			out = append(out, w.Reveal())
		}
	}
	return Of(strings.Join(out, "\n"))
}

// Bytes returns a copy of the words for the sealer; nobody else may call it (kept by a source test).
func (t Text) Bytes() []byte {
	if t.p == nil {
		return nil
	}
	return append([]byte(nil), t.p.s...)
}

// Empty tells whether there are no words.
func (t Text) Empty() bool { return t.p == nil || len(t.p.s) == 0 }

// Says tells whether the words hold two letters at least, in any script: a mark alone says nothing.
func (t Text) Says() bool {
	n := 0
	for _, r := range t.Reveal() {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n > 1
}

// Equal compares in constant time.
func (t Text) Equal(o Text) bool {
	return subtle.ConstantTimeCompare([]byte(t.Reveal()), []byte(o.Reveal())) == 1
}

// String returns the mask.
func (Text) String() string { return Mask }

// GoString returns the mask.
func (Text) GoString() string { return Mask }

// Format prints the mask whatever the verb.
func (Text) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(Mask)) }

// LogValue gives slog the mask.
func (Text) LogValue() slog.Value { return slog.StringValue(Mask) }

// MarshalJSON refuses.
func (Text) MarshalJSON() ([]byte, error) { return nil, ErrRefused }

// MarshalText refuses.
func (Text) MarshalText() ([]byte, error) { return nil, ErrRefused }

// MarshalBinary refuses.
func (Text) MarshalBinary() ([]byte, error) { return nil, ErrRefused }

// GobEncode refuses.
func (Text) GobEncode() ([]byte, error) { return nil, ErrRefused }

// Value refuses: only a sealed value can be stored.
func (Text) Value() (driver.Value, error) { return nil, ErrRefused }

// Scan refuses: only the vault makes a Text from a stored value.
func (*Text) Scan(any) error { return ErrRefused }
