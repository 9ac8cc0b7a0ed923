package indicator

import (
	"fmt"
	"strconv"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/trust/gate"
)

func (d *Desk) firstYear(v *gate.FiguresView) (int, error) {
	var past date.Date
	var live int64
	if err := v.QueryRow(qFirstPast).Scan(&past); err != nil {
		return 0, fmt.Errorf("find the first year: %w", err)
	}
	if err := v.QueryRow(qFirstLive).Scan(&live); err != nil {
		return 0, fmt.Errorf("find the first year: %w", err)
	}
	first := v.Now().In(d.Country().Zone()).Year()
	if live != 0 {
		first = min(first, clock.FromMicros(live).In(d.Country().Zone()).Year())
	}
	if !past.IsZero() {
		first = min(first, past.Year())
	}
	return first, nil
}

func (c *Counts) series(v *gate.FiguresView, s span) error {
	by := func(m map[int]int) func(string, int) {
		return func(year string, n int) {
			if y, err := strconv.Atoi(year); err == nil && y <= c.Year {
				m[y] += n
			}
		}
	}
	if err := grouped(v, qPastRequests, by(c.Requests)); err != nil {
		return fmt.Errorf("count past requests: %w", err)
	}
	if err := grouped(v, qPastArrivals, by(c.Arrivals)); err != nil {
		return fmt.Errorf("count past arrivals: %w", err)
	}
	if err := grouped(v, qLiveArrivals, by(c.Arrivals)); err != nil {
		return fmt.Errorf("count arrivals: %w", err)
	}
	var first int64
	if err := v.QueryRow(qFirstLive).Scan(&first); err != nil || first == 0 {
		return err
	}
	for y := clock.FromMicros(first).In(s.zone).Year(); y <= c.Year; y++ {
		from, to := date.Must(y, 1, 1).Time(s.zone), date.Must(y+1, 1, 1).Time(s.zone)
		var n int
		if err := v.QueryRow(qLiveRequests, clock.Micros(from), clock.Micros(to)).Scan(&n); err != nil {
			return fmt.Errorf("count requests: %w", err)
		}
		c.Requests[y] += n
	}
	return nil
}

// known finds in which years anybody asked or arrived, agreed to be counted or not: the others are gaps.
func (c *Counts) known(v *gate.FiguresView, s span) error {
	note := func(year string, f Flow) {
		if y, err := strconv.Atoi(year); err == nil {
			k := c.Known[y]
			c.Known[y] = Flow{k.Requests + f.Requests, k.Arrivals + f.Arrivals}
		}
	}
	err := gate.Each(v.Query, qPastYears, func(rows *gate.Rows) error {
		var asked, arrived string
		var n int
		err := rows.Scan(&asked, &arrived, &n)
		note(asked, Flow{Requests: n, Arrivals: n})
		note(arrived, Flow{Arrivals: n})
		return err
	})
	if err != nil {
		return fmt.Errorf("find the years that are known: %w", err)
	}
	var first int64
	if err := v.QueryRow(qFirstLive).Scan(&first); err != nil {
		return fmt.Errorf("find the years that are known: %w", err)
	}
	for y := s.day(first).Year(); first != 0 && y <= c.Year; y++ {
		note(strconv.Itoa(y), Flow{1, 1})
	}
	return nil
}
