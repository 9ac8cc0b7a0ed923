// Package demo makes a demonstration network: partners from a file of places, past years from a file of history, and
// invented people who go their way through the rooms' own acts, on a clock that is moved by hand. Nothing is written
// past the rooms, so whatever a demonstration shows a real network can show too. The same seed gives the same people.
//
// A demonstration is marked as one: serve refuses its folder, and demo refuses the folder of a real network.
package demo
