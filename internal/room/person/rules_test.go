package person_test

import (
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
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
		row, born := casefile.Coded{}, person.Entry{Born: c.born, BirthYear: c.year}.Rough()
		row.Claim(tri.Answered(c.stated), on)
		row.Bear(18, born, on)
		if got := row.OfAge(on); got != c.want {
			t.Errorf("stated %s, born %s %d: %s, not %s", c.stated, c.born, c.year, got, c.want)
		}
	}
}
