package account

import (
	"context"
	"slices"
	"strings"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/session"
)

// PageSize is how many teams a page of people shows.
const PageSize = 30

// Listing is a page of teams.
type Listing struct {
	Of    Query
	Views []string // of the list, that its reader keeps
	Teams []Team
	Total int
	More  bool
}

// Query is which teams are listed; what is empty leaves none out.
type Query struct {
	Find  string // in the name of a team or of a member; letter case and accents do not matter
	Kind  string
	Waits bool // with somebody who waits to be welcomed
	Page  int  // from 0
}

// ListName is the name under which views of the list of teams are kept.
const ListName = "people"

// Teams returns a page of teams with their members: all of them for the administrator, one's own for everybody else.
func (d *Desk) Teams(ctx context.Context, who access.Actor, q Query) (Listing, error) {
	var all []Team
	var views []string
	err := d.gate.Office(ctx, who, People, func(v *gate.OfficeView) error {
		teams, err := gate.List(v.Query, qTeams, (*Team).columns)
		if err != nil {
			return err
		}
		members, err := readMembers(v.Country().Zone(), v.Query, qMembers)
		if err != nil {
			return err
		}
		all = all[:0]
		for _, t := range teams {
			if t.Members = members[t.ID]; maySee(who, t.ID) {
				all = append(all, narrowed(who, t))
			}
		}
		views, err = gate.Views(v.Query, who, ListName)
		return err
	})
	if err != nil {
		return Listing{}, err
	}
	all = slices.DeleteFunc(found(all, q.Find), func(t Team) bool {
		return q.Kind != "" && t.Kind != q.Kind || q.Waits && t.Waiting() == 0
	})
	l := Listing{Of: q, Views: views, Total: len(all)}
	l.Teams, l.More = gate.PageAt(all, q.Page, PageSize)
	return l, nil
}

func maySee(who access.Actor, team access.TeamID) bool {
	return who.Has(access.Administrator) || who.In(team)
}

// narrowed leaves logins to the administrator.
func narrowed(who access.Actor, t Team) Team {
	if !who.Has(access.Administrator) {
		for i := range t.Members {
			t.Members[i].Login = ""
		}
	}
	return t
}

func found(all []Team, find string) []Team {
	want := letters.Words(find)
	if want == "" {
		return all
	}
	var out []Team
	for _, t := range all {
		hit := strings.Contains(letters.Words(t.Name), want)
		for _, m := range t.Members {
			hit = hit || strings.Contains(letters.Words(m.Name), want) ||
				m.Login != "" && strings.Contains(letters.Words(m.Login), want)
		}
		if hit {
			out = append(out, t)
		}
	}
	return out
}

// TeamPage is one team, with what the person may do there.
type TeamPage struct {
	Team
	Invites []access.Role // roles the person may invite to
	Own     bool          // the person is a member
	Departs bool          // the person may end a membership
}

// Team returns one team: any for the administrator, one's own for everybody else.
func (d *Desk) Team(ctx context.Context, who access.Actor, team access.TeamID) (TeamPage, error) {
	var p TeamPage
	err := d.gate.Office(ctx, who, People, func(v *gate.OfficeView) error {
		p = TeamPage{}
		if !maySee(who, team) {
			return fault.ErrAbsent
		}
		if err := v.QueryRow(qTeam, team).Scan(&p.ID, &p.Kind, &p.Name); err != nil {
			return err
		}
		members, err := readMembers(v.Country().Zone(), v.Query, qMembersOf, team)
		if err != nil {
			return err
		}
		p.Members = members[team]
		return nil
	})
	if err != nil {
		return TeamPage{}, err
	}
	p.Team = narrowed(who, p.Team)
	p.Invites, p.Own, p.Departs = mayGive(who, team, p.Kind), who.In(team), who.Has(access.Administrator)
	return p, nil
}

// Member returns one member of a team; NotFound when there is none.
func (p TeamPage) Member(user access.UserID) (Member, error) {
	return gate.Among(p.Members, func(m Member) bool { return m.User == user })
}

// LastReader tells whether the member is the only one who can open what the team was given.
func (p TeamPage) LastReader(m Member) bool {
	readers := 0
	for _, x := range p.Members {
		if !x.Waits {
			readers++
		}
	}
	return !m.Waits && readers == 1
}

// StandIn is what a deputy is invited to: from which day, through which, and for whom, if for one person.
type StandIn struct {
	From, Through date.Date
	For           access.UserID
}

// Invite makes a one-time invitation to the team and returns its code, to be read out by telephone within 48 hours.
func (d *Desk) Invite(ctx context.Context, who access.Actor, p TeamPage, roles []access.Role) (string, error) {
	if !p.mayInvite(roles) {
		return "", fault.ErrAbsent
	}
	return d.keeper.Invite(ctx, who, p.ID, roles)
}

// InviteDeputy is Invite for somebody who stands in on some days alone: for a role, or for one member of the team.
func (d *Desk) InviteDeputy(ctx context.Context, who access.Actor, p TeamPage, roles []access.Role,
	in StandIn) (string, error) {
	if !p.mayInvite(roles) {
		return "", fault.ErrAbsent
	}
	if in.From.IsZero() || in.Through.IsZero() {
		return "", session.ErrTerm
	}
	if !in.For.IsZero() {
		if _, err := p.Member(in.For); err != nil {
			return "", err
		}
	}
	zone := d.gate.Country().Zone()
	return d.keeper.InviteDeputy(ctx, who, p.ID, roles, session.StandIn{
		Term: access.Term{From: in.From.Time(zone), Until: in.Through.AddDays(1).Time(zone)}, For: in.For})
}

func (p TeamPage) mayInvite(roles []access.Role) bool {
	for _, r := range roles {
		if !slices.Contains(p.Invites, r) {
			return false
		}
	}
	return true
}

// Waiting is a colleague who waits to be welcomed.
type Waiting = session.Waiting

// Waiting returns a colleague who waits in one of the person's own teams, with the six words to compare.
func (d *Desk) Waiting(ctx context.Context, who access.Actor, team access.TeamID, user access.UserID) (Waiting, error) {
	list, err := d.keeper.WaitingIn(ctx, who, team)
	if err != nil {
		return Waiting{}, err
	}
	return gate.Among(list, func(w Waiting) bool { return w.User == user })
}

// Welcome hands the team's keys to a colleague whose six words were compared by telephone.
func (d *Desk) Welcome(ctx context.Context, who access.Actor, team access.TeamID, user access.UserID) error {
	return d.keeper.Admit(ctx, who, team, user)
}

// Depart ends a membership: the person's sessions close at once.
func (d *Desk) Depart(ctx context.Context, who access.Actor, team access.TeamID, user access.UserID) error {
	return d.keeper.Depart(ctx, who, team, user)
}

// Arrival is what a newcomer sees: their six words, and whose door is still closed.
type Arrival struct {
	Words   []string
	Waiting []Team // teams whose members have not welcomed them yet
}

// Arrival returns the person's own six words and the teams in which they wait.
func (d *Desk) Arrival(ctx context.Context, who access.Actor) (Arrival, error) {
	words, err := d.keeper.Fingerprint(who)
	if err != nil {
		return Arrival{}, err
	}
	a := Arrival{Words: words}
	err = d.gate.Office(ctx, who, People, func(v *gate.OfficeView) error {
		a.Waiting = nil
		err := gate.Each(v.Query, qTeamsOf, func(rows *gate.Rows) error {
			var t Team
			var welcomed int64
			if err := rows.Scan(&t.ID, &t.Kind, &t.Name, &welcomed); err != nil {
				return err
			}
			if welcomed == 0 {
				a.Waiting = append(a.Waiting, t)
			}
			return nil
		}, who.User())
		return err
	})
	return a, err
}
