package linkage

import (
	"math/bits"
	"strings"
)

// How alike two parts of names are, from 0 to 1. At Same or above they may well be one.
const (
	Same     = 0.85
	sounding = 0.90 // one skeleton
	begun    = 0.92 // the first letters of it
	slipped  = 0.88 // one slip of the keyboard
	near     = 0.86 // so many letters in common and in order
)

// Like tells how alike two parts are, as Parts writes them: 1 where they are equal.
func Like(a, b string) float64 {
	return like(part{a, Sounds(a), lettersOf(a)}, part{b, Sounds(b), lettersOf(b)})
}

func like(a, b part) float64 {
	x, y := a.latin, b.latin
	switch {
	case x == y:
		return 1
	case min(len(x), len(y)) < fewestLetters: // of two letters, each may be another name
		return 0
	case soundAlike(a.sounds, b.sounds, max(len(x), len(y)) <= 4), joined(x, y), joined(y, x):
		return sounding
	case 3*apart(a, b) > min(len(x), len(y)): // no measure below would find them alike
		return 0
	case min(len(x), len(y)) >= 5 && oneSlip(x, y):
		return slipped
	}
	if w := winkler(x, y); w >= near {
		return w
	}
	return 0
}

// joined tells whether one is the other with the article before it, which is written apart, joined or left out.
func joined(long, short string) bool {
	rest, ok := strings.CutPrefix(long, "al")
	if !ok {
		rest, ok = strings.CutPrefix(long, "el")
	}
	return ok && len(rest) > 3 && rest == short
}

// apart counts the letters of the shorter that the other has not.
func apart(a, b part) int {
	if len(a.latin) > len(b.latin) {
		a, b = b, a
	}
	return bits.OnesCount32(a.letters &^ b.letters)
}

func soundAlike(a, b [2]string, short bool) bool {
	for _, s := range a {
		if (len(s) > 1 || short && s != "") && (s == b[0] || s == b[1]) {
			return true
		}
	}
	return false
}

// winkler is the measure of Jaro and Winkler: letters in common and in order, a common beginning counting more
// (W. E. Winkler, "String Comparator Metrics and Enhanced Decision Rules", 1990).
func winkler(a, b string) float64 {
	if len(a) > 64 || len(b) > 64 {
		return 0
	}
	var inA, inB [64]bool
	reach := max(max(len(a), len(b))/2-1, 0)
	common := 0
	for i := range len(a) {
		for j := max(0, i-reach); j < min(len(b), i+reach+1); j++ {
			if !inB[j] && a[i] == b[j] {
				inA[i], inB[j] = true, true
				common++
				break
			}
		}
	}
	if common == 0 {
		return 0
	}
	swapped, j := 0, 0
	for i := range len(a) {
		if !inA[i] {
			continue
		}
		for !inB[j] {
			j++
		}
		if a[i] != b[j] {
			swapped++
		}
		j++
	}
	m := float64(common)
	jaro := (m/float64(len(a)) + m/float64(len(b)) + (m-float64(swapped)/2)/m) / 3
	begin := 0
	for begin < min(len(a), len(b), 4) && a[begin] == b[begin] {
		begin++
	}
	return jaro + float64(begin)*0.1*(1-jaro)
}

// oneSlip tells whether one letter more, less or other, or two neighbours swapped, make one of the other.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	return a[i+1:] == b[i+1:] || i+2 <= len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
