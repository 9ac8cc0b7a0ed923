package web

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
)

// Label is a code of a list in the words of the page, whether or not it may still be chosen; empty for no code.
func Label[S ~string](ctx context.Context, list country.ListName, code S) string {
	return Country(ctx).List(list).Label(Lang(ctx), string(code))
}

// LabelIn is Label within a sentence: without the capital that it begins with where it stands alone, but that of an
// abbreviation.
func LabelIn[S ~string](ctx context.Context, list country.ListName, code S) string {
	return inside(Label(ctx, list, code))
}

func inside(label string) string {
	first, n := utf8.DecodeRuneInString(label)
	if next, _ := utf8.DecodeRuneInString(label[n:]); n == 0 || unicode.IsUpper(next) {
		return label
	}
	return string(unicode.ToLower(first)) + label[n:]
}

// LabelOr is a code of a list in words; where there is none, what a text says of that.
func LabelOr[S ~string](ctx context.Context, list country.ListName, code S, none string) string {
	if code == "" {
		return T(ctx, none)
	}
	return Label(ctx, list, code)
}

// Labels are several codes of a list in words, one after the other: the first as it stands alone.
func Labels(ctx context.Context, list country.ListName, codes []string) string {
	return begun(LabelsIn(ctx, list, codes))
}

// LabelsIn is Labels within a sentence.
func LabelsIn(ctx context.Context, list country.ListName, codes []string) string {
	return Joined(ctx, ", ", codes, func(ctx context.Context, code string) string { return LabelIn(ctx, list, code) })
}

// CodeOptions are the codes of a list that may be chosen today, and those that stood in the answer, for a form that
// asks by hand; of ask.Departments too.
func CodeOptions(ctx context.Context, list country.ListName, stood ...string) []Option {
	q := ask.Question{Kind: ask.One, List: list}
	return offered(ctx, q.Choices(Country(ctx), Lang(ctx), Today(ctx), stood...))
}

// OptionsFrom are things to choose from, each by what stands for it and in words.
func OptionsFrom[T any](list []T, say func(T) (value, label string)) []Option {
	out := make([]Option, len(list))
	for i, t := range list {
		out[i].Value, out[i].Label = say(t)
	}
	return out
}

// AreaName is an area as it is shown: "Lot (46)", "Lille, Nord"; or that the place is known in words only.
func AreaName(ctx context.Context, code string) string {
	if code == country.InWords {
		return T(ctx, "web.area.in_words")
	}
	return Country(ctx).Label(code)
}

// AreaNames are several areas as they are shown; each may have a comma of its own.
func AreaNames(ctx context.Context, codes []string) string {
	return Apart(ctx, Each(ctx, codes, AreaName))
}

// Apart joins words each of which may have a comma of its own, as the language writes what stands between them.
func Apart(ctx context.Context, words []string) string {
	out := ""
	for i, w := range words {
		if i == 0 {
			out = w
			continue
		}
		out = T(ctx, "web.apart", "some", out, "next", w)
	}
	return out
}

// Each is what a function makes of each of a list.
func Each[T, O any](ctx context.Context, list []T, say func(context.Context, T) O) []O {
	out := make([]O, len(list))
	for i, t := range list {
		out[i] = say(ctx, t)
	}
	return out
}

// Joined is Each in one line.
func Joined[T any](ctx context.Context, between string, list []T, say func(context.Context, T) string) string {
	return strings.Join(Each(ctx, list, say), between)
}
