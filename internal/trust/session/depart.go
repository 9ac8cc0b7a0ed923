package session

import (
	"context"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/ground"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/journal"
	"havre.example/havre/internal/trust/vault"
)

// ErrLastAdministrator tells that somebody else must become administrator first.
var ErrLastAdministrator = fault.NewConflict("session.last_administrator")

var (
	qUnwraps = sqldb.Declare("session.unwrap_member", `delete from vault_member_wrap where user_id = $1
		and team_id = $2`)
	qLeft = sqldb.Declare("session.left", `update access_membership set left_at = $3 where user_id = $1
		and team_id = $2 and left_at = 0`)
	qRest = sqldb.Declare("session.rest", `select count(*) from access_membership where user_id = $1
		and left_at = 0`)
	qGone           = sqldb.Declare("session.gone", `update access_user set left_at = $2 where id = $1`)
	qViewsGone      = sqldb.Declare("session.views_gone", `delete from access_view where user_id = $1`)
	qAdministrators = sqldb.Declare("session.administrators", `select count(*) from `+access.Members+`
		where m.role = 'administrator' and m.until_at = 0`)
	qRetire = sqldb.Declare("session.retire", `update vault_team_key set retired_at = $2 where team_id = $1
		and retired_at = 0`)
	qHolders = sqldb.Declare("session.holders", `select distinct w.user_id, k.public_key from vault_member_wrap w
		join vault_user_key k on k.user_id = w.user_id
		join access_membership m on m.user_id = w.user_id and m.team_id = w.team_id and m.left_at = 0
		where w.team_id = $1 and w.epoch = $2`)
)

// Depart ends somebody's membership of a team: their sessions close at once, their wraps of the team's keys are gone,
// and the team gets its next key, handed to the members who held the one before. Who is in no team any more has left.
// What is sealed from now on is out of the leaver's reach whatever they copied.
func (k *Keeper) Depart(ctx context.Context, who access.Actor, team access.TeamID, leaver access.UserID) error {
	d := access.Decide(who, Departed, nil, k.g.Clock.Now())
	if d.StepUp {
		return access.ErrStepUp
	}
	if !d.Allowed {
		return fault.ErrAbsent
	}
	return fault.In("end a membership", k.g.DB.Write(ctx, func(tx *sqldb.Tx) error {
		if err := leave(tx, team, leaver); err != nil {
			return err
		}
		if err := rotate(tx, team, who.User()); err != nil {
			return err
		}
		return k.g.Journal.Append(tx, journal.New(tx.Now(), who.User().Bytes(), team.Bytes(), Departed.Name,
			leaver.Bytes(), journal.Detail{Weak: true}))
	}))
}

// leave takes away roles, wraps and sessions.
func leave(tx *sqldb.Tx, team access.TeamID, leaver access.UserID) error {
	now := clock.Micros(tx.Now())
	n, err := tx.Exec(qLeft, leaver, team, now)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.ErrAbsent
	}
	var left, rest int
	if err := tx.QueryRow(qAdministrators).Scan(&left); err != nil {
		return err
	}
	if left == 0 {
		return ErrLastAdministrator
	}
	if err := takeKeys(tx, team, leaver); err != nil {
		return err
	}
	if err := tx.QueryRow(qRest, leaver).Scan(&rest); err != nil || rest > 0 {
		return err
	}
	if _, err := tx.Exec(qViewsGone, leaver); err != nil {
		return err
	}
	_, err = tx.Exec(qGone, leaver, now)
	return err
}

// rotate retires the team's key and makes the next one for those who held it. Where nobody did, the next member founds
// a new one.
func rotate(tx *sqldb.Tx, team access.TeamID, by access.UserID) error {
	var epoch int64
	var raw []byte
	err := tx.QueryRow(ground.TeamKey, team).Scan(&epoch, &raw)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	holders, err := holdersOf(tx, team, epoch)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(qRetire, team, clock.Micros(tx.Now())); err != nil || len(holders) == 0 {
		return err
	}
	return newEpoch(tx, team, by, holders)
}

func holdersOf(tx *sqldb.Tx, team access.TeamID, epoch int64) ([]holder, error) {
	rows, err := tx.Query(qHolders, team, epoch)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []holder
	for rows.Next() {
		var h holder
		var raw []byte
		if err := rows.Scan(&h.user, &raw); err != nil {
			return nil, err
		}
		if h.key, err = vault.ParsePublicKey(raw); err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, rows.Err()
}
