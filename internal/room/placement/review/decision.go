package review

import (
	"context"
	"encoding/json"
	"time"

	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/vault"
)

// Decision is who asked which hosts, or went on with one, when, on which facts, and against what.
type Decision struct {
	Header     casefile.Header
	ID         decision.ID
	Step       decision.Step
	At         time.Time
	By         string
	Urgent     bool
	Until      time.Time
	Against    decision.Against
	Reason     string      // code list override
	Words      secret.Text // empty where none were given, or where Sealed
	Sealed     bool        // there are words, and the team holds no key to them
	Record     decision.Record
	Departures []decision.Departure
	Rows       map[partner.PlaceID]partner.PlaceRow // what the places are called today; nothing else of it is shown
}

var (
	qDecision = gate.CaseSQL("placement.decision", `select at, user_id, urgent, until_at, seen, against, reason,
		words_sealed, step
		from placement_decision where case_id = $1 and id = $2`)
	qDepartures = gate.CaseSQL("placement.departures", `select place_id, against, what from placement_override
		where case_id = $1 and decision_id = $2
		order by place_id, against, what`)
)

// Decision opens one decision as it was.
func (d *Desk) Decision(ctx context.Context, who access.Actor, ref casefile.Ref, did decision.ID) (Decision, error) {
	return gate.Seen(ctx, d.gate, who, OpenDecision, ref,
		func(v *gate.CaseView) (Decision, error) { return readDecision(v, did) })
}

// Taken is a decision as a file: codes and numbers, without who decided, without words, without the person's case.
type Taken struct {
	Step       decision.Step        `json:"step"`
	At         time.Time            `json:"at"`
	Until      time.Time            `json:"until"` // answer asked for before
	Urgent     bool                 `json:"urgent"`
	Against    decision.Against     `json:"against"`
	Reason     string               `json:"reason"` // code list override
	Departures []decision.Departure `json:"departures"`
	Record     decision.Record      `json:"record"`
}

// Take is a decision to be taken away as JSON; it leaves an entry of its own.
func (d *Desk) Take(ctx context.Context, who access.Actor, ref casefile.Ref, did decision.ID) ([]byte, error) {
	one, err := gate.Seen(ctx, d.gate, who, TakeDecision, ref,
		func(v *gate.CaseView) (Decision, error) { return readDecision(v, did) })
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(Taken{one.Step, one.At, one.Until, one.Urgent, one.Against, one.Reason, one.Departures,
		one.Record},
		"", "  ")
}

func readDecision(v *gate.CaseView, did decision.ID) (Decision, error) {
	out := Decision{ID: did, Rows: map[partner.PlaceID]partner.PlaceRow{}}
	var at, until int64
	var user gate.UserID
	var seen []byte
	var words gate.Sealed
	err := v.QueryRow(qDecision, did).Scan(&at, &user, &out.Urgent, &until, &seen, &out.Against, &out.Reason, &words,
		&out.Step)
	if err != nil {
		return out, fault.In("read decision", err)
	}
	out.At, out.Until = clock.FromMicros(at), clock.FromMicros(until)
	if out.Record, err = decision.Unpack(seen); err != nil {
		return out, err
	}
	if v.Holds(vault.Danger) {
		if out.Words, err = decision.Words.Open(v, did, words); err != nil {
			return out, err
		}
	} else {
		out.Sealed = !words.Empty()
	}
	if out.By, err = casefile.Colleague(v, user); err != nil {
		return out, err
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

func listDepartures(v *gate.CaseView, did decision.ID) ([]decision.Departure, error) {
	return gate.List(v.Query, qDepartures,
		func(d *decision.Departure) []any { return []any{&d.Place, &d.Against, &d.What} }, did)
}
