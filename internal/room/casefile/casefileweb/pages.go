package casefileweb

import (
	"net/url"
	"slices"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

func home(d *casefile.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		items, err := d.OnHome(r.Context(), r.Actor())
		if err != nil {
			return web.Response{}, err
		}
		return web.View("casefile.home.title", homeView(bandsOf(r.Context(), items), r.Actor().Name(),
			quiet(r.Actor()))), nil
	}
}

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

func list(d *casefile.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		var after casefile.Ref
		if s := r.Query("after"); s != "" {
			var err error
			if after, err = casefile.ParseRef(s); err != nil {
				return web.Response{}, err
			}
		}
		all := r.Query("all") == "1"
		l, err := d.Cases(r.Context(), r.Actor(), !all, after)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("casefile.list.title", listView(l, all, r.Query("after") != "")).Wide(), nil
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

func open(d *casefile.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		p, err := d.OnCase(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("casefile.page.title", caseView(p), "code", p.Header.Code).Wide(), nil
	}
}

func ending(d *casefile.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		p, err := d.OnCase(r.Context(), r.Actor(), ref)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("casefile.end.title", endView(r.Form(), p.Header, mayClose(r.Actor()))), nil
	}
}

func withdraw(d *casefile.Desk) web.Handler {
	return act(func(r *web.Request, ref casefile.Ref) (string, error) {
		return "casefile.end.withdrawn_said", d.Withdraw(r.Context(), r.Actor(), ref)
	})
}

func pause(d *casefile.Desk) web.Handler {
	return act(func(r *web.Request, ref casefile.Ref) (string, error) {
		resume := r.Form().Bool("resume")
		said := "casefile.end.paused_said"
		if resume {
			said = "casefile.end.resumed_said"
		}
		return said, d.Pause(r.Context(), r.Actor(), ref, resume)
	})
}

func end(d *casefile.Desk) web.Handler {
	return act(func(r *web.Request, ref casefile.Ref) (string, error) {
		how := web.Choice(r.Form(), "how", []casefile.End{casefile.EndLostContact, casefile.EndDeceased}, web.Required)
		return "casefile.end.said", d.Close(r.Context(), r.Actor(), ref, how)
	})
}

// act is a handler that does one thing to a case and goes back to its page.
func act(do func(*web.Request, casefile.Ref) (string, error)) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		ref, err := casefile.ParseRef(r.Path("case"))
		if err != nil {
			return web.Response{}, err
		}
		said, err := do(r, ref)
		if err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/cases/" + url.PathEscape(ref.String())).Saying(said), nil
	}
}
