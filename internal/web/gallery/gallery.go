// Package gallery shows every component of the shell on a few pages, with invented data. Only tests serve it: to look
// at, to measure, and to walk with a keyboard.
package gallery

import (
	"context"
	"embed"
	"time"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// Texts are the gallery's own.
//
//go:embed texts.fr.toml texts.en.toml
var Texts embed.FS

var (
	show   = access.Define(access.Act{Name: "gallery.show", Door: access.OfficeDoor, By: access.SignedIn})
	public = access.Define(access.Act{Name: "gallery.public", Door: access.PublicDoor, By: access.Anyone})
)

// Now is the hour of every page of the gallery: a Tuesday in November, 14:10 in Paris.
var Now = time.Date(2026, 11, 24, 13, 10, 0, 0, time.UTC)

// Routes are the gallery's pages.
func Routes() []web.Route {
	return []web.Route{
		web.Get("/{$}", show, page("gallery.home", func(r *web.Request) web.Response {
			return web.View("gallery.home", home()).Wide()
		})),
		web.Get("/case", show,
			page("", func(r *web.Request) web.Response { return web.View("gallery.case", casePage()) })),
		web.Get("/search", show, page("", func(r *web.Request) web.Response {
			return web.View("gallery.search", search(r.Form())).Wide()
		})),
		web.Get("/form", show,
			page("", func(r *web.Request) web.Response { return web.View("gallery.form", form(r.Form())) })),
		web.Post("/form", show, post),
		web.Get("/figures", show,
			page("", func(r *web.Request) web.Response { return web.View("gallery.figures", figures()).Wide() })),
		web.Get("/list", show, page("", func(r *web.Request) web.Response {
			q := contacts.Asked(r)
			return web.View("gallery.list", listed(contacts.Look(r.Form(), q, []string{"kind=call"}))).Wide()
		})),
		web.PublicGet("gallery.url.door", public, page("", door)),
	}
}

// sought is by what the gallery's list is narrowed.
type sought struct {
	words, kind, order string
	free               bool
}

var contacts = web.List[sought]{Name: "gallery", Path: "/list", By: ask.Of("gallery",
	ask.Text("label", func(s *sought) *string { return &s.words }),
	ask.Among("kind", []string{"call", "mail", "visit"}, func(s *sought) *string { return &s.kind }),
	ask.Among("sort", []string{"newest", "oldest"}, func(s *sought) *string { return &s.order }),
	ask.Tick("agrees", func(s *sought) *bool { return &s.free })),
	Orders: []web.Order{{Code: "newest", Head: "gallery.year", Falls: true}, {Code: "oldest", Head: "gallery.year"}}}

// lined are the rows of the gallery's list.
var lined = web.Table[int]{Caption: "gallery.list", Empty: "gallery.nothing",
	Heads: []string{"gallery.case", "gallery.field.kind", "gallery.year"},
	Line: func(ctx context.Context, n int) []web.Cell {
		return []web.Cell{{Words: "Tilleul " + web.Number(ctx, n), URL: "/case"},
			{Words: web.T(ctx, "gallery.kind.call")}, {Words: "2026"}}
	}}

// Nav is the gallery's navigation.
func Nav(context.Context, access.Actor) []web.NavItem {
	return []web.NavItem{
		{Label: "gallery.home", URL: "/", Count: 5}, {Label: "gallery.case", URL: "/case"},
		{Label: "gallery.search", URL: "/search"},
		{Label: "gallery.form", URL: "/form", Key: "n"}, {Label: "gallery.figures", URL: "/figures"},
		{Label: "gallery.list", URL: "/list"},
	}
}

func page(_ string, f func(*web.Request) web.Response) web.Handler {
	return func(r *web.Request) (web.Response, error) { return f(r), nil }
}

func door(r *web.Request) web.Response { return web.View("gallery.door", doors(r.Form())) }

// Answers is what the gallery's form asks.
type Answers struct {
	Label string
	Kind  string
	Areas []string
	Known tri.Value
}

func post(r *web.Request) (web.Response, error) {
	f := r.Form()
	f.Text("label", web.Required, web.Max(40))
	f.Secret("words", web.Lines, web.Max(400), web.Required)
	f.Date("day", web.Required)
	f.Moment("when")
	f.Tri("ground")
	web.Choice(f, "kind", []string{"call", "mail", "visit"}, web.Required)
	web.Choices(f, "needs", []string{"interpreter", "ground", "care"})
	f.Picks("areas", areas)
	f.Int("adults", web.Between(1, 20))
	if !f.OK() {
		return web.Invalid("gallery.form", form(f)), nil
	}
	return web.SeeOther("/").Saying("gallery.saved"), nil
}

var areas = []web.Option{{Value: "34", Label: "Hérault"}, {Value: "46", Label: "Lot"}, {Value: "59", Label: "Nord"},
	{Value: "974", Label: "La Réunion"}}

func options(ctx context.Context, prefix string, values ...string) []web.Option {
	return web.OptionsOf(ctx, prefix, values)
}

func at(minutes int) time.Time { return Now.Add(time.Duration(minutes) * time.Minute) }

func stations() []web.Station {
	return []web.Station{
		{Label: "gallery.path.asked", State: web.StationDone},
		{Label: "gallery.path.evaluated", State: web.StationDone},
		{Label: "gallery.path.searching", State: web.StationHere},
		{Label: "gallery.path.agreed", State: web.StationAhead},
		{Label: "gallery.path.way", State: web.StationAhead},
		{Label: "gallery.path.sheltered", State: web.StationAhead},
	}
}

func lines(ctx context.Context) []web.WorkLine {
	return []web.WorkLine{
		{Code: "K7QF-2M", Label: "Tilleul 3", What: web.T(ctx, "gallery.late"), Since: at(-25), Tone: web.Danger,
			URL: "/case", Action: "gallery.call", To: "/case"},
		{Code: "P3RT-9A", Label: "Érable 12", What: web.T(ctx, "gallery.hold"), Until: at(12), Tone: web.Waits,
			URL: "/case", Action: "gallery.extend", To: "/form", Post: true},
		{Code: "B8WX-4C", Label: "Saule 7", What: web.T(ctx, "gallery.silent"), Since: at(-125), Tone: web.Waits,
			URL: "/case", Action: "gallery.call", To: "/case"},
		{Code: "D2HN-7V", Label: "Chêne 41", What: web.T(ctx, "gallery.waiting"), Since: at(-3 * 1440), URL: "/case",
			Action: "gallery.search", To: "/search"},
		{Code: "Z5LM-1E", Label: "Frêne 2", What: web.T(ctx, "gallery.arrived"), Since: at(-40), Tone: web.Safe,
			URL: "/case"},
	}
}

func series() web.Chart {
	c := web.Chart{ID: "admissions"}
	for i, n := range []int{66, 68, 70, 92, 82, 79, 86, 64} {
		c.Bars = append(c.Bars,
			web.Bar{Label: []string{"2012", "2013", "2014", "2015", "2016", "2017", "2018", "2019"}[i],
				Value: float64(n), Shown: []string{"66", "68", "70", "92", "82", "79", "86", "64"}[i], Here: i == 7})
	}
	return c
}

func named(ctx context.Context, c web.Chart) web.Chart {
	c.Title, c.Of, c.Measure = web.T(ctx, "gallery.chart"), web.T(ctx, "gallery.year"), web.T(ctx, "gallery.measure")
	return c
}

// shares is a chart with intervals, one of them not shown.
func shares(ctx context.Context) web.Chart {
	return web.Chart{
		ID: "shares", Title: web.T(ctx, "gallery.chart_shares"), Of: web.T(ctx, "gallery.field.kind"),
		Measure: web.T(ctx, "gallery.measure"),
		Bars: []web.Bar{
			{Label: web.T(ctx, "gallery.kind.call"), Value: 0.83, Low: 0.72, High: 0.9,
				Shown: web.Percent(ctx, 0.83), Here: true},
			{Label: web.T(ctx, "gallery.kind.mail"), Value: 0.75, Low: 0.3, High: 0.95,
				Shown: web.Percent(ctx, 0.75)},
			{Label: web.T(ctx, "gallery.kind.visit"), Shown: web.T(ctx, "gallery.few"), Gap: true},
		},
	}
}

func exploitation(ctx context.Context) web.Chart {
	return web.Chart{
		ID: "kinds", Title: web.T(ctx, "gallery.chart_kinds"), Of: web.T(ctx, "gallery.field.kind"),
		Measure: web.T(ctx, "gallery.measure"),
		Bars: []web.Bar{
			{Label: web.T(ctx, "gallery.kind.call"), Value: 74, Shown: "74"},
			{Label: web.T(ctx, "gallery.kind.mail"), Value: 12, Shown: "12"},
			{Label: web.T(ctx, "gallery.kind.visit"), Gap: true, Shown: web.T(ctx, "gallery.few")},
		},
	}
}
