// Package person keeps who the person is: names, birth date, telephone and the safe way to reach her, sealed in
// identity; and the few coded facts about her that matching and counting need.
//
// Inlet: referral enters what it was told when it opens a case. Outlets: birth year, adult, gender, sex, nationality
// group and languages of the coded row; an item on the coordinators' home while adulthood is not certain.
//
// Invariants: I1 (gender and nationality are for her own rights and for statistics; nothing here lets them decide), I9
// (adult at admission; an unknown or disputed age shows the child-protection route and never rejects), I10, I13 (names
// open only to who holds the key to identity).
package person
