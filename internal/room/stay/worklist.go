package stay

import (
	"slices"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

var (
	qStaying = gate.CircleSQL("stay.staying", `select `+casefile.HeaderColumns+`,
		coalesce(s.state, 'settling'), coalesce(s.since_at, c.stage_at),
		coalesce(s.news_at, (select max(f.at) from casefile_fact f where f.case_id = c.id and f.kind = 'arrived')),
		coalesce(s.breached_at, 0), coalesce(s.secured_at, 0),
		(select coalesce(max(n.written_at), 0) from stay_note n where n.case_id = c.id), d.host_department,
		coalesce(s.exit_planned_on, '')
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join casefile_coded d on d.case_id = c.id left
		join stay_stay s on s.case_id = c.id
		where @circle and circle.open = 1 and circle.relation in ('hosts','evaluates') and c.stage = 'sheltered'
		order by c.stage_at`)
	qToClose = gate.CircleSQL("stay.to_close", `select `+casefile.HeaderColumns+`
		from casefile_circle circle join casefile_case c on c.id = circle.case_id left
		join stay_stay s on s.case_id = c.id
		where @circle and circle.open = 0 and circle.relation = 'hosts' and c.stage in ('withdrawn','lost','deceased')
		and coalesce(s.ended_on, '') = ''
		and exists (select 1 from casefile_fact f where f.case_id = c.id and f.kind = 'arrived') order by c.stage_at`)
	qRunning = gate.CircleSQL("stay.running", `select `+casefile.HeaderColumns+`,
		k.id, k.ends_on
		from stay_clock k join casefile_case c on c.id = k.case_id join casefile_circle circle on circle.case_id = c.id
		where @circle and k.outcome = '' and k.ends_on <= $3 and circle.relation in ('hosts','evaluates')
		and (k.owner = circle.relation or k.ends_on < $2)
		order by k.ends_on`)
	qNowhere = gate.CircleSQL("stay.nowhere", `select `+casefile.HeaderColumns+`, c.id
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join stay_stay s on s.case_id = c.id
		where @circle and circle.relation = 'evaluates' and `+nowhere+` order by c.stage_at`)
	qIsNowhere = gate.CaseSQL("stay.is_nowhere", `select count(*) from casefile_case c
		join stay_stay s on s.case_id = c.id where s.case_id = $1 and `+nowhere)
)

// nowhere is a stay that ended because she had arrived elsewhere, which was undone: had her place still been free, the
// stay would go on. Until she arrives somewhere, nobody knows where she is (I6).
const nowhere = `s.state = 'ended' and s.exit_reason = '` + transferred + `'
	and exists (select 1 from ` + casefile.RightedElsewhere + ` where k.now = '' and m.open = 1)
	and not exists (select 1 from ` + casefile.ArrivedElsewhere + `
	where a.at > (select max(f.at) from casefile_fact f where f.case_id = c.id and f.kind = 'arrived'))`

// qMoving are the cases whose stays follow an arrival elsewhere as soon as it is their turn: while the job that may
// have one go on waits, or is at work, it is not said to have ended.
var qMoving = gate.OfficeSQL("stay.moving", `select object_id from outbox_job where kind = '`+movedJob+`'
	and done_at = 0 and dead_at = 0 and (attempts = 0 or lease_until_at > 0)`)

// settled tells whether no such job waits for a case.
func settled(office func(gate.OfficeQuery, ...any) (*gate.Rows, error), id gate.CaseID) (bool, error) {
	list, err := gate.Values[gate.CaseID](office, qMoving)
	return err == nil && !slices.Contains(list, id), fault.In("read which stays move", err)
}

// staying is one line of qStaying.
type staying struct {
	header             casefile.Header
	state              State
	since, news, noted time.Time
	unsafe             bool
	breached           time.Time
	exit               date.Date // the day planned for it
	department         string    // of her place, whose clocks show its hours
}

// HomePanels are the stay's lines: for the shelter who is staying, notes due and deadlines; for the coordinator alarms,
// transfers, stays without news and deadlines.
func (d *Desk) HomePanels() []casefile.HomePanel {
	return []casefile.HomePanel{
		{Name: "stay.host", Roles: []access.Role{access.Host}, Load: hostLines},
		{Name: "stay.office", Roles: []access.Role{access.Coordinator}, Load: officeLines},
	}
}

func hostLines(v *gate.CircleView) ([]casefile.Item, error) {
	list, err := listStaying(v)
	if err != nil {
		return nil, err
	}
	var out []casefile.Item
	for _, s := range list {
		it := casefile.Item{Band: casefile.Staying, Case: s.header, Since: s.header.StageAt, In: s.department,
			Text: "stay.home." + string(s.state), Link: page(s.header)}
		switch s.state {
		case ExitPlanned: // a day to come: nothing lasts since it was said
			it.Since, it.Args = time.Time{}, []any{"day", s.exit}
		case Transfer:
			it.Since = s.since
		}
		out = append(out, it)
		last := s.noted
		if last.IsZero() {
			last = s.header.StageAt
		}
		if v.Now().Sub(last) >= v.Country().Span(country.NoteDays, v.Today()) {
			out = append(out, casefile.Item{Band: casefile.Week, Case: s.header, Since: last, In: s.department,
				Text: "stay.home.note_due", Link: page(s.header),
				Action: "stay.home.write", To: page(s.header) + "/notes"})
		}
	}
	closing, err := toClose(v)
	if err != nil {
		return nil, err
	}
	lost, err := withoutPlace(v)
	if err != nil {
		return nil, err
	}
	ending, err := running(v)
	return slices.Concat(lost, out, closing, ending), err
}

func officeLines(v *gate.CircleView) ([]casefile.Item, error) {
	list, err := listStaying(v)
	if err != nil {
		return nil, err
	}
	var out []casefile.Item
	for _, s := range list {
		it := casefile.Item{Case: s.header, In: s.department, Link: page(s.header), Action: "stay.home.open"}
		switch {
		case s.unsafe:
			it.Band, it.Alarm, it.Danger = casefile.Now, true, casefile.InDanger
			it.Since, it.Text = s.breached, "stay.home.breached"
		case s.state == Transfer:
			continue // the referral room asks the coordinator to open the transfer
		case v.Now().Sub(s.news) >= v.Country().Span(country.NewsDays, v.Today()):
			it.Band, it.Since, it.Text = casefile.Week, s.news, "stay.home.no_news"
		default:
			continue
		}
		out = append(out, it)
	}
	lost, err := astray(v)
	if err != nil {
		return nil, err
	}
	without, err := withoutPlace(v)
	if err != nil {
		return nil, err
	}
	ending, err := running(v)
	return slices.Concat(lost, without, out, ending), err
}

// astray are those whose stay ended for a place where they have not arrived after all.
func astray(v *gate.CircleView) (out []casefile.Item, err error) {
	var ids []gate.CaseID
	err = gate.Each(v.Query, qNowhere, func(rows *gate.Rows) error {
		it := casefile.Item{Band: casefile.Now, Alarm: true, Danger: casefile.Missing, Text: "stay.home.nowhere",
			Action: "stay.home.open"}
		var id gate.CaseID
		it.Case, err = casefile.ScanHeader(rows, &id)
		it.Since, it.Link = it.Case.StageAt, it.Case.Page()
		out, ids = append(out, it), append(ids, id)
		return err
	})
	for i := len(ids) - 1; i >= 0 && err == nil; i-- {
		var known bool
		if known, err = settled(v.Office, ids[i]); !known {
			out = slices.Delete(out, i, i+1)
		}
	}
	return out, err
}

// withoutPlace are the stays that go on without a place: first of all on the homes of those who can ask her, while
// nobody knows where she sleeps; urgent, while it is for a night; and with the week's until she has a place again.
func withoutPlace(v *gate.CircleView) ([]casefile.Item, error) {
	list, err := gate.Collect(v.Query, qPlaceless, func(rows *gate.Rows) (it casefile.Item, err error) {
		it = casefile.Item{Band: casefile.Now, Alarm: true, Danger: casefile.Missing, Text: "stay.home.placeless",
			Action: "stay.home.open"}
		var told casefile.Told
		it.Case, err = casefile.ScanHeader(rows, clock.Stored{T: &it.Since}, &told.Kind, &told.Raw)
		it.Link = page(it.Case)
		if err != nil || told.Kind == "place_lost" {
			return it, err
		}
		roof, err := roofOf(told)
		it.Danger, it.Text = casefile.NoDanger, "stay.home.roof."+roof.Where
		if roof.Where != overnight {
			it.Alarm, it.Band = false, casefile.Week
		}
		return it, err
	})
	return slices.DeleteFunc(list, func(it casefile.Item) bool { return it.Text == "stay.home.roof."+samePlace }), err
}

func listStaying(v *gate.CircleView) ([]staying, error) {
	return gate.Collect(v.Query, qStaying, func(rows *gate.Rows) (s staying, err error) {
		var since, news, breached, secured, noted int64
		if s.header, err = casefile.ScanHeader(rows, &s.state, &since, &news, &breached, &secured, &noted,
			&s.department, &s.exit); err != nil {
			return s, err
		}
		s.since, s.news, s.noted = clock.FromMicros(since), clock.FromMicros(news), clock.FromMicros(noted)
		s.unsafe, s.breached = breached > secured, clock.FromMicros(breached)
		return s, nil
	})
}

// toClose are stays whose case ended otherwise: the person withdrew, or contact was lost.
func toClose(v *gate.CircleView) ([]casefile.Item, error) {
	return gate.Collect(v.Query, qToClose, func(rows *gate.Rows) (casefile.Item, error) {
		h, err := casefile.ScanHeader(rows)
		if err != nil {
			return casefile.Item{}, err
		}
		return casefile.Item{Band: casefile.Tidy, Case: h, Since: h.StageAt, Text: "stay.home.to_close",
			Link: page(h), Action: "stay.home.close", To: page(h) + "/end"}, nil
	})
}

// clockLine is one line of qRunning.
type clockLine struct {
	casefile.Header
	id   ClockID
	ends date.Date
}

// clocks are the deadlines without an outcome that the team answers for, up to a day, and those of others that have
// passed (I12).
func clocks(v *gate.CircleView, until date.Date) ([]clockLine, error) {
	return gate.Collect(v.Query, qRunning, func(rows *gate.Rows) (c clockLine, err error) {
		c.Header, err = casefile.ScanHeader(rows, &c.id, &c.ends)
		return c, err
	}, v.Today(), until)
}

// running are the deadlines of this week.
func running(v *gate.CircleView) ([]casefile.Item, error) {
	day := v.Today()
	list, err := clocks(v, day.AddDays(7))
	if err != nil {
		return nil, err
	}
	var out []casefile.Item
	for _, c := range list {
		it := casefile.Item{Band: casefile.Week, Case: c.Header, Due: c.ends.AddDays(1).Time(v.Country().Zone()),
			Text: "stay.home.reflection_ends", Link: page(c.Header) + "/legal",
			Action: "stay.home.outcome", To: page(c.Header) + "/clocks/" + c.id.String()}
		if c.ends.Before(day) {
			it.Band, it.Alarm, it.Since, it.Due, it.Text = casefile.Now, true, it.Due, time.Time{},
				"stay.home.reflection_over"
		}
		out = append(out, it)
	}
	return out, nil
}

// Agenda is the legal deadlines, for whoever answers for them.
func (d *Desk) Agenda() []casefile.Agenda {
	return []casefile.Agenda{{Name: "stay", Roles: []access.Role{access.Host, access.Coordinator},
		Load: func(v *gate.CircleView, s casefile.Span) ([]casefile.Dated, error) {
			list, err := clocks(v, s.Last)
			var out []casefile.Dated
			for _, c := range list {
				e := s.OnDay(c.ends)
				e.Case, e.Text, e.Link = c.Header, "stay.home.reflection_ends", page(c.Header)+"/legal"
				out = append(out, e)
			}
			return out, err
		}}}
}

func page(h casefile.Header) string { return "/cases/" + h.Ref.String() + "/stay" }
