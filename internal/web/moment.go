package web

import (
	"context"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/money"
)

// Percent writes a share between 0 and 1 without decimals: 54 % in French, 54% in English.
func (p *Printer) Percent(share float64) string {
	return p.T("web.format.percent", "n", int64(math.Round(share*100)))
}

// Day writes a date in full: mardi 24 novembre 2026, Tuesday 24 November 2026.
func (p *Printer) Day(d date.Date) string {
	if d.IsZero() {
		return p.T("web.unknown")
	}
	day := p.digits(d.Day(), 1)
	if d.Day() == 1 {
		day = p.T("web.format.first")
	}
	return p.T("web.format.day", "weekday", p.weekday(d.Weekday()), "day", day, "month", p.month(d.Month()),
		"year", p.digits(d.Year(), 4))
}

// ShortDay writes a date for tables: 24/11/2026.
func (p *Printer) ShortDay(d date.Date) string {
	if d.IsZero() {
		return p.T("web.unknown")
	}
	return p.T("web.format.short_day", "dd", p.digits(d.Day(), 2), "mm", p.digits(int(d.Month()), 2),
		"year", p.digits(d.Year(), 4))
}

// DayMonth writes a date of the present year for narrow columns: 24/11.
func (p *Printer) DayMonth(d date.Date) string {
	return p.T("web.format.day_month", "dd", p.digits(d.Day(), 2), "mm", p.digits(int(d.Month()), 2))
}

// Clock writes the hour: 14:10.
func (p *Printer) Clock(t time.Time) string {
	return p.hour(t.In(p.zone()))
}

// hour writes the hour of an instant, in its own zone; where its clocks show it twice that night, it says which.
func (p *Printer) hour(t time.Time) string {
	clock := p.T("web.format.clock", "hh", p.digits(t.Hour(), 2), "mm", p.digits(t.Minute(), 2))
	if first, _, two := twice(t); two {
		return p.T(Either(t.Equal(first), "web.time.first", "web.time.second"), "clock", clock)
	}
	return clock
}

// twice gives the two instants of an hour that the clocks of its zone show twice, on the night on which they go back.
func twice(t time.Time) (first, second time.Time, two bool) {
	for _, step := range []time.Duration{-time.Hour, time.Hour} {
		if o := t.Add(step); o.Hour() == t.Hour() && o.Day() == t.Day() {
			if step < 0 {
				return o, t, true
			}
			return t, o, true
		}
	}
	return t, t, false
}

// Date writes an instant in full, in the network's zone: mardi 24 novembre 2026 à 14:10.
func (p *Printer) Date(t time.Time) string {
	if t.IsZero() {
		return p.T("web.unknown")
	}
	return p.at(date.In(t, p.zone()), t, "")
}

// DateIn is Date in the zone of an area; where its clocks differ from the head office's at that instant, it says so.
func (p *Printer) DateIn(t time.Time, area string) string {
	if t.IsZero() {
		return p.T("web.unknown")
	}
	return p.at(date.In(t, p.Country().HoursOf(area)), t, area)
}

// at writes a day in full and its hour, where one is known.
func (p *Printer) at(day date.Date, t time.Time, area string) string {
	if date.IsHourless(t) {
		return p.Day(day)
	}
	return p.T("web.time.at", "day", p.Day(day), "clock", p.ClockIn(t, area))
}

// ClockIn is Clock in the zone of an area; where its clocks differ from the head office's at that instant, it says so.
func (p *Printer) ClockIn(t time.Time, area string) string {
	there := t.In(p.Country().HoursOf(area))
	clock := p.hour(there)
	_, here := t.In(p.zone()).Zone()
	_, offset := there.Zone()
	if offset == here {
		return clock
	}
	sign := "+"
	if offset < 0 {
		sign, offset = "−", -offset
	}
	zone := sign + p.digits(offset/3600, 1)
	if minutes := offset % 3600 / 60; minutes > 0 {
		zone += ":" + p.digits(minutes, 2)
	}
	return p.T("web.time.local", "clock", clock, "zone", zone)
}

// DateIn writes an instant in full in the zone of an area.
func DateIn(ctx context.Context, t time.Time, area string) string {
	return PrinterOf(ctx).DateIn(t, area)
}

// ClockIn writes the hour of an instant in the zone of an area.
func ClockIn(ctx context.Context, t time.Time, area string) string {
	return PrinterOf(ctx).ClockIn(t, area)
}

// Since writes how long something lasts: "depuis mardi 14:10 (3 jours)".
func (p *Printer) Since(t time.Time) string { return p.SinceIn(t, "") }

// SinceIn is Since by the clocks of an area.
func (p *Printer) SinceIn(t time.Time, area string) string {
	if t.IsZero() {
		return p.T("web.unknown")
	}
	return p.T("web.time.since", "when", p.when(t, area), "length", p.between(t, p.now))
}

// In writes when something comes, or that it has passed: "dans 12 min", "il y a 25 min".
func (p *Printer) In(t time.Time) string {
	if t.IsZero() {
		return p.T("web.unknown")
	}
	if d := t.Sub(p.now); d >= 0 {
		return p.T("web.time.in", "length", p.between(p.now, t))
	} else {
		return p.T("web.time.ago", "length", p.between(t, p.now))
	}
}

// between writes how long one instant is after another: from a day on in days of the calendar, by the head office's
// clocks, as waiting is counted everywhere.
func (p *Printer) between(from, to time.Time) string {
	if d := to.Sub(from); d < 24*time.Hour && !date.IsHourless(from) {
		return p.Length(d)
	}
	return whole(p.T("web.time.days", "n", date.In(from, p.zone()).DaysUntil(date.In(to, p.zone()))))
}

// whole keeps a length on one line.
func whole(length string) string { return strings.ReplaceAll(length, " ", "\u00a0") }

// Length writes a duration in its largest sensible unit: 12 min, 2 h 05, 3 jours.
func (p *Printer) Length(d time.Duration) string {
	switch {
	case d < time.Minute:
		return p.T("web.time.moment")
	case d < time.Hour:
		return p.T("web.time.minutes", "n", int(d.Minutes()))
	case d < 24*time.Hour:
		return whole(p.T("web.time.hours", "h", int(d.Hours()), "m", p.digits(int(d.Minutes())%60, 2)))
	default:
		return whole(p.T("web.time.days", "n", int(d.Hours()/24)))
	}
}

// when names an instant by the least that is clear: the hour today, weekday and hour within six days, else the date.
func (p *Printer) when(t time.Time, area string) string {
	zone := p.Country().HoursOf(area)
	today, day := date.In(p.now, zone), date.In(t, zone)
	switch n := day.DaysUntil(today); {
	case n >= 0 && n < 7 && date.IsHourless(t):
		return p.weekday(day.Weekday())
	case n == 0:
		return p.ClockIn(t, area)
	case n > 0 && n < 7:
		return p.weekday(day.Weekday()) + " " + p.ClockIn(t, area)
	}
	return p.ShortDay(day)
}

func (p *Printer) weekday(d time.Weekday) string {
	return p.T("web.weekday." + strconv.Itoa(int(d)))
}

// unspoken writes the month of a birth in digits and a guess as "~", where somebody wrote them as a page does in any of
// the network's languages: "juin 2009", "about June 2009". A month alone is none, and what may be two months is
// written as one that no year has.
func (p *Printer) unspoken(typed string) string {
	if !strings.ContainsFunc(typed, unicode.IsDigit) {
		return typed
	}
	words := strings.FieldsFunc(typed, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	for _, word := range words {
		guess, months := false, map[time.Month]bool{}
		for _, l := range p.texts.Languages().All() {
			in := p.texts.In(l.Tag, p.now)
			guess = guess || fold(word) == fold(strings.TrimSpace(in.T("web.format.about", "birth", "")))
			for m := time.January; m <= time.December; m++ {
				if utf8.RuneCountInString(word) >= shortMonth && strings.HasPrefix(fold(in.month(m)), fold(word)) {
					months[m] = true
				}
			}
		}
		switch {
		case guess:
			typed = strings.Replace(typed, word, word+" ~", 1)
		case len(months) == 1:
			for m := range months {
				typed = strings.Replace(typed, word, " "+strconv.Itoa(int(m))+" ", 1)
			}
		case len(months) > 1:
			typed = strings.Replace(typed, word, " 13 ", 1)
		}
	}
	return typed
}

// shortMonth is how many letters of a month are written at least.
const shortMonth = 3

func (p *Printer) month(m time.Month) string { return p.T("web.month." + strconv.Itoa(int(m))) }

// Now is the instant at which the page is read.
func (p *Printer) Now() time.Time { return p.now }

// Date writes an instant in full; see Printer.Date.
func Date(ctx context.Context, t time.Time) string { return PrinterOf(ctx).Date(t) }

// Day writes a calendar date in full.
func Day(ctx context.Context, d date.Date) string { return PrinterOf(ctx).Day(d) }

// ShortDay writes a calendar date for tables.
func ShortDay(ctx context.Context, d date.Date) string { return PrinterOf(ctx).ShortDay(d) }

// DayMonth writes a date of the present year for narrow columns.
func DayMonth(ctx context.Context, d date.Date) string { return PrinterOf(ctx).DayMonth(d) }

// Since writes how long something lasts.
func Since(ctx context.Context, t time.Time) string { return PrinterOf(ctx).Since(t) }

// SinceIn writes how long something lasts, by the clocks of an area.
func SinceIn(ctx context.Context, t time.Time, area string) string {
	return PrinterOf(ctx).SinceIn(t, area)
}

// In writes how far an instant is, ahead or behind.
func In(ctx context.Context, t time.Time) string { return PrinterOf(ctx).In(t) }

// by says until which hour of today something is to be done; "" on another day, or when the hour has passed.
func by(ctx context.Context, t time.Time, area string) string {
	p := PrinterOf(ctx)
	if d := t.Sub(p.now); d < 0 || d > 12*time.Hour {
		return ""
	}
	return p.T("web.time.by", "clock", p.ClockIn(t, area))
}

// Length writes a duration.
func Length(ctx context.Context, d time.Duration) string { return PrinterOf(ctx).Length(d) }

// WaitLength writes how long somebody has to wait, whole minutes upwards.
func WaitLength(ctx context.Context, d time.Duration) string {
	return Length(ctx, (d+time.Minute-1)/time.Minute*time.Minute)
}

// Number writes an integer.
func Number(ctx context.Context, n int) string { return PrinterOf(ctx).Number(int64(n)) }

// Counted writes a count, or the mark of one that is not shown.
func Counted(ctx context.Context, f interface{ Shown() (count int, ok bool) }) string {
	n, ok := f.Shown()
	if !ok {
		return T(ctx, "web.hidden")
	}
	return Number(ctx, n)
}

// Percent writes a share between 0 and 1.
func Percent(ctx context.Context, share float64) string { return PrinterOf(ctx).Percent(share) }

// Money writes an amount.
func Money(ctx context.Context, c money.Cents) string { return PrinterOf(ctx).Money(c) }
