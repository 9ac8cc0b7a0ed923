package partner

import (
	"testing"

	"havre.example/havre/internal/kernel/date"
)

// A day from which a place is free is told while it is to come, and never of a place where people of the network stay.
func TestAPassedDayIsNotSaidAsFree(t *testing.T) {
	today, before, after := date.Must(2026, 11, 23), date.Must(2019, 5, 7), date.Must(2026, 12, 1)
	for _, c := range []struct {
		from date.Date
		full bool
		want bool
	}{{before, false, false}, {today, false, false}, {after, false, true}, {before, true, false}, {after, true, false},
		{date.Date{}, false, false}} {
		if got := (Place{AvailableFrom: c.from, ByNetwork: c.full}).FreeLater(today); got != c.want {
			t.Errorf("from %v, occupied %v: %v", c.from, c.full, got)
		}
	}
}
