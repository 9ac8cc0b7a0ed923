package casefile

import (
	"cmp"
	"context"
	"slices"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Agenda is what one room adds to people's own calendars: what is dated, in a span of days, and theirs.
type Agenda = Added[func(*gate.CircleView, Span) ([]Dated, error)]

// Dated is one entry of a calendar: an hour or a whole day, what it is, and the page that says more. Like a line of the
// home it holds codes and labels only.
type Dated struct {
	At      time.Time // the hour; of a whole day its beginning in the network's zone
	Whole   bool
	In      string // area whose clocks show the hour; empty: the head office's
	Case    Header // the case it is about; zero Ref when none
	Subject string // words instead of a case label: a place, a partner
	Text    string // text key, of the room that made it
	Args    []any  // pairs for the text
	Link    string // the page that says more
}

// Span is the days a calendar shows.
type Span struct {
	First, Last date.Date
	Zone        *time.Location
	country     *country.Pack
}

// Micros is the span as stored instants: from the first, before the second.
func (s Span) Micros() (from, before int64) {
	return clock.Micros(s.First.Time(s.Zone)), clock.Micros(s.Last.AddDays(1).Time(s.Zone))
}

// OnDay is an entry of a whole day.
func (s Span) OnDay(d date.Date) Dated { return Dated{At: d.Time(s.Zone), Whole: true} }

// day is the day of an entry, by the clocks of where it happens.
func (s Span) day(e Dated) date.Date {
	if e.In == "" || s.country == nil {
		return date.In(e.At, s.Zone)
	}
	return date.In(e.At, s.country.HoursOf(e.In))
}

// holds tells whether an entry lies in the span.
func (s Span) holds(e Dated) bool {
	day := s.day(e)
	return !day.Before(s.First) && !s.Last.Before(day)
}

// A calendar is read four weeks at a time, half a year ahead at most.
const (
	CalendarDays  = 28
	CalendarPages = 7
)

// Calendar is four weeks of somebody's own calendar.
type Calendar struct {
	Page int // 0 begins today
	Days []CalendarDay
	Span
}

// CalendarDay is one day with something in it.
type CalendarDay struct {
	Day     date.Date
	Entries []Dated
}

// OnCalendar gathers what is dated and the person's own, from every room, for each of their teams. Page counts from 0;
// one that does not exist is the nearest.
func (d *Desk) OnCalendar(ctx context.Context, who access.Actor, page int) (Calendar, error) {
	var c Calendar
	err := d.gate.Circle(ctx, who, OpenCalendar, func(v *gate.CircleView) error {
		c = Calendar{Page: max(0, min(page, CalendarPages-1))}
		first := v.Today().AddDays(c.Page * CalendarDays)
		c.Span = Span{First: first, Last: first.AddDays(CalendarDays - 1), Zone: v.Country().Zone(),
			country: v.Country()}
		var all []Dated
		err := eachTeam(v, d.agendas, func(v *gate.CircleView, a Agenda) error {
			more, err := a.Load(v, c.Span)
			all = append(all, more...)
			return err
		})
		c.Days = c.days(all)
		return err
	})
	return c, err
}

// days puts entries in order and under their days; what lasts all day begins with it, and so stands first.
func (s Span) days(all []Dated) (out []CalendarDay) {
	all = slices.DeleteFunc(all, func(e Dated) bool { return !s.holds(e) })
	slices.SortStableFunc(all, func(a, b Dated) int {
		return cmp.Or(s.day(b).DaysUntil(s.day(a)), a.At.Compare(b.At))
	})
	for _, e := range all {
		day := s.day(e)
		if len(out) == 0 || out[len(out)-1].Day != day {
			out = append(out, CalendarDay{Day: day})
		}
		out[len(out)-1].Entries = append(out[len(out)-1].Entries, e)
	}
	return out
}
