package accountweb

import (
	"context"
	"errors"
	"strconv"

	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// teamOf and memberOf read which team and which of its members a link is about.
var (
	teamOf   = web.ID[access.TeamID]("team")
	memberOf = web.ID[access.UserID]("user")
)

func people(d *account.Desk) func(*web.Request) (account.Listing, error) {
	return func(r *web.Request) (account.Listing, error) {
		from, _ := strconv.Atoi(r.Query("from")) // anything else is the first page
		return d.Teams(r.Context(), r.Actor(), "", from)
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
		return web.View("account.people.title", peopleView(f, l)).Wide(), nil
	}
}

// colleague is a member of a team, and what is known of them while they wait for its keys.
type colleague struct {
	account.TeamPage
	member  account.Member
	waiting account.Waiting
}

func openMember(d *account.Desk) func(context.Context, access.Actor, access.TeamID, access.UserID) (colleague, error) {
	return func(
		ctx context.Context, who access.Actor, team access.TeamID, user access.UserID,
	) (c colleague, err error) {
		if c.TeamPage, err = d.Team(ctx, who, team); err != nil {
			return c, err
		}
		c.member, err = c.TeamPage.Member(user)
		return c, err
	}
}

func openWaiting(d *account.Desk) func(context.Context, access.Actor, access.TeamID, access.UserID) (colleague, error) {
	open := openMember(d)
	return func(ctx context.Context, who access.Actor, team access.TeamID, user access.UserID) (colleague, error) {
		c, err := open(ctx, who, team, user)
		if err == nil {
			c.waiting, err = d.Waiting(ctx, who, team, user)
		}
		return c, err
	}
}

// openLeaving is for those who may end a membership.
func openLeaving(d *account.Desk) func(context.Context, access.Actor, access.TeamID, access.UserID) (colleague, error) {
	open := openMember(d)
	return func(ctx context.Context, who access.Actor, team access.TeamID, user access.UserID) (colleague, error) {
		c, err := open(ctx, who, team, user)
		if err == nil && !c.Departs {
			err = errNotHere
		}
		return c, err
	}
}

// inviting is a team for those who may invite to it.
func inviting(d *account.Desk) func(context.Context, access.Actor, access.TeamID) (account.TeamPage, error) {
	return func(ctx context.Context, who access.Actor, team access.TeamID) (account.TeamPage, error) {
		p, err := d.Team(ctx, who, team)
		if err == nil && len(p.Invites) == 0 {
			err = errNotHere
		}
		return p, err
	}
}

// onlyRole ticks the role where there is but one.
func onlyRole(r *web.Request, p account.TeamPage) {
	if !r.Kept() && len(p.Invites) == 1 {
		r.Form().Default("role", string(p.Invites[0]))
	}
}

func invite(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		p, err := web.At(teamOf, d.Team)(r)
		if err != nil {
			return web.Response{}, err
		}
		roles := web.Choices(r.Form(), "role", p.Invites, web.Required)
		if !r.Form().OK() {
			return web.Invalid("account.invite.title", inviteView(r.Form(), p), "team", p.Name), nil
		}
		f := r.Form()
		code, err := inviteAs(d, r, f, p, roles)
		if !f.OK() {
			return web.Invalid("account.invite.title", inviteView(f, p), "team", p.Name), nil
		}
		return web.View("account.invited.title", invitedView(p, roles, code)), err
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

// compared reads that the six words were.
func compared(r *web.Request) bool {
	same := r.Form().Bool("same")
	if !same {
		r.Form().Fail("same", "account.welcome.not_compared")
	}
	return same
}

func welcome(d *account.Desk) func(context.Context, access.Actor, access.TeamID, access.UserID, bool) error {
	open := openMember(d)
	return func(ctx context.Context, who access.Actor, team access.TeamID, user access.UserID, _ bool) error {
		if _, err := open(ctx, who, team, user); err != nil {
			return err
		}
		return d.Welcome(ctx, who, team, user)
	}
}

func depart(d *account.Desk) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		c, err := web.AtBoth(teamOf, memberOf, openMember(d))(r)
		if err == nil {
			err = d.Depart(r.Context(), r.Actor(), c.ID, c.member.User)
		}
		if err == nil && c.member.User == r.Actor().User() {
			return web.SignedOut("/").Saying("account.signed_out"), nil
		}
		return web.SeeOther(teamURL(c.ID)).Saying("account.depart.done"), err
	}
}
