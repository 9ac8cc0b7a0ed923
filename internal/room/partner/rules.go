package partner

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/gate"
)

// Bounds of what may be recorded.
const (
	MaxCode    = 64  // characters of a partner's code
	MaxName    = 120 // characters of a name
	MaxPhone   = 30  // characters of a telephone number
	MaxAddress = 300 // characters of an address
	MaxBeds    = 30  // beds of one place, and cots, and children
	MaxYearly  = 500 // people a year
)

// Freshness is how long a host's word on its places counts as fresh.
const Freshness = 7 * 24 * time.Hour

// Age is a band of how old a host's word on a place is. What is old is flagged, never hidden.
type Age string

// The bands, freshest first.
const (
	AgeWeek    Age = "week"    // at most 7 days
	AgeMonth   Age = "month"   // at most 30 days
	AgeQuarter Age = "quarter" // at most 90 days
	AgeOlder   Age = "older"   // longer ago
	AgeNever   Age = "never"   // nobody ever said
)

// Age returns the band of the host's word on the place at an instant.
func (p Place) Age(now time.Time) Age {
	const day = 24 * time.Hour
	switch old := now.Sub(p.ConfirmedAt); {
	case p.ConfirmedAt.IsZero():
		return AgeNever
	case old <= Freshness:
		return AgeWeek
	case old <= 30*day:
		return AgeMonth
	case old <= 90*day:
		return AgeQuarter
	}
	return AgeOlder
}

// Stale tells whether the host should be asked again whether the place is still free.
func (p Place) Stale(now time.Time) bool {
	return p.Marked == Free && now.Sub(p.ConfirmedAt) > Freshness
}

var errField = fault.NewInvalid("fault.invalid")

// check refuses what the forms cannot send; was is the partner before, if there was one.
func (p Partner) check(in *country.Pack, on date.Date, was ...*Partner) error {
	switch {
	case !sound(in, OfPartner, &p, on, was, p.Code, p.Name, p.Town, p.Telephone):
		return errField
	case !p.Until.IsZero() && p.Until.Before(p.From):
		return fault.NewAbout("until", "partner.convention_order")
	}
	return nil
}

func (s Site) check(in *country.Pack, on date.Date) error {
	if !sound(in, OfSite, &s, on, nil, s.Name, s.Town) {
		return errField
	}
	return nil
}

func (p Place) check(in *country.Pack, on date.Date, was ...*Place) error {
	if !sound(in, OfPlace, &p, on, was, p.Name) {
		return errField
	}
	return nil
}

// sound tells whether everything required is answered, everything answered as a form could have sent it, and every
// text one that a list may show.
func sound[T any](in *country.Pack, s ask.Sheet[T], t *T, on date.Date, was []*T, texts ...string) bool {
	return s.Whole(t) && s.Sound(t, in, on, was...) && !slices.ContainsFunc(texts, odd)
}

func known(in *country.Pack, list codelist.Name, code string) bool {
	_, ok := in.List(list).Find(code)
	return ok
}

// odd finds a text of blanks alone, and one that is not what it seems to be.
func odd(s string) bool {
	return s != "" && strings.TrimSpace(s) == "" || !utf8.ValidString(s) || hasControl(s)
}

// hasControl finds control and invisible formatting characters, which could make a name look like another.
func hasControl(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) })
}

// soon is within how many days the end of a convention is looked ahead to: three months.
const soon = 92

// fits tells whether a line is among what is looked for by anything but words.
func (q Query) fits(l Line, today date.Date) bool {
	ends := !l.Until.Before(today) && !today.AddDays(soon).Before(l.Until) // one that is not known is before all days
	return (q.Department == "" || l.Department == q.Department) && (q.Kind == "" || l.Kind == q.Kind) &&
		(!q.Free || l.Free > 0) && (!q.Ending || ends) && (!q.Absent || !l.HostJoined)
}

// lined is what stands in a list of partners.
type lined interface{ line() Line }

func (l Line) line() Line { return l }

// page picks and orders the lines that fit the query.
func page(in *country.Pack, all []Line, q Query, today date.Date) Listing {
	l := Listing{Query: q, Page: max(0, q.Page)}
	l.Lines, l.Total, l.More = pageOf(in, all, q, today, PageSize)
	return l
}

// pageOf is one page of what fits the query, in its order, and how many fit.
func pageOf[L lined](in *country.Pack, all []L, q Query, today date.Date, size int) (shown []L, total int, more bool) {
	want := folded(q.Name)
	var fit []L
	for _, x := range all {
		l := x.line()
		if !q.fits(l, today) {
			continue
		}
		if strings.Contains(folded(l.Name+" "+l.Town+" "+l.Code+" "+in.Name(l.Department)), want) {
			fit = append(fit, x)
		}
	}
	by := order(q.Sort)
	slices.SortStableFunc(fit, func(a, b L) int { return by(a.line(), b.line()) })
	shown, more = gate.PageAt(fit, q.Page, size)
	return shown, len(fit), more
}

func order(by Sort) func(a, b Line) int {
	return func(a, b Line) int {
		name := strings.Compare(folded(a.Name), folded(b.Name))
		switch by {
		case ByDepartment:
			return cmp.Or(strings.Compare(a.Department, b.Department), name)
		case ByConvention:
			return cmp.Or(strings.Compare(endText(a.Until), endText(b.Until)), name)
		case BySilence:
			return cmp.Or(a.Heard.Compare(b.Heard), name)
		case ByPlaces:
			return cmp.Or(b.Free-a.Free, name)
		}
		return name
	}
}

// endText writes an end so that what has no known one comes last.
func endText(on date.Date) string {
	if on.IsZero() {
		return "~"
	}
	return on.String()
}

// folded writes a name as lists sort it and searches find it.
func folded(s string) string { return letters.Words(s) }
