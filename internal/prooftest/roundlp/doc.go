// Package roundlp is a second opinion on placement rounds: it reads a round's file by docs/round.md alone, shares no
// code with the solver, and says for itself who can be given what and which answer is the best. Tests only.
//
// A File becomes a Round, whose choices (a place and its week, a flat before it, a flat alone, nothing) each say what
// they add to every tier. Check holds an answer against every rule and counts its tiers again. Two ways find the best:
// Search tries all choices of a small round, Best asks GLPK tier by tier.
//
// Where docs/round.md gives no scale (covered, freshness, reached, wished, what a family place is), the scales in
// criteria.go are those the program prints; a change of them is seen here. Where it has two readings, the one that is
// safest for the person is taken and its place in the code says so.
package roundlp
