package country

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/date"
)

// rawCalendar is the calendar as the manifest writes it.
type rawCalendar struct {
	First  string      // weekday that begins a week
	Rest   []string    // weekdays of rest
	Fixed  []string    // month-day of every year
	Easter []int       // days after Easter Sunday
	Single []date.Date // days that no rule gives
}

// calendar is when people in offices work.
type calendar struct {
	zone   *time.Location
	first  time.Weekday
	rest   [7]bool
	fixed  [][2]int
	easter []int
	single []date.Date
}

func weekday(s string) (time.Weekday, error) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.ToLower(d.String()) == s {
			return d, nil
		}
	}
	return 0, fmt.Errorf("%q is no weekday", s)
}

func (r rawCalendar) calendar(zone *time.Location) (calendar, error) {
	c := calendar{zone: zone, easter: r.Easter, single: r.Single}
	var err error
	if c.first, err = weekday(r.First); err != nil {
		return c, err
	}
	for _, s := range r.Rest {
		d, err := weekday(s)
		if err != nil {
			return c, err
		}
		c.rest[d] = true
	}
	if !slices.Contains(c.rest[:], false) {
		return c, fmt.Errorf("no day of the week is worked")
	}
	for _, s := range r.Fixed {
		d, err := date.Parse("2000-" + s) // a leap year: 29 February may be a holiday
		if err != nil {
			return c, fmt.Errorf("%q is no day of a year", s)
		}
		c.fixed = append(c.fixed, [2]int{int(d.Month()), d.Day()})
	}
	return c, nil
}

// Zone is the network's own time zone, the head office's: hours are told in it, as its telephone is answered there.
func (c *calendar) Zone() *time.Location { return c.zone }

// FirstWeekday is the day a week begins with on a calendar.
func (c *calendar) FirstWeekday() time.Weekday { return c.first }

// WeekOf is the first day of the week in which a day lies; zero of the zero day.
func (c *calendar) WeekOf(d date.Date) date.Date {
	if d.IsZero() {
		return d
	}
	return d.AddDays(-(int(d.Weekday()-c.first) + 7) % 7)
}

// WorkWeekOf is the first day of that week on which people in offices usually work; zero of the zero day.
func (c *calendar) WorkWeekOf(d date.Date) date.Date {
	d = c.WeekOf(d)
	for !d.IsZero() && c.rest[d.Weekday()] {
		d = d.AddDays(1)
	}
	return d
}

// Day is the calendar day of an instant in the network's own zone.
func (c *calendar) Day(at time.Time) date.Date { return date.In(at, c.zone) }

// Holidays are the days of the year on which offices are closed beside the weekly days of rest, in order.
func (c *calendar) Holidays(year int) []date.Date {
	var days []date.Date
	for _, f := range c.fixed {
		if d, err := date.Of(year, f[0], f[1]); err == nil { // 29 February
			days = append(days, d)
		}
	}
	if len(c.easter) > 0 {
		easter := Easter(year)
		for _, after := range c.easter {
			days = append(days, easter.AddDays(after))
		}
	}
	for _, d := range c.single {
		if d.Year() == year {
			days = append(days, d)
		}
	}
	slices.SortFunc(days, func(a, b date.Date) int { return b.DaysUntil(a) })
	return slices.Compact(days)
}

// WorkingDay reports whether people in offices work on that day. The zero date is no working day.
func (c *calendar) WorkingDay(d date.Date) bool {
	return !d.IsZero() && !c.rest[d.Weekday()] && !slices.Contains(c.Holidays(d.Year()), d)
}

// AddWorkingDays is the n-th working day after d (n at least 1): the day on which a host's second working day ends is
// AddWorkingDays(d, 2).
func (c *calendar) AddWorkingDays(d date.Date, n int) date.Date {
	for n > 0 {
		d = d.AddDays(1)
		if c.WorkingDay(d) {
			n--
		}
	}
	return d
}

// Easter is Easter Sunday of the year in the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher (J.
// Meeus, "Astronomical Algorithms", chapter 8). The year must lie between 1900 and 2199, as for every date.
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
