// Package stay follows a person from the arrival to the end: the shelter's own notes, aid, help given, steps before
// the law, another place when this one no longer serves.
//
// Inlet: cases whose facts hold Arrived. Outlets: TransferAsked (a new referral of kind transfer follows),
// SecretBreached (an alarm of the coordinator), Left (the place is free again). The host's notes lie in the
// compartment shelter_notes, whose only key the host's team makes for itself with the first note; the host goes on
// reading its own notes after the end.
//
// Invariants: I1 (no step here reads complaint, testimony, papers, nationality or gender: State.Next, MayPay and the
// end take none of them), I6 (one stay of a case; children are part of it), I8 (aid on arrival once, monthly aid in a
// month of the stay), I10, I12 (every legal deadline has an owner, a reminder and an outcome).
package stay
