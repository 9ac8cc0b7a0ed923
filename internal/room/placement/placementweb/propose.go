package placementweb

import (
	"errors"

	"github.com/a-h/templ"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/web"
)

// mostWords is how much somebody may write about a decision.
const mostWords = 1000

// takeReason shows beside its field what is missing of a reason.
func takeReason(f *web.Form, err error) bool {
	switch {
	case errors.Is(err, decision.ErrReason):
		f.Fail("reason", fault.Key(err))
	case errors.Is(err, decision.ErrWords):
		f.Fail("words", fault.Key(err))
	default:
		return false
	}
	return true
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
	return how("placement.search.title", searchView(f, found), "label", found.Header.Label(r)).Wide(), nil
}

func letters(d *placement.Desk, r *web.Request, c casefile.Ref, o asking.Offer) (web.Response, error) {
	list, err := d.Asking.Letters(r.Context(), r.Actor(), c, o.Places, o.Urgent)
	if err != nil {
		return web.Response{}, err
	}
	return web.View("placement.preview.title", previewView(r.Form(), c, list)), nil
}
