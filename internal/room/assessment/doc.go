// Package assessment is the joint evaluation of a referral: the five admission criteria with who says so, indicators,
// danger zones, who is at risk, needs, wishes, and what is not known yet. A person decides and signs; no total does.
//
// Inlet: a case that was referred. Outlets: EvaluationStarted, DangerZoneSet, Admitted, NeedsStated, NotAdmitted.
//
// Invariants: I1 (a decision is given Grounds, which have no field for police, papers, nationality or gender); I4 (a
// zone that reaches where the person stays asks to check again); I9 (an age that is unknown or disputed asks which way
// child protection takes, and is never a silent refusal); I10 (nothing is no by default); I11 (assertions of different
// asserters stand side by side); I16 (each save is a new dated version, the former stays).
package assessment
