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

// An instant that stands for a day is that day wherever it is read, and no hour that is noted stands for one.
func TestAnInstantThatStandsForADay(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []Date{Must(2026, 1, 31), Must(2026, 7, 1), Must(2026, 3, 29)} {
		at := d.Hourless(paris)
		if !IsHourless(at) || !IsHourless(at.UTC().Truncate(time.Microsecond)) {
			t.Errorf("%s is not known again", d)
		}
		for _, zone := range []int{-10, -4, 0, 4, 11} {
			if got := In(at, time.FixedZone("", zone*3600)); got != d {
				t.Errorf("%s reads as %s at %+d", d, got, zone)
			}
		}
		for _, other := range []time.Time{{}, d.Time(paris), d.Time(paris).Add(12 * time.Hour),
			at.Add(time.Microsecond), at.Add(time.Second)} {
			if IsHourless(other) {
				t.Errorf("%s stands for a day", other)
			}
		}
	}
}
