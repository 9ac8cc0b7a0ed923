package web

import (
	"context"
	"maps"
	"slices"
	"strings"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/digit"
)

// which is what stands behind the name of a field of areas where the form asks which of several areas was meant.
const which = "-which"

// inWords stands before a line that names several areas and was chosen to mean none of them.
const inWords = "="

// areasOf reads areas that were typed, each once. Where a line names several it is asked which, below the field;
// several may be meant where several may be answered. What was understood stands in the field as it is shown
// everywhere. Where the question says so, a line that names no area moves to the words behind it: by choice where the
// question asks first, or the line may be the name of an area with a slip of the hand; else at once. Nothing is lost,
// and nobody is kept from going on.
func areasOf(r *Request, q ask.Question) []string {
	f, p := r.Form(), r.Country()
	var lines, codes []string
	for _, typed := range f.d.values[q.Name] {
		if strings.TrimSpace(typed) == "" {
			continue
		}
		u := unread{typed: typed, found: keptAs(p, q, p.Find(digit.Plain(typed)))}
		if u.slip = len(u.found) == 0; u.slip {
			u.found = keptAs(p, q, p.Near(digit.Plain(typed)))
		}
		found := u.found
		switch meant := chosen(f, q, found); {
		case len(meant) > 0:
			found = meant
		case u.clear():
		case q.Else != "" && (len(found) == 0 && !q.Chosen || f.told(q, typed)):
			f.append(q.Else, typed)
			continue
		default:
			lines = append(lines, typed)
			f.unread(q.Name, u)
			continue
		}
		for _, a := range found {
			if !slices.Contains(codes, a.Code) {
				lines, codes = append(lines, a.Label), append(codes, a.Code)
			}
		}
	}
	f.d.values[q.Name] = lines
	if len(codes) == 0 && q.Must && f.Error(q.Name) == nil {
		f.Fail(q.Name, "web.form.choose")
	}
	return codes
}

// told tells whether a line that names no area, or several, is to be kept in words: by choice, or because its writer
// goes back.
func (f *Form) told(q ask.Question, typed string) bool {
	return f.d.asTyped || f.ticked(q.Name+which, inWords+typed)
}

// AsTyped keeps in words what would have to be asked about: whoever goes back is asked nothing.
func (f *Form) AsTyped() { f.d.asTyped = true }

// append adds a line to the words of a field.
func (f *Form) append(name, line string) {
	words := strings.TrimSpace(f.Value(name))
	if !slices.Contains(strings.Split(words, "\n"), line) {
		words = strings.TrimSpace(words + "\n" + line)
	}
	f.Set(name, words)
}

// keptAs are the areas that a text may name, as the question keeps them: only departments where it asks for them.
func keptAs(p *country.Pack, q ask.Question, found []country.Reading) []country.Reading {
	found = slices.Clone(found)
	if q.List == ask.Departments {
		for i := range found {
			d, _ := p.Department(found[i].Code)
			found[i].Area = d
		}
	}
	return found
}

// chosen are the readings that were ticked; one where only one may be answered.
func chosen(f *Form, q ask.Question, found []country.Reading) []country.Reading {
	ticked := slices.DeleteFunc(slices.Clone(found), func(a country.Reading) bool {
		return !f.ticked(q.Name+which, a.Label)
	})
	if q.Kind == ask.Typed && len(ticked) > 1 {
		return nil
	}
	return ticked
}

// unread is a line that names no area, or one of several.
type unread struct {
	typed string
	found []country.Reading // none: nothing is called so
	slip  bool              // nothing is called so, and these nearly
}

// clear tells whether a line names one area.
func (u unread) clear() bool { return len(u.found) == 1 && !u.slip }

// legend is what is asked about a line.
func (u unread) legend() string {
	switch {
	case len(u.found) == 0:
		return "web.form.nowhere"
	case u.slip:
		return "web.form.nearly"
	}
	return "web.form.which"
}

// unread remembers a line that was not understood.
func (f *Form) unread(name string, u unread) {
	f.Fail(name, "web.form.areas")
	if f.d.unread == nil {
		f.d.unread = map[string][]unread{}
	}
	f.d.unread[name] = append(f.d.unread[name], u)
}

// options are the areas that a line may name, and none of them where it may stay in words.
func (u unread) options(ctx context.Context, q Field) []Option {
	out := OptionsFrom(u.found, func(a country.Reading) (string, string) { return a.Label, a.Label })
	if q.Else {
		key := Either(len(u.found) > 0, "web.form.in_words", "web.form.in_words_only")
		out = append(out, Option{Value: inWords + u.typed, Label: T(ctx, key, "typed", u.typed)})
	}
	return out
}

// tick is how one of several areas is chosen.
func (q Field) tick() string {
	if q.Several {
		return "checkbox"
	}
	return "radio"
}

// example is an area of the country, to show how one is written behind a town.
func example(ctx context.Context) string { return Country(ctx).Departments()[0].Name }

func lineLabel(ctx context.Context, q Field, i int) string {
	return T(ctx, "web.form.nth", "label", q.label(ctx), "n", i+1)
}

// lineValue shows a value that was chosen by its name, and anything else as it was typed.
func lineValue(f *Form, q Field, i int, options []Option) string {
	values := f.Values(q.Name)
	if i >= len(values) {
		return ""
	}
	for _, o := range options {
		if o.Value == values[i] {
			return o.Label
		}
	}
	return values[i]
}

func sortedNames(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
