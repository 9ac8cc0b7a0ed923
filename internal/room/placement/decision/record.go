package decision

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/gate"
)

type entity struct{}

// ID identifies a decision to ask hosts.
type ID = id.ID[entity]

// NewID returns a number for a new decision; it tells nothing, not even when it was made.
func NewID() ID { return id.Random[entity]() }

// Step is what was decided.
type Step string

// The steps: to ask hosts; and, where danger grew after one had agreed, to go on with it.
const (
	StepAsk       Step = "ask"
	StepInterview Step = "interview"
	StepAdmission Step = "admission"
)

// Record is what a coordinator saw when hosts were asked: codes and numbers alone, no name, no words. It is written
// once.
type Record struct {
	Rules    []string          `json:"rules"`    // "h2_danger/1": the editions in force, in the order of the rule book
	Criteria []match.Criterion `json:"criteria"` // in the order of the values of each place
	Need     Need              `json:"need"`
	// of that day, by kind of scarce place: what T6 counted beyond 1
	Prices map[string]int `json:"prices,omitempty"`
	Places []Place        `json:"places"` // best first, as ranked
}

// Need is the need as it was coded.
type Need struct {
	On        date.Date       `json:"on"`
	Adults    int             `json:"adults"`
	Children  []string        `json:"children,omitempty"` // code list child_age
	Needs     []string        `json:"needs,omitempty"`    // code list need
	Languages []string        `json:"languages,omitempty"`
	Security  int             `json:"security"` // 1 to 3; 0: not known
	ReadyOn   date.Date       `json:"ready_on"`
	Weeks     int             `json:"weeks"`
	Zones     []casefile.Zone `json:"zones,omitempty"`
	Vetoes    []string        `json:"vetoes,omitempty"`
	Wishes    []string        `json:"wishes,omitempty"`
	Ties      []casefile.Tie  `json:"ties,omitempty"` // what cannot move
}

// Place is a place as it stood.
type Place struct {
	Place      partner.PlaceID `json:"place"`
	Department string          `json:"department"`
	Verdict    string          `json:"verdict"`
	Values     []int           `json:"values"`
	Checks     []Said          `json:"checks"` // of an excluded place, what excludes it and what is not known
	Chosen     bool            `json:"chosen,omitempty"`
}

// Said is what one rule said.
type Said struct {
	Rule    match.RuleID `json:"rule"`
	Verdict string       `json:"verdict"`
	Code    string       `json:"code"`
	Have    int          `json:"have,omitempty"`
	Want    int          `json:"want,omitempty"`
	Item    string       `json:"item,omitempty"`
	On      date.Date    `json:"on"`
	Fix     match.Owner  `json:"fix,omitempty"`
	// Of a travel time: the great circle beside it, and whether the minutes are an estimate.
	Kilometres int  `json:"km,omitempty"`
	Estimated  bool `json:"estimated,omitempty"`
}

// SaidOf takes down what a rule said.
func SaidOf(c match.Check) Said {
	return Said{c.Rule, c.Verdict.String(), c.Datum.Code, c.Datum.Have, c.Datum.Want, c.Datum.Item, c.Datum.On, c.Fix,
		c.Datum.Kilometres, c.Datum.Estimated}
}

// Check gives it back as the engine said it.
func (s Said) Check() match.Check {
	c := match.Check{Rule: s.Rule, Datum: match.Datum{Code: s.Code, Have: s.Have, Want: s.Want, Item: s.Item, On: s.On,
		Kilometres: s.Kilometres, Estimated: s.Estimated}, Fix: s.Fix}
	for _, v := range []match.Verdict{match.Unknown, match.Passed, match.Excluded} {
		if v.String() == s.Verdict {
			c.Verdict = v
		}
	}
	return c
}

// Pack writes what was seen as JSON, compressed.
func (s Record) Pack() ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if err := json.NewEncoder(z).Encode(s); err != nil {
		return nil, fmt.Errorf("pack decision: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("pack decision: %w", err)
	}
	return b.Bytes(), nil
}

// largest is how long an unpacked record may be: fifty thousand places.
const largest = 64 << 20

// Unpack reads what Pack wrote.
func Unpack(b []byte) (s Record, err error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return s, fmt.Errorf("unpack decision: %w", err)
	}
	if err := json.NewDecoder(io.LimitReader(z, largest)).Decode(&s); err != nil {
		return s, fmt.Errorf("unpack decision: %w", err)
	}
	return s, nil
}

var (
	qDecisions = gate.CaseSQL("placement.decisions", `select d.id, d.at, d.against, (select count(*)
		from placement_choice c where c.decision_id = d.id), d.step
		from placement_decision d where d.case_id = $1 order by d.at desc, d.id desc`)
	qLatest = gate.CaseSQL("placement.latest", `select seen, at from placement_decision where case_id = $1
		and step = 'ask' order by at desc, id desc limit 1`)
)

// Latest returns what was seen when hosts were last asked in a case, and when; NotFound where there is none.
func Latest(v *gate.CaseView) (Record, time.Time, error) {
	var packed []byte
	var at int64
	if err := v.QueryRow(qLatest).Scan(&packed, &at); err != nil {
		return Record{}, time.Time{}, fault.In("read decision", err)
	}
	seen, err := Unpack(packed)
	return seen, clock.FromMicros(at), err
}

// Decided is one line of the list of decisions of a case.
type Decided struct {
	ID      ID
	At      time.Time
	Against Against
	Places  int
	Step    Step
}

// List returns the decisions of a case, newest first.
func List(v *gate.CaseView) ([]Decided, error) {
	return gate.List(v.Query, qDecisions, func(d *Decided) []any {
		return []any{&d.ID, clock.Stored{T: &d.At}, &d.Against, &d.Places, &d.Step}
	})
}

// Price is what a criterion costs at a decision: without it another place would come first, better in a later
// criterion.
type Price struct {
	Criterion match.Criterion
	Gains     match.Criterion // the first in which the other place is better
	Steps     int             // by how many steps of its scale
}
