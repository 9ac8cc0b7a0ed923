package sheet

import (
	"errors"
	"slices"
	"testing"
)

func TestNoCellBecomesAFormula(t *testing.T) {
	for _, cell := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "|cmd", "%x",
		"+33 6 12 34", "-cmd|' /C calc'!A0", "\n1"} {
		if got := Inert(cell); got != "'"+cell || Plain(got) != cell {
			t.Errorf("%q became %q", cell, got)
		}
	}
	for _, cell := range []string{"75", "Femmes", "18 à 24 ans", "", "'", "'Aubrac", "a=b", "''"} {
		if got := Inert(cell); got != cell || Plain(got) != cell {
			t.Errorf("%q became %q", cell, got)
		}
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	rows := [][]string{{"name", "words"}, {"L'Écluse", "a;b\n\"c\""}, {"+33 6", ""}}
	raw, err := Write(rows)
	if err != nil {
		t.Fatal(err)
	}
	in, err := Open(raw, ";,\t")
	if err != nil {
		t.Fatal(err)
	}
	got, err := in.ReadAll()
	if err != nil || len(got) != 3 {
		t.Fatal(got, err)
	}
	for i := range got {
		for j := range got[i] {
			got[i][j] = Plain(got[i][j])
		}
		if !slices.Equal(got[i], rows[i]) {
			t.Errorf("%q became %q", rows[i], got[i])
		}
	}
}

func TestTheSignIsFound(t *testing.T) {
	for raw, want := range map[string]rune{"a;b;c\n1,5;2;3": ';', "a,b\n": ',', "a\tb": '\t', "alone": ';',
		"\ufeffa,b": ','} {
		if in, err := Open([]byte(raw), ";,\t"); err != nil || in.Comma != want {
			t.Errorf("%q: %q, %v", raw, in.Comma, err)
		}
	}
	if in, err := Open([]byte("a,b;c"), ";"); err != nil || in.Comma != ';' {
		t.Error("only what is allowed parts the columns: ", err)
	}
	if _, err := Open([]byte{'a', 0xff}, ";"); !errors.Is(err, ErrNotUTF8) {
		t.Error("another encoding: ", err)
	}
}
