package ask

import (
	"slices"
	"strconv"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/digit"
	"havre.example/havre/internal/kernel/money"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/trust/vault"
)

// Field is a question with the place of its answer in a T.
type Field[T any] struct {
	Question
	get   func(*T) Answer
	set   func(*T, Answer)
	known func(*T) bool // answered in another way too; nil: in no other
}

// Get is what t answers.
func (f Field[T]) Get(t *T) Answer { return f.get(t) }

// Set puts an answer into t.
func (f Field[T]) Set(t *T, a Answer) { f.set(t, a) }

// Text asks for words about no person, up to 200 signs.
func Text[T any](name string, at func(*T) *string) Field[T] {
	return of(Question{Name: name, Kind: Plain, Most: 200}, at)
}

// Words asks for words about a person, up to 200 signs, sealed in a compartment and kept in a column of it.
func Words[T any](name string, c vault.Compartment, column string, at func(*T) *secret.Text) Field[T] {
	return Field[T]{Question: Question{Name: name, Kind: Sealed, Most: 200, Compartment: c, Column: column},
		get: func(t *T) Answer { return Answer{Words: *at(t)} },
		set: func(t *T, a Answer) { *at(t) = a.Words }}
}

// Tri asks yes, no or not known yet.
func Tri[T any](name string, at func(*T) *tri.Value) Field[T] {
	return Field[T]{Question: Question{Name: name, Kind: ThreeWay},
		get: func(t *T) Answer { return Said(*at(t)) }, set: func(t *T, a Answer) { *at(t) = a.Tri() }}
}

// Tick asks for one yes.
func Tick[T any](name string, at func(*T) *bool) Field[T] {
	return Field[T]{Question: Question{Name: name, Kind: Ticked},
		get: func(t *T) Answer {
			if *at(t) {
				return codes(tri.Yes.String())
			}
			return Answer{}
		}, set: func(t *T, a Answer) { *at(t) = a.Code() != "" }}
}

// Code asks for one code of a list.
func Code[T any, V ~string](name string, list country.ListName, at func(*T) *V) Field[T] {
	return of(Question{Name: name, Kind: One, List: list}, at)
}

// Among asks for one of a few values that texts name.
func Among[T any, V ~string](name string, values []V, at func(*T) *V) Field[T] {
	q := Question{Name: name, Kind: One}
	for _, v := range values {
		q.Values = append(q.Values, string(v))
	}
	return of(q, at)
}

// Some asks for any number of a few values that texts name.
func Some[T any](name string, values []string, at func(*T) *[]string) Field[T] {
	f := Codes(name, "", at)
	f.Values = values
	return f
}

// Level asks for a rung of a scale from 1 to top that texts name; 0 is not known.
func Level[T any](name string, top int, at func(*T) *int) Field[T] {
	f := Number(name, 1, top, at)
	f.Kind, f.Least, f.Most, f.Mode = One, 0, 0, ""
	for n := range top {
		f.Values = append(f.Values, strconv.Itoa(n+1))
	}
	return f
}

// Codes asks for any number of codes of a list.
func Codes[T any](name string, list country.ListName, at func(*T) *[]string) Field[T] {
	return Field[T]{Question: Question{Name: name, Kind: Several, List: list},
		get: func(t *T) Answer { return Answer{Codes: *at(t)} },
		set: func(t *T, a Answer) { *at(t) = slices.Clone(a.Codes) }}
}

// Pick asks for one code of a list too long to show.
func Pick[T any, V ~string](name string, list country.ListName, at func(*T) *V) Field[T] {
	return of(Question{Name: name, Kind: Typed, List: list, Rows: 1}, at)
}

// Picks asks for any number of codes of a list too long to show, three lines at first.
func Picks[T any](name string, list country.ListName, at func(*T) *[]string) Field[T] {
	f := Codes(name, list, at)
	f.Kind, f.Rows = TypedAll, 3
	return f
}

// Number asks for a whole number, both bounds included; 0 is not known.
func Number[T any](name string, least, most int, at func(*T) *int) Field[T] {
	return Field[T]{Question: Question{Name: name, Kind: Count, Least: least, Most: most, Mode: "numeric",
		Counts: true},
		get: func(t *T) Answer { return Counted(*at(t)) }, set: func(t *T, a Answer) { *at(t) = a.Int() }}
}

// Day asks for a date.
func Day[T any](name string, at func(*T) *date.Date) Field[T] {
	return Field[T]{Question: Question{Name: name, Kind: OnDay},
		get: func(t *T) Answer { return Dated(*at(t)) }, set: func(t *T, a Answer) { *at(t) = a.Date() }}
}

// Hour asks for a date and an hour.
func Hour[T any](name string, at func(*T) *time.Time) Field[T] {
	return Field[T]{Question: Question{Name: name, Kind: AtHour},
		get: func(t *T) Answer { return Timed(*at(t)) }, set: func(t *T, a Answer) { *at(t) = a.Moment() }}
}

// There keeps with an hour of which area it is, so that it is filled again as it was written: a form asks it beside the
// hour.
func (f Field[T]) There(at func(*T) *string) Field[T] {
	get, set := f.get, f.set
	f.get = func(t *T) Answer {
		a := get(t)
		a.Area = *at(t)
		return a
	}
	f.set = func(t *T, a Answer) { set(t, a); *at(t) = a.Area }
	return f
}

// Money asks for an amount; 0 is none.
func Money[T any](name string, at func(*T) *money.Cents) Field[T] {
	return Field[T]{Question: Question{Name: name, Kind: Amount, Mode: "decimal", Counts: true},
		get: func(t *T) Answer { return Counted(int(*at(t))) }, set: func(t *T, a Answer) { *at(t) = a.Cents() }}
}

// AboveZero refuses an amount of nothing that somebody wrote: where none is written, another one is meant.
func (f Field[T]) AboveZero() Field[T] { f.Above = true; return f }

// Itself is the place of an answer that is all there is.
func Itself[T any](t *T) *T { return t }

// of binds a question that is answered by one word.
func of[T any, V ~string](q Question, at func(*T) *V) Field[T] {
	return Field[T]{Question: q,
		get: func(t *T) Answer { return codes(string(*at(t))) }, set: func(t *T, a Answer) { *at(t) = V(a.Code()) }}
}

// Required keeps a form from being sent without an answer.
func (f Field[T]) Required() Field[T] { f.Must, f.Aside = true, false; return f }

// Asked lists the question among what is not known yet until somebody answers it.
func (f Field[T]) Asked() Field[T] { f.Wanted = true; return f }

// Or is another way in which the question is answered, so that it is not missing.
func (f Field[T]) Or(known func(*T) bool) Field[T] { f.known = known; return f }

// Optional says beside the question that it may be left out.
func (f Field[T]) Optional() Field[T] { f.Aside = true; return f }

// Max bounds a text to n signs.
func (f Field[T]) Max(n int) Field[T] { f.Most = n; return f }

// Lines gives a text n lines, or offers n lines to type codes in.
func (f Field[T]) Lines(n int) Field[T] { f.Rows = n; return f }

// NotAhead refuses a day after today, and a year after this one.
func (f Field[T]) NotAhead() Field[T] { f.Past = true; return f }

// OrMonth takes a month and its year for a day, and says where they are kept.
func (f Field[T]) OrMonth(at func(*T) *string) Field[T] {
	get, set := f.get, f.set
	f.Months = true
	f.get = func(t *T) Answer {
		if *at(t) != "" {
			return codes(*at(t))
		}
		return get(t)
	}
	f.set = func(t *T, a Answer) {
		*at(t) = ""
		if _, ok := date.ReadMonth(a.Code()); ok {
			*at(t) = a.Code()
		}
		set(t, a)
	}
	return f
}

// MayBeGuessed names the tick, of another question, that says that a day is a guess.
func (f Field[T]) MayBeGuessed(tick string) Field[T] { f.Guessed = tick; return f }

// OfBirth says that a year is one of birth: it is read from whatever is known, such as a month and its year, or an age;
// guessed names the tick that says that it is a guess.
func (f Field[T]) OfBirth(guessed string) Field[T] { f.Guessed, f.Mode = guessed, ""; return f }

// WithMonth keeps the month that was told with a year of birth, and its day, as date.Rough writes them; fill says
// whether they fill the field again.
func (f Field[T]) WithMonth(fill bool, at func(*T) *string) Field[T] {
	get, set := f.get, f.set
	f.get = func(t *T) Answer {
		a := get(t)
		if born := codes(*at(t)); fill && born.Born().Month > 0 && born.Int() == a.Int() {
			return born
		}
		return a
	}
	f.set = func(t *T, a Answer) {
		*at(t) = ""
		set(t, a)
		if born := a.Born(); born.Month > 0 {
			*at(t) = born.String()
		}
	}
	return f
}

// LifeYears is how many years ago somebody alive was born at most.
const LifeYears = 110

// How many days ago something happened at most, where a day is asked: in somebody's life, and in the network's work,
// which is meant where nothing is said.
const (
	Life = LifeYears * 365
	Work = 5 * 365
)

// How many days ahead anything is planned at most: where nothing is said two years; the end of a stay as far as an
// evaluation may foresee it; and what is agreed between houses for years.
const (
	Plans      = 2 * 365
	LongStay   = LongWeeks * 7
	Agreements = 10 * 365
)

// LongWeeks is how long a stay is foreseen at most.
const LongWeeks = 260

// NotOlder refuses a day or an hour more than so many days ago: beyond them is a slip of the hand.
func (f Field[T]) NotOlder(days int) Field[T] { f.Back = days; return f }

// NotLater refuses a day or an hour more than so many days ahead, likewise.
func (f Field[T]) NotLater(days int) Field[T] { f.Ahead = days; return f }

// Kept says that the answer stays true when the person goes to another place: a transfer carries it over.
func (f Field[T]) Kept() Field[T] { f.Carried = true; return f }

// Where leaves out the codes of the list for which fn is false.
func (f Field[T]) Where(fn func(country.Code) bool) Field[T] { f.part = fn; return f }

// Opened shows codes as a list to open, however few they are.
func (f Field[T]) Opened() Field[T] { f.Listed = true; return f }

// AllSeen shows all codes at once, however many they are.
func (f Field[T]) AllSeen() Field[T] { f.Seen = true; return f }

// Sharing offers the suggestions of an earlier question, so that a page carries a long list once.
func (f Field[T]) Sharing(name string) Field[T] { f.Shares = name; return f }

// Else names the question of words, behind it, that keeps whatever is typed and names no area.
func (f Field[T]) Else(name string) Field[T] { f.Question.Else = name; return f }

// OrElse is Else where it is asked first, below the field: what was typed may be a slip of the hand.
func (f Field[T]) OrElse(name string) Field[T] { f.Question.Else, f.Chosen = name, true; return f }

// Typed names the keyboard of a small screen.
func (f Field[T]) Typed(mode string) Field[T] { f.Mode = mode; return f }

// Like refuses words for which fn is false; wrong is the text that says how to write them. A choice it lets be answered
// by codes for which fn is true, beside those that are offered.
func (f Field[T]) Like(fn func(string) bool, wrong string) Field[T] {
	f.like, f.Wrong = fn, wrong
	return f
}

// Telephone asks for a number that can be dialled: one rule for every form.
func (f Field[T]) Telephone() Field[T] {
	return f.Typed("tel").Like(digit.Dialled, "web.form.telephone")
}

// SafeBy says that a number may be called only where another question of the sheet is answered yes: otherwise it is
// shown as words, which no press calls.
func (f Field[T]) SafeBy(question string) Field[T] { f.Question.SafeBy = question; return f }

// Doubted keeps words that are written otherwise than they should be: the page that shows them says so.
func (f Field[T]) Doubted() Field[T] { f.Anyway = true; return f }

// Own asks somebody for their own: a browser may fill it in, by its name in HTML.
func (f Field[T]) Own(fills string) Field[T] { f.Fills = fills; return f }

// OnlyFor says that of those who hold the key to the words one team alone reads them: no act opens them for another.
func (f Field[T]) OnlyFor(r vault.Reader) Field[T] { f.Only = r; return f }

// In names the coded column that lists and figures read.
func (f Field[T]) In(column string) Field[T] { f.Column = column; return f }

// As names the question's texts otherwise than its field.
func (f Field[T]) As(text string) Field[T] { f.text = text; return f }

// Within makes the question part of another topic, under which it is missing and changes.
func (f Field[T]) Within(topic string) Field[T] { f.topic = topic; return f }
