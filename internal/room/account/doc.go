// Package account is the room of the people who work with Havre: how they enter, who is in which team, what the network
// is called.
//
// Inlet: people at the door, and the administrator. Outlets: signed-in people for every other room; the home's lines
// about colleagues to welcome and about what a new network still lacks. The keys and the sessions themselves are those
// of package session; this room adds what people see and type.
//
// Invariants: nobody is in a team without an invitation read out by a member or the administrator; nobody reads a
// team's cases before a member compared six words with them by telephone; the administrator holds no key of a case; who
// leaves is out at once. What a newcomer is shown once (seven words, a secret of one-time codes) is stored nowhere in
// clear and never stands in an address.
package account
