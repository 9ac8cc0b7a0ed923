package letters_test

import (
	"io"
	"strings"
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

func TestTheMarkBeforeATextIsNoText(t *testing.T) {
	for _, s := range []string{"\ufeffa\r\nb", "a\r\nb"} {
		got, err := io.ReadAll(letters.Reader(strings.NewReader(s)))
		if err != nil || string(got) != "a\r\nb" || letters.Unmarked(s) != "a\r\nb" {
			t.Errorf("%q, %v", got, err)
		}
	}
	if got, err := io.ReadAll(letters.Reader(strings.NewReader("x"))); err != nil || string(got) != "x" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestWhatLooksTheSame(t *testing.T) {
	for _, s := range []string{"L'E\u0301te\u0301  d-1", "L’Été\u00a0d‑1", " L'Été d\u20101 ", "L'Été d－1"} {
		if got := letters.Look(s); got != "L'Été d-1" {
			t.Errorf("%q looks like %q", s, got)
		}
		if got := letters.Words(s); got != "l ete d 1" {
			t.Errorf("%q is the words %q", s, got)
		}
	}
	if letters.Look("été") == letters.Look("Ete") || letters.Words("Œuvre") != "oeuvre" {
		t.Error("capitals and accents are seen, joined letters are words")
	}
	for _, s := range []string{"k7q-2mx", " K7Q 2MX", "K7Q\u00a02MX", "K7Q–2MX", "K7Q.2MX", "Ｋ7q٢mx"} {
		if got := letters.Code(s); got != "k7q2mx" {
			t.Errorf("the code %q is %q", s, got)
		}
	}
}

// What is typed again at a box is the same however a keyboard or a page writes it.
func TestWhatIsTypedAgain(t *testing.T) {
	for _, s := range []string{"école d'été-1", "E\u0301COLE D’E\u0301te\u0301‑1", " École\u00a0d'été\u20131",
		"École\u202fd'ｅ\u0301té-1",
		"\ufeffécole d'é\u200bté-1"} {
		if got := letters.Fold(s); got != "école d'été-1" {
			t.Errorf("%q is %q", s, got)
		}
	}
}
