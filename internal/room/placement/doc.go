// Package placement finds a safe place for one person and leads host and person to their two yeses: it searches every
// place of the network, asks hosts without telling who, plans the interview, and opens the name to the one host that
// receives.
//
// Where to look: search.go, need.go and facts.go ask the engine for one person, read.go and whynot.go say why;
// propose.go, override.go, decide.go and repair.go are the decision, its reasons, its record and what follows a no;
// answer.go, interview.go and admit.go the way to both yeses; round.go, weigh.go, roundpage.go and roundcase.go weigh
// the places for everybody who waits; review.go and fairness.go look back at a year.
//
// Inlets: the facts admitted, needs_stated, danger_zone_set, second_agreement, no_show and the end of a case; the
// places that partners declare. Outlets: host_accepted, interview_planned, interview_held, search_again, placed,
// no_place.
//
// Invariants: I1 (search reads no field of police, papers, nationality; gender only where a host's own profile names
// it), I3 (a refusal is recorded, lowers nothing, and leaves nothing to take back), I4 (no proposal into a danger zone,
// checked again before the interview and before admission), I5 (only the head office and the host itself see which
// place), I7 (one hold a place; hold and answer-by are one instant, and a hold ends by itself), I13 (before the
// interview is planned the host has no key at all; before admission none to the identity).
package placement
