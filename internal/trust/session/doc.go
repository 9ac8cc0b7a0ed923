// Package session signs people in and keeps them signed in without keeping their keys.
//
// The cookie is a random token. The server stores its hash, and the person's keys sealed under the token: a copied
// session table opens nothing, and any node can serve. A session ends after 30 minutes without a request, after 12
// hours, when its owner closes it, and at once when the owner leaves a team.
//
// In this release people sign in with a generated passphrase of seven words (90 bits) and a time-based one-time code
// (RFC 6238). Both again, at most five minutes ago, is a step-up; the journal marks it as weak.
package session
