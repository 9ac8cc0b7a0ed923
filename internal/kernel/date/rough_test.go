package date_test

import (
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/tri"
)

// What people know of a birth is enough, and says what follows from it.
func TestWhatIsKnownOfABirth(t *testing.T) {
	today := date.Must(2026, 11, 30)
	for typed, want := range map[string]struct {
		as    string
		about bool
		adult tri.Value
		by    string
	}{
		"14/03/2001":     {"2001-03-14", false, tri.Yes, "2019-03-14"},
		"1.12.2008":      {"2008-12-01", false, tri.No, "2026-12-01"},
		"2008-11-30":     {"2008-11-30", false, tri.Yes, "2026-11-30"},
		"03/2009":        {"2009-03", false, tri.No, "2027-03-31"},
		"02 2008":        {"2008-02", false, tri.Yes, "2026-03-01"},
		"11/2008":        {"2008-11", false, tri.Yes, "2026-11-30"},
		"12/2008":        {"2008-12", false, tri.No, "2026-12-31"},
		"2001":           {"2001", false, tri.Yes, "2019-12-31"},
		"2008":           {"2008", false, tri.Unknown, "2026-12-31"},
		"2010":           {"2010", false, tri.No, "2028-12-31"},
		"environ 25 ans": {"2001", true, tri.Yes, "2022-12-31"},
		"about 19":       {"2007", true, tri.Unknown, "2028-12-31"},
		"vers 2001":      {"2001", true, tri.Yes, "2022-12-31"},
		"12":             {"2014", true, tri.No, "2035-12-31"},
		"~06/2009":       {"2009-06", true, tri.Unknown, "2030-06-30"},
		"~ 6 2001":       {"2001-06", true, tri.Yes, "2022-06-30"},
		"~14/03/2012":    {"2012-03-14", true, tri.No, "2033-03-14"},
		"né 06/2009":     {"2009-06", false, tri.No, "2027-06-30"},
		"٢٠٠١":           {"2001", false, tri.Yes, "2019-12-31"},
	} {
		got, ok := date.ReadRough(typed, today)
		if !ok || got.String() != want.as || got.About != want.about || got.OfAge(18, today) != want.adult ||
			got.AgeBy(18).String() != want.by {
			t.Errorf("%q: %v %v %s, of age %s, by %s", typed, ok, got.About, got, got.OfAge(18, today), got.AgeBy(18))
		}
	}
	for _, typed := range []string{"", "abc", "31/02/2001", "13/2001", "250", "3/4", "1/2/3", "20011", "1 2 3 2001"} {
		if got, ok := date.ReadRough(typed, today); ok {
			t.Errorf("%q is read as %s", typed, got)
		}
	}
	if leap := date.Exactly(date.Must(2008, 2, 29)); leap.AgeBy(18) != date.Must(2026, 3, 1) {
		t.Errorf("born on a leap day: of age by %s", leap.AgeBy(18))
	}
	if by := (date.Rough{}).AgeBy(18); !by.IsZero() {
		t.Errorf("born in a year that is not known: of age by %s", by)
	}
	if m, ok := date.ReadMonth("2008-11"); !ok || m.String() != "2008-11" {
		t.Errorf("a month is read as %s, %t", m, ok)
	}
	for _, s := range []string{"2008-1", "2008-13", "2008-11-30", ""} {
		if _, ok := date.ReadMonth(s); ok {
			t.Errorf("%q is a month", s)
		}
	}
}

// An age is said in whole years: one or the other where the day of birth decides, of a guess too.
func TestAnAgeIsSaidInYears(t *testing.T) {
	on := date.Must(2026, 11, 30)
	for _, c := range []struct {
		born        date.Rough
		least, most int
	}{
		{date.Rough{Year: 2009, Month: 11, Day: 30}, 17, 17}, {date.Rough{Year: 2009, Month: 12, Day: 1}, 16, 16},
		{date.Rough{Year: 2008}, 17, 18}, {date.Rough{Year: 2008, Month: 11}, 18, 18},
		{date.Rough{Year: 2008, Month: 12}, 17, 17}, {date.Rough{Year: 2009, About: true}, 16, 17},
		{date.Rough{Year: 2026}, 0, 0},
	} {
		if least, most := c.born.Ages(on); least != c.least || most != c.most {
			t.Errorf("%+v is %d to %d years old, want %d to %d", c.born, least, most, c.least, c.most)
		}
	}
}

// A year takes no month away, and a month no day; what says otherwise is said anew.
func TestWhatSaysLessTakesNothingAway(t *testing.T) {
	day, month, year := date.Rough{Year: 2001, Month: 3, Day: 14}, date.Rough{Year: 2001, Month: 3},
		date.Rough{Year: 2001}
	told, certain := date.Rough{Year: 2001, Month: 3, Day: 14, About: true}, date.Rough{Year: 2001, Month: 3}
	guess, other, later := date.Rough{Year: 2001, About: true}, date.Rough{Year: 2001, Month: 4}, date.Rough{Year: 2002}
	for _, c := range []struct{ said, known, want date.Rough }{
		{year, day, day}, {month, day, day}, {guess, day, day}, {year, month, month}, {day, month, day},
		{other, day, other}, {later, day, later}, {guess, year, guess}, {year, guess, year},
		{date.Rough{}, day, date.Rough{}},
		{told, day, told}, {day, told, day}, {told, told, told}, {guess, told, told}, {certain, told, certain},
		{year, told, year}, {date.Rough{Year: 2001, Month: 3, About: true}, told, told},
		{year, date.Rough{}, year},
	} {
		if got := c.said.Over(c.known); got != c.want {
			t.Errorf("%+v over %+v is %+v", c.said, c.known, got)
		}
	}
}

// Another birth is one that no day fits with the one that is known. A guess leaves its years open, but is no reason
// against what is sure.
func TestAnotherBirth(t *testing.T) {
	day, month, year := date.Rough{Year: 2001, Month: 3, Day: 14}, date.Rough{Year: 2001, Month: 3},
		date.Rough{Year: 2001}
	guess, near, far := date.Rough{Year: 2001, About: true}, date.Rough{Year: 2004}, date.Rough{Year: 2005}
	for _, c := range []struct {
		said, known date.Rough
		want        bool
	}{
		{day, day, false}, {day, month, false}, {day, year, false}, {month, day, false}, {year, day, false},
		{guess, day, false}, {date.Rough{}, day, false}, {day, date.Rough{}, false},
		{date.Rough{Year: 2001, Month: 3, Day: 15}, day, true}, {date.Rough{Year: 2001, Month: 4}, day, true},
		{date.Rough{Year: 2001, Month: 4}, year, false}, {near, day, true}, {near, year, true},
		{near, guess, false}, {far, guess, true}, {date.Rough{Year: 2004, About: true}, year, true},
		{date.Rough{Year: 2004, About: true}, guess, false}, {date.Rough{Year: 1997}, guess, true},
	} {
		if got := c.said.Contradicts(c.known); got != c.want {
			t.Errorf("%+v beside %+v: %t", c.said, c.known, got)
		}
	}
}
