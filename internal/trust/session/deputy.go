package session

import (
	"context"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/journal"
)

// DeputyOver is how the machine ends what a deputy stood in for, once the days are over.
var DeputyOver = access.Define(access.Act{Name: "session.deputy_over", Door: access.OfficeDoor, By: access.ByMachine})

var (
	qOver = sqldb.Declare("session.deputies_over", `select distinct user_id, team_id from access_membership
		where left_at = 0 and until_at > 0 and until_at <= $1 order by user_id, team_id`)
	qEndDeputy = sqldb.Declare("session.end_deputy", `update access_membership set left_at = $3 where user_id = $1
		and team_id = $2 and left_at = 0 and until_at > 0 and until_at <= $3`)
	qRestInTeam = sqldb.Declare("session.rest_in_team", `select count(*) from access_membership where user_id = $1
		and team_id = $2 and left_at = 0`)
)

type stood struct {
	user access.UserID
	team access.TeamID
}

// endDeputies ends the memberships of deputies whose days are over. The gate refuses them already; what is left is to
// take the team's keys back, as of anybody who leaves it.
func (k *Keeper) endDeputies(ctx context.Context) error {
	var over []stood
	err := k.g.DB.Read(ctx, func(tx *sqldb.Tx) error {
		over = nil
		return tx.Each(qOver, func(rows *sqldb.Rows) error {
			var s stood
			err := rows.Scan(&s.user, &s.team)
			over = append(over, s)
			return err
		}, clock.Micros(tx.Now()))
	})
	for _, s := range over {
		if err == nil {
			err = k.g.DB.Write(ctx, func(tx *sqldb.Tx) error { return k.endDeputy(tx, s) })
		}
	}
	return fault.In("end what deputies stood in for", err)
}

func (k *Keeper) endDeputy(tx *sqldb.Tx, s stood) error {
	now := clock.Micros(tx.Now())
	if n, err := tx.Exec(qEndDeputy, s.user, s.team, now); err != nil || n == 0 {
		return err
	}
	var here, rest int
	if err := tx.QueryRow(qRestInTeam, s.user, s.team).Scan(&here); err != nil {
		return err
	}
	if here == 0 { // no other role in this team: its key goes on without them
		if err := takeKeys(tx, s.team, s.user); err != nil {
			return err
		}
		if err := rotate(tx, s.team, s.user); err != nil {
			return err
		}
	}
	if err := tx.QueryRow(qRest, s.user).Scan(&rest); err != nil {
		return err
	}
	if rest == 0 {
		if _, err := tx.Exec(qGone, s.user, now); err != nil {
			return err
		}
	}
	return k.g.Journal.Append(tx, journal.New(tx.Now(), nil, s.team.Bytes(), DeputyOver.Name, s.user.Bytes(),
		journal.Detail{Job: DeputyOver.Name}))
}

// takeKeys deletes the wraps of a team's keys and closes the sessions that hold them open.
func takeKeys(tx *sqldb.Tx, team access.TeamID, user access.UserID) error {
	if _, err := tx.Exec(qUnwraps, user, team); err != nil {
		return err
	}
	_, err := tx.Exec(qEndOf, user, clock.Micros(tx.Now()))
	return err
}
