// Package access says who may do what: actors, acts and one typed table of rules. It is pure: the doors of package
// gate ask it, the web shell shows it, and a test writes it down as a table people can read.
//
// Nothing here can read whether a person cooperates with the police, her papers, her nationality or her gender: the
// types have no such field (invariant I1).
package access
