// Package review looks back: at one decision as it was seen, and at what became of a year.
//
// decision.go opens the record of one decision, or takes it away as a file without who decided and without words.
// count.go counts a year: who was admitted, how long they waited and who was placed, what was decided against the
// order and why, why hosts could not receive, what each criterion cost. year.go makes figures of the counts, true for
// the head office and protected for everybody else, with intervals beside shares and medians.
//
// Nothing in it is read by the search: a refusal or an override changes no rule and no order (I17). Figures count those
// who agreed (I14), and equal counts give an equal review (I15).
package review
