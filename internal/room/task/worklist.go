package task

import (
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// qDue are the tasks of a team whose day comes.
var qDue = gate.CircleSQL("task.due", `select `+casefile.HeaderColumns+`, circle.relation, e.what, e.due_on, e.owner_id
	from casefile_circle circle join casefile_case c on c.id = circle.case_id
	join task_entry e on e.case_id = c.id and e.team_id = circle.team_id
	where @circle and circle.open = 1 and e.done_at = 0 and e.due_on <> '' and e.due_on <= $2 order by e.due_on, e.id`)

// ahead is how many days before its own a task stands on the home.
const ahead = 7

// HomePanels are the tasks whose day comes.
func (d *Desk) HomePanels() []casefile.HomePanel {
	return []casefile.HomePanel{{Name: "task", Roles: []access.Role{access.Coordinator, access.Logistics, access.Host},
		Load: due}}
}

func due(v *gate.CircleView) ([]casefile.Item, error) {
	today := v.Today()
	return gate.Collect(v.Query, qDue, func(rows *gate.Rows) (it casefile.Item, err error) {
		var what string
		var as access.Relation
		var day date.Date
		it = casefile.Item{Band: casefile.Week, Action: "task.home.open"}
		it.Case, err = casefile.ScanHeader(rows, &as, &what, &day, &it.Owner)
		of, _ := teamOf(as)
		it.Text, it.Link = "task.home."+what, of.PageOf(it.Case.Ref)
		it.Due = day.AddDays(1).Time(v.Country().Zone())
		switch {
		case day.Before(today):
			it.Band, it.Since, it.Due = casefile.Now, it.Due, time.Time{}
		case day == today:
			it.Band = casefile.Now
		}
		return it, err
	}, today.AddDays(ahead))
}
