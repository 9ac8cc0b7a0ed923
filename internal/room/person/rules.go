package person

import (
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
)

// Adult says whether the person has reached the age of majority on a day, from what was stated and from the birth date
// or year. Two sources that contradict one another give "not known": a disputed age, which shows the child-protection
// route (I9).
func Adult(majority int, stated tri.Value, born date.Date, year int, on date.Date) tri.Value {
	reckoned := tri.Unknown
	switch {
	case !born.IsZero():
		reckoned = tri.Of(born.YearsAt(on) >= majority)
	case year == 0:
	case on.Year()-year > majority:
		reckoned = tri.Yes
	case on.Year()-year < majority:
		reckoned = tri.No
	}
	switch {
	case !stated.Known():
		return reckoned
	case reckoned.Known() && reckoned != stated:
		return tri.Unknown
	}
	return stated
}

// AdultToday is what was written of the age on a day, as it stands on another: where it was reckoned from the birth
// date or year, it is reckoned anew, so that nobody stays a minor past a birthday; what was stated otherwise stands.
func AdultToday(majority int, written tri.Value, born date.Date, year int, on, today date.Date) tri.Value {
	now := Adult(majority, tri.Unknown, born, year, today)
	if then := Adult(majority, tri.Unknown, born, year, on); now.Known() && then == written {
		return now
	}
	return written
}

// check refuses codes that do not exist and years nobody alive was born in.
func check(in *country.Pack, e Entry, today date.Date) error {
	switch {
	case today.Before(e.Born), e.BirthYear > today.Year():
		return fault.NewInvalid("person.birth_ahead")
	case e.BirthYear != 0 && e.BirthYear < today.Year()-120, !e.Born.IsZero() && e.Born.Year() < today.Year()-120:
		return fault.NewInvalid("person.birth_long_ago")
	case !Asked.Sound(&e, in, today):
		return fault.NewInvalid("fault.invalid")
	}
	return nil
}

// code writes what is known about the person into the coded row.
func code(in *country.Pack, c *casefile.Coded, e Entry, today date.Date) {
	c.Gender, c.Sex = e.Gender, codelist.Sex(in, e.Gender)
	c.BirthYear = e.BirthYear
	if !e.Born.IsZero() {
		c.BirthYear = e.Born.Year()
	}
	c.Adult = Adult(in.Number(country.MajorityYears, today), e.Adult, e.Born, e.BirthYear, today)
	c.Nationality, c.NationalityGroup = e.Nationality, e.NationalityGroup
	if e.Nationality != "" {
		c.NationalityGroup = codelist.NationalityGroup(in, e.Nationality, today)
	}
	if c.NationalityGroup == "" {
		c.NationalityGroup = codelist.Unknown
	}
	c.Languages = e.Languages
}
