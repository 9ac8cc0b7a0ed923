package helpdeskweb

import (
	"net/url"
	"strconv"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/helpdesk"
	"havre.example/havre/internal/web"
)

func blank(d *helpdesk.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		if err := d.Prepare(r.Context(), r.Actor()); err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		f.Default("channel", "call")
		return web.View("helpdesk.new.title", sheetView(f, sheet{})).Wide(), nil
	}
}

func open(d *helpdesk.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, err := web.At(contactOf, d.Contact)(r)
		if err != nil {
			return web.Response{}, err
		}
		if c.State != helpdesk.StateOpen {
			return web.View("helpdesk.page.title", closedView(c)).Wide(), nil
		}
		f := r.Form()
		fill(f, c)
		return web.View("helpdesk.page.title",
			sheetView(f, sheet{id: c.ID.String(), version: c.Version, contact: c})).Wide(), nil
	}
}

// contactOf reads which contact a link is about.
var contactOf = web.ID[helpdesk.ContactID]("id")

// save notes a contact, new or open, and ends it the way the pressed button says.
func save(d *helpdesk.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		s, err := posted(r)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		e, end := read(r)
		if f.OK() {
			saved, err := d.Save(r.Context(), r.Actor(), s.contact.ID, s.version, e, end)
			switch {
			case err == nil:
				return after(saved, end), nil
			case fault.Is(err, fault.Conflict) && !s.contact.ID.IsZero():
				return overtaken(d, r, s)
			case s.contact.ID.IsZero() && !saved.ID.IsZero(): // kept as open, though the referral was refused
				return web.SeeOther("/contacts/" + saved.ID.String()).Saying("helpdesk.kept_without_referral"), nil
			case !f.Take(err):
				return web.Response{}, err
			}
		}
		// what is to be corrected is shown to those who may write
		if err := d.Prepare(r.Context(), r.Actor()); err != nil {
			return web.Response{}, err
		}
		return web.Invalid("helpdesk.new.title", sheetView(f, s)).Wide(), nil
	}
}

// posted reads which contact a form is about: none for a new one.
func posted(r *web.Request) (sheet, error) {
	if r.Path("id") == "" {
		return sheet{}, nil
	}
	id, err := helpdesk.ParseContact(r.Path("id"))
	version, bad := strconv.ParseInt(r.Form().Value("version"), 10, 64)
	if bad != nil {
		version = -1 // no page sends that: whoever may read the contact sees it as it is now
	}
	return sheet{id: id.String(), version: version, contact: helpdesk.Contact{ID: id}}, err
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

// overtaken shows what the other person wrote beside what was typed here.
func overtaken(d *helpdesk.Desk, r *web.Request, s sheet) (web.Response, error) {
	theirs, err := d.Contact(r.Context(), r.Actor(), s.contact.ID)
	if err != nil {
		return web.Response{}, err
	}
	s.version, s.contact, s.overtaken = theirs.Version, theirs, true
	return web.Conflicted("helpdesk.page.title", sheetView(r.Form(), s)).Wide(), nil
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

func list(d *helpdesk.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f := web.NewForm(url.Values{"state": {r.Query("state")}, "topic": {r.Query("topic")},
			"department": {r.Query("department")}})
		q := helpdesk.Filter{
			State:      web.Choice(f, "state", append([]helpdesk.State{helpdesk.StateOpen}, helpdesk.Ends...)),
			Topic:      web.Choice(f, "topic", keys(r.Context(), codelist.Topic)),
			Department: f.Pick("department", departments(r.Context())),
		}
		if after := r.Query("after"); after != "" {
			id, err := helpdesk.ParseContact(after)
			if err != nil {
				return web.Response{}, err
			}
			q.After = id
		}
		l, err := d.Contacts(r.Context(), r.Actor(), q)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("helpdesk.list.title", listView(f, l, q)).Wide(), nil
	}
}
