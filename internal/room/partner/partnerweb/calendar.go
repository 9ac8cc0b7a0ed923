package partnerweb

import (
	"context"
	"net/url"
	"strconv"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/web"
)

// stale is the value of the filter by state for places whose host should be asked again.
const stale = "stale"

var filterStates = []partner.State{partner.Free, partner.Held, partner.Occupied, partner.Paused, partner.Withdrawn}

func calendar(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, err := d.Calendar(r.Context(), r.Actor(), readCalendar(r.Query))
		if err != nil {
			return web.Response{}, err
		}
		return web.View("partner.calendar.title", calendarView(c)).Wide(), nil
	}
}

// readCalendar reads what somebody looks for; what it does not know is left out.
func readCalendar(query func(string) string) partner.CalendarQuery {
	q := partner.CalendarQuery{Department: query("department"), Stale: query("state") == stale}
	if on, err := date.Parse(query("from")); err == nil {
		q.From = on
	}
	if p, err := partner.ParsePartner(query("partner")); err == nil {
		q.Partner = p
	}
	for _, s := range filterStates {
		if query("state") == string(s) {
			q.State = s
		}
	}
	if n, err := strconv.Atoi(query("page")); err == nil && n > 0 && n < 1_000_000 {
		q.Page = n
	}
	return q
}

// filters are the search as the links and the form of the page carry it.
func filters(q partner.CalendarQuery) url.Values {
	v := url.Values{}
	if q.Department != "" {
		v.Set("department", q.Department)
	}
	if !q.Partner.IsZero() {
		v.Set("partner", q.Partner.String())
	}
	switch {
	case q.Stale:
		v.Set("state", stale)
	case q.State != "":
		v.Set("state", string(q.State))
	}
	return v
}

// weeksAway is the same calendar so many weeks on; "" before this week, of which nothing is kept.
func weeksAway(ctx context.Context, c partner.Calendar, weeks int) string {
	from := c.Query.From.AddDays(7 * weeks)
	if from.Before(web.Country(ctx).WeekOf(web.Today(ctx))) {
		return ""
	}
	v := filters(c.Query)
	v.Set("from", from.String())
	return "/places/calendar?" + v.Encode()
}

func calendarPage(c partner.Calendar, page int, there bool) string {
	if !there {
		return ""
	}
	v := filters(c.Query)
	v.Set("from", c.Query.From.String())
	v.Set("page", strconv.Itoa(page))
	return "/places/calendar?" + v.Encode()
}

func calendarForm(c partner.Calendar) *web.Form { return web.NewForm(filters(c.Query)) }

func partnerOptions(c partner.Calendar) []web.Option {
	var out []web.Option
	for _, p := range c.Partners {
		out = append(out, web.Option{Value: p.ID.String(), Label: p.Name})
	}
	return out
}

func stateOptions(ctx context.Context) []web.Option {
	var out []web.Option
	for _, s := range filterStates {
		out = append(out, web.Option{Value: string(s), Label: label(ctx, codelist.PlaceState, string(s))})
	}
	return append(out, web.Option{Value: stale, Label: web.T(ctx, "partner.calendar.to_confirm")})
}

// weeksOf draws up the calendar in words. It shows that a place is held or taken and until when, never for whom.
func weeksOf(ctx context.Context, c partner.Calendar) web.Calendar {
	last := c.Starts[len(c.Starts)-1].AddDays(6)
	out := web.Calendar{
		ID: "calendar", Of: web.T(ctx, "partner.calendar.place"),
		Title: web.T(ctx, "partner.calendar.caption", "from", web.ShortDay(ctx, c.Query.From), "to",
			web.ShortDay(ctx, last)),
	}
	for _, m := range c.Starts {
		out.Weeks = append(out.Weeks,
			web.CalWeek{Short: web.DayMonth(ctx, m), Long: web.T(ctx, "partner.calendar.week", "day",
				web.Day(ctx, m))})
	}
	for _, r := range c.Rows {
		row := web.CalRow{Name: r.SiteName + ", " + r.Name, Where: area(ctx, r.Department) + " · " + r.Partner.Name,
			Note: confirmed(ctx, r.Place)}
		if c.All {
			row.URL = "/partners/" + r.Partner.ID.String()
		}
		if r.Stale(c.Now) {
			row.Flag = web.T(ctx, "partner.calendar.to_confirm")
		}
		for _, run := range r.Runs {
			row.Cells = append(row.Cells, web.CalSpell{Kind: string(run.Spell), Words: spell(ctx, run),
				When: days(ctx, run), Weeks: run.Weeks})
		}
		out.Rows = append(out.Rows, row)
	}
	for _, k := range web.CalKinds {
		out.Keys = append(out.Keys, web.CalSpell{Kind: k, Words: web.T(ctx, "partner.spell."+k)})
	}
	return out
}

// spell says where a place stands, with the day where one is known.
func spell(ctx context.Context, r partner.Run) string {
	words := web.T(ctx, "partner.spell."+string(r.Spell))
	if r.Until.IsZero() {
		return words
	}
	if r.Spell == partner.SpellLater {
		return web.T(ctx, "partner.calendar.from", "what", words, "day", web.ShortDay(ctx, r.Until))
	}
	return web.T(ctx, "partner.calendar.until", "what", words, "day", web.ShortDay(ctx, r.Until))
}

func days(ctx context.Context, r partner.Run) string {
	return web.T(ctx, "partner.calendar.days", "from", web.ShortDay(ctx, r.From), "to", web.ShortDay(ctx, r.Last()))
}
