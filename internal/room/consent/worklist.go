package consent

import (
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

var qToAsk = gate.CircleSQL("consent.to_ask", `select `+casefile.HeaderColumns+`, max(f.at)
	from casefile_circle circle join casefile_case c on c.id = circle.case_id join casefile_fact f on f.case_id = c.id
	and f.kind = 'interview_held'
	where @circle and circle.relation = 'evaluates' and c.open = 1 and c.stage = 'meeting'
	and not exists (select 1 from casefile_fact g where g.case_id = c.id and (g.kind = 'second_agreement'
	and g.at >= f.at
		or g.kind in ('host_accepted','search_again') and g.at > f.at))
	group by `+casefile.HeaderColumns+`
	order by max(f.at) limit 50`)

// HomePanels gives coordinators the interviews after which the second agreement is still to be asked.
func (d *Desk) HomePanels() []casefile.HomePanel {
	return []casefile.HomePanel{{Name: "consent.second", Roles: []access.Role{access.Coordinator}, Load: toAsk}}
}

func toAsk(v *gate.CircleView) ([]casefile.Item, error) {
	return gate.Collect(v.Query, qToAsk, func(rows *gate.Rows) (casefile.Item, error) {
		var at int64
		h, err := casefile.ScanHeader(rows, &at)
		if err != nil {
			return casefile.Item{}, err
		}
		return casefile.Item{Band: casefile.Now, Case: h, Since: clock.FromMicros(at),
			Text: "consent.home.second",
			Link: "/cases/" + h.Ref.String() + "/second-agreement", Action: "consent.home.ask"}, nil
	})
}
