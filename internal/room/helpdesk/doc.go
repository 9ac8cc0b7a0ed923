// Package helpdesk is where calls, mails and visits are noted: who asks and about what, on one page, with the questions
// to ask beside it. A contact concerns no case and may concern no victim, so it stands outside the case file; what was
// said is sealed to the evaluation team in a compartment of the contact's own.
//
// Inlet: somebody calls. Outlets: advice given, directed elsewhere, no further contact, or a referral opened with
// everything that was typed (Referrals).
//
// Invariants: I10 (nobody is counted under a code that was not chosen: what is not stated stays "not stated").
package helpdesk
