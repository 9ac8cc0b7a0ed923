package web

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"

	"havre.example/havre/internal/country"
)

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

// CheckTexts compares the languages of one source: the same keys, the same placeholders, none empty. Every room's tests
// call it with its own embedded files.
func CheckTexts(sources ...fs.FS) []error {
	tongues, err := written()
	if err != nil {
		return []error{err}
	}
	var errs []error
	for _, src := range sources {
		model, err := tongues[0].read(src, nil)
		errs = append(errs, err)
		for _, key := range slices.Sorted(maps.Keys(model)) {
			if x := model[key]; x.empty() {
				errs = append(errs, fmt.Errorf("texts: %s: %q is empty", TextsFile(tongues[0].Tag), key))
			} else {
				errs = append(errs, x.wrong(key, x)...)
			}
		}
		for _, g := range tongues[1:] {
			other, err := g.read(src, model)
			errs = append(errs, err)
			errs = append(errs, compare(tongues[0], g, model, other)...)
		}
	}
	return slices.DeleteFunc(errs, func(err error) bool { return err == nil })
}

func compare(m, g *tongue, model, other map[string]text) (errs []error) {
	for _, key := range slices.Sorted(maps.Keys(model)) {
		x, ok := other[key]
		switch {
		case !ok:
			errs = append(errs, fmt.Errorf("texts: %q is missing in %s", key, TextsFile(g.Tag)))
		case x.empty():
			errs = append(errs, fmt.Errorf("texts: %s: %q is empty", TextsFile(g.Tag), key))
		default:
			errs = append(errs, x.wrong(key, model[key])...)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(other)) {
		if _, ok := model[key]; !ok {
			errs = append(errs, fmt.Errorf("texts: %q is missing in %s", key, TextsFile(m.Tag)))
		}
	}
	return errs
}

// empty tells whether nothing is written yet.
func (x text) empty() bool {
	for _, s := range x.forms {
		if strings.TrimSpace(s) != "" {
			return false
		}
	}
	return strings.TrimSpace(x.other) == ""
}

// wrong is against, and what a text of an address must be, each with the text's file and key.
func (x text) wrong(key string, model text) (errs []error) {
	for _, wrong := range append(x.against(model), addressed(key, x)) {
		if wrong != nil {
			errs = append(errs, fmt.Errorf("texts: %s: %q %w", TextsFile(x.tongue.Tag), key, wrong))
		}
	}
	return errs
}

// against says what keeps a text from standing where the model's stands: placeholders that are not its own, plural
// forms that its language lacks or does not have.
func (x text) against(model text) (wrong []error) {
	if x.forms != nil && model.forms == nil {
		return []error{errors.New("counts in one language only")}
	}
	if model.forms != nil {
		wrong = append(wrong, x.countsWell()...)
	}
	given, want := filled(placeholders(x.other)), filled(placeholders(model.other))
	if !slices.Equal(given, want) {
		wrong = append(wrong, fmt.Errorf("has placeholders %v, not %v", given, want))
	}
	for _, f := range formNames(x.forms) {
		for _, p := range filled(placeholders(x.forms[pluralForms[f]])) {
			if !slices.Contains(want, p) {
				wrong = append(wrong, fmt.Errorf("has the placeholder %s under %s, which nothing fills", p, f))
			}
		}
	}
	return wrong
}

// countsWell compares the forms given with those that the language has.
func (x text) countsWell() (wrong []error) {
	has := x.tongue.examples()
	if x.forms == nil {
		if len(has) > 1 {
			wrong = append(wrong, fmt.Errorf("counts in one language only: it needs the forms %v", formNames(has)))
		}
		return wrong
	}
	for _, f := range formNames(has) {
		if strings.TrimSpace(x.forms[pluralForms[f]]) == "" {
			wrong = append(wrong, fmt.Errorf("lacks the form %s, for %v", f, has[pluralForms[f]]))
		}
	}
	for _, f := range formNames(x.forms) {
		if _, ok := has[pluralForms[f]]; !ok {
			wrong = append(wrong, fmt.Errorf("has the form %s, which %s does not use", f, x.tongue.Tag))
		}
	}
	return wrong
}

// formNames lists plural forms by their names, in CLDR's order.
func formNames[V any](forms map[plural.Form]V) (names []string) {
	for _, name := range []string{"zero", "one", "two", "few", "many", "other"} {
		if _, ok := forms[pluralForms[name]]; ok {
			names = append(names, name)
		}
	}
	return names
}

// filled leaves out the placeholders that the country fills: a text may name any of them, or none.
func filled(names []string) []string {
	return slices.DeleteFunc(names, func(n string) bool { return country.Known(strings.Trim(n, "{}")) })
}

func placeholders(s string) []string {
	found := placeholder.FindAllString(s, -1)
	slices.Sort(found)
	return slices.Compact(found)
}
