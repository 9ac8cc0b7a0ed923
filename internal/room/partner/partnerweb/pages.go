package partnerweb

import (
	"bytes"
	"context"
	"strings"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

func list(d *partner.Desk) func(*web.Request) (partner.Listing, error) {
	return func(r *web.Request) (partner.Listing, error) {
		q := narrowed.Asked(r)
		q.Page = r.Page()
		return d.Partners(r.Context(), r.Actor(), q)
	}
}

func toCall(d *partner.Desk) func(*web.Request) (partner.Calls, error) {
	return func(r *web.Request) (partner.Calls, error) {
		q := called.Asked(r)
		q.Page = r.Page()
		return d.StalePlaces(r.Context(), r.Actor(), q)
	}
}

// find looks for partners by a part of their name, town, code or department, ten at most.
func find(d *partner.Desk) func(context.Context, access.Actor, string) ([]web.Hit, error) {
	return func(ctx context.Context, who access.Actor, said string) ([]web.Hit, error) {
		l, err := d.Partners(ctx, who, partner.Query{Name: said})
		return web.Each(ctx, l.Lines[:min(len(l.Lines), 10)], func(ctx context.Context, p partner.Line) web.Hit {
			return web.Hit{Words: p.Name, Note: web.AreaName(ctx, p.Department), URL: pageOf(p.ID)}
		}), err
	}
}

// changing is what may change of a partner; its code is given once.
var changing = partner.OfPartner.Without("code")

func toNew(p partner.PartnerID) web.Response { return web.SeeOther(pageOf(p)).Saying("partner.saved") }

func changedPartner(r *web.Request) partner.Partner {
	p := web.Answers(changing)(r)
	p.Version = r.Form().Version()
	return p
}

func saveSite(d *partner.Desk) func(*web.Request, partner.SiteForm) error {
	return func(r *web.Request, s partner.SiteForm) error {
		in := partner.Site{ID: s.Site.ID, Partner: s.Partner.ID, Version: r.Form().Version()}
		if web.Read(r, partner.OfSite, &in); !r.Form().OK() {
			return web.ErrTyped
		}
		_, err := d.SaveSite(r.Context(), r.Actor(), in)
		return err
	}
}

func ofSite(s partner.SiteForm) string { return pageOf(s.Partner.ID) }

func savePlace(d *partner.Desk) func(*web.Request, partner.PlaceRow) error {
	return func(r *web.Request, p partner.PlaceRow) error {
		in := partner.Place{ID: p.ID, Site: p.Site, Version: r.Form().Version()}
		if web.Read(r, partner.OfPlace, &in); !r.Form().OK() {
			return web.ErrTyped
		}
		_, err := d.SavePlace(r.Context(), r.Actor(), in)
		return err
	}
}

func ofPlace(p partner.PlaceRow) string { return pageOf(p.Partner.ID) }

func newAddress(r *web.Request) (int64, partner.Address) {
	return r.Form().Version(), web.Answers(partner.OfAddress)(r)
}

// stateOf is what a press says of a place. The desk checks it, after it has seen whose place it is: whoever may not
// press is told nothing of the form.
func stateOf(r *web.Request) partner.State { return partner.State(r.Form().Value("state")) }

// backTo is where a press of a host leads: to the page it stands on.
func backTo(r *web.Request) string {
	return web.Either(r.Form().Value("back") == "fresh", "/places/fresh", "/places")
}

// backToPartner is where a press of the head office leads, to the page it stands on.
func backToPartner(r *web.Request) string {
	p, err := partner.ParsePartner(r.Form().Value("partner"))
	if err != nil {
		return "/partners"
	}
	return pageOf(p)
}

// confirming confirms the places that a page or the home named, so that what was seen is what is confirmed.
func confirming(act func(context.Context, access.Actor, []partner.PlaceID) error) func(*web.Request) error {
	return func(r *web.Request) error {
		var places []partner.PlaceID
		for _, s := range strings.Fields(r.Form().Value("places")) {
			p, err := partner.ParsePlace(s)
			if err != nil {
				return err
			}
			places = append(places, p)
		}
		if len(places) == 0 || len(places) > 100 {
			return fault.NewInvalid("fault.invalid")
		}
		return act(r.Context(), r.Actor(), places)
	}
}

func exported([][]string) string { return "partners.csv" }

func asItIs(_ context.Context, rows [][]string) [][]string { return rows }

// imports is the room's page of imports.
type imports = room.Imports[*partner.Report, partner.Undone, partner.Imported]

func importing(d *partner.Desk) func(*web.Request) (imports, error) {
	return room.ImportsOf[*partner.Report, partner.Undone](d.Imports)
}

// importFile takes a chosen file or pasted text. A check stores nothing and shows the text again, ready to be imported.
func importFile(d *partner.Desk) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		raw := web.FileOrText(f, "partner.import.nothing")
		if !f.OK() {
			return web.Response{}, web.ErrTyped
		}
		check := f.Value("do") == "check"
		var report partner.Report
		var err error
		if check {
			report, err = d.Check(r.Context(), r.Actor(), bytes.NewReader(raw))
		} else {
			report, err = d.Import(r.Context(), r.Actor(), bytes.NewReader(raw), f.Bool("partial"))
		}
		if err != nil {
			return web.Response{}, err
		}
		p, err := importing(d)(r)
		if err != nil {
			return web.Response{}, err
		}
		p.Done = &report
		next, show := web.NewForm(nil), web.View
		if !report.Done {
			next = web.FilledWith(raw)
		}
		if len(report.Mistakes) > 0 && !report.Done && !check {
			show = web.Invalid
		}
		return show("partner.import.title", importView(next, p)).Wide().Headed(), nil
	}
}

// undo takes an import back, and says what stays.
func undo(d *partner.Desk) web.Handler {
	return room.UndoImport(web.At(importOf, d.Undo), importing(d), func(p imports) web.Response {
		return web.View("partner.import.title", importView(web.NewForm(nil), p)).Wide().Headed()
	})
}
