package casefile

import (
	"context"
	"slices"
	"strings"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
)

// Owners is who of a team follows a case, and who does while they are away; zero for nobody. Each team of the circle
// says it for itself, and no other team reads it.
type Owners struct{ Owner, Deputy gate.UserID }

// Of tells whether somebody follows the case, or stands in for whoever does.
func (o Owners) Of(u gate.UserID) bool { return !u.IsZero() && (o.Owner == u || o.Deputy == u) }

// Teammate is somebody of a team who may follow its cases.
type Teammate struct {
	User gate.UserID
	Name string
}

// Teammates are the people of somebody's teams who may follow cases.
type Teammates []Teammate

// Name is what one of them is called; "" for nobody, and for somebody who is no longer of the team.
func (c Teammates) Name(u gate.UserID) string {
	for _, one := range c {
		if one.User == u {
			return one.Name
		}
	}
	return ""
}

func (c Teammates) has(u gate.UserID) bool {
	return slices.ContainsFunc(c, func(one Teammate) bool { return one.User == u })
}

// still is somebody who is of the team, and zero for whoever has left it.
func (c Teammates) still(u gate.UserID) gate.UserID {
	if c.has(u) {
		return u
	}
	return gate.UserID{}
}

// Handed is one line of who followed a case: from when on, and who said so.
type Handed struct {
	Owners
	At time.Time
	By gate.UserID
}

// Following is who follows a case for the reader's team.
type Following struct {
	Header Header
	Owners
	Since time.Time // zero where it was never said
	Team  Teammates // of whom it can be
	Past  []Handed  // what was said, latest first
	names map[gate.UserID]string
}

// Name is what somebody of the team is called, or was.
func (f Following) Name(u gate.UserID) string { return f.names[u] }

// Faults of saying who follows a case.
var (
	// ErrOwner is somebody who is not of the team, or may not follow cases in it.
	ErrOwner = fault.NewInvalid("casefile.owner.unknown")
	// ErrDeputy is a deputy without somebody they stand in for, or the same person twice.
	ErrDeputy = fault.NewInvalid("casefile.owner.deputy_wrong")
)

// AtCases are the roles that work with people, and so follow their cases.
var AtCases = []access.Role{access.Coordinator, access.Logistics, access.Host, access.Referrer}

// AtWorkOnCases are, in SQL, the memberships that are still in force at $1, in one of AtCases: m and u as in
// access.Members.
const AtWorkOnCases = access.Members + ` and (m.until_at = 0 or m.until_at > $1)
	and m.role in ('coordinator','logistics','host','referrer')`

var (
	qTeammates = gate.OfficeSQL("casefile.teammates", `select u.id, u.name from `+AtWorkOnCases+`
		where m.team_id = $2 group by u.id, u.name order by u.name, u.id`)
	qOwners = gate.CaseSQL("casefile.owners", `select owner_id, deputy_id from casefile_circle
		where case_id = $1 and team_id = $2`)
	qSetOwners = gate.CaseSQL("casefile.set_owners", `update casefile_circle set owner_id = $3, deputy_id = $4
		where case_id = $1 and team_id = $2 and ended_at = 0`)
	qHand = gate.CaseSQL("casefile.hand", `insert into casefile_owner (case_id, team_id,
		owner_id, deputy_id, at, user_id, id) values ($1, $2, $3, $4, $5, $6, $7)`)
	qHanded = gate.CaseSQL("casefile.handed", `select owner_id, deputy_id, at, user_id from casefile_owner
		where case_id = $1 and team_id = $2 order by at desc, id desc`)
	qCaseload = gate.CircleSQL("casefile.caseload", `select circle.owner_id, count(*) from casefile_circle circle
		where @circle and circle.open = 1 group by circle.owner_id`)
)

func (h *Handed) columns() []any { return []any{&h.Owner, &h.Deputy, clock.Stored{T: &h.At}, &h.By} }

func (c *Teammate) columns() []any { return []any{&c.User, &c.Name} }

// teammates are the people of a team who may follow its cases, by name.
func teammates(ask func(gate.OfficeQuery, ...any) (*gate.Rows, error), team access.TeamID, now time.Time) (Teammates,
	error) {
	list, err := gate.List(ask, qTeammates, (*Teammate).columns, clock.Micros(now), team)
	return list, fault.In("read who is of the team", err)
}

// TeamOf is who of the acting team may follow cases.
func TeamOf(v *gate.CaseView) (Teammates, error) { return teammates(v.Office, v.Team(), v.Now()) }

// Followed opens who follows a case, and who of the team may.
func (d *Desk) Followed(ctx context.Context, who access.Actor, ref Ref) (Following, error) {
	return gate.Seen(ctx, d.gate, who, OpenOwners, ref, func(v *gate.CaseView) (Following, error) {
		f, err := followed(v)
		if err != nil {
			return f, err
		}
		f.Team, err = TeamOf(v)
		return f, err
	})
}

// followed reads who follows the case for the reader's team, and who did.
func followed(v *gate.CaseView) (f Following, err error) {
	if f.Header, err = ReadHeader(v); err != nil {
		return f, err
	}
	if f.Past, err = gate.List(v.Query, qHanded, (*Handed).columns, v.Team()); err != nil {
		return f, err
	}
	f.names = map[gate.UserID]string{}
	for _, h := range f.Past {
		for _, u := range []gate.UserID{h.Owner, h.Deputy, h.By} {
			if u.IsZero() {
				continue
			}
			if f.names[u], err = Colleague(v, u); err != nil {
				return f, err
			}
		}
	}
	if len(f.Past) > 0 {
		f.Owners, f.Since = f.Past[0].Owners, f.Past[0].At
	}
	return f, nil
}

// Assign says who of the acting team follows a case from now on; it was typed on a page that knew of so many lines of
// who did.
func (d *Desk) Assign(ctx context.Context, who access.Actor, ref Ref, lines int64, to Owners) error {
	return d.gate.Case(ctx, who, Assign, ref, func(tx *gate.CaseTx) error {
		f, err := followed(&tx.CaseView)
		if err != nil {
			return err
		}
		if int64(len(f.Past)) != lines {
			return fault.ErrChanged
		}
		return assign(tx, func(Owners, Teammates) Owners { return to })
	})
}

// Take is Assign of whoever asks; who stood in goes on doing so.
func (d *Desk) Take(ctx context.Context, who access.Actor, ref Ref) error {
	return d.gate.Case(ctx, who, Assign, ref, func(tx *gate.CaseTx) error {
		return assign(tx, func(was Owners, team Teammates) Owners {
			to := Owners{Owner: who.User(), Deputy: team.still(was.Deputy)}
			if to.Deputy == to.Owner {
				to.Deputy = gate.UserID{}
			}
			return to
		})
	})
}

// GoOn has those who follow one case of a person follow another of hers, just begun, as far as they are of the team
// still; who stood in follows it where the first has left.
func GoOn(tx *gate.CaseTx, was Owners) error {
	if err := tx.Enter(); err != nil {
		return err
	}
	return assign(tx, func(_ Owners, team Teammates) Owners {
		to := Owners{Owner: team.still(was.Owner), Deputy: team.still(was.Deputy)}
		if to.Owner.IsZero() {
			return Owners{Owner: to.Deputy}
		}
		return to
	})
}

// OwnersOf is who of the acting team follows the case.
func OwnersOf(v *gate.CaseView) (o Owners, err error) {
	err = v.QueryRow(qOwners, v.Team()).Scan(&o.Owner, &o.Deputy)
	return o, fault.In("read who follows the case", err)
}

// check refuses who cannot follow the case.
func (o Owners) check(team Teammates) error {
	var wrong []error
	if !o.Owner.IsZero() && !team.has(o.Owner) || !o.Deputy.IsZero() && !team.has(o.Deputy) {
		wrong = append(wrong, ErrOwner)
	}
	if !o.Deputy.IsZero() && (o.Owner.IsZero() || o.Owner == o.Deputy) {
		wrong = append(wrong, ErrDeputy)
	}
	return fault.Join(wrong...)
}

// assign says who follows the case from now on; who did, and who is of the team, may decide it.
func assign(tx *gate.CaseTx, decide func(was Owners, team Teammates) Owners) error {
	team, err := TeamOf(&tx.CaseView)
	if err != nil {
		return err
	}
	was, err := OwnersOf(&tx.CaseView)
	if err != nil {
		return err
	}
	to := decide(was, team)
	if err := to.check(team); err != nil || was == to {
		return err
	}
	owner, deputy := to.Owner.Or(), to.Deputy.Or()
	if err := gate.Replaced(tx.Exec(qSetOwners, tx.Team(), owner, deputy)); err != nil {
		return err
	}
	return gate.Done(tx.Exec(qHand, tx.Team(), owner, deputy, clock.Micros(tx.Now()), tx.Actor().User(),
		id.New[ownerEntity](tx.Now())))
}

type ownerEntity struct{}

// Whose says of whom a list shows the cases.
type Whose struct {
	User   gate.UserID
	Nobody bool
}

// Everybody tells whether it is all of them.
func (w Whose) Everybody() bool { return w.User.IsZero() && !w.Nobody }

// Caseload is the open cases of a team, and who follows how many.
type Caseload struct {
	Listing
	Team   Teammates
	Shares []Share
}

// Share is how many open cases somebody follows; of nobody, those that nobody follows.
type Share struct {
	Teammate
	Cases int
}

// Caseload opens a page of the open cases of the acting team, and who follows how many.
func (d *Desk) Caseload(ctx context.Context, who access.Actor, q Query) (Caseload, error) {
	var l Caseload
	err := d.gate.Circle(ctx, who, OpenCaseload, func(v *gate.CircleView) (err error) {
		l = Caseload{}
		if l.Team, l.Shares, err = shares(v); err != nil {
			return err
		}
		l.Listing, err = listing(v, q, LoadName)
		return err
	})
	return l, err
}

// refs are the cases of a list from its beginning, as many as are handed over at once.
func (q Query) refs(v *gate.CircleView) (out []Ref, err error) {
	q.After = Ref{}
	for more := true; more && len(out) < mostHanded; more = !q.After.IsZero() {
		l, err := cases(v, q)
		if err != nil {
			return nil, err
		}
		for _, h := range l.Cases {
			out = append(out, h.Ref)
		}
		q.After = l.Next
	}
	return out, nil
}

// Shares says who of the acting team follows how many open cases.
func (d *Desk) Shares(ctx context.Context, who access.Actor) (out []Share, err error) {
	err = d.gate.Circle(ctx, who, OpenCaseload, func(v *gate.CircleView) (err error) {
		_, out, err = shares(v)
		return err
	})
	return out, err
}

// shares counts the open cases of a team by who follows them: nobody first, then the team by name, then who has left.
func shares(v *gate.CircleView) (team Teammates, out []Share, err error) {
	if team, err = teammates(v.Office, v.Team(), v.Now()); err != nil {
		return nil, nil, err
	}
	counts := map[gate.UserID]int{}
	err = gate.Each(v.Query, qCaseload, func(rows *gate.Rows) error {
		var u gate.UserID
		var n int
		err := rows.Scan(&u, &n)
		counts[u] = n
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	out = []Share{{Cases: counts[gate.UserID{}]}}
	for _, c := range team {
		out = append(out, Share{c, counts[c.User]})
		delete(counts, c.User)
	}
	delete(counts, gate.UserID{})
	for u, n := range counts { // they are of the team no longer
		var name string
		if name, err = gate.Value[string](v.Office, qColleague, u); err != nil && !fault.Is(err, fault.NotFound) {
			return nil, nil, err
		}
		out = append(out, Share{Teammate{u, name}, n})
	}
	slices.SortFunc(out[1+len(team):], func(a, b Share) int { return strings.Compare(a.Name, b.Name) })
	return team, out, nil
}

// mostHanded is how many cases are handed over at once.
const mostHanded = 500

// Over is a handover: these cases, or all of a list, to others.
type Over struct {
	Cases []Ref
	All   bool  // every open case of From, whatever Cases says
	From  Query // the list
	To    Owners
}

// HandOver hands cases over, each in a transaction and under an entry of its own: what was handed over before something
// went wrong stays so, and going on from there does no harm. It returns how many were.
func (d *Desk) HandOver(ctx context.Context, who access.Actor, o Over) (int, error) {
	list := o.Cases
	if o.All {
		err := d.gate.Circle(ctx, who, OpenCaseload, func(v *gate.CircleView) (err error) {
			list, err = o.From.refs(v)
			return err
		})
		if err != nil {
			return 0, err
		}
	}
	if len(list) > mostHanded {
		list = list[:mostHanded]
	}
	to := func(Owners, Teammates) Owners { return o.To }
	ctx = access.WithOnce(ctx, "") // one press does this of many cases, and doing it twice changes nothing
	for i, ref := range list {
		err := d.gate.Case(ctx, who, Assign, ref, func(tx *gate.CaseTx) error { return assign(tx, to) })
		if err != nil {
			return i, err
		}
	}
	return len(list), nil
}
