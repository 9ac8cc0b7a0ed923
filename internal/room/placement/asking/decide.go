package asking

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"havre.example/havre/internal/country"
	"havre.example/havre/internal/kernel/clock"
	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/room/partner"
	"havre.example/havre/internal/room/placement/decision"
	"havre.example/havre/internal/room/placement/finding"
	"havre.example/havre/internal/room/placement/proposal"
	"havre.example/havre/internal/trust/gate"
)

var (
	qDecide = gate.CaseSQL("placement.decide", `insert into placement_decision (case_id, id, at, user_id, urgent,
		until_at, seen, against, reason, words_sealed, step)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`)
	qChose = gate.CaseSQL("placement.chose", `insert into placement_choice (case_id, decision_id, place_id, at,
		position, verdict, confirmed_days)
		values ($1, $2, $3, $4, $5, $6, $7)`)
	qDeparted = gate.CaseSQL("placement.departed", `insert into placement_override (case_id, decision_id, place_id, at,
		against, what, reason)
		values ($1, $2, $3, $4, $5, $6, $7)`)
	qPriced = gate.CaseSQL("placement.priced", `insert into placement_price (case_id, decision_id, at, criterion,
		gains, steps) values ($1, $2, $3, $4, $5, $6)`)
)

// taken is what a person decided: at which step, against what, and why.
type taken struct {
	step    decision.Step
	urgent  bool
	until   time.Time // of the answer asked for, or of the hold
	places  []partner.PlaceID
	departs []decision.Departure
	why     decision.Override
}

// keep writes a decision down with what was seen, in the act that it is about. It is never written again.
func keep(tx *gate.CaseTx, f finding.Found, t taken) (decision.ID, decision.Record, error) {
	did := decision.NewID()
	seen, err := f.Record(&tx.CaseView, t.places)
	if err != nil {
		return did, seen, err
	}
	packed, err := seen.Pack()
	if err != nil {
		return did, seen, err
	}
	at, against := clock.Micros(tx.Now()), decision.Gravest(t.departs)
	reason, words := "", gate.Sealed{}
	if against != decision.AgainstNothing {
		reason = t.why.Reason
		if !t.why.Words.Empty() {
			if words, err = decision.Words.Seal(tx, did, t.why.Words); err != nil {
				return did, seen, err
			}
		}
	}
	_, err = tx.Exec(qDecide, did, at, tx.Actor().User(), t.urgent, clock.Micros(t.until), packed, string(against),
		reason, words, string(t.step))
	if err != nil {
		return did, seen, fmt.Errorf("write decision: %w", err)
	}
	for _, d := range t.departs {
		why := ""
		if d.Against == against { // the reason is for the gravest of it
			why = reason
		}
		if _, err := tx.Exec(qDeparted, did, d.Place, at, string(d.Against), d.What, why); err != nil {
			return did, seen, fmt.Errorf("write override: %w", err)
		}
	}
	return did, seen, nil
}

// safe lets a step go on with a host that has agreed: while its place is safe, and where danger grew since, by a
// decision with a name, a reason and words (I4).
func (d *Desk) safe(tx *gate.CaseTx, p proposal.Proposal, step decision.Step, why decision.Override) error {
	f, err := d.finding.Again(&tx.CaseView, p.Place)
	if !errors.Is(err, finding.ErrDanger) {
		return err
	}
	if err := why.Check(tx.Country(), decision.AgainstDanger, tx.Today()); err != nil {
		return err
	}
	tx.Note("despite_danger")
	_, _, err = keep(tx, f, taken{step: step, until: p.Until, places: []partner.PlaceID{p.Place},
		departs: f.Endangered(), why: why})
	return err
}

// decide keeps the decision to ask hosts, with where each stood in the order and what the criteria cost.
func decide(tx *gate.CaseTx, f finding.Found, o Offer, until time.Time, chosen []finding.Match,
	departs []decision.Departure) error {
	did, seen, err := keep(tx, f, taken{decision.StepAsk, o.Urgent, until, o.Places, departs, o.Override})
	if err != nil {
		return err
	}
	at := clock.Micros(tx.Now())
	line := f.Line(nil)
	for _, m := range chosen {
		if _, err := tx.Exec(qChose, did, m.Row.ID, at,
			1+slices.IndexFunc(line, func(x finding.Match) bool { return x.Row.ID == m.Row.ID }),
			m.Result.Verdict.String(),
			confirmedDays(tx.Country(), seen.Need.On, m)); err != nil {
			return fmt.Errorf("write choice: %w", err)
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
