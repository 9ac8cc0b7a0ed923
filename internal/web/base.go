package web

import (
	"context"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"havre.example/havre/internal/ask"
)

// A form that changes something kept carries its base: the version it was typed on, and a short mark of each answer as
// it stood. Where somebody else was faster, the page comes back with what was typed; but a field that nobody touched
// takes the newer answer, so that sending the page again undoes nothing (Screen.Compares).

// Base is what such a form carries, hidden. t is what is kept now, at version; the form keeps what it was typed on
// until its page says that somebody was faster. Read reads it, and Fill fills by it.
func Base[T any](f *Form, version int64, s ask.Sheet[T], t *T) templ.Component {
	marks := make([]string, len(s))
	for i, q := range s {
		marks[i] = markOf(q.Name, q.Get(t))
	}
	base := strings.Join(marks, " ")
	if f.Sent() && !f.Overtaken() {
		base = f.Value("base")
	}
	return templ.Join(Version(f, version), Hidden("base", base))
}

// stood tells whether an answer is the one that the form was typed on.
func (f *Form) stood(name string, a ask.Answer) bool {
	return slices.Contains(strings.Fields(f.Value("base")), markOf(name, a))
}

// renew puts a newer answer in the place of one that nobody touched.
func (f *Form) renew(q ask.Question, a ask.Answer) {
	fresh := NewForm(nil).In(f.country())
	fillOne(fresh, q, a)
	for _, part := range []string{"", "-day", "-month", "-year", "-time"} {
		f.d.values[q.Name+part] = fresh.d.values[q.Name+part]
	}
}

// Newer sums up what somebody else changed meanwhile: each answer that is not the one the form was typed on.
func Newer[T any](ctx context.Context, f *Form, s ask.Sheet[T], t *T) []Row {
	var out []Row
	for i, r := range Rows(ctx, s, t) {
		if !f.stood(s[i].Name, s[i].Get(t)) {
			out = append(out, r)
		}
	}
	return out
}
