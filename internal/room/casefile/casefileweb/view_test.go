package casefileweb

import (
	"testing"
	"time"

	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/web"
)

// A deadline is urgent and never called a danger, in word and colour.
func TestADeadlineIsNoDanger(t *testing.T) {
	soon := time.Date(2026, 3, 2, 18, 55, 0, 0, time.UTC)
	for want, it := range map[web.Tone]casefile.Item{
		web.Danger: {Alarm: true, Danger: casefile.Missing},
		web.Urgent: {Alarm: true, Due: soon},
		web.Waits:  {Due: soon},
		web.Plain:  {Band: casefile.Week, Due: soon},
	} {
		if got := tone(it); got != want {
			t.Errorf("%+v presses as %q, want %q", it, got, want)
		}
	}
}
