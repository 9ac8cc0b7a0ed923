package partnerweb

import (
	"context"
	"slices"
	"strings"

	"havre.example/havre/internal/ask"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/web"
)

func pageOf(p partner.PartnerID) string { return "/partners/" + p.String() }

func siteURL(s partner.SiteID) string { return "/sites/" + s.String() }

func placeURL(p partner.PlaceID) string { return "/places/" + p.String() }

// confirmed says how old the host's word on a place is.
func confirmed(ctx context.Context, p partner.Place) string {
	if p.ConfirmedAt.IsZero() {
		return web.T(ctx, "partner.never_confirmed")
	}
	key := web.Either(p.ConfirmedWay == partner.ByTelephone, "partner.confirmed_told", "partner.confirmed")
	return web.T(ctx, key, "when", web.In(ctx, p.ConfirmedAt))
}

// listed is the directory.
var listed = web.Table[partner.Line]{Caption: "partner.list.caption", Empty: "partner.list.empty",
	Heads: web.Under("partner.column.", "name", "kind", "department", "convention", "places", "free", "host"),
	Line: func(ctx context.Context, l partner.Line) []web.Cell {
		host := web.Either(l.HostJoined, "partner.joined", "partner.nobody_joined")
		return []web.Cell{
			{Words: l.Name, URL: pageOf(l.ID)}, {Words: web.Label(ctx, codelist.PartnerKind, l.Kind)},
			{Words: web.AreaName(ctx, l.Department)}, {Words: web.ShortDay(ctx, l.Until)},
			web.Count(ctx, l.Places), web.Count(ctx, l.Free), {Words: web.T(ctx, host)},
		}
	}}

// narrowed is how the directory is narrowed and put in order.
var narrowed = web.List[partner.Query]{Name: partner.ListName, Path: "/partners", By: partner.Sought,
	Orders: []web.Order{{Code: string(partner.ByName), Head: "partner.column.name"},
		{Code: string(partner.ByDepartment), Head: "partner.column.department"},
		{Code: string(partner.ByConvention), Head: "partner.column.convention"},
		{Code: string(partner.ByPlaces), Head: "partner.column.free", Falls: true}}}

// called is how the partners to call are narrowed and put in order.
var called = web.List[partner.Query]{Name: partner.CallName, Path: "/places/stale", By: partner.Called,
	Orders: []web.Order{{Code: string(partner.BySilence)}}}

// always are the answers about a place that are told even where nothing is known (I10).
var always = map[string]bool{"accepts": true, "autonomy": true, "security": true}

// profile tells in one line each what a place is, what it accepts and what it offers.
func profile(ctx context.Context, p partner.Place) []string {
	out := []string{web.T(ctx, "partner.line.beds", "n", p.Beds)}
	if p.Cots > 0 {
		out = append(out, web.T(ctx, "partner.line.cots", "n", p.Cots))
	}
	for _, q := range partner.OfPlace.Without("name", "beds", "cots") {
		value := web.Answered(ctx, q.Question, q.Get(&p))
		switch {
		case q.Name == "available_from" && !p.FreeLater(web.Today(ctx)):
			continue // a day that has passed says nothing of today, nor does one of a place where somebody stays
		case q.Kind == ask.ThreeWay:
			value = web.T(ctx, "partner.tri."+q.Get(&p).Tri().String())
		case value == "" && always[q.Name]:
			value = web.T(ctx, "partner.unknown")
		case value == "":
			continue
		}
		if q.Kind == ask.OnDay {
			out = append(out, web.T(ctx, q.Label())+" "+value)
		} else {
			out = append(out, web.T(ctx, "partner.line.told", "label", web.T(ctx, q.Label()), "value", value))
		}
	}
	return out
}

// state says where a place stands, and until when it is held.
func state(ctx context.Context, p partner.PlaceRow) string {
	switch {
	case p.Given() && p.State == partner.Held:
		return web.T(ctx, "partner.given")
	case p.State == partner.Held:
		return web.T(ctx, "partner.held_until", "when", web.DateIn(ctx, p.HeldUntil, p.Department))
	case p.NoRoom():
		return web.T(ctx, "partner.no_room", "when", web.DateIn(ctx, p.UsedAt, p.Department))
	case p.ByNetwork && p.FreeOn.IsZero():
		return web.T(ctx, "partner.by_network")
	case p.ByNetwork && p.FreeOn.Before(web.Today(ctx)):
		return web.T(ctx, "partner.by_network_over", "day", web.ShortDay(ctx, p.FreeOn))
	case p.ByNetwork && p.Promised():
		return web.T(ctx, "partner.by_network_then", "day", web.ShortDay(ctx, p.FreeOn))
	case p.ByNetwork:
		return web.T(ctx, "partner.by_network_until", "day", web.ShortDay(ctx, p.FreeOn))
	}
	return web.Label(ctx, codelist.PlaceState, p.State)
}

// others are the states that somebody may mark now.
func others(p partner.PlaceRow) []partner.State {
	var out []partner.State
	for _, s := range partner.Markable {
		if s != p.Marked && !p.ByNetwork {
			out = append(out, s)
		}
	}
	return out
}

// named lists the places of which something holds, as a form sends them, and how many.
func named(places []partner.PlaceRow, holds func(partner.PlaceRow) bool) (list string, n int) {
	var ids []string
	for _, p := range places {
		if holds(p) {
			ids = append(ids, p.ID.String())
		}
	}
	return strings.Join(ids, " "), len(ids)
}

// askable tells whether the host itself may speak for a place: one press confirms all of these as shown. Of the others
// the network knows who stays, or they are withdrawn.
func askable(p partner.PlaceRow) bool { return !p.ByNetwork && p.Marked != partner.Withdrawn }

// counted, mistaken and differing are what an import says.
var (
	counted = web.Table[tally]{Caption: "partner.import.counts", Heads: heads("what", "added", "changed", "same"),
		Line: func(ctx context.Context, l tally) []web.Cell {
			return []web.Cell{{Words: web.T(ctx, l.of)}, web.Count(ctx, l.Added), web.Count(ctx, l.Changed),
				web.Count(ctx, l.Same)}
		}}
	mistaken = web.Table[partner.Mistake]{Caption: "partner.import.mistakes", Heads: heads("line", "column", "mistake"),
		Line: func(ctx context.Context, m partner.Mistake) []web.Cell {
			return []web.Cell{web.Count(ctx, m.Line), {Words: m.Column}, {Words: web.T(ctx, m.Key, m.Args...)}}
		}}
	// stays is what undoing an import leaves, and why.
	stays = web.Table[partner.Left]{Caption: "partner.undo.stays", Heads: heads("what", "why", "columns"),
		Line: func(ctx context.Context, l partner.Left) []web.Cell {
			return []web.Cell{{Words: path(l.Partner, l.Site, l.Place)}, {Words: web.T(ctx, l.Why)},
				{Words: strings.Join(l.Columns, ", ")}}
		}}
	differing = web.Table[partner.Change]{Caption: "partner.import.changes", Heads: heads("line", "what", "columns"),
		Line: func(ctx context.Context, c partner.Change) []web.Cell {
			return []web.Cell{web.Count(ctx, c.Line),
				{Words: path(c.Partner, c.Site, c.Place)},
				{Words: strings.Join(c.Columns, ", ")}}
		}}
	// columns documents the header of an import file on its page.
	columns = web.Table[partner.Column]{Caption: "partner.import.columns", Heads: heads("column", "meaning"),
		Line: func(ctx context.Context, c partner.Column) []web.Cell {
			words := web.T(ctx, "partner.field."+c.Name)
			if c.List != "" && c.List != codelist.Language {
				codes := strings.Join(c.Codes(web.Country(ctx)), ", ")
				words += " " + web.T(ctx, "partner.import.codes", "codes", codes)
			}
			if c.Optional {
				words += " " + web.T(ctx, "partner.import.optional")
			}
			return []web.Cell{{Words: c.Name}, {Words: words}}
		}}
)

// tally is what an import does to one kind of thing.
type tally struct {
	of string // text key
	partner.Count
}

func tallies(r partner.Report) []tally {
	return []tally{{"partner.import.partners", r.Partners}, {"partner.import.sites", r.Sites},
		{"partner.import.places", r.Places}}
}

func heads(list ...string) []string { return web.Under("partner.import.head_", list...) }

func columnName(_ context.Context, c partner.Column) string { return c.Name }

// path names a partner, its site and its place, as far as they are meant.
func path(names ...string) string {
	return strings.Join(slices.DeleteFunc(names, func(s string) bool { return s == "" }), " · ")
}

// undoneWords say what undoing an import did.
func undoneWords(ctx context.Context, u partner.Undone) string {
	said := web.T(ctx, "partner.undo.done", "n", u.Gone, "restored", u.Restored)
	if len(u.Left) > 0 {
		said += " " + web.T(ctx, "partner.undo.left", "n", len(u.Left))
	}
	return said
}

// imported lists the files that were imported, as every page of imports does.
func imported(all []partner.Imported) []web.Imported {
	var out []web.Imported
	for _, i := range all {
		out = append(out, web.Imported{At: i.At, Who: i.Who, Rows: i.Rows, Digest: i.Digest, Undone: i.Undone,
			Undo: web.When(i.Undone.IsZero(), "/imports/"+i.ID.String()+"/undo")})
	}
	return out
}
