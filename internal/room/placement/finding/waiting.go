package finding

import (
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/gate"
)

// changedSince is that what places are weighed by changed in the case after its last search.
const changedSince = `case when exists (select 1 from casefile_fact f where f.case_id = c.id
	and f.kind in ('danger_zone_set', 'needs_stated') and f.at > s.searched_at) or exists (select 1
	from casefile_veto t where t.case_id = c.id and (t.set_at > s.searched_at or t.lifted_at > s.searched_at))
	then 1 else 0 end`

var (
	qWaiting = gate.CircleSQL("placement.waiting", `select `+casefile.HeaderColumns+`,
		d.adults, d.children_bands, coalesce(s.possible, 0), coalesce(s.searched_at, 0), `+changedSince+`,
		coalesce(n.cause, ''),
		coalesce(n.department, ''), coalesce(n.at, 0), n.place_id, coalesce(n.appeared, 0), coalesce(n.gone, 0),
		(select count(*) from placement_proposal p where p.case_id = c.id and p.live = 1), `+casefile.FirstAdmitted+`
		from casefile_circle circle join casefile_case c on c.id = circle.case_id
		join casefile_coded d on d.case_id = c.id
		left join placement_search s on s.case_id = c.id left join placement_next n on n.case_id = c.id
		where @circle and circle.relation = 'evaluates' and circle.open = 1 and c.stage = 'searching'
		order by `+casefile.FirstAdmitted+`, c.id`)
)

// Waiting are the people for whom a place is sought: since when, household, how many places are possible, as long as
// what they are weighed by stands as it did.
func Waiting(v *gate.CircleView) ([]casefile.Item, error) {
	var out []casefile.Item
	next := map[int]partner.PlaceID{} // who is next in line, by item
	err := gate.Each(v.Query, qWaiting, func(rows *gate.Rows) error {
		var adults, possible, asked, appeared, gone int
		var searched, changed, moved, since int64
		var place []byte
		var children []string
		var department string
		var cause Cause
		h, err := casefile.ScanHeader(rows, &adults, gate.Codes{List: &children}, &possible, &searched, &changed,
			&cause, &department, &moved, &place, &appeared, &gone, &asked, &since)
		if err != nil {
			return err
		}
		it := casefile.Item{
			Band: casefile.Wait, Case: h, Since: clock.FromMicros(since), Text: "placement.home.waiting",
			Link:   "/cases/" + h.Ref.String() + "/search",
			Action: "placement.home.search",
			Args:   []any{"adults", adults, "children", len(children), "n", possible, "asked", asked},
		}
		switch {
		case (cause == CauseDeclined || cause == CauseExpired) && !clock.FromMicros(moved).Before(h.StageAt):
			// the next one is prepared
			it.Band, it.Text, it.Action, it.Since = casefile.Now, "placement.home."+string(cause),
				"placement.home.board", clock.FromMicros(moved)
			it.Args = []any{"area", v.Country().Name(department), "n", asked, "appeared", appeared, "gone", gone}
			if len(place) > 0 {
				var p partner.PlaceID
				if err := p.Scan(place); err != nil {
					return err
				}
				next[len(out)], it.Text, it.Action = p, it.Text+"_next", "placement.home.next"
			}
		case asked > 0:
			it.Text, it.Action = "placement.home.waiting_asked", "placement.home.board"
			it.Args = []any{"adults", adults, "children", len(children), "n", asked}
		case searched == 0:
			it.Text = "placement.home.waiting_new"
		case changed != 0:
			it.Text = "placement.home.waiting_changed"
		}
		out = append(out, it)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, p := range next {
		row, err := partner.PlaceOf(v, p)
		if err != nil {
			return nil, err
		}
		out[i].Args = append(out[i].Args, "next", v.Country().Name(row.Department))
	}
	return out, nil
}
