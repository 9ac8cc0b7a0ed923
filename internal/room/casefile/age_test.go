package casefile_test

import (
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
)

// Whoever was a minor because the birthday was next week is of age after it, on every page that asks the row; what was
// stated without a birth stands, and so does what is disputed until the birthday settles it.
func TestFullAgeIsReckonedOnTheDayOfReading(t *testing.T) {
	wrote := date.Must(2026, 11, 23)
	day := func(y, m, d int) date.Rough { return date.Rough{Year: y, Month: m, Day: d} }
	year := func(y int) date.Rough { return date.Rough{Year: y} }
	for i, c := range []struct {
		stated tri.Value
		born   date.Rough
		today  date.Date
		want   tri.Value
	}{
		{tri.Unknown, day(2008, 11, 30), date.Must(2026, 11, 29), tri.No},
		{tri.Unknown, day(2008, 11, 30), date.Must(2026, 11, 30), tri.Yes},
		{tri.No, day(2008, 11, 30), date.Must(2026, 11, 30), tri.Yes}, // a "no" does not outlive the birthday
		{tri.Unknown, day(2008, 11, 0), date.Must(2026, 11, 29), tri.Unknown},
		{tri.Unknown, day(2008, 11, 0), date.Must(2026, 12, 1), tri.Yes},
		{tri.No, year(2010), date.Must(2028, 6, 1), tri.No}, // eighteen this year: not before it is over
		{tri.No, year(2010), date.Must(2029, 1, 1), tri.Yes},
		{tri.Unknown, year(2008), date.Must(2026, 12, 1), tri.Unknown},
		{tri.Unknown, year(2008), date.Must(2027, 1, 1), tri.Yes},
		{tri.Yes, day(2008, 11, 30), date.Must(2026, 11, 29), tri.Unknown}, // disputed
		{tri.Yes, day(2008, 11, 30), date.Must(2026, 11, 30), tri.Yes},     // and now both say the same
		{tri.No, year(1990), date.Must(2030, 1, 1), tri.Unknown},           // disputed, whatever the day
		{tri.No, year(0), date.Must(2030, 1, 1), tri.No},                   // stated, without a birth
		{tri.Yes, year(1990), date.Must(2030, 1, 1), tri.Yes},
		{tri.Yes, year(2008), date.Must(2027, 1, 1), tri.Yes}, // as it was said: nobody has come of age since
		{tri.Unknown, date.Rough{Year: 2007, About: true}, date.Must(2028, 12, 30), tri.Unknown},
		{tri.Unknown, date.Rough{Year: 2007, About: true}, date.Must(2029, 1, 1), tri.Yes},
		{tri.Unknown, date.Rough{Year: 2007, Month: 6, About: true}, date.Must(2028, 6, 29), tri.Unknown},
		{tri.Unknown, date.Rough{Year: 2007, Month: 6, About: true}, date.Must(2028, 6, 30), tri.Yes},
		{tri.No, date.Rough{Year: 2009, Month: 6, Day: 14, About: true}, date.Must(2030, 6, 13), tri.No},
		{tri.No, date.Rough{Year: 2009, Month: 6, Day: 14, About: true}, date.Must(2030, 6, 14), tri.Yes},
	} {
		var row casefile.Coded
		row.Claim(tri.Answered(c.stated), wrote)
		row.Bear(18, c.born, wrote)
		if got := row.OfAge(c.today); got != c.want {
			t.Errorf("%d: stated %s, born %s, on %s: %s, not %s", i, c.stated, c.born, c.today, got, c.want)
		}
		if got := row.Rough(); got.Year != c.born.Year || got.About != c.born.About {
			t.Errorf("%d: born %s, about %t, is kept as %s, about %t", i, c.born, c.born.About, got, got.About)
		}
		if got := row.Rough(); row.OfAgeOn.IsZero() && got.Month != 0 || !row.OfAgeOn.IsZero() &&
			got.Month != c.born.Month {
			t.Errorf("%d: born %s, of age on %s, is kept as %s", i, c.born, row.OfAgeOn, got)
		}
		_, grown := row.Grown(c.today)
		if was := row.ByBirth(wrote); grown != (row.ByBirth(c.today) == tri.Yes && was != tri.Yes) {
			t.Errorf("%d: come of age since it was written: %t, and then it was %s", i, grown, was)
		}
	}
}

// The day of full age says the month of birth, of a guess too, but where it may stand for a year alone or for a day
// that is in no other year.
func TestTheDayOfFullAgeSaysTheMonthOfBirth(t *testing.T) {
	for _, c := range []struct {
		year  int
		about string
		by    date.Date
		month int
	}{
		{2009, "", date.Must(2027, 3, 15), 3}, {2009, "", date.Must(2027, 5, 31), 5},
		{2008, "", date.Must(2026, 12, 31), 0}, {2008, "", date.Must(2026, 12, 15), 12},
		{2008, "", date.Must(2026, 3, 1), 0}, {2008, "", date.Must(2026, 3, 2), 3},
		{2008, "", date.Must(2026, 5, 1), 5}, {2009, "", date.Must(2027, 3, 1), 3},
		{0, "", date.Must(2027, 3, 15), 0}, {1, "", date.Must(2000, 3, 15), 3},
		{2009, "yes", date.Must(2030, 6, 30), 6}, {2009, "yes", date.Must(2030, 12, 31), 0}, {2009, "", date.Date{}, 0},
	} {
		row := casefile.Coded{BirthYear: c.year, BirthAbout: c.about, OfAgeOn: c.by}
		if got := row.Rough(); got.Month != c.month {
			t.Errorf("born in %d (%s), of age on %s: month %d, not %d", c.year, c.about, c.by, got.Month, c.month)
		}
	}
	row := casefile.Coded{BirthYear: 2008, Adult: tri.Said{No: true}, OfAgeOn: date.Must(2026, 11, 10)}
	if by, grown := row.Grown(date.Must(2026, 11, 10)); !grown || by != date.Must(2026, 11, 10) {
		t.Errorf("of age by %s, %t: the day that is kept is not gone by", by, grown)
	}
}

// The days of full age are kept of somebody who was not surely of age when a "no" was said, though she was when it was
// written; where nothing was said on a day, or was said later, what is written today counts. Once they have passed and
// nothing that was said depends on them, they go.
func TestTheDaysOfFullAgeAreKeptWhileSomethingDependsOnThem(t *testing.T) {
	born, before, birthday, after := date.Rough{Year: 2008, Month: 11, Day: 30}, date.Must(2026, 11, 23),
		date.Must(2026, 11, 30), date.Must(2026, 12, 5)
	for what, c := range map[string]struct {
		said     tri.Said
		on       date.Date // when it was said
		wrote    date.Date
		kept     bool // by Bear
		settled  bool // kept by Settle on the day after
		fullDate date.Date
	}{
		"a no before the birthday, written after": {tri.Said{No: true}, before, after, true, true, birthday},
		"a no before, written before":             {tri.Said{No: true}, before, before, true, true, birthday},
		"a no without a day":                      {tri.Said{No: true}, date.Date{}, after, false, false, date.Date{}},
		"a no after the birthday":                 {tri.Said{No: true}, after, after, false, false, date.Date{}},
		"a no later than it is written":           {tri.Said{No: true}, after, before, true, true, birthday},
		"a yes before, written after":             {tri.Said{Yes: true}, before, after, false, false, date.Date{}},
		"a yes before, written before":            {tri.Said{Yes: true}, before, before, true, false, birthday},
		"nothing, written before":                 {tri.Said{}, date.Date{}, before, true, false, birthday},
		"nothing, written after":                  {tri.Said{}, date.Date{}, after, false, false, date.Date{}},
	} {
		var row casefile.Coded
		row.Claim(c.said, c.on)
		row.Bear(18, born, c.wrote)
		if row.OfAgeOn != c.fullDate || row.OfAgeOn.IsZero() == c.kept {
			t.Errorf("%s: of age on %s, not %s", what, row.OfAgeOn, c.fullDate)
		}
		row.Settle(before)
		if row.OfAgeOn != c.fullDate {
			t.Errorf("%s: let go before the birthday", what)
		}
		row.Settle(after)
		if row.OfAgeOn.IsZero() == c.settled || row.OfAgeFrom.IsZero() == c.settled {
			t.Errorf("%s: after the birthday of age on %s", what, row.OfAgeOn)
		}
	}
}
