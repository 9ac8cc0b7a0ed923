package web_test

import (
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/lang"
	"havre.example/havre/internal/web"
	"havre.example/havre/packs"
)

// Numbers of every page are written from a language's ten digits: as CLDR writes them, in digits of its own too.
func TestNumbersAreWrittenAsTheLanguageDoes(t *testing.T) {
	texts, err := web.LoadTexts()
	if err != nil {
		t.Fatal(err)
	}
	tags := []lang.Tag{"en", "de", "es", "pl", "hi", "ar", "fa", "bn", "ne", "mr", "my", "ckb", "uk", "ti"}
	for _, tag := range tags {
		set, err := lang.NewSet(lang.Language{Tag: tag, Name: string(tag)})
		if err != nil {
			t.Fatal(err)
		}
		spoken, err := texts.For(set, nil)
		if err != nil {
			t.Fatal(err)
		}
		p, cldr := spoken.Within(packs.France).In(tag, now), message.NewPrinter(language.Make(string(tag)))
		for n := int64(-3); n < 12_000; n++ {
			if got, want := p.Number(n), cldr.Sprint(number.Decimal(n)); got != want {
				t.Errorf("%s: %d is %q, and should be %q", tag, n, got, want)
			}
		}
		digits := func(n, width int) string {
			return cldr.Sprint(number.Decimal(n, number.NoSeparator(), number.MinIntegerDigits(width)))
		}
		for _, d := range []date.Date{date.Must(2026, 3, 4), date.Must(1998, 12, 31)} {
			for _, want := range []string{digits(d.Day(), 2), digits(int(d.Month()), 2), digits(d.Year(), 4)} {
				if got := p.ShortDay(d); !strings.Contains(got, want) {
					t.Errorf("%s: %s is %q, which lacks %q", tag, d, got, want)
				}
			}
		}
	}
}
