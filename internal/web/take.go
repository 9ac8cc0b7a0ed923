package web

import (
	"errors"

	"havre.example/havre/internal/kernel/fault"
)

// Takes adds refusals that belong beside a field to those about what was typed; it reports whether it put one there.
func (s Screen[T]) Takes(more func(*Form, error) bool) Screen[T] {
	others := s.takes // what Beside named already keeps its place
	s.takes = func(f *Form, err error) bool { return more(f, err) || others(f, err) }
	return s
}

// taken puts everything that was refused at once in its place, and tells whether nothing is left without one.
func (s Screen[T]) taken(f *Form, err error) bool {
	all := true
	for _, one := range fault.All(err) {
		all = s.takes(f, one) && all
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
