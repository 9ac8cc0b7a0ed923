package casefile

import (
	"context"
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

const (
	// noticed is how long a notice is shown.
	noticed = 30 * 24 * time.Hour
	// noticesShown is how many of them a page has.
	noticesShown = 100
)

// Notice tells somebody that something happened in a case of their team's: a kind of fact, or of notice that a room
// declares.
type Notice struct {
	Case   Header // where a host was asked without knowing who: its Ref alone
	Kind   Kind
	At     time.Time
	Urgent bool
	New    bool // since the reader last said that they saw all
	Asked  bool // of a host that was asked without knowing who
}

// Notices is what somebody is told: the newest first.
type Notices struct {
	List []Notice
	New  int
	Now  time.Time // until when Saw counts
	More bool      // there are older ones, not listed
}

// A notice is for whoever follows the case, for everybody of the team where nobody does or it is urgent, and for nobody
// who did it themselves.
const forThem = ` n.user_id <> $2 and (n.urgent = 1 or circle.owner_id is null or circle.owner_id = $2
	or circle.deputy_id = $2)`

var (
	qRing = gate.CaseSQL("casefile.ring", `insert into casefile_notice (case_id, team_id, kind, at, user_id, urgent)
		select circle.case_id, circle.team_id, $2, $3, $4, $5 from casefile_circle circle
		where circle.case_id = $1 and circle.ended_at = 0 and circle.relation in ($6, $7, $8)
		on conflict do nothing`)
	qRingOne = gate.CaseSQL("casefile.ring_one", `insert into casefile_notice (case_id, team_id, kind, at, user_id,
		urgent) values ($1, $2, $3, $4, $5, 0) on conflict do nothing`)
	qUnring = gate.CaseSQL("casefile.unring", `delete from casefile_notice where case_id = $1 and kind = $2
		and at = $3`)
	qFade = gate.CaseSQL("casefile.fade", `delete from casefile_notice where case_id = $1 and at < $2`)

	qNotices = gate.CircleSQL("casefile.notices", `select `+HeaderColumns+`, n.kind, n.at, n.urgent
		from casefile_notice n join casefile_circle circle on circle.case_id = n.case_id and circle.team_id = n.team_id
		join casefile_case c on c.id = n.case_id
		where @circle and n.team_id = $1 and n.at > $3 and`+forThem+` order by n.at desc limit $4`)
	qAskedNotices = gate.CircleSQL("casefile.asked_notices", `select circle.alias, n.kind, n.at
		from casefile_notice n join casefile_circle circle on circle.case_id = n.case_id and circle.team_id = n.team_id
		where @asked and n.team_id = $1 and n.at > $3 and`+forThem+` order by n.at desc limit $4`)
	qWaits = gate.CircleSQL("casefile.notices_new", `select count(*) from (select 1 as one from casefile_notice n
		join casefile_circle circle on circle.case_id = n.case_id and circle.team_id = n.team_id
		where (@circle or @asked) and n.team_id = $1 and n.at > $3
		and n.at > coalesce((select s.until_at from casefile_notice_seen s where s.user_id = $2), 0)
		and`+forThem+` limit $4) new`)

	qSeen = gate.OfficeSQL("casefile.notice_seen", `select until_at from casefile_notice_seen where user_id = $1`)
	qSaw  = gate.OfficeSQL("casefile.notice_saw", `insert into casefile_notice_seen (user_id, until_at)
		values ($1, $2) on conflict (user_id) do update set until_at = excluded.until_at
		where excluded.until_at > casefile_notice_seen.until_at`)
)

// rings are the kinds of notice that are no fact, by the relation of the teams they are for.
var rings = map[Kind]Ringing{}

// Ringing is whom a fact, or another thing that happens in a case, is told to inside Havre: the people of teams by
// their relation to the case, three at most. What is urgent is told to all of them, whoever follows the case.
type Ringing struct {
	To     []access.Relation
	Urgent bool
}

// For rings for the teams that stand so to a case.
func For(to ...access.Relation) Ringing { return Ringing{To: to} }

// AtOnce rings for everybody of them, whoever follows the case.
func (r Ringing) AtOnce() Ringing { r.Urgent = true; return r }

// IsFact tells whether a kind of notice is a kind of fact.
func IsFact(k Kind) bool {
	_, ok := tellings[k]
	return ok
}

// Ring tells the teams of a case of something that is no fact: a kind that a room declares among its Rings.
func Ring(tx *gate.CaseTx, k Kind) error { return ring(tx, k, rings[k], clock.Micros(tx.Now())) }

// RingHost is Ring for one team: a host that is asked, or answered.
func RingHost(tx *gate.CaseTx, team access.TeamID, k Kind) error {
	_, err := tx.Exec(qRingOne, team, string(k), clock.Micros(tx.Now()), tx.Actor().User().Or())
	return fault.In("tell a host", err)
}

func ring(tx *gate.CaseTx, k Kind, r Ringing, at int64) error {
	if len(r.To) == 0 {
		return nil
	}
	if _, err := tx.Exec(qFade, clock.Micros(tx.Now().Add(-noticed))); err != nil {
		return fault.In("let notices fade", err)
	}
	var to [3]string
	for i, rel := range r.To {
		to[i] = string(rel)
	}
	_, err := tx.Exec(qRing, string(k), at, tx.Actor().User().Or(), r.Urgent, to[0], to[1], to[2])
	return fault.In("tell of "+string(k), err)
}

// Notices opens what somebody is told, of each of their teams.
func (d *Desk) Notices(ctx context.Context, who access.Actor) (Notices, error) {
	var n Notices
	err := d.gate.Circle(ctx, who, OpenNotices, func(v *gate.CircleView) error {
		n = Notices{Now: v.Now()}
		seen, err := gate.Value[int64](v.Office, qSeen, who.User())
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		since := clock.Micros(n.Now.Add(-noticed))
		err = v.InTeams(func(v *gate.CircleView) error {
			known, err := gate.Collect(v.Query, qNotices, func(rows *gate.Rows) (one Notice, err error) {
				one.Case, err = ScanHeader(rows, &one.Kind, clock.Stored{T: &one.At}, &one.Urgent)
				return one, err
			}, who.User(), since, noticesShown+1)
			if err != nil {
				return err
			}
			asked, err := gate.List(v.Query, qAskedNotices, func(one *Notice) []any {
				one.Asked = true
				return []any{&one.Case.Ref, &one.Kind, clock.Stored{T: &one.At}}
			}, who.User(), since, noticesShown+1)
			n.List = append(append(n.List, known...), asked...)
			return err
		})
		if err != nil {
			return err
		}
		slices.SortStableFunc(n.List, func(a, b Notice) int { return b.At.Compare(a.At) })
		n.List, n.More = gate.Page(n.List, noticesShown)
		for i := range n.List {
			if n.List[i].New = clock.Micros(n.List[i].At) > seen; n.List[i].New {
				n.New++
			}
		}
		return nil
	})
	return n, err
}

// Waits counts what somebody was told and did not yet say that they saw; noticesShown at most.
func (d *Desk) Waits(ctx context.Context, who access.Actor) (int, error) {
	return d.gate.Waiting(ctx, who, OpenNotices, qWaits, who.User(), clock.Micros(d.gate.Now().Add(-noticed)),
		noticesShown)
}

// Saw says that somebody saw what they were told until an instant.
func (d *Desk) Saw(ctx context.Context, who access.Actor, until time.Time) error {
	return d.gate.ChangeOffice(ctx, who, SeeNotices, func(tx *gate.OfficeTx) error {
		if until.After(tx.Now()) {
			until = tx.Now()
		}
		_, err := tx.Exec(qSaw, who.User(), clock.Micros(until))
		return fault.In("mark notices as seen", err)
	})
}
