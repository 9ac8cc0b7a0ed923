package journey

import (
	"context"
	"fmt"
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
)

var (
	qToOrganise = gate.CircleSQL("journey.to_organise", `select `+casefile.HeaderColumns+`, d.host_department
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join casefile_coded d on d.case_id = c.id
		where @circle and circle.open = 1 and circle.relation in ('evaluates','organises','hosts')
		and c.stage = 'accepted'
		order by c.stage_at`)
	qOnRoad = gate.CircleSQL("journey.on_road", `select `+casefile.HeaderColumns+`,
		j.state, j.expected_at, d.host_department
		`+underWay+` order by j.expected_at`)
)

// underWay are the journeys under way, for those who organise them and for the host.
const underWay = `from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join casefile_coded d on d.case_id = c.id
		join journey_journey j on j.case_id = c.id and j.closed_at = 0
		where @circle and circle.open = 1 and circle.relation in ('evaluates','organises','hosts')
		and c.stage in ('travel','in_transit')`

// HomePanels are the journey's lines of people's homes: what is to be organised, who is on the road, and, loudest, who
// should have arrived by now.
func (d *Desk) HomePanels() []casefile.HomePanel {
	return []casefile.HomePanel{
		{Name: "journey.office", Roles: []access.Role{access.Coordinator, access.Logistics},
			Load: func(v *gate.CircleView) ([]casefile.Item, error) {
				lost, err := onNoWay(v)
				if err != nil {
					return nil, err
				}
				todo, err := toOrganise(v, false)
				if err != nil {
					return nil, err
				}
				road, err := onRoad(v, false)
				return slices.Concat(lost, todo, road), err
			}},
		{Name: "journey.called_off", Roles: []access.Role{access.Logistics}, Load: calledOff},
		{Name: "journey.danger", Roles: []access.Role{access.Logistics}, Load: grown},
		{Name: "journey.refused", Roles: []access.Role{access.Coordinator}, Load: alsoRefused},
		{Name: "journey.company", Roles: casefile.AtCases, Load: accompanied},
		{Name: "journey.host", Roles: []access.Role{access.Host}, Load: func(v *gate.CircleView) ([]casefile.Item,
			error) {
			coming, err := toOrganise(v, true)
			if err != nil {
				return nil, err
			}
			road, err := onRoad(v, true)
			return append(coming, road...), err
		}},
	}
}

// toOrganise are those whose way is not planned yet: work for who organises, and for the host somebody who will come.
func toOrganise(v *gate.CircleView, host bool) ([]casefile.Item, error) {
	return gate.Collect(v.Query, qToOrganise, func(rows *gate.Rows) (casefile.Item, error) {
		var department string
		h, err := casefile.ScanHeader(rows, &department)
		if err != nil {
			return casefile.Item{}, err
		}
		if host {
			return casefile.Item{Band: casefile.Week, Case: h, Since: h.StageAt, Text: "journey.home.to_come",
				Link: h.Page()}, nil
		}
		page := h.Page() + "/journey"
		return casefile.Item{Band: casefile.Now, Case: h, Since: h.StageAt, Text: "journey.home.to_organise",
			Args: []any{"area", v.Country().Name(department)}, Link: page, Action: "journey.home.organise",
			To: page + "/plan"}, nil
	})
}

func onRoad(v *gate.CircleView, host bool) ([]casefile.Item, error) {
	return gate.Collect(v.Query, qOnRoad, func(rows *gate.Rows) (casefile.Item, error) {
		var state State
		var expected int64
		var department string
		h, err := casefile.ScanHeader(rows, &state, &expected, &department)
		if err != nil {
			return casefile.Item{}, err
		}
		it := roadItem(h, state, clock.FromMicros(expected), v.Now(), host)
		it.In = department // there the hour is meant
		return it, nil
	})
}

// roadItem is the line of one journey: an alarm once the hour has passed, today's road, or this week.
func roadItem(h casefile.Header, state State, expected, now time.Time, host bool) casefile.Item {
	page := "/cases/" + h.Ref.String() + "/journey"
	it := casefile.Item{Band: casefile.Road, Case: h, Due: expected, Text: "journey.home." + string(state), Link: page}
	switch {
	case expected.Before(now):
		it.Band, it.Alarm, it.Danger = casefile.Now, true, casefile.Missing
		it.Due, it.Since, it.Text = time.Time{}, expected, "journey.home.late"
	case state == Planned && expected.After(now.Add(36*time.Hour)):
		it.Band = casefile.Week
	}
	if host {
		it.Action, it.To = "journey.home.arrived", page+"/arrival"
	} else {
		it.Action = "journey.home.open"
	}
	return it
}

// Handlers are the journey's jobs, by kind.
func (d *Desk) Handlers() map[string]outbox.Handler {
	return map[string]outbox.Handler{lateJob: d.markLate, partJob: d.partCompany}
}

// markLate writes down that an arrival is late, once its hour has passed and nobody has confirmed it. A journey that
// was changed, or is over, is left alone.
func (d *Desk) markLate(ctx context.Context, j outbox.Job) error {
	journey, err := casefile.ParseID[journeyEntity](j.Payload)
	if err != nil {
		return fmt.Errorf("read the job's journey: %w", err)
	}
	return casefile.OnTime(ctx, d.gate, j, MarkLate, func(tx *gate.CaseTx) error {
		n, err := tx.Exec(qLate, journey, clock.Micros(tx.Now()))
		if err != nil || n == 0 {
			return fault.In("mark the journey late", err)
		}
		return casefile.Ring(tx, late)
	})
}
