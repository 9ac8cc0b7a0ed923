package proposal

import (
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Meeting is what a coordinator plans.
type Meeting struct {
	At      time.Time
	In      string // area by whose clocks that hour was written; empty: the head office's
	Way     string
	Attends []string
	Prepare secret.Text       // what the host must prepare, in words; read by the evaluation team and this host
	Why     decision.Override // where the place is not clear of danger any more; kept as a decision
}

var prepareWords = gate.Column(vault.Needs, "placement_interview.prepare_sealed")

// WritePlan keeps what is planned for a proposal; an earlier plan stays as it was.
func WritePlan(tx *gate.CaseTx, p ID, m Meeting) error {
	i := id.New[interviewEntity](tx.Now())
	prepare := gate.Sealed{}
	if !m.Prepare.Empty() {
		s, err := prepareWords.Seal(tx, i, m.Prepare)
		if err != nil {
			return err
		}
		prepare = s
	}
	_, err := tx.Exec(qPlan, i, p, clock.Micros(m.At), m.Way, gate.Codes{List: &m.Attends}, clock.Micros(tx.Now()),
		prepare)
	return fault.In("plan interview", err)
}

type (
	interviewEntity struct{}
)

var (
	qInterview = gate.CaseSQL("placement.interview", `select id, at, way, attends, planned_at, held_at,
		prepare_sealed from placement_interview where case_id = $1 and proposal_id = $2 order by planned_at desc,
		id desc limit 1`)
	qPlan = gate.CaseSQL("placement.plan", `insert into placement_interview (case_id, id, proposal_id, at,
		way, attends, planned_at, prepare_sealed) values ($1, $2, $3, $4, $5, $6, $7, $8)`)
	qInterviewHeld = gate.CaseSQL("placement.interview_took_place", `update placement_interview set held_at = $3
		where case_id = $1 and id = $2`)
)

// Interview is the pre-admission interview, as planned last.
type Interview struct {
	ID      id.ID[interviewEntity]
	At      time.Time
	Way     string   // video, telephone, visit
	Attends []string // besides the person, the host and the head office
	Planned time.Time
	Held    time.Time   // zero: not yet
	prepare gate.Sealed // what the host must prepare, in words
}

// FindInterview returns the latest plan of a proposal; false when none was made.
func FindInterview(v *gate.CaseView, p ID) (Interview, bool, error) {
	i, err := gate.One(v.Query, qInterview, func(i *Interview) []any {
		return []any{&i.ID, clock.Stored{T: &i.At}, &i.Way, gate.Codes{List: &i.Attends}, clock.Stored{T: &i.Planned},
			clock.Stored{T: &i.Held}, &i.prepare}
	}, p)
	if fault.Is(err, fault.NotFound) {
		return Interview{}, false, nil
	}
	return i, err == nil, err
}

// Before is the interview as it was planned, with what the host is to prepare; nil where none was.
func Before(v *gate.CaseView, p ID) (*Interview, secret.Text, error) {
	i, ok, err := FindInterview(v, p)
	if !ok {
		return nil, secret.Text{}, err
	}
	words, err := prepareWords.Held(v, i.ID, i.prepare)
	return &i, words, err
}

// Ahead tells whether the hour of an interview is still well to come.
func (i Interview) Ahead(now time.Time) bool { return i.At.After(now.Add(casefile.Slack)) }

// When is the hour for which it is planned; of one that was held before, the hour at which that was noted.
func (i Interview) When() time.Time {
	if !i.Held.IsZero() && i.Held.Before(i.At) {
		return i.Held
	}
	return i.At
}

// TookPlace records that an interview was held.
func (i Interview) TookPlace(tx *gate.CaseTx) error {
	_, err := tx.Exec(qInterviewHeld, i.ID, clock.Micros(tx.Now()))
	return fault.In("note interview", err)
}
