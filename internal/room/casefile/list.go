package casefile

import (
	"context"
	"sort"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

var errNoSuchCode = fault.NewNotFound("casefile.no_such_code")

// PageSize is how many cases a list shows at once.
const PageSize = 50

// A list of a team's cases, newest first, read along an index: which, and where it goes on. Conditions stand between
// the two, with arguments from $5 on.
const (
	listed = `select ` + HeaderColumns + `, circle.case_id
		from casefile_circle circle join casefile_case c on c.id = circle.case_id where @circle`
	onward = ` and circle.case_id < coalesce((select x.case_id from casefile_circle x where x.alias = $2), $4)
		order by circle.case_id desc limit $3`
)

var (
	qList     = gate.CircleSQL("casefile.list", listed+onward)
	qListOpen = gate.CircleSQL("casefile.list_open", listed+` and circle.open = 1`+onward)
	qListAt   = gate.CircleSQL("casefile.list_at", listed+` and circle.open = 1 and c.open = 1
		and c.stage in ($5, $6)`+onward)
	qByCode = gate.CircleSQL("casefile.by_code", `select `+HeaderColumns+`, circle.case_id
		from casefile_case c join casefile_circle circle on circle.case_id = c.id
		where c.code = $2 and @circle`)
	qByLabel = gate.CircleSQL("casefile.by_label", `select `+HeaderColumns+`, circle.case_id
		from casefile_case c join casefile_circle circle on circle.case_id = c.id
		where c.label_tree = $2 and c.label_number = $3 and @circle order by circle.case_id desc limit $4`)
	qByTree = gate.CircleSQL("casefile.by_tree", `select `+HeaderColumns+`, circle.case_id
		from casefile_case c join casefile_circle circle on circle.case_id = c.id
		where c.label_tree = $2 and c.open = 1 and circle.open = 1 and @circle
		order by circle.case_id desc limit $3`)
)

// Listing is one page of cases, newest first.
type Listing struct {
	Cases []Header
	Next  Ref // the last case shown, where the next page starts; zero when this is the last page
}

// headerAndID reads a case as lists show it; its true id stays here.
func headerAndID(rows *gate.Rows) (Header, error) {
	var c gate.CaseID
	return ScanHeader(rows, &c)
}

// Cases returns a page of the cases of the person's team. after is the Next of the page before, zero for the first.
// The cost is the same however many cases the network has: the page is read along an index.
func (d *Desk) Cases(ctx context.Context, who access.Actor, openOnly bool, after Ref) (Listing, error) {
	q := qList
	if openOnly {
		q = qListOpen
	}
	var l Listing
	err := d.gate.Circle(ctx, who, List, func(v *gate.CircleView) (err error) {
		l, err = listing(v, q, after)
		return err
	})
	return l, err
}

// CasesAt is Cases of those alone that stand at a station of the path, or wait: any stage of it names it.
func (d *Desk) CasesAt(ctx context.Context, who access.Actor, station Stage, after Ref) (Listing, error) {
	var l Listing
	at := []Stage{station, station}
	for _, s := range stages {
		if s.Open() && s.Station() == station.Station() && station.Station() >= 0 {
			at = []Stage{at[1], s}
		}
	}
	err := d.gate.Circle(ctx, who, List, func(v *gate.CircleView) (err error) {
		l, err = listing(v, qListAt, after, string(at[0]), string(at[1]))
		return err
	})
	return l, err
}

// listing reads one page of cases behind one, with what the list asks besides.
func listing(v *gate.CircleView, q gate.CircleQuery, after Ref, more ...any) (l Listing, err error) {
	args := append([]any{after.Or(), PageSize + 1, id.Last[any]()}, more...)
	list, err := gate.Collect(v.Query, q, headerAndID, args...)
	var on bool
	if l.Cases, on = gate.Page(list, PageSize); on {
		l.Next = l.Cases[PageSize-1].Ref
	}
	return l, err
}

// ByCode finds a case of one of the person's teams by its code; NotFound when none of them follows such a case.
func (d *Desk) ByCode(ctx context.Context, who access.Actor, code string) (Header, error) {
	var h Header
	err := d.gate.Circle(ctx, who, List, func(v *gate.CircleView) error {
		h = Header{}
		err := v.InTeams(func(v *gate.CircleView) error {
			return gate.Each(v.Query, qByCode, func(rows *gate.Rows) (err error) {
				h, err = headerAndID(rows)
				return err
			}, CleanCode(code))
		})
		if err == nil && h.Code == "" {
			return errNoSuchCode
		}
		return err
	})
	return h, err
}

// Called is what somebody knows of a label: trees that it may begin with and, where they know it, its number.
type Called struct {
	Trees  []string // codes
	Number int      // 0 where it is not known
}

// mostTrees is how many trees are looked for: half a word that fits more says nothing.
const mostTrees = 8

// ByLabel finds cases of the person's teams by what is known of their label, newest first, ten of a tree at most. Of a
// tree alone only open cases are found.
func (d *Desk) ByLabel(ctx context.Context, who access.Actor, c Called) ([]Header, error) {
	var out []Header
	if len(c.Trees) > mostTrees {
		return nil, nil
	}
	err := d.gate.Circle(ctx, who, List, func(v *gate.CircleView) error {
		out = nil
		seen := map[Ref]bool{}
		return v.InTeams(func(v *gate.CircleView) error {
			for _, tree := range c.Trees {
				q, args := qByLabel, []any{tree, c.Number, 10}
				if c.Number == 0 {
					q, args = qByTree, []any{tree, 10}
				}
				list, err := gate.Collect(v.Query, q, headerAndID, args...)
				if err != nil {
					return err
				}
				for _, h := range list {
					if !seen[h.Ref] {
						seen[h.Ref], out = true, append(out, h)
					}
				}
			}
			return nil
		})
	})
	return out, err
}

// sortItems puts the blocks in order; within a block who has nowhere to sleep comes before everything, then who
// should have arrived, then other dangers, then other alarms, then what runs out first, then who waits longest.
func sortItems(items []Item) {
	sort.SliceStable(items, func(i, j int) bool {
		a, b := items[i], items[j]
		switch {
		case a.Band != b.Band:
			return a.Band < b.Band
		case a.Danger != b.Danger:
			return a.Danger > b.Danger
		case a.Alarm != b.Alarm:
			return a.Alarm
		case a.Due.IsZero() != b.Due.IsZero():
			return !a.Due.IsZero()
		case !a.Due.Equal(b.Due):
			return a.Due.Before(b.Due)
		}
		return a.Since.Before(b.Since)
	})
}
