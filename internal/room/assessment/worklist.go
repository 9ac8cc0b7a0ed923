package assessment

import (
	"slices"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

var (
	qWaiting = gate.CircleSQL("assessment.waiting", `select `+casefile.HeaderColumns+`
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		where @circle and circle.open = 1 and circle.relation = 'evaluates' and c.open = 1 and c.stage in ('referred',
		'evaluating') order by c.stage_at limit $2`)
	qReached = gate.CircleSQL("assessment.reached", `select `+casefile.HeaderColumns+`,
		d.host_department, z.area, z.level, z.set_at
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join casefile_coded d on d.case_id = c.id
		join casefile_case m on `+casefile.OfHers+` join casefile_zone z on z.case_id = m.id
		`+atAPlace+` and d.host_department <> '' and z.lifted_at = 0 and z.set_at > `+settled+`
		order by z.set_at`)
)

// shownWaiting is how many waiting cases a home shows; the list of cases has the rest.
const shownWaiting = 100

// HomePanels are what the evaluation adds to the home of coordinators.
func (d *Desk) HomePanels() []casefile.HomePanel {
	return []casefile.HomePanel{{Name: "assessment", Roles: []access.Role{access.Coordinator}, Load: home}}
}

func home(v *gate.CircleView) ([]casefile.Item, error) {
	alarms, err := reached(v)
	if err != nil {
		return nil, err
	}
	near, err := tornApart(v)
	if err != nil {
		return nil, err
	}
	waits, err := waiting(v)
	return slices.Concat(alarms, near, waits), err
}

// waiting lists referrals to take up and evaluations under way, longest first.
func waiting(v *gate.CircleView) ([]casefile.Item, error) {
	return gate.Collect(v.Query, qWaiting, func(rows *gate.Rows) (casefile.Item, error) {
		h, err := casefile.ScanHeader(rows)
		at := "/cases/" + h.Ref.String()
		it := casefile.Item{Band: casefile.Wait, Case: h, Since: h.StageAt, Text: "assessment.item.under_way", Link: at,
			Action: "assessment.item.go_on", To: at + "/assessment"}
		if h.Stage == casefile.Asked {
			it.Band, it.Text, it.Action = casefile.Now, "assessment.item.to_take_up", "assessment.item.take_up"
			it.To, it.Post = at+"/assessment/start", true
		}
		return it, err
	}, shownWaiting)
}

// reached lists people whose place lies in a danger zone that is newer than their placement (I4), one line each.
func reached(v *gate.CircleView) ([]casefile.Item, error) {
	var out []casefile.Item
	seen := map[casefile.Ref]bool{}
	err := gate.Each(v.Query, qReached, func(rows *gate.Rows) error {
		var department, area, level string
		var at time.Time
		h, err := casefile.ScanHeader(rows, &department, &area, &level, clock.Stored{T: &at})
		if err != nil || seen[h.Ref] || !codelist.Reaches(v.Country(), area, level, department, v.Today()) {
			return err
		}
		seen[h.Ref] = true
		link := "/cases/" + h.Ref.String() + "#assessment"
		it := casefile.Item{Band: casefile.Now, Alarm: true, Danger: casefile.InDanger, Case: h, Since: at,
			Text: "assessment.item.check_again", Args: []any{"area", v.Country().Label(area)}, Link: link,
			Action: "assessment.item.check"}
		if area == country.InWords {
			it.Text, it.Args = "assessment.item.check_in_words", nil
		}
		out = append(out, it)
		return nil
	})
	return out, err
}

// Panel is the evaluation as the case page shows it: only what the reader's team holds.
type Panel struct {
	File
	Write    bool // the reader's team evaluates
	Criteria bool // shows the criteria
	Zones    bool // shows the danger zones
	Needs    bool // shows what a host must prepare
}

// OnCase reads the panel of the case page. The evaluating team sees everything; the referring partner the criteria,
// in codes; the team that organises the journey the danger zones; the receiving host what it must prepare.
func (d *Desk) OnCase(v *gate.CaseView) (Panel, bool, error) {
	p := Panel{}
	switch v.Relation() {
	case access.Evaluates:
		p = Panel{Write: true, Criteria: true, Zones: true, Needs: true}
	case access.Referred:
		p = Panel{Criteria: true}
	case access.Organises:
		p = Panel{Zones: true, Needs: true}
	case access.Hosts:
		p = Panel{Needs: true}
	default:
		return p, false, nil
	}
	f, err := read(v)
	if err != nil {
		return p, false, err
	}
	if p.Write {
		if err := d.stand(v, &f); err != nil {
			return p, false, err
		}
	}
	p.File = f
	if !p.Write && f.Number == 0 {
		return p, false, nil
	}
	if !p.Criteria {
		p.Assertions, p.Decision, p.History = nil, nil, nil
		p.Sheet.Indicators, p.Sheet.AtRisk, p.Sheet.AgeRoute = nil, nil, ""
	}
	if !p.Zones {
		p.File.Zones, p.Recheck, p.Host, p.Vetoes, p.Ties = nil, nil, "", nil, nil
	}
	if !p.Write {
		// Whom a person must not meet, and where she would like to go, is the evaluation's alone.
		p.Count, p.Recheck, p.Conflicts, p.TooNear, p.File.Wishes = Count{}, nil, nil, nil, nil
	}
	return p, true, nil
}
