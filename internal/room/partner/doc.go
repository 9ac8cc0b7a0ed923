// Package partner keeps the network's partners: the convention of each, its sites and its places.
//
// Inlet: the head office's own work, an import of a file, and the hosts, who say which of their places are free.
// Outlets: AllPlaces and PlaceOf for the search, AddressOf for the journey, and Hold, Release, Occupy and Vacate, by
// which the rooms of the path take a place within their own act.
//
// A place's address is sealed to head-office logistics, and to its host once the host's first member has joined; the
// search knows the department alone.
//
// Invariants: I7 (a place is held by at most one referral at a time; holds expire by themselves; capacity cannot go
// below occupied), I10 (what a host left open is unknown, never no), I1 (nothing here is about a person helped).
package partner
