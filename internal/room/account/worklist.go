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

// office reads what concerns no case; both the home and the settings page give one.
type office interface {
	gateQuery(q gate.OfficeQuery, args ...any) (*gate.Rows, error)
	gateRow(q gate.OfficeQuery, args ...any) *gate.Row
}

type fromOffice struct{ *gate.OfficeView }

func (v fromOffice) gateQuery(q gate.OfficeQuery, args ...any) (*gate.Rows, error) {
	return v.Query(q, args...)
}
func (v fromOffice) gateRow(q gate.OfficeQuery, args ...any) *gate.Row { return v.QueryRow(q, args...) }

type fromCircle struct{ *gate.CircleView }

func (v fromCircle) gateQuery(q gate.OfficeQuery, args ...any) (*gate.Rows, error) {
	return v.Office(q, args...)
}
func (v fromCircle) gateRow(q gate.OfficeQuery, args ...any) *gate.Row {
	return v.OfficeRow(q, args...)
}

func (d *Desk) tasks(v *gate.OfficeView) ([]Task, error) { return d.missing(fromOffice{v}) }

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
func (d *Desk) missing(v office) ([]Task, error) {
	counts, err := countRoles(v)
	if err != nil {
		return nil, err
	}
	out := []Task{{Name: "connection", Done: d.tls}}
	for _, w := range wanted {
		var team access.TeamID
		t := Task{Name: w.task, Done: counts[w.role] >= w.count}
		err := v.gateRow(qOfKind, w.kind).Scan(&team)
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

func countRoles(v office) (map[access.Role]int, error) {
	rows, err := v.gateQuery(qCountRoles)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[access.Role]int{}
	for rows.Next() {
		var r access.Role
		var n int
		if err := rows.Scan(&r, &n); err != nil {
			return nil, err
		}
		out[r] = n
	}
	return out, rows.Err()
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
	members, err := readMembers(v.Office(qMembersOf, v.Team()))
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
	tasks, err := d.missing(fromCircle{v})
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
