package ask

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// Sheet is questions in reading order, bound to the T that their answers fill.
type Sheet[T any] []Field[T]

// Of declares a sheet of a room. A name given twice is a mistake in the program and panics.
func Of[T any](room string, fields ...Field[T]) Sheet[T] {
	seen := map[string]bool{}
	for i := range fields {
		if seen[fields[i].Name] {
			panic("ask: " + room + " asks " + fields[i].Name + " twice in one sheet")
		}
		seen[fields[i].Name] = true
		fields[i].Room = room
		declare(fields[i].Question)
	}
	return fields
}

// Join reads several sheets as one.
func Join[T any](sheets ...Sheet[T]) Sheet[T] { return slices.Concat(sheets...) }

// Guesses tells whether the tick of a name is asked here, and says that a birth is a guess.
func (s Sheet[T]) Guesses(tick string, t *T) bool {
	return slices.ContainsFunc(s, func(f Field[T]) bool { return f.Name == tick && f.get(t).Known() })
}

// Prefixed gives every field of a form another name: a page may ask the same questions of several things.
func (s Sheet[T]) Prefixed(prefix string) Sheet[T] {
	out := slices.Clone(s)
	for i := range out {
		out[i].text = out[i].Text()
		out[i].Name = prefix + out[i].Name
	}
	return out
}

// Questions are the questions alone.
func (s Sheet[T]) Questions() []Question {
	out := make([]Question, len(s))
	for i, f := range s {
		out[i] = f.Question
	}
	return out
}

// Named finds a question by its name. A name that is not asked is a mistake in the program and panics.
func (s Sheet[T]) Named(name string) Field[T] {
	for _, f := range s {
		if f.Name == name {
			return f
		}
	}
	panic("ask: nobody asks " + name)
}

// Only keeps the questions of these names, in their order.
func (s Sheet[T]) Only(names ...string) Sheet[T] {
	out := make(Sheet[T], len(names))
	for i, n := range names {
		out[i] = s.Named(n)
	}
	return out
}

// Without leaves the questions of these names out.
func (s Sheet[T]) Without(names ...string) Sheet[T] {
	return slices.DeleteFunc(slices.Clone(s), func(f Field[T]) bool { return slices.Contains(names, f.Name) })
}

// Missing lists the topics that nobody has answered yet, in reading order.
func (s Sheet[T]) Missing(t *T) []string {
	var out []string
	for _, f := range s {
		if f.Wanted && !f.get(t).Known() && (f.known == nil || !f.known(t)) && !slices.Contains(out, f.Topic()) {
			out = append(out, f.Topic())
		}
	}
	return out
}

// Changed lists the topics that two readings answer differently, in reading order.
func (s Sheet[T]) Changed(a, b *T) []string {
	var out []string
	for _, f := range s {
		if !f.get(a).Equal(f.get(b)) && !slices.Contains(out, f.Topic()) {
			out = append(out, f.Topic())
		}
	}
	return out
}

// Carry copies what stays true when the person goes to another place.
func (s Sheet[T]) Carry(from, to *T) {
	for _, f := range s {
		if f.Carried {
			f.set(to, f.get(from))
		}
	}
}

// most is how many codes one answer may hold; more came from no form.
const most = 200

// Whole tells whether t answers every question that must be.
func (s Sheet[T]) Whole(t *T) bool {
	return !slices.ContainsFunc(s, func(f Field[T]) bool {
		a := f.get(t)
		return f.Must && a.Code() == "" && a.Words.Empty()
	})
}

// Sound tells whether t answers every question in a way that a form could have sent. It looks past what is still open.
// A code that ended may stay where one of those that stood before t has it: what was recorded outlives its code.
func (s Sheet[T]) Sound(t *T, p *country.Pack, on date.Date, stood ...*T) bool {
	return !slices.ContainsFunc(s, func(f Field[T]) bool {
		var before []string
		for _, o := range stood {
			before = append(before, f.get(o).Codes...)
		}
		return !f.Question.Sound(f.get(t), p, on, before...)
	})
}

// Sound tells whether an answer is one that a form could have sent, where those codes stood before.
func (q Question) Sound(a Answer, p *country.Pack, on date.Date, stood ...string) bool {
	if q.Kind == Sealed {
		return len(a.Codes) == 0
	}
	single := q.Kind != Several && q.Kind != TypedAll
	if !a.Words.Empty() || len(a.Codes) > most || single && len(a.Codes) > 1 {
		return false
	}
	for _, v := range a.Codes {
		if (v != "" || !single) && !q.takes(v, p, on, stood) {
			return false
		}
	}
	return true
}

func (q Question) takes(v string, p *country.Pack, on date.Date, stood []string) bool {
	switch q.Kind {
	case Plain:
		return utf8.RuneCountInString(v) <= q.Most && q.Fits(v)
	case ThreeWay:
		_, err := tri.Parse(v)
		return err == nil
	case Ticked:
		return v == tri.Yes.String()
	case One, Several, Typed, TypedAll:
		return q.offers(v, p, on, stood)
	case Count:
		if born, ok := date.ParseRough(v); ok && q.Guessed != "" && born.Month > 0 {
			return born.Year >= q.Least && born.Year <= q.top(on) && !(q.Past && born.Ahead(on))
		}
		n, err := strconv.Atoi(v)
		return err == nil && n >= q.Least && n <= q.top(on)
	case OnDay:
		if m, ok := date.ReadMonth(v); ok && q.Months {
			v = m.String() + "-01"
		}
		d, err := date.Parse(v)
		return err == nil && !(q.Past && on.AddDays(1).Before(d)) // it may be that day already elsewhere in the country
	case AtHour:
		return !codes(v).Moment().IsZero()
	case Amount:
		return codes(v).Cents() > 0
	}
	return false
}
