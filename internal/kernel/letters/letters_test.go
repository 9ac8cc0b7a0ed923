package letters_test

import (
	"testing"

	"havre.example/havre/internal/kernel/letters"
)

func TestAccentsCapitalsAndSpaces(t *testing.T) {
	for s, want := range map[string]string{"École": "ecole", "E\u0301cole": "ecole", "İzmir": "izmir",
		" À  Ç ": " a  c ", "œuvre": "œuvre", "": ""} {
		if got := letters.Plain(s); got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
	if got := letters.Words(" À\u00a0 Ç\t"); got != "a c" {
		t.Errorf("%q", got)
	}
}
