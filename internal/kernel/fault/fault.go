// Package fault says what went wrong in two halves: a kind and a text key for people, and a wrapped cause for logs.
// Neither half ever holds a person's words.
package fault

import (
	"errors"
	"fmt"
	"slices"
)

// Kind decides how the fault is answered.
type Kind int

// The kinds. Forbidden is shown as NotFound outside the circle of a case.
const (
	Internal  Kind = iota // a flaw of ours: 500
	Invalid               // what was typed cannot be accepted: 422
	NotFound              // absent, or not yours: 404
	Forbidden             // present, not allowed: answered like NotFound
	Conflict              // somebody was faster, or the step is not possible any more: 409
	Busy                  // try again shortly: 503
)

// String names the kind for logs.
func (k Kind) String() string {
	return [...]string{"internal", "invalid", "not_found", "forbidden", "conflict", "busy"}[k]
}

// Fault is an error with a kind and a text key.
type Fault struct {
	kind  Kind
	key   string // text key for people, such as "placement.step_refused"
	about string // the question whose answer cannot be; empty where it is not one answer
	err   error  // cause, for logs; may be nil
}

// Must returns v. What it is asked about fails only where the program itself is wrong, as a key of a wrong size: it
// panics.
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Error gives kind, key and cause, for logs.
func (f *Fault) Error() string {
	if f.err == nil {
		return f.kind.String() + ": " + f.key
	}
	return f.kind.String() + ": " + f.key + ": " + f.err.Error()
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.err }

// Wrap gives err a kind and a text key. A nil err still makes a fault.
func Wrap(kind Kind, key string, err error) error { return &Fault{kind: kind, key: key, err: err} }

// New returns a fault without a cause.
func New(kind Kind, key string) error { return &Fault{kind: kind, key: key} }

// NewInvalid returns an Invalid fault.
func NewInvalid(key string) error { return New(Invalid, key) }

// NewAbout returns an Invalid fault about the answer to one question of the form, by its name: it is said beside it.
func NewAbout(question, key string) error { return &Fault{kind: Invalid, key: key, about: question} }

// NewNotFound returns a NotFound fault.
func NewNotFound(key string) error { return New(NotFound, key) }

// NewConflict returns a Conflict fault.
func NewConflict(key string) error { return New(Conflict, key) }

// NewBusy returns a Busy fault.
func NewBusy(key string) error { return New(Busy, key) }

// ErrAbsent tells that there is no such thing, or not for whoever asks.
var ErrAbsent = NewNotFound("fault.not_found")

// ErrChanged tells that somebody else changed the same thing meanwhile.
var ErrChanged = NewConflict("casefile.changed_meanwhile")

// ErrDamaged tells that what is kept does not read as it was written: the last copy is to be put back.
var ErrDamaged = errors.New("the database's file is damaged")

// ErrSame tells that what was said stands already: nothing was changed, and nothing is written.
var ErrSame = NewConflict("casefile.unchanged")

// KindOf returns the kind of err, Internal when it has none.
func KindOf(err error) Kind {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.kind
	}
	return Internal
}

// Is tells whether err is a fault of the kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Key returns the text key of err, or "fault.<kind>" when it has none.
func Key(err error) string {
	if f, ok := errors.AsType[*Fault](err); ok && f.key != "" {
		return f.key
	}
	return "fault." + KindOf(err).String()
}

// About returns the question whose answer err is about; empty where it is about more than one, or about none.
func About(err error) string {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.about
	}
	return ""
}

// Join is one error for everything that is wrong at once: nil where nothing is, and the one itself where it is one.
func Join(errs ...error) error {
	errs = slices.DeleteFunc(slices.Clone(errs), func(err error) bool { return err == nil })
	if len(errs) == 1 {
		return errs[0]
	}
	return errors.Join(errs...)
}

// All are the errors that err joins, or err alone.
func All(err error) []error {
	for e := err; e != nil; e = errors.Unwrap(e) {
		if _, whole := e.(*Fault); whole {
			break // whatever caused it
		}
		if several, ok := e.(interface{ Unwrap() []error }); ok {
			var out []error
			for _, one := range several.Unwrap() {
				out = append(out, All(one)...)
			}
			return out
		}
	}
	return []error{err}
}

// In wraps err with what was attempted, keeping kind and key; nil stays nil.
func In(attempt string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", attempt, err)
}
