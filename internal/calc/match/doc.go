// Package match says which places of a network fit one person's need, why, and in which order to look at them.
//
// Inlet: a Need and the Places, as plain values. Outlet: one Result for every place, none left out. Hard rules exclude,
// with the datum and who may correct it; what is not known never passes silently, it says "unknown, ask". Among the
// places that stand equal under the rules, ordered criteria decide, each an integer on a written scale: there is no
// total and no weight. Rules are dated editions (rule.json); what each compares is code. The package is pure: no clock,
// no I/O, no randomness; the same input gives the same answer.
//
// Invariants: I1 (no type here has a field for cooperation, complaint, papers, nationality or status; a host's own
// declared profile is compared by CompareDeclaredProfile, the one function that is told a gender), I4 (a place in a
// danger zone is excluded), I10 (unknown is neither yes nor no).
package match
