package journey

import (
	"slices"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/gate"
)

// Those whose way is organised or under way, with all their cases.
const (
	travellers = `from casefile_circle circle join casefile_case c on c.id = circle.case_id
	join casefile_coded d on d.case_id = c.id join casefile_case m on ` + casefile.OfHers
	whoTravel = ` where @circle and circle.open = 1 and circle.relation in ('organises', 'evaluates')
	and c.stage in ('accepted', 'travel', 'in_transit') and d.host_department <> ''`
)

// What grew since the place was given, and makes it one that is not safe any more: the three things that the doubt of
// the journey's page tells. A danger about which somebody has decided by name since is not told again; about the others
// nobody decides.
var (
	qEndangered = gate.CircleSQL("journey.endangered", `select `+casefile.HeaderColumns+`, d.host_department,
	z.area, z.level, z.set_at, `+seenAt+` `+travellers+` join casefile_zone z on z.case_id = m.id`+whoTravel+`
	and z.lifted_at = 0 and z.set_at > `+casefile.PlacedAt+`
	and z.set_at > (select coalesce(max(j.decided_at), 0) from journey_decision j where j.case_id = c.id
	and j.step <> 'back')
	order by z.set_at`)
	qMet = gate.CircleSQL("journey.met", `select `+casefile.HeaderColumns+`, c.id, w.id, k.reach, k.set_at, `+seenAt+`
	`+travellers+` `+casefile.FromWhom+whoTravel+` and k.set_at > `+casefile.PlacedAt+`
	order by k.set_at, k.id`)
	qRefused = gate.CircleSQL("journey.refused", `select `+casefile.HeaderColumns+`, d.host_department, t.area,
	t.set_at, `+seenAt+` `+travellers+` join casefile_veto t on t.case_id = m.id`+whoTravel+` and t.lifted_at = 0
	and t.set_at > `+casefile.PlacedAt+` order by t.set_at`)
)

// grown tells the team that organises first of all that the place somebody is to go to is not safe any more, planned or
// not: a danger it did not know of, until somebody decides by name (I4); somebody she must be kept apart from, whose
// code stays the evaluation's; and an area she does not want to go to any more.
func grown(v *gate.CircleView) (out []casefile.Item, err error) {
	for _, read := range []func(*gate.CircleView, func(casefile.Item)) error{endangered, met, refused} {
		err := read(v, func(it casefile.Item) {
			if !slices.ContainsFunc(out, func(o casefile.Item) bool { return o.Case.Ref == it.Case.Ref }) {
				out = append(out, it)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// alsoRefused tells the team that evaluates of areas she refuses since: of dangers and of people to be kept apart the
// evaluation tells it.
func alsoRefused(v *gate.CircleView) (out []casefile.Item, err error) {
	err = refused(v, func(it casefile.Item) { out = append(out, it) })
	return out, err
}

// closed is the line of a place that nobody may decide to go to all the same: an alarm until the team has seen it, in
// danger where it is one of danger.
func closed(h casefile.Header, since, seen time.Time, text string, d casefile.Danger) casefile.Item {
	it := casefile.Item{Band: casefile.Now, Alarm: since.After(seen), Danger: d, Case: h, Since: since, Text: text,
		Link: h.Page() + "/journey", Action: "journey.home.open"}
	if !it.Alarm {
		it.Danger = casefile.NoDanger
	}
	return it
}

func endangered(v *gate.CircleView, add func(casefile.Item)) error {
	return gate.Each(v.Query, qEndangered, func(rows *gate.Rows) error {
		var department, area, level string
		var at, seen time.Time
		h, err := casefile.ScanHeader(rows, &department, &area, &level, clock.Stored{T: &at}, clock.Stored{T: &seen})
		if err != nil || !codelist.Reaches(v.Country(), area, level, department, v.Today()) {
			return err
		}
		it := closed(h, at, seen, "journey.home.danger", casefile.InDanger)
		if h.Stage == casefile.OnTheWay {
			it.Text = "journey.home.danger_ahead"
		} else {
			it.Action, it.To = "journey.home.decide", h.Page()+"/journey/plan"
		}
		if area == country.InWords {
			it.Text += "_in_words"
		} else {
			it.Args = []any{"area", v.Country().Label(area)}
		}
		add(it)
		return nil
	})
}

func met(v *gate.CircleView, add func(casefile.Item)) error {
	type meeting struct {
		item      casefile.Item
		our, they gate.CaseID
		reach     string
	}
	list, err := gate.Collect(v.Query, qMet, func(rows *gate.Rows) (m meeting, err error) {
		var at, seen time.Time
		h, err := casefile.ScanHeader(rows, &m.our, &m.they, &m.reach, clock.Stored{T: &at}, clock.Stored{T: &seen})
		m.item = closed(h, at, seen, "journey.home.met", casefile.InDanger)
		return m, err
	})
	if err != nil {
		return err
	}
	for _, m := range list {
		near, err := partner.TooNear(v, m.our, m.they, m.reach)
		if err != nil {
			return err
		}
		if near {
			add(m.item)
		}
	}
	return nil
}

func refused(v *gate.CircleView, add func(casefile.Item)) error {
	return gate.Each(v.Query, qRefused, func(rows *gate.Rows) error {
		var department, area string
		var at, seen time.Time
		h, err := casefile.ScanHeader(rows, &department, &area, clock.Stored{T: &at}, clock.Stored{T: &seen})
		if err != nil {
			return err
		}
		veto, _ := v.Country().Lookup(area)
		place, _ := v.Country().Lookup(department)
		if veto.Covers(place) { // the rule of the search (H1)
			add(closed(h, at, seen, "journey.home.refused", casefile.NoDanger))
		}
		return nil
	})
}
