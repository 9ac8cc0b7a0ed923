package safety

import (
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// qHome are the open cases whose latest assessment is of an extreme risk, or is older than something that calls for a
// new one, or than the day agreed for looking at it again.
var qHome = gate.CircleSQL("safety.home", `select `+casefile.HeaderColumns+`, a.grade, a.at, a.assessed_on,
	coalesce((select p.review_on from safety_plan p where p.case_id = c.id order by p.number desc limit 1), ''),
	coalesce((select max(f.at) from casefile_fact f where f.case_id = c.id
	and f.kind in `+callingKinds+`), 0),
	(select count(*) from casefile_circle h where h.case_id = c.id and h.relation = 'hosts' and h.ended_at = 0),
	circle.relation
	from casefile_circle circle join casefile_case c on c.id = circle.case_id
	join safety_assessment a on a.case_id = c.id
	where @circle and circle.open = 1 and circle.relation in ('evaluates', 'hosts')
	and a.number = (select max(x.number) from safety_assessment x where x.case_id = c.id)
	and (a.grade = 'extreme'
	or exists (select 1 from safety_plan p where p.case_id = c.id and p.review_on <> '' and p.review_on <= $2)
	or exists (select 1 from casefile_fact f where f.case_id = c.id and f.at > a.at
	and f.kind in `+callingKinds+`))
	order by a.at`)

// HomePanels are the risks that somebody has to look at.
func (d *Desk) HomePanels() []casefile.HomePanel {
	return []casefile.HomePanel{{Name: "safety", Roles: []access.Role{access.Coordinator, access.Host}, Load: home}}
}

// standing is a case on the home: how its risk was assessed, and what came since.
type standing struct {
	grade        string
	at, happened time.Time
	on, review   date.Date
	hosted       bool // somebody hosts her
	hosts        bool // the reader's team does
}

func home(v *gate.CircleView) (out []casefile.Item, err error) {
	err = gate.Each(v.Query, qHome, func(rows *gate.Rows) error {
		var s standing
		var hosts int
		var relation access.Relation
		h, err := casefile.ScanHeader(rows, &s.grade, clock.Stored{T: &s.at}, &s.on, &s.review,
			clock.Stored{T: &s.happened}, &hosts, &relation)
		s.hosted, s.hosts = hosts > 0, relation == access.Hosts
		if it, ok := s.item(h, v.Today()); err == nil && ok {
			out = append(out, it)
		}
		return err
	}, v.Today())
	return out, err
}

// item is the one line of a case: an extreme risk before what happened since, and that before a day that has come,
// which is the host's where there is one.
func (s standing) item(h casefile.Header, today date.Date) (it casefile.Item, ok bool) {
	it = casefile.Item{Band: casefile.Now, Case: h, Since: s.at, Link: Page(h), Action: "safety.home.anew",
		To: Page(h) + "/new"}
	switch {
	case s.grade == Extreme:
		it.Alarm, it.Danger, it.Text, it.Action, it.To = true, casefile.InDanger, "safety.home.extreme",
			"safety.home.look", ""
	case s.happened.After(s.at):
		it.Text, it.Since = "safety.home.happened", s.happened
	case due(s.review, s.on, today) && s.hosts == s.hosted:
		it.Text = "safety.home.review"
	default:
		return it, false
	}
	return it, true
}
