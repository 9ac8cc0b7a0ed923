package country

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of what is taken for a slip of the hand.
const (
	leastSlip = 4 // shorter names are near to too many others
	longName  = 8 // signs from which two slips are looked for
	mostSlips = 6 // areas that are asked about
)

// Near lists the areas of which a text may be the name with a slip of the hand, the nearest first: a sign too many or
// too few, another, or two that changed places; two such in a long name. It is for asking back where Find reads
// nothing, and never read in silence.
func (p *Areas) Near(text string) []Reading {
	head, _ := halves(text)
	typed := strings.Join(slices.DeleteFunc(strings.Fields(fold(head)), func(w string) bool {
		return strings.ContainsAny(w, "0123456789")
	}), " ")
	allowed := 1
	if utf8.RuneCountInString(typed) >= longName {
		allowed = 2
	}
	if utf8.RuneCountInString(typed) < leastSlip {
		return nil
	}
	type near struct {
		name  string
		slips int
	}
	var names []near
	for _, name := range slices.Sorted(maps.Keys(p.named)) {
		best := allowed + 1
		for _, t := range articled(typed) {
			best = min(best, slips([]rune(t), []rune(name), allowed))
		}
		if best <= allowed {
			names = append(names, near{name, best})
		}
	}
	slices.SortStableFunc(names, func(a, b near) int { return cmp.Compare(a.slips, b.slips) })
	var out []Reading
	for _, n := range names {
		for _, r := range p.named[n.name] {
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out[:min(len(out), mostSlips)]
}

// slips counts the slips between two names: signs put in, left out, taken for another, or two exchanged. Beyond most it
// is not exact.
func slips(a, b []rune, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			other := 1
			if a[i] == b[j] {
				other = 0
			}
			row[j+1] = min(row[j]+1, last[j+1]+1, last[j]+other)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
