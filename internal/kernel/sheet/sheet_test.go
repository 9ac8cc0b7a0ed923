package sheet

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

func TestNoCellBecomesAFormula(t *testing.T) {
	for _, cell := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "|cmd", "%x",
		"+33 6 12 34", "-cmd|' /C calc'!A0", "\n1", "'=1"} {
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

// Whatever a text begins with, and however often it leaves and comes in again, it stays itself.
func TestTheGuardOfFormulasGivesEveryTextBack(t *testing.T) {
	for _, bare := range []string{"=x", "+33 6", "-x", "@x", "x", "", " =x", "%"} {
		for n := range 4 {
			cell := strings.Repeat("'", n) + bare
			if Plain(Inert(cell)) != cell || Plain(Plain(Inert(Inert(cell)))) != cell {
				t.Errorf("%q becomes %q", cell, Plain(Inert(cell)))
			}
		}
	}
}

// all reads a whole file.
func all(t *testing.T, raw []byte) (head []string, rows [][]string) {
	t.Helper()
	table, err := Open(raw)
	if err != nil {
		t.Fatal(err)
	}
	for {
		_, cells, err := table.Next()
		if errors.Is(err, io.EOF) {
			return table.Head, rows
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, cells)
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	rows := [][]string{{"name", "words"}, {"L'Écluse", "a;b \"c\""}, {"+33 6", ""}, {"'=1", "@home"}}
	raw, err := Write(rows)
	if err != nil {
		t.Fatal(err)
	}
	head, got := all(t, raw)
	if !slices.Equal(head, rows[0]) || !slices.EqualFunc(got, rows[1:], slices.Equal[[]string]) {
		t.Errorf("%q became %q %q", rows, head, got)
	}
}

func saved16(s string, bigEndFirst bool) []byte {
	var raw []byte
	for _, u := range utf16.Encode([]rune(mark + s)) {
		low, high := byte(u), byte(u>>8)
		if bigEndFirst {
			low, high = high, low
		}
		raw = append(raw, low, high)
	}
	return raw
}

// One table, as spreadsheets of all ages save it.
func TestOneTableHoweverItIsSaved(t *testing.T) {
	const plain = "Name;Words\né;€ 2\nb;c\n"
	old, err := charmap.Windows1252.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	with := func(from, to string) []byte { return []byte(strings.ReplaceAll(plain, from, to)) }
	for name, raw := range map[string][]byte{
		"UTF-8": []byte(plain), "mark": []byte(mark + plain), "Windows-1252": []byte(old),
		"UTF-16": saved16(plain, false), "UTF-16, big end first": saved16(plain, true),
		"CRLF": with("\n", "\r\n"), "CR": with("\n", "\r"), "decomposed": with("é", "e\u0301"),
		"commas": with(";", ","), "tabs": with(";", "\t"), "sep": []byte("sep=;\n" + plain),
		"sep in quotes": []byte(mark + "\"sep=,\"\r\n" + strings.ReplaceAll(plain, ";", ",")),
		"empty rows":    with("\nb", "\n;\n\n ; \nb"), "rows above": []byte("\n;\n" + plain),
		"empty columns": []byte("Name;;Words;;\né;;€ 2;;\nb;;c;;\n"), "ragged": []byte("Name;Words;\né;€ 2\nb;c;;;\n"),
		"no-break spaces": with("€ ", "€\u00a0\u202f"), "spaces": with("b", " b  "),
	} {
		head, got := all(t, raw)
		if !slices.Equal(head, []string{"name", "words"}) || len(got) != 2 ||
			!slices.Equal(got[0], []string{"é", "€ 2"}) || !slices.Equal(got[1], []string{"b", "c"}) {
			t.Errorf("%s: %q %q", name, head, got)
		}
	}
	if _, got := all(t, []byte("a;b\n\"4 rue X,\r\n\r\n 27000  Y\";2")); got[0][0] != "4 rue X, 27000 Y" {
		t.Errorf("lines in a cell: %q", got)
	}
}

func TestWhatCannotBeReadIsToldByLine(t *testing.T) {
	for name, raw := range map[string][]byte{"cut": []byte("é;\xe9"), "no text": {0, 0xff},
		"half a letter": {0xff, 0xfe, 'a'}, "not assigned": []byte("a\x81")} {
		if _, err := Open(raw); !errors.Is(err, ErrEncoding) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, raw := range []string{"", mark, " \r\n;;\n", "sep=;\n"} {
		if _, err := Open([]byte(raw)); !errors.Is(err, ErrEmpty) {
			t.Errorf("%q: %v", raw, err)
		}
	}
	for raw, want := range map[string]error{"PK\x03\x04\x14\x00\xff": ErrWorkbook,
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00": ErrWorkbook, "<!DOCTYPE html>\n<table>": ErrPage,
		mark + "\n <?xml version=\"1.0\"?>": ErrPage, string(saved16("<html>", false)): ErrPage} {
		if _, err := Open([]byte(raw)); !errors.Is(err, want) {
			t.Errorf("%q: %v, not %v", raw, err, want)
		}
	}
	if head, _ := all(t, []byte("A\u200bB;"+strings.Repeat("É", 41))); head[0] != "ab" ||
		head[1] != strings.Repeat("é", 40)+"…" {
		t.Errorf("names of columns: %q", head)
	}
	table, err := Open([]byte("sep=;\n\na;b;\n1;2\n1\n;;\n1;2;3\n1\"\n4;5"))
	if err != nil || table.Line != 3 {
		t.Fatal(table, err)
	}
	for _, want := range []struct{ line, have int }{{4, -1}, {5, 1}, {7, 3}, {8, 0}, {9, -1}} {
		line, cells, err := table.Next()
		have := -1
		var broken *Broken
		if errors.As(err, &broken) {
			have = broken.Have
		}
		if line != want.line || have != want.have || have == -1 && (err != nil || len(cells) != 2) {
			t.Errorf("want %v: line %d, %q, %v", want, line, cells, err)
		}
	}
}

func TestDays(t *testing.T) {
	for cell, want := range map[string]string{"2025-03-01": "2025-03-01", "01/03/2025": "2025-03-01",
		"1/3/2025": "2025-03-01", "": ""} {
		if d, err := Day(cell); err != nil || d.String() != want {
			t.Errorf("%q: %v, %v", cell, d, err)
		}
	}
	for _, cell := range []string{"31/02/2025", "03/31/2025", "1/3/25", "2025", "soon"} {
		if d, err := Day(cell); err == nil {
			t.Errorf("%q is %v", cell, d)
		}
	}
}
