package casefileweb

import (
	"context"
	"slices"

	"havre.example/havre/internal/room"
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

// looks are the looks at the list of cases: what goes on, by station of the path, and everything; the rest of what
// narrows it stays.
func looks(l web.Sight, now casefile.Stage) []web.Tab {
	look := func(label string, at casefile.Stage) web.Tab {
		return web.Tab{Label: label, URL: l.Address("at", string(at)), Here: at == now, Plain: true}
	}
	out := []web.Tab{look("casefile.list.open", "")}
	for _, s := range casefile.Path {
		out = append(out, look("casefile.station."+string(s), s))
	}
	return append(out, look("casefile.stage."+string(casefile.Waiting), casefile.Waiting),
		look("casefile.stage."+string(casefile.AlsoEnded), casefile.AlsoEnded))
}

// behind is the case behind which a page of a list begins; zero for the first page.
func behind(r *web.Request) (casefile.Ref, error) {
	if s := r.Asked("after").Value("after"); s != "" {
		return casefile.ParseRef(s)
	}
	return casefile.Ref{}, nil
}

func list(d *casefile.Desk) func(*web.Request) (casefile.Listing, error) {
	return func(r *web.Request) (l casefile.Listing, err error) {
		q := narrowed.Asked(r)
		if q.After, err = behind(r); err != nil {
			return l, err
		}
		return d.Listed(r.Context(), r.Actor(), q)
	}
}

// calendar opens four weeks of somebody's calendar.
func calendar(d *casefile.Desk) func(*web.Request) (casefile.Calendar, error) {
	return func(r *web.Request) (casefile.Calendar, error) {
		return d.OnCalendar(r.Context(), r.Actor(), r.Page())
	}
}

// onCase opens a case; its address may say by which room its timeline is narrowed.
func onCase(d *casefile.Desk) func(*web.Request) (casefile.Page, error) {
	open := web.At(room.CaseOf, d.OnCase)
	return func(r *web.Request) (casefile.Page, error) {
		r.Asked("past")
		return open(r)
	}
}

// looksAt opens who looked at a case.
func looksAt(d *casefile.Desk) func(*web.Request) (casefile.Looks, error) {
	return func(r *web.Request) (casefile.Looks, error) {
		q := narrowedLooks(casefile.Header{}).Asked(r)
		q.Page = r.Page()
		ref, err := room.CaseOf(r)
		if err != nil {
			return casefile.Looks{}, err
		}
		return d.Looked(r.Context(), r.Actor(), ref, q)
	}
}

// how reads whether an ended case is taken up again even without her place.
func how(r *web.Request) casefile.Reopened {
	return casefile.Reopened{Without: r.Form().Bool("without")}
}

func pause(d *casefile.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		resume := r.Form().Bool("resume")
		said := web.Either(resume, "casefile.end.resumed_said", "casefile.end.paused_said")
		return web.Go(web.Do(room.CaseOf, func(ctx context.Context, who access.Actor, ref casefile.Ref) error {
			return d.Pause(ctx, who, ref, resume)
		}), "/cases/{case}", said)(r)
	}
}

// leaves reads what confirms that she leaves; a word that is only passed on has nothing to confirm.
func leaves(r *web.Request) casefile.Word {
	if r.Form().Bool("passes") {
		return casefile.Word{}
	}
	return web.Answers(casefile.Leaving)(r)
}

// withdraw records her choice, which those who ask her may take back, or passes the word of the referring service on.
func withdraw(d *casefile.Desk) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		page := "/cases/" + r.Path("case")
		said := web.SeeOther(page).Saying("casefile.end.withdrawn_said")
		err := web.Enter(room.CaseOf, leaves,
			func(ctx context.Context, who access.Actor, ref casefile.Ref,
				w casefile.Word) error {
				heeded, err := d.Withdraw(ctx, who, ref, w)
				switch {
				case heeded.Passed:
					said = said.Saying("casefile.end.passed_said")
				case heeded.Back:
					said = said.Undoing("casefile.page.reopen", page+"/reopening")
				}
				return err
			})(r)
		return said, err
	}
}
