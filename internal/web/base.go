package web

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"havre.example/havre/internal/ask"
)

// A form that changes something kept carries its base: the version it was typed on, and a short mark of each answer as
// it stood. Where somebody else was faster, the page comes back with what was typed; but a field that nobody touched
// takes the newer answer, so that sending the page again undoes nothing (Screen.Compares).

// Part is some of what a form asks, with what is kept now: a form of several sheets, or with fields drawn by hand, has
// several.
type Part []kept

type kept struct {
	ask.Question
	answer ask.Answer
	byHand bool   // read by the page itself, and not by Read
	with   Part   // the fields that say one thing with it
	topic  string // what it is about, where its question does not say so
}

// Now is what t answers to a sheet.
func Now[T any](s ask.Sheet[T], t *T) Part {
	out := make(Part, len(s))
	for i, q := range s {
		out[i] = kept{Question: q.Question, answer: q.Get(t)}
	}
	return out
}

// Drawn is what is kept of a field that a page draws and reads itself, as the field shows it.
func Drawn(name string, values ...string) Part {
	return Part{{Question: ask.Question{Name: name, Kind: ask.Several}, answer: ask.Answer{Codes: values},
		byHand: true}}
}

// Together is fields that say one thing: where one of them was touched, all stay as they were typed.
func Together(parts ...Part) Part {
	whole := slices.Concat(parts...)
	out := slices.Clone(whole)
	for i := range out {
		out[i].with = whole
	}
	return out
}

// Of says what fields that are no questions, or those of another sheet, are about: their topic.
func (p Part) Of(topic string) Part {
	out := slices.Clone(p)
	for i := range out {
		out[i].topic = topic
	}
	return out
}

// Topics are what somebody else changed since a form was shown: the topics of what is kept now and is not what the form
// was typed on.
func Topics(f *Form, parts ...Part) []string {
	var out []string
	for _, k := range slices.Concat(parts...) {
		topic := cmp.Or(k.topic, k.Topic())
		unsaid := !f.had(k.Name) && markOf(k.Name, k.answer) == markOf(k.Name, ask.Answer{})
		if !unsaid && !f.Stood(k.Name, k.answer) && !slices.Contains(out, topic) {
			out = append(out, topic)
		}
	}
	return out
}

// Base is what such a form carries, hidden. The parts are what is kept now, at version; the form keeps what it was
// typed on until its page says that somebody was faster. Read reads it, and FillIn fills by it.
func Base(f *Form, version int64, parts ...Part) templ.Component {
	if !f.Sent() || f.Overtaken() {
		f.Rebase(parts...)
	}
	return templ.Join(Version(f, version), Hidden("base", f.Value("base")))
}

// Rebase says that what a form was typed on is what is kept now: its right answers were kept already.
func (f *Form) Rebase(parts ...Part) {
	var marks []string
	for _, k := range slices.Concat(parts...) {
		marks = append(marks, markOf(k.Name, k.answer))
	}
	f.Set("base", strings.Join(marks, " "))
}

// saying leaves out what a field says where nobody answered it: a button that stands at "not known yet" and an answer
// that was never given say the same.
func saying(values []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" || v == "unknown" })
}

// Stood tells whether an answer is the one that the form was typed on.
func (f *Form) Stood(name string, a ask.Answer) bool {
	return slices.Contains(strings.Fields(f.Value("base")), markOf(name, a))
}

// Moved tells whether one of the answers to a sheet that a form was typed on is not the one that is kept now.
func Moved[T any](f *Form, s ask.Sheet[T], now *T) bool {
	return slices.ContainsFunc(s, func(q ask.Field[T]) bool {
		return f.had(q.Name) && !f.Stood(q.Name, q.Get(now))
	})
}

// had tells whether the form that was typed on showed a question.
func (f *Form) had(name string) bool { return strings.Contains(" "+f.Value("base"), " "+name+":") }

// untouched tells whether a field still says what the form was typed on; one that the form did not have says nothing.
func (f *Form) untouched(k kept) bool {
	switch {
	case k.with != nil:
		return !slices.ContainsFunc(k.with, func(o kept) bool { return !f.untouched(o) })
	case k.byHand:
		return f.Stood(k.Name, ask.Answer{Codes: f.Values(k.Name)})
	case slices.Contains(f.d.untouched, k.Name):
		return true
	}
	said := func(part string) bool { return f.Value(part) != "" }
	return !f.had(k.Name) && !slices.ContainsFunc(PartsOf(k.Name), said)
}

// PartsOf are the fields in which a question may be answered.
func PartsOf(name string) []string {
	return []string{name, name + "-day", name + "-month", name + "-year", name + "-time", name + turn}
}

// renew puts a newer answer in the place of one that nobody touched.
func (f *Form) renew(k kept) {
	fresh := NewForm(nil).In(f.country())
	fillOne(fresh, k.Question, k.answer)
	for _, name := range append(PartsOf(k.Name), k.Name+place) {
		f.d.values[name] = fresh.d.values[name]
	}
}

// Newer sums up what somebody else changed meanwhile: each answer that is not the one the form was typed on.
func Newer(ctx context.Context, f *Form, parts ...Part) []Row {
	var out []Row
	for _, k := range slices.Concat(parts...) {
		if !k.byHand && !f.Stood(k.Name, k.answer) {
			out = append(out, Row{Label: k.Label(), Value: Answered(ctx, k.Question, k.answer)})
		}
	}
	return out
}
