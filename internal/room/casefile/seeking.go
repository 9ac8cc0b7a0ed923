package casefile

import (
	"errors"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/trust/gate"
)

// Seeking is one person for whom a place is sought, as the search for all who wait reads her: codes alone.
type Seeking struct {
	ID       gate.CaseID
	Header   Header
	Coded    Coded
	Stated   bool      // her needs were asked about
	Admitted time.Time // first to the network: since when she waits, whatever came between
	Zones    []Zone
	Vetoes   []string
	Wishes   []string
	Ties     []Tie
	Apart    []Kept
}

// Kept is somebody another person is to be kept apart from.
type Kept struct {
	Other gate.CaseID // for the engine, never for a page
	Reach string      // code list conflict_reach
}

// FirstAdmitted is, in SQL, since when the person of the case c waits for a place: her first admission to the network.
// A host that cancels, or a second agreement that is a no, brings her back to the search and costs her no place in the
// order, so the instant of the stage does not serve.
const FirstAdmitted = `coalesce((select min(f.at) from casefile_fact f where f.case_id = c.id
	and f.kind = 'admitted'), c.stage_at)`

// Those for whom the team seeks a place: joins stand between the two, also with what is kept of the person's other
// cases, as the areas that she refuses or wishes for.
const (
	seekers = `from casefile_circle circle join casefile_case c on c.id = circle.case_id`
	seeking = ` where @circle and circle.relation = 'evaluates' and circle.open = 1 and c.stage = 'searching'`
	ofHers  = ` join casefile_case m on ` + OfHers + ` join `

	areasOfHers = `select distinct c.id, t.area ` + seekers + ofHers
	inForce     = ` t on t.case_id = m.id` + seeking + ` and t.lifted_at = 0 order by c.id, t.area`
)

var (
	qSeeking = gate.CircleSQL("casefile.seeking", `select `+HeaderColumns+`,
		c.id, case when exists (select 1 from casefile_fact f where f.case_id = c.id and f.kind = 'needs_stated') then
		1 else 0 end,
		`+FirstAdmitted+`,
		`+codedColumns+`, d.version
		`+seekers+` join casefile_coded d on d.case_id = c.id`+seeking+`
		order by `+FirstAdmitted+`, c.id`)
	qSeekingZones = gate.CircleSQL("casefile.seeking_zones", `select distinct c.id, z.area, z.level, z.reason,
		z.since_on `+seekers+ofHers+`casefile_zone z on z.case_id = m.id`+seeking+`
		and z.lifted_at = 0 order by c.id, z.area, z.since_on`)
	qSeekingTies = gate.CircleSQL("casefile.seeking_ties", `select c.id, t.area, t.most_minutes `+seekers+`
		join casefile_tie t on t.case_id = c.id`+seeking+` and t.lifted_at = 0 order by c.id, t.area`)
	qSeekingApart = gate.CircleSQL("casefile.seeking_apart", `select c.id, w.id, k.reach
		`+seekers+` join casefile_case m on `+OfHers+` `+FromWhom+seeking+` order by c.id, k.set_at`)
	qSeekingVetoes = gate.CircleSQL("casefile.seeking_vetoes", areasOfHers+`casefile_veto`+inForce)
	qSeekingWishes = gate.CircleSQL("casefile.seeking_wishes", areasOfHers+`casefile_wish`+inForce)
)

// ListSeeking returns everybody for whom the team seeks a place, who waits longest first, in a few queries however many
// they are.
func ListSeeking(v *gate.CircleView) ([]Seeking, error) {
	var out []Seeking
	at := map[gate.CaseID]int{}
	err := gate.Each(v.Query, qSeeking, func(rows *gate.Rows) (err error) {
		var w Seeking
		more := append([]any{&w.ID, &w.Stated, clock.Stored{T: &w.Admitted}}, w.Coded.row()...)
		if w.Header, err = ScanHeader(rows, more...); err != nil {
			return err
		}
		at[w.ID] = len(out)
		out = append(out, w)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, seekingDetails(v, out, at)
}

// seekingDetails adds what has several rows for one person; at is where each case stands in the list.
func seekingDetails(v *gate.CircleView, out []Seeking, at map[gate.CaseID]int) error {
	return errors.Join(
		several(v, qSeekingZones, out, at, func(s *Seeking) *[]Zone { return &s.Zones },
			func(z *Zone) []any { return []any{&z.Area, &z.Level, &z.Reason, &z.Since} }),
		several(v, qSeekingVetoes, out, at, func(s *Seeking) *[]string { return &s.Vetoes }, alone),
		several(v, qSeekingWishes, out, at, func(s *Seeking) *[]string { return &s.Wishes }, alone),
		several(v, qSeekingTies, out, at, func(s *Seeking) *[]Tie { return &s.Ties },
			func(t *Tie) []any { return []any{&t.Area, &t.Minutes} }),
		several(v, qSeekingApart, out, at, func(s *Seeking) *[]Kept { return &s.Apart },
			func(k *Kept) []any { return []any{&k.Other, &k.Reach} }))
}

// several reads rows of a case and one thing of it, and adds each to the list of that person.
func several[T any](v *gate.CircleView, q gate.CircleQuery, out []Seeking, at map[gate.CaseID]int,
	of func(*Seeking) *[]T, row func(*T) []any) error {
	return gate.Each(v.Query, q, func(rows *gate.Rows) error {
		var c gate.CaseID
		var one T
		err := rows.Scan(append([]any{&c}, row(&one)...)...)
		if i, ok := at[c]; ok && err == nil {
			list := of(&out[i])
			*list = append(*list, one)
		}
		return err
	})
}

func alone(area *string) []any { return []any{area} }
