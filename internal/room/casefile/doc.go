// Package casefile is the spine: the case, its circle (who needs to know), and the facts that rooms hand over.
//
// Inlet: a room that opens a case calls Open; every room tells facts with Tell. Outlets: facts, read by the next
// room's worklist; the stage, derived from them. Rooms do not call one another: each declares what it tells, what it
// waits for and which relations it gives (Declare), and docs/facts.md shows them side by side.
//
// Invariants: I3 (withdrawal is possible from every open stage and closes nothing else), I13 (outside the circle a
// case cannot be reached: the gate resolves only the team's own alias).
package casefile
