package casefile

import (
	"fmt"
	"slices"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/codelist"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

type conflictEntity struct{}

// ConflictID identifies a conflict between two people.
type ConflictID = id.ID[conflictEntity]

// Conflict keeps the people of two cases apart. It is recorded in one case and holds for both.
type Conflict struct {
	ID     ConflictID
	Others []gate.CaseID // the other person's cases: for the engine, never for a page
	Code   string        // of the other case
	Reach  string        // code list conflict_reach
	Since  date.Date     // zero: not stated
	Set    time.Time
	Here   bool        // recorded in this case: its reason can be opened here
	Why    secret.Text // where the act opens the danger compartment and the reason lies in this case
}

var (
	qConflicts = gate.CaseSQL("casefile.conflicts", `select k.id, k.case_id, w.id, o.code, k.reach, k.since_on,
		k.set_at,
		k.reason_sealed
		from casefile_case join casefile_case m on m.id in `+Hers+`
		`+FromWhom+`
		where casefile_case.id = $1 order by k.set_at, k.id, w.id`)
	// The other case is found by its code, and only among those that the acting team evaluates too: no id is typed, and
	// a code of somebody else's case is as unknown as one that does not exist.
	qAddConflict = gate.CaseSQL("casefile.add_conflict", `insert into casefile_conflict (case_id, id, other_case_id,
		reach, since_on, set_at, reason_sealed)
		select $1, $2, c.id, $3, $4, $5, $6 from casefile_case c join casefile_circle o on o.case_id = c.id
		where c.code = $7 and c.id <> $1 and o.team_id = $8 and o.ended_at = 0 and o.relation = 'evaluates'`)
	// What was recorded in the other case stays in force there, with its reason.
	qLiftPair = gate.CaseSQL("casefile.lift_pair", `update casefile_conflict set lifted_at = $2 where lifted_at = 0
		and casefile_conflict.case_id = $1 and other_case_id in (select c.id from casefile_case c where c.code = $3)`)
	qLiftConflict = gate.CaseSQL("casefile.lift_conflict", `update casefile_conflict set lifted_at = $2
		where (case_id = $1 or other_case_id = $1 or case_id in `+Hers+` or other_case_id in `+Hers+`)
		and id = $3 and lifted_at = 0`)
)

// reasonIn is why two people must not be near each other.
var reasonIn = gate.Column(vault.Danger, "casefile_conflict.reason_sealed")

// Conflicts returns the conflicts in force of the person, whichever of her cases, or of the other's, they were recorded
// in.
func Conflicts(v *gate.CaseView) ([]Conflict, error) {
	var out []Conflict
	err := gate.Each(v.Query, qConflicts, func(rows *gate.Rows) error {
		var c Conflict
		var in, other gate.CaseID
		var at int64
		var why gate.Sealed
		if err := rows.Scan(&c.ID, &in, &other, &c.Code, &c.Reach, &c.Since, &at, &why); err != nil {
			return err
		}
		if n := len(out); n > 0 && out[n-1].ID == c.ID {
			out[n-1].Others = append(out[n-1].Others, other)
			return nil
		}
		c.Others, c.Set, c.Here = []gate.CaseID{other}, clock.FromMicros(at), in == v.ID()
		var err error
		if c.Here && !why.Empty() {
			c.Why, err = reasonIn.Held(v, c.ID, why)
		}
		out = append(out, c)
		return err
	})
	return out, err
}

// KeepApart records that the people of another case and of this one must not be near each other. The other case is
// named by its code and must be one that the acting team evaluates; NotFound otherwise. A conflict in force between the
// two that was recorded here is replaced, with its day and its reason, and stays on record. What is nearer than one in
// force is ErrNearer: a distance is given up by lifting it alone.
func KeepApart(tx *gate.CaseTx, code, reach string, since date.Date, why secret.Text) error {
	code = CleanCode(code)
	all, err := Conflicts(&tx.CaseView)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.Code != code {
			continue
		}
		if rankOf(tx.Country(), reach) < rankOf(tx.Country(), c.Reach) {
			return ErrNearer
		}
		if !c.Here {
			continue // stays in force beside this one
		}
		if since.IsZero() {
			since = c.Since
		}
		if !c.Why.Empty() && !c.Why.Equal(why) {
			why = secret.Lines(c.Why, why)
		}
	}
	if _, err := tx.Exec(qLiftPair, clock.Micros(tx.Now()), code); err != nil {
		return fmt.Errorf("keep apart: %w", err)
	}
	row := id.New[conflictEntity](tx.Now())
	sealed := gate.Sealed{}
	if !why.Empty() {
		var err error
		if sealed, err = reasonIn.Seal(tx, row, why); err != nil {
			return fmt.Errorf("keep apart: %w", err)
		}
	}
	n, err := tx.Exec(qAddConflict, row, reach, since, clock.Micros(tx.Now()), sealed, code, tx.Team())
	if err == nil && n == 0 {
		return errNoSuchCode
	}
	return fault.In("keep apart", err)
}

// ErrNearer tells that the two are kept farther apart: nothing is weakened by noting something else.
var ErrNearer = fault.NewAbout("reach", "casefile.apart_nearer")

// rankOf orders the distances to be kept; each includes the ones before it.
func rankOf(in *country.Pack, reach string) int {
	c, _ := in.List(codelist.ConflictReach).Find(reach)
	return c.Rank
}

// LiftConflict ends a conflict of this case for both; it stays on record.
func LiftConflict(tx *gate.CaseTx, c ConflictID) error {
	n, err := tx.Exec(qLiftConflict, clock.Micros(tx.Now()), c)
	if err == nil && n == 0 {
		return fault.ErrAbsent
	}
	return fault.In("lift conflict", err)
}

// Tie is something that cannot move, and how long the way to it may take at most. What it is stays in the needs.
type Tie struct {
	Area    string `json:"area"` // code of the country pack
	Minutes int    `json:"minutes"`
}

var (
	qTies = gate.CaseSQL("casefile.ties", `select area, most_minutes from casefile_tie where case_id = $1
		and lifted_at = 0 order by area`)
	qAddTie = gate.CaseSQL("casefile.add_tie", `insert into casefile_tie (case_id, area, most_minutes, set_at)
		values ($1, $2, $3, $4)`)
	qLiftTie = gate.CaseSQL("casefile.lift_tie", `update casefile_tie set lifted_at = $3 where case_id = $1
		and area = $2 and lifted_at = 0`)
)

// Ties returns what has to stay within reach.
func Ties(v *gate.CaseView) ([]Tie, error) {
	return gate.List(v.Query, qTies, func(t *Tie) []any {
		return []any{&t.Area, &t.Minutes}
	})
}

// SetTies makes the list of ties the one given; what is not in it any more stays on record.
func SetTies(tx *gate.CaseTx, ties []Tie) error {
	have, err := Ties(&tx.CaseView)
	if err != nil {
		return err
	}
	now := clock.Micros(tx.Now())
	for _, t := range have {
		if !slices.Contains(ties, t) {
			if _, err := tx.Exec(qLiftTie, t.Area, now); err != nil {
				return fmt.Errorf("lift tie: %w", err)
			}
		}
	}
	for _, t := range ties {
		if !slices.Contains(have, t) {
			if _, err := tx.Exec(qAddTie, t.Area, t.Minutes, now); err != nil {
				return fmt.Errorf("add tie: %w", err)
			}
		}
	}
	return nil
}
