package label_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/room/casefile/casefileweb"
	"havre.example/havre/internal/room/casefile/label"
	"havre.example/havre/internal/web"
)

// in returns the printer of a language.
func in(t *testing.T, tag lang.Tag) *web.Printer {
	t.Helper()
	texts, err := web.LoadTexts(casefileweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	return texts.In(tag, time.Time{})
}

func TestALabelIsOneToReadersOfBothLanguages(t *testing.T) {
	if got := label.Text(in(t, "fr"), "lime", 3); got != "Tilleul 3" {
		t.Errorf("French: %q", got)
	}
	if got := label.Text(in(t, "en"), "lime", 3); got != "Tilleul 3" {
		t.Errorf("to a reader of English: %q", got)
	}
	if got := label.Text(in(t, "fr"), "no_such_tree", 12); got != "no_such_tree 12" {
		t.Errorf("unknown: %q", got)
	}
}

func TestTreesAreDistinct(t *testing.T) {
	codes := label.Codes()
	if len(codes) < 110 {
		t.Errorf("only %d trees", len(codes))
	}
	seen := map[string]bool{}
	for _, tag := range []lang.Tag{"fr", "en"} {
		p := in(t, tag)
		for _, c := range codes {
			s := string(tag) + p.T("casefile.tree."+c)
			if seen[s] || strings.Contains(s, "_") {
				t.Errorf("%s: %q is taken twice or has no name", c, s)
			}
			seen[s] = true
		}
	}
}

func TestNewDrawsEvenlyWithinBounds(t *testing.T) {
	src := rand.NewChaCha8([32]byte{1})
	drawn, first, last := map[string]int{}, false, false
	const draws = 60_000
	for range draws {
		code, n, err := label.New(src)
		if err != nil || !label.Valid(code, n) {
			t.Fatalf("%s %d: %v", code, n, err)
		}
		drawn[code]++
		first, last = first || n == 1, last || n == label.Max
	}
	want := draws / len(label.Codes())
	for _, c := range label.Codes() {
		if drawn[c] < want/2 || drawn[c] > want*2 {
			t.Errorf("%s was drawn %d times, about %d expected", c, drawn[c], want)
		}
	}
	if !first || !last {
		t.Error("1 or 999 is never drawn")
	}
	if label.Valid("lime", 0) || label.Valid("lime", 1000) || label.Valid("", 1) {
		t.Error("a label out of bounds is valid")
	}
}

func TestNewSaysWhenThereIsNoRandomness(t *testing.T) {
	if _, _, err := label.New(bytes.NewReader([]byte{1, 2, 3})); err == nil {
		t.Error("three bytes made a label")
	}
}
