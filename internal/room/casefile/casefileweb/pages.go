package casefileweb

import (
	"context"
	"slices"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// atWork are the roles whose home is a list of what needs them.
var atWork = []access.Role{access.Coordinator, access.Logistics, access.Administrator, access.Observer,
	access.Technician, access.Host, access.Referrer}

// quiet is what the home says to whoever has no work of their own in it yet; "" for everybody else.
func quiet(a access.Actor) string {
	switch {
	case a.Has(atWork...):
		return ""
	case slices.ContainsFunc(a.Members(), func(m access.Membership) bool { return m.Role != access.Deputy }):
		return "casefile.home.no_page"
	}
	return "casefile.home.not_now"
}

// caseOf reads which case a link is about.
var caseOf = web.ID[casefile.Ref]("case")

// listed is a page of cases as it was asked for.
type listed struct {
	casefile.Listing
	all, later bool // ended ones too; not the first page
}

func list(d *casefile.Desk) func(*web.Request) (listed, error) {
	return func(r *web.Request) (l listed, err error) {
		var after casefile.Ref
		if s := r.Query("after"); s != "" {
			if after, err = casefile.ParseRef(s); err != nil {
				return l, err
			}
		}
		l.all, l.later = r.Query("all") == "1", !after.IsZero()
		l.Listing, err = d.Cases(r.Context(), r.Actor(), !l.all, after)
		return l, err
	}
}

// find leads from a code to its case. A code that no team of the person follows answers like one that does not exist.
func find(d *casefile.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		code := f.Text("code", web.Required, web.Max(20))
		if f.OK() {
			h, err := d.ByCode(r.Context(), r.Actor(), code)
			if err == nil {
				return web.SeeOther("/cases/" + h.Ref.String()), nil
			}
			if !fault.Is(err, fault.NotFound) {
				return web.Response{}, err
			}
			f.Fail("code", "casefile.no_such_code")
		}
		return web.Invalid("casefile.find.title", findView(f)), nil
	}
}

func pause(d *casefile.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		resume, said := r.Form().Bool("resume"), "casefile.end.paused_said"
		if resume {
			said = "casefile.end.resumed_said"
		}
		return web.Go(web.Do(caseOf, func(ctx context.Context, who access.Actor, ref casefile.Ref) error {
			return d.Pause(ctx, who, ref, resume)
		}), "/cases/{case}", said)(r)
	}
}

func how(r *web.Request) casefile.End {
	return web.Choice(r.Form(), "how", []casefile.End{casefile.EndLostContact, casefile.EndDeceased}, web.Required)
}
