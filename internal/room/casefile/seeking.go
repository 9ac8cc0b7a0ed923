package casefile

import (
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

var (
	qSeeking = gate.CircleSQL("casefile.seeking", `select `+HeaderColumns+`,
		c.id, case when exists (select 1 from casefile_fact f where f.case_id = c.id and f.kind = 'needs_stated') then
		1 else 0 end,
		`+FirstAdmitted+`,
		`+codedColumns+`, d.version
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join casefile_coded d on d.case_id = c.id
		where @circle and circle.relation = 'evaluates' and circle.open = 1 and c.stage = 'searching'
		order by `+FirstAdmitted+`, c.id`)
	qSeekingZones = gate.CircleSQL("casefile.seeking_zones", `select distinct c.id, z.area, z.level, z.reason,
		z.since_on
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join casefile_case m on `+OfHers+` join casefile_zone z on z.case_id = m.id
		where @circle and circle.relation = 'evaluates' and circle.open = 1 and c.stage = 'searching'
		and z.lifted_at = 0 order by c.id, z.area, z.since_on`)
	qSeekingTies = gate.CircleSQL("casefile.seeking_ties", `select t.case_id, t.area, t.most_minutes
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join casefile_tie t on t.case_id = c.id
		where @circle and circle.relation = 'evaluates' and circle.open = 1 and c.stage = 'searching'
		and t.lifted_at = 0 order by t.case_id, t.area`)
	qSeekingApart = gate.CircleSQL("casefile.seeking_apart", `select c.id, w.id, x.reach
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join casefile_case m on `+OfHers+` join casefile_conflict x on x.case_id = m.id or x.other_case_id = m.id
		join casefile_case o on o.id = case when x.case_id = m.id then x.other_case_id else x.case_id end
		join casefile_case w on `+OfTheirs+`
		where @circle and circle.relation = 'evaluates' and circle.open = 1 and c.stage = 'searching'
		and x.lifted_at = 0 order by c.id, x.set_at`)
	qSeekingVetoes = gate.CircleSQL("casefile.seeking_vetoes", `select distinct c.id, t.area
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join casefile_case m on `+OfHers+` join casefile_veto t on t.case_id = m.id
		where @circle and circle.relation = 'evaluates' and circle.open = 1 and c.stage = 'searching'
		and t.lifted_at = 0 order by c.id, t.area`)
	qSeekingWishes = gate.CircleSQL("casefile.seeking_wishes", `select distinct c.id, t.area
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join casefile_case m on `+OfHers+` join casefile_wish t on t.case_id = m.id
		where @circle and circle.relation = 'evaluates' and circle.open = 1 and c.stage = 'searching'
		and t.lifted_at = 0 order by c.id, t.area`)
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
	for _, d := range []struct {
		q    gate.CircleQuery
		read func(rows *gate.Rows) (gate.CaseID, func(*Seeking), error)
	}{
		{qSeekingZones, func(rows *gate.Rows) (c gate.CaseID, add func(*Seeking), err error) {
			var z Zone
			err = rows.Scan(&c, &z.Area, &z.Level, &z.Reason, &z.Since)
			return c, func(s *Seeking) { s.Zones = append(s.Zones, z) }, err
		}},
		{qSeekingVetoes, func(rows *gate.Rows) (c gate.CaseID, add func(*Seeking), err error) {
			var area string
			err = rows.Scan(&c, &area)
			return c, func(s *Seeking) { s.Vetoes = append(s.Vetoes, area) }, err
		}},
		{qSeekingWishes, func(rows *gate.Rows) (c gate.CaseID, add func(*Seeking), err error) {
			var area string
			err = rows.Scan(&c, &area)
			return c, func(s *Seeking) { s.Wishes = append(s.Wishes, area) }, err
		}},
		{qSeekingTies, func(rows *gate.Rows) (c gate.CaseID, add func(*Seeking), err error) {
			var t Tie
			err = rows.Scan(&c, &t.Area, &t.Minutes)
			return c, func(s *Seeking) { s.Ties = append(s.Ties, t) }, err
		}},
		{qSeekingApart, func(rows *gate.Rows) (c gate.CaseID, add func(*Seeking), err error) {
			var k Kept
			err = rows.Scan(&c, &k.Other, &k.Reach)
			return c, func(s *Seeking) { s.Apart = append(s.Apart, k) }, err
		}},
	} {
		err := gate.Each(v.Query, d.q, func(rows *gate.Rows) error {
			c, add, err := d.read(rows)
			if i, ok := at[c]; ok && err == nil {
				add(&out[i])
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
