// Package placement finds a safe place for one person and leads host and person to their two yeses: it searches every
// place of the network, asks hosts without telling who, plans the interview, and opens the name to the one host that
// receives.
//
// Where to look, each part in a folder with a page of its own:
//
//	finding   who waits, the search of every place, its order, why not there, who is next in line
//	asking    propose and hold, the host's answer, the interview, the admission; search again after a no
//	weighing  rounds: the best places for everybody who waits, together
//	review    looking back: one decision as it was, and what became of a year
//	pricing   what the kinds of scarce place cost, made each night from the past
//
// What they share stands below them: question is what the engine (calc/match) is asked, proposal is one host asked and
// its states, decision is the record of what was seen and the reasons given. An arrow is an import:
//
//	question <- pricing <- finding <- asking      question, pricing <- weighing      decision <- review
//	proposal, decision <- finding, asking
//
// Inlets: the facts admitted, needs_stated, danger_zone_set, second_agreement, no_show and the end of a case; the
// places that partners declare. Outlets: host_accepted, interview_planned, interview_held, search_again, placed,
// no_place.
//
// Invariants: I1 (search reads no field of police, papers, nationality; gender only where a host's own profile names
// it), I3 (a refusal is recorded, lowers nothing, and leaves nothing to take back), I4 (no proposal into a danger zone,
// checked again before the interview and before admission), I5 (only the head office and the host itself see which
// place), I7 (one hold a place; hold and answer-by are one instant, and a hold ends by itself), I13 (before the
// interview is planned the host has no key at all; before admission none to the identity), I17 (a decision is kept as
// it was seen).
package placement
