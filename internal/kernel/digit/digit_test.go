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

func TestANumberHoweverItIsWritten(t *testing.T) {
	for s, want := range map[string]string{"01 23 45 67 89": "0123456789", "01.23.45.67.89 poste 12": "0123456789",
		"+33 (0)1 23-45 67 89": "+33123456789", "(0)1 23": "0123", "01\u00a023\u202f45": "012345",
		"06 12 34 56 78 / 06 87 65 43 21": "0612345678", "\u0660\u0661\u0662\u0663": "0123", "115": "115",
		"le 115, la nuit": "115", "inconnu": "", "": ""} {
		if got := Tel(s); got != want || Dialled(s) != (want != "") {
			t.Errorf("%q dials %q, want %q; dialled: %v", s, got, want, Dialled(s))
		}
	}
}
