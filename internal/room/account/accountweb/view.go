package accountweb

import (
	"context"
	"slices"
	"strings"

	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// startURL is where an arrival begins.
func startURL(u account.Use) string { return web.Either(u == account.ToSetUp, "/set-up", "/join") }

func teamURL(t access.TeamID) string { return "/people/" + t.String() }

func memberURL(p account.TeamPage, act string, m account.Member) string {
	return teamURL(p.ID) + "/" + act + "/" + m.User.String()
}

// narrowed is how the list of teams is narrowed.
var narrowed = web.List[account.Query]{Name: account.ListName, Path: "/people", By: account.Sought}

func rolesIn(ctx context.Context, roles []access.Role) string {
	return web.Joined(ctx, ", ", roles, func(ctx context.Context, r access.Role) string {
		return web.T(ctx, "account.role."+string(r))
	})
}

// doesWhat is the roles of somebody, and for a deputy on which days and for whom.
func doesWhat(ctx context.Context, roles []access.Role, d account.Deputy) string {
	what := rolesIn(ctx, roles)
	if !d.StandsIn() {
		return what
	}
	return web.T(ctx, web.Either(d.For == "", "account.team.deputy", "account.team.deputy_for"), "what", what,
		"from", web.Day(ctx, d.From), "through", web.Day(ctx, d.Through), "name", d.For)
}

// memberOptions are the members somebody can stand in for.
func memberOptions(p account.TeamPage) []web.Option {
	var out []web.Option
	for _, m := range p.Members {
		if !m.StandsIn() {
			out = append(out, web.Option{Value: m.User.String(), Label: m.Name})
		}
	}
	return out
}

// teamTable lists teams with who is in them.
var teamTable = web.Table[account.Team]{Caption: "account.people.caption", Empty: "account.people.none",
	Heads: web.Under("account.people.", "team", "kind", "members", "waiting"),
	Line: func(ctx context.Context, t account.Team) []web.Cell {
		return []web.Cell{{Words: t.Name, URL: teamURL(t.ID)}, {Words: web.T(ctx, "account.kind."+t.Kind)},
			{Words: namesOf(ctx, t.Members)}, web.Count(ctx, t.Waiting())}
	}}

// namesShown is how many members a line of the list names.
const namesShown = 4

func namesOf(ctx context.Context, members []account.Member) string {
	if len(members) == 0 {
		return web.T(ctx, "account.people.nobody")
	}
	var names []string
	for _, m := range members[:min(len(members), namesShown)] {
		names = append(names, m.Name)
	}
	if more := len(members) - namesShown; more > 0 {
		names = append(names, web.T(ctx, "account.people.more", "n", more))
	}
	return strings.Join(names, ", ")
}

// memberTable lists who is in a team; logins are for who may end a membership.
func memberTable(p account.TeamPage) web.Table[account.Member] {
	t := web.Table[account.Member]{Caption: "account.team.caption", Empty: "account.team.empty",
		Heads: web.Under("account.team.", "name", "roles", "since", "acts"),
		Line: func(ctx context.Context, m account.Member) []web.Cell {
			return []web.Cell{{Words: m.Name}, {Words: doesWhat(ctx, m.Roles, m.Deputy)},
				{Words: web.Date(ctx, m.Since)}, {View: memberActions(p, m)}}
		}}
	if !p.Departs {
		return t
	}
	line := t.Line
	t.Heads = slices.Insert(t.Heads, 1, "account.login")
	t.Line = func(ctx context.Context, m account.Member) []web.Cell {
		return slices.Insert(line(ctx, m), 1, web.Cell{Words: m.Login})
	}
	return t
}

// tasksOf shows what the network still lacks.
func tasksOf(ctx context.Context, tasks []account.Task) []web.Task {
	return web.Each(ctx, tasks, func(ctx context.Context, t account.Task) web.Task {
		return web.Task{Label: "account.task." + t.Name, Note: web.T(ctx, "account.task_note."+t.Name), Done: t.Done,
			URL: web.When(!t.Done, t.Link)}
	})
}

// openLines are somebody's sessions, each with the button that closes it.
func openLines(ctx context.Context, list []account.Open) []web.WorkLine {
	return web.Each(ctx, list, func(ctx context.Context, o account.Open) web.WorkLine {
		label := web.Either(o.Here, "account.sessions.here", "account.sessions.other")
		return web.WorkLine{Label: web.T(ctx, label), Post: true,
			What: web.T(ctx, "account.sessions.since", "at", web.Date(ctx, o.Started),
				"seen", web.In(ctx, o.Seen)),
			Action: "account.sessions.close", To: "/sessions/close", Send: map[string]string{"session": o.ID.String()}}
	})
}

func asideLines(ctx context.Context, list []account.Aside) []web.WorkLine {
	return web.Each(ctx, list, func(ctx context.Context, a account.Aside) web.WorkLine {
		return web.WorkLine{Label: web.T(ctx, "account.aside.task", "kind", a.Kind),
			What: web.T(ctx, "account.aside.why."+a.Why, "n", a.Attempts), Since: a.At, Do: decideAside(a)}
	})
}
