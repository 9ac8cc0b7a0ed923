// Package consent keeps each of a person's agreements: dated, in her language, one per purpose, revocable.
//
// Inlet: referral records the first agreement when it opens a case; a coordinator records the second after the
// pre-admission interview. Outlets: the facts first_agreement and second_agreement; search_again when she says no or
// takes the second agreement back; withdrawn when she takes the first one back; statistics_consent of the coded row.
//
// Invariants: I2 (no referral without a first agreement, no travel without a second one given after the interview),
// I3 (a no or a withdrawal closes nothing else and leaves no sanction), I10 (what was not asked is not a no), I14
// (only who agreed is counted).
package consent
