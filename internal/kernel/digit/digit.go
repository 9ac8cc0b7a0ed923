// Package digit reads numbers that are typed in the digits of any script.
package digit

import (
	"strings"
	"unicode"
)

// Plain writes the decimal digits of every script as 0 to 9; all else stays.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= unicode.MaxASCII || !unicode.IsDigit(r) {
			return r
		}
		return '0' + value(r)
	}, s)
}

// value is what a digit counts: Unicode lists the ten of a script one after the other.
func value(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if lo := rune(t.Lo); lo <= r && r <= rune(t.Hi) {
			return (r - lo) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if lo := rune(t.Lo); lo <= r && r <= rune(t.Hi) {
			return (r - lo) % 10
		}
	}
	return 0
}
