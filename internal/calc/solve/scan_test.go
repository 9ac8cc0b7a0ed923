package solve

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestScannerKnowsWhere(t *testing.T) {
	s := NewScanner(strings.NewReader("12\r\n\n\t 7  x" + strings.Repeat("9", 1000) + "\n é"))
	for _, want := range []int64{12, 7} {
		if v, err := s.Int("a number", 0, 99); err != nil || v != want {
			t.Fatalf("got %d, %v, want %d", v, err, want)
		}
	}
	for _, want := range []string{
		`line 3, column 6: expected a number (a whole number from 0 to 99), found "x` + strings.Repeat("9", longest-1) +
			`"`,
		`line 4, column 2: expected a number (a whole number from 0 to 99), found "é"`,
		`line 4, column 4: expected a number (a whole number from 0 to 99), found nothing more`,
	} {
		if _, err := s.Int("a number", 0, 99); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestScannerPassesErrorsOn(t *testing.T) {
	torn := io.MultiReader(strings.NewReader("1 2"), iotest.ErrReader(errors.New("torn")))
	s := NewScanner(torn)
	if _, err := s.Ints("a number", 2, 0, 9); err != nil {
		t.Fatal(err)
	}
	if err := s.End(); err == nil || err.Error() != "torn" {
		t.Errorf("got %v", err)
	}
}

func TestDecimal(t *testing.T) {
	for text, want := range map[string]Decimal{"0": {}, "3.50": {35, 1}, "100": {100, 0}, "99.9999": {999999, 4},
		"007": {7, 0}, "4.0": {4, 0}} {
		if got, err := NewScanner(strings.NewReader(text)).Decimal("x", 100); err != nil || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"", ".", "1.", ".1", "-1", "+1", "1e2", "100.0001", "101", "0.00001", "1.2.3",
		"99999999999999999999", "0x1"} {
		if got, err := NewScanner(strings.NewReader(text)).Decimal("x", 100); err == nil {
			t.Errorf("%q was read as %+v", text, got)
		}
	}
}
