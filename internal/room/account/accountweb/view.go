package accountweb

import (
	"context"
	"strconv"
	"strings"

	"havre.example/havre/internal/room/account"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

func finishURL(u account.Use) string {
	if u == account.ToSetUp {
		return "/set-up/finish"
	}
	return "/join/finish"
}

func teamURL(t access.TeamID) string { return "/people/" + t.String() }

func memberURL(p account.TeamPage, act string, m account.Member) string {
	return teamURL(p.ID) + "/" + act + "/" + m.User.String()
}

// pageURL leads to a page of teams; "" for none.
func pageURL(from int) string {
	if from < 0 {
		return ""
	}
	return "/people?from=" + strconv.Itoa(from)
}

func rolesIn(ctx context.Context, roles []access.Role) string {
	out := make([]string, 0, len(roles))
	for _, r := range roles {
		out = append(out, web.T(ctx, "account.role."+string(r)))
	}
	return strings.Join(out, ", ")
}

// doesWhat is a member's roles, and for a deputy on which days and for whom.
func doesWhat(ctx context.Context, m account.Member) string {
	what := rolesIn(ctx, m.Roles)
	switch {
	case !m.StandsIn():
		return what
	case m.For == "":
		return web.T(ctx, "account.team.deputy", "what", what, "from", web.Day(ctx, m.From), "through",
			web.Day(ctx, m.Through))
	}
	return web.T(ctx, "account.team.deputy_for", "what", what, "from", web.Day(ctx, m.From), "through",
		web.Day(ctx, m.Through), "name", m.For)
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

func peopleHeads(ctx context.Context) []string {
	return []string{web.T(ctx, "account.people.team"), web.T(ctx, "account.people.kind"),
		web.T(ctx, "account.people.members"), web.T(ctx, "account.people.waiting")}
}

// namesShown is how many members a line of the list names.
const namesShown = 4

func peopleRows(ctx context.Context, teams []account.Team) [][]web.Cell {
	rows := make([][]web.Cell, 0, len(teams))
	for _, t := range teams {
		rows = append(rows, []web.Cell{
			{Words: t.Name, URL: teamURL(t.ID)},
			{Words: web.T(ctx, "account.kind."+t.Kind)},
			{Words: namesOf(ctx, t.Members)},
			{Words: web.Number(ctx, t.Waiting()), Number: true},
		})
	}
	return rows
}

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

func teamHeads(ctx context.Context, p account.TeamPage) []string {
	heads := []string{web.T(ctx, "account.team.name"), web.T(ctx, "account.team.roles"),
		web.T(ctx, "account.team.since"), web.T(ctx, "account.team.acts")}
	if p.Departs {
		heads = append(heads[:1:1], append([]string{web.T(ctx, "account.login")}, heads[1:]...)...)
	}
	return heads
}

func teamRows(ctx context.Context, p account.TeamPage) [][]web.Cell {
	rows := make([][]web.Cell, 0, len(p.Members))
	for _, m := range p.Members {
		row := []web.Cell{{Words: m.Name}}
		if p.Departs {
			row = append(row, web.Cell{Words: m.Login})
		}
		row = append(row, web.Cell{Words: doesWhat(ctx, m)}, web.Cell{Words: web.Date(ctx, m.Since)},
			web.Cell{View: memberActions(p, m)})
		rows = append(rows, row)
	}
	return rows
}
