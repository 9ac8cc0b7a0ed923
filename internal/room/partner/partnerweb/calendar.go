package partnerweb

import (
	"context"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/web"
)

// stale is the value of the filter by state for places whose host should be asked again.
const stale = "stale"

var filterStates = []partner.State{partner.Free, partner.Held, partner.Occupied, partner.Paused, partner.Withdrawn}

// calendar reads what somebody looks for; what it does not know is left out.
func calendar(d *partner.Desk) func(*web.Request) (partner.Calendar, error) {
	return func(r *web.Request) (partner.Calendar, error) {
		f := r.Asked("department", "partner", "state")
		q := partner.CalendarQuery{Department: f.Value("department"), Stale: f.Value("state") == stale, Page: r.Page()}
		if on, err := date.Parse(r.Query("from")); err == nil {
			q.From = on
		}
		if p, err := partner.ParsePartner(f.Value("partner")); err == nil {
			q.Partner = p
		}
		for _, s := range filterStates {
			if f.Value("state") == string(s) {
				q.State = s
			}
		}
		return d.Calendar(r.Context(), r.Actor(), q)
	}
}

// search is the search as the links of the page carry it, from a week on.
func search(f *web.Form, from date.Date) []string {
	return []string{"department", f.Value("department"), "partner", f.Value("partner"), "state", f.Value("state"),
		"from", from.String()}
}

// weeksAway is the same calendar so many weeks on; "" before this week, of which nothing is kept.
func weeksAway(ctx context.Context, f *web.Form, c partner.Calendar, weeks int) string {
	from := c.Query.From.AddDays(7 * weeks)
	return web.When(!from.Before(web.Country(ctx).WeekOf(web.Today(ctx))),
		web.Address("/places/calendar", search(f, from)...))
}

func partnerOption(p partner.Partner) (value, label string) { return p.ID.String(), p.Name }

func stateOptions(ctx context.Context) []web.Option {
	return append(web.OptionsIn(ctx, codelist.PlaceState, filterStates),
		web.Option{Value: stale, Label: web.T(ctx, "partner.calendar.to_confirm")})
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
