package safety

import (
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/trust/gate"
)

// Carry reads the latest assessment and plan of a case, and returns what writes them into a transfer of the same
// person, as those of the case before: they are read, and a new one begins with them.
func (*Desk) Carry(v *gate.CaseView) (func(*gate.CaseTx) error, error) {
	b, err := read(v)
	if err != nil {
		return nil, err
	}
	return func(tx *gate.CaseTx) error {
		if len(b.Assessments)+len(b.Plans) == 0 {
			return nil
		}
		if err := keyed(tx, false); err != nil {
			return err
		}
		if a := b.Present(); len(b.Assessments) > 0 {
			a.Number = 0
			if err := a.add(tx); err != nil {
				return err
			}
		}
		if l := b.Plan(); len(b.Plans) > 0 {
			l.Number = 0
			return l.add(tx)
		}
		return nil
	}, nil
}

var (
	qAssessed = gate.CaseSQL("safety.assessed", `select count(*) from safety_assessment where case_id = $1
		and number > 0`)
	qStands = gate.CaseSQL("safety.stands", `select at, review_on from safety_plan where case_id = $1 and number > 0
		order by number desc limit 1`)
)

// Standing tells the evaluation whether the risk was assessed, of which day the safety plan is (zero: there is none),
// and when it is looked at again.
func Standing(v *gate.CaseView) (assessed bool, plan, review date.Date, err error) {
	n, err := gate.Value[int64](v.Query, qAssessed)
	if err != nil {
		return false, plan, review, fault.In("read whether the risk was assessed", err)
	}
	var at time.Time
	err = v.QueryRow(qStands).Scan(clock.Stored{T: &at}, &review)
	if fault.Is(err, fault.NotFound) {
		return n > 0, plan, review, nil
	}
	return n > 0, v.Country().Day(at), review, fault.In("read of which day the plan is", err)
}
