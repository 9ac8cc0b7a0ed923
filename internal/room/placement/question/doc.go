// Package question makes what the engine is asked (calc/match): the need of one person and each place, as casefile and
// partners know them.
//
// need.go reads a need from the coded row, danger zones, vetoes, wishes, what cannot move and whom she must not be
// near; place.go reads a place, a host's own profile, and how many people each host received this year; figures.go is
// the SQL by which figures name people first admitted in a time, and their worst danger.
//
// It is the one way from the records to the engine, for one person (finding) and for everybody who waits (weighing):
// no field of police, papers or nationality goes through it, and gender only to be compared with what a host declared
// (I1).
package question
