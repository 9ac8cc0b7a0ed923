// Package vault seals what is said about a person and hands out the keys to read it.
//
// Every sealed object (a case, a contact, the address of a place) has a random key per compartment. The keys granted
// to one holder (a team or a named person) at one time travel together in a bundle, wrapped to the holder's public
// key (HPKE, RFC 9180, hybrid ML-KEM-768 and X25519). A team's private key is wrapped to each member; a member's own
// private key is opened by a passphrase and a one-time code. Without a wrap there is no way to the words, whatever
// another part of the program does.
//
// The package is pure: it knows no database. The doors of package gate store the wraps and fields made here.
package vault
