package accountweb

import (
	"context"

	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// What a link is about: a team, one of its members, a task set aside.
var (
	teamOf   = web.ID[access.TeamID]("team")
	memberOf = web.ID[access.UserID]("user")
	taskOf   = web.ID[account.AsideID]("task")
)

func people(d *account.Desk) func(*web.Request) (account.Listing, error) {
	return func(r *web.Request) (account.Listing, error) {
		q := narrowed.Asked(r)
		q.Page = r.Page()
		return d.Teams(r.Context(), r.Actor(), q)
	}
}

// findPeople searches by a form that is posted: a name never stands in an address.
func findPeople(d *account.Desk) func(*web.Request) (account.Listing, error) {
	return func(r *web.Request) (account.Listing, error) {
		words := r.Form().Text("find", web.Max(80))
		if !r.Form().OK() {
			words = ""
		}
		return d.Teams(r.Context(), r.Actor(), account.Query{Find: words})
	}
}

// colleague is a member of a team, and what is known of them while they wait for its keys.
type colleague struct {
	account.TeamPage
	member  account.Member
	waiting account.Waiting
}

func openMember(d *account.Desk) func(*web.Request) (colleague, error) {
	return web.AtBoth(teamOf, memberOf,
		func(ctx context.Context, who access.Actor, team access.TeamID, user access.UserID) (c colleague, err error) {
			if c.TeamPage, err = d.Team(ctx, who, team); err == nil {
				c.member, err = c.Member(user)
			}
			return c, err
		})
}

func openWaiting(d *account.Desk) func(*web.Request) (colleague, error) {
	open := openMember(d)
	return func(r *web.Request) (colleague, error) {
		c, err := open(r)
		if err == nil {
			c.waiting, err = d.Waiting(r.Context(), r.Actor(), c.ID, c.member.User)
		}
		return c, err
	}
}

// mayInvite and mayEnd tell whether who asks may invite to a team, or end a membership.
func mayInvite(p account.TeamPage) bool { return len(p.Invites) > 0 }
func mayEnd(c colleague) bool           { return c.Departs }

// onlyRole ticks the role where there is but one.
func onlyRole(r *web.Request, p account.TeamPage) {
	if !r.Kept() && len(p.Invites) == 1 {
		r.Form().Default("role", string(p.Invites[0]))
	}
}

// invite invites a member, or a deputy where days are given.
func invite(d *account.Desk) func(*web.Request) (web.Response, error) {
	return func(r *web.Request) (web.Response, error) {
		p, err := web.At(teamOf, d.Team)(r)
		if err != nil {
			return web.Response{}, err
		}
		roles, in := web.Choices(r.Form(), "role", p.Invites, web.Required), standIn(r, p)
		if !r.Form().OK() {
			return web.Response{}, web.ErrTyped
		}
		var code string
		if in == (account.StandIn{}) {
			code, err = d.Invite(r.Context(), r.Actor(), p, roles)
		} else {
			code, err = d.InviteDeputy(r.Context(), r.Actor(), p, roles, in)
		}
		return web.View("account.invited.title", invitedView(p, roles, code)).
			Back("account.invited.back", teamURL(p.ID)), err
	}
}

func standIn(r *web.Request, p account.TeamPage) account.StandIn {
	in := web.Answers(account.StandingIn)(r)
	whom := r.Form().Pick("for", memberOptions(p))
	for _, m := range p.Members {
		if m.User.String() == whom {
			in.For = m.User
		}
	}
	return in
}

func welcome(d *account.Desk) func(*web.Request) error {
	open := openMember(d)
	return func(r *web.Request) error {
		c, err := open(r)
		if err != nil {
			return err
		}
		if check(r.Form(), "same", r.Form().Bool("same"), "account.welcome.not_compared"); !r.Form().OK() {
			return web.ErrTyped
		}
		return d.Welcome(r.Context(), r.Actor(), c.ID, c.member.User)
	}
}

func depart(d *account.Desk) web.Handler {
	open := openMember(d)
	return func(r *web.Request) (web.Response, error) {
		c, err := open(r)
		if err == nil {
			err = d.Depart(r.Context(), r.Actor(), c.ID, c.member.User)
		}
		if c.member.User == r.Actor().User() {
			return web.SignedOut("/").Saying("account.signed_out"), err
		}
		return web.SeeOther(teamURL(c.ID)).Saying("account.depart.done"), err
	}
}
