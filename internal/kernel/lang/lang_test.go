package lang

import (
	"errors"
	"slices"
	"testing"
)

func set(t *testing.T, tags ...Tag) *Set {
	t.Helper()
	var list []Language
	for _, tag := range tags {
		list = append(list, Language{Tag: tag, Name: "Name of " + string(tag)})
	}
	s, err := NewSet(list...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAcceptNegotiatesOverTheSet(t *testing.T) {
	french, wide := set(t, "fr", "en"), set(t, "ro", "pt-BR", "ar", "qaa")
	for _, c := range []struct {
		of           *Set
		header, want string
	}{
		{french, "", "fr"}, {french, "en-GB,en;q=0.9", "en"}, {french, "fr-CA", "fr"}, {french, "ro,ar;q=0.8", "fr"},
		{french, "de;q=0.9,en;q=0.5", "en"}, {french, "\x00garbage", "fr"},
		{wide, "", "ro"}, {wide, "ar-EG,en", "ar"}, {wide, "pt", "pt-BR"}, {wide, "fr,en", "ro"}, {wide, "qaa", "qaa"},
	} {
		if got := c.of.Accept(c.header); string(got) != c.want {
			t.Errorf("%q: %s, want %s", c.header, got, c.want)
		}
	}
}

func TestAStoredLanguageThatIsNoLongerSpokenFallsBack(t *testing.T) {
	s := set(t, "sr-Latn", "pt-BR")
	for stored, want := range map[Tag]Tag{"pt-BR": "pt-BR", "pt": "pt-BR", "": "sr-Latn", "ja": "sr-Latn",
		"nonsense!": "sr-Latn"} {
		if got := s.Settle(stored); got != want || s.Of(stored).Tag != want {
			t.Errorf("%q: %s, want %s", stored, got, want)
		}
	}
	if s.Has("pt") || !s.Has("pt-BR") || s.First() != "sr-Latn" || !slices.Equal(s.Tags(), []Tag{"sr-Latn", "pt-BR"}) {
		t.Error("the set does not hold what it was given")
	}
	if l := (Language{RTL: true}); l.Dir() != "rtl" || (Language{}).Dir() != "ltr" {
		t.Error("a direction is lost")
	}
}

func TestATagIsWellFormed(t *testing.T) {
	for in, want := range map[string]Tag{"FR": "fr", "pt-br": "pt-BR", "zz": "zz", "qaa-arab": "qaa-Arab",
		"ar-u-nu-latn": "ar-u-nu-latn"} {
		if got, err := Parse(in); err != nil || got != want {
			t.Errorf("%q: %s, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "und", "q", "french language", "fr_", "../fr"} {
		if got, err := Parse(in); !errors.Is(err, ErrTag) {
			t.Errorf("%q was taken as %q", in, got)
		}
	}
}

func TestASetIsWhole(t *testing.T) {
	for name, list := range map[string][]Language{
		"empty": nil, "no tag": {{Name: "x"}}, "no name": {{Tag: "fr"}},
		"twice":         {{Tag: "fr", Name: "x"}, {Tag: "FR", Name: "y"}},
		"its own words": {{Tag: "fr", Name: "x", Fallback: "fr"}},
	} {
		if _, err := NewSet(list...); err == nil {
			t.Errorf("a set with %s was taken", name)
		}
	}
}
