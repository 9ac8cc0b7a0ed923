// Package proposal is one host asked for one person: where it stands, what it was told, and the interview.
//
// state.go is the one table of what may follow what; proposal.go keeps proposals, interview.go the interviews planned
// for them; search.go counts how often hosts were asked or let go in a case, so that a second coordinator learns what
// the first did; board.go is a proposal with its place, as the head office and the host itself see it, and whether the
// person has said yes since the interview (I2).
//
// A proposal tells codes and numbers alone (Shape): no name, age, nationality, origin or danger. Its number tells
// nothing. While it is live its place is held, and the database lets no second one hold it (I7).
package proposal
