package person

import (
	"cmp"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
)

// Rough is what is known of the birth: the day, its month, or the year.
func (e Entry) Rough() date.Rough {
	born := date.Rough{Year: e.BirthYear}
	if m, ok := date.ReadMonth(e.BornMonth); ok {
		born = m
	}
	if !e.Born.IsZero() {
		born = date.Exactly(e.Born)
	}
	born.About = e.BirthAbout && born.Year != 0
	return born
}

// ErrTwoBirths tells that another year and another day or month were typed, and do not say the same birth.
var ErrTwoBirths = fault.NewAbout("birth_year", "person.birth_two")

// contradicts tells whether the year that was typed, another than stood, says another birth than the day or the month
// beside it.
func (e Entry) contradicts(stood int) bool {
	day := e.Rough()
	if day.Month == 0 {
		return false
	}
	if told, _ := date.ParseRough(e.YearMonth); told.Month != 0 {
		return told.Year != day.Year || told.Month != day.Month || told.Day*day.Day != 0 && told.Day != day.Day
	}
	return e.BirthYear != 0 && e.BirthYear != stood && e.BirthYear != day.Year
}

// settle decides which birth was typed beside the one noted: the year alone, where the day stands as it was. Another
// birth than that is asked about first.
func (e *Entry) settle(noted Entry) error {
	if e.contradicts(noted.BirthYear) {
		if e.Born != noted.Born || e.BornMonth != noted.BornMonth {
			return ErrTwoBirths
		}
		e.Born, e.BornMonth = date.Date{}, ""
	}
	e.bear(date.Rough{})
	if !e.BirthWrong && e.Rough().Contradicts(noted.Rough()) {
		return casefile.ErrOtherBirth
	}
	return nil
}

// ErrTwoGroups tells that the wide group that was typed is not the one of the nationality beside it.
var ErrTwoGroups = fault.NewAbout("nationality_group", "person.group_two")

// twoGroups tells whether a nationality and a wide group were both typed and do not agree.
func (e Entry) twoGroups(in *country.Pack, today date.Date) bool {
	return codelist.TwoGroups(in, e.Nationality, e.NationalityGroup, today)
}

// bear puts the month or the day of birth where they lie, sealed with her name: those of the day that was asked for or,
// where none was told, what was told with the year, or before.
func (e *Entry) bear(told date.Rough) {
	if e.Born.IsZero() && e.BornMonth == "" {
		if told.Month == 0 {
			told, _ = date.ParseRough(e.YearMonth)
		}
		switch {
		case told.Day > 0:
			e.Born = date.Must(told.Year, told.Month, told.Day)
		case told.Month > 0:
			e.BornMonth = told.String()
		}
	}
	e.Birth = secret.Of(cmp.Or(e.Born.String(), e.BornMonth))
}

// bornIn is the question that a birth was told at.
func (e Entry) bornIn() string {
	if e.Born.IsZero() && e.BornMonth == "" {
		return "birth_year"
	}
	return "born"
}

// check refuses codes that do not exist, or that ended where nothing has them that stood before, and years nobody alive
// was born in.
func check(in *country.Pack, e, stood Entry, today date.Date) error {
	switch {
	case e.Rough().Ahead(today), e.BirthYear > today.Year():
		return fault.NewAbout(e.bornIn(), "person.birth_ahead")
	case e.BirthYear != 0 && e.BirthYear < today.Year()-120, !e.Born.IsZero() && e.Born.Year() < today.Year()-120:
		return fault.NewAbout(e.bornIn(), "person.birth_long_ago")
	case !Asked.Sound(&e, in, today, &stood):
		return fault.NewInvalid("fault.invalid")
	case e.twoGroups(in, today):
		return ErrTwoGroups
	}
	return nil
}

// code writes what is known about the person into the coded row.
func code(in *country.Pack, c *casefile.Coded, e Entry, today date.Date) {
	c.Gender, c.Sex = e.Gender, codelist.Sex(in, e.Gender)
	if e.Adult != c.Claims(today).Tri() { // as the page showed it: what nobody touched nobody said today
		c.Claim(tri.Answered(e.Adult), today)
	}
	c.Bear(in.Number(country.MajorityYears, today), e.Rough(), today)
	c.Nationality, c.NationalityGroup = e.Nationality, e.NationalityGroup
	if e.Nationality != "" {
		c.NationalityGroup = codelist.NationalityGroup(in, e.Nationality, today)
	}
	if c.NationalityGroup == "" {
		c.NationalityGroup = codelist.Unknown
	}
	c.Languages, c.CanCall = e.Languages, e.CanCall
}
