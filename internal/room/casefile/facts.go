package casefile

import (
	"encoding/json"
	"fmt"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/tri"
	"havre.example/havre/internal/trust/gate"
)

// Kind names a fact. The hour and the kind of a fact are all that worklists read.
type Kind string

// Fact is a handover slip between rooms: something others must know, told once, never changed. Its fields are codes
// and ids; a person's words stay in the room's own sealed columns.
type Fact interface{ Kind() Kind }

// The facts, in the order of a person's path. Each says who tells it and who waits for it.
type (
	// Agreed is the person's agreement (consent), kind first_agreement before a referral leaves draft, second_agreement
	// after the pre-admission interview (I2). Told by consent; waited for by assessment and journey.
	Agreed struct {
		Agreement string    `json:"agreement"` // relocation_1, relocation_2
		Answer    tri.Value `json:"answer"`
		On        date.Date `json:"on"`
		Language  string    `json:"language,omitempty"`
		Interpret tri.Value `json:"interpreter"`
	}
	// Referred opens the case. Told by referral; waited for by assessment.
	Referred struct {
		By   string `json:"by"`   // kind of referrer, code list organisation_kind
		Case string `json:"case"` // first or transfer
	}
	// EvaluationStarted: somebody of the evaluation team has taken it up. Told by assessment.
	EvaluationStarted struct{}
	// Admitted: the five criteria hold, says a person. Told by assessment; waited for by placement.
	Admitted struct{}
	// NotAdmitted: not this network, with the reason. Told by assessment; ends the referral.
	NotAdmitted struct {
		Reason string `json:"reason"` // code list not_oriented
	}
	// NeedsStated: what a host must prepare is known. Told by assessment; read by placement.
	NeedsStated struct{}
	// DangerZoneSet: the danger zones changed; current places are checked again (I4). Told by assessment.
	DangerZoneSet struct {
		Areas []string `json:"areas"`
	}
	// HostAccepted: a host agrees in principle. Told by placement.
	HostAccepted struct {
		Place string `json:"place"`
	}
	// InterviewPlanned: the pre-admission interview has an hour; needs are open to the host. Told by placement.
	InterviewPlanned struct {
		At int64 `json:"at"` // µs since 1970, UTC
	}
	// InterviewHeld: it took place. Told by placement.
	InterviewHeld struct{}
	// SearchAgain: no host, or the person or the host said no after all; the search goes on. Told by placement.
	SearchAgain struct {
		Reason string `json:"reason"`
	}
	// Placed: both accepted and identity is open to the host. Told by placement; waited for by journey.
	Placed struct {
		Place      string `json:"place"`
		Department string `json:"department"`
		Region     string `json:"region"`
	}
	// NoPlace: no place could be found; ends the referral. Told by placement.
	NoPlace struct{}
	// JourneyPlanned: the way is organised. Told by journey.
	JourneyPlanned struct {
		Expected int64 `json:"expected"` // µs since 1970, UTC
	}
	// Departed: on the way. Told by journey.
	Departed struct{}
	// Arrived: safely there. Told by journey; begins the stay.
	Arrived struct {
		On date.Date `json:"on"`
	}
	// NoShow: did not come; the case is on placement's worklist again by itself. Told by journey.
	NoShow struct{}
	// TransferAsked: another place is needed. Told by stay; a new referral of kind transfer follows.
	TransferAsked struct {
		Reason string `json:"reason"`
	}
	// SecretBreached: the address is known to the danger; urgent. Told by stay.
	SecretBreached struct{}
	// Suspended and Resumed: the person asked to wait. Told by casefile.
	Suspended struct{}
	// Resumed ends a suspension.
	Resumed struct{}
	// Withdrawn: the person's own decision, possible in every open stage (I3). Told by casefile.
	Withdrawn struct{}
	// LostContact: nobody can reach the person. Told by casefile.
	LostContact struct{}
	// Deceased. Told by casefile.
	Deceased struct{}
	// Ended: the stay is over, with the reason. Told by stay.
	Ended struct {
		Reason string    `json:"reason"` // code list exit_reason
		On     date.Date `json:"on"`
	}
)

// Kind implements Fact.
func (f Agreed) Kind() Kind {
	if f.Agreement == "relocation_2" {
		return "second_agreement"
	}
	return "first_agreement"
}

// Kind implements Fact.
func (Referred) Kind() Kind { return "referred" }

// Kind implements Fact.
func (EvaluationStarted) Kind() Kind { return "evaluation_started" }

// Kind implements Fact.
func (Admitted) Kind() Kind { return "admitted" }

// Kind implements Fact.
func (NotAdmitted) Kind() Kind { return "not_admitted" }

// Kind implements Fact.
func (NeedsStated) Kind() Kind { return "needs_stated" }

// Kind implements Fact.
func (DangerZoneSet) Kind() Kind { return "danger_zone_set" }

// Kind implements Fact.
func (HostAccepted) Kind() Kind { return "host_accepted" }

// Kind implements Fact.
func (InterviewPlanned) Kind() Kind { return "interview_planned" }

// Kind implements Fact.
func (InterviewHeld) Kind() Kind { return "interview_held" }

// Kind implements Fact.
func (SearchAgain) Kind() Kind { return "search_again" }

// Kind implements Fact.
func (Placed) Kind() Kind { return "placed" }

// Kind implements Fact.
func (NoPlace) Kind() Kind { return "no_place" }

// Kind implements Fact.
func (JourneyPlanned) Kind() Kind { return "journey_planned" }

// Kind implements Fact.
func (Departed) Kind() Kind { return "departed" }

// Kind implements Fact.
func (Arrived) Kind() Kind { return "arrived" }

// Kind implements Fact.
func (NoShow) Kind() Kind { return "no_show" }

// Kind implements Fact.
func (TransferAsked) Kind() Kind { return "transfer_asked" }

// Kind implements Fact.
func (SecretBreached) Kind() Kind { return "secret_breached" }

// Kind implements Fact.
func (Suspended) Kind() Kind { return "suspended" }

// Kind implements Fact.
func (Resumed) Kind() Kind { return "resumed" }

// Kind implements Fact.
func (Withdrawn) Kind() Kind { return "withdrawn" }

// Kind implements Fact.
func (LostContact) Kind() Kind { return "lost_contact" }

// Kind implements Fact.
func (Deceased) Kind() Kind { return "deceased" }

// Kind implements Fact.
func (Ended) Kind() Kind { return "ended" }

// Told is a fact as it lies in the case file.
type Told struct {
	ID   FactID
	Kind Kind
	At   time.Time
	User gate.UserID
	Team gate.TeamID
	Raw  string // the fact's codes, as JSON
}

type factEntity struct{}

// FactID identifies a told fact.
type FactID = id.ID[factEntity]

// Read decodes the codes of a told fact into f.
func (t Told) Read(f any) error {
	if err := json.Unmarshal([]byte(t.Raw), f); err != nil {
		return fmt.Errorf("read fact %s: %w", t.Kind, err)
	}
	return nil
}

var (
	qTell = gate.CaseSQL("casefile.tell", `insert into casefile_fact (case_id, id, kind, at, team_id, user_id, coded,
		payload_sealed)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`)
	qFacts = gate.CaseSQL("casefile.facts", `select id, kind, at, team_id, user_id,
		case when kind = 'placed' and $2 = 'referred' then '{}' else coded end from casefile_fact where case_id = $1
		order by at, id`)
	qStage = gate.CaseSQL("casefile.stage", `update casefile_case set stage = $2, stage_at = $3, open = $4,
		version = version + 1 where casefile_case.id = $1`)
	qShut    = gate.CaseSQL("casefile.shut", `update casefile_circle set open = $2 where case_id = $1`)
	qAtStage = gate.CaseSQL("casefile.at_stage", `select stage, open, (select coalesce(max(f.at), 0)
		from casefile_fact f where f.case_id = casefile_case.id)
		from casefile_case where casefile_case.id = $1 @lock`)
)

// Tell writes a fact in the transaction of the act, and moves the case's stage to what the facts now say. It refuses
// a fact that the present stage does not allow.
func Tell(tx *gate.CaseTx, f Fact) error {
	var stage Stage
	var open bool
	var latest int64
	if err := tx.QueryRow(qAtStage).Scan(&stage, &open, &latest); err != nil {
		return fmt.Errorf("tell %s: %w", f.Kind(), err)
	}
	if !Allowed(stage, f.Kind()) {
		return fault.NewConflict("casefile.step_refused")
	}
	if err := write(tx, f, latest); err != nil {
		return err
	}
	if err := follow(tx, f); err != nil {
		return err
	}
	now := tx.Now()
	told, err := Facts(&tx.CaseView)
	if err != nil {
		return err
	}
	next := StageOf(told)
	if next == stage {
		return nil
	}
	if _, err := tx.Exec(qStage, string(next), clock.Micros(now), next.Open()); err != nil {
		return fmt.Errorf("move to stage %s: %w", next, err)
	}
	if next.Open() != stage.Open() {
		if _, err := tx.Exec(qShut, next.Open()); err != nil {
			return fmt.Errorf("move to stage %s: %w", next, err)
		}
	}
	return nil
}

// write stores one fact, after the latest of the case: facts told in one instant keep their order.
func write(tx *gate.CaseTx, f Fact, latest int64) error {
	raw, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("tell %s: %w", f.Kind(), err)
	}
	now := tx.Now()
	user := tx.Actor().User()
	at := max(clock.Micros(now), latest+1)
	_, err = tx.Exec(qTell, id.New[factEntity](now), string(f.Kind()), at, tx.Team().Or(), user.Or(), string(raw),
		gate.Sealed{})
	return fault.In("tell "+string(f.Kind()), err)
}

// Facts returns the facts of the case, oldest first. To the partner that referred, where the person was placed is not
// even selected (I5).
func Facts(v *gate.CaseView) ([]Told, error) { return once(v, "facts", readFacts) }

func readFacts(v *gate.CaseView) ([]Told, error) {
	rows, err := v.Query(qFacts, string(v.Relation()))
	if err != nil {
		return nil, fmt.Errorf("read facts: %w", err)
	}
	defer rows.Close()
	var out []Told
	for rows.Next() {
		var t Told
		var at int64
		if err := rows.Scan(&t.ID, &t.Kind, &at, &t.Team, &t.User, &t.Raw); err != nil {
			return nil, fmt.Errorf("read facts: %w", err)
		}
		t.At = clock.FromMicros(at)
		out = append(out, t)
	}
	return out, rows.Err()
}

// Last returns the latest fact of one of the kinds.
func Last(facts []Told, kinds ...Kind) (Told, bool) {
	for i := len(facts) - 1; i >= 0; i-- {
		for _, k := range kinds {
			if facts[i].Kind == k {
				return facts[i], true
			}
		}
	}
	return Told{}, false
}
