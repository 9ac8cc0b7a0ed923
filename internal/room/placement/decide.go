package placement

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"havre.example/havre/internal/calc/match"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/codelist/country"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

type decisionEntity struct{}

// DecisionID identifies a decision to ask hosts.
type DecisionID = id.ID[decisionEntity]

// Record is what a coordinator saw when hosts were asked: codes and numbers alone, no name, no words. It is written
// once.
type Record struct {
	Rules    []string          `json:"rules"`    // "h2_danger/1": the editions in force, in the order of the rule book
	Criteria []match.Criterion `json:"criteria"` // in the order of the values of each place
	Need     RecordNeed        `json:"need"`
	// of that day, by kind of scarce place: what T6 counted beyond 1
	Prices map[string]int `json:"prices,omitempty"`
	Places []RecordPlace  `json:"places"` // best first, as ranked
}

// RecordNeed is the need as it was coded.
type RecordNeed struct {
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

// RecordPlace is a place as it stood.
type RecordPlace struct {
	Place      PlaceID       `json:"place"`
	Department string        `json:"department"`
	Verdict    string        `json:"verdict"`
	Values     []int         `json:"values"`
	Checks     []RecordCheck `json:"checks"` // of an excluded place, what excludes it and what is not known
	Chosen     bool          `json:"chosen,omitempty"`
}

// RecordCheck is what one rule said.
type RecordCheck struct {
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

// Check gives it back as the engine said it.
func (s RecordCheck) Check() Check {
	c := Check{Rule: s.Rule, Datum: match.Datum{Code: s.Code, Have: s.Have, Want: s.Want, Item: s.Item, On: s.On,
		Kilometres: s.Kilometres, Estimated: s.Estimated}, Fix: s.Fix}
	for _, v := range []match.Verdict{match.Unknown, match.Passed, match.Excluded} {
		if v.String() == s.Verdict {
			c.Verdict = v
		}
	}
	return c
}

// Decision is who asked which hosts, when, on which facts, and against what.
type Decision struct {
	Header     casefile.Header
	ID         DecisionID
	At         time.Time
	By         string
	Urgent     bool
	Until      time.Time
	Against    Against
	Reason     string      // code list override
	Words      secret.Text // empty where none were given, or where Sealed
	Sealed     bool        // there are words, and the team holds no key to them
	Record     Record
	Departures []Departure
	Rows       map[PlaceID]partner.PlaceRow // what the places are called today; nothing else of it is shown
}

// freeze takes down what a search showed.
func (f Found) freeze(v *gate.CaseView, places []PlaceID) (Record, error) {
	zones, err := casefile.Zones(v)
	if err != nil {
		return Record{}, err
	}
	vetoes, err := casefile.Vetoes(v)
	if err != nil {
		return Record{}, err
	}
	wishes, err := casefile.Wishes(v)
	if err != nil {
		return Record{}, err
	}
	ties, err := casefile.Ties(v)
	if err != nil {
		return Record{}, err
	}
	on, c := date.In(v.Now(), country.Zone()), f.Coded
	s := Record{Criteria: match.Criteria, Prices: f.prices, Need: RecordNeed{on, c.Adults, c.ChildrenBands, c.NeedCodes,
		c.Languages, c.SecurityLevel, c.ReadyOn, c.StayWeeks, zones, vetoes, wishes, ties}}
	for _, r := range match.InForce(on) {
		s.Rules = append(s.Rules, fmt.Sprintf("%s/%d", r.ID, r.Version))
	}
	chosen := map[PlaceID]bool{}
	for _, p := range places {
		chosen[p] = true
	}
	for _, m := range f.Matches {
		p := RecordPlace{Place: m.Row.ID, Department: m.Row.Department, Verdict: m.Result.Verdict.String(),
			Chosen: chosen[m.Row.ID]}
		for _, t := range m.Result.Tiers {
			p.Values = append(p.Values, t.Value)
		}
		for _, c := range m.Result.Checks {
			if m.Result.Verdict != match.Excluded || c.Verdict != match.Passed {
				p.Checks = append(p.Checks, RecordCheck{c.Rule, c.Verdict.String(), c.Datum.Code, c.Datum.Have,
					c.Datum.Want, c.Datum.Item, c.Datum.On, c.Fix, c.Datum.Kilometres, c.Datum.Estimated})
			}
		}
		s.Places = append(s.Places, p)
	}
	return s, nil
}

// pack writes what was seen as JSON, compressed.
func (s Record) pack() ([]byte, error) {
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

func unpack(b []byte) (s Record, err error) {
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
	qDecide = gate.CaseSQL("placement.decide", `insert into placement_decision (case_id, id, at, user_id, urgent,
		until_at, seen, against, reason, words_sealed)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
	qChose = gate.CaseSQL("placement.chose", `insert into placement_choice (case_id, decision_id, place_id, at,
		position, verdict, confirmed_days)
		values ($1, $2, $3, $4, $5, $6, $7)`)
	qDeparted = gate.CaseSQL("placement.departed", `insert into placement_override (case_id, decision_id, place_id, at,
		against, what, reason)
		values ($1, $2, $3, $4, $5, $6, $7)`)
	qPriced = gate.CaseSQL("placement.priced", `insert into placement_price (case_id, decision_id, at, criterion,
		gains, steps) values ($1, $2, $3, $4, $5, $6)`)
	qDecision = gate.CaseSQL("placement.decision", `select at, user_id, urgent, until_at, seen, against, reason,
		words_sealed
		from placement_decision where case_id = $1 and id = $2`)
	qDepartures = gate.CaseSQL("placement.departures", `select place_id, against, what from placement_override
		where case_id = $1 and decision_id = $2
		order by place_id, against, what`)
	qDecisions = gate.CaseSQL("placement.decisions", `select d.id, d.at, d.against, (select count(*)
		from placement_choice c where c.decision_id = d.id)
		from placement_decision d where d.case_id = $1 order by d.at desc, d.id desc`)
	qLatest = gate.CaseSQL("placement.latest", `select seen, at from placement_decision where case_id = $1
		order by at desc, id desc limit 1`)
	qColleague = gate.OfficeSQL("placement.colleague", `select name from access_user where id = $1`)
)

// decide writes a decision down, in the act that sends the proposals. It is never written again.
func (f Found) decide(tx *gate.CaseTx, o Offer, until time.Time, chosen []Match, departs []Departure) error {
	seen, err := f.freeze(&tx.CaseView, o.Places)
	if err != nil {
		return err
	}
	packed, err := seen.pack()
	if err != nil {
		return err
	}
	did, at, against := id.Random[decisionEntity](), clock.Micros(tx.Now()), Gravest(departs)
	reason, words := "", gate.Sealed{}
	if against != AgainstNothing {
		reason = o.Override.Reason
		if !o.Override.Words.Empty() {
			if words, err = tx.Seal(vault.Danger, "placement_decision.words_sealed", did,
				o.Override.Words); err != nil {
				return err
			}
		}
	}
	_, err = tx.Exec(qDecide, did, at, tx.Actor().User(), o.Urgent, clock.Micros(until), packed, string(against),
		reason, words)
	if err != nil {
		return fmt.Errorf("write decision: %w", err)
	}
	line := f.line(nil)
	for _, m := range chosen {
		if _, err := tx.Exec(qChose, did, m.Row.ID, at,
			1+slices.IndexFunc(line, func(x Match) bool { return x.Row.ID == m.Row.ID }), m.Result.Verdict.String(),
			confirmedDays(seen.Need.On, m)); err != nil {
			return fmt.Errorf("write choice: %w", err)
		}
	}
	for _, d := range departs {
		why := ""
		if d.Against == against { // the reason is for the gravest of it
			why = reason
		}
		if _, err := tx.Exec(qDeparted, did, d.Place, at, string(d.Against), d.What, why); err != nil {
			return fmt.Errorf("write override: %w", err)
		}
	}
	for _, p := range prices(line) {
		if _, err := tx.Exec(qPriced, did, at, string(p.Criterion), string(p.Gains), p.Steps); err != nil {
			return fmt.Errorf("write price: %w", err)
		}
	}
	return nil
}

// confirmedDays is how long ago the host said that what is known of the place is true; -1: never.
func confirmedDays(on date.Date, m Match) int {
	if m.Row.ConfirmedAt.IsZero() {
		return -1
	}
	return date.In(m.Row.ConfirmedAt, country.Zone()).DaysUntil(on)
}

// Decision opens one decision as it was.
func (d *Desk) Decision(ctx context.Context, who access.Actor, ref casefile.Ref, did DecisionID) (Decision, error) {
	var out Decision
	err := d.gate.ViewCase(ctx, who, OpenDecision, ref, func(v *gate.CaseView) (err error) {
		out, err = readDecision(v, did)
		return err
	})
	return out, err
}

// Taken is a decision as a file: codes and numbers, without who decided, without words, without the person's case.
type Taken struct {
	At         time.Time   `json:"at"`
	Until      time.Time   `json:"until"` // answer asked for before
	Urgent     bool        `json:"urgent"`
	Against    Against     `json:"against"`
	Reason     string      `json:"reason"` // code list override
	Departures []Departure `json:"departures"`
	Record     Record      `json:"record"`
}

// Take is a decision to be taken away as JSON; it leaves an entry of its own.
func (d *Desk) Take(ctx context.Context, who access.Actor, ref casefile.Ref, did DecisionID) ([]byte, error) {
	var one Decision
	err := d.gate.ViewCase(ctx, who, TakeDecision, ref, func(v *gate.CaseView) (err error) {
		one, err = readDecision(v, did)
		return err
	})
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(Taken{one.At, one.Until, one.Urgent, one.Against, one.Reason, one.Departures, one.Record},
		"", "  ")
}

func readDecision(v *gate.CaseView, did DecisionID) (Decision, error) {
	out := Decision{ID: did, Rows: map[PlaceID]partner.PlaceRow{}}
	var at, until int64
	var user gate.UserID
	var seen []byte
	var words gate.Sealed
	err := v.QueryRow(qDecision, did).Scan(&at, &user, &out.Urgent, &until, &seen, &out.Against, &out.Reason, &words)
	if err != nil {
		return out, fault.In("read decision", err)
	}
	out.At, out.Until = clock.FromMicros(at), clock.FromMicros(until)
	if out.Record, err = unpack(seen); err != nil {
		return out, err
	}
	if v.Holds(vault.Danger) {
		if out.Words, err = v.Open(vault.Danger, "placement_decision.words_sealed", did, words); err != nil {
			return out, err
		}
	} else {
		out.Sealed = !words.Empty()
	}
	if err := v.OfficeRow(qColleague, user).Scan(&out.By); err != nil {
		return out, fault.In("read colleague", err)
	}
	if out.Header, err = casefile.ReadHeader(v); err != nil {
		return out, err
	}
	if out.Departures, err = listDepartures(v, did); err != nil {
		return out, err
	}
	rows, err := partner.AllPlaces(v)
	for _, r := range rows {
		out.Rows[r.ID] = r
	}
	return out, err
}

func listDepartures(v *gate.CaseView, did DecisionID) ([]Departure, error) {
	rows, err := v.Query(qDepartures, did)
	if err != nil {
		return nil, fmt.Errorf("read overrides: %w", err)
	}
	defer rows.Close()
	var out []Departure
	for rows.Next() {
		var d Departure
		if err := rows.Scan(&d.Place, &d.Against, &d.What); err != nil {
			return nil, fmt.Errorf("read overrides: %w", err)
		}
		out = append(out, d)
	}
	return out, rows.Err()
}

// Decided is one line of the list of decisions of a case.
type Decided struct {
	ID      DecisionID
	At      time.Time
	Against Against
	Places  int
}

func listDecisions(v *gate.CaseView) ([]Decided, error) {
	rows, err := v.Query(qDecisions)
	if err != nil {
		return nil, fmt.Errorf("read decisions: %w", err)
	}
	defer rows.Close()
	var out []Decided
	for rows.Next() {
		var d Decided
		var at int64
		if err := rows.Scan(&d.ID, &at, &d.Against, &d.Places); err != nil {
			return nil, fmt.Errorf("read decisions: %w", err)
		}
		d.At = clock.FromMicros(at)
		out = append(out, d)
	}
	return out, rows.Err()
}
