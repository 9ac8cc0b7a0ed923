package asking

import (
	"time"

	"havre.example/havre/internal/country"
)

const (
	urgentHold = 4 * time.Hour
	closingAt  = 18 // local hour at which a host's working day ends
	longest    = 21 * 24 * time.Hour
)

// silences are the instants of silence, after sending, at which an urgent proposal presses more.
var silences = []time.Duration{time.Hour, 2 * time.Hour, 3*time.Hour + 30*time.Minute}

// AnswerBy is until when a host may answer, which is until when its place is held: the end of its second working day,
// or four hours when it is urgent.
func AnswerBy(c *country.Pack, now time.Time, urgent bool) time.Time {
	if urgent {
		return now.Add(urgentHold)
	}
	return endOfWorkingDay(c, now, 2)
}

// endOfWorkingDay is 18:00 of the n-th working day after t, in the network's zone.
func endOfWorkingDay(c *country.Pack, t time.Time, n int) time.Time {
	d := c.AddWorkingDays(c.Day(t), n)
	return time.Date(d.Year(), d.Month(), d.Day(), closingAt, 0, 0, 0, c.Zone()).UTC()
}
