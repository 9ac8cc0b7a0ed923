package placementweb

import (
	"context"
	"errors"

	"github.com/a-h/templ"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// named reads the case of a link, and the proposal where there is one.
func named(r *web.Request) (c casefile.Ref, p proposal.ID, err error) {
	if c, err = casefile.ParseRef(r.Path("case")); err != nil || r.Path("proposal") == "" {
		return c, p, err
	}
	if err = p.UnmarshalText([]byte(r.Path("proposal"))); err != nil {
		return c, p, fault.NewNotFound("fault.not_found")
	}
	return c, p, nil
}

func onCase(c casefile.Ref) string { return "/cases/" + c.String() }

func search(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, _, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		f, err := d.Finding.Search(r.Context(), r.Actor(), c)
		if err != nil {
			return web.Response{}, err
		}
		form := r.Form()
		if p, err := finding.ParsePlace(r.Query("place")); err == nil {
			form.Default("place", p.String()) // a round named it: ticked, for a person to decide
		}
		return web.View("placement.search.title", searchView(form, f), "label", f.Header.Label(r.Lang())).Wide(), nil
	}
}

// readOffer reads what was ticked.
func readOffer(f *web.Form) asking.Offer {
	o := asking.Offer{Urgent: f.Bool("urgent"), Until: f.Moment("until"), Round: f.Int("round")}
	o.Override = decision.Override{Reason: f.Text("reason", web.Max(40)),
		Words: f.Secret("words", web.Max(mostWords), web.Lines)}
	for _, v := range f.Values("place") {
		p, err := finding.ParsePlace(v)
		if err != nil {
			f.Fail("", "web.form.choice")
			continue
		}
		o.Places = append(o.Places, p)
	}
	if len(o.Places) == 0 {
		f.Fail("", "placement.one_to_three")
	}
	return o
}

func propose(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, _, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		o := readOffer(f)
		if f.OK() && f.Value("do") == "preview" {
			return letters(d, r, c, o)
		}
		if f.OK() && f.Value("do") == "compare" {
			if n := len(o.Places); n > 1 && n <= proposal.MostHosts {
				return web.SeeOther(comparison(c, o.Places)), nil
			}
			f.Fail("", "placement.two_or_three")
		}
		if f.OK() {
			err := d.Asking.Propose(r.Context(), r.Actor(), c, o)
			if err == nil {
				return web.SeeOther(onCase(c) + "/search").Saying("placement.said.proposed"), nil
			}
			if fault.Is(err, fault.Conflict) {
				return searchAgain(d, r, c, err, web.Conflicted)
			}
			if !takeReason(f, err) && !f.Take(err) {
				return web.Response{}, err
			}
		}
		return searchAgain(d, r, c, nil, web.Invalid)
	}
}

type answering = func(string, templ.Component, ...any) web.Response

// searchAgain shows the search anew with what was ticked kept; err says what somebody else did meanwhile.
func searchAgain(d *placement.Desk, r *web.Request, c casefile.Ref, err error, how answering) (web.Response, error) {
	f := r.Form()
	found, failed := d.Finding.Search(r.Context(), r.Actor(), c)
	if failed != nil {
		return web.Response{}, errors.Join(err, failed)
	}
	if err != nil { // somebody was faster: the board above says what they did
		f.Fail("", "placement.changed_meanwhile")
	}
	return how("placement.search.title", searchView(f, found), "label", found.Header.Label(r.Lang())).Wide(), nil
}

func letters(d *placement.Desk, r *web.Request, c casefile.Ref, o asking.Offer) (web.Response, error) {
	list, err := d.Asking.Letters(r.Context(), r.Actor(), c, o.Places, o.Urgent)
	if err != nil {
		return web.Response{}, err
	}
	return web.View("placement.preview.title", previewView(r.Form(), c, list)), nil
}

// press is an act of a coordinator on one proposal that needs no other answer.
func press(do func(context.Context, access.Actor, casefile.Ref, proposal.ID) error, said string) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		if err := do(r.Context(), r.Actor(), c, p); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther(onCase(c) + "/search").Saying(said), nil
	}
}

func reply(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		if err := d.Asking.Reply(r.Context(), r.Actor(), c, p, r.Form().Value("reply")); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther(onCase(c) + "/search").Saying("placement.said.replied"), nil
	}
}

func again(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, _, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		if err := d.Asking.Again(r.Context(), r.Actor(), c, r.Form().Value("reason")); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther(onCase(c) + "/search").Saying("placement.said.again"), nil
	}
}

func noPlace(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, _, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		if err := d.Asking.NoPlace(r.Context(), r.Actor(), c); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther(onCase(c)).Saying("placement.said.no_place"), nil
	}
}

func openPlan(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		pl, err := d.Asking.OpenPlan(r.Context(), r.Actor(), c, p)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("placement.plan.title", planView(r.Form(), pl)), nil
	}
}

func plan(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		m := proposal.Meeting{
			At: f.Moment("at", web.Required), Way: web.Choice(f, "way", asking.Ways(), web.Required),
			Attends: web.Choices(f, "attends", asking.Attendants()),
			Prepare: f.Secret("prepare", web.Max(2000), web.Lines),
		}
		if f.OK() {
			err := d.Asking.Plan(r.Context(), r.Actor(), c, p, m)
			if err == nil {
				return web.SeeOther(onCase(c) + "/search").Saying("placement.said.planned"), nil
			}
			if !f.Take(err) {
				return web.Response{}, err
			}
		}
		pl, err := d.Asking.OpenPlan(r.Context(), r.Actor(), c, p)
		if err != nil {
			return web.Response{}, err
		}
		return web.Invalid("placement.plan.title", planView(f, pl)), nil
	}
}

func openAdmit(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		o, err := d.Asking.OpenAdmit(r.Context(), r.Actor(), c, p)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("placement.admit.title", admitView(o)), nil
	}
}

func admit(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		if err := d.Asking.Admit(r.Context(), r.Actor(), c, p); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther(onCase(c)).Saying("placement.said.admitted"), nil
	}
}

func see(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		s, err := d.Asking.See(r.Context(), r.Actor(), c, p)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("placement.host.title", hostView(r.Form(), s, date.In(r.Now(), web.Zone))), nil
	}
}

// answer is a host's yes: one press, then the same page says what comes next.
func answer(d *placement.Desk, do func(context.Context, access.Actor, casefile.Ref, proposal.ID) error,
	said string) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		if err := do(r.Context(), r.Actor(), c, p); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther(onCase(c) + "/proposals/" + p.String()).Saying(said), nil
	}
}

// decline is a host's no. It leaves the circle with it, so the next page is its home.
func decline(d *placement.Desk, do func(context.Context, access.Actor, casefile.Ref, proposal.ID,
	string) error) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		on := date.In(r.Now(), web.Zone)
		reason := web.Choice(f, "reason", keys(codelist.Decline, on), web.Required)
		if f.OK() {
			if err := do(r.Context(), r.Actor(), c, p, reason); err != nil {
				return web.Response{}, err
			}
			return web.SeeOther("/").Saying("placement.said.declined"), nil
		}
		s, err := d.Asking.See(r.Context(), r.Actor(), c, p)
		if err != nil {
			return web.Response{}, err
		}
		return web.Invalid("placement.host.title", hostView(f, s, on)), nil
	}
}

func ask(d *placement.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, p, err := named(r)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		on := date.In(r.Now(), web.Zone)
		q := web.Choice(f, "question", keys(codelist.ProposalQuestion, on), web.Required)
		if f.OK() {
			if err := d.Asking.Ask(r.Context(), r.Actor(), c, p, q); err != nil {
				return web.Response{}, err
			}
			return web.SeeOther(onCase(c) + "/proposals/" + p.String()).Saying("placement.said.asked"), nil
		}
		s, err := d.Asking.See(r.Context(), r.Actor(), c, p)
		if err != nil {
			return web.Response{}, err
		}
		return web.Invalid("placement.host.title", hostView(f, s, on)), nil
	}
}

func keys(list codelist.Name, on date.Date) []string {
	var out []string
	for _, c := range codelist.Of(list).Codes(on) {
		out = append(out, c.Key)
	}
	return out
}
