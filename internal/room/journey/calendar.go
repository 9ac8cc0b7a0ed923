package journey

import (
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

var qLeaving = gate.CircleSQL("journey.leaving", `select `+casefile.HeaderColumns+`,
	case when j.departed_at > 0 then j.departed_at else j.leaves_at end,
	`+leavesIn+`, j.expected_at, j.state, d.host_department
	`+underWay+` and j.expected_at >= $2 order by j.expected_at`)

// Agenda is who leaves and who comes, for those who organise it; for the host who comes; for whoever accompanies by
// name, when they are expected.
func (d *Desk) Agenda() []casefile.Agenda {
	return []casefile.Agenda{
		{Name: "journey.office", Roles: []access.Role{access.Coordinator, access.Logistics},
			Load: func(v *gate.CircleView, s casefile.Span) ([]casefile.Dated, error) {
				return dated(v, s, true)
			}},
		{Name: "journey.host", Roles: []access.Role{access.Host},
			Load: func(v *gate.CircleView, s casefile.Span) ([]casefile.Dated, error) {
				return dated(v, s, false)
			}},
		{Name: "journey.company", Roles: casefile.AtCases, Load: accompanies},
	}
}

func dated(v *gate.CircleView, s casefile.Span, leaving bool) ([]casefile.Dated, error) {
	var out []casefile.Dated
	from, _ := s.Micros()
	err := gate.Each(v.Query, qLeaving, func(rows *gate.Rows) error {
		var departs, expected time.Time
		var state State
		var from, department string
		h, err := casefile.ScanHeader(rows, clock.Stored{T: &departs}, &from, clock.Stored{T: &expected}, &state,
			&department)
		e := casefile.Dated{Case: h, Link: "/cases/" + h.Ref.String() + "/journey"}
		if leaving {
			e.At, e.In, e.Text = departs, from, "journey.home.leaves"
			if state == OnTheWay {
				e.Text = "journey.home.left"
			}
			out = append(out, e)
		}
		e.At, e.Text, e.In = expected, "journey.home.comes", department
		out = append(out, e)
		return err
	}, from)
	return out, err
}

// accompanies is the journeys that somebody accompanies by name.
func accompanies(v *gate.CircleView, _ casefile.Span) ([]casefile.Dated, error) {
	list, err := accompanied(v)
	var out []casefile.Dated
	for _, it := range list {
		at := it.Due
		if it.Alarm {
			at = it.Since
		}
		out = append(out, casefile.Dated{At: at, In: it.In, Case: it.Case, Text: it.Text, Link: it.Link})
	}
	return out, err
}
