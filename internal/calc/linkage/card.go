package linkage

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"havre.example/havre/internal/kernel/digit"
)

// Person is what a card is made of: everything may be empty.
type Person struct {
	Names     string // as the person says them
	Aliases   string
	Telephone string
	Birth     string // 2001-03-09, 2001-03 or 2001
}

// part is a part of a name with its sounds and the set of its letters, as a card keeps them.
type part struct {
	latin   string
	sounds  [2]string
	letters uint32
}

// Card is a person ready to be compared with what somebody types.
type Card struct {
	Shown  string // the names as they were said, or the aliases
	parts  []part
	number []string // digits of each telephone
	year   int
}

// parted by what nobody types.
const (
	line  = "\x1e"
	piece = "\x1f"
)

// Write makes the card of a person, in the form that Read reads.
func Write(p Person) string {
	shown := strings.TrimSpace(p.Names)
	if shown == "" {
		shown = strings.TrimSpace(p.Aliases)
	}
	var parts []string
	for _, latin := range Parts(p.Names + " " + p.Aliases) {
		s := Sounds(latin)
		parts = append(parts, latin, s[0], s[1])
	}
	year, _, _ := strings.Cut(p.Birth, "-")
	return strings.Join([]string{strconv.Itoa(Version), strings.NewReplacer(line, " ", piece, " ").Replace(shown),
		strings.Join(parts, piece), strings.Join(numbers(p.Telephone), piece), onlyDigits(year)}, line)
}

// Read reads a card; false where it is of another version, or none.
func Read(card string) (Card, bool) {
	f := strings.Split(card, line)
	if len(f) != 5 || f[0] != strconv.Itoa(Version) {
		return Card{}, false
	}
	c := Card{Shown: f[1], number: strings.Split(f[3], piece)}
	c.year, _ = strconv.Atoi(f[4])
	for rest := f[2]; rest != ""; {
		var p part
		p.latin, rest, _ = strings.Cut(rest, piece)
		p.sounds[0], rest, _ = strings.Cut(rest, piece)
		p.sounds[1], rest, _ = strings.Cut(rest, piece)
		p.letters = lettersOf(p.latin)
		c.parts = append(c.parts, p)
	}
	return c, true
}

// Query is what somebody typed of a person: parts of names, a year of birth, digits of a telephone number.
type Query struct {
	parts  []part
	number string
	year   int
}

// fewest digits of a number, and letters of a beginning, that say something.
const (
	fewestDigits  = 4
	fewestLetters = 3
	wholeNumber   = 7
)

// Ask reads what was typed; false where nothing in it can be looked for.
func Ask(said string) (Query, bool) {
	var q Query
	for _, w := range Parts(digit.Plain(said)) {
		switch n := onlyDigits(w); {
		case strings.ContainsFunc(w, unicode.IsLetter):
			if len(w) > 1 {
				q.parts = append(q.parts, part{w, Sounds(w), lettersOf(w)})
			}
		case len(n) == 4 && q.year == 0 && (n[:2] == "19" || n[:2] == "20"):
			q.year, _ = strconv.Atoi(n)
		default:
			q.number += n
		}
	}
	if q.year != 0 && q.number != "" && len(q.parts) == 0 { // 06 12 19 85 34
		q.number, q.year = onlyDigits(digit.Plain(said)), 0
	}
	if len(q.number) < fewestDigits {
		q.number = ""
	}
	if said := slices.DeleteFunc(slices.Clone(q.parts), func(p part) bool { return articles[p.latin] }); len(said) > 0 {
		q.parts = said // "de" finds nobody, beside a name
	}
	return q, len(q.parts) > 0 || q.number != "" // a year alone is nobody
}

// articles stand in many names and find nobody.
var articles = map[string]bool{"al": true, "el": true, "de": true, "da": true, "di": true, "du": true, "la": true,
	"le": true, "ben": true, "bin": true, "ibn": true, "von": true, "van": true}

// Score tells how well a card answers, from 0 to 1: 0 unless each thing that was typed is found on it, for a name as
// a spelling of a part of hers or the beginning of one, each part once.
func (q Query) Score(c Card) float64 {
	sum, n := 0.0, 0
	if q.number != "" {
		if !slices.ContainsFunc(c.number, func(n string) bool { return dials(q.number, n) }) {
			return 0
		}
		sum, n = 1, 1
	}
	if q.year != 0 {
		switch {
		case c.year == q.year:
			sum++
		case c.year == q.year-1 || c.year == q.year+1: // told by somebody who reckons from the age
			sum += 0.9
		default:
			return 0
		}
		n++
	}
	var taken uint64
	for _, asked := range q.parts {
		best, at := 0.0, 0
		for i, p := range c.parts {
			if i < 64 && taken&(1<<i) == 0 {
				if s := asked.like(p); s > best {
					best, at = s, i
				}
			}
		}
		if best < Same {
			return 0
		}
		taken |= 1 << at
		sum, n = sum+best, n+1
	}
	return sum / float64(n)
}

// dials tells whether digits that were typed are a part of a number, or the number as it is dialled from abroad:
// +33 6 12 34 56 78 for 06 12 34 56 78.
func dials(typed, number string) bool {
	typed, number = strings.TrimLeft(typed, "0"), strings.TrimLeft(number, "0")
	return len(typed) >= fewestDigits-1 && strings.Contains(number, typed) ||
		len(number) >= wholeNumber && strings.HasSuffix(typed, number)
}

// like is Like for parts whose sounds are known, or the beginning of one.
func (a part) like(b part) float64 {
	if len(a.latin) >= fewestLetters && len(a.latin) < len(b.latin) && strings.HasPrefix(b.latin, a.latin) {
		return begun
	}
	return like(a, b)
}

func lettersOf(s string) (set uint32) {
	for i := range len(s) {
		if c := s[i] - 'a'; c < 26 {
			set |= 1 << c
		}
	}
	return set
}

// numbers are the digits of each telephone number, of several that were written into one line.
func numbers(said string) (out []string) {
	for _, n := range strings.FieldsFunc(digit.Plain(said), func(r rune) bool {
		return !unicode.IsDigit(r) && !strings.ContainsRune(" \u00a0\u202f+.-()", r)
	}) {
		if n = onlyDigits(n); n != "" {
			out = append(out, n)
		}
	}
	return out
}

func onlyDigits(s string) string {
	return string(slices.DeleteFunc([]byte(s), func(b byte) bool { return b < '0' || b > '9' }))
}
