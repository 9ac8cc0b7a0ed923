// Package indicator counts: the yearly report of the network, from coded rows alone.
//
// Inlet: the coded rows and facts of live cases, and past cases imported once as frozen coded rows with fresh numbers.
// Outlet: the report of a year, exact for the head office, protected for everybody else, as a page, a file and JSON.
//
// Invariants. I1: complaint and cooperation are counted here, after the fact, and read by nothing that decides. I14:
// only who agreed to be counted is counted; the report gives both totals, documented and released. I15: a report names
// its cut-off, its code lists and its rules, and the same rows give the same report. Shares are never typed: each is
// computed from the two counts that stand beside it.
package indicator
