package date

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"havre.example/havre/internal/kernel/digit"
	"havre.example/havre/internal/kernel/tri"
)

// Rough is what is known of a day of birth: a year, perhaps its month, perhaps the day; all of it may be a guess. The
// zero Rough says nothing.
type Rough struct {
	Year  int
	Month int  // 0: not known
	Day   int  // 0: not known
	About bool // guessed
}

// guess is by how many years what is guessed may be wrong either way.
const guess = 3

// Exactly is the Rough of a day; of the zero Date the zero one.
func Exactly(d Date) Rough { return Rough{Year: d.Year(), Month: int(d.Month()), Day: d.Day()} }

// ReadRough reads a day of birth as people know it: 14/03/2001, 03/2001, 2001, or an age such as "25", "about 25". With
// words beside it a year is guessed, too; a month or a day only with "~", since words may be beside them anyway.
func ReadRough(typed string, today Date) (Rough, bool) {
	typed = digit.Plain(typed)
	parts := strings.FieldsFunc(typed, func(r rune) bool { return r < '0' || r > '9' })
	words := strings.ContainsFunc(typed, unicode.IsLetter)
	var n []int
	for _, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || len(p) > 4 {
			return Rough{}, false
		}
		n = append(n, v)
	}
	if len(n) > 1 && len(parts[0]) == 4 { // 2001-03-14
		for i, j := 0, len(n)-1; i < j; i, j = i+1, j-1 {
			n[i], n[j] = n[j], n[i]
			parts[i], parts[j] = parts[j], parts[i]
		}
	}
	var out Rough
	switch len(n) {
	case 1:
		out = Rough{Year: n[0], About: words || strings.ContainsRune(typed, '~')}
		if len(parts[0]) < 4 {
			if n[0] > 120 {
				return Rough{}, false
			}
			return Rough{Year: today.Year() - n[0], About: true}, true
		}
	case 2:
		out = Rough{Year: n[1], Month: n[0], About: strings.ContainsRune(typed, '~')}
	case 3:
		out = Rough{Year: n[2], Month: n[1], Day: n[0], About: strings.ContainsRune(typed, '~')}
	default:
		return Rough{}, false
	}
	_, err := Of(out.Year, max(out.Month, 1), max(out.Day, 1))
	return out, err == nil && len(parts[len(parts)-1]) == 4
}

// ReadMonth reads what String writes where the day is not known.
func ReadMonth(s string) (Rough, bool) {
	d, err := Parse(s + "-01")
	if err != nil || len(s) != 7 {
		return Rough{}, false
	}
	return Rough{Year: d.Year(), Month: int(d.Month())}, true
}

// ParseRough reads what String writes; false where nothing is known.
func ParseRough(s string) (Rough, bool) {
	if d, err := Parse(s); err == nil && !d.IsZero() {
		return Exactly(d), true
	}
	if r, ok := ReadMonth(s); ok {
		return r, true
	}
	year, err := strconv.Atoi(s)
	return Rough{Year: year}, err == nil && len(s) == 4
}

// Typed writes it as people do, and as ReadRough reads it: 14/03/2001, 03/2001, 2001.
func (r Rough) Typed() string {
	switch {
	case r.Month == 0:
		return r.String()
	case r.Day == 0:
		return fmt.Sprintf("%02d/%04d", r.Month, r.Year)
	}
	return fmt.Sprintf("%02d/%02d/%04d", r.Day, r.Month, r.Year)
}

// Ahead tells whether it lies after a day, whatever of it is not known.
func (r Rough) Ahead(of Date) bool {
	r.About = false
	first, _ := r.bounds()
	return r.Year != 0 && of.Before(first)
}

// Over is r said of a birth of which a month or a day may be known already: what says less of the same year takes
// nothing away, and nor does a year that is guessed; but what is sure takes away a guess.
func (r Rough) Over(known Rough) Rough {
	switch {
	case known.Year != r.Year || known.Month == 0:
		return r
	case r.Month == 0 && (r.About || !known.About):
		return known
	case r.Month == known.Month && r.Day == 0 && r.About == known.About:
		return known
	}
	return r
}

// Contradicts tells whether r says another birth than the one that is known: no day fits both. What is known as a guess
// leaves its years open; a guess over what is sure does not.
func (r Rough) Contradicts(known Rough) bool {
	if r.Year == 0 || known.Year == 0 {
		return false
	}
	r.About = false
	first, last := r.bounds()
	from, until := known.bounds()
	return last.Before(from) || until.Before(first)
}

// String returns YYYY-MM-DD, YYYY-MM or YYYY.
func (r Rough) String() string {
	switch {
	case r.Year == 0:
		return ""
	case r.Month == 0:
		return strconv.Itoa(r.Year)
	case r.Day == 0:
		return fmt.Sprintf("%04d-%02d", r.Year, r.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", r.Year, r.Month, r.Day)
}

// bounds are the earliest and the latest day that it may be.
func (r Rough) bounds() (first, last Date) {
	if r.About {
		r.About = false
		first, last = r.bounds()
		first.year, last.year = first.year-guess, last.year+guess
		return first.AddDays(0), last.AddDays(0) // the 29th of February is the 1st of March
	}
	switch {
	case r.Month == 0:
		return Date{int16(r.Year), 1, 1}, Date{int16(r.Year), 12, 31}
	case r.Day == 0:
		first = Date{int16(r.Year), int8(r.Month), 1}
		return first, Date{int16(r.Year), int8(r.Month) + 1, 1}.AddDays(-1)
	}
	d := Date{int16(r.Year), int8(r.Month), int8(r.Day)}
	return d, d
}

// OfAge tells whether somebody born then has reached an age on a day; not known where the day of birth decides.
func (r Rough) OfAge(years int, on Date) tri.Value {
	if r.Year == 0 {
		return tri.Unknown
	}
	first, last := r.bounds()
	switch {
	case last.YearsAt(on) >= years:
		return tri.Yes
	case first.YearsAt(on) < years:
		return tri.No
	}
	return tri.Unknown
}

// Ages are the least and the most whole years that somebody born then has lived on a day; whether guessed or
// not.
func (r Rough) Ages(on Date) (least, most int) {
	r.About = false
	first, last := r.bounds()
	return max(0, last.YearsAt(on)), max(0, first.YearsAt(on))
}

// AgeFrom is the earliest day on which that age may be reached; zero where the year is not known.
func (r Rough) AgeFrom(years int) Date {
	if r.Year == 0 {
		return Date{}
	}
	first, _ := r.bounds()
	return Date{first.year + int16(years), first.month, first.day}.AddDays(0) // as in AgeBy
}

// AgeBy is the day by which that age is reached, whatever the day of birth; zero where the year is not known.
func (r Rough) AgeBy(years int) Date {
	if r.Year == 0 {
		return Date{}
	}
	_, last := r.bounds()
	return Date{last.year + int16(years), last.month, last.day}.AddDays(0) // the 29th of February is the 1st of March
}
