package web

import (
	"context"
	"maps"
	"slices"
)

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
			return o.Label + " (" + o.Value + ")"
		}
	}
	return values[i]
}

func sortedNames(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
