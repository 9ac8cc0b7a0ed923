package call

import (
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// qAgain are the calls that are due again: nobody has spoken with the same people since.
var qAgain = gate.CircleSQL("call.again", `select `+casefile.HeaderColumns+`, e.id, e.party, e.again_at,
	coalesce(t.name, '')
	from casefile_circle circle join casefile_case c on c.id = circle.case_id
	join call_entry e on e.case_id = c.id left join access_team t on t.id = e.host_id
	where @circle and circle.relation = 'evaluates' and circle.open = 1
	and e.again_at > 0 and e.again_at < $2 and e.replaced = 0
	and not exists (select 1 from call_entry n where n.case_id = e.case_id and n.party = e.party
	and n.host_id = e.host_id and n.replaced = 0 and (n.at > e.at or n.at = e.at and n.noted_at > e.noted_at))
	order by e.again_at`)

// ahead is how long before its hour a call that is due again stands on the home.
const ahead = 24 * time.Hour

// HomePanels are the calls that are due again.
func (d *Desk) HomePanels() []casefile.HomePanel {
	return []casefile.HomePanel{{Name: "call", Roles: []access.Role{access.Coordinator}, Load: again}}
}

func again(v *gate.CircleView) ([]casefile.Item, error) {
	return gate.Collect(v.Query, qAgain, func(rows *gate.Rows) (it casefile.Item, err error) {
		var due ID
		var party, host string
		var at time.Time
		it = casefile.Item{Band: casefile.Now, Action: "call.home.note"}
		it.Case, err = casefile.ScanHeader(rows, &due, &party, clock.Stored{T: &at}, &host)
		it.Text, it.Link = "call.home.again."+party, it.Case.Page()+"/calls"
		it.To = it.Case.Page() + "/calls/new?party=" + party
		if host != "" {
			it.Text, it.Args = "call.home.again.house", []any{"host", host}
			it.To += "&after=" + due.String()
		}
		if it.Due = at; at.Before(v.Now()) {
			it.Alarm, it.Since, it.Due = true, at, time.Time{}
		}
		return it, err
	}, clock.Micros(v.Now().Add(ahead)))
}
