package digit

import "testing"

func TestDigitsOfEveryScript(t *testing.T) {
	for in, want := range map[string]string{"٢٠٢٦": "2026", "۱۲": "12", "०९": "09", "𝟘𝟙𝟡": "019", "12 a": "12 a",
		"":   "",
		"２３": "23", "Ⅳ²": "Ⅳ²"} {
		if got := Plain(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
