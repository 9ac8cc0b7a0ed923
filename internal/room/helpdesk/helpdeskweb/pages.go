package helpdeskweb

import (
	"havre.example/havre/internal/room/helpdesk"
	"havre.example/havre/internal/web"
)

// contactOf reads which contact a link is about; fresh is none yet.
var contactOf = web.ID[helpdesk.ContactID]("id")

func fresh(*web.Request) (id helpdesk.ContactID, err error) { return id, nil }

// blank opens an empty sheet.
func blank(d *helpdesk.Desk) func(*web.Request) (helpdesk.Contact, error) {
	return func(r *web.Request) (helpdesk.Contact, error) {
		r.Form().Default("channel", "call")
		return helpdesk.Contact{State: helpdesk.StateOpen}, d.Prepare(r.Context(), r.Actor())
	}
}

// save notes a contact, new or open, and ends it the way the pressed button says.
func save(d *helpdesk.Desk, of web.Key[helpdesk.ContactID]) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		id, err := of(r)
		if err != nil {
			return web.Response{}, err
		}
		e, end := read(r)
		if !r.Form().OK() {
			return web.Response{}, web.ErrTyped
		}
		saved, err := d.Save(r.Context(), r.Actor(), id, r.Form().Version(), e, end)
		if err != nil && id.IsZero() && !saved.ID.IsZero() { // kept as open, though the referral was refused
			return web.SeeOther("/contacts/" + saved.ID.String()).Saying("helpdesk.kept_without_referral"), nil
		}
		return after(saved, end), err
	}
}

func after(s helpdesk.Saved, end helpdesk.State) web.Response {
	switch {
	case s.Link != "":
		return web.SeeOther(s.Link)
	case end == helpdesk.StateOpen:
		return web.SeeOther("/contacts/" + s.ID.String()).Saying("helpdesk.saved")
	}
	return web.SeeOther("/contacts").Saying("helpdesk.ended")
}

// read takes the entry from the form.
func read(r *web.Request) (helpdesk.Entry, helpdesk.State) {
	f, e := r.Form(), web.Answers(helpdesk.Noting)(r)
	end := web.Choice(f, "end", helpdesk.Ends)
	switch {
	case end == "":
		end = helpdesk.StateOpen
	case end == helpdesk.Advised && len(e.Topics) == 0:
		f.Fail("topic", "helpdesk.topic_needed")
	case end == helpdesk.Redirected && e.RedirectedTo == "" && e.Redirect.Empty():
		f.Fail("redirected_to", "helpdesk.redirect_needed")
	}
	return e, end
}

func list(d *helpdesk.Desk) func(*web.Request) (helpdesk.Listing, error) {
	return func(r *web.Request) (l helpdesk.Listing, err error) {
		q := narrowed.Asked(r)
		if after := r.Asked("after").Value("after"); after != "" {
			if q.After, err = helpdesk.ParseContact(after); err != nil {
				return l, err
			}
		}
		return d.Contacts(r.Context(), r.Actor(), q)
	}
}
