// Package pseudo makes languages that nobody speaks out of the program's own words: every letter is another, every text
// longer, in one of them read from right to left. Whoever adds a text writes its two real words; a test that finds a
// real one on a page in such a language has found a word that came from elsewhere. Tests only.
package pseudo

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/web"
)

// File is the whole file of texts of a language, as a country's folder holds it.
func File(texts *web.Texts, l lang.Language) []byte {
	var out bytes.Buffer
	err := texts.Write(&out, l, func(key, _, model string) string {
		if strings.Contains(key, ".url.") {
			return address(model)
		}
		return Words(model, l.RTL)
	})
	if err != nil {
		panic(fmt.Sprintf("pseudo: %v", err)) // a buffer takes everything
	}
	return out.Bytes()
}

const (
	small   = "ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑ"
	capital = "ȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ"
	right   = "ابتثجحخدذرزسشصضطظعغفقكلمنه"
)

var letters, rightward = []rune(small + capital), []rune(right)

// Words writes words in other letters, between brackets and a third longer. What stands in braces stays.
func Words(s string, rtl bool) string {
	if strings.TrimSpace(s) == "" {
		return s
	}
	var out strings.Builder
	out.WriteByte('[')
	n, inside := 0, false
	for _, r := range norm.NFD.String(s) {
		switch {
		case r == '{' || r == '}':
			inside = r == '{'
		case !inside:
			if unicode.Is(unicode.Mn, r) {
				continue
			}
			r = other(r, rtl)
			n++
		}
		out.WriteRune(r)
	}
	for i := range n / 3 {
		if i%6 == 0 {
			out.WriteByte(' ') // a line breaks between words
		}
		out.WriteRune(other('o', rtl))
	}
	out.WriteByte(']')
	return norm.NFC.String(out.String())
}

func other(r rune, rtl bool) rune {
	at := -1
	switch {
	case r >= 'a' && r <= 'z':
		at = int(r - 'a')
	case r >= 'A' && r <= 'Z':
		at = int(r-'A') + len(rightward)
	case unicode.IsLetter(r): // œ
		at = 0
	default:
		return r
	}
	if rtl {
		return rightward[at%len(rightward)]
	}
	return letters[at]
}

// address turns the words of an address around: they stay small letters a to z.
func address(s string) string {
	parts := strings.Split(s, "/")
	for i, p := range parts {
		if !strings.HasPrefix(p, "{") {
			r := []rune(p)
			slices.Reverse(r)
			parts[i] = "x-" + string(r)
		}
	}
	return strings.Join(parts, "/")
}
