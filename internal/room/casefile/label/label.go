// Package label makes the label of a case: a tree and a number, "Tilleul 3".
//
// A label lets a team speak of a case without a name. It is drawn at random, so
// that nobody types the person's own name as one and nothing about the person
// can be read from it. The store keeps the tree's code and the number; the words
// are those of the network's first language, so that a case has one label. Whether a label is still free among open
// cases is for the store to say: draw again until it is.
package label

import (
	"io"
	"slices"
	"strconv"
)

// Max is the largest number of a label; the smallest is 1.
const Max = 999

var known = func() map[string]bool {
	m := make(map[string]bool, len(trees))
	for _, code := range trees {
		m[code] = true
	}
	return m
}()

// New draws a label from the random source, evenly over all trees and numbers.
// It fails only when the source does.
func New(random io.Reader) (code string, number int, err error) {
	t, err := below(random, len(trees))
	if err != nil {
		return "", 0, err
	}
	n, err := below(random, Max)
	if err != nil {
		return "", 0, err
	}
	return trees[t], n + 1, nil
}

// Codes lists the trees' codes, in a fixed order.
func Codes() []string { return slices.Clone(trees) }

// below draws evenly from 0 to n-1 (n at most 65536): two bytes at a time, those
// of the last, incomplete round of n are thrown away.
func below(random io.Reader, n int) (int, error) {
	limit := 1 << 16 / n * n
	var b [2]byte
	for {
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return 0, err
		}
		if v := int(b[0])<<8 | int(b[1]); v < limit {
			return v % n, nil
		}
	}
}

// Teller says a name as the whole network says it, whoever reads.
type Teller interface {
	// ProperName is the name that a text of this key gives.
	ProperName(key string) string
}

// Text is the label in words, the same to every reader, since two people speak of the case by it: "Tilleul 3" in a
// network whose first language is French. A code that the list does not have stands for itself.
func Text(t Teller, code string, number int) string {
	name := code
	if known[code] {
		name = t.ProperName("casefile.tree." + code)
	}
	return name + " " + strconv.Itoa(number)
}
