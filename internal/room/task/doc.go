// Package task keeps what a team still means to do about a case, by when and by whom, and what its people note for one
// another.
//
// Inlets: whoever of the team that evaluates, organises or hosts writes it down. Outlets: the panel of the case for
// that team alone, and a line of the home of whose task it is when its day comes.
//
// Codes are for the line; words are sealed in a compartment that the team holds: danger for those who evaluate, the
// journey for those who organise, the host's own notes for the host. A team reads what it wrote itself, and nothing of
// the others'.
package task
