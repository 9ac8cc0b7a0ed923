package gate

import (
	"errors"
	"fmt"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/internal/sqldb"
	"havre.example/havre/internal/trust/vault"
)

var (
	qTeamWraps = sqldb.Declare("gate.team_wraps", `select w.id, w.holder_id, w.compartments from vault_wrap w
		join access_team t on t.id = w.holder_id
		where w.object_id = $1 and w.until_at = 0 order by w.granted_at, w.id`)
	qDropWrap = sqldb.Declare("gate.drop_wrap", `delete from vault_wrap where id = $1`)
	qTakeBack = sqldb.Declare("gate.take_back", `delete from vault_wrap where object_id = $1 and holder_id = $2
		and compartments = $3`)
	qUserKey = sqldb.Declare("gate.user_key", `select k.public_key from vault_user_key k
		join access_user u on u.id = k.user_id where k.user_id = $1 and u.left_at = 0`)
	qCompanion = sqldb.Declare("gate.companion", `select case_id, user_id, from_at, until_at from casefile_companion
		where alias = $1 and ended_at = 0`)
	qNamePerson = sqldb.Declare("gate.name_person", `insert into casefile_companion (alias, case_id, user_id, from_at,
		until_at) values ($1, $2, $3, $4, $5)
		on conflict (case_id, user_id) do update set alias = $1, from_at = $4, until_at = $5, ended_at = 0`)
	qWindow = sqldb.Declare("gate.window", `update casefile_companion set from_at = $2, until_at = $3
		where case_id = $1 and ended_at = 0`)
	qPartKeys = sqldb.Declare("gate.part_keys", `delete from vault_wrap where object_id = $1
		and holder_id in (select user_id from casefile_companion where case_id = $1 and until_at <= $2)`)
	qPart = sqldb.Declare("gate.part", `update casefile_companion set ended_at = $2 where case_id = $1 and ended_at = 0
		and until_at <= $2`)
)

// Split gives compartments of the case, wherever they lie in one wrap with others, a wrap of their own, so that they
// can be taken back without a key and without touching the rest. The acting team rewraps what it can open itself.
func (t *CaseTx) Split(set vault.Set) error {
	t.mayGrant(set)
	all := t.act
	all.Opens = vault.All
	own, err := unwrap(t.tx, t.who, all, t.id.Bytes())
	if err != nil {
		return err
	}
	list, err := t.teamWraps()
	if err != nil {
		return err
	}
	for _, w := range list {
		if w.holds&set == vault.None || set.Has(w.holds) || !own.bundle.Set().Has(w.holds) {
			continue
		}
		err := addWrap(&t.handle, t.id.Bytes(), w.team, own.bundle, w.holds&set)
		if errors.Is(err, ErrNoKey) {
			continue // nobody works there any more
		}
		if err == nil {
			err = addWrap(&t.handle, t.id.Bytes(), w.team, own.bundle, w.holds&^set)
		}
		if err == nil {
			_, err = t.exec(qDropWrap, w.id)
		}
		if err != nil {
			return fmt.Errorf("split a wrap: %w", err)
		}
	}
	return nil
}

type teamWrap struct {
	id    id.ID[wrapEntity]
	team  access.TeamID
	holds vault.Set
}

func (t *CaseTx) teamWraps() (out []teamWrap, err error) {
	err = t.tx.Each(qTeamWraps, func(rows *Rows) error {
		var w teamWrap
		var names string
		if err := rows.Scan(&w.id, &w.team, &names); err != nil {
			return err
		}
		w.holds, err = vault.ParseSet(names)
		out = append(out, w)
		return err
	}, t.id)
	return out, fault.In("read wraps", err)
}

// TakeBack takes a compartment that lies in a wrap of its own back from a team, and tells whether there was one. It
// needs no key: the machine does it. The act must name the compartment in Grants.
func (t *CaseTx) TakeBack(team access.TeamID, c vault.Compartment) (bool, error) {
	t.mayGrant(c)
	n, err := t.exec(qTakeBack, t.id, team, c.String())
	if err == nil && c.Has(vault.Identity) {
		_, err = t.exec(qDropCard, t.id, team)
	}
	return n > 0, fault.In("take keys back", err)
}

// Accompany names a person to the case, from an instant until another, and wraps compartments to that person's own
// key: to nobody else of their team. Before and after, the door stays shut; PartCompanions deletes the wrap.
func (t *CaseTx) Accompany(user access.UserID, set vault.Set, from, until time.Time) error {
	t.mayGrant(set)
	var raw []byte
	if err := t.row(qUserKey, user).Scan(&raw); err != nil {
		return fmt.Errorf("read a person's key: %w", err)
	}
	k, err := vault.ParsePublicKey(raw)
	if err != nil {
		return err
	}
	if err := t.box.revoke(user.Bytes()); err != nil {
		return err
	}
	if err := wrapTo(&t.handle, t.id.Bytes(), user.Bytes(), teamKey{1, k}, t.box.bundle, set); err != nil {
		return err
	}
	t.entry.granted |= set
	_, err = t.exec(qNamePerson, id.Random[aliasEntity](), t.id, user, clock.Micros(from), clock.Micros(until))
	return fault.In("name a person", err)
}

// MoveWindow moves the time in which the people named may look.
func (t *CaseTx) MoveWindow(from, until time.Time) error {
	_, err := t.exec(qWindow, t.id, clock.Micros(from), clock.Micros(until))
	return fault.In("move a window", err)
}

// PartCompanions ends the naming of everybody whose time is over and deletes their keys.
func (t *CaseTx) PartCompanions() error {
	if _, err := t.exec(qPartKeys, t.id, clock.Micros(t.now)); err != nil {
		return fmt.Errorf("part from a person named: %w", err)
	}
	_, err := t.exec(qPart, t.id, clock.Micros(t.now))
	return fault.In("part from a person named", err)
}

// named decides for somebody who is in no team of the circle but named in person.
func named(tx *sqldb.Tx, who access.Actor, act access.Act, ref CaseRef) (found, error) {
	var f found
	var user access.UserID
	var from, until int64
	if err := tx.QueryRow(qCompanion, ref).Scan(&f.id, &user, &from, &until); err != nil {
		return f, err
	}
	if err := tx.QueryRow(qJournal, f.id).Scan(&f.journal); err != nil {
		return f, err
	}
	if now := clock.Micros(tx.Now()); user != who.User() || now < from || now >= until {
		return f, nil // decided: refused
	}
	var standing []access.Standing
	for _, team := range who.Teams() {
		standing = append(standing, access.Standing{Team: team, Relation: access.Accompanies})
	}
	f.decision, f.ref, f.relation = access.Decide(who, act, standing, tx.Now()), ref, access.Accompanies
	return f, nil
}
