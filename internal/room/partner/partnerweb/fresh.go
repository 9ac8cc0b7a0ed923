package partnerweb

import (
	"context"
	"strings"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/web"
)

// fresh is where the weekly message leads: a host's places, a press each, and one for all as shown.
func fresh(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		m, err := d.MyPlaces(r.Context(), r.Actor())
		if err != nil {
			return web.Response{}, err
		}
		return web.View("partner.fresh.title", freshView(m)), nil
	}
}

// backTo is where a press of a host leads: to the page it stands on.
func backTo(r *web.Request) string {
	if r.Form().Value("back") == "fresh" {
		return "/places/fresh"
	}
	return "/places"
}

// sent are the places that a page or the home named, so that what was seen is what is confirmed.
func sent(r *web.Request) ([]partner.PlaceID, error) {
	var places []partner.PlaceID
	for _, s := range strings.Fields(r.Form().Value("places")) {
		p, err := partner.ParsePlace(s)
		if err != nil {
			return nil, err
		}
		places = append(places, p)
	}
	if len(places) == 0 || len(places) > 100 {
		return nil, fault.NewInvalid("fault.invalid")
	}
	return places, nil
}

func stalePlaces(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, err := d.StalePlaces(r.Context(), r.Actor())
		if err != nil {
			return web.Response{}, err
		}
		return web.View("partner.stale.title", staleView(c)), nil
	}
}

func confirmTold(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		places, err := sent(r)
		if err != nil {
			return web.Response{}, err
		}
		if err := d.ConfirmTold(r.Context(), r.Actor(), places); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/places/stale").Saying("partner.stale.noted"), nil
	}
}

func overview(d *partner.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		o, err := d.Overview(r.Context(), r.Actor())
		if err != nil {
			return web.Response{}, err
		}
		return web.View("partner.overview.title", overviewView(o)).Wide(), nil
	}
}

// asShown are the places that one press confirms: all that the host itself may speak for.
func asShown(m partner.Mine) (list string, n int) {
	var ids []string
	for _, p := range m.Places {
		if !p.ByNetwork && p.Marked != partner.Withdrawn {
			ids = append(ids, p.ID.String())
		}
	}
	return strings.Join(ids, " "), len(ids)
}

func idsOf(places []partner.PlaceRow) string {
	var ids []string
	for _, p := range places {
		ids = append(ids, p.ID.String())
	}
	return strings.Join(ids, " ")
}

// onMap shows the network's places by department.
func onMap(ctx context.Context, o partner.Overview) web.Map {
	m := web.Map{
		ID: "map", Title: web.T(ctx, "partner.overview.map"), Drawing: web.Country(ctx).Drawing(),
		Words: web.T(ctx, "partner.overview.words", "places",
			web.T(ctx, "partner.overview.places", "n", o.Total.Places), "departments", len(o.Areas), "free",
			o.Total.Free, "stale", o.Total.Stale),
		Legend: []web.MapKey{
			{Kind: web.MapOpen, Words: web.T(ctx, "partner.overview.key_open")},
			{Kind: web.MapAsk, Words: web.T(ctx, "partner.overview.key_ask")},
			{Kind: web.MapFull, Words: web.T(ctx, "partner.overview.key_full")},
		},
	}
	for _, k := range []string{"department", "places", "free", "held", "occupied", "paused", "stale"} {
		m.Heads = append(m.Heads, web.T(ctx, "partner.overview.head."+k))
	}
	for _, a := range o.Areas {
		area := web.MapArea{Code: a.Department, Name: area(ctx, a.Department), Kind: web.MapFull,
			URL: "/places/calendar?department=" + a.Department}
		switch {
		case a.Free > a.Stale:
			area.Kind, area.Sign = web.MapOpen, web.Number(ctx, a.Free)
		case a.Free > 0:
			area.Kind, area.Sign = web.MapAsk, "?"
		}
		area.Words = web.T(ctx, "partner.overview.area", "places", web.T(ctx, "partner.overview.places", "n", a.Places),
			"free", a.Free, "stale", a.Stale)
		for _, n := range []int{a.Places, a.Free, a.Held, a.Occupied, a.Paused, a.Stale} {
			area.Cells = append(area.Cells, web.Cell{Words: web.Number(ctx, n), Number: true})
		}
		m.Areas = append(m.Areas, area)
	}
	return m
}
