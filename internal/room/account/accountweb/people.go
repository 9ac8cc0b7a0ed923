package accountweb

import (
	"errors"
	"strconv"

	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

func people(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		from, _ := strconv.Atoi(r.Query("from")) // anything else is the first page
		l, err := d.Teams(r.Context(), r.Actor(), "", from)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("account.people.title", peopleView(r.Form(), l, false)).Wide(), nil
	}
}

// findPeople searches by a form that is posted: a name never stands in an address.
func findPeople(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		f := r.Form()
		words := f.Text("find", web.Max(80))
		if !f.OK() {
			words = ""
		}
		l, err := d.Teams(r.Context(), r.Actor(), words, 0)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("account.people.title", peopleView(f, l, words != "")).Wide(), nil
	}
}

// teamOf reads the team of the path.
func teamOf(d *account.Desk, r *web.Request) (account.TeamPage, error) {
	var id access.TeamID
	if err := id.UnmarshalText([]byte(r.Path("team"))); err != nil {
		return account.TeamPage{}, errNotHere
	}
	return d.Team(r.Context(), r.Actor(), id)
}

// memberOf reads the team and the member of the path.
func memberOf(d *account.Desk, r *web.Request) (account.TeamPage, account.Member, error) {
	p, err := teamOf(d, r)
	if err != nil {
		return p, account.Member{}, err
	}
	var id access.UserID
	if err := id.UnmarshalText([]byte(r.Path("user"))); err != nil {
		return p, account.Member{}, errNotHere
	}
	m, err := p.Member(id)
	return p, m, err
}

func team(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p, err := teamOf(d, r)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("account.team.title", teamView(p), "team", p.Name), nil
	}
}

func showInvite(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p, err := teamOf(d, r)
		if err != nil {
			return web.Response{}, err
		}
		if len(p.Invites) == 0 {
			return web.Response{}, errNotHere
		}
		f := r.Form()
		if !r.Kept() && len(p.Invites) == 1 {
			f.Default("role", string(p.Invites[0]))
		}
		return web.View("account.invite.title", inviteView(f, p), "team", p.Name), nil
	}
}

func invite(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p, err := teamOf(d, r)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		roles := web.Choices(f, "role", p.Invites, web.Required)
		if !f.OK() {
			return web.Invalid("account.invite.title", inviteView(f, p), "team", p.Name), nil
		}
		code, err := inviteAs(d, r, f, p, roles)
		if !f.OK() {
			return web.Invalid("account.invite.title", inviteView(f, p), "team", p.Name), nil
		}
		if err != nil {
			return web.Response{}, err
		}
		return web.View("account.invited.title", invitedView(p, roles, code)), nil
	}
}

// inviteAs invites a member, or a deputy where days are given. A mistake in the days is told in the form.
func inviteAs(d *account.Desk, r *web.Request, f *web.Form, p account.TeamPage, roles []access.Role) (string, error) {
	in := account.StandIn{From: f.Date("from"), Through: f.Date("through")}
	whom := f.Pick("for", memberOptions(p))
	if in.From.IsZero() && in.Through.IsZero() && whom == "" || !f.OK() {
		return d.Invite(r.Context(), r.Actor(), p, roles)
	}
	if whom != "" {
		if err := in.For.UnmarshalText([]byte(whom)); err != nil {
			return "", errNotHere
		}
	}
	code, err := d.InviteDeputy(r.Context(), r.Actor(), p, roles, in)
	if errors.Is(err, account.ErrTerm) {
		f.Fail("from", "session.deputy_days")
	}
	return code, err
}

func showWelcome(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p, m, err := memberOf(d, r)
		if err != nil {
			return web.Response{}, err
		}
		w, err := d.Waiting(r.Context(), r.Actor(), p.ID, m.User)
		if err != nil {
			return web.Response{}, err
		}
		return web.View("account.welcome.title", welcomeView(r.Form(), p, w), "name", w.Name), nil
	}
}

func welcome(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p, m, err := memberOf(d, r)
		if err != nil {
			return web.Response{}, err
		}
		f := r.Form()
		if !f.Bool("same") {
			f.Fail("same", "account.welcome.not_compared")
			w, err := d.Waiting(r.Context(), r.Actor(), p.ID, m.User)
			if err != nil {
				return web.Response{}, err
			}
			return web.Invalid("account.welcome.title", welcomeView(f, p, w), "name", w.Name), nil
		}
		if err := d.Welcome(r.Context(), r.Actor(), p.ID, m.User); err != nil {
			return web.Response{}, err
		}
		return web.SeeOther("/people/" + p.ID.String()).Saying("account.welcome.done"), nil
	}
}

func showDepart(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p, m, err := memberOf(d, r)
		if err != nil {
			return web.Response{}, err
		}
		if !p.Departs {
			return web.Response{}, errNotHere
		}
		return web.View("account.depart.title", departView(r.Form(), p, m), "name", m.Name), nil
	}
}

func depart(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p, m, err := memberOf(d, r)
		if err != nil {
			return web.Response{}, err
		}
		if err := d.Depart(r.Context(), r.Actor(), p.ID, m.User); err != nil {
			return web.Response{}, err
		}
		if m.User == r.Actor().User() {
			return web.SignedOut("/").Saying("account.signed_out"), nil
		}
		return web.SeeOther("/people/" + p.ID.String()).Saying("account.depart.done"), nil
	}
}
