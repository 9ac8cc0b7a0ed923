package casefile

import (
	"encoding/json"
	"fmt"
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

// Was decodes what stood before into x.
func (c Correction) Was(x any) error { return json.Unmarshal([]byte(c.was), x) }

// Undone tells whether nothing stands in its place.
func (c Correction) Undone() bool { return c.now == "" }

// Now decodes what stands now into x.
func (c Correction) Now(x any) error { return json.Unmarshal([]byte(c.now), x) }

// ErrNoSlip tells that the minutes are over in which something is undone by a press.
var ErrNoSlip = fault.NewConflict("casefile.no_slip")

var (
	qCorrect = gate.CaseSQL("casefile.correct", `insert into casefile_correction (case_id, id, at, team_id, user_id,
		what,
		was, now) values ($1, $2, $3, $4, $5, $6, $7, $8)`)
	qCorrections = gate.CaseSQL("casefile.corrections", `select at, what, user_id, was, now from casefile_correction
		where case_id = $1 and what = $2 order by at desc, id desc`)
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

// Corrections returns what was put right of one kind of record, newest first.
func Corrections(v *gate.CaseView, what string) ([]Correction, error) {
	return gate.List(v.Query, qCorrections, func(c *Correction) []any {
		return []any{clock.Stored{T: &c.At}, &c.What, &c.User, &c.was, &c.now}
	}, what)
}
