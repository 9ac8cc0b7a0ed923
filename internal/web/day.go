package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
)

// Date reads a day, from three fields (name-day, name-month, name-year) or from one in ISO form; zero when empty. Of a
// day whose year is far from any that a form means it says so.
func (f *Form) Date(name string, list ...Rule) date.Date {
	d, far := f.day(name, list...)
	if far {
		f.outside(name, date.FirstYear, date.LastYear)
		return date.Date{}
	}
	return d
}

// day is Date, and tells of a day whose year is far from any: the first or the last day of all stands for it.
func (f *Form) day(name string, list ...Rule) (d date.Date, far bool) {
	d, far, typed, exists := f.typedDay(name)
	switch {
	case !typed && ruled(list).required:
		f.Fail(name, "web.form.required")
	case typed && !exists:
		f.Fail(name, f.noDay(name))
	case typed:
		return d, far
	}
	return date.Date{}, false
}

// typedDay is the day that the fields hold, if they hold anything and there is such a day.
func (f *Form) typedDay(name string) (d date.Date, far, typed, exists bool) {
	parts := []string{f.trimmed(name + "-year"), f.trimmed(name + "-month"), f.trimmed(name + "-day")}
	if iso := f.trimmed(name); strings.Join(parts, "") == "" {
		if iso == "" {
			return d, false, false, false
		}
		parts = strings.Split(iso, "-")
	}
	var n []int
	for _, part := range parts {
		if v, err := strconv.Atoi(part); err == nil {
			n = append(n, v)
		}
	}
	if len(n) != 3 || len(parts) != 3 {
		return d, false, true, false
	}
	d, far, exists = date.Near(n[0], n[1], n[2])
	return d, far, true, exists && (!far || len(parts[0]) == 4)
}

// noDay says what is wrong with a day that is none: a part of it is missing, or there is no such day.
func (f *Form) noDay(name string) string {
	for _, part := range []string{"-day", "-month", "-year"} {
		if f.trimmed(name) == "" && f.trimmed(name+part) == "" {
			return "web.form.date_part"
		}
	}
	return "web.form.date"
}

// month reads a month and its year, where the day is left empty.
func (f *Form) month(name string) (date.Rough, bool) {
	if f.trimmed(name+"-day") != "" {
		return date.Rough{}, false
	}
	return date.ReadMonth(f.trimmed(name+"-year") + "-" + fmt.Sprintf("%02s", f.trimmed(name+"-month")))
}

// yearAlone tells whether a year stands there and nothing else of a day.
func (f *Form) yearAlone(name string) bool {
	return f.trimmed(name+"-year") != "" && f.trimmed(name+"-month")+f.trimmed(name+"-day") == ""
}

// place is what stands behind the name of an hour where the form asks whose hour it is.
const place = "-place"

// placeOf is the area whose hour is written in a field; empty: the head office's.
func (f *Form) placeOf(name string) string {
	code := f.trimmed(name + place)
	if code != "" && f.country().ZoneOf(code) == nil {
		f.Fail(name, "web.form.choice")
		return ""
	}
	return code
}

// turn is what stands behind the name of an hour where the form asks which of two is meant: "1" or "2".
const turn = "-turn"

// Moment reads a day and an hour (name-time, as 14:10 or 14h10) in the zone of the place that is named beside it (name-
// place), else in the network's; zero when empty. An hour that the clock leaps over is refused; of one that it shows
// twice the form asks which is meant (name-turn).
func (f *Form) Moment(name string, list ...Rule) time.Time {
	hour := f.trimmed(name + "-time")
	t, err := clock.OfDay(hour)
	if _, _, typed, exists := f.typedDay(name); typed && !exists && hour != "" && err != nil {
		f.Fail(name, "web.form.moment")
		return time.Time{}
	}
	before := len(f.d.errs)
	day := f.Date(name, list...)
	if day.IsZero() {
		if hour != "" && len(f.d.errs) == before {
			f.Fail(name, "web.form.date_part")
		}
		return time.Time{}
	}
	if err != nil {
		f.Fail(name, "web.form.time")
		return time.Time{}
	}
	z := f.country().HoursOf(f.placeOf(name))
	at := time.Date(day.Year(), day.Month(), day.Day(), t.Hour(), t.Minute(), 0, 0, z)
	if at.Hour() != t.Hour() || at.Minute() != t.Minute() {
		f.Fail(name, "web.form.leapt")
		return time.Time{}
	}
	if first, second, two := twice(at); two {
		switch f.Value(name + turn) {
		case "1":
			at = first
		case "2":
			at = second
		default:
			f.Fail(name, "web.form.twice")
			return time.Time{}
		}
	}
	return at.UTC()
}

// fillMoment puts an instant into the fields of an hour where nobody has typed yet, as the clocks of an area show it.
func (f *Form) fillMoment(name string, at time.Time, area string) {
	at = at.In(f.country().HoursOf(area))
	f.DefaultDate(name, date.In(at, at.Location()))
	f.Default(name+"-time", at.Format("15:04"))
	f.Default(name+place, area)
	if first, _, two := twice(at); two {
		f.Default(name+turn, map[bool]string{true: "1", false: "2"}[at.Equal(first)])
	}
}
