// Package gate is the one door to the data. A room gets rows only through a handle, and holding a handle means: this
// actor may do this act on this case, the keys the act may open are in hand, and the journal entry commits with the
// data, in one transaction.
//
// There are six doors. Case is one person's case. Circle is lists of the cases a team follows. Office is what concerns
// no case: partners, places, people, contacts. Public is for pages without account. Figures is coded, consented rows,
// and gives no id. Machine tells Havre's own jobs which cases wait for them. Each has its own kind of query, declared
// as a constant; SQL built from a variable does not compile.
//
// Reading doors run on a snapshot and write their journal entry before they return, in a transaction that checks again
// that the team still stands in the circle and the wraps still exist: nothing is rendered before the entry is durable,
// and a revocation is instant.
package gate
