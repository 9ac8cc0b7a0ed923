// Package letters writes texts as they are compared, so that "Ecole" finds "École" at every search and in every list.
package letters

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Plain is a text without accents and capitals. Its spaces stay: whoever compares whole names squeezes them by Words.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

// Words is Plain with one space between words, and none around them.
func Words(s string) string { return strings.Join(strings.Fields(Plain(s)), " ") }
