// Package file reads and writes a round as a file, so that what was solved can be solved again, here or elsewhere.
//
// file.go is the form of the file (docs/round.md describes every field) and its reading into a Round, checked whole;
// source.go reads JSON strictly, knows the line and column of each value, and says where a fault stands (Error);
// write.go writes a Round: opaque keys, codes and numbers alone, towns as labels, and of the travel times those that
// matter to it. Reading again what was written gives the same outcome.
package file
