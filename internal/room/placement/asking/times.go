package asking

import (
	"time"

	"havre.example/havre/internal/country"
)

// AnswerBy is until when a host may answer, which is until when its place is held: the end of a working day, or sooner
// when it is urgent, as the country's rules of that day have it.
func AnswerBy(c *country.Pack, now time.Time, urgent bool) time.Time {
	if urgent {
		return now.Add(c.Span(country.UrgentHours, c.Day(now)))
	}
	return closing(c, now, country.AnswerWorkdays)
}

// closing is the hour at which a working day ends, as many working days after an instant as the rule says, in the
// network's zone.
func closing(c *country.Pack, from time.Time, after country.Rule) time.Time {
	d := c.Day(from)
	end := c.AddWorkingDays(d, c.Number(after, d))
	return time.Date(end.Year(), end.Month(), end.Day(), c.Number(country.ClosingHour, d), 0, 0, 0, c.Zone()).UTC()
}

// tooFar tells of an instant that is past, or lies further ahead than a place may be held.
func tooFar(c *country.Pack, now, at time.Time) bool {
	return !at.After(now) || at.After(now.Add(c.Span(country.HoldDays, c.Day(now))))
}
