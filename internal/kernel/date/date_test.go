package date

import (
	"testing"
	"time"
)

func TestNoSuchDay(t *testing.T) {
	for _, c := range [][3]int{{2025, 2, 29}, {2025, 13, 1}, {2025, 0, 1}, {2025, 4, 31}, {1899, 1, 1}, {2200, 1, 1}} {
		if _, err := Of(c[0], c[1], c[2]); err == nil {
			t.Errorf("%v was taken for a date", c)
		}
	}
}

func TestAgeIsCountedOnTheBirthday(t *testing.T) {
	born := Must(2008, 11, 23)
	for at, want := range map[Date]int{Must(2026, 11, 22): 17, Must(2026, 11, 23): 18} {
		if got := born.YearsAt(at); got != want {
			t.Errorf("age on %s: %d, want %d", at, got, want)
		}
	}
}

func TestTextAndDays(t *testing.T) {
	d, err := Parse("2024-02-28")
	if err != nil {
		t.Fatal(err)
	}
	if got := d.AddDays(2).String(); got != "2024-03-01" {
		t.Fatalf("two days later: %s", got)
	}
	if n := d.DaysUntil(Must(2024, 3, 1)); n != 2 {
		t.Fatalf("days until: %d", n)
	}
	if d.Weekday() != time.Wednesday {
		t.Fatal(d.Weekday())
	}
}
