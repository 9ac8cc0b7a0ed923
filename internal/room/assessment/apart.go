package assessment

import (
	"context"
	"fmt"
	"slices"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Apart is a conflict as a coordinator records it: not near the person of another case (H3).
type Apart struct {
	Code  string      // of the other case, as typed
	Reach string      // code list conflict_reach
	Since date.Date   // zero: not stated
	Why   secret.Text // danger
}

// KeepApart records it for both cases; NotFound where the code is not that of a case that the acting team evaluates
// too.
func (d *Desk) KeepApart(ctx context.Context, who access.Actor, ref casefile.Ref, a Apart) error {
	if a.Reach == "" || !one(d.gate.Country(), codelist.ConflictReach, a.Reach, d.today()) {
		return ErrCode
	}
	return d.gate.Case(ctx, who, KeepApart, ref, func(tx *gate.CaseTx) error {
		return casefile.KeepApart(tx, a.Code, a.Reach, a.Since, a.Why)
	})
}

// LiftApart ends a conflict for both cases; it stays on record.
func (d *Desk) LiftApart(ctx context.Context, who access.Actor, ref casefile.Ref, c casefile.ConflictID) error {
	return d.gate.Case(ctx, who, LiftApart, ref, func(tx *gate.CaseTx) error { return casefile.LiftConflict(tx, c) })
}

// settled is when somebody last looked whether the place of the case c is safe: when it was given, or at a check since;
// 0 for never. Dangers and people to be kept apart that are newer are to be checked.
const settled = `(select coalesce(max(x.at), 0) from (select ` + casefile.PlacedAt + ` as at
	union all select r.at from assessment_recheck r where r.case_id = c.id) x)`

// hers is the case of the door as c, of which settled speaks.
const hers = ` from casefile_case join casefile_case c on c.id = casefile_case.id`

// atAPlace are the cases that the team evaluates, of people who were given a place.
const atAPlace = ` where @circle and circle.open = 1 and circle.relation = 'evaluates' and c.open = 1
	and c.stage in ('accepted', 'travel', 'in_transit', 'sheltered', 'suspended')`

var (
	qSettled   = gate.CaseSQL("assessment.settled", `select `+settled+hers+` where casefile_case.id = $1`)
	qTornApart = gate.CircleSQL("assessment.torn_apart", `select `+casefile.HeaderColumns+`,
		c.id, w.id, o.code, k.reach, k.set_at
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join casefile_case m on `+casefile.OfHers+`
		`+casefile.FromWhom+atAPlace+` and k.set_at > `+settled+`
		order by k.set_at, k.id`)
)

// readTooNear returns the codes of cases whose people stay too near where this person stays, by conflicts that are
// newer than the placement and the last check.
func readTooNear(v *gate.CaseView, all []casefile.Conflict) ([]string, error) {
	if len(all) == 0 {
		return nil, nil
	}
	var settled int64
	if err := v.QueryRow(qSettled).Scan(&settled); err != nil {
		return nil, fmt.Errorf("read last check: %w", err)
	}
	var out []string
	for _, c := range all {
		if !c.Set.After(clock.FromMicros(settled)) {
			continue
		}
		for _, other := range c.Others {
			near, err := partner.TooNear(v, v.ID(), other, c.Reach)
			if err != nil {
				return nil, err
			}
			if near && !slices.Contains(out, c.Code) {
				out = append(out, c.Code)
			}
		}
	}
	return out, nil
}

// tornApart lists people who stay too near somebody, by a conflict that is newer than their placement.
func tornApart(v *gate.CircleView) ([]casefile.Item, error) {
	found, err := listConflicts(v)
	if err != nil {
		return nil, err
	}
	var out []casefile.Item
	seen := map[casefile.Ref]bool{}
	for _, f := range found {
		if seen[f.header.Ref] {
			continue
		}
		near, err := partner.TooNear(v, f.own, f.other, f.reach)
		if err != nil {
			return nil, err
		}
		if !near {
			continue
		}
		seen[f.header.Ref] = true
		out = append(out, casefile.Item{Band: casefile.Now, Alarm: true, Danger: casefile.InDanger, Case: f.header,
			Since: f.set,
			Text:  "assessment.item.too_near",
			Args:  []any{"code", f.code}, Link: "/cases/" + f.header.Ref.String() + "#assessment",
			Action: "assessment.item.check"})
	}
	return out, nil
}

// listed is a conflict of one of the team's cases.
type listed struct {
	header     casefile.Header
	own, other gate.CaseID
	code       string
	reach      string
	set        time.Time
}

func listConflicts(v *gate.CircleView) ([]listed, error) {
	return gate.Collect(v.Query, qTornApart, func(rows *gate.Rows) (l listed, err error) {
		l.header, err = casefile.ScanHeader(rows, &l.own, &l.other, &l.code, &l.reach, clock.Stored{T: &l.set})
		return l, err
	})
}

// TieMinutes are the longest ways that may be asked for what cannot move.
var TieMinutes = []int{30, 60, 90, 120, 180, 240}

// tied tells whether ties are areas of the pack with one of the ways offered.
func tied(in *country.Pack, ties []casefile.Tie) bool {
	for _, t := range ties {
		if !(t.Area == country.InWords || zoneArea(in, t.Area)) || t.Minutes < 1 || t.Minutes > 24*60 {
			return false
		}
	}
	return true
}
