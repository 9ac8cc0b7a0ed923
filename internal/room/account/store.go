package account

import (
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/session"
)

var (
	qMail    = gate.OfficeSQL("account.mail", `select mail, quiet_from, quiet_until from access_user where id = $1`)
	qSetMail = gate.OfficeSQL("account.set_mail", `update access_user set mail = $2, quiet_from = $3, quiet_until = $4
		where id = $1`)
	qSpeak = gate.OfficeSQL("account.speak", `update access_user set lang = $2 where id = $1`)
	qTeams = gate.OfficeSQL("account.teams", `select id, kind, name from access_team where ended_at = 0
		order by kind, name, id`)
	qTeam      = gate.OfficeSQL("account.team", `select id, kind, name from access_team where id = $1 and ended_at = 0`)
	qOfKind    = gate.OfficeSQL("account.team_of_kind", gate.TeamOfKind)
	qMembers   = gate.OfficeSQL("account.members", members+` order by m.team_id, u.name, u.id, m.role`)
	qMembersOf = gate.OfficeSQL("account.members_of", members+` where m.team_id = $1 order by u.name, u.id, m.role`)
	qTeamsOf   = gate.OfficeSQL("account.teams_of", `select distinct t.id, t.kind, t.name, m.welcomed_at
		from `+access.MembershipsOf+` order by t.name, t.id`)
	qCountRoles = gate.OfficeSQL("account.count_roles", `select m.role, count(distinct m.user_id)
		from `+access.Members+` where m.until_at = 0 group by m.role`)
	qSettings = gate.OfficeSQL("account.settings", `select name, value, changed_at from network_setting
		where name <> 'set_up'`)
	qSet = gate.OfficeSQL("account.set", session.WriteSetting)
)

// members are the memberships in force, one row a role, as readMembers reads them.
const members = `select m.team_id, u.id, u.login, u.name, m.role, m.since_at, m.welcomed_at, m.from_at, m.until_at,
	coalesce(f.name, '') from ` + access.Members + ` left join access_user f on f.id = m.stands_for`

func (t *Team) columns() []any { return []any{&t.ID, &t.Kind, &t.Name} }

// readMembers reads memberships, one row per role, and joins a person's roles in a team; the days of a deputy are
// those of the zone.
func readMembers(zone *time.Location, ask asks, q gate.OfficeQuery, args ...any) (map[access.TeamID][]Member, error) {
	out := map[access.TeamID][]Member{}
	return out, gate.Each(ask, q, func(rows *gate.Rows) error {
		var team access.TeamID
		var m Member
		var role access.Role
		var welcomed, until int64
		var from time.Time
		var whom string
		err := rows.Scan(&team, &m.User, &m.Login, &m.Name, &role, clock.Stored{T: &m.Since}, &welcomed,
			clock.Stored{T: &from}, &until, &whom)
		if err != nil {
			return err
		}
		if until > 0 {
			m.Deputy = days(zone, access.Term{From: from, Until: clock.FromMicros(until)})
			m.For = whom
		}
		m.Roles, m.Waits = []access.Role{role}, welcomed == 0
		list := out[team]
		if n := len(list); n > 0 && list[n-1].User == m.User {
			list[n-1].Roles = append(list[n-1].Roles, role)
			if m.Deputy != (Deputy{}) {
				list[n-1].Deputy = m.Deputy
			}
			list[n-1].Waits = list[n-1].Waits && m.Waits
			return nil
		}
		out[team] = append(list, m)
		return nil
	}, args...)
}

// Member is one person in a team.
type Member struct {
	User  access.UserID
	Login string // only for the administrator
	Name  string
	Roles []access.Role
	Since time.Time
	Waits bool // no colleague has handed them the team's key yet
	Deputy
}

// Deputy is on which days a member stands in, and for whom; zero for a member in their own right.
type Deputy struct {
	From, Through date.Date
	For           string // the name of one person; "" where they stand in for a role
}

// days are the days of a term in a zone.
func days(zone *time.Location, t access.Term) Deputy {
	return Deputy{From: date.In(t.From, zone), Through: date.In(t.Until, zone).AddDays(-1)}
}

// StandsIn tells whether the member is a deputy.
func (d Deputy) StandsIn() bool { return !d.From.IsZero() }

// Team is one team with its members.
type Team struct {
	ID      access.TeamID
	Kind    string // evaluation, logistics, administration, oversight, partner
	Name    string
	Members []Member
}

// Waiting counts the members who wait to be welcomed.
func (t Team) Waiting() int {
	n := 0
	for _, m := range t.Members {
		if m.Waits {
			n++
		}
	}
	return n
}
