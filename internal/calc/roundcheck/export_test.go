package roundcheck

import (
	"maps"
	"slices"
)

// Judged names the fields of an answer's file.
func Judged() []string { return slices.Collect(maps.Keys(judged)) }
