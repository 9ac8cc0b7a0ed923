// Package roundcheck is a second reading of placement rounds: it reads a round's file by docs/round.md alone, shares no
// code with the solver, and says for itself who can be given what and what an answer is worth.
//
// A File becomes a Round, whose choices (a place and its week, a flat before it, a flat alone, nothing) each say what
// they add to every tier. Check holds an answer against every rule and counts its tiers again. In the tests two ways
// find the best: Search tries all choices of a small round, Best asks GLPK tier by tier.
//
// Where a sentence has two readings, the one that is safest for the person is taken and its place in the code says so.
package roundcheck
