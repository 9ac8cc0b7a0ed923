package asking

import (
	"fmt"
	"slices"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/trust/gate"
)

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
)

// decide writes a decision down, in the act that sends the proposals. It is never written again.
func decide(tx *gate.CaseTx, f finding.Found, o Offer, until time.Time, chosen []finding.Match,
	departs []decision.Departure) error {
	seen, err := f.Record(&tx.CaseView, o.Places)
	if err != nil {
		return err
	}
	packed, err := seen.Pack()
	if err != nil {
		return err
	}
	did, at, against := decision.NewID(), clock.Micros(tx.Now()), decision.Gravest(departs)
	reason, words := "", gate.Sealed{}
	if against != decision.AgainstNothing {
		reason = o.Override.Reason
		if !o.Override.Words.Empty() {
			if words, err = decision.Words.Seal(tx, did, o.Override.Words); err != nil {
				return err
			}
		}
	}
	_, err = tx.Exec(qDecide, did, at, tx.Actor().User(), o.Urgent, clock.Micros(until), packed, string(against),
		reason, words)
	if err != nil {
		return fmt.Errorf("write decision: %w", err)
	}
	line := f.Line(nil)
	for _, m := range chosen {
		if _, err := tx.Exec(qChose, did, m.Row.ID, at,
			1+slices.IndexFunc(line, func(x finding.Match) bool { return x.Row.ID == m.Row.ID }),
			m.Result.Verdict.String(),
			confirmedDays(tx.Country(), seen.Need.On, m)); err != nil {
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
	for _, p := range finding.PricesOf(line) {
		if _, err := tx.Exec(qPriced, did, at, string(p.Criterion), string(p.Gains), p.Steps); err != nil {
			return fmt.Errorf("write price: %w", err)
		}
	}
	return nil
}

// confirmedDays is how long ago the host said that what is known of the place is true; -1: never.
func confirmedDays(c *country.Pack, on date.Date, m finding.Match) int {
	if m.Row.ConfirmedAt.IsZero() {
		return -1
	}
	return c.Day(m.Row.ConfirmedAt).DaysUntil(on)
}
