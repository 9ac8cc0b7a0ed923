// Package journal keeps who did or opened what, so that nothing can be hidden later: not from the people concerned,
// not from an auditor, not by an administrator.
//
// Every entry is written in the transaction of the act it records. Its leaf is the SHA-256 hash of a random salt and
// the entry's canonical form; the leaves form the Merkle tree of RFC 6962. Entries are put in order by batches: one
// row lists the entries of one commit group with the tree's frontier and root after them. From time to time the root
// is signed (Ed25519, the note format of the Go checksum database) and handed to outsiders. Nothing is ever updated
// or deleted; the databases refuse it.
//
// An entry holds no name and no content: object ids are random aliases made for the journal alone.
package journal
