package web

import (
	"context"

	"havre.example/havre/internal/ask"
)

// stood is what stands behind the name of a field for the codes that stood in its answer before the form was opened.
// One that has ended since is offered there, and nowhere else, as long as it stands: no answer is lost by saving
// another.
const stood = "-stood"

// stands says which codes stand in the answer to a question.
func (f *Form) stands(q ask.Question, a ask.Answer) {
	if q.List != "" && !q.Areas() {
		f.Set(q.Name+stood, a.Codes...)
	}
}

// choicesOf are the codes to choose from, those that stood among them.
func choicesOf(ctx context.Context, f *Form, q ask.Question) []ask.Choice {
	return q.Choices(Country(ctx), Lang(ctx), Today(ctx), f.Values(q.Name+stood)...)
}

// ended are the codes of an answer that are not offered any more.
func ended(ctx context.Context, f *Form, q ask.Question) (out []string) {
	if len(f.Values(q.Name+stood)) == 0 {
		return nil
	}
	for _, c := range choicesOf(ctx, f, q) {
		if c.Ended {
			out = append(out, c.Code)
		}
	}
	return out
}

// Ended marks the words of a code that is not offered any more, and stands.
func Ended(ctx context.Context, label string) string { return T(ctx, "web.form.ended", "label", label) }

// optionsOf are the answers to choose from, in the reader's language.
func optionsOf(ctx context.Context, f *Form, q ask.Question) []Option {
	if q.List == "" {
		return OptionsOf(ctx, q.OfValue(), q.Values)
	}
	return offered(ctx, choicesOf(ctx, f, q))
}

// offered are choices as they are offered, those that stand alone marked.
func offered(ctx context.Context, all []ask.Choice) []Option {
	return OptionsFrom(all, func(c ask.Choice) (string, string) {
		if c.Ended {
			return c.Code, Ended(ctx, c.Label)
		}
		return c.Code, c.Label
	})
}

// valuesOf are the codes that an answer may have.
func valuesOf(ctx context.Context, f *Form, q ask.Question) []string {
	if q.List == "" {
		return q.Values
	}
	var out []string
	for _, c := range choicesOf(ctx, f, q) {
		out = append(out, c.Code)
	}
	return out
}

// namesOf are the ways in which an answer may be typed: in the words of every language, and as it is shown.
func namesOf(ctx context.Context, f *Form, q ask.Question) []Option {
	names := q.Names(Country(ctx), PrinterOf(ctx).texts.set.Tags(), Today(ctx), f.Values(q.Name+stood)...)
	return append(OptionsFrom(names, func(c ask.Choice) (string, string) { return c.Code, c.Label }),
		optionsOf(ctx, f, q)...)
}
