package country

import (
	"fmt"
	"maps"
	"slices"
)

// Misfit is why an edit does not fit its country, or a rule its pack. People read it in their language, by Key and what
// is put into its text; Error says it in English, for the log and for who writes a pack.
type Misfit struct {
	Key  string
	Args []any // pairs of a name and a value, as texts take them
}

// misfits are the keys with what they say in English; the values of the arguments stand in their order.
var misfits = map[string]string{
	"day":       "it needs a day",
	"part":      "there is no such part",
	"rule":      "there is no such rule",
	"number":    "%v is no whole number",
	"no_figure": "value is empty",
	"one":       "it has one figure",
	"levels":    "it has a figure for each of %d levels",
	"figures":   "%d figures, not %d",
	"order":     "its figures do not grow",
	"bounds":    "it lies between %d and %d",
	"amount":    "there is no such amount",
	"cents":     "no amount",
	"list":      "there is no such list",
	"own":       "the program reads every code of this list by its name: nothing is added to it, and nothing ends",
	"code":      "there is no such code",
	"stays":     "the program reads %s by its name: it does not end",
	"early":     "it ends before it begins",
	"ended":     "it has ended before",
	"last":      "it is the last of its list, or of its group there",
	"twice":     "there is such a code already",
	"label":     "a label is missing: it needs words in each language of the network",
	"language":  "%q is no language of the network",
	"signs":     "the label in %q holds signs that nobody sees, or braces, or is longer than %d letters",
	"key":       "a key is at most 40 letters without accents, digits and _, and begins with a letter",
	"named":     "the program reads %s by its name: choose another key",
	"capitals":  "its key differs from %s by capitals alone",
	"group":     "it belongs to a group of its list: %s",
}

// MisfitKeys lists every key, sorted.
func MisfitKeys() []string { return slices.Sorted(maps.Keys(misfits)) }

func misfit(key string, args ...any) error {
	if _, ok := misfits[key]; !ok {
		panic("country: no misfit " + key) // a constant that the list forgot
	}
	return &Misfit{key, args}
}

// Error says it in English.
func (m *Misfit) Error() string {
	var values []any
	for i := 1; i < len(m.Args); i += 2 {
		values = append(values, m.Args[i])
	}
	return fmt.Sprintf(misfits[m.Key], values...)
}
