package partner

import (
	"context"
	"slices"
	"strings"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Weeks is how many weeks a calendar of places shows: a quarter.
const Weeks = 13

// CalendarSize is how many places a calendar shows at once.
const CalendarSize = 50

// Spell is where a place stands during some weeks on end, as far as one can know beforehand.
type Spell string

// The spells. A place is never said to be free where that is not known.
const (
	SpellFree      Spell = "free"
	SpellPlanned   Spell = "planned"   // free if the stay ends as planned
	SpellLater     Spell = "later"     // declared, free from a later day
	SpellHeld      Spell = "held"      // a hold has not run out
	SpellTaken     Spell = "taken"     // occupied, with a planned end
	SpellOpenEnded Spell = "openended" // occupied, end not known
	SpellPaused    Spell = "paused"
	SpellWithdrawn Spell = "withdrawn"
	SpellOver      Spell = "over" // the convention has ended
)

// Run is weeks on end in which a place stands in the same spell. It names no case and no person.
type Run struct {
	Spell Spell
	From  date.Date // first day of its first week
	Weeks int
	Until date.Date // planned last day or day of the end of the hold; zero: not known, or without end
}

// Last is the last day of the run.
func (r Run) Last() date.Date { return r.From.AddDays(7*r.Weeks - 1) }

// CalendarRow is one place with its weeks.
type CalendarRow struct {
	PlaceRow
	Runs []Run
}

// CalendarQuery is what somebody looks for in the calendar.
type CalendarQuery struct {
	From       date.Date // any day of the first week; before this week: this week
	Department string    // code; empty for all
	Name       string    // part of the name of a partner
	State      State     // empty for all
	Stale      bool      // only those whose host should be asked again
	Page       int       // from 0
}

// WeeksName is the name under which views of the calendar are kept.
const WeeksName = "weeks"

// Calendar is the weeks of places, by department, partner, site and name.
type Calendar struct {
	Query  CalendarQuery
	Starts []date.Date // first day of each week
	Rows   []CalendarRow
	Total  int // of all pages
	More   bool
	Views  []string // of it, that its reader keeps
	All    bool     // the whole network's, else the reader's own
	Now    time.Time
}

var qOwnPlaces = gate.OfficeSQL("partner.own_places", placeRows+` where p.team_id = $1`)

// Calendar shows the weeks to come: of every place to the head office, of its own to a host. What has been is not kept.
func (d *Desk) Calendar(ctx context.Context, who access.Actor, q CalendarQuery) (Calendar, error) {
	out := Calendar{All: who.Has(access.Coordinator, access.Logistics, access.Administrator)}
	var rows []PlaceRow
	err := d.gate.Office(ctx, who, SeeCalendar, func(v *gate.OfficeView) (err error) {
		out.Now = v.Now()
		if rows, err = placesFor(v, who, out.All); err != nil {
			return err
		}
		out.Views, err = gate.Views(v.Query, who, WeeksName)
		return err
	})
	if err != nil {
		return Calendar{}, err
	}
	out.fill(d.gate.Country(), q, rows)
	return out, nil
}

// placesFor reads every place, or those of the reader's own teams.
func placesFor(v *gate.OfficeView, who access.Actor, all bool) ([]PlaceRow, error) {
	if all {
		return readPlaces(v.Query, v.Now(), qAllPlaces)
	}
	var out []PlaceRow
	for _, team := range hostTeams(who) {
		places, err := readPlaces(v.Query, v.Now(), qOwnPlaces, team)
		if err != nil {
			return nil, err
		}
		out = append(out, places...)
	}
	return out, nil
}

// fill picks, orders and draws up the places.
func (c *Calendar) fill(in *country.Pack, q CalendarQuery, rows []PlaceRow) {
	now := in.Day(c.Now)
	first := in.WeekOf(q.From)
	if first.Before(in.WeekOf(now)) {
		first = in.WeekOf(now)
	}
	q.From, q.Page = first, max(q.Page, 0)
	c.Query = q
	for i := range Weeks {
		c.Starts = append(c.Starts, first.AddDays(7*i))
	}
	rows = slices.DeleteFunc(rows, func(r PlaceRow) bool { return !q.fits(r, c.Now) })
	slices.SortFunc(rows, byArea)
	c.Total = len(rows)
	rows, c.More = gate.PageAt(rows, q.Page, CalendarSize)
	for _, r := range rows {
		c.Rows = append(c.Rows, CalendarRow{r, runs(in, r, c.Starts, now)})
	}
}

func (q CalendarQuery) fits(r PlaceRow, now time.Time) bool {
	return (q.Department == "" || r.Department == q.Department) &&
		strings.Contains(folded(r.Partner.Name), folded(q.Name)) &&
		(q.State == "" || r.State == q.State) && (!q.Stale || r.Stale(now))
}

func byArea(a, b PlaceRow) int {
	for _, c := range []int{
		strings.Compare(a.Department, b.Department), strings.Compare(folded(a.Partner.Name), folded(b.Partner.Name)),
		strings.Compare(folded(a.SiteName), folded(b.SiteName)), strings.Compare(folded(a.Name), folded(b.Name)),
	} {
		if c != 0 {
			return c
		}
	}
	return strings.Compare(a.ID.String(), b.ID.String())
}

// runs draws up a place's weeks. A week shows the spell that binds most: what begins or ends within it counts whole.
func runs(in *country.Pack, p PlaceRow, starts []date.Date, today date.Date) []Run {
	var out []Run
	for _, first := range starts {
		spell, until := p.spell(in, first, today)
		if n := len(out); n > 0 && out[n-1].Spell == spell && out[n-1].Until == until {
			out[n-1].Weeks++
			continue
		}
		out = append(out, Run{Spell: spell, From: first, Weeks: 1, Until: until})
	}
	return out
}

// spell says where a place stands in the week of its first day, and until when.
func (p PlaceRow) spell(in *country.Pack, first, today date.Date) (Spell, date.Date) {
	if p.Partner.Lapsed(first) {
		return SpellOver, date.Date{}
	}
	switch p.State {
	case Withdrawn:
		return SpellWithdrawn, date.Date{}
	case Occupied:
		switch {
		case p.ByNetwork && !p.FreeOn.Before(today) && p.FreeOn.Before(first.AddDays(1)):
			return SpellPlanned, date.Date{}
		case p.ByNetwork && !p.FreeOn.Before(today):
			return SpellTaken, p.FreeOn
		case !p.ByNetwork && today.Before(p.AvailableFrom) && p.AvailableFrom.Before(first.AddDays(1)):
			return SpellPlanned, date.Date{}
		case !p.ByNetwork && today.Before(p.AvailableFrom):
			return SpellTaken, p.AvailableFrom
		}
		return SpellOpenEnded, date.Date{} // a planned end that has passed tells nothing any more
	case Paused:
		return SpellPaused, date.Date{}
	case Held:
		if !p.nextFor.IsZero() {
			return SpellOpenEnded, date.Date{} // given to somebody who has not come yet
		}
		if on := in.Day(p.HeldUntil); !on.Before(first) {
			return SpellHeld, on
		}
	}
	if today.Before(p.AvailableFrom) && first.Before(p.AvailableFrom) {
		return SpellLater, p.AvailableFrom
	}
	return SpellFree, date.Date{}
}
