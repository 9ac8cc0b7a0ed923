// Package referral is the way in: a partner, the head office for a caller, or a professional without account says, in
// nine small steps, that somebody needs a place far away.
//
// A draft is one sealed blob. A team's own draft is sealed in the compartment contact ("who calls, about what", before
// there is a case) to that team alone: no other team ever reads it, so parting it by chapter would protect nothing. A
// draft without account is sealed to the key pair of its receipt: twenty digits, stretched, of which nothing is stored.
//
// Inlet: a form, or a contact of the helpdesk (Open). Outlets: on submission a new case with its person, its first
// agreement and its danger zones; the facts first_agreement, referred and danger_zone_set; a thread with the referrer.
//
// Invariants: I1 (no question about police, papers or cooperation), I2 (no referral leaves draft without the person's
// agreement), I4 (danger zones from the first day), I9 (an uncertain age is taken in, and shown), I10 (not known is an
// answer), I13 (the receipt alone opens its draft and its thread).
package referral
