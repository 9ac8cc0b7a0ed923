package roundcheck

import (
	"encoding/json"
	"maps"
	"slices"
)

// Shrink leaves out of a file whatever can be left out while bad still says so of the rest, so that a person can read
// what is wrong. Bad is never asked about a text that is not a file.
func Shrink(f *File, bad func(*File) bool) *File {
	var tree any
	if err := json.Unmarshal(f.Text(), &tree); err != nil {
		panic(err) // written by Text
	}
	still := func() bool {
		text, err := json.Marshal(tree)
		if err != nil {
			return false
		}
		f, err := ReadFile(text)
		return err == nil && bad(f)
	}
	for less := true; less; {
		less = prune(tree, func(any) {}, still)
	}
	text, err := json.Marshal(tree)
	if err != nil {
		panic(err) // read a line above
	}
	if f, err = ReadFile(text); err != nil {
		panic(err)
	}
	return f
}

// needed are fields whose absence would say something else.
var needed = map[string]bool{"household": true, "adults": true, "needs": true, "security": true, "beds": true,
	"yearly": true, "zones": true, "mode": true, "weeks": true, "waited": true, "state": true}

// prune tries to leave out each part of a tree, the larger first; put replaces the tree in what it is a part of.
func prune(tree any, put func(any), still func() bool) (less bool) {
	switch x := tree.(type) {
	case []any:
		for i := 0; i < len(x); {
			without := slices.Delete(slices.Clone(x), i, i+1)
			if put(without); still() {
				x, less = without, true
				continue
			}
			put(x)
			i++
		}
		for i := range x {
			less = prune(x[i], func(v any) { x[i] = v }, still) || less
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(x)) {
			v := x[k]
			if needed[k] {
				less = prune(v, func(v any) { x[k] = v }, still) || less
				continue
			}
			if delete(x, k); still() {
				less = true
				continue
			}
			x[k] = v
			less = prune(v, func(v any) { x[k] = v }, still) || less
		}
	}
	return less
}
