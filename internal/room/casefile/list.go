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

// A list of a team's cases, read along an index: which, and where it goes on. Conditions stand between the two. A stage
// stands in $5 and $6, empty for each, and who follows them in the last.
const (
	listed = `select ` + HeaderColumns + `, circle.case_id
		from casefile_circle circle join casefile_case c on c.id = circle.case_id where @circle`
	going  = ` and circle.open = 1 and ($5 = '' or c.open = 1 and c.stage in ($5, $6))`
	onward = ` and circle.case_id < coalesce((select x.case_id from casefile_circle x where x.alias = $2), $4)
		order by circle.case_id desc limit $3`
	upward = ` and circle.case_id > coalesce((select x.case_id from casefile_circle x where x.alias = $2), $4)
		order by circle.case_id limit $3`
	ofOne      = ` and circle.owner_id = $5`
	ofOneGoing = ` and circle.owner_id = $7`
	ofNone     = ` and circle.owner_id is null`
)

// path is along which index a list is read: of what is open alone, of one or of nobody, and from which end.
type path struct{ open, one, nobody, oldest bool }

var lists = map[path]gate.CircleQuery{
	{}:                           gate.CircleSQL("casefile.list", listed+onward),
	{open: true}:                 gate.CircleSQL("casefile.list_open", listed+going+onward),
	{one: true}:                  gate.CircleSQL("casefile.list_of_all", listed+ofOne+onward),
	{open: true, one: true}:      gate.CircleSQL("casefile.list_of", listed+going+ofOneGoing+onward),
	{nobody: true}:               gate.CircleSQL("casefile.list_of_nobody_all", listed+ofNone+onward),
	{open: true, nobody: true}:   gate.CircleSQL("casefile.list_of_nobody", listed+going+ofNone+onward),
	{oldest: true}:               gate.CircleSQL("casefile.list_up", listed+upward),
	{open: true, oldest: true}:   gate.CircleSQL("casefile.list_open_up", listed+going+upward),
	{one: true, oldest: true}:    gate.CircleSQL("casefile.list_of_all_up", listed+ofOne+upward),
	{nobody: true, oldest: true}: gate.CircleSQL("casefile.list_of_nobody_all_up", listed+ofNone+upward),
	{open: true, one: true, oldest: true}: gate.CircleSQL("casefile.list_of_up",
		listed+going+ofOneGoing+upward),
	{open: true, nobody: true, oldest: true}: gate.CircleSQL("casefile.list_of_nobody_up",
		listed+going+ofNone+upward),
}

var (
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

// Listing is one page of cases.
type Listing struct {
	Of    Query
	Cases []Header
	Next  Ref      // the last case shown, where the next page starts; zero when this is the last page
	Views []string // of the list, that its reader keeps
}

// Query is which cases of a team are listed: what is open, where it does not say.
type Query struct {
	Of    string // mine, nobody, or the id of one of the team; empty: the whole team's
	At    Stage  // any stage of a station names it; AlsoEnded: those too that have ended
	Order Order
	After Ref // the Next of the page before; zero for the first
}

// AlsoEnded is, in the place of a stage, each of them, and those of cases that have ended.
const AlsoEnded Stage = "all"

// Of whom cases are listed.
const (
	Mine   = "mine"
	Nobody = "nobody"
)

// Order is in which order cases are listed.
type Order string

// The orders.
const (
	Newest Order = "newest"
	Oldest Order = "oldest"
)

// The names under which views of the list of cases, and of a caseload, are kept.
const (
	ListName = "cases"
	LoadName = "caseload"
)

// Whose is of whom somebody who asks so looks at cases.
func (q Query) Whose(who access.Actor) Whose {
	if q.Of == Mine {
		return Whose{User: who.User()}
	}
	u, _ := parseUser(q.Of)
	return Whose{User: u, Nobody: q.Of == Nobody}
}

func parseUser(s string) (u gate.UserID, err error) {
	err = u.UnmarshalText([]byte(s))
	return u, err
}

func isUser(s string) bool {
	u, err := parseUser(s)
	return err == nil && !u.IsZero()
}

// headerAndID reads a case as lists show it; its true id stays here.
func headerAndID(rows *gate.Rows) (Header, error) {
	var c gate.CaseID
	return ScanHeader(rows, &c)
}

// Cases returns a page of the cases of the person's team, newest first. After is the Next of the page before, zero for
// the first.
func (d *Desk) Cases(ctx context.Context, who access.Actor, openOnly bool, after Ref) (Listing, error) {
	q := Query{After: after}
	if !openOnly {
		q.At = AlsoEnded
	}
	return d.Listed(ctx, who, q)
}

// Listed returns a page of the cases of the person's team. The cost is the same however many cases the network has: the
// page is read along an index.
func (d *Desk) Listed(ctx context.Context, who access.Actor, q Query) (Listing, error) {
	var l Listing
	err := d.gate.Circle(ctx, who, List, func(v *gate.CircleView) (err error) {
		l, err = listing(v, q, ListName)
		return err
	})
	return l, err
}

// stagesAt are the two stages of the station of a path at which a stage stands, or that stage twice.
func stagesAt(s Stage) (at [2]Stage) {
	at = [2]Stage{s, s}
	for _, x := range stages {
		if x.Open() && x.Station() == s.Station() && s.Station() >= 0 {
			at = [2]Stage{at[1], x}
		}
	}
	return at
}

// listing reads one page of cases, and the views that its reader keeps of the list.
func listing(v *gate.CircleView, q Query, name string) (l Listing, err error) {
	if l, err = cases(v, q); err == nil {
		l.Views, err = gate.Views(v.Office, v.Actor(), name)
	}
	return l, err
}

// cases reads one page of them.
func cases(v *gate.CircleView, q Query) (l Listing, err error) {
	l.Of = q
	of := q.Whose(v.Actor())
	p := path{open: q.At != AlsoEnded, one: !of.User.IsZero(), nobody: of.Nobody, oldest: q.Order == Oldest}
	args := []any{q.After.Or(), PageSize + 1, id.Last[any]().Or()}
	if p.oldest {
		args[2] = []byte{}
	}
	if p.open {
		at := stagesAt(q.At)
		args = append(args, string(at[0]), string(at[1]))
	}
	if p.one {
		args = append(args, of.User)
	}
	list, err := gate.Collect(v.Query, lists[p], headerAndID, args...)
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
