package casefile

import (
	"fmt"

	"havre.example/havre/internal/trust/gate"
)

// Seeking is one person for whom a place is sought, as the search for all who wait reads her: codes alone.
type Seeking struct {
	ID     gate.CaseID
	Header Header
	Coded  Coded
	Stated bool // her needs were asked about
	Zones  []Zone
	Vetoes []string
}

var (
	qSeeking = gate.CircleSQL("casefile.seeking", `select circle.alias, c.code, c.label_tree, c.label_number, c.kind, c.opened_at, c.stage, c.stage_at, c.version,
		c.id, case when exists (select 1 from casefile_fact f where f.case_id = c.id and f.kind = 'needs_stated') then 1 else 0 end, `+codedColumns+`
		from casefile_circle circle join casefile_case c on c.id = circle.case_id join casefile_coded d on d.case_id = c.id
		where @circle and circle.relation = 'evaluates' and circle.open = 1 and c.stage = 'searching' order by c.stage_at, c.id`)
	qSeekingZones = gate.CircleSQL("casefile.seeking_zones", `select z.case_id, z.area, z.level, z.reason, z.since_on
		from casefile_circle circle join casefile_case c on c.id = circle.case_id join casefile_zone z on z.case_id = c.id
		where @circle and circle.relation = 'evaluates' and circle.open = 1 and c.stage = 'searching' and z.lifted_at = 0 order by z.case_id, z.area, z.set_at`)
	qSeekingVetoes = gate.CircleSQL("casefile.seeking_vetoes", `select t.case_id, t.area
		from casefile_circle circle join casefile_case c on c.id = circle.case_id join casefile_veto t on t.case_id = c.id
		where @circle and circle.relation = 'evaluates' and circle.open = 1 and c.stage = 'searching' and t.lifted_at = 0 order by t.case_id, t.area`)
)

// ListSeeking returns everybody for whom the team seeks a place, who waits longest first, in three queries however many
// they are.
func ListSeeking(v *gate.CircleView) ([]Seeking, error) {
	rows, err := v.Query(qSeeking)
	if err != nil {
		return nil, fmt.Errorf("read who waits: %w", err)
	}
	defer rows.Close()
	var out []Seeking
	at := map[gate.CaseID]int{}
	for rows.Next() {
		var w Seeking
		var r codedRow
		if w.Header, err = ScanHeader(rows, append([]any{&w.ID, &w.Stated}, r.into()...)...); err != nil {
			return nil, err
		}
		w.Coded = r.done()
		at[w.ID] = len(out)
		out = append(out, w)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read who waits: %w", err)
	}
	err = each(v, qSeekingZones, func(rows *gate.Rows) error {
		var c gate.CaseID
		var z Zone
		if err := rows.Scan(&c, &z.Area, &z.Level, &z.Reason, &z.Since); err != nil {
			return err
		}
		if i, ok := at[c]; ok {
			out[i].Zones = append(out[i].Zones, z)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read danger zones of who waits: %w", err)
	}
	err = each(v, qSeekingVetoes, func(rows *gate.Rows) error {
		var c gate.CaseID
		var area string
		if err := rows.Scan(&c, &area); err != nil {
			return err
		}
		if i, ok := at[c]; ok {
			out[i].Vetoes = append(out[i].Vetoes, area)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read vetoes of who waits: %w", err)
	}
	return out, nil
}

// each calls read for every row of a list query.
func each(v *gate.CircleView, q gate.CircleQuery, read func(*gate.Rows) error) error {
	rows, err := v.Query(q)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := read(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
