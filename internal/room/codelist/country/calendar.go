package country

import (
	"slices"
	"sync"
	"time"
	_ "time/tzdata" // the zone must be known on a machine without a time zone database

	"havre.example/havre/internal/kernel/date"
)

// Zone is the time zone the network works in: Europe/Paris. Partners overseas
// are told hours in it too, as the head office's telephone is answered there.
var Zone = sync.OnceValue(func() *time.Location {
	z, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic("country: " + err.Error()) // time/tzdata is linked in
	}
	return z
})

// Easter is Easter Sunday of the year in the Gregorian calendar, by the
// algorithm of Meeus, Jones and Butcher (J. Meeus, "Astronomical Algorithms",
// chapter 8). The year must lie between 1900 and 2199, as for every date.
func Easter(year int) date.Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return date.Must(year, n/31, n%31+1)
}

// Holidays are the eleven legal holidays of metropolitan France in the year
// (Code du travail, article L3133-1), in order. The two more of Alsace and
// Moselle and the days of overseas departments are working days here: an
// answer-by hour is then a little early there, never late.
func Holidays(year int) []date.Date {
	easter := Easter(year)
	days := []date.Date{
		date.Must(year, 1, 1), easter.AddDays(1), date.Must(year, 5, 1), date.Must(year, 5, 8),
		easter.AddDays(39), easter.AddDays(50), date.Must(year, 7, 14), date.Must(year, 8, 15),
		date.Must(year, 11, 1), date.Must(year, 11, 11), date.Must(year, 12, 25),
	}
	slices.SortFunc(days, func(a, b date.Date) int { return b.DaysUntil(a) })
	return days
}

// WorkingDay reports whether people in offices work on that day: Monday to
// Friday, not a legal holiday. The zero date is no working day.
func WorkingDay(d date.Date) bool {
	if d.IsZero() || d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		return false
	}
	return !slices.Contains(Holidays(d.Year()), d)
}

// AddWorkingDays is the n-th working day after d (n at least 1): the day on which
// a host's second working day ends is AddWorkingDays(d, 2).
func AddWorkingDays(d date.Date, n int) date.Date {
	for n > 0 {
		d = d.AddDays(1)
		if WorkingDay(d) {
			n--
		}
	}
	return d
}
