// Package column reads what a database hands over for a type that is kept as text.
package column

import "fmt"

// Text reads a column of text into v, as parse does; NULL is the empty text. Nothing changes where parse refuses, and
// its error is returned.
func Text[T any](v *T, src any, parse func(string) (T, error)) error {
	var s string
	switch x := src.(type) {
	case nil:
	case string:
		s = x
	case []byte:
		s = string(x)
	default:
		return fmt.Errorf("column: a text is kept as text, not as %T", src)
	}
	p, err := parse(s)
	if err == nil {
		*v = p
	}
	return err
}
