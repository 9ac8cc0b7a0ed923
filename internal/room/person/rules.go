package person

import (
	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
)

// Rough is what is known of the birth: the day, its month, or the year.
func (e Entry) Rough() date.Rough {
	if !e.Born.IsZero() {
		return date.Exactly(e.Born)
	}
	if m, ok := date.ReadMonth(e.BornMonth); ok {
		return m
	}
	return date.Rough{Year: e.BirthYear, About: e.BirthAbout}
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
	c.State(in.Number(country.MajorityYears, today), e.Adult, e.Rough(), today)
	c.Nationality, c.NationalityGroup = e.Nationality, e.NationalityGroup
	if e.Nationality != "" {
		c.NationalityGroup = codelist.NationalityGroup(in, e.Nationality, today)
	}
	if c.NationalityGroup == "" {
		c.NationalityGroup = codelist.Unknown
	}
	c.Languages = e.Languages
}
