package indicator

import (
	"fmt"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/trust/gate"
)

func (c *Counts) stays(v *gate.FiguresView, s span) error {
	if err := v.QueryRow(qInCare, s.countedThen, clock.Micros(s.countedThen.AddDays(1).Time(s.zone))).Scan(&c.InCare,
		&c.Children); err != nil {
		return fmt.Errorf("count who is in care: %w", err)
	}
	if err := v.QueryRow(qBeside, s.countedThen).Scan(&c.Undated, &c.Coming); err != nil {
		return fmt.Errorf("count who is not in a place: %w", err)
	}
	if s.countedThen == s.to {
		c.Coming = 0
	}
	return gate.Each(v.Query, qStays, func(rows *gate.Rows) error {
		var sex string
		var arrived, ended, next date.Date
		var left int64
		var n int
		if err := rows.Scan(&sex, &arrived, &ended, &left, &next, &n); err != nil {
			return err
		}
		if died := s.day(left); left != 0 && (ended.IsZero() || died.Before(ended)) {
			ended = died
		}
		if !next.IsZero() && (ended.IsZero() || next.Before(ended)) {
			ended = next
		}
		c.stay(s, orUnknown(sex), arrived, ended, n, !next.IsZero())
		return nil
	}, s.countedThen)
}

// stay counts n stays from arrived to ended (zero: goes on). A night belongs to the day on which it begins. Whoever
// came to another place since then is one person, counted with that stay.
func (c *Counts) stay(s span, sex string, arrived, ended date.Date, n int, another bool) {
	for y := arrived.Year(); y < c.Year && (ended.IsZero() || y < ended.Year()); y++ {
		c.Stock[y] += n
	}
	if !ended.IsZero() && ended.Before(s.from) {
		return
	}
	from, to := arrived, ended
	if from.Before(s.from) {
		from = s.from
	}
	if next := s.countedThen.AddDays(1); to.IsZero() || next.Before(to) {
		to = next
	}
	nights := n * max(from.DaysUntil(to), 0)
	if !another {
		c.Stayed += n
	}
	c.Nights += nights
	c.add("nights", sex, nights)
	if ended.IsZero() || s.countedThen.Before(ended) {
		c.Stock[c.Year] += n
		c.add("staying", sex, n)
	}
}
