// Package decision is the record of asking hosts: what the coordinator saw, what was chosen, against what, and why.
//
// record.go is what was seen, in codes and numbers, compressed; it is written once and never changed (I17). reason.go
// is what a choice may go against, from a datum nobody waited for to a rule set aside, and the reason that fits: of the
// gravest group, with words where an order or a rule is passed over.
package decision
