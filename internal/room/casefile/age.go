package casefile

import (
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// Adult says whether somebody has reached the age of majority on a day, from what was stated and from what is known of
// the birth. Two sources that contradict one another give "not known": a disputed age, which shows the child-protection
// route (I9).
func Adult(majority int, stated tri.Value, born date.Rough, on date.Date) tri.Value {
	reckoned := born.OfAge(majority, on)
	switch {
	case !stated.Known():
		return reckoned
	case reckoned.Known() && reckoned != stated:
		return tri.Unknown
	}
	return stated
}

// Rough is what the row knows of the birth: a year; of somebody who is not surely of age its month too, by the day of
// full age. The last day of a year says no month, nor the first of March of somebody born in a leap year.
func (c *Coded) Rough() date.Rough {
	born, by := date.Rough{Year: c.BirthYear, About: c.BirthAbout != ""}, c.OfAgeOn
	newYear := by.Month() == 12 && by.Day() == 31
	leapDay := by.Month() == 3 && by.Day() == 1 && date.Leap(born.Year)
	if born.Year > 0 && !newYear && !leapDay {
		born.Month = int(by.Month()) // of no day, no month
	}
	return born
}

// State writes what is stated and known of the age on a day: read it again by OfAge.
func (c *Coded) State(majority int, stated tri.Value, born date.Rough, on date.Date) {
	c.Adult = Adult(majority, stated, born, on)
	c.BirthYear, c.BirthAbout, c.OfAgeOn = born.Year, "", date.Date{}
	if born.About {
		c.BirthAbout = tri.Yes.String()
	}
	if born.OfAge(majority, on) != tri.Yes {
		c.OfAgeOn = born.AgeBy(majority)
	}
}

// OfAge tells whether she is of age on the day on which it is asked, whatever was so on the day it was written: nobody
// stays a minor past a birthday.
func (c *Coded) OfAge(majority int, on date.Date) tri.Value {
	if _, grown := c.Grown(majority, on); grown {
		return tri.Yes
	}
	return c.Adult
}

// Grown gives the day by which she has come of age since it was written that she was not, or that it was not sure.
func (c *Coded) Grown(majority int, on date.Date) (date.Date, bool) {
	by := c.OfAgeOn
	if by.IsZero() && c.Adult == tri.No { // written before the day was kept
		by = c.Rough().AgeBy(majority)
	}
	return by, c.Adult != tri.Yes && !by.IsZero() && !on.Before(by)
}
