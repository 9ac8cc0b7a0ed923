package asking

import (
	"slices"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// openSaid counts the answers of which the host asked says that it did not give them.
const openSaid = `(select count(*) from placement_answer a join placement_said s on s.id = a.id
	where a.case_id = p.case_id and a.proposal_id = p.id and ` + proposal.OpenDispute + `)`

// planned is when the interview was planned last: its place was safe then, or somebody decided by name (I4).
const planned = `coalesce((select max(i.planned_at) from placement_interview i where i.proposal_id = p.id), 0)`

// soon is how near the end of a hold must be to press.
const soon = 2 * time.Hour

var (
	qBoard = gate.CircleSQL("placement.board", `select `+casefile.HeaderColumns+`,
		p.id, p.team_id, p.department, p.state, p.urgent, p.sent_at, p.until_at, p.seen_at, p.silence, p.question,
		p.question_at, p.reply_at,
		coalesce((select max(i.at) from placement_interview i where i.proposal_id = p.id), 0),
		coalesce((select min(z.set_at) from casefile_case m join casefile_fact f on f.case_id = m.id
		and f.kind = 'danger_zone_set' and f.at > p.sent_at join casefile_zone z on z.case_id = m.id
		and z.lifted_at = 0 and z.set_at >= p.sent_at and z.set_at > `+planned+` where `+casefile.OfHers+`), 0),
		coalesce((select min(k.set_at) from casefile_case m join casefile_conflict k
		on `+casefile.KeptApart+` and k.set_at > p.sent_at and k.set_at > `+planned+`
		where `+casefile.OfHers+`), 0),
		(select count(*) from casefile_fact f where f.case_id = c.id and f.kind = 'second_agreement'
		and f.coded like '%"answer":"yes"%'
			and f.at >= coalesce((select max(i.held_at) from placement_interview i where i.proposal_id = p.id), 0)),
		coalesce((select max(a.until_at) from placement_answer a where a.proposal_id = p.id), 0),
		`+openSaid+`,
		coalesce((select max(i.held_at) from placement_interview i where i.proposal_id = p.id), 0)
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join placement_proposal p on p.case_id = c.id
		where @circle and circle.relation = 'evaluates' and circle.open = 1 and p.live = 1 order by p.until_at`)
	qAsked = gate.CircleSQL("placement.asked", `select circle.alias, p.id, p.place_id, p.state, p.urgent, p.sent_at,
		p.until_at, c.open, c.stage,
		coalesce((select max(i.at) from placement_interview i where i.proposal_id = p.id), 0), `+openSaid+`
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join placement_proposal p on p.case_id = c.id and p.team_id = circle.team_id
		where @asked and p.live = 1 order by p.until_at`)
)

// onBoard is one proposal as the coordinator's home sees it.
type onBoard struct {
	proposal.Proposal
	interview time.Time
	held      time.Time // the interview; zero: not yet
	zone      time.Time // the first set since anybody looked at the place, and still in force; zero: none
	apart     time.Time // the same of people to be kept apart
	agreed    int
	disputed  int       // answers that the host says it did not give
	mail      bool      // reaches the host
	waits     time.Time // until when the host said it would answer; zero: it did not
}

// danger is since when the place of the proposal is to be looked at again; zero where it is not.
func (b onBoard) danger() time.Time {
	if b.zone.IsZero() || !b.apart.IsZero() && b.apart.Before(b.zone) {
		return b.apart
	}
	return b.zone
}

// board reads every host asked for the team's cases.
func board(v *gate.CircleView, fn func(casefile.Header, onBoard)) error {
	return gate.Each(v.Query, qBoard, func(rows *gate.Rows) error {
		var b onBoard
		h, err := casefile.ScanHeader(rows, &b.ID, &b.Team, &b.Department, &b.State, &b.Urgent,
			clock.Stored{T: &b.Sent}, clock.Stored{T: &b.Until}, clock.Stored{T: &b.Seen}, &b.Silence, &b.Question,
			clock.Stored{T: &b.QuestionAt}, clock.Stored{T: &b.ReplyAt}, clock.Stored{T: &b.interview},
			clock.Stored{T: &b.zone},
			clock.Stored{T: &b.apart}, &b.agreed, clock.Stored{T: &b.waits}, &b.disputed, clock.Stored{T: &b.held})
		if err == nil {
			fn(h, b)
		}
		return err
	})
}

// OfficeHome is what each host asked needs from the coordinator now.
func (d *Desk) OfficeHome(v *gate.CircleView) (out []casefile.Item, err error) {
	var heads []casefile.Header
	var list []onBoard
	asked := false
	err = board(v, func(h casefile.Header, b onBoard) {
		heads, list = append(heads, h), append(list, b)
		asked = asked || b.State == proposal.Sent
	})
	if err != nil {
		return nil, err
	}
	var unreached []access.TeamID
	if asked { // whom mail reaches matters where an answer is waited for
		if unreached, err = proposal.Unreached(v); err != nil {
			return nil, err
		}
	}
	if out, err = disputed(v); err != nil {
		return nil, err
	}
	for i, b := range list {
		b.mail = d.o.Mail() && !slices.Contains(unreached, b.Team)
		out = append(out, boardItem(v.Country(), v.Now(), heads[i], b)...)
	}
	return out, nil
}

// boardItem says what one proposal needs from the coordinator now; nothing where only the host is to move.
func boardItem(c *country.Pack, now time.Time, h casefile.Header, b onBoard) []casefile.Item {
	path := "/cases/" + h.Ref.String()
	one := path + "/proposals/" + b.ID.String()
	it := casefile.Item{Band: casefile.Now, Case: h, Due: b.Until, In: b.Department,
		Args: []any{"area", c.Name(b.Department)}, Link: path + "/search",
		Action: "placement.home.board"}
	switch {
	case !b.danger().IsZero():
		it.Text, it.Alarm, it.Danger = "placement.home.danger_changed", true, casefile.InDanger
		it.Since, it.Due = b.danger(), time.Time{}
	case b.Question != "" && b.ReplyAt.IsZero():
		it.Text, it.Since = "placement.home.question", b.QuestionAt
	case b.State == proposal.Sent && now.Before(b.waits): // it was spoken with, and answers by then
		it.Text, it.Due = "placement.home.answers_later", b.waits
	case b.State == proposal.Sent && b.Silence >= len(c.Spans(country.SilenceMinutes, c.Day(b.Sent))) && b.Silence > 0:
		it.Text, it.Since, it.Alarm = "placement.home.silent_last", b.Sent, true
		it.Action = "placement.home.ask_next"
	case b.State == proposal.Sent && b.Silence > 0:
		it.Text, it.Since, it.Alarm = "placement.home.silent", b.Sent, b.Silence >= 2
		it.Action, it.To = "placement.home.call", one+"/telephone"
	case b.State == proposal.Sent && b.ToCall(now, b.mail):
		it.Text, it.Since, it.Action = "placement.home.to_call", b.Sent, "placement.home.call"
		it.To = one + "/telephone"
	case b.State == proposal.Sent && b.Until.Sub(now) <= soon:
		it.Text = "placement.home.ending"
	case b.disputed > 0 && (b.State == proposal.Accepted || b.State == proposal.FinalAccepted):
		return nil // nothing rests on such a yes: the line that says so stands for it
	case b.State == proposal.Accepted:
		it.Text, it.Link, it.Action = "placement.home.plan", one+"/interview", "placement.home.plan_do"
	case b.State == proposal.Planned && b.interview.After(now):
		it.Text, it.Band, it.Due = "placement.home.interview", casefile.Week, b.interview
		if b.interview.Sub(now) < 24*time.Hour {
			it.Band = casefile.Now
		}
	case b.State == proposal.Planned:
		it.Text, it.Since, it.Action = "placement.home.interview_over", b.interview, "placement.home.board"
	case b.State == proposal.Held && b.agreed > 0: // she said yes: only the host is to answer
		it.Text, it.Since, it.Action = "placement.home.last_word", b.held, "placement.home.call"
		it.To = one + "/telephone"
	case b.State == proposal.FinalAccepted && b.agreed > 0:
		it.Text, it.Link, it.Action = "placement.home.admit", one+"/admission", "placement.home.admit_do"
	default:
		return nil
	}
	return []casefile.Item{it}
}

// HostHome is what a host is asked: its own places, never a name, a label or a code of the case.
func HostHome(v *gate.CircleView) ([]casefile.Item, error) {
	list, err := askedHere(v)
	if err != nil {
		return nil, err
	}
	var out []casefile.Item
	for _, a := range list {
		place, err := partner.PlaceOf(v, a.Place)
		if err != nil {
			return nil, err
		}
		if it, ok := a.item(v.Now()); ok {
			it.Subject, it.In = place.SiteName+", "+place.Name, place.Department
			it.Link = "/cases/" + a.ref.String() + "/proposals/" + a.ID.String()
			out = append(out, it)
		}
	}
	said, err := saidItems(v, list)
	if err != nil {
		return nil, err
	}
	more, err := noticeItems(v, list)
	return slices.Concat(out, said, more), err
}

type asked struct {
	proposal.Proposal
	ref       casefile.Ref
	open      bool
	stage     casefile.Stage
	interview time.Time
	disputed  int // answers that this host says it did not give
}

func askedHere(v *gate.CircleView) ([]asked, error) {
	return gate.List(v.Query, qAsked, func(a *asked) []any {
		return []any{&a.ref, &a.ID, &a.Place, &a.State, &a.Urgent, clock.Stored{T: &a.Sent}, clock.Stored{T: &a.Until},
			&a.open, &a.stage, clock.Stored{T: &a.interview}, &a.disputed}
	})
}

// needless tells that the person no longer looks for a place, or not at present.
func (a asked) needless() bool { return !a.open || a.stage == casefile.Waiting }

func (a asked) item(now time.Time) (casefile.Item, bool) {
	it := casefile.Item{Band: casefile.Now, Due: a.Until, Action: "placement.home.host_open"}
	switch {
	case a.needless():
		it.Band, it.Due, it.Since, it.Text = casefile.Tidy, time.Time{}, a.Sent, "placement.home.host_needless"
	case a.State == proposal.Sent:
		it.Text, it.Alarm, it.Action = "placement.home.host_asked", a.Urgent, "placement.home.host_answer"
	case a.State == proposal.Planned:
		it.Text, it.Due = "placement.home.host_interview", a.interview
		if a.interview.Sub(now) > 24*time.Hour {
			it.Band = casefile.Week
		}
	case a.State == proposal.Held:
		it.Text, it.Action = "placement.home.host_decide", "placement.home.host_answer"
	case a.disputed > 0:
		it.Band, it.Text = casefile.Week, "placement.home.host_disputed"
	default:
		it.Band, it.Text = casefile.Week, "placement.home.host_waiting"
	}
	return it, true
}
