package casefile

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile/label"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// End is how somebody ends or pauses a case by hand.
type End string

// The ways.
const (
	EndWithdrawn   End = "withdrawn"
	EndLostContact End = "lost_contact"
	EndDeceased    End = "deceased"
	EndPause       End = "suspended"
	EndResume      End = "resumed"
)

// Heard lists how she may have said that she wishes to leave.
var Heard = []string{"in_person", "telephone", "written", "interpreter"}

// Word is what somebody confirms who ends a case: how she said it, and the code of the case, written out, so that no
// single press ends anything, and nothing ends the case beside the one that was meant.
type Word struct {
	Heard string
	Code  string
}

// Faults of an ending.
var (
	ErrCode  = fault.NewInvalid("casefile.end.code_wrong")
	ErrHeard = fault.NewAbout("heard", "casefile.end.heard_needed")
	// ErrWithHost tells a referring service that she has a place: what it has to say goes to the head office.
	ErrWithHost = fault.NewConflict("casefile.with_host")
)

// SlipTime is how long what was pressed by mistake can be undone as if it had not been, and how long nothing is given
// away that it would need.
const SlipTime = 10 * time.Minute

// confirmed refuses a code that is not the case's.
func confirmed(tx *gate.CaseTx, code string) error {
	h, err := ReadHeader(&tx.CaseView)
	if err == nil && CleanCode(code) != h.Code {
		return ErrCode
	}
	return err
}

// reached is the stage of the case, or the one before its pause or end.
func reached(v *gate.CaseView) (Stage, error) {
	facts, err := Facts(v)
	return Reached(facts), err
}

// asksHer tells whether a relation is that of a team which asks her itself, as long as the case lasts.
func asksHer(r access.Relation) bool { return r == access.Evaluates || r == access.Hosts }

// WithHer tells whether the acting team is one to which she says herself that she wishes to leave: the head office's
// evaluation team or her host; before the admission, everybody who follows the case.
func WithHer(v *gate.CaseView) (bool, error) {
	if asksHer(v.Relation()) {
		return true, nil
	}
	at, err := reached(v)
	return !at.Admitted(), err
}

// StillWrites refuses the referring service once the person has a place: its part in the case is over, and what it has
// to say goes to the head office by message.
func StillWrites(v *gate.CaseView) error {
	if v.Relation() != access.Referred {
		return nil
	}
	at, err := reached(v)
	if err == nil && at.Placed() {
		return ErrWithHost
	}
	return err
}

// Heeded says what became of the word that somebody decided otherwise.
type Heeded struct {
	Passed bool // nothing was ended: it is a question to those who can ask her
	Back   bool // the team that ended it may take the case up again
}

// Withdraw records that the person decided otherwise, as she said to whoever confirms it: possible in every open stage
// (I3). The word of a service that only referred her becomes, after her admission, a question to those who can ask her.
func (d *Desk) Withdraw(ctx context.Context, who access.Actor, ref Ref, w Word) (out Heeded, err error) {
	err = d.gate.Case(ctx, who, Withdraw, ref, func(tx *gate.CaseTx) error {
		hers, err := WithHer(&tx.CaseView)
		if err != nil {
			return err
		}
		if out = (Heeded{Passed: !hers, Back: asksHer(tx.Relation())}); out.Passed {
			return PassOn(tx, LeavingSaid{})
		}
		if !slices.Contains(Heard, w.Heard) {
			return ErrHeard
		}
		if err := confirmed(tx, w.Code); err != nil {
			return err
		}
		return Tell(tx, Withdrawn{Heard: w.Heard})
	})
	if err != nil {
		return Heeded{}, err
	}
	return out, nil
}

// Stays records that she was asked, after somebody had said that she wishes to leave, and that she goes on.
func (d *Desk) Stays(ctx context.Context, who access.Actor, ref Ref) error {
	return d.gate.Case(ctx, who, Stays, ref, func(tx *gate.CaseTx) error { return Tell(tx, stayingSaid{}) })
}

// Pause suspends the case at the person's wish, or takes it up again.
func (d *Desk) Pause(ctx context.Context, who access.Actor, ref Ref, resume bool) error {
	return d.gate.Case(ctx, who, Pause, ref, func(tx *gate.CaseTx) error {
		if resume {
			return Tell(tx, resumed{})
		}
		return Tell(tx, suspended{})
	})
}

// Closing is another ending than her own word or the end of a stay.
type Closing struct {
	How  End
	Code string
}

// Close records that contact was lost or that the person died.
func (d *Desk) Close(ctx context.Context, who access.Actor, ref Ref, c Closing) error {
	var f Fact
	switch c.How {
	case EndLostContact:
		f = lostContact{}
	case EndDeceased:
		f = deceased{}
	default:
		return fault.NewInvalid("fault.invalid")
	}
	return d.gate.Case(ctx, who, Close, ref, func(tx *gate.CaseTx) error {
		if err := confirmed(tx, c.Code); err != nil {
			return err
		}
		return Tell(tx, f)
	})
}

var qRelabel = gate.CaseSQL("casefile.relabel", `update casefile_case set label_tree = $2, label_number = $3
	where casefile_case.id = $1 and not exists (select 1 from casefile_case o where o.label_tree = $2
	and o.label_number = $3 and o.open = 1 and o.id <> $1)`)

// Reopen takes up a case that has ended: it stands where it stood before, with its facts, its circle and its keys, and
// every room puts back what went with the end (Part.Reopens).
func (d *Desk) Reopen(ctx context.Context, who access.Actor, ref Ref, how Reopened) error {
	return d.gate.Case(ctx, who, Reopen, ref, func(tx *gate.CaseTx) error { return TakeUp(tx, how) })
}

// TakeUp is Reopen within an act: of the team that asks her, or of Havre where an end followed from what is undone.
func TakeUp(tx *gate.CaseTx, how Reopened) error {
	h, err := ReadHeader(&tx.CaseView)
	if err != nil {
		return err
	}
	if err := keepLabel(tx, h); err != nil {
		return err
	}
	if err := Tell(tx, how); err != nil {
		return err
	}
	return inEveryRoom("reopen", func(p Part) error {
		if p.Reopens == nil {
			return nil
		}
		return p.Reopens(tx, h, how)
	})
}

var qHostOf = gate.CaseSQL("casefile.host_of", `select t.name from casefile_circle s
	join access_team t on t.id = s.team_id where s.case_id = $1 and s.relation = 'hosts' and s.ended_at = 0
	order by s.since_at desc limit 1`)

// circleBack says, to those who may take an ended case up again, whose access and keys come back with it: only the team
// that evaluates knows every host by name.
func circleBack(v *gate.CaseView, h Header) ([]Return, error) {
	if h.Stage.Open() {
		return nil, nil
	}
	switch v.Relation() {
	case access.Hosts:
		return []Return{{Text: "casefile.again.both"}}, nil
	case access.Evaluates:
		host, err := gate.Value[string](v.Query, qHostOf)
		if fault.Is(err, fault.NotFound) {
			return []Return{{Text: "casefile.again.access"}}, nil
		}
		return []Return{{Text: "casefile.again.host", Args: []any{"host", host}}}, err
	}
	return nil, nil
}

// keepLabel sees to it that no other open case has the label, which was free to be drawn since the end; another is
// drawn where one has.
func keepLabel(tx *gate.CaseTx, h Header) (err error) {
	tree, number := h.Tree, h.Number
	for range 20 {
		if n, err := tx.Exec(qRelabel, tree, number); err != nil || n == 1 {
			return fault.In("keep the label", err)
		}
		if tree, number, err = label.New(rand.Reader); err != nil {
			return fmt.Errorf("draw a label: %w", err)
		}
	}
	return fault.NewBusy("fault.busy")
}

// Slipped tells whether something done at an instant can still be undone as a slip.
func Slipped(at, now time.Time) bool { return now.Sub(at) < SlipTime }

// ownDoing is an end that Havre wrote because this very team noted her arrival elsewhere, or took back because it undid
// that.
const ownDoing = `f.kind = 'ended' and exists (select 1 from ` + ArrivedElsewhere + `
	where a.team_id = circle.team_id and a.at <= f.at)
	or f.kind = 'reopened' and exists (select 1 from ` + RightedElsewhere + `
	where k.team_id = circle.team_id and k.at <= f.at)`

// overOrOn are the facts that end a way, and that take it up again.
const overOrOn = `('withdrawn','lost_contact','deceased','ended','no_show','reopened')`

var (
	// Once for her: on the last case of hers that the team has open.
	qToCheck = gate.CircleSQL("casefile.to_check", `select `+HeaderColumns+`, f.at
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join casefile_case m on `+OfHers+` join casefile_fact f on f.case_id = m.id and f.kind = 'leaving_said'
		where @circle and circle.open = 1 and circle.relation in ('hosts','evaluates')
		and not exists (select 1 from casefile_case m join casefile_fact g on g.case_id = m.id where `+OfHers+`
		and g.at > f.at and g.kind in ('leaving_said','staying_said'))
		and not exists (select 1 from casefile_case m join casefile_circle n on n.case_id = m.id
		where n.team_id = circle.team_id and n.ended_at = 0 and n.open = 1 and n.relation = circle.relation
		and n.case_id > circle.case_id and `+OfHers+`) order by f.at`)
	// A host is told of what comes after it takes part: an arrival that did not take place elsewhere is not its own.
	qTold = gate.CircleSQL("casefile.told", `select `+HeaderColumns+`, f.kind, f.coded, f.at,
		circle.relation, coalesce(t.kind, ''),
		case when circle.relation = 'evaluates' then coalesce(t.name, '') else '' end
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join casefile_fact f on f.case_id = c.id left join access_team t on t.id = f.team_id
		where @circle and circle.relation in ('hosts','evaluates','referred') and (c.open = 1 or c.stage_at > $2)
		and f.at > $2 and (circle.relation <> 'referred' and f.kind in `+overOrOn+`
		or circle.relation = 'referred' and f.kind in `+tellsReferrer+`)
		and f.team_id <> circle.team_id and (circle.relation <> 'hosts' or f.at >= circle.since_at)
		and not (length(f.team_id) = 0 and (`+ownDoing+`))
		and `+NoneSince+overOrOn+`) and `+NoneSince+tellsReferrer+`) order by f.at`)
)

// tellsReferrer is what another team recorded that is told to the service that referred her, which is told by nothing
// else that its referral is over. Why, or where she was, is not told to it (I5).
const tellsReferrer = `('not_admitted','no_place','withdrawn','lost_contact','deceased','reopened')`

// toldDays is how long a home says what another team recorded.
const toldDays = 7

// ownPanels are the case file's lines of the home: who has to be asked whether she wishes to leave, and what another
// team recorded of an end.
func ownPanels() []HomePanel {
	return []HomePanel{{Name: "casefile.told",
		Roles: []access.Role{access.Coordinator, access.Host, access.Referrer}, Load: told}}
}

func told(v *gate.CircleView) ([]Item, error) {
	out, err := gate.Collect(v.Query, qToCheck, func(rows *gate.Rows) (it Item, err error) {
		it = Item{Band: Now, Alarm: true, Text: "casefile.home.please_check", Action: "casefile.home.check"}
		it.Case, err = ScanHeader(rows, clock.Stored{T: &it.Since})
		it.Link, it.To = it.Case.Page(), it.Case.Page()+"/end"
		return it, err
	})
	if err != nil {
		return nil, err
	}
	since := v.Now().AddDate(0, 0, -toldDays)
	more, err := gate.Collect(v.Query, qTold, func(rows *gate.Rows) (it Item, err error) {
		var t Told
		var relation access.Relation
		var kind, team string
		it = Item{Band: Now, Action: "casefile.home.see"}
		it.Case, err = ScanHeader(rows, &t.Kind, &t.Raw, clock.Stored{T: &it.Since}, &relation, &kind, &team)
		it.Link, it.Text = it.Case.Page(), "casefile.home.told."+string(t.Kind)
		if relation != access.Referred {
			it.Fact = t
		}
		switch {
		case team != "": // only the team that evaluates reads whose line it is, and it knows every host
			it.Text, it.Args = "casefile.home.told_by."+string(t.Kind), []any{"team", team}
		case kind == "evaluation":
			it.Text = "casefile.home.told_office." + string(t.Kind)
		}
		return it, err
	}, clock.Micros(since))
	return append(out, more...), err
}
