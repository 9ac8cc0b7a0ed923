// Package words has lists of plain words to be drawn from, for passphrases that are copied by hand and for keys that
// two people compare by telephone.
//
// The French list is CC0 1.0 (chmduquesne/diceware-fr, tails/wordlist_fr_8192.txt), the English one CC BY 3.0 US by
// the Electronic Frontier Foundation (J. Bonneau, 2016); both without words that wound in this field: slurs, peoples
// and religions, violence, police, death, flight, debt, trade in people, being held, hidden or carried off, illness,
// children and marriage, weapons, migration. Words are lower case letters a to z. In the French list some words begin
// with another one, so that words are always kept apart by a space.
package words

import (
	"crypto/rand"
	"embed"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"sync"

	"havre.example/havre/internal/kernel/lang"
)

//go:embed *.txt
var files embed.FS

// List is the words of one language, sorted, none twice.
type List []string

// lists reads each list once.
var lists = sync.OnceValue(func() map[string]List {
	out := map[string]List{}
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // they are part of the program
	}
	for _, e := range entries {
		text, err := files.ReadFile(e.Name())
		if err != nil {
			panic(err)
		}
		out[strings.TrimSuffix(e.Name(), ".txt")] = strings.Fields(string(text))
	}
	return out
})

// In is the list of a language, whatever its region; where there is none, the first list by the name of its language,
// which is English.
func In(tag lang.Tag) List {
	base, _ := tag.BCP47().Base()
	if l, ok := lists()[base.String()]; ok {
		return l
	}
	return lists()[slices.Min(slices.Collect(maps.Keys(lists())))]
}

// Draw draws n words, each evenly from the whole list and apart from the others. 7 words are 86 bits in French, 88 in
// English.
func (l List) Draw(n int) ([]string, error) {
	out := make([]string, n)
	for i := range out {
		k, err := rand.Int(rand.Reader, big.NewInt(int64(len(l))))
		if err != nil {
			return nil, fmt.Errorf("draw a word: %w", err)
		}
		out[i] = l[k.Int64()]
	}
	return out, nil
}

// Read turns the first bytes of a hash into n words, four bytes a word; the hash has 4n bytes at least. A remainder of
// 32 bits is uneven by less than one in 600,000.
func (l List) Read(hash []byte, n int) []string {
	out := make([]string, n)
	for i := range out {
		b := hash[4*i : 4*i+4]
		out[i] = l[(uint32(b[0])<<24|uint32(b[1])<<16|uint32(b[2])<<8|uint32(b[3]))%uint32(len(l))]
	}
	return out
}
