package web

import (
	"context"
	"errors"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
)

// Takes adds refusals that belong beside a field to those about what was typed; it reports whether it put one there.
func (s Screen[T]) Takes(more func(*Form, error) bool) Screen[T] {
	others := s.takes // what Beside named already keeps its place
	s.takes = func(f *Form, err error) bool { return more(f, err) || others(f, err) }
	return s
}

// Tries tells that the act goes through the gate and says all that is wrong at once. Where something typed cannot be
// read, it is tried with the rest, and what it says of that is told as well: nobody corrects a form twice. Its rules
// judge no answer by another one that is missing.
func (s Screen[T]) Tries() Screen[T] { s.tries = true; return s }

// unread is ErrTyped, with what the act says of the answers that could be read.
func (r *Request) unread(act func(context.Context) error) error {
	if !r.form.d.tries {
		return ErrTyped
	}
	wrong := []error{ErrTyped}
	for _, one := range fault.All(act(access.Rehearsing(r.ctx))) {
		if fault.Is(one, fault.Invalid) && (fault.About(one) != "" || fault.Key(one) != fault.Key(ErrTyped)) {
			wrong = append(wrong, one)
		}
	}
	return fault.Join(wrong...)
}

// taken puts everything that was refused at once in its place, and tells whether nothing is left without one.
func (s Screen[T]) taken(f *Form, err error) bool {
	all := true
	for _, one := range fault.All(err) {
		all = (errors.Is(one, ErrTyped) || s.takes(f, one)) && all
	}
	return all
}

// Beside puts one refusal beside the field that it is about.
func (s Screen[T]) Beside(refusal error, field string) Screen[T] {
	others := s.takes
	s.takes = func(f *Form, err error) bool {
		if !errors.Is(err, refusal) {
			return others(f, err)
		}
		f.Fail(field, fault.Key(err))
		return true
	}
	return s
}

// TakeConflict is for Takes: what cannot be done any more is said in the form, which keeps what was typed.
func TakeConflict(f *Form, err error) bool {
	if !fault.Is(err, fault.Conflict) {
		return false
	}
	f.Fail("", fault.Key(err))
	return true
}

// TakeAbsent is for Takes: that what was typed in a field does not exist is said beside it, in the room's words.
func TakeAbsent(field, words string) func(*Form, error) bool {
	return func(f *Form, err error) bool {
		absent := fault.Is(err, fault.NotFound)
		if absent {
			f.Fail(field, words)
		}
		return absent
	}
}
