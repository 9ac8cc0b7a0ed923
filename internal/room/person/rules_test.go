package person_test

import (
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/person"
)

// I9: what is not certain stays not known, and is never taken for a no.
func TestAnAgeInDoubtIsNotKnown(t *testing.T) {
	on := date.Must(2026, 11, 23)
	for _, c := range []struct {
		stated tri.Value
		born   date.Date
		year   int
		want   tri.Value
	}{
		{tri.Unknown, date.Date{}, 0, tri.Unknown},
		{tri.Yes, date.Date{}, 0, tri.Yes},
		{tri.No, date.Date{}, 0, tri.No},
		{tri.Unknown, date.Date{}, 2001, tri.Yes},
		{tri.Unknown, date.Date{}, 2008, tri.Unknown}, // eighteen this year: the day decides
		{tri.Yes, date.Date{}, 2008, tri.Yes},
		{tri.Unknown, date.Date{}, 2010, tri.No},
		{tri.Yes, date.Date{}, 2010, tri.Unknown}, // disputed
		{tri.No, date.Date{}, 1990, tri.Unknown},  // disputed
		{tri.Yes, date.Date{}, 1990, tri.Yes},     // two sources that say the same
		{tri.No, date.Date{}, 2010, tri.No},
		{tri.No, date.Must(2008, 11, 24), 0, tri.No},
		{tri.Unknown, date.Must(2008, 11, 23), 0, tri.Yes},
		{tri.Unknown, date.Must(2008, 11, 24), 0, tri.No},
		{tri.Yes, date.Must(2008, 11, 24), 0, tri.Unknown},
	} {
		if got := person.Adult(18, c.stated, person.Entry{Born: c.born, BirthYear: c.year}.Rough(), on); got != c.want {
			t.Errorf("stated %s, born %s %d: %s, not %s", c.stated, c.born, c.year, got, c.want)
		}
	}
}

// Whoever was a minor because the birthday was next week is of age after it; what was stated otherwise stands.
func TestFullAgeIsReckonedOnTheDayOfReading(t *testing.T) {
	wrote := date.Must(2026, 11, 23)
	for _, c := range []struct {
		written tri.Value
		born    date.Date
		year    int
		today   date.Date
		want    tri.Value
	}{
		{tri.No, date.Must(2008, 11, 30), 2008, date.Must(2026, 11, 29), tri.No},
		{tri.No, date.Must(2008, 11, 30), 2008, date.Must(2026, 11, 30), tri.Yes},
		{tri.No, date.Date{}, 2010, date.Must(2028, 6, 1), tri.No}, // eighteen this year: not before it is over
		{tri.No, date.Date{}, 2010, date.Must(2029, 1, 1), tri.Yes},
		{tri.Unknown, date.Date{}, 2008, date.Must(2027, 1, 1), tri.Yes},
		{tri.Unknown, date.Must(2008, 11, 30), 2008, date.Must(2027, 1, 1), tri.Unknown}, // disputed then
		{tri.No, date.Date{}, 0, date.Must(2030, 1, 1), tri.No},                          // stated, without a date
		{tri.Yes, date.Must(1990, 1, 1), 1990, date.Must(2030, 1, 1), tri.Yes},
	} {
		if got := person.AdultToday(18, c.written, person.Entry{Born: c.born, BirthYear: c.year}.Rough(), wrote,
			c.today); got != c.want {
			t.Errorf("%s, born %s %d, read on %s: %s, not %s", c.written, c.born, c.year, c.today, got, c.want)
		}
	}
}
