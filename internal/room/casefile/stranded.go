package casefile

import "slices"

// Astray are the stages at which somebody who left has no place.
var Astray = []Stage{Searching, Meeting, Waiting}

// Stranded tells whether she left and has no place to arrive at: whoever called her arrival off, and whatever the
// cause, she is on her way to nowhere. The journey says so, and the search that is to end it.
func Stranded(at Stage, facts []Told) bool {
	last, _ := Last(facts, "departed", "placed", "arrived", "whereabouts_told")
	return last.Kind == "departed" && slices.Contains(Astray, at)
}
