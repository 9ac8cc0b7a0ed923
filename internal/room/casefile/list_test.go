package casefile

import (
	"testing"
	"time"
)

// Whoever should have arrived is first of all, then other dangers; a silent host, however urgent, comes after.
func TestWhoIsMissingComesFirst(t *testing.T) {
	now := time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC)
	items := []Item{
		{Text: "waits", Band: Wait, Since: now.AddDate(0, 0, -90)},
		{Text: "ends", Due: now.Add(time.Minute)},
		{Text: "silent", Alarm: true, Since: now.Add(-3 * time.Hour), Due: now.Add(time.Minute)},
		{Text: "near", Alarm: true, Danger: InDanger, Since: now.AddDate(0, 0, -3)},
		{Text: "late", Alarm: true, Danger: Missing, Since: now.Add(-time.Minute)},
	}
	sortItems(items)
	for i, want := range []string{"late", "near", "silent", "ends", "waits"} {
		if items[i].Text != want {
			t.Errorf("line %d is %s, want %s", i+1, items[i].Text, want)
		}
	}
}
