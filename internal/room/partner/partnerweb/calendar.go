package partnerweb

import (
	"context"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/web"
)

// weeks is how the calendar is narrowed.
var weeks = web.List[partner.CalendarQuery]{Name: partner.WeeksName, Path: "/places/calendar", By: partner.OfWeeks}

// calendar reads what somebody looks for; a week that is none is this one.
func calendar(d *partner.Desk) func(*web.Request) (partner.Calendar, error) {
	return func(r *web.Request) (partner.Calendar, error) {
		q := weeks.Asked(r)
		q.From, _ = date.Parse(r.Query("from"))
		q.Page = r.Page()
		return d.Calendar(r.Context(), r.Actor(), q)
	}
}

// looked is a look at the calendar, from its week on; a host narrows its own places by where they stand alone.
func looked(f *web.Form, c partner.Calendar) web.Sight {
	list := weeks
	if !c.All {
		list.By = partner.OfWeeks.Only("state", "stale")
	}
	return list.Look(f, c.Query, c.Views).Besides("from", c.Query.From.String())
}

// weeksAway is the same calendar so many weeks on; "" before this week, of which nothing is kept.
func weeksAway(ctx context.Context, look web.Sight, c partner.Calendar, weeks int) string {
	from := c.Query.From.AddDays(7 * weeks)
	return web.When(!from.Before(web.Country(ctx).WeekOf(web.Today(ctx))), look.Address("from", from.String()))
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
		row := web.CalRow{Name: r.SiteName + ", " + r.Name, URL: web.When(c.All, pageOf(r.Partner.ID)),
			Where: web.AreaName(ctx, r.Department) + " · " + r.Partner.Name, Note: confirmed(ctx, r.Place),
			Flag: web.When(r.Stale(c.Now), web.T(ctx, "partner.calendar.to_confirm"))}
		for _, run := range r.Runs {
			row.Cells = append(row.Cells, web.CalSpell{Kind: string(run.Spell), Words: spell(ctx, run),
				When: web.T(ctx, "partner.calendar.days", "from", web.ShortDay(ctx, run.From), "to",
					web.ShortDay(ctx, run.Last())), Weeks: run.Weeks})
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
	key := web.Either(r.Spell == partner.SpellLater, "partner.calendar.from", "partner.calendar.until")
	return web.T(ctx, key, "what", words, "day", web.ShortDay(ctx, r.Until))
}

// onMap shows the network's places by department.
func onMap(ctx context.Context, o partner.Overview) web.Map {
	m := web.Map{
		ID: "map", Title: web.T(ctx, "partner.overview.map"), Drawing: web.Country(ctx).Drawing(),
		Words: web.T(ctx, "partner.overview.words", "places",
			web.T(ctx, "partner.overview.places", "n", o.Total.Places), "departments", len(o.Areas), "free",
			o.Total.Free, "stale", o.Total.Stale),
		Legend: []web.MapKey{{Kind: web.MapOpen, Words: web.T(ctx, "partner.overview.key_open")},
			{Kind: web.MapAsk, Words: web.T(ctx, "partner.overview.key_ask")},
			{Kind: web.MapFull, Words: web.T(ctx, "partner.overview.key_full")}},
		Heads: web.Heads(ctx, web.Under("partner.overview.head.", "department", "places", "free", "held", "occupied",
			"paused", "stale")...),
	}
	for _, a := range o.Areas {
		area := web.MapArea{Code: a.Department, Name: web.AreaName(ctx, a.Department), Kind: web.MapFull,
			URL: "/places/calendar?department=" + a.Department,
			Words: web.T(ctx, "partner.overview.area", "places", web.T(ctx, "partner.overview.places", "n", a.Places),
				"free", a.Free, "stale", a.Stale)}
		switch {
		case a.Free > a.Stale:
			area.Kind, area.Sign = web.MapOpen, web.Number(ctx, a.Free)
		case a.Free > 0:
			area.Kind, area.Sign = web.MapAsk, "?"
		}
		for _, n := range []int{a.Places, a.Free, a.Held, a.Occupied, a.Paused, a.Stale} {
			area.Cells = append(area.Cells, web.Count(ctx, n))
		}
		m.Areas = append(m.Areas, area)
	}
	return m
}
