// Package date holds calendar dates: days without an hour or a time zone. In SQL a date is its ISO 8601 text.
package date

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"havre.example/havre/internal/kernel/column"
)

// Date is a day of the proleptic Gregorian calendar. The zero Date means "not given" and is stored as an empty text.
type Date struct {
	year  int16
	month int8
	day   int8
}

// ErrInvalid tells that a text or three numbers are no date.
var ErrInvalid = errors.New("date: no such day")

// The years that a Date has.
const (
	FirstYear = 1900
	LastYear  = 2199
)

// Of returns the date, or ErrInvalid when there is no such day or the year is not 1900-2199.
func Of(year, month, day int) (Date, error) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year < FirstYear || year > LastYear || t.Year() != year || int(t.Month()) != month || t.Day() != day {
		return Date{}, ErrInvalid
	}
	return Date{int16(year), int8(month), int8(day)}, nil
}

// Near is Of for a year outside those that a Date has, too: the first or the last day of all stands for it. Far tells
// that it does, and exists whether there is such a day at all.
func Near(year, month, day int) (d Date, far, exists bool) {
	if year >= FirstYear && year <= LastYear {
		d, err := Of(year, month, day)
		return d, false, err == nil
	}
	if _, err := Of(2000, month, day); err != nil { // a year with every day
		return d, true, false
	}
	if year < FirstYear {
		return Date{FirstYear, 1, 1}, true, true
	}
	return Date{LastYear, 12, 31}, true, true
}

// Leap tells whether a year has a 29th of February.
func Leap(year int) bool { _, err := Of(year, 2, 29); return err == nil }

// Must is Of for dates written in the source.
func Must(year, month, day int) Date {
	d, err := Of(year, month, day)
	if err != nil {
		panic(fmt.Sprintf("date: %d-%d-%d: %v", year, month, day, err))
	}
	return d
}

// Parse reads YYYY-MM-DD; an empty text is the zero Date.
func Parse(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return Date{}, ErrInvalid
	}
	return Of(t.Year(), int(t.Month()), t.Day())
}

// In returns the date of the instant t in the time zone loc.
func In(t time.Time, loc *time.Location) Date {
	y, m, d := t.In(loc).Date()
	return Date{int16(y), int8(m), int8(d)}
}

// String returns YYYY-MM-DD, or an empty text for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// IsZero tells whether the date was not given.
func (d Date) IsZero() bool { return d == Date{} }

// Year returns the year, 0 for the zero Date.
func (d Date) Year() int { return int(d.year) }

// Month returns the month.
func (d Date) Month() time.Month { return time.Month(d.month) }

// Day returns the day of the month.
func (d Date) Day() int { return int(d.day) }

// Time returns the first instant of the day in loc.
func (d Date) Time(loc *time.Location) time.Time {
	return time.Date(int(d.year), time.Month(d.month), int(d.day), 0, 0, 0, 0, loc)
}

// hourless is how long after a full hour the instants stand that stand for a day: no clock that is noted comes by it.
const hourless = 987_654 * time.Microsecond

// Hourless returns the instant that stands, where instants are kept, for a day of which no hour is known: about noon in
// loc, so that it is the same day far around.
func (d Date) Hourless(loc *time.Location) time.Time {
	return time.Date(int(d.year), time.Month(d.month), int(d.day), 12, 0, 0, int(hourless), loc)
}

// IsHourless tells whether an instant stands for a day.
func IsHourless(t time.Time) bool { return !t.IsZero() && t.Sub(t.Truncate(time.Hour)) == hourless }

// AddDays returns the date n days later (earlier when n is negative).
func (d Date) AddDays(n int) Date { return In(d.Time(time.UTC).AddDate(0, 0, n), time.UTC) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time(time.UTC).Weekday() }

// Before tells whether d is an earlier day than o. The zero Date is before every other.
func (d Date) Before(o Date) bool { return d.number() < o.number() }

// number grows with the day.
func (d Date) number() int { return (int(d.year)*16+int(d.month))*32 + int(d.day) }

// DaysUntil returns the number of days from d to o, negative when o is earlier.
func (d Date) DaysUntil(o Date) int {
	return int(o.Time(time.UTC).Sub(d.Time(time.UTC)).Hours() / 24)
}

// YearsAt returns the age in whole years, on day at, of somebody born on d.
func (d Date) YearsAt(at Date) int {
	n := int(at.year) - int(d.year)
	if at.month < d.month || at.month == d.month && at.day < d.day {
		n--
	}
	return n
}

// Value stores the ISO text.
func (d Date) Value() (driver.Value, error) { return d.String(), nil }

// Scan reads the ISO text; NULL and the empty text give the zero Date.
func (d *Date) Scan(src any) error {
	return column.Text(d, src, Parse)
}

// MarshalText writes the ISO text.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the ISO text.
func (d *Date) UnmarshalText(b []byte) error { return d.Scan(string(b)) }
