package casefile

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/gate"
)

type correctionEntity struct{}

// Correction is one thing that was recorded by mistake and put right, by whoever may record it: a dated line of its own
// that shows what stood before and what stands now. Both are codes of the room that recorded it.
type Correction struct {
	At   time.Time
	What string // which record: "aid"
	User gate.UserID
	was  string
	now  string
}

// Undone tells whether nothing stands in its place.
func (c Correction) Undone() bool { return c.now == "" }

// Read decodes what stood before and, unless it was undone, what stands now.
func (c Correction) Read(was, now any) error {
	if err := json.Unmarshal([]byte(c.was), was); err != nil || c.Undone() {
		return err
	}
	return json.Unmarshal([]byte(c.now), now)
}

// Slack is how long before its planned hour something noted as done is nothing to ask about; earlier it may be a slip
// of the hand.
const Slack = time.Hour

// ErrNoSlip tells that the minutes are over in which something is undone by a press.
var ErrNoSlip = fault.NewConflict("casefile.no_slip")

var (
	qCorrect = gate.CaseSQL("casefile.correct", `insert into casefile_correction (case_id, id, at, team_id, user_id,
		what, was, now) values ($1, $2, $3, $4, $5, $6, $7, $8)`)
	qCorrections = gate.CaseSQL("casefile.corrections", `select at, what, user_id, was, now from casefile_correction
		where case_id = $1 order by at desc, id desc`)
)

// Correct writes down that a record was put right, in the transaction that changes it; now is nil where it is undone.
func Correct(tx *gate.CaseTx, what string, was, now any) error {
	before, err := json.Marshal(was)
	if err != nil {
		return fmt.Errorf("correct %s: %w", what, err)
	}
	var after []byte
	if now != nil {
		if after, err = json.Marshal(now); err != nil {
			return fmt.Errorf("correct %s: %w", what, err)
		}
	}
	_, err = tx.Exec(qCorrect, id.New[correctionEntity](tx.Now()), clock.Micros(tx.Now()), tx.Team().Or(),
		tx.Actor().User().Or(), what, string(before), string(after))
	return fault.In("correct "+what, err)
}

// Corrections returns what was put right of some kinds of records, newest first.
func Corrections(v *gate.CaseView, whats ...string) ([]Correction, error) {
	all, err := Once(v, "corrections", func(v *gate.CaseView) ([]Correction, error) {
		return gate.List(v.Query, qCorrections, func(c *Correction) []any {
			return []any{clock.Stored{T: &c.At}, &c.What, &c.User, &c.was, &c.now}
		})
	})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(c Correction) bool { return !slices.Contains(whats, c.What) }), nil
}

var (
	qReplace = gate.CaseSQL("casefile.replace", `update casefile_fact set coded = $3 where case_id = $1 and id = $2`)
	qUntell  = gate.CaseSQL("casefile.untell", `delete from casefile_fact where case_id = $1 and id = $2`)
)

// Replace puts the latest fact of its kind right: f stands in its place, under its hour, so that whatever reads it
// reads what was the case; a line keeps what was told. Every room follows (Part.Corrected).
func Replace(tx *gate.CaseTx, f Fact) error {
	facts, err := Facts(&tx.CaseView)
	if err != nil {
		return err
	}
	told, ok := Last(facts, f.Kind())
	if !ok {
		return ErrStep
	}
	raw, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("correct %s: %w", f.Kind(), err)
	}
	if err := Correct(tx, string(f.Kind()), json.RawMessage(told.Raw), json.RawMessage(raw)); err != nil {
		return err
	}
	if _, err := tx.Exec(qReplace, told.ID, string(raw)); err != nil {
		return fault.In("correct "+string(f.Kind()), err)
	}
	if err := stillSince(tx); err != nil {
		return err
	}
	return follow(tx, f.Kind())
}

// stillSince keeps since when a case stands where it stands equal to what the facts now say.
func stillSince(tx *gate.CaseTx) error {
	told, err := Facts(&tx.CaseView)
	if err != nil {
		return err
	}
	now, _ := along(told)
	since, err := now.lasts(&tx.CaseView, told)
	if err != nil {
		return err
	}
	_, err = tx.Exec(qSince, clock.Micros(since))
	return fault.In("keep since when", err)
}

// Undo takes the latest fact of a kind back as a slip, within ten minutes and while the case stands where the fact
// brought it: the case stands where it stood before. was is what the line that stays says of it.
func Undo(tx *gate.CaseTx, kind Kind, was any) error {
	facts, err := Facts(&tx.CaseView)
	if err != nil {
		return err
	}
	told := lastMove(facts)
	switch {
	case told.Kind != kind:
		return ErrStep
	case !Slipped(told.At, tx.Now()):
		return ErrNoSlip
	}
	if err := Correct(tx, string(kind), was, nil); err != nil {
		return err
	}
	return untell(tx, facts, told)
}

// TakeBack takes a fact back with the record that told it, in the transaction that takes the record back and keeps a
// line of it: the case stands where the other facts bring it. ErrStep where the fact is there no longer.
func TakeBack(tx *gate.CaseTx, which FactID) error {
	facts, err := Facts(&tx.CaseView)
	if err != nil {
		return err
	}
	for _, f := range facts {
		if f.ID == which {
			return untell(tx, facts, f)
		}
	}
	return ErrStep
}

// untell removes a fact; every room follows.
func untell(tx *gate.CaseTx, facts []Told, told Told) error {
	if _, err := tx.Exec(qUntell, told.ID); err != nil {
		return fault.In("undo "+string(told.Kind), err)
	}
	if _, err := tx.Exec(qUnring, string(told.Kind), clock.Micros(told.At)); err != nil {
		return fault.In("undo "+string(told.Kind), err)
	}
	if err := settle(tx, StageOf(facts)); err != nil {
		return err
	}
	return follow(tx, told.Kind)
}

// lastMove is the fact that brought a case to where it stands; the zero one where none did.
func lastMove(facts []Told) (last Told) {
	for _, f := range facts {
		if tellings[f.Kind].To != "" || f.Kind == "resumed" || f.Kind == "reopened" {
			last = f
		}
	}
	return last
}

// Undoable tells whether the case stands where a fact of a kind brought it, so shortly ago that it can be undone.
func Undoable(facts []Told, kind Kind, now time.Time) bool {
	told := lastMove(facts)
	return told.Kind == kind && Slipped(told.At, now)
}

// follow has every room follow a fact that was put right or undone.
func follow(tx *gate.CaseTx, kind Kind) error {
	return inEveryRoom("correct "+string(kind), func(p Part) error {
		if p.Corrected == nil {
			return nil
		}
		return p.Corrected(tx, kind)
	})
}
