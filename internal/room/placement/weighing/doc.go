// Package weighing finds the best places for everybody who waits, together: an assignment problem, solved by
// calc/round. It places nobody; a person decides, case by case, in finding and asking.
//
// gather.go builds the model: who waits, every place, what rules between two of them say; weigh.go solves it, at once
// where that proves the best, else in the background until it is proved, the time is over or somebody stops it; page.go
// is a round as the team reads it, beside the one before; person.go is one person of it: what could be hers, why not
// there, what would make one possible.
//
// A round is a working paper of a week. Its keys are the aliases of the team that asked, so that a file taken away
// names nobody; no field of police, papers, nationality or gender is in the model (I1).
package weighing
