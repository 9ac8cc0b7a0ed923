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

// Dialled tells whether a telephone number can be dialled, however it is written: "03.20 ...", "+33 3 20", "poste 12".
func Dialled(number string) bool {
	n := 0
	for _, r := range Plain(number) {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n >= 3
}

// Tel is what a telephone dials of a number as people write it: up to the first word or stroke behind it, so that an
// extension or a second number is not dialled with it, and without the (0) that a number from abroad leaves out.
func Tel(number string) string {
	number = Plain(number)
	if strings.HasPrefix(strings.TrimSpace(number), "+") {
		number = strings.Replace(number, "(0)", "", 1)
	}
	var out strings.Builder
	for _, r := range number {
		switch {
		case r >= '0' && r <= '9', r == '+' && out.Len() == 0:
			out.WriteRune(r)
		case out.Len() >= 3 && (unicode.IsLetter(r) || strings.ContainsRune("/,;#", r)):
			return out.String()
		}
	}
	return out.String()
}
