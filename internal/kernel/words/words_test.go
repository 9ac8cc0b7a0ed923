package words_test

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"havre.example/havre/internal/kernel/words"
)

// Each list is plain, without doubles, and long enough: seven words of it are 84 bits at least.
func TestLists(t *testing.T) {
	plain := regexp.MustCompile(`^[a-z]{3,9}$`)
	for tag, least := range map[string]int{"fr": 5_000, "en": 6_000} {
		l := words.In("fr")
		if tag == "en" {
			l = words.In("en")
		}
		if len(l) < least || 7*math.Log2(float64(len(l))) < 84 {
			t.Errorf("%s: %d words", tag, len(l))
		}
		if !slices.IsSorted(l) || len(slices.Compact(slices.Clone(l))) != len(l) {
			t.Errorf("%s: not in order, or a word is there twice", tag)
		}
		for _, w := range l {
			if !plain.MatchString(w) {
				t.Errorf("%s: %q", tag, w)
			}
		}
	}
	// Words that the lists of others have, and that would wound here.
	for _, w := range strings.Fields("islamist slave prostitute illegal victim corpse suicide esclave " +
		"mendiant cadavre prison police viol dette cave corde ceinture collier gibier viande naufrage radeau barque " +
		"camion soute coffre berceau drap chambre prix jouet voile collar chain truck cradle punch") {
		if slices.Contains(words.In("fr"), w) || slices.Contains(words.In("en"), w) {
			t.Errorf("%q is in a list", w)
		}
	}
}

func TestALanguageHasItsOwnListOrTheOther(t *testing.T) {
	if slices.Equal(words.In("fr"), words.In("en")) || !slices.Equal(words.In("fr-CA"), words.In("fr")) ||
		!slices.Equal(words.In("ar"), words.In("en")) {
		t.Error("French, English and the others do not have the lists they should")
	}
}

// Every word is drawn, and the words of a draw do not depend on one another.
func TestDrawReachesTheWholeList(t *testing.T) {
	l := words.List{"ash", "birch", "cedar"}
	seen := map[string]int{}
	for range 600 {
		got, err := l.Draw(2)
		if err != nil || len(got) != 2 {
			t.Fatalf("%q, %v", got, err)
		}
		seen[strings.Join(got, " ")]++
	}
	if len(seen) != 9 { // the chance to miss one of nine in 600 is below 10 to the -29
		t.Errorf("%v", seen)
	}
}

func TestReadIsTheSameEachTime(t *testing.T) {
	l := words.List{"ash", "birch", "cedar"}
	if got := l.Read([]byte{0, 0, 0, 4, 0, 0, 1, 0, 255, 255, 255, 255}, 3); !slices.Equal(got,
		[]string{"birch", "birch", "ash"}) {
		t.Errorf("%q", got)
	}
}
