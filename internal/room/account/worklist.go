package account

import (
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Task is one thing a network needs before real people can be helped with it.
type Task struct {
	Name string // connection, administrator, coordinator, logistics
	Done bool
	Link string // "" when it is not done in a page
}

// asks is how the office door is asked, beside a list or by itself: both the home and the settings page do.
type asks = func(gate.OfficeQuery, ...any) (*gate.Rows, error)

// wanted is how many people of a role a network needs, and in which team they are invited.
var wanted = []struct {
	task, kind string
	role       access.Role
	count      int
}{
	{"administrator", "administration", access.Administrator, 2},
	{"coordinator", "evaluation", access.Coordinator, 1},
	{"logistics", "logistics", access.Logistics, 1},
}

// missing lists what a new network needs, done or not.
func (d *Desk) missing(ask asks) ([]Task, error) {
	counts, err := countRoles(ask)
	if err != nil {
		return nil, err
	}
	out := []Task{{Name: "connection", Done: d.tls}}
	for _, w := range wanted {
		t := Task{Name: w.task, Done: counts[w.role] >= w.count}
		team, err := gate.Value[access.TeamID](ask, qOfKind, w.kind)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		if err == nil {
			t.Link = "/people/" + team.String() + "/invite"
		}
		out = append(out, t)
	}
	return out, nil
}

func countRoles(ask asks) (map[access.Role]int, error) {
	out := map[access.Role]int{}
	return out, gate.Each(ask, qCountRoles, func(rows *gate.Rows) error {
		var r access.Role
		var n int
		err := rows.Scan(&r, &n)
		out[r] = n
		return err
	})
}

// FirstTasks is what set-up tells before there is anybody: nothing is done yet but what the machine has.
func (d *Desk) FirstTasks() []Task {
	out := []Task{{Name: "connection", Done: d.tls}}
	for _, w := range wanted {
		out = append(out, Task{Name: w.task})
	}
	return out
}

// HomePanels are this room's lines on the home.
func (d *Desk) HomePanels() []casefile.HomePanel {
	return []casefile.HomePanel{
		{Name: "account.newcomers", Roles: access.Roles, Load: newcomers},
		{Name: "account.tasks", Roles: []access.Role{access.Administrator}, Load: d.openTasks},
		{Name: "account.aside", Roles: []access.Role{access.Administrator}, Load: openAsides},
	}
}

// newcomers are the colleagues who wait in the acting team; to somebody who waits, their own line only.
func newcomers(v *gate.CircleView) ([]casefile.Item, error) {
	members, err := readMembers(v.Country().Zone(), v.Office, qMembersOf, v.Team())
	if err != nil {
		return nil, err
	}
	var out []casefile.Item
	for _, m := range members[v.Team()] {
		switch {
		case !m.Waits:
		case m.User == v.Actor().User():
			return []casefile.Item{{Band: casefile.Tidy, Since: m.Since, Text: "account.home.you_wait",
				Link: "/arrival", Action: "account.home.see_words"}}, nil
		default:
			out = append(out, casefile.Item{Band: casefile.Tidy, Since: m.Since, Subject: m.Name,
				Text: "account.home.waits",
				Link: "/people/" + v.Team().String() + "/welcome/" + m.User.String(), Action: "account.home.welcome"})
		}
	}
	return out, nil
}

// openTasks is what the network still lacks.
func (d *Desk) openTasks(v *gate.CircleView) ([]casefile.Item, error) {
	tasks, err := d.missing(v.Office)
	if err != nil {
		return nil, err
	}
	var out []casefile.Item
	for _, t := range tasks {
		if t.Done {
			continue
		}
		link := t.Link
		if link == "" {
			link = "/settings"
		}
		out = append(out, casefile.Item{Band: casefile.Tidy, Text: "account.task." + t.Name, Link: link})
	}
	return out, nil
}
