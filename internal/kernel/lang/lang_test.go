package lang

import "testing"

func TestFrenchFirst(t *testing.T) {
	for header, want := range map[string]Tag{
		"": FR, "en-GB,en;q=0.9": EN, "fr-CA": FR, "ro,ar;q=0.8": FR, "de;q=0.9,en;q=0.5": EN, "\x00garbage": FR,
	} {
		if got := Accept(header); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}
