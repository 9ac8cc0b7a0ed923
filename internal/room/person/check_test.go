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
			{Gender: "Feminine", Nationality: "FR", NationalityGroup: "france", Languages: []string{"fr"}}},
		"person.birth_ahead":    {{Born: today.AddDays(1)}, {BirthYear: 2027}},
		"person.birth_long_ago": {{Born: date.Must(1905, 12, 31)}, {BirthYear: 1905}, {BirthYear: 1}},
		"fault.invalid": {{Gender: "x"}, {Nationality: "Nowhere"}, {NationalityGroup: "x"},
			{Languages: []string{"fr", "x"}}},
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
			casefile.Coded{BirthYear: 2010, Adult: tri.No, Sex: "unknown", NationalityGroup: "unknown"}},
		"a year": {Entry{BirthYear: 1990},
			casefile.Coded{BirthYear: 1990, Adult: tri.Yes, Sex: "unknown", NationalityGroup: "unknown"}},
		"a group": {Entry{NationalityGroup: "non_eu", Gender: "TransgenderFeminine"},
			casefile.Coded{Gender: "TransgenderFeminine", Sex: "F", NationalityGroup: "non_eu"}},
		"a nationality goes before a group": {Entry{Nationality: "DE", NationalityGroup: "non_eu"},
			casefile.Coded{Sex: "unknown", Nationality: "DE", NationalityGroup: "other_eu"}},
		"languages": {Entry{Languages: []string{"pcm", "en"}},
			casefile.Coded{Sex: "unknown", NationalityGroup: "unknown", Languages: []string{"pcm", "en"}}},
	} {
		// What was known before gives way.
		got := casefile.Coded{BirthYear: 1970, Adult: tri.No, Gender: "Masculine", Sex: "M", Nationality: "FR",
			NationalityGroup: "france", Languages: []string{"fr"}}
		code(packs.France(), &got, c.entry, today)
		if got.BirthYear != c.want.BirthYear || got.Adult != c.want.Adult || got.Gender != c.want.Gender ||
			got.Sex != c.want.Sex || got.Nationality != c.want.Nationality ||
			got.NationalityGroup != c.want.NationalityGroup || !slices.Equal(got.Languages, c.want.Languages) {
			t.Errorf("%s: %+v, not %+v", what, got, c.want)
		}
	}
}
