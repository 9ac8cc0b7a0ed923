package journey

import (
	"context"
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/trust/vault"
)

// Around is how long before the first departure, and after the arrival, whoever accompanies by name may read the way.
const Around = 24 * time.Hour

// partJob is the job that takes the key back from whoever accompanied.
const partJob = "journey.part_company"

// Member is somebody with an account who may be asked to accompany.
type Member struct {
	User access.UserID
	Name string
	Team string
}

// Company is who accompanies by name, and when they may read the way.
type Company struct {
	Member
	From, Until time.Time
}

var (
	qMembers = gate.OfficeSQL("journey.members", `select u.id, u.name, min(t.name) from `+casefile.AtWorkOnCases+`
		join access_team t on t.id = m.team_id group by u.id, u.name order by u.name, u.id`)
	qCompany = gate.CaseSQL("journey.company", `select user_id, from_at, until_at from casefile_companion
		where case_id = $1 and until_at > $2`)
	qAccompanied = gate.OwnSQL("journey.accompanied", `select `+casefile.OwnColumns+`, j.expected_at,
		d.host_department
		from casefile_companion own join casefile_case c on c.id = own.case_id
		join casefile_coded d on d.case_id = c.id
		join journey_journey j on j.case_id = c.id
		where @own and c.stage in ('travel','in_transit') and j.closed_at = 0 order by j.expected_at`)
	// qAstray are the journeys on which she left, and that lead to no place any more.
	qAstray = gate.OwnSQL("journey.accompanied_astray", `select `+casefile.OwnColumns+`,
		(select min(g.at) from casefile_fact g where g.case_id = c.id and g.at > f.at
		and g.kind in ('no_show','search_again'))
		from casefile_companion own join casefile_case c on c.id = own.case_id
		join casefile_fact f on f.case_id = c.id and f.kind = 'departed'
		where @own and c.stage in ('searching','meeting','suspended')
		and `+casefile.NoneSince+`('departed','placed','arrived','whereabouts_told'))`)
	// qForNothing are the journeys that were called off with the naming of whoever was to accompany: facts that are
	// told in one instant stand a little apart.
	qForNothing = gate.OwnSQL("journey.accompanied_off", `select `+casefile.OwnColumns+`, own.ended_at
		from casefile_companion own join casefile_case c on c.id = own.case_id
		where @parted and exists (select 1 from casefile_fact f where f.case_id = c.id and f.kind in (`+ends+`)
		and f.at >= own.ended_at and f.at < own.ended_at + 1000000)`)
)

// window is when whoever accompanies may read a plan.
func (p Plan) window() (from, until time.Time) {
	return p.Legs[0].DepartsAt.Add(-Around), p.Expected.Add(Around)
}

// NameCompany names a member of the network to accompany the person. The key of the journey is wrapped to that member
// alone, not to their team, and opens from a day before the first departure to a day after the arrival. Whoever was
// named before is so no longer.
func (d *Desk) NameCompany(ctx context.Context, who access.Actor, ref casefile.Ref, user access.UserID) error {
	return d.gate.Case(ctx, who, NameCompany, ref, func(tx *gate.CaseTx) error {
		j, err := findOpen(&tx.CaseView)
		if err != nil {
			return err
		}
		p, err := readPlan(&tx.CaseView, j)
		if err != nil {
			return err
		}
		list, err := members(&tx.CaseView)
		if err != nil {
			return err
		}
		if !named(list, user) {
			return fault.NewAbout("who", "journey.company.unknown")
		}
		if err := casefile.PartCompany(tx); err != nil {
			return err
		}
		from, until := p.window()
		if err := tx.Accompany(user, vault.Journey, from, until); err != nil {
			return err
		}
		return casefile.Later(tx, partJob, until)
	})
}

// EndCompany takes the key back from whoever was named.
func (d *Desk) EndCompany(ctx context.Context, who access.Actor, ref casefile.Ref) error {
	return d.gate.Case(ctx, who, EndCompany, ref, casefile.PartCompany)
}

// CompanyPage is what one needs to know to name somebody.
type CompanyPage struct {
	Header  casefile.Header
	Members []Member
	Company []Company
	From    time.Time // by the clocks of where the way begins
	Until   time.Time // and of where it ends
	Begins  string
	Ends    string
}

// OpenCompany shows who accompanies and who may.
func (d *Desk) OpenCompany(ctx context.Context, who access.Actor, ref casefile.Ref) (CompanyPage, error) {
	var p CompanyPage
	err := d.gate.ViewCase(ctx, who, OpenCompany, ref, func(v *gate.CaseView) (err error) {
		if p.Header, err = casefile.ReadHeader(v); err != nil {
			return err
		}
		j, err := findOpen(v)
		if err != nil {
			return err
		}
		plan, err := readPlan(v, j)
		if err != nil {
			return err
		}
		p.From, p.Until = plan.window()
		p.Begins, p.Ends = j.LeavesIn, plan.ExpectedIn
		if p.Members, err = members(v); err != nil {
			return err
		}
		p.Company, err = company(v)
		return err
	})
	return p, err
}

// Next is what whoever accompanies reads: the plan, and which leg comes next.
type Next struct {
	Over bool // arrived, or nobody travels any more
	// Astray tells that she is on the way, and that the place does not expect her any more.
	Astray bool
	Plan   Plan
	Leg    int
	Now    time.Time
}

// Step shows the next step to whoever accompanies by name.
func (d *Desk) Step(ctx context.Context, who access.Actor, ref casefile.Ref) (Next, error) {
	var n Next
	err := d.gate.ViewCase(ctx, who, Step, ref, func(v *gate.CaseView) error {
		n = Next{Now: v.Now()}
		j, err := findLatest(v)
		if err != nil {
			return err
		}
		h, facts, err := stands(v)
		if err != nil {
			return err
		}
		n.Astray = casefile.Stranded(h.Stage, facts)
		if n.Over = !j.State.Open() && !n.Astray; n.Over {
			return nil
		}
		if n.Plan, err = readPlan(v, j); err != nil {
			return err
		}
		n.Leg = n.Plan.NextLeg(v.Now())
		return nil
	})
	return n, err
}

// members are those who may be asked, each once: who works with people.
func members(v *gate.CaseView) ([]Member, error) {
	return gate.List(v.Office, qMembers, func(m *Member) []any { return []any{&m.User, &m.Name, &m.Team} },
		clock.Micros(v.Now()))
}

func named(list []Member, user access.UserID) bool {
	return slices.ContainsFunc(list, func(m Member) bool { return m.User == user })
}

// company lists who is named and not past their time.
func company(v *gate.CaseView) ([]Company, error) {
	out, err := listCompany(v)
	if err != nil {
		return nil, err
	}
	list, err := members(v)
	for i, c := range out {
		for _, m := range list {
			if m.User == c.User {
				out[i].Member = m
			}
		}
	}
	return out, err
}

func listCompany(v *gate.CaseView) ([]Company, error) {
	return gate.List(v.Query, qCompany, func(c *Company) []any {
		return []any{&c.User, clock.Stored{T: &c.From}, clock.Stored{T: &c.Until}}
	}, clock.Micros(v.Now()))
}

// moveCompany moves the time of whoever accompanies with the plan, or with the arrival.
func moveCompany(tx *gate.CaseTx, from, until time.Time) error {
	list, err := listCompany(&tx.CaseView)
	if err != nil || len(list) == 0 {
		return err
	}
	if err := tx.MoveWindow(from, until); err != nil {
		return err
	}
	return casefile.Later(tx, partJob, until)
}

// companyFollows has whoever is with her go on reading the way while no place expects her, for a day at most: until it
// is told where she is, and that can be undone no more, or another place is hers.
func companyFollows(tx *gate.CaseTx, told casefile.Kind) error {
	switch told {
	case casefile.SearchAgain{}.Kind(), DidNotCome{}.Kind():
		facts, err := casefile.Facts(&tx.CaseView)
		if err != nil || !casefile.Stranded(casefile.StageOf(facts), facts) {
			return err
		}
		return moveCompany(tx, tx.Now(), tx.Now().Add(Around))
	case WhereaboutsTold{}.Kind():
		return moveCompany(tx, tx.Now(), tx.Now().Add(casefile.SlipTime))
	case casefile.Placed{}.Kind():
		return casefile.PartCompany(tx)
	}
	return nil
}

// partCompany deletes the keys of whoever accompanied, once their time is over.
func (d *Desk) partCompany(ctx context.Context, j outbox.Job) error {
	return casefile.OnTime(ctx, d.gate, j, PartCompany, func(tx *gate.CaseTx) error { return tx.PartCompanions() })
}

// accompanied lists the journeys that the reader accompanies now, and for a day those that were called off. It is about
// a person, so it is listed once, for the first of their teams.
func accompanied(v *gate.CircleView) ([]casefile.Item, error) {
	if v.Team() != v.Actor().Teams()[0] {
		return nil, nil
	}
	out, err := gate.Collect(v.Own, qAstray, func(rows *gate.Rows) (it casefile.Item, err error) {
		it = casefile.Item{Band: casefile.Now, Alarm: true, Danger: casefile.Outside,
			Text: "journey.home.accompany_astray", Action: "journey.home.step"}
		it.Case, err = casefile.ScanHeader(rows, clock.Stored{T: &it.Since})
		it.Link = "/cases/" + it.Case.Ref.String() + "/step"
		return it, err
	})
	if err != nil {
		return nil, err
	}
	off, err := gate.Collect(v.Own, qForNothing, func(rows *gate.Rows) (it casefile.Item, err error) {
		it = casefile.Item{Band: casefile.Now, Alarm: true, Text: "journey.home.accompany_off"}
		it.Case, err = casefile.ScanHeader(rows, clock.Stored{T: &it.Since})
		return it, err // nothing of the case is to be opened any more
	})
	if err != nil {
		return nil, err
	}
	under, err := gate.Collect(v.Own, qAccompanied, func(rows *gate.Rows) (casefile.Item, error) {
		var expected int64
		var department string
		h, err := casefile.ScanHeader(rows, &expected, &department)
		if err != nil {
			return casefile.Item{}, err
		}
		return casefile.Item{Band: casefile.Now, Case: h, Due: clock.FromMicros(expected), In: department,
			Text: "journey.home.accompany",
			Link: "/cases/" + h.Ref.String() + "/step", Action: "journey.home.step"}, nil
	})
	return slices.Concat(out, off, under), err
}
