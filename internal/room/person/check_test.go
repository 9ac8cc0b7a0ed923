package person

import (
	"slices"
	"testing"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/packs"
)

var today = date.Must(2026, 11, 23)

func TestBirthsAndCodesThatCannotBe(t *testing.T) {
	for key, list := range map[string][]Entry{
		"": {{}, {Born: today}, {Born: date.Must(1906, 1, 1)}, {BirthYear: 2026}, {BirthYear: 1906},
			{BornMonth: "2026-11"}, {BornMonth: "1990-05", BirthYear: 2026},
			{Gender: "Feminine", Nationality: "FR", NationalityGroup: "france", Languages: []string{"fr"}},
			{Nationality: "NG", NationalityGroup: "unknown"}, {Nationality: "FR"}, {NationalityGroup: "non_eu"}},
		"person.birth_ahead": {{Born: today.AddDays(1)}, {BirthYear: 2027}, {BornMonth: "2026-12"},
			{Born: date.Must(1990, 5, 1), BirthYear: 2027}},
		"person.birth_long_ago": {{Born: date.Must(1905, 12, 31)}, {BirthYear: 1905}, {BirthYear: 1}},
		"fault.invalid": {{Gender: "x"}, {Nationality: "Nowhere"}, {NationalityGroup: "x"},
			{Languages: []string{"fr", "x"}}},
		"person.group_two": {{Nationality: "FR", NationalityGroup: "non_eu"},
			{Nationality: "NG", NationalityGroup: "france"}},
	} {
		for _, e := range list {
			err := check(packs.France(), e, Entry{}, today)
			if (err == nil) != (key == "") || err != nil && (fault.Key(err) != key || !fault.Is(err, fault.Invalid)) {
				t.Errorf("born %s, %d, %q %q: %v, not %q", e.Born, e.BirthYear, e.Gender, e.Nationality, err, key)
			}
		}
	}
}

// The coded row knows what was stated and what follows, and says not known of the rest (I10).
func TestWhatTheCodedRowKnows(t *testing.T) {
	for what, c := range map[string]struct {
		entry Entry
		want  casefile.Coded
	}{
		"nothing": {Entry{}, casefile.Coded{Sex: "unknown", NationalityGroup: "unknown"}},
		"a day": {Entry{Born: date.Must(2010, 5, 1), BirthYear: 1990},
			casefile.Coded{BirthYear: 2010, Sex: "unknown", NationalityGroup: "unknown"}},
		"a year": {Entry{BirthYear: 1990},
			casefile.Coded{BirthYear: 1990, Sex: "unknown", NationalityGroup: "unknown"}},
		"a group": {Entry{NationalityGroup: "non_eu", Gender: "TransgenderFeminine"},
			casefile.Coded{Gender: "TransgenderFeminine", Sex: "F", NationalityGroup: "non_eu"}},
		"a nationality goes before a group": {Entry{Nationality: "DE", NationalityGroup: "non_eu"},
			casefile.Coded{Sex: "unknown", Nationality: "DE", NationalityGroup: "other_eu"}},
		"languages": {Entry{Languages: []string{"pcm", "en"}},
			casefile.Coded{Sex: "unknown", NationalityGroup: "unknown", Languages: []string{"pcm", "en"}}},
	} {
		// What was known before gives way.
		got := casefile.Coded{BirthYear: 1970, Adult: tri.Said{No: true}, Gender: "Masculine", Sex: "M",
			Nationality: "FR", NationalityGroup: "france", Languages: []string{"fr"}}
		code(packs.France(), &got, c.entry, today)
		if got.BirthYear != c.want.BirthYear || got.Adult != c.want.Adult || got.Gender != c.want.Gender ||
			got.Sex != c.want.Sex || got.Nationality != c.want.Nationality ||
			got.NationalityGroup != c.want.NationalityGroup || !slices.Equal(got.Languages, c.want.Languages) {
			t.Errorf("%s: %+v, not %+v", what, got, c.want)
		}
	}
}

// What is known of a birth is the day or, without it, its month or, without that, the year. A month or a day that was
// told with the year lies with her name, as long as none was told of the day itself, guessed or not.
func TestABirthIsKeptAsItIsKnown(t *testing.T) {
	day, month := date.Must(2008, 5, 3), date.Rough{Year: 2008, Month: 5}
	for what, c := range map[string]struct {
		entry  Entry
		told   date.Rough
		sealed string
		want   date.Rough
	}{
		"nothing": {Entry{}, date.Rough{}, "", date.Rough{}},
		"a day": {Entry{Born: day, BirthYear: 2001}, date.Exactly(today), "2008-05-03",
			date.Exactly(day)},
		"a month":               {Entry{BornMonth: "2008-05", BirthYear: 2001}, date.Exactly(day), "2008-05", month},
		"a year":                {Entry{BirthYear: 2008}, date.Rough{Year: 2008}, "", date.Rough{Year: 2008}},
		"a month with the year": {Entry{BirthYear: 2008}, month, "2008-05", month},
		"a day with the year":   {Entry{BirthYear: 2008}, date.Exactly(day), "2008-05-03", date.Exactly(day)},
		"the first of a month": {Entry{BirthYear: 2008}, date.Rough{Year: 2008, Month: 5, Day: 1}, "2008-05-01",
			date.Exactly(date.Must(2008, 5, 1))},
		"in January": {Entry{BirthYear: 2008}, date.Rough{Year: 2008, Month: 1}, "2008-01",
			date.Rough{Year: 2008, Month: 1}},
		"in January, and before": {Entry{BirthYear: 2008, YearMonth: "2008-05"}, date.Rough{Year: 2008, Month: 1},
			"2008-01", date.Rough{Year: 2008, Month: 1}},
		"as before": {Entry{BirthYear: 2008, YearMonth: "2008-05"}, date.Rough{}, "2008-05", month},
		"a day as before": {Entry{BirthYear: 2008, YearMonth: "2008-05-03"}, date.Rough{}, "2008-05-03",
			date.Exactly(day)},
		"the year alone as before": {Entry{BirthYear: 2008, YearMonth: "2008"}, date.Rough{}, "",
			date.Rough{Year: 2008}},
		"told anew": {Entry{BirthYear: 2008, YearMonth: "2008-07"}, month, "2008-05", month},
		"guessed": {Entry{BirthYear: 2008, BirthAbout: true, YearMonth: "2008-05"}, date.Rough{}, "2008-05",
			date.Rough{Year: 2008, Month: 5, About: true}},
		"a guessed day": {Entry{Born: day, BirthAbout: true}, date.Rough{}, "2008-05-03",
			date.Rough{Year: 2008, Month: 5, Day: 3, About: true}},
		"a guess of nothing": {Entry{BirthAbout: true}, date.Rough{}, "", date.Rough{}},
	} {
		e := c.entry
		e.bear(c.told)
		if got := e.Birth.Reveal(); got != c.sealed || e.Rough() != c.want {
			t.Errorf("%s: %q is sealed, and %+v known", what, got, e.Rough())
		}
	}
}

// A year that says another birth than the day or the month beside it is told so, and not passed over.
func TestAYearDoesNotSayAnotherBirthInSilence(t *testing.T) {
	day := date.Must(2009, 3, 7)
	for what, c := range map[string]struct {
		e    Entry
		want bool
	}{
		"the same year":          {Entry{Born: day, BirthYear: 2009}, false},
		"the year that stood":    {Entry{Born: day, BirthYear: 2008}, false}, // the day was corrected
		"another year":           {Entry{Born: day, BirthYear: 1990}, true},
		"another year, a month":  {Entry{BornMonth: "2009-03", BirthYear: 1990}, true},
		"another month":          {Entry{BornMonth: "2009-03", BirthYear: 2009, YearMonth: "2009-04"}, true},
		"the same month":         {Entry{Born: day, BirthYear: 2009, YearMonth: "2009-03"}, false},
		"another day":            {Entry{Born: day, BirthYear: 2009, YearMonth: "2009-03-08"}, true},
		"January":                {Entry{BornMonth: "2009-03", BirthYear: 2009, YearMonth: "2009-01"}, true},
		"that month, long ago":   {Entry{BornMonth: "2009-03", BirthYear: 2009, YearMonth: "1999-03"}, true},
		"the year typed alone":   {Entry{Born: day, YearMonth: "2009"}, false},
		"a year alone":           {Entry{BirthYear: 1990}, false},
		"a month with the year":  {Entry{BirthYear: 1990, YearMonth: "1990-05"}, false},
		"no year beside the day": {Entry{Born: day}, false},
	} {
		if got := c.e.contradicts(2008); got != c.want {
			t.Errorf("%s: %v", what, got)
		}
	}
}

// What is typed beside a birth that is noted is that birth, more or less exactly, or another one: which is asked, once.
// Where the day stands as it was, another year was typed alone.
func TestAnotherBirthIsAskedAbout(t *testing.T) {
	day, other := date.Must(2009, 3, 7), date.Must(2010, 3, 7)
	noted := Entry{Born: day, BirthYear: 2009}
	asks := casefile.ErrOtherBirth
	for what, c := range map[string]struct {
		e    Entry
		want string
		err  error
	}{
		"as it was":          {Entry{Born: day, BirthYear: 2009}, "2009-03-07", nil},
		"its month":          {Entry{BornMonth: "2009-03", BirthYear: 2009}, "2009-03", nil},
		"its year":           {Entry{BirthYear: 2009}, "", nil},
		"nothing":            {Entry{}, "", nil},
		"another day":        {Entry{Born: other, BirthYear: 2009}, "2010-03-07", asks},
		"another year":       {Entry{Born: day, BirthYear: 2010}, "", asks},
		"another month":      {Entry{Born: day, BirthYear: 2009, YearMonth: "2009-04"}, "2009-04", asks},
		"both, the same":     {Entry{Born: other, BirthYear: 2010}, "2010-03-07", asks},
		"both, two of them":  {Entry{Born: other, BirthYear: 2011}, "", ErrTwoBirths},
		"a month and a year": {Entry{Born: day, BornMonth: "2010-03", BirthYear: 2011}, "", ErrTwoBirths},
	} {
		for _, wrong := range []bool{false, true} {
			e := c.e
			e.BirthWrong = wrong
			want := c.err
			if wrong && want == asks {
				want = nil
			}
			if err := e.settle(noted); err != want {
				t.Errorf("%s, said to be wrong %t: %v", what, wrong, err)
			}
			if got := e.Birth.Reveal(); c.err != ErrTwoBirths && got != c.want {
				t.Errorf("%s: %q is sealed", what, got)
			}
		}
	}
}

// A birth that cannot be stands beside the question that told it.
func TestABirthThatCannotBeStandsBesideItsQuestion(t *testing.T) {
	for question, list := range map[string][]Entry{
		"born":       {{Born: today.AddDays(1)}, {BornMonth: "2026-12"}, {Born: date.Must(1905, 12, 31)}},
		"birth_year": {{BirthYear: 2027}, {BirthYear: 1905}},
	} {
		for _, e := range list {
			if got := fault.About(check(packs.France(), e, Entry{}, today)); got != question {
				t.Errorf("born %s, %s, %d: beside %q", e.Born, e.BornMonth, e.BirthYear, got)
			}
		}
	}
}

// What is said of full age is written with today where it is another answer than the page showed, and left alone where
// nobody touched it.
func TestFullAgeIsSaidOnTheDayItChanges(t *testing.T) {
	before := today.AddDays(-30)
	for _, c := range []struct {
		answer tri.Value
		want   tri.Said
		on     date.Date
	}{
		{tri.No, tri.Said{No: true}, before}, {tri.Yes, tri.Said{Yes: true}, today}, {tri.Unknown, tri.Said{}, today},
	} {
		row := casefile.Coded{Adult: tri.Said{No: true}, AdultOn: before}
		code(packs.France(), &row, Entry{Adult: c.answer}, today)
		if row.Adult != c.want || row.AdultOn != c.on {
			t.Errorf("%s: %+v on %s, not %+v on %s", c.answer, row.Adult, row.AdultOn, c.want, c.on)
		}
	}
}
