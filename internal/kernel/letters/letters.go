// Package letters writes texts as they are compared, so that "Ecole" finds "École" at every search and in every list.
package letters

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"havre.example/havre/internal/kernel/digit"
)

// Look is a text as the eye sees it: accents composed, one kind of apostrophe and of hyphen, one space between words
// and none around them. Two texts of one look are the same to whoever reads them.
func Look(s string) string {
	return strings.Join(strings.Fields(eye.Replace(norm.NFKC.String(s))), " ")
}

var (
	eye = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "‐", "-", "‑", "-", "–", "-", "−", "-", "\u00ad", "",
		"\u200b", "", "\ufeff", "", "\u2060", "")
	joints = strings.NewReplacer("-", " ", "'", " ", "œ", "oe", "æ", "ae")
)

// Fold is Look in small letters: names and words that are typed again are compared by it, at every box.
func Fold(s string) string { return strings.ToLower(Look(s)) }

// Typed is Look without accents and capitals: for what is typed again by heart, a login or a word copied by hand.
func Typed(s string) string { return Plain(Look(s)) }

// Code is a code as it is compared, however it was typed or pasted: its letters and digits, in small letters.
func Code(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, digit.Plain(norm.NFKC.String(s)))
}

// Plain is a text without accents and capitals. Its spaces stay: whoever compares whole names squeezes them by Words.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

// Words is Plain with one space between words, also where an apostrophe or a hyphen joins them, and none around them;
// joined letters are parted.
func Words(s string) string { return strings.Join(strings.Fields(joints.Replace(Plain(Look(s)))), " ") }
