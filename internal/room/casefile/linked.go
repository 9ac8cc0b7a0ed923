package casefile

import (
	"fmt"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/gate"
)

// The codes of an arrival and of an end finish with their day, {"on":"2026-11-25"}: DayOf is the day of a fact f,
// EndDay that of a fact e. Figures follow it, since it is put right where it was noted by mistake, and the hour of
// telling not.
const (
	DayOf  = `substr(f.coded, length(f.coded) - 11, 10)`
	EndDay = `substr(e.coded, length(e.coded) - 11, 10)`
)

// A person who was transferred has several cases, the first and those that follow it. What holds for her, dangers,
// people kept apart, aid, the one stay (I6), holds over all of them: queries join them by these.
const (
	// OfHers joins as m every case of the person of the case c, itself included.
	OfHers = `(m.id = coalesce(c.first_id, c.id) or m.first_id = coalesce(c.first_id, c.id))`
	// OfTheirs joins as w every case of the person of the case o.
	OfTheirs = `(w.id = coalesce(o.first_id, o.id) or w.first_id = coalesce(o.first_id, o.id))`
	// Hers are the ids of all cases of the person of the case in $1.
	Hers = `(select m.id from casefile_case c join casefile_case m on ` + OfHers + ` where c.id = $1)`
	// KeptApart are conflicts k, in force, of the person of the case m.
	KeptApart = `k.lifted_at = 0 and (k.case_id = m.id or k.other_case_id = m.id)`
	// FromWhom joins as k what keeps the person of the case m apart, as o the case it names beside hers, and as w every
	// case of that one's person.
	FromWhom = `join casefile_conflict k on ` + KeptApart + `
		join casefile_case o on o.id = case when k.case_id = m.id then k.other_case_id else k.case_id end
		join casefile_case w on ` + OfTheirs
	// ArrivedElsewhere are her other cases m, beside the case c, with the arrivals a noted there.
	ArrivedElsewhere = `casefile_case m join casefile_fact a on a.case_id = m.id and a.kind = 'arrived'
		and m.id <> c.id and ` + OfHers
	// RightedElsewhere are her other cases m, beside the case c, with the arrivals k put right or undone there.
	RightedElsewhere = `casefile_case m join casefile_correction k on k.case_id = m.id and k.what = 'arrived'
		and m.id <> c.id and ` + OfHers
)

// What the facts of a case say of its way, for conditions of queries.
const (
	// PlacedAt is when the person of the case c was given a place last; 0 for never.
	PlacedAt = `(select coalesce(max(f.at), 0) from casefile_fact f where f.case_id = c.id and f.kind = 'placed')`
	// NoneSince, before a list of kinds and a bracket, is that no fact of these kinds was told of the case c after the
	// fact f: where f is one of them itself, it is the last word.
	NoneSince = `not exists (select 1 from casefile_fact g where g.case_id = c.id and g.at > f.at and g.kind in `
	// StillOver is that after the end e its case was not taken up again.
	StillOver = `not exists (select 1 from casefile_fact g where g.case_id = e.case_id and g.kind = 'reopened'
		and g.at > e.at)`
)

var (
	qFollows = gate.CaseSQL("casefile.follows", `update casefile_case set first_id = (select coalesce(o.first_id, o.id)
		from casefile_case o where o.id = $2) where casefile_case.id = $1`)
	qGoesOn = gate.CaseSQL("casefile.goes_on", `select max(m.open) from casefile_case m, casefile_case
		where casefile_case.id = $1 and m.id in `+Hers)
	qElsewhere = gate.CaseSQL("casefile.elsewhere", `select o.id from casefile_case o
		where (o.stage = 'sheltered' or o.stage = $2) and o.id in
		`+Hers+` and exists (select 1 from casefile_case
		where casefile_case.id = $1
		and casefile_case.id <> o.id)`)
)

// Follow says that the case of tx is the same person's as a former one: a transfer.
func Follow(tx *gate.CaseTx, former gate.CaseID) error {
	_, err := tx.Exec(qFollows, former)
	return fault.In("follow a case", err)
}

// goesOn tells whether any of her cases is open: this one, or one that follows it.
func goesOn(v *gate.CaseView) (bool, error) { return gate.Value[bool](v.Query, qGoesOn) }

// Elsewhere lists the person's other cases in which she is sheltered: once she has arrived here, she is there no more
// (I6).
func Elsewhere(v *gate.CaseView) ([]gate.CaseID, error) { return elsewhere(v, Sheltered) }

// Before lists her other cases in which she is or was sheltered.
func Before(v *gate.CaseView) ([]gate.CaseID, error) { return elsewhere(v, EndedS) }

func elsewhere(v *gate.CaseView, or Stage) ([]gate.CaseID, error) {
	list, err := gate.Values[gate.CaseID](v.Query, qElsewhere, string(or))
	if err != nil {
		return nil, fmt.Errorf("find her other stays: %w", err)
	}
	return list, nil
}
