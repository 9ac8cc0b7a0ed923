package casefile

import (
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

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

// Claim writes what is said of full age, and on which day it is said.
func (c *Coded) Claim(said tri.Said, on date.Date) { c.Adult, c.AdultOn = said, on }

// Bear writes what is known of the birth: of somebody who was not surely of age on that day, or when a "no" was said,
// also between which days full age is reached.
func (c *Coded) Bear(majority int, born date.Rough, on date.Date) {
	c.BirthYear, c.BirthAbout, c.OfAgeFrom, c.OfAgeOn = born.Year, "", date.Date{}, date.Date{}
	if born.About {
		c.BirthAbout = tri.Yes.String()
	}
	if c.Adult.No && !c.AdultOn.IsZero() && c.AdultOn.Before(on) {
		on = c.AdultOn
	}
	if born.OfAge(majority, on) != tri.Yes {
		c.OfAgeFrom, c.OfAgeOn = born.AgeFrom(majority), born.AgeBy(majority)
	}
}

// Settle lets go of the days of full age once they have passed, where nothing that was said depends on them.
func (c *Coded) Settle(on date.Date) {
	if c.ByBirth(on) == tri.Yes && !c.Adult.No {
		c.OfAgeFrom, c.OfAgeOn = date.Date{}, date.Date{}
	}
}

// ByBirth tells what follows from the birth alone for full age on a day.
func (c *Coded) ByBirth(on date.Date) tri.Value {
	switch {
	case c.BirthYear == 0:
		return tri.Unknown
	case !on.Before(c.OfAgeOn): // whoever was of age when it was written has no such day
		return tri.Yes
	case on.Before(c.OfAgeFrom):
		return tri.No
	}
	return tri.Unknown
}

// Claims is what was said of full age and still speaks on a day: a "no" speaks of the day it was said, and does not
// outlive a birthday that came after it.
func (c *Coded) Claims(on date.Date) tri.Said {
	said := c.Adult
	if c.ByBirth(on) == tri.Yes && c.ByBirth(c.AdultOn) != tri.Yes {
		said.No = false
	}
	return said
}

// OfAge tells whether she is of age on the day on which it is asked, from what was said and from what is known of the
// birth. Sources that contradict one another give "not known": a disputed age, which shows the child-protection route
// (I9).
func (c *Coded) OfAge(on date.Date) tri.Value {
	said, born := c.Claims(on), c.ByBirth(on)
	switch {
	case said == tri.Said{}:
		return born
	case born.Known() && said.Tri() != born:
		return tri.Unknown
	}
	return said.Tri()
}

// Grown gives the day by which she has come of age, where what was said before it may say otherwise.
func (c *Coded) Grown(on date.Date) (date.Date, bool) {
	return c.OfAgeOn, !c.OfAgeOn.IsZero() && !on.Before(c.OfAgeOn)
}
